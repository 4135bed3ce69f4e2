"""docs/data/symptoms.yml names every entry of the symptoms page, in words of both languages that belong to one entry only."""

import gc

import pytest
import torch
import yaml

from scripts import snippets
from scripts.check import sections
from scripts.records import ROOT
from scripts.render.words import LOCALES
from scripts.site import search

MOST_ASKED = 40
SYMPTOMS = yaml.safe_load((ROOT / "docs/data/symptoms.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_entry_has_words_and_every_words_an_entry(locale):
    page = sections.read(ROOT, ROOT / "docs" / locale / "symptoms.md")
    entries = [section.slug for section in page.sections if section.level == 3]
    assert [symptom["id"] for symptom in SYMPTOMS] == entries
    assert len(entries) >= MOST_ASKED


@pytest.mark.parametrize("locale", LOCALES)
def test_no_phrase_means_two_entries(locale):
    phrases = [phrase for found in search.phrases(ROOT)[locale].values() for phrase in found]
    assert len(phrases) == len(set(phrases))
    assert all(len(found) >= 2 for found in search.phrases(ROOT)[locale].values())


@pytest.mark.parametrize("locale", LOCALES)
def test_every_entry_shows_its_diagnosis(locale):
    page = sections.read(ROOT, ROOT / "docs" / locale / "symptoms.md")
    entries = [section for section in page.sections if section.level == 3]
    assert not [s.slug for s in entries if f'"snippets/symptoms/{s.slug}.md"' not in s.text]


# What a reader would call again and again: the function, and an argument that the snippet has.
WATCHING = {
    "oom-in-validation": ("kept_for_backward", "nn.Sequential(model, nn.ReLU()), x"),
    "in-place-error": ("overwritten", "sick"),
}


@pytest.mark.parametrize("name", WATCHING)
def test_a_diagnosis_that_looks_into_the_graph_leaves_nothing_alive(name):
    function, arguments = WATCHING[name]
    known = {}
    exec(snippets.parse(ROOT / f"snippets/symptoms/{name}.md").shown.text, known)

    def alive_after_a_call():
        eval(f"{function}({arguments})", known)
        gc.collect()
        return sum(type(one) is torch.Tensor for one in gc.get_objects())

    alive_after_a_call()
    assert alive_after_a_call() == alive_after_a_call()


def test_every_diagnosis_that_looks_into_the_graph_is_tried():
    found = [
        path.stem for path in (ROOT / "snippets/symptoms").glob("*.md") if "saved_tensors_hooks" in path.read_text()
    ]
    assert sorted(found) == sorted(WATCHING)
