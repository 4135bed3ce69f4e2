"""The mutation test of the promise: planted faults, each caught by the test that it names, by the message that names it.

`pytest tests/audit/test_mutants.py -k leak` tries those whose name says so. Two run at a time; all of them take less than ten
minutes on two cores, which is counted in seconds of the processor, because a busy machine is not a slow test.
"""

import resource
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.audit import mutation
from tests.audit.mutation import Mutant, Verdict

MUTANTS = {mutant.name: mutant for mutant in mutation.load()}
FEWEST, FEWEST_OF_A_GROUP = 40, 5
MOST_CPU_S = 2 * 600

Running = dict[str, Future[Verdict]]


def spent() -> float:
    """Seconds of the processor that the processes which this one started, and waited for, took up to now."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture(scope="module")
def before() -> float:
    """What the rest of the audit took."""
    return spent()


@pytest.fixture(scope="module")
def running(request: pytest.FixtureRequest, before: float) -> Iterator[Running]:  # noqa: ARG001 - asked first
    """Every mutant that this session asks for, begun at once."""
    told = [getattr(item, "callspec", None) for item in request.session.items]
    asked = {one.params["name"] for one in told if one and "name" in one.params} & set(MUTANTS)
    with ThreadPoolExecutor(mutation.cores()) as pool:
        # Those that build a site last longest.
        order = sorted(asked, key=lambda name: (not MUTANTS[name].test.startswith(("tests/site", "mkdocs")), name))
        begun = {"": pool.submit(mutation.without, [MUTANTS[name].test for name in order])}
        yield begun | {name: pool.submit(mutation.tried, MUTANTS[name]) for name in order}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_caught_by_the_test_that_it_names(running: Running, name: str) -> None:
    verdict = running[name].result()
    assert verdict.caught, verdict.why


def test_every_test_passes_without_its_mutants(running: Running) -> None:
    verdict = running[""].result()
    assert verdict.caught, verdict.why


def test_all_of_it_fits_ten_minutes_of_two_cores(running: Running, before: float) -> None:
    for future in running.values():
        future.result()
    assert spent() - before < MOST_CPU_S


def test_there_are_enough_of_each_group() -> None:
    counted = Counter(mutant.group for mutant in MUTANTS.values())
    assert set(counted) == set(mutation.GROUPS)
    assert min(counted.values()) >= FEWEST_OF_A_GROUP
    assert counted.total() >= FEWEST
    assert len(MUTANTS) == len(mutation.load()), "two mutants have the same name"


def test_every_mutant_can_be_planted() -> None:
    assert [why for mutant in MUTANTS.values() if (why := mutation.stale(mutant, mutation.copies.ROOT))] == []


@pytest.mark.parametrize(("text", "what"), [("", "0 times"), ("an old one, an old one", "2 times")])
def test_a_mutant_that_is_out_of_date_is_named(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "a.py").write_text(text)
    mutant = Mutant("m", "links", "a.py", "an old one", "a new one", "tests/x.py", "")
    assert f"m: 'an old one' stands {what} in a.py" in str(mutation.stale(mutant, tmp_path))
    assert "there is no b.py" in str(mutation.stale(Mutant("m", "links", "b.py", "a", "b", "", ""), tmp_path))


@pytest.mark.parametrize(
    ("code", "output", "why"),
    [
        (0, "", "is not caught"),
        (1, "something else", "does not say"),
        (2, "the fault", "could not run"),
        (5, "", "not run"),
    ],
)
def test_a_mutant_that_survives_is_told(code: int, output: str, why: str) -> None:
    mutant = Mutant("m", "links", "a.py", "a", "b", "tests/x.py", "the fault")
    assert why in mutation.judged(mutant, code, output).why
    assert mutation.judged(mutant, 1, "it is the fault of a.py").caught
