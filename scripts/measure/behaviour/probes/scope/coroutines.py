"""Async functions."""

import asyncio
import inspect

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.scope.subjects import OBJECTS, SCOPES, mode_now


@probe(SCOPES)
def decorated_async_function(mode: Mode):
    async def body():
        return mode_now()

    return asyncio.run(mode.decorate(body)())


@probe(SCOPES)
def decorated_async_function_is_one(mode: Mode):
    async def body():
        pass

    return inspect.iscoroutinefunction(mode.decorate(body))


@probe(SCOPES)
def decorated_async_generator(mode: Mode):
    async def items():
        yield mode_now()

    async def main():
        seen = [item async for item in mode.decorate(items)()]
        return seen[0]

    return asyncio.run(main())


@probe(SCOPES)
def block_in_an_async_function(mode: Mode):
    async def body():
        with mode.context():
            return mode_now()

    return asyncio.run(body())


@probe(SCOPES)
def event_loop_run_inside(mode: Mode):
    async def body():
        return mode_now()

    with mode.context():
        return asyncio.run(body())


@probe(SCOPES)
def task_created_inside_run_later(mode: Mode):
    async def body():
        return mode_now()

    async def main():
        with mode.context():
            task = asyncio.create_task(body())
        return await task

    return asyncio.run(main())


@probe(SCOPES)
def other_task_during_await(mode: Mode):
    async def waits():
        with mode.context():
            await asyncio.sleep(0)

    async def other():
        return mode_now()

    async def main():
        return (await asyncio.gather(waits(), other()))[1]

    return asyncio.run(main())


async def waits_inside(mode: Mode, turns: int) -> str:
    with mode.context():
        for _ in range(turns):
            await asyncio.sleep(0)
        return mode_now()


@probe(SCOPES)
def second_of_two_tasks_that_await_inside(mode: Mode):
    async def main():
        return (await asyncio.gather(waits_inside(mode, 1), waits_inside(mode, 2)))[1]

    return asyncio.run(main())


@probe(SCOPES)
def after_two_tasks_that_await_inside(mode: Mode):
    async def main():
        await asyncio.gather(waits_inside(mode, 1), waits_inside(mode, 2))

    asyncio.run(main())
    return mode_now()


@probe(SCOPES)
def to_thread_inside(mode: Mode):
    async def main():
        with mode.context():
            return await asyncio.to_thread(mode_now)

    return asyncio.run(main())


@probe(OBJECTS)
def async_with(mode: Mode):
    async def body():
        async with mode.contexts[0]():
            return mode_now()

    return asyncio.run(body())
