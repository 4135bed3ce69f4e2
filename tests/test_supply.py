"""What is installed is what was pinned, and whose it is stands in a list."""

import json
import re
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from scripts.check import carried, licences
from scripts.records import ROOT

UNHASHED = {"requirements-torch.txt": "each platform and index has another build of it; the version is pinned"}
ALL = sorted(ROOT.glob("requirements*.txt"))


def entries(text: str) -> list[str]:
    """What a requirements file asks for, one line each."""
    lines = text.replace("\\\n", "").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def unhashed(text: str) -> Iterator[str]:
    """The entries that any file of that version would satisfy."""
    return (entry for entry in entries(text) if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_everything_but_torch_is_pinned_with_hashes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert entries(text)
    assert all(re.match(r"[\w.-]+==[\w.]+", entry) for entry in entries(text))
    if path.name in UNHASHED:
        assert [entry.split("==")[0] for entry in unhashed(text)] == ["torch"]
    else:
        assert list(unhashed(text)) == []


def test_an_entry_without_a_hash_is_found() -> None:
    hashed = f"a==1.0 \\\n    --hash=sha256:{'0' * 64}\n"
    assert list(unhashed(f"{hashed}b==2.0\n# note\nc==3.0 ; python_version < '3.12'\n{hashed}")) == [
        "b==2.0",
        "c==3.0 ; python_version < '3.12'",
    ]


def test_what_npm_installs_is_pinned_with_hashes() -> None:
    lock = json.loads((ROOT / "tests/audit/npm/package-lock.json").read_text(encoding="utf-8"))
    _, *packages = lock["packages"].values()
    assert len(packages) > 100
    assert [one for one in packages if not one["integrity"].startswith("sha512-")] == []


def test_hashes_are_asked_for_wherever_something_is_installed() -> None:
    installs = re.findall(r"pip install[^\n]*", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert installs
    for line in installs:
        assert "--require-hashes" in line or line.endswith("-r requirements-torch.txt"), line


def test_every_file_that_pins_has_its_part_of_the_list() -> None:
    assert {path.name for path in ALL} == set(licences.PINNED)


def test_the_list_of_licences_says_what_the_packages_say() -> None:
    assert list(licences.problems(ROOT)) == []
    text = (ROOT / licences.FILE).read_text(encoding="utf-8")
    assert text == licences.listing(ROOT, licences._listed_in(ROOT))


def test_every_vendored_file_is_in_the_list() -> None:
    told = " ".join(where for _, where, _ in carried.VENDORED)
    found = [path for path in ROOT.glob("*/*/vendored/*") if path.suffix != ".txt"]
    assert found
    assert [path.name for path in found if path.relative_to(ROOT).as_posix() not in told] == []


def test_every_script_of_others_in_the_site_is_in_the_list(site: Path) -> None:
    own = {path.name for path in (ROOT / "docs" / "assets" / "javascripts").iterdir()}
    globs = re.findall(r"`(assets/[^`]+)`", " ".join(where for _, where, _ in carried.PUBLISHED))
    listed = {path for pattern in globs for path in site.glob(pattern)}
    scripts = set((site / "assets").rglob("*.js"))
    strangers = {path for path in scripts if path.name not in own and not path.name.startswith("explorer-data-")}
    assert {path.relative_to(site).as_posix() for path in strangers - listed} == set()
    assert all(list(site.glob(pattern)) for pattern in globs)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in licences.PINNED:
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / licences.FILE).write_text((ROOT / licences.FILE).read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("| rich | MIT |\n", "", "rich is pinned and not listed"),
        ("| rich | MIT |", "| rich | MIT |\n| poor | MIT |", "poor is listed and no longer pinned"),
        ("| pytest | MIT |", "| pytest | GPL-3.0 |", "pytest is listed under GPL-3.0, its metadata says MIT"),
    ],
)
def test_a_list_that_is_not_true_is_told(tree: Path, old: str, new: str, told: str) -> None:
    path = tree / licences.FILE
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = [str(problem) for problem in licences.problems(tree)]
    assert found == [f"{licences.FILE}:1: {told}; run `make licences`"]


def test_a_package_without_a_licence_is_told_by_its_name(tree: Path) -> None:
    with pytest.raises(licences.Unknown) as error:
        licences.listing(tree, {})
    assert error.value.name == licences.names(tree / "requirements.txt")[0]


@pytest.mark.parametrize(
    ("fields", "text", "told"),
    [
        ([("License-Expression", "MIT"), ("License", "other")], "", "MIT"),
        ([("Classifier", "License :: OSI Approved :: MIT License"), ("License", "other")], "", "MIT"),
        ([("Classifier", "License :: OSI Approved"), ("License", "Apache 2.0")], "", "Apache-2.0"),
        ([("License", "Copyright\nall of it")], "\nBSD 3-Clause License\n\nmore", "BSD 3-Clause License"),
        ([("License", "UNKNOWN")], "", None),
    ],
)
def test_a_licence_is_read_wherever_the_metadata_has_it(
    fields: list[tuple[str, str]], text: str, told: str | None
) -> None:
    package = Message()
    for name, value in fields:
        package[name] = value
    assert licences.licence(package, text) == told  # type: ignore[arg-type]
