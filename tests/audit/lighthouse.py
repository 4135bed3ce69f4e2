"""Lighthouse, of one version, out of npm: installed below build/, never into the repository."""

import json
import os
import shutil
import subprocess
from typing import Any

from scripts.records import ROOT
from tests.browser.conftest import chromium

VERSION = "12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_FOLDER = ROOT / "build" / "lighthouse"
_PROGRAM = _FOLDER / "node_modules" / ".bin" / "lighthouse"


class Unavailable(Exception):
    """What Lighthouse needs is not there. The message says what, and what to do."""


def install() -> None:
    """Have the program; raises Unavailable where there is no npm, or no network."""
    installed = _FOLDER / "node_modules" / "lighthouse" / "package.json"
    if installed.exists() and json.loads(installed.read_text(encoding="utf-8"))["version"] == VERSION:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is missing; install Node 20 or newer, or run the other audits by name")
    _FOLDER.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(_FOLDER), "--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["npm said nothing"])[-1]
        raise Unavailable(f"Lighthouse {VERSION} could not be installed: {last}; it needs the network, once")


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
