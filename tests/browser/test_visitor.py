"""The tab that the other tests use notices what it promises to notice."""

from pathlib import Path

import pytest

from tests.browser import conftest
from tests.browser.conftest import Visitor

MISDEEDS = {
    "an error on the console": ("console.error('broken')", "console: broken"),
    "an error of a script": ("setTimeout(() => { throw new Error('thrown') })", "script: thrown"),
    "a request elsewhere": (
        "fetch('https://elsewhere.example/').catch(() => {})",
        "policy: connect-src https://elsewhere.example/",
    ),
    "an inline style": ("document.body.setAttribute('style', 'color: red')", "policy: style-src-attr inline"),
    "an inline script": (
        "document.head.append(Object.assign(document.createElement('script'), {text: '1'}))",
        "policy: script-src-elem inline",
    ),
    "a file that is missing": ("fetch('nowhere.json')", "404: "),
}


@pytest.mark.parametrize("misdeed", MISDEEDS)
def test_a_misdeed_is_noticed(visitor: Visitor, misdeed: str) -> None:
    script, told = MISDEEDS[misdeed]
    visitor.open("")
    visitor.tab.evaluate(f"() => {{ {script} }}")
    visitor.tab.wait_for_timeout(300)
    assert [problem for problem in visitor.problems if problem.startswith(told)], visitor.problems
    visitor.problems.clear()


def test_a_request_elsewhere_is_noticed_without_the_policy(visitor: Visitor) -> None:
    visitor.tab.goto("about:blank")
    visitor.tab.set_content("<img src='http://127.0.0.1:9/picture.png'>")
    visitor.tab.wait_for_timeout(300)
    assert "request elsewhere: http://127.0.0.1:9/picture.png" in visitor.problems
    visitor.problems.clear()


def test_a_missing_browser_is_one_line_with_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(FileNotFoundError, match=r"none, which can't be started; install one .* or set CHROMIUM"):
        conftest.chromium()
    monkeypatch.delenv("CHROMIUM")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"^none of chromium, .* is installed; install one"):
        conftest.chromium()


def test_a_browser_without_a_window_is_taken_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    whole, shell = (tmp_path / name for name in ("chromium", "chromium-headless-shell"))
    whole.touch(mode=0o755)
    assert conftest.chromium(conftest._SHELL) == str(whole)
    shell.touch(mode=0o755)
    assert conftest.chromium(conftest._SHELL) == str(shell)
    assert conftest.chromium() == str(whole)
