"""Is the mode part of what torch.compile compiles? How often it compiles, and what the compiled code gives back.

The backends "eager" and "aot_eager" generate no code: the first runs the captured graph, the second its forward and backward
graphs. Only the rows about inductor need a C++ compiler (or Triton).
"""

from collections.abc import Callable
from typing import Any
from unittest import mock

import torch
import torch._dynamo
import torch._inductor.config
import torch.utils.mkldnn  # by inductor, at its first use: here, so that no cell shows its deprecation warning
from torch import nn
from torch._dynamo.testing import CompileCounter

from scripts.measure.behaviour.modes import CORE, Mode, by_id
from scripts.measure.behaviour.probe import probe

WITH_EVAL = by_id(["grad", "no_grad", "inference_mode", "eval"])


def compiled(body: Callable[..., Any], backend: Any = "eager") -> Callable[..., Any]:
    """The body compiled into one graph, or an error; nothing compiled earlier is left."""
    torch._dynamo.reset()
    return torch.compile(body, backend=backend, fullgraph=True)


def told(tensor: torch.Tensor) -> dict[str, bool]:
    return {"requires grad": tensor.requires_grad, "inference tensor": tensor.is_inference()}


def parameter() -> nn.Parameter:
    return nn.Parameter(torch.ones(2))


# How often it compiles


@probe(CORE)
def graphs_for_a_default_call_and_one_inside(mode: Mode):
    graphs, model = CompileCounter(), nn.Linear(2, 2)
    call = compiled(model, graphs)
    call(torch.ones(1, 2))
    mode.run(call, torch.ones(1, 2))
    return graphs.frame_count


@probe(CORE)
def graphs_when_the_mode_alternates(mode: Mode):
    graphs, model = CompileCounter(), nn.Linear(2, 2)
    call = compiled(model, graphs)
    for _ in range(5):
        call(torch.ones(1, 2))
        mode.run(call, torch.ones(1, 2))
    return graphs.frame_count


@probe(CORE)
def graphs_for_train_and_eval(mode: Mode):
    graphs, model = CompileCounter(), nn.Sequential(nn.Linear(2, 2), nn.Dropout())
    call = compiled(model, graphs)
    for training in (True, False, True, False):
        model.train(training)
        mode.run(call, torch.ones(1, 2))
    return graphs.frame_count


@probe(CORE)
def graphs_for_train_and_eval_without_such_layers(mode: Mode):
    graphs, model = CompileCounter(), nn.Linear(2, 2)
    call = compiled(model, graphs)
    for training in (True, False, True, False):
        model.train(training)
        mode.run(call, torch.ones(1, 2))
    return graphs.frame_count


@probe(CORE)
def graphs_before_and_after_freezing(mode: Mode):
    graphs, model = CompileCounter(), nn.Linear(2, 2)
    call = compiled(model, graphs)
    mode.run(call, torch.ones(1, 2))
    model.requires_grad_(False)
    mode.run(call, torch.ones(1, 2))
    return graphs.frame_count


@probe(CORE)
def graphs_for_an_ordinary_and_an_inference_tensor(mode: Mode):
    graphs, model = CompileCounter(), nn.Linear(2, 2)
    call = compiled(model, graphs)
    with torch.no_grad():
        call(torch.ones(1, 2))
        call(mode.run(torch.ones, 1, 2))
    return graphs.frame_count


@probe(CORE)
def compile_called_inside_used_outside(mode: Mode):
    call = mode.run(compiled, nn.Linear(2, 2))
    return call(torch.ones(1, 2)).requires_grad


# What comes out


@probe(CORE)
def output_of_eager(mode: Mode):
    return told(mode.run(compiled(nn.Linear(2, 2)), torch.ones(1, 2)))


@probe(CORE)
def output_of_aot_eager(mode: Mode):
    return told(mode.run(compiled(nn.Linear(2, 2), "aot_eager"), torch.ones(1, 2)))


