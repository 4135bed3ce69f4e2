"""`make serve`: what stops it is one line to act on, and nothing is measured for nothing."""

import socket

from scripts import records
from scripts.site import serve


def test_an_address_that_is_taken_is_one_line(capsys) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        assert serve.main(["--address", address]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"{address}: ")
    assert "stop what listens there, or give --address" in told
    assert told.count("\n") == 1


def test_a_page_that_is_not_there_is_one_line(capsys) -> None:
    assert serve.main(["--only", "zh/nowhere"]) == 2
    assert capsys.readouterr().err == "docs/zh/nowhere.md: no such page; name it like zh/modes/no-grad\n"


def test_what_is_recorded_is_not_measured_again(tmp_path, monkeypatch) -> None:
    """Nor does a run whose cells are not as pinned keep the site from being served: its record is there."""
    calls: list[str] = []

    def run(command: list[str], **_) -> int:
        name = command[2].rpartition(".")[2]
        calls.append(name)
        if name != "mkdocs":
            (tmp_path / f"{name}.json").touch()
        return 1 if name == "behaviour" else 0

    monkeypatch.setattr(records, "BUILT", tmp_path)
    monkeypatch.setattr(serve.subprocess, "call", run)
    (tmp_path / "timing.json").touch()
    assert serve.main(["--address", "127.0.0.1:0"]) == 0
    assert calls == ["snippets", "behaviour", "memory", "mkdocs"]
