"""`make advisories` tells packages with a known vulnerability, whichever file pins them, and never passes unasked.

Instead of the database a server of our own answers. Installs pip-audit below build/ the first time, which needs the network.
"""

import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scripts.records import ROOT

Make = Callable[[], subprocess.CompletedProcess[str]]


class Database(BaseHTTPRequestHandler):
    """Knows of a vulnerability in every version of the packages in `vulnerable`; of any other it knows nothing."""

    vulnerable: tuple[str, ...] = ()
    asked: list[str]

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = query["package"]["name"]
        self.asked.append(name)
        ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99"}]}]
        affected = [{"package": {"name": name, "ecosystem": "PyPI"}, "ranges": ranges, "versions": [query["version"]]}]
        found = {"id": "PLANTED-1", "summary": "bad", "details": "bad", "affected": affected}
        body = json.dumps({"vulns": [found]} if name in self.vulnerable else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    monkeypatch.setattr(Database, "asked", [], raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Database)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asks = {
        "PIP_AUDIT_VULNERABILITY_SERVICE": "osv",
        "PIP_AUDIT_OSV_URL": f"http://127.0.0.1:{server.server_port}/v1/query",
    }

    def run() -> subprocess.CompletedProcess[str]:
        command = ["make", "advisories", f"WEEKLY={tmp_path}"]
        return subprocess.run(
            command, cwd=ROOT, env=os.environ | asks, capture_output=True, text=True, timeout=600, check=False
        )

    yield run
    server.shutdown()
    server.server_close()


def test_vulnerable_packages_are_told_by_the_file_that_pins_them(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = {"": "mkdocs", "-frameworks": "transformers", "-tools": "uv", "-torch": "torch", "-release": "execnet"}
    monkeypatch.setattr(Database, "vulnerable", tuple(pinned.values()))
    assert make().returncode != 0
    for file, name in pinned.items():
        told = (tmp_path / f"advisories-requirements{file}.md").read_text(encoding="utf-8")
        assert f"[{name}](" in told
        assert "PLANTED-1" in told


def test_where_nothing_is_known_it_passes_having_asked_for_all(make: Make) -> None:
    done = make()
    assert done.returncode == 0, done.stderr
    assert {"mkdocs", "transformers", "uv", "torch", "playwright"} <= set(Database.asked)


def test_a_database_that_does_not_answer_is_no_pass(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database, "do_POST", lambda self: self.send_error(503))
    assert make().returncode != 0
