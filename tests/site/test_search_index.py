"""Each language has its own index: a reader of one never finds pages of the other."""

import json
import re
from pathlib import Path

import pytest

from scripts.records import ROOT
from scripts.render import words
from scripts.render.words import LOCALES
from scripts.site import language, names, search
from tests.site import reading


def index(site: Path, locale: str) -> dict:
    folder = site if locale == LOCALES[0] else site / locale
    return json.loads((folder / "search" / "search_index.json").read_text(encoding="utf-8"))


def nothing_spoken(locale: str, entries: list[dict]) -> dict:  # noqa: ARG001
    return {}


@pytest.mark.parametrize("locale", LOCALES)
def test_an_index_holds_every_page_of_its_language_and_no_other(site: Path, locale: str) -> None:
    locations = {entry["location"].split("#")[0] for entry in index(site, locale)["docs"]}
    prefix = reading.address(locale, "index")
    assert locations == {reading.address(locale, name).removeprefix(prefix) for name in reading.names(locale)}


@pytest.mark.parametrize("locale", LOCALES)
def test_sections_that_are_found_exist(site: Path, locale: str) -> None:
    published = {reading.address(*key): page for key, page in reading.published(site).items()}
    for entry in index(site, locale)["docs"]:
        path, _, anchor = entry["location"].partition("#")
        ids = {element.attributes.get("id") for element in published[reading.address(locale, "index") + path]}
        assert not anchor or anchor in ids, entry["location"]


def test_chinese_words_are_separated_in_the_index(site: Path) -> None:
    docs = index(site, "zh")
    assert "\u200b" in "".join(entry["text"] for entry in docs["docs"])
    assert r"\u200b" in docs["config"]["separator"]


def test_splitting_moves_a_language_and_makes_its_locations_relative(tmp_path: Path) -> None:
    merged = {
        "config": {"lang": ["zh", "en"], "separator": " "},
        "docs": [{"location": place, "text": "", "title": ""} for place in ("", "a/", "en/", "en/a/#b", "english/")],
    }
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "search_index.json").write_text(json.dumps(merged), encoding="utf-8")
    search.split(tmp_path, "zh", ["en"], {}, {}, nothing_spoken)
    assert [entry["location"] for entry in index(tmp_path, "zh")["docs"]] == ["", "a/", "english/"]
    assert [entry["location"] for entry in index(tmp_path, "en")["docs"]] == ["", "a/#b"]
    assert index(tmp_path, "en")["config"] == {"lang": ["en"], "separator": " "}


def test_entries_of_the_errors_page_carry_their_messages(site: Path, tmp_path: Path) -> None:
    places = ("errors/#a", "errors/#b", "en/errors/#a", "en/errors.html#a")
    merged = {"config": {}, "docs": [{"location": place, "text": "", "title": ""} for place in places]}
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "search_index.json").write_text(json.dumps(merged), encoding="utf-8")
    search.split(tmp_path, "zh", ["en"], {"errors/#a": ["m"]}, {}, nothing_spoken)
    for locale, carried in (("zh", [["m"], None]), ("en", [["m"], ["m"]])):
        assert [entry.get("messages") for entry in index(tmp_path, locale)["docs"]] == carried
    for locale in LOCALES:
        assert {
            e["location"]: e["messages"] for e in index(site, locale)["docs"] if "messages" in e
        } == search.messages(ROOT)


def test_entries_of_the_symptoms_page_carry_the_phrases_of_their_language(site: Path, tmp_path: Path) -> None:
    merged = {
        "config": {},
        "docs": [{"location": f"{place}symptoms/#a", "text": "", "title": ""} for place in ("", "en/")],
    }
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "search_index.json").write_text(json.dumps(merged), encoding="utf-8")
    known = {"zh": {"symptoms/#a": ["说法"]}, "en": {"symptoms/#a": ["words"]}}
    search.split(tmp_path, "zh", ["en"], {}, known, nothing_spoken)
    assert [index(tmp_path, locale)["docs"][0]["phrases"] for locale in ("zh", "en")] == [["说法"], ["words"]]
    for locale in LOCALES:
        carried = {e["location"]: e["phrases"] for e in index(site, locale)["docs"] if "phrases" in e}
        assert carried == search.phrases(ROOT)[locale]


