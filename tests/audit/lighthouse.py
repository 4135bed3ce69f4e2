"""Lighthouse out of npm, as npm/package-lock.json pins it, with hashes: installed below build/, never into the repository.

For another version write it into npm/package.json, with the third-party-web that it asks for: another of its packages takes the
newest there is. Then `npm install --prefix tests/audit/npm --package-lock-only --omit-lockfile-registry-resolved`.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from scripts.records import ROOT
from tests.browser.conftest import chromium

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_PINS = Path(__file__).parent / "npm"
_FOLDER = ROOT / "build" / "lighthouse"
_PROGRAM = _FOLDER / "node_modules" / ".bin" / "lighthouse"


class Unavailable(Exception):
    """What Lighthouse needs is not there. The message says what, and what to do."""


def install() -> None:
    """Have the program; raises Unavailable where there is no npm, or no network."""
    lock = (_PINS / "package-lock.json").read_bytes()
    installed = _FOLDER / "lock-that-is-installed.json"
    if _PROGRAM.exists() and installed.exists() and installed.read_bytes() == lock:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is missing; install Node 20 or newer, or run the other audits by name")
    shutil.copytree(_PINS, _FOLDER, dirs_exist_ok=True)
    command = [npm, "ci", "--prefix", str(_FOLDER), "--no-audit", "--no-fund"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line.removeprefix("npm error").strip() for line in done.stderr.splitlines()]
        why = next((line for line in said if line and not line.startswith("code ")), "npm said nothing")
        raise Unavailable(f"Lighthouse could not be installed: {why}; it needs the network, once")
    installed.write_bytes(lock)


def report(url: str) -> dict[str, Any]:
    """What Lighthouse says of a page on a phone, as it comes."""
    flags = ["--headless=new", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    command = [str(_PROGRAM), url, "--output=json", "--quiet", f"--chrome-flags={' '.join(flags)}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    environment = {**os.environ, "CHROME_PATH": shutil.which(chromium()) or chromium()}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed on {url}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def scores(found: dict[str, Any]) -> dict[str, int]:
    """Points of 100 by category."""
    return {name: round(100 * found["categories"][name]["score"]) for name in CATEGORIES}


def findings(found: dict[str, Any]) -> list[str]:
    """What costs points, a line each."""
    told = []
    for name in CATEGORIES:
        for reference in found["categories"][name]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                told.append(f"{name}: {audit['id']}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return told
