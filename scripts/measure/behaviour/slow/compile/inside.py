"""Modes inside the compiled function."""

from unittest import mock

import torch
import torch._dynamo
import torch._inductor.config

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.slow.compile.subjects import compiled, parameter, told


def under_no_grad(x):
    with torch.no_grad():
        return x * 2


def under_enable_grad(x):
    with torch.enable_grad():
        return x * 2


def under_inference_mode(x):
    with torch.inference_mode():
        return x * 2


def outside_inference_mode(x):
    with torch.inference_mode(False):
        return x * 2


def after_set_grad_enabled_false(x):
    torch.set_grad_enabled(False)
    return x * 2


@torch.no_grad()
def decorated(x):
    return x * 2


@torch.inference_mode()
def decorated_by_inference_mode(x):
    return x * 2


def leaves_a_generator(x):
    def items():
        with torch.no_grad():
            yield x * 2

    for item in items():
        return item
    return x


def breaks_under_no_grad(x):
    with torch.no_grad():
        y = x * 2
        torch._dynamo.graph_break()
        return y * x


@probe(CORE)
def no_grad_inside_not_compiled(mode: Mode):
    return told(mode.run(under_no_grad, parameter()))


@probe(CORE)
def no_grad_inside(mode: Mode):
    return told(mode.run(compiled(under_no_grad, "aot_eager"), parameter()))


@probe(CORE)
def enable_grad_inside_not_compiled(mode: Mode):
    return told(mode.run(under_enable_grad, parameter()))


@probe(CORE)
def enable_grad_inside(mode: Mode):
    return told(mode.run(compiled(under_enable_grad, "aot_eager"), parameter()))


@probe(CORE)
def enable_grad_inside_backend_eager(mode: Mode):
    return told(mode.run(compiled(under_enable_grad), parameter()))


@probe(CORE)
def inference_mode_inside_not_compiled(mode: Mode):
    return told(mode.run(under_inference_mode, parameter()))


@probe(CORE)
def inference_mode_inside(mode: Mode):
    return told(mode.run(compiled(under_inference_mode, "aot_eager"), parameter()))


@probe(CORE)
def inference_mode_inside_backend_inductor(mode: Mode):
    with mock.patch.dict("os.environ"), torch._inductor.config.patch(compile_threads=1):
        return told(mode.run(compiled(under_inference_mode, "inductor"), parameter()))


@probe(CORE)
def inference_mode_inside_backend_eager(mode: Mode):
    return told(mode.run(compiled(under_inference_mode), parameter()))


@probe(CORE)
def inference_mode_false_inside_not_compiled(mode: Mode):
    return told(mode.run(outside_inference_mode, parameter()))


@probe(CORE)
def inference_mode_false_inside(mode: Mode):
    return told(mode.run(compiled(outside_inference_mode, "aot_eager"), parameter()))


@probe(CORE)
def inference_mode_false_inside_backend_eager(mode: Mode):
    return told(mode.run(compiled(outside_inference_mode), parameter()))


@probe(CORE)
def set_grad_enabled_false_called_inside_not_compiled(mode: Mode):
    with mode.context():
        after_set_grad_enabled_false(parameter())
        return torch.is_grad_enabled()


@probe(CORE)
def set_grad_enabled_false_called_inside(mode: Mode):
    with mode.context():
        compiled(after_set_grad_enabled_false, "aot_eager")(parameter())
        return torch.is_grad_enabled()


@probe(CORE)
def no_grad_decorates_the_body(mode: Mode):
    return told(mode.run(compiled(decorated, "aot_eager"), parameter()))


@probe(CORE)
def inference_mode_decorates_the_body_not_compiled(mode: Mode):
    return told(mode.run(decorated_by_inference_mode, parameter()))


@probe(CORE)
def inference_mode_decorates_the_body(mode: Mode):
    return told(mode.run(compiled(decorated_by_inference_mode, "aot_eager"), parameter()))


@probe(CORE)
def no_grad_decorates_the_compiled(mode: Mode):
    return told(mode.run(torch.no_grad()(compiled(lambda x: x * 2, "aot_eager")), parameter()))


@probe(CORE)
def generator_left_in_no_grad_not_compiled(mode: Mode):
    with mode.context():
        leaves_a_generator(parameter())
        return torch.is_grad_enabled()


@probe(CORE)
def generator_left_in_no_grad(mode: Mode):
    with mode.context():
        compiled(leaves_a_generator, "aot_eager")(parameter())
        return torch.is_grad_enabled()


@probe(CORE)
def backward_of_enable_grad_inside(mode: Mode):
    leaf = parameter()
    mode.run(compiled(under_enable_grad, "aot_eager"), leaf).sum().backward()
    return leaf.grad is not None


@probe(CORE)
def graph_break_in_a_no_grad_block(mode: Mode):
    torch._dynamo.reset()
    return told(mode.run(torch.compile(breaks_under_no_grad, backend="aot_eager"), parameter()))


@probe(CORE)
def branch_on_is_grad_enabled(mode: Mode):
    call = compiled(lambda x: x + 1 if torch.is_grad_enabled() else x - 1)
    call(torch.zeros(1))
    return "the branch for grad" if mode.run(call, torch.zeros(1)) > 0 else "the branch for no grad"
