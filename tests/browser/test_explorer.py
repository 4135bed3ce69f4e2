"""The mode explorer answers what the record holds, by mouse and by keyboard; without JavaScript the tables are there."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.render import explorer
from scripts.render.behaviour_data import load
from scripts.render.words import LOCALES, Words
from tests import building
from tests.browser.conftest import Visitor
from tests.site import reading

HAVES = [table for table in load().tables if table.page == explorer.PAGE and table.title]


def recorded() -> dict[str, dict]:
    record = json.loads((building.BUILD / "records" / "cpu" / "behaviour.json").read_text(encoding="utf-8"))
    return {row["id"]: row["cells"] for row in record["rows"]}


def opened(visitor: Visitor, locale: str) -> Page:
    tab = visitor.open(reading.address(locale, "behaviour/index"))
    expect(tab.locator("#pm-explorer")).to_be_visible()
    return tab


def choose(tab: Page, training: int, grad: int, have: int, act: int) -> str:
    """The answer below the question, without its mark."""
    tab.locator(f"#pm-explorer input[name=training][value='{training}']").check()
    tab.locator(f"#pm-explorer input[name=grad][value='{grad}']").check()
    tab.locator("#pm-explorer select[name=have]").select_option(str(have))
    tab.locator("#pm-explorer select[name=act]").select_option(str(act))
    asked = HAVES[have].rows[act].text["zh" if "/en/" not in tab.url else "en"]
    expect(tab.locator(".pm-explorer-asked")).to_have_text(asked.replace("`", ""))
    return tab.locator(".pm-explorer-says, .pm-explorer-raises").inner_text()


_ANSWERS = """(wanted) => {
  const form = document.querySelector("#pm-explorer form");
  const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));
  const pick = (name, value) => {
    const field = form.querySelector(`input[name=${name}][value="${value}"]`);
    field.checked = true;
    changed(field);
  };
  const select = (name, value) => { form.elements[name].value = value; changed(form.elements[name]); };
  return wanted.map(([training, grad, have, act]) => {
    pick("training", training); pick("grad", grad); select("have", have); select("act", act);
    return [".pm-explorer-asked", ".pm-explorer-says, .pm-explorer-raises"].map((at) => document.querySelector(at).textContent);
  });
}"""


@pytest.mark.parametrize("locale", LOCALES)
def test_every_answer_is_the_recorded_cell(visitor: Visitor, locale: str) -> None:
    """All at once in the page; that a mouse and a key can choose is tested below."""
    tab, cells, say = opened(visitor, locale), recorded(), Words(locale)
    wanted = []
    for have, table in enumerate(HAVES):
        for act, row in enumerate(table.rows):
            for training, grads in enumerate(explorer.MODES):
                for grad, mode in enumerate(grads):
                    if training and have:  # train() and eval() differ for a model's output; elsewhere once is enough
                        continue
                    cell = cells[row.probe][mode]
                    expected = cell.get("error") or table.values.get(cell["value"], {}).get(locale)
                    expected = expected or say(f"answers.{'yes_' if cell['value'] == 'True' else 'no_'}")
                    wanted.append(((training, grad, have, act), row.text[locale], expected, f"{row.probe} · {mode}"))
    answers = tab.evaluate(_ANSWERS, [choice for choice, *_ in wanted])
    assert len(answers) > 100
    for (_, question, expected, told), (asked, answer) in zip(wanted, answers, strict=True):
        assert asked == question.replace("`", "").replace("**", ""), told
        assert re.sub(r"`|\*\*", "", expected) in answer, told


def test_the_keyboard_alone_reaches_and_operates_it(visitor: Visitor) -> None:
    tab = opened(visitor, "en")
    tab.locator("#pm-explorer input[name=training]:checked").focus()
    tab.keyboard.press("ArrowUp")
    expect(tab.locator("#pm-explorer input[name=training][value='0']")).to_be_checked()
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowUp")
    expect(tab.locator("#pm-explorer input[name=grad][value='1']")).to_be_checked()
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    assert tab.locator("#pm-explorer select[name=have]").input_value() == "1"
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    assert tab.locator("#pm-explorer select[name=act]").input_value() == "1"
    row = HAVES[1].rows[1]
    value = recorded()[row.probe]["no_grad"]["value"]
    expect(tab.locator(".pm-explorer-says")).to_have_text(HAVES[1].values[value]["en"])


def test_the_answer_is_announced_and_leads_to_the_row(visitor: Visitor) -> None:
    tab = opened(visitor, "en")
    expect(tab.locator(".pm-explorer-answer")).to_have_attribute("aria-live", "polite")
    choose(tab, 1, 2, 0, 4)
    tab.locator(".pm-explorer-answer a").last.click()
    expect(tab.locator(f"#{HAVES[0].rows[4].anchor}")).to_be_in_viewport()


def test_an_error_leads_to_its_entry(visitor: Visitor) -> None:
    tab = opened(visitor, "zh")
    choose(tab, 1, 2, 0, 4)
    tab.locator(".pm-explorer-raises a").click()
    expect(tab).to_have_url(re.compile(r"/errors/#element-0$"))
    expect(tab.locator("#element-0")).to_be_in_viewport()


def test_without_javascript_the_tables_are_there(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{home}en/behaviour/")
    expect(tab.locator("#pm-explorer")).to_be_hidden()
    assert tab.locator(".pm-truth table").count() >= len(HAVES)
    context.close()


def test_on_a_phone_it_fits(visitor: Visitor) -> None:
    visitor.tab.set_viewport_size({"width": 360, "height": 740})
    tab = opened(visitor, "zh")
    box = tab.locator("#pm-explorer").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