def test_code_is_in_the_index_for_errors_only_and_without_markers_of_annotations(site: Path, tmp_path: Path) -> None:
    text = "Said.<pre><code>a = 1  # (1)!\nb = 2  # kept (2)\n</code></pre>"
    docs = [{"location": name, "text": text, "title": ""} for name in ("errors/#one", "modes/no-grad/#one")]
    (tmp_path / "search").mkdir()
    merged = {"config": {}, "docs": docs}
    (tmp_path / "search" / "search_index.json").write_text(json.dumps(merged), encoding="utf-8")
    search.split(tmp_path, "zh", [], {}, {}, nothing_spoken)
    kept = "Said.<pre><code>a = 1\nb = 2  # kept (2)\n</code></pre>"
    assert [doc["text"] for doc in index(tmp_path, "zh")["docs"]] == [kept, "Said."]
    assert not [entry["location"] for entry in index(site, "en")["docs"] if "# (1)!" in entry["text"]]


def test_when_and_where_an_output_was_obtained_is_not_searched(site: Path) -> None:
    label = '<span class="filename">Output · torch 2.13.0</span>'
    assert "data-search-exclude" in search.without_labels(label)
    assert search.unmarked(search.without_labels(label)) == label
    for locale in LOCALES:
        told = re.compile(rf">[\s\u200b]*{words.Words(locale)('site.output')}[\s\u200b]*·")
        assert told.search(f"</ol> {words.Words(locale)('site.output')} · torch 2.13.0")
        assert not [entry["location"] for entry in index(site, locale)["docs"] if told.search(entry["text"])]
    assert "data-search-exclude" not in "".join(
        found for found in re.findall(r"<span[^>]*>", (site / "symptoms/index.html").read_text(encoding="utf-8"))
    )


def test_names_that_stand_only_in_code_are_listed_once_a_page() -> None:
    lines = (
        "from torch.optim.swa_utils import update_bn",
        "m = nn.RReLU()",
        "m.register_forward_hook(f, with_kwargs=True)",
        "m.add(1)",
    )
    code = f"<pre><code>{chr(10).join(lines)}</code></pre>"
    entries = [
        {"location": place, "title": "", "text": text}
        for place, text in (
            ("a/", code),
            ("a/#b", code),
            ("c/", f"<p>Says RReLU.</p>{code}"),
            ("d/", "<pre>no code: >>></pre>"),
        )
    ]
    shown = [{**entry, "text": entry["text"].partition("<pre>")[0]} for entry in entries]
    first, second, third, fourth = names.paragraphs(entries, shown)
    hook, update, option = "register_forward_hook", "torch.optim.swa_utils.update_bn", "with_kwargs"
    assert (
        first
        == f'<p class="pm-names"><code>nn.RReLU</code> <code>{hook}</code> <code>{update}</code> <code>{option}</code></p>'
    )
    assert third == f'<p class="pm-names"><code>{hook}</code> <code>{update}</code> <code>{option}</code></p>'
    assert (second, fourth) == ("", "")


def test_a_name_that_many_pages_say_is_not_listed() -> None:
    code = "<pre>torch.set_it()</pre>"
    entries = [{"location": "a/", "title": "", "text": code}]
    said = [{"location": f"{number}/", "title": "", "text": "<p>set_it</p>"} for number in range(20)]
    assert (
        names.paragraphs([*entries, *said[:2]], [{**entries[0], "text": ""}, *said[:2]])[0]
        == '<p class="pm-names"><code>torch.set_it</code></p>'
    )
    assert names.paragraphs([*entries, *said], [{**entries[0], "text": ""}, *said])[0] == ""


@pytest.mark.parametrize(
    "name", ["rrelu", "register_forward_hook", "update_bn", "set_fastpath_enabled", "named_modules"]
)
def test_names_of_the_code_are_in_the_index(site: Path, name: str) -> None:
    for locale in LOCALES:
        assert name in " ".join(entry["text"] for entry in index(site, locale)["docs"]).lower()


@pytest.mark.parametrize("locale", LOCALES)
def test_an_index_says_what_terms_are_called_in_the_other_language_and_where_they_stand(
    site: Path, locale: str
) -> None:
    found = index(site, locale)
    terms = {term["name"]: term for term in found["config"]["terms"]}
    own, other = ("评估模式", "evaluation mode") if locale == "zh" else ("evaluation mode", "评估模式")
    assert other in terms[own]["also"]
    assert "测试模式" in terms[own]["also"]  # never written, but typed
    assert own not in terms[own]["also"]
    assert {term["at"] for term in terms.values()} <= {entry["location"] for entry in found["docs"]}
    assert found["config"]["alike"]


def test_a_term_is_placed_without_directory_urls_too() -> None:
    spoken = language.reader(ROOT)("en", [{"location": "modes/detach.html#targets"}, {"location": "index.html"}])
    places = {term["name"]: term["at"] for term in spoken["terms"]}
    assert places["teacher"] == "modes/detach.html#targets"
    assert places["EMA"] is None
