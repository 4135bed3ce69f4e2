"""Files and folders are whole or not there, and what two can't do at once one does."""

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from scripts import whole
from scripts.alone import Alone, Taken


def test_a_file_is_the_old_one_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    whole.write(path, "old")
    with whole.replacing(path) as file:
        file.write("n" * 100_000)
        file.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "n" * 100_000
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOSPC, "free some space"), (errno.EIO, "see what the system says")]
)
def test_what_the_system_refuses_is_one_line_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, told: str
) -> None:
    path = tmp_path / "a.json"
    whole.write(path, "old")
    monkeypatch.setattr(os, step, lambda *_: refuse(number))
    with pytest.raises(whole.NotWritten) as caught:
        whole.write(path, "new")
    said = str(caught.value)
    assert said.startswith(f"{path}: can't be written ({os.strerror(number).lower()}); {told}")
    assert "\n" not in said
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def refuse(number: int) -> NoReturn:
    raise OSError(number, os.strerror(number))


def test_a_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    old, new = folder(tmp_path / "site", "old"), folder(tmp_path / ".site.new", "new")
    whole.swap(new, old)
    assert (old / "index.html").read_text() == "new"
    assert list(tmp_path.iterdir()) == [old]


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(text)
    return path


def test_a_swap_that_was_killed_between_its_steps_is_put_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system can't exchange two names; there the old site may lie beside."""
    monkeypatch.setattr(whole, "_exchanged", lambda *_: False)
    old, new = folder(tmp_path / "site", "old"), folder(tmp_path / ".site.new", "new")
    renamed = Path.rename
    monkeypatch.setattr(Path, "rename", lambda self, to: renamed(self, to) if self == old else die())
    with pytest.raises(KeyboardInterrupt):
        whole.swap(new, old)
    assert not old.exists()
    monkeypatch.setattr(Path, "rename", renamed)
    whole.restore(old)
    assert (old / "index.html").read_text() == "old"
    whole.swap(new, old)
    assert (old / "index.html").read_text() == "new"
    assert list(tmp_path.iterdir()) == [old]


def die() -> NoReturn:
    raise KeyboardInterrupt


def test_a_lock_names_its_holder_and_goes_with_it(tmp_path: Path) -> None:
    first, second = Alone(tmp_path / "lock"), Alone(tmp_path / "lock")
    first.take("another build")
    with pytest.raises(
        Taken, match=rf"^another build runs here, pid {os.getpid()}; wait until it is done, or stop it$"
    ):
        second.take("another build")
    first.leave()
    second.take("another build")
    second.leave()
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_a_killed_process_left_holds_nobody(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("4711\n")
    Alone(tmp_path / "lock").take("another build")
