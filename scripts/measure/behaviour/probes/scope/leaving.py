"""Leaving."""

import contextlib

import torch
from torch import nn

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.scope.subjects import OBJECTS, SCOPES, mode_now


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
