"""How far does a mode reach? Threads, generators, async functions, exceptions, decorators, and one object used twice.

Most answers are the mode that holds somewhere: see `mode_now`.
"""

import asyncio
import contextlib
import contextvars
import functools
import inspect
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

from scripts.measure.behaviour.modes import AUTOCAST, CORE, FORMS, NESTED, Mode, by_id
from scripts.measure.behaviour.probe import probe

# Without the training flag and frozen parameters, which belong to the model and have no scope.
SCOPES = (*CORE, *(form for form in FORMS if "called" not in form.id and not form.decorates), *NESTED, *AUTOCAST)
# One context manager each: where the probe needs the object itself.
OBJECTS = by_id(
    ["no_grad", "inference_mode", "enable_grad", "set_grad_enabled(False)", "inference_mode(False)", "autocast"]
)


def mode_now() -> str:
    """Which mode holds here, in this thread."""
    recording = "grad" if torch.is_grad_enabled() else "no_grad"
    held = "inference_mode" if torch.is_inference_mode_enabled() else recording
    if not any(map(torch.is_autocast_enabled, ("cpu", "cuda"))):
        return held
    return "autocast" if held == "grad" else f"autocast + {held}"


def in_a_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """What the function returns in a new thread, which is over afterwards."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(function(*arguments)))
    thread.start()
    thread.join()
    return answers[0]


class Asks(Dataset):
    """A data set whose only item is the mode in which it is fetched."""

    def __len__(self):
        return 1

    def __getitem__(self, index):
        return mode_now()


# Threads


@probe(SCOPES)
def thread_started_inside(mode: Mode):
    with mode.context():
        return in_a_thread(mode_now)


@probe(SCOPES)
def pool_used_inside(mode: Mode):
    with ThreadPoolExecutor(1) as pool, mode.context():
        return pool.submit(mode_now).result()


@probe(SCOPES)
def map_of_a_pool_inside(mode: Mode):
    with mode.context(), ThreadPoolExecutor(1) as pool:
        return next(pool.map(lambda _: mode_now(), range(1)))


@probe(SCOPES)
def thread_with_copied_contextvars(mode: Mode):
    with mode.context():
        copied = contextvars.copy_context()
        return in_a_thread(copied.run, mode_now)


@probe(SCOPES)
def function_decorated_and_run_in_a_thread(mode: Mode):
    return in_a_thread(mode.decorate(mode_now))


@probe(SCOPES)
def mode_entered_by_another_thread(mode: Mode):
    entered, asked = threading.Event(), threading.Event()

    def holds_the_mode():
        with mode.context():
            entered.set()
            asked.wait(10)

    thread = threading.Thread(target=holds_the_mode)
    thread.start()
    entered.wait(10)
    seen = mode_now()
    asked.set()
    thread.join()
    return seen


@probe(SCOPES)
def result_of_a_thread_started_inside(mode: Mode):
    model = nn.Linear(2, 2)
    batch = torch.ones(1, 2)
    with mode.context():
        output = in_a_thread(model, batch)
    return {"requires grad": output.requires_grad, "inference tensor": output.is_inference()}


@probe(SCOPES)
def backward_hook_while_backward_runs_inside(mode: Mode):
    seen = []
    leaf = torch.ones(1, requires_grad=True)
    leaf.register_hook(lambda _: seen.append(mode_now()))
    output = leaf * 2
    with mode.context():
        output.backward()
    return seen[0]


@probe(SCOPES)
def backward_hook_with_create_graph_inside(mode: Mode):
    seen = []
    leaf = torch.ones(1, requires_grad=True)
    leaf.register_hook(lambda _: seen.append(mode_now()))
    output = leaf * 2
    with mode.context():
        torch.autograd.grad(output, leaf, create_graph=True)
    return seen[0]


@probe(SCOPES)
def data_loader_without_workers(mode: Mode):
    loader = DataLoader(Asks())
    with mode.context():
        return next(iter(loader))[0]


@probe(SCOPES)
def data_loader_iterator_made_inside_used_outside(mode: Mode):
    loader = DataLoader(Asks())
    with mode.context():
        batches = iter(loader)
    return next(batches)[0]


# Generators


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


# Async functions


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


# Leaving


@probe(SCOPES)
def after_an_exception(mode: Mode):
    with contextlib.suppress(ValueError), mode.context():
        raise ValueError
    return mode_now()


@probe(SCOPES)
def decorated_function_that_raises(mode: Mode):
    def fails():
        raise ValueError

    with contextlib.suppress(ValueError):
        mode.decorate(fails)()
    return mode_now()


@probe(SCOPES)
def set_grad_enabled_true_called_inside_records(mode: Mode):
    with mode.context():
        torch.set_grad_enabled(True)
        return nn.Linear(2, 2)(torch.ones(1, 2)).requires_grad


@probe(SCOPES)
def set_grad_enabled_true_called_inside_afterwards(mode: Mode):
    with mode.context():
        torch.set_grad_enabled(True)
    return mode_now()


@probe(SCOPES)
def set_grad_enabled_false_called_inside_afterwards(mode: Mode):
    with mode.context():
        torch.set_grad_enabled(False)
    return mode_now()


@probe(SCOPES)
def exit_stack(mode: Mode):
    with contextlib.ExitStack() as stack:
        stack.enter_context(mode.context())
        return mode_now()


@probe(SCOPES)
def after_an_exit_stack(mode: Mode):
    with contextlib.ExitStack() as stack:
        stack.enter_context(mode.context())
    return mode_now()


@probe(OBJECTS)
def exited_in_the_wrong_order(mode: Mode):
    outer, inner = mode.contexts[0](), mode.contexts[0]()
    outer.__enter__()
    inner.__enter__()
    outer.__exit__(None, None, None)
    inner.__exit__(None, None, None)
    return mode_now()


@probe(OBJECTS)
def entered_and_dropped(mode: Mode):
    mode.contexts[0]().__enter__()
    return mode_now()


@probe(OBJECTS)
def made_but_not_entered(mode: Mode):
    mode.contexts[0]()
    return mode_now()


# One object


@probe(OBJECTS)
def one_object_twice_in_a_row(mode: Mode):
    switch = mode.contexts[0]()
    with switch:
        pass
    with switch:
        second = mode_now()
    return second, mode_now()


@probe(OBJECTS)
def one_object_nested_inner_block(mode: Mode):
    switch = mode.contexts[0]()
    with switch, switch:
        return mode_now()


@probe(OBJECTS)
def one_object_nested_rest_of_the_outer_block(mode: Mode):
    switch = mode.contexts[0]()
    with switch:
        with switch:
            pass
        return mode_now()


@probe(OBJECTS)
def one_object_nested_afterwards(mode: Mode):
    switch = mode.contexts[0]()
    with switch, switch:
        pass
    return mode_now()


@probe(OBJECTS)
def one_object_made_elsewhere(mode: Mode):
    switch = mode.contexts[0]()
    with torch.no_grad():
        with switch:
            pass
        return mode_now()


def enter(switch) -> str:
    with switch:
        return mode_now()


@probe(OBJECTS)
def one_object_in_two_threads_the_second_block(mode: Mode):
    switch = mode.contexts[0]()
    with switch:
        return in_a_thread(enter, switch)


@probe(OBJECTS)
def one_object_in_two_threads_the_first_block(mode: Mode):
    switch = mode.contexts[0]()
    with switch:
        in_a_thread(enter, switch)
        return mode_now()


@probe(OBJECTS)
def one_object_in_two_threads_afterwards(mode: Mode):
    switch = mode.contexts[0]()
    with switch:
        in_a_thread(enter, switch)
    return mode_now()


@probe(OBJECTS)
def one_object_in_two_threads_one_has_grad_off(mode: Mode):
    def in_no_grad():
        with torch.no_grad(), switch:
            pass

    switch = mode.contexts[0]()
    with switch:
        in_a_thread(in_no_grad)
    return mode_now()


@probe(OBJECTS)
def clone_nested_in_its_original(mode: Mode):
    switch = mode.contexts[0]()
    with switch:
        with switch.clone():
            pass
        rest = mode_now()
    return rest, mode_now()


@probe(OBJECTS)
def cloned_but_not_entered(mode: Mode):
    switch = mode.contexts[0]()
    torch.set_grad_enabled(True)
    switch.clone()
    return mode_now()


@probe(OBJECTS)
def recursive_function_after_the_inner_call(mode: Mode):
    @mode.contexts[0]()
    def descend(depth):
        if depth:
            descend(depth - 1)
        return mode_now()

    return descend(1)


@probe(OBJECTS)
def recursive_function_afterwards(mode: Mode):
    @mode.contexts[0]()
    def descend(depth):
        if depth:
            descend(depth - 1)

    descend(1)
    return mode_now()


# Decorators


@probe(SCOPES)
def function_called_by_a_decorated_one(mode: Mode):
    def caller():
        return mode_now()

    return mode.decorate(lambda: caller())()


@probe(SCOPES)
def function_returned_by_a_decorated_one(mode: Mode):
    def outer():
        return mode_now

    return mode.decorate(outer)()()


@probe(SCOPES)
def decorated_partial(mode: Mode):
    return mode.decorate(functools.partial(mode_now))()


@probe(SCOPES)
def decorated_forward(mode: Mode):
    class Model(nn.Linear):
        forward = mode.decorate(nn.Linear.forward)

    output = Model(2, 2)(torch.ones(1, 2))
    return {"requires grad": output.requires_grad, "inference tensor": output.is_inference()}


@probe(SCOPES)
def cached_result_of_a_decorated_function(mode: Mode):
    weight = torch.ones(1, requires_grad=True)

    @functools.lru_cache
    def scaled():
        return weight * 2

    mode.decorate(scaled)()
    outside = scaled()
    return {"requires grad": outside.requires_grad, "inference tensor": outside.is_inference()}


@probe(OBJECTS)
def decorated_class(mode: Mode):
    @mode.contexts[0]()
    class Model:
        def __init__(self):
            self.built_in = mode_now()

        def method(self):
            return mode_now()

    model = Model()
    return model.built_in, model.method()


@probe(OBJECTS)
def decorated_class_is_one(mode: Mode):
    @mode.contexts[0]()
    class Model:
        pass

    return inspect.isclass(Model)


@probe(OBJECTS)
def decorated_staticmethod(mode: Mode):
    class Model:
        @mode.contexts[0]()
        @staticmethod
        def method():
            return mode_now()

    return Model().method()


@probe(OBJECTS)
def decorated_classmethod(mode: Mode):
    class Model:
        @mode.contexts[0]()
        @classmethod
        def method(cls):
            return mode_now()

    return Model.method()


@probe(OBJECTS)
def decorated_property(mode: Mode):
    class Model:
        @mode.contexts[0]()
        @property
        def value(self):
            return mode_now()

    return type(Model().value).__name__


@probe(by_id(["no_grad", "inference_mode", "enable_grad"]))
def decorator_without_parentheses(mode: Mode):
    @mode.contexts[0]
    def body():
        return mode_now()

    return body()


@probe(CORE)
def set_grad_enabled_without_parentheses(mode: Mode):
    @torch.set_grad_enabled
    def body():
        return mode_now()

    with mode.context():
        return body()


@probe(OBJECTS)
def after_the_decorator_is_applied(mode: Mode):
    @mode.contexts[0]()
    def never_called():
        pass

    return mode_now()
