"""The picture that a link to the handbook unfolds to, one a language: docs/assets/images/card-<locale>.png.

python -m scripts.render.card           draw both again (needs a Chromium and a Chinese font), after its words or shapes change
python -m scripts.render.card --check   exit 1 if one is not drawn from the words and shapes of today

The PNGs are committed, because fonts differ from machine to machine. Each holds the sha256 of the SVG it was drawn from.
"""

import argparse
import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from scripts.records import ROOT
from scripts.render.words import LOCALES, Words

WIDTH, HEIGHT = 1200, 630
SOURCE = "svg-sha256"
_FONT = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_MONO = "'DejaVu Sans Mono', 'Noto Sans Mono', Menlo, Consolas, monospace"
_PAPER, _INK, _QUIET, _ACCENT = "#f6faf9", "#16302e", "#4a6462", "#0c7c74"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def path(locale: str) -> Path:
    return ROOT / "docs" / "assets" / "images" / f"card-{locale}.png"


def svg(locale: str) -> str:
    """The mark, the handbook's name, and the two switches with what each decides."""
    say = Words(locale)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" fill="{_INK}">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
            f'<rect width="{WIDTH}" height="14" fill="{_ACCENT}"/>',
            _text(90, 170, 76, say("site.name"), weight=700),
            _text(92, 232, 32, say("site.tagline"), fill=_QUIET),
            *_switch(312, "model.eval()", say("card.eval_"), on=True),
            *_switch(422, "torch.no_grad()", say("card.no_grad"), on=False),
            _text(92, 568, 28, say("card.promise"), fill=_QUIET),
            "</svg>",
        ]
    )


def is_current(locale: str) -> bool:
    """Whether the committed PNG was drawn from the words and shapes of today."""
    if not path(locale).exists():
        return False
    with Image.open(path(locale)) as image:
        return image.info.get(SOURCE) == _sha256(locale)


def _switch(top: float, code: str, told: str, on: bool) -> list[str]:
    """A row: the switch as in the mark, the call, what it decides."""
    knob = 205 if on else 127
    return [
        f'<rect x="94" y="{top}" width="144" height="66" rx="33" fill="none" stroke="{_ACCENT}" stroke-width="9"/>',
        f'<circle cx="{knob}" cy="{top + 33}" r="17" fill="{_ACCENT}"/>',
        _text(276, top + 44, 32, code, font=_MONO, weight=700),
        _text(604, top + 44, 31, told),
    ]


def _text(x: float, y: float, size: float, words: str, fill: str = _INK, font: str = _FONT, weight: int = 400) -> str:
    attributes = f'x="{x}" y="{y}" font-size="{size}" font-family="{font}" font-weight="{weight}" fill="{fill}"'
    return f"<text {attributes}>{escape(words)}</text>"


def _sha256(locale: str) -> str:
    return hashlib.sha256(svg(locale).encode()).hexdigest()


def _draw(locale: str) -> None:
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg(locale)}")
        shot = page.screenshot()
        browser.close()
    told = PngInfo()
    told.add_text(SOURCE, _sha256(locale))
    image = Image.open(io.BytesIO(shot)).convert("RGB").quantize(64)
    image.save(path(locale), optimize=True, pnginfo=told)


def _has_chinese() -> bool:
    try:
        return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout)
    except (OSError, subprocess.SubprocessError):
        return True  # no fontconfig: the system has fonts of its own


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.render.card", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="draw nothing; exit 1 if a card is out of date")
    old = [locale for locale in LOCALES if not is_current(locale)]
    if parser.parse_args(argv).check:
        for locale in old:
            print(
                f"{path(locale).relative_to(ROOT)}: out of date; run `python -m scripts.render.card`", file=sys.stderr
            )
        return int(bool(old))
    if not _has_chinese():
        print("no Chinese font: boxes would be drawn; install one, such as fonts-noto-cjk", file=sys.stderr)
        return 1
    for locale in LOCALES:
        _draw(locale)
    return 0


if __name__ == "__main__":
    sys.exit(main())
