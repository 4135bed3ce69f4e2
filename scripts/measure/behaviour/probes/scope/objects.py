"""One object."""

import torch

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.scope.subjects import OBJECTS, in_a_thread, mode_now


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
