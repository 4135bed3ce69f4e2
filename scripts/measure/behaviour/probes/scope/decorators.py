"""Decorators."""

import functools
import inspect

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, Mode, by_id
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.scope.subjects import OBJECTS, SCOPES, mode_now


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