@probe(CORE)
def output_of_inductor(mode: Mode):
    with mock.patch.dict("os.environ"), torch._inductor.config.patch(compile_threads=1):
        return told(mode.run(compiled(nn.ReLU(), "inductor"), torch.ones(1, 2, requires_grad=True)))


@probe(CORE)
def view_out_of_eager(mode: Mode):
    batch = torch.ones(2, requires_grad=True)
    return told(mode.run(compiled(lambda x: x.view(2, 1)), batch))


@probe(CORE)
def view_out_of_aot_eager(mode: Mode):
    batch = torch.ones(2, requires_grad=True)
    return told(mode.run(compiled(lambda x: x.view(2, 1), "aot_eager"), batch))


@probe(CORE)
def trained_after_a_first_call_inside(mode: Mode):
    model = nn.Linear(2, 2)
    call = compiled(model, "aot_eager")
    mode.run(call, torch.ones(1, 2))
    call(torch.ones(1, 2)).sum().backward()
    return model.weight.grad is not None


@probe(CORE)
def built_inside_then_trained_not_compiled(mode: Mode):
    model = mode.run(nn.Linear, 2, 2)
    model(torch.ones(1, 2)).sum().backward()
    return {"weight": model.weight.grad is not None, "bias": model.bias.grad is not None}


@probe(CORE)
def built_and_called_inside_then_trained(mode: Mode):
    model = mode.run(nn.Linear, 2, 2)
    call = compiled(model, "aot_eager")
    mode.run(call, torch.ones(1, 2))
    call(torch.ones(1, 2)).sum().backward()
    return {"weight": model.weight.grad is not None, "bias": model.bias.grad is not None}


@probe(CORE)
def input_made_inside_and_saved_not_compiled(mode: Mode):
    weight, batch = parameter(), mode.run(torch.ones, 2)
    (weight * batch).sum().backward()
    return weight.grad is not None


@probe(CORE)
def input_made_inside_and_saved_backend_eager(mode: Mode):
    weight, batch = parameter(), mode.run(torch.ones, 2)
    compiled(lambda x: weight * x)(batch).sum().backward()
    return weight.grad is not None


@probe(CORE)
def input_made_inside_and_saved_backend_aot_eager(mode: Mode):
    weight, batch = parameter(), mode.run(torch.ones, 2)
    compiled(lambda x: weight * x, "aot_eager")(batch).sum().backward()
    return weight.grad is not None


# Modes inside the compiled function


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


# train() and eval()


@probe(CORE)
def dropout_after_eval_of_the_model(mode: Mode):
    model = nn.Dropout()
    call = compiled(model)
    mode.run(call, torch.ones(100))
    model.eval()
    return bool((mode.run(call, torch.ones(100)) == 1).all())


@probe(CORE)
def dropout_after_eval_of_the_compiled(mode: Mode):
    call = compiled(nn.Dropout())
    mode.run(call, torch.ones(100))
    call.eval()
    return bool((mode.run(call, torch.ones(100)) == 1).all())


@probe(CORE)
def eval_of_the_compiled_reaches_the_model(mode: Mode):
    model = nn.Dropout()
    mode.run(compiled(model).eval)
    return not model.training


@probe(CORE)
def eval_of_the_model_shows_on_the_compiled(mode: Mode):
    model = nn.Dropout()
    call = compiled(model)
    mode.run(model.eval)
    return not call.training


@probe(WITH_EVAL)
def batch_norm_counts(mode: Mode):
    model = nn.BatchNorm1d(2)
    call = compiled(mode.model(model), "aot_eager")
    mode.run(call, torch.ones(2, 2))
    return int(model.num_batches_tracked)


@probe(WITH_EVAL)
def batch_norm_moves_its_mean(mode: Mode):
    model = nn.BatchNorm1d(2)
    call = compiled(mode.model(model), "aot_eager")
    mode.run(call, torch.ones(2, 2))
    return bool((model.running_mean != 0).all())
