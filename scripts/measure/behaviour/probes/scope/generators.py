"""Generators."""

import asyncio
import contextlib

import torch

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.scope.subjects import SCOPES, in_a_thread, mode_now


@probe(SCOPES)
def consumer_between_two_items(mode: Mode):
    def items():
        with mode.context():
            yield 1
            yield 2

    return next(mode_now() for _ in items())


@probe(SCOPES)
def consumer_after_the_last_item(mode: Mode):
    def items():
        with mode.context():
            yield 1

    for _ in items():
        pass
    return mode_now()


@probe(SCOPES)
def consumer_after_break(mode: Mode):
    def items():
        with mode.context():
            yield 1
            yield 2

    generator = items()
    for _ in generator:
        break
    return mode_now()


@probe(SCOPES)
def consumer_after_break_and_close(mode: Mode):
    def items():
        with mode.context():
            yield 1
            yield 2

    generator = items()
    for _ in generator:
        break
    generator.close()
    return mode_now()


@probe(SCOPES)
def consumer_after_the_generator_is_dropped(mode: Mode):
    def items():
        with mode.context():
            yield 1
            yield 2

    for _ in items():
        break
    return mode_now()


@probe(SCOPES)
def body_of_a_generator_created_inside(mode: Mode):
    with mode.context():
        generator = (mode_now() for _ in range(1))
    return next(generator)


@probe(SCOPES)
def body_of_a_generator_consumed_inside(mode: Mode):
    generator = (mode_now() for _ in range(1))
    with mode.context():
        return next(generator)


@probe(SCOPES)
def after_two_generators_in_zip(mode: Mode):
    def items():
        with mode.context():
            yield 1
            yield 2

    for _ in zip(items(), items(), strict=False):
        pass
    return mode_now()


@probe(SCOPES)
def generator_closed_in_a_later_block(mode: Mode):
    def items():
        with mode.context():
            yield 1

    generator = items()
    next(generator)
    with torch.enable_grad():
        generator.close()
    return mode_now()


@probe(SCOPES)
def generator_closed_by_another_thread_here(mode: Mode):
    def items():
        with mode.context():
            yield 1

    generator = items()
    next(generator)
    in_a_thread(generator.close)
    return mode_now()


@probe(SCOPES)
def generator_closed_by_another_thread_in_its_no_grad(mode: Mode):
    def items():
        with mode.context():
            yield 1

    def closes():
        with torch.no_grad():
            generator.close()
            return mode_now()

    generator = items()
    next(generator)
    return in_a_thread(closes)


@probe(SCOPES)
def decorated_generator(mode: Mode):
    def items():
        yield mode_now()

    return next(mode.decorate(items)())


@probe(SCOPES)
def consumer_of_a_decorated_generator(mode: Mode):
    def items():
        yield 1

    return next(mode_now() for _ in mode.decorate(items)())


@probe(SCOPES)
def decorated_generator_after_break(mode: Mode):
    def items():
        yield 1
        yield 2

    generator = mode.decorate(items)()
    for _ in generator:
        break
    return mode_now()


@probe(SCOPES)
def decorated_generator_closed_early(mode: Mode):
    seen = []

    def items():
        try:
            yield 1
        finally:
            seen.append(mode_now())

    generator = mode.decorate(items)()
    next(generator)
    generator.close()
    return seen[0]


@probe(SCOPES)
def decorated_function_that_returns_a_generator(mode: Mode):
    def items():
        return (mode_now() for _ in range(1))

    return next(mode.decorate(items)())


@probe(SCOPES)
def decorated_function_that_returns_a_map(mode: Mode):
    def items():
        return map(lambda _: mode_now(), range(1))

    return next(mode.decorate(items)())


@probe(SCOPES)
def decorated_contextmanager(mode: Mode):
    def resource():
        yield mode_now()

    with contextlib.contextmanager(mode.decorate(resource))() as set_up:
        return set_up, mode_now()


@probe(SCOPES)
def contextmanager_decorated(mode: Mode):
    @contextlib.contextmanager
    def resource():
        yield mode_now()

    with mode.decorate(resource)() as set_up:
        return set_up, mode_now()


@probe(SCOPES)
def consumer_of_an_async_generator(mode: Mode):
    async def items():
        with mode.context():
            yield 1

    async def main():
        seen = [mode_now() async for _ in items()]
        return seen[0]

    return asyncio.run(main())
