"""The mode."""

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.slow.processes.subjects import (
    LONGEST_S,
    Asks,
    in_a_child,
    mode_now,
    multithreaded_forks,
    pool,
    workers,
)


@probe(CORE)
def forked_inside(mode: Mode):
    with mode.context():
        return in_a_child("fork", mode_now)


@probe(CORE)
def spawned_inside(mode: Mode):
    with mode.context():
        return in_a_child("spawn", mode_now)


@probe(CORE)
def fork_server_inside(mode: Mode):
    with mode.context():
        return in_a_child("forkserver", mode_now)


@probe(CORE)
def pool_that_forks_first_used_inside(mode: Mode):
    with pool("fork") as workers, mode.context():
        return workers.submit(mode_now).result(LONGEST_S)


@probe(CORE)
def pool_that_forks_used_again_outside(mode: Mode):
    with pool("fork") as workers:
        with mode.context():
            workers.submit(mode_now).result(LONGEST_S)
        return workers.submit(mode_now).result(LONGEST_S)


@probe(CORE)
def pool_that_forks_first_used_outside(mode: Mode):
    with pool("fork") as workers:
        workers.submit(mode_now).result(LONGEST_S)
        with mode.context():
            return workers.submit(mode_now).result(LONGEST_S)


@probe(CORE)
def forked_workers_of_a_data_loader(mode: Mode):
    with multithreaded_forks(), mode.context():
        return next(iter(workers(Asks())))[0]


@probe(CORE)
def spawned_workers_of_a_data_loader(mode: Mode):
    with mode.context():
        return next(iter(workers(Asks(), "spawn")))[0]


@probe(CORE)
def iterator_made_inside_used_outside(mode: Mode):
    with multithreaded_forks():
        with mode.context():
            batches = iter(workers(Asks()))
        return next(batches)[0]


@probe(CORE)
def iterator_made_outside_used_inside(mode: Mode):
    with multithreaded_forks():
        batches = iter(workers(Asks()))
        with mode.context():
            return next(batches)[0]


@probe(CORE)
def persistent_workers_first_epoch_inside_second_outside(mode: Mode):
    loader = workers(Asks(), persistent_workers=True)
    with multithreaded_forks():
        with mode.context():
            (batch,) = loader
        (batch,) = loader
        return batch[0]


@probe(CORE)
def persistent_workers_first_epoch_outside_second_inside(mode: Mode):
    loader = workers(Asks(), persistent_workers=True)
    with multithreaded_forks():
        (batch,) = loader
        with mode.context():
            (batch,) = loader
        return batch[0]
