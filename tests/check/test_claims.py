"""Every claim is whole, and its proof is a line that a snippet prints where readers find it."""

import pytest

from scripts.check import claims, coverage, topics, urls

PATH = "docs/data/claims.yml"
GOOD = """- id: nothing-is-recorded
  topic: no-grad
  verdict: misleading
  said: {zh: 在 `no_grad` 里什么也不做。, en: "Inside `no_grad`, nothing is done."}
  true: {zh: 只是不记录。, en: It only stops recording.}
  proof: {snippet: no-grad/basics, line: "grad mode: False"}
  flip: {find: no_grad, replace: enable_grad}
"""
TOPICS = "claims:\n  no-grad: [nothing-is-recorded]\ngaps: [gap-views]\n"
COVERED = "- {id: nothing-is-recorded, page: modes/no-grad, anchor: top, snippet: no-grad/basics}\n"
GAP = "- {id: gap-views, page: modes/no-grad, anchor: top, snippet: no-grad/basics}\n"


@pytest.fixture
def tree(tree):
    tree.write(PATH, GOOD)
    tree.write(topics.PATH.as_posix(), TOPICS)
    tree.write("docs/data/coverage/modes-no-grad.yml", COVERED + GAP)
    return tree


def test_a_claim_that_is_proved_passes(tree, told):
    assert told(claims) == []
    assert claims.count(tree.root) == 1


def test_a_project_without_claims_passes(tree, told):
    (tree.root / PATH).unlink()
    (tree.root / topics.PATH).unlink()
    tree.write("docs/data/coverage/modes-no-grad.yml", "[]\n")
    assert told(claims) == []


BROKEN = {
    "verdict: misleading": ("verdict: doubtful", "'doubtful' is no verdict"),
    "topic: no-grad": ("topic: dropout", "is of the topic no-grad, not dropout"),
    "id: nothing": ("id: something", "is not in docs/data/topics.yml"),
    ', en: "Inside `no_grad`, nothing is done."': ("", "said.en is missing"),
    "en: It only stops recording.": ("en: ''", "true.en is ''"),
    "en: It only": ("fr: rien, en: It only", "true.fr is not known"),
    "{zh: 只是不记录。, en: It only stops recording.}": ("nothing", "true is not a mapping"),
    "只是不记录": ("只是no_grad不记录", "no space between Chinese and Latin"),
    "stops recording": ("stops recording and saves 30 %", "a figure typed by hand"),
    "snippet: no-grad/basics": ("snippet: no-grad/none", "there is no snippet no-grad/none"),
    'line: "grad mode: False"': ("line: grad mode", "no-grad/basics does not print 'grad mode'"),
    "find: no_grad": ("find: not_there", "'not_there' is not in the code of no-grad/basics"),
    "replace: enable_grad": ("replace: no_grad", "its flip changes nothing"),
    "  flip: {find: no_grad, replace: enable_grad}\n": ("", "flip is missing"),
}


@pytest.mark.parametrize("old", BROKEN)
def test_a_claim_that_is_not_whole_is_named(tree, told, old):
    new, what = BROKEN[old]
    tree.replace(PATH, old, new)
    assert any(line.startswith(f"{PATH}:1: ") and what in line for line in told(claims)), told(claims)


def test_a_claim_that_stands_twice_is_named(tree, told):
    tree.write(PATH, GOOD * 2)
    assert told(claims) == [f"{PATH}:8: nothing-is-recorded: stands twice; keep one"]


def test_a_claim_that_no_topic_maps_is_named(tree, told):
    tree.write("docs/data/coverage/modes-no-grad.yml", GAP)
    assert told(claims) == [
        f"{PATH}:1: nothing-is-recorded: is not in docs/data/coverage; map it to a page, a section and a snippet"
    ]


def test_a_covered_topic_that_nobody_asked_for_is_named(tree, told):
    path = "docs/data/coverage/modes-no-grad.yml"
    tree.write(path, COVERED + GAP + GAP.replace("gap-views", "gap-knitting"))
    assert told(coverage) == [
        f"{path}:3: gap-knitting is not in docs/data/topics.yml; correct the id, or list it there"
    ]


def test_a_claim_and_a_topic_that_are_missing_are_named(tree, told):
    tree.write(
        topics.PATH.as_posix(),
        TOPICS.replace("[nothing", "[nothing-is, nothing").replace("gap-views]", "gap-views, gap]"),
    )
    path = topics.PATH.as_posix()
    assert told(claims) == [f"{path}:2: nothing-is has no entry in {PATH}; write it"]
    assert told(coverage) == [
        f"{path}:2: nothing-is is not covered; map it in docs/data/coverage",
        f"{path}:3: gap is not covered; map it in docs/data/coverage",
    ]


def test_a_proof_that_no_page_shows_is_named(tree, told):
    tree.replace("docs/en/modes/no-grad.md", '--8<-- "snippets/no-grad/basics.md"', "")
    assert told(claims) == [f"{PATH}:1: nothing-is-recorded: no-grad/basics is on no page in en; include it in docs/en"]


def test_a_snippet_that_proves_too_much_is_named(tree, told):
    names = [f"claim-{number}" for number in range(claims.MOST_OF_ONE_SNIPPET + 1)]
    tree.write(PATH, "".join(GOOD.replace("nothing-is-recorded", name) for name in names))
    tree.write(topics.PATH.as_posix(), TOPICS.replace("nothing-is-recorded", ", ".join(names)))
    covered = "".join(COVERED.replace("nothing-is-recorded", name) for name in names)
    tree.write("docs/data/coverage/modes-no-grad.yml", covered + GAP)
    assert next(line.partition(": claim-0: ")[2] for line in told(claims)) == (
        "no-grad/basics proves 6 claims, 5 are the most; prove some by another snippet"
    )


def test_the_address_of_a_claim_is_listed_once_its_page_is_there(tree, told):
    assert told(urls) == []
    for locale in ("zh", "en"):
        tree.write(f"docs/{locale}/fact-check.md", "---\ntitle: T\n---\n\n# T\n")
    assert [line for line in told(urls) if "/en/fact-check/#claim-nothing-is-recorded is not in" in line]


def test_the_command_maps_every_topic_and_fails_while_one_is_missing(tree, capsys):
    assert coverage.main([], tree.root) == 0
    assert capsys.readouterr().out.splitlines() == [
        "nothing-is-recorded  modes/no-grad#top  no-grad/basics",
        "gap-views            modes/no-grad#top  no-grad/basics",
        "2 topics, 0 of them not covered",
    ]
    tree.write("docs/data/coverage/modes-no-grad.yml", COVERED)
    assert coverage.main([], tree.root) == 1
    assert "gap-views            is not covered" in capsys.readouterr().out.splitlines()
