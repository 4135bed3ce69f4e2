"""The committed cards are those that today's words and shapes would draw."""

import pytest
from PIL import Image

from scripts.render import card
from scripts.render.words import LOCALES, Words


@pytest.mark.parametrize("locale", LOCALES)
def test_the_card_is_current(locale: str) -> None:
    assert card.is_current(locale), "run `python -m scripts.render.card`, and look at what it drew"
    assert card.main(["--check"]) == 0
    with Image.open(card.path(locale)) as image:
        assert image.size == (card.WIDTH, card.HEIGHT)
        assert len(image.getcolors(4096) or ()) > 8  # something is drawn


def test_a_card_of_other_words_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(card, "Words", lambda locale: lambda key: f"{Words(locale)(key)}!")
    assert card.main(["--check"]) == 1
    assert "card-zh.png: out of date; run `python -m scripts.render.card`" in capsys.readouterr().err
