"""What a snippet needs is found by running: the release that raised, and the next recorded one, which did not."""

from pathlib import Path
from typing import Any

import pytest

from scripts import pages
from scripts.render import needs, ran
from scripts.snippets import Snippet
from tests.render.test_ran import RECORD, run, snippet  # noqa: F401

HERE = "2.13.0"
NO = "snippets/topic/name.md:2: AttributeError: module 'torch' has no attribute 'x'"


def recorded(snippet: Snippet, **outcomes: str) -> list[ran.Run]:  # noqa: F811
    """Runs by release, `v2_4_1="failed"`, the oldest first."""
    return [
        with_torch(run(snippet, None, outcome, reason=NO if outcome == "failed" else None), name[1:].replace("_", "."))
        for name, outcome in outcomes.items()
    ]


def with_torch(one: ran.Run, torch: str) -> ran.Run:
    made: dict[str, Any] = RECORD | {"device": None, "torch": {"version": f"{torch}+cu121"}}
    return ran.Run(one.folder, made, one.rows)


SAID = "AttributeError: module 'torch' has no attribute 'x'"


@pytest.mark.parametrize(
    ("outcomes", "found"),
    [
        (
            {"v2_2_2": "failed", "v2_4_1": "failed", "v2_6_0": "passed", "v2_13_0": "passed"},
            ("since", "2.6.0", "2.4.1"),
        ),
        ({"v2_2_2": "failed", "v2_4_1": "differs", "v2_13_0": "passed"}, ("since", "2.4.1", "2.2.2")),
        ({"v2_2_2": "passed", "v2_4_1": "failed", "v2_13_0": "passed"}, ("since", "2.13.0", "2.4.1")),
        ({"v2_13_0": "passed", "v2_15_0": "failed"}, ("until", "2.13.0", "2.15.0")),
        ({"v2_2_2": "differs", "v2_13_0": "passed", "v2_15_0": "differs"}, None),
        ({"v2_2_2": "failed", "v2_13_0": "failed"}, None),
        ({"v2_2_2": "skipped", "v2_13_0": "passed"}, None),
        ({"v2_2_2": "failed"}, None),
    ],
)
def test_both_releases_are_named_and_another_output_is_no_need(
    snippet: Snippet,  # noqa: F811
    outcomes: dict[str, str],
    found: tuple[str, str, str] | None,
) -> None:
    told = needs.of(snippet, recorded(snippet, **outcomes), HERE)
    assert told == ([needs.Need(*found, SAID)] if found else [])


@pytest.mark.parametrize("said", ["RuntimeError: No CUDA GPUs are available", "TimeoutError: no end after 600 s"])
def test_what_the_machine_lacked_is_no_need(snippet: Snippet, said: str) -> None:  # noqa: F811
    old, now = recorded(snippet, v2_2_2="failed", v2_13_0="passed")
    old.rows[snippet.id]["reason"] = f"snippets/topic/name.md:2: {said}"
    assert needs.of(snippet, [old, now], HERE) == []


def test_a_run_of_another_text_tells_nothing(snippet: Snippet) -> None:  # noqa: F811
    old, now = recorded(snippet, v2_2_2="failed", v2_13_0="passed")
    old.rows[snippet.id]["input_sha256"] = "0" * 64
    assert needs.of(snippet, [old, now], HERE) == []


@pytest.mark.parametrize(
    ("locale", "words"), [("en", "Needs torch 2.13.0 or newer: with 2.2.2"), ("zh", "2.2.2 上报错")]
)
def test_it_stands_under_the_output(
    monkeypatch: pytest.MonkeyPatch,
    snippet: Snippet,  # noqa: F811
    locale: str,
    words: str,
) -> None:
    old, now = recorded(snippet, v2_2_2="failed", v2_13_0="passed")
    monkeypatch.setattr(ran, "runs", lambda: (now, []))
    monkeypatch.setattr(needs, "runs", lambda: [old, now])
    include = pages.Include(1, "", "snippets/topic/name.md")
    monkeypatch.setattr(pages, "_parsed", lambda *_: snippet)
    lines = list(pages._shown(include, Path("page.md"), locale, []))
    assert words in lines[-3]
    assert f"`{SAID}`" in lines[-3]
    assert lines[-2:] == ["{ .pm-needs data-search-exclude }", ""]
    assert lines[-4] == ""
