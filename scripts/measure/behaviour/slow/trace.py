"""What torch.jit.trace, torch.jit.script and torch.fx keep of the training flag, and of modes entered inside forward.

All of torch.jit warns that it is deprecated. Two rows show it; `traced` and `scripted` leave these warnings out.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn
from torch.fx.experimental.proxy_tensor import make_fx
from torch.nn import functional as F

from scripts.measure.behaviour.modes import CORE, GRAD, Mode, by_id
from scripts.measure.behaviour.probe import probe

TRAINING_OR_NOT = by_id(["grad", "eval"])


@contextmanager
def without_deprecation() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "`torch.jit.*deprecated", DeprecationWarning)
        yield


def traced(model: nn.Module, batch: torch.Tensor) -> torch.jit.ScriptModule:
    with without_deprecation():
        return torch.jit.trace(model, batch)


def scripted(model):
    """Compiled anew: TorchScript's plan for a function or a class depends on the calls that it has seen."""
    torch.jit._state._jit_caching_layer.clear()
    torch.jit._recursive.concrete_type_store = torch.jit._recursive.ConcreteTypeStore()
    with without_deprecation():
        return torch.jit.script(model)


def frozen(model: nn.Module) -> torch.jit.ScriptModule:
    with without_deprecation():
        return torch.jit.freeze(torch.jit.script(model))


def told(tensor: torch.Tensor) -> dict[str, bool]:
    return {"requires grad": tensor.requires_grad, "inference tensor": tensor.is_inference()}


def drops(module) -> bool:
    return bool((module(torch.ones(100)) == 0).any())


class Functional(nn.Module):
    def forward(self, x):
        return F.dropout(x, training=self.training)


class Branch(nn.Module):
    def forward(self, x):
        return x + 1 if self.training else x - 1


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(2))


class UnderNoGrad(Scaled):
    def forward(self, x):
        with torch.no_grad():
            return self.weight * x


class UnderInferenceMode(Scaled):
    def forward(self, x):
        with torch.inference_mode():
            return self.weight * x


def two_operators(x):
    return x * 3 + x * 2


def under_enable_grad(x):
    with torch.enable_grad():
        return x * 2


def under_inference_mode(x):
    with torch.inference_mode():
        return x * 2


def under_set_grad_enabled(x):
    with torch.set_grad_enabled(False):
        return x * 2


class Decorated(Scaled):
    @torch.no_grad()
    def forward(self, x):
        return self.weight * x


class Detached(Scaled):
    def forward(self, x):
        return (self.weight * x).detach()


# torch.jit.trace


@probe(TRAINING_OR_NOT)
def traced_dropout(mode: Mode):
    return drops(traced(mode.model(nn.Dropout()), torch.ones(100)))


@probe(TRAINING_OR_NOT)
def traced_dropout_after_eval(mode: Mode):
    return drops(traced(mode.model(nn.Dropout()), torch.ones(100)).eval())


@probe(TRAINING_OR_NOT)
def traced_dropout_after_train(mode: Mode):
    return drops(traced(mode.model(nn.Dropout()), torch.ones(100)).train())


@probe(TRAINING_OR_NOT)
def training_flag_of_the_trace_after_eval(mode: Mode):
    return traced(mode.model(nn.Linear(2, 2)), torch.ones(1, 2)).eval().training


@probe(TRAINING_OR_NOT)
def traced_batch_norm_after_eval(mode: Mode):
    module = traced(mode.model(nn.BatchNorm1d(2)), torch.ones(2, 2)).eval()
    before = module.running_mean.clone()
    module(torch.ones(2, 2) * 3)
    return bool((module.running_mean != before).any())


@probe(TRAINING_OR_NOT)
def tracing_moves_the_statistics_of_the_model(mode: Mode):
    model = mode.model(nn.BatchNorm1d(2))
    traced(model, torch.ones(2, 2))
    return int(model.num_batches_tracked)


@probe(TRAINING_OR_NOT)
def tracing_without_check_moves_the_statistics(mode: Mode):
    model = mode.model(nn.BatchNorm1d(2))
    with without_deprecation():
        torch.jit.trace(model, torch.ones(2, 2), check_trace=False)
    return int(model.num_batches_tracked)


@probe(TRAINING_OR_NOT)
def traced_branch_after_eval(mode: Mode):
    module = traced(mode.model(Branch()), torch.zeros(1)).eval()
    return "the branch for training" if module(torch.zeros(1)) > 0 else "the branch for evaluation"


@probe((GRAD,))
def trace_is_deprecated(mode: Mode):
    return mode.run(torch.jit.trace, nn.Linear(2, 2), torch.ones(1, 2)).training


@probe((GRAD,))
def script_is_deprecated(mode: Mode):
    return mode.run(torch.jit.script, nn.Linear(2, 2)).training


@probe(CORE)
def traced_inside_called_outside(mode: Mode):
    module = mode.run(traced, nn.Linear(2, 2), torch.ones(1, 2))
    return told(module(torch.ones(1, 2)))


@probe(CORE)
def traced_outside_called_inside(mode: Mode):
    module = traced(nn.Linear(2, 2), torch.ones(1, 2))
    return told(mode.run(module, torch.ones(1, 2)))


@probe(CORE)
def no_grad_in_traced_forward(mode: Mode):
    module = mode.run(traced, UnderNoGrad(), torch.ones(2))
    return told(module(torch.ones(2)))


@probe(CORE)
def no_grad_decorates_traced_forward(mode: Mode):
    module = mode.run(traced, Decorated(), torch.ones(2))
    return told(module(torch.ones(2)))


@probe(CORE)
def inference_mode_in_traced_forward(mode: Mode):
    module = mode.run(traced, UnderInferenceMode(), torch.ones(2))
    return told(module(torch.ones(2)))


@probe(CORE)
def detach_in_traced_forward(mode: Mode):
    module = mode.run(traced, Detached(), torch.ones(2))
    return told(module(torch.ones(2)))


# torch.jit.script


@probe(TRAINING_OR_NOT)
def scripted_dropout_after_eval(mode: Mode):
    return drops(scripted(mode.model(nn.Dropout())).eval())


@probe(TRAINING_OR_NOT)
def scripted_dropout_after_train(mode: Mode):
    return drops(scripted(mode.model(nn.Dropout())).train())


@probe(CORE)
def scripted_called_inside(mode: Mode):
    return told(mode.run(scripted(nn.Linear(2, 2)), torch.ones(1, 2)))


@probe(CORE)
def no_grad_in_scripted_forward(mode: Mode):
    return told(mode.run(scripted(UnderNoGrad()), torch.ones(2)))


@probe(CORE)
def scripted_function_called_inside_at_once(mode: Mode):
    return told(mode.run(scripted(two_operators), torch.ones(2, requires_grad=True)))


@probe(CORE)
def scripted_function_called_inside_after_two_default_calls(mode: Mode):
    function, leaf = scripted(two_operators), torch.ones(2, requires_grad=True)
    for _ in range(2):
        function(leaf)
    return told(mode.run(function, leaf))


@probe(CORE)
def scripted_function_called_by_default_after_two_calls_inside(mode: Mode):
    function, leaf = scripted(two_operators), torch.ones(2, requires_grad=True)
    for _ in range(2):
        mode.run(function, leaf)
    return told(function(leaf))


@probe(CORE)
def scripted_model_called_inside_after_two_default_calls(mode: Mode):
    model = scripted(nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1)))
    for _ in range(2):
        model(torch.ones(1, 2))
    return told(mode.run(model, torch.ones(1, 2)))


@probe(CORE)
def traced_model_called_inside_after_two_default_calls(mode: Mode):
    model = traced(nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1)), torch.ones(1, 2))
    for _ in range(2):
        model(torch.ones(1, 2))
    return told(mode.run(model, torch.ones(1, 2)))


@probe(CORE)
def traced_model_in_eval_called_inside_after_two_default_calls(mode: Mode):
    model = traced(nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1)).eval(), torch.ones(1, 2))
    for _ in range(2):
        model(torch.ones(1, 2))
    return told(mode.run(model.eval(), torch.ones(1, 2)))


@probe(CORE)
def enable_grad_in_a_scripted_function(mode: Mode):
    return told(mode.run(scripted(under_enable_grad), torch.ones(2)))


@probe(CORE)
def inference_mode_in_a_scripted_function(mode: Mode):
    return told(mode.run(scripted(under_inference_mode), torch.ones(2)))


@probe(CORE)
def set_grad_enabled_in_a_scripted_function(mode: Mode):
    return told(mode.run(scripted(under_set_grad_enabled), torch.ones(2)))


@probe(CORE)
def no_grad_decorates_scripted_forward(mode: Mode):
    return told(mode.run(scripted(Decorated()), torch.ones(2)))


@probe(CORE)
def forked_task_of_a_scripted_function(mode: Mode):
    model = scripted(nn.Linear(2, 2))
    with without_deprecation(), mode.context():
        return told(torch.jit.wait(torch.jit.fork(model, torch.ones(1, 2))))


@probe(TRAINING_OR_NOT)
def freeze(mode: Mode):
    return drops(frozen(mode.model(nn.Dropout())))


@probe(TRAINING_OR_NOT)
def parameters_after_freeze(mode: Mode):
    return len(list(frozen(mode.model(nn.Linear(2, 2))).parameters()))


@probe(TRAINING_OR_NOT)
def train_after_freeze(mode: Mode):
    return drops(frozen(mode.model(nn.Dropout())).train())


@probe(CORE)
def output_after_freeze(mode: Mode):
    return told(mode.run(frozen(nn.Linear(2, 2).eval()), torch.ones(1, 2)))


@probe(TRAINING_OR_NOT)
def optimize_for_inference(mode: Mode):
    with without_deprecation():
        return drops(torch.jit.optimize_for_inference(torch.jit.script(mode.model(nn.Dropout()))))


# torch.fx


@probe(TRAINING_OR_NOT)
def symbolic_dropout_layer_after_eval(mode: Mode):
    return drops(torch.fx.symbolic_trace(nn.Sequential(mode.model(nn.Dropout()))).eval())


@probe(TRAINING_OR_NOT)
def symbolic_dropout_layer_after_train(mode: Mode):
    return drops(torch.fx.symbolic_trace(nn.Sequential(mode.model(nn.Dropout()))).train())


@probe(TRAINING_OR_NOT)
def symbolic_functional_dropout_after_eval(mode: Mode):
    return drops(torch.fx.symbolic_trace(mode.model(Functional())).eval())


@probe(TRAINING_OR_NOT)
def symbolic_functional_dropout_after_train(mode: Mode):
    return drops(torch.fx.symbolic_trace(mode.model(Functional())).train())


@probe(TRAINING_OR_NOT)
def symbolic_branch_after_eval(mode: Mode):
    module = torch.fx.symbolic_trace(mode.model(Branch())).eval()
    return "the branch for training" if module(torch.zeros(1)) > 0 else "the branch for evaluation"


@probe(TRAINING_OR_NOT)
def training_flag_of_the_graph_module(mode: Mode):
    return torch.fx.symbolic_trace(mode.model(Functional())).training


@probe(CORE)
def no_grad_in_symbolic_forward(mode: Mode):
    return told(mode.run(torch.fx.symbolic_trace(UnderNoGrad()), torch.ones(2)))


@probe(CORE)
def no_grad_decorates_symbolic_forward(mode: Mode):
    return told(mode.run(torch.fx.symbolic_trace(Decorated()), torch.ones(2)))


@probe(CORE)
def inference_mode_in_symbolic_forward(mode: Mode):
    return told(mode.run(torch.fx.symbolic_trace(UnderInferenceMode()), torch.ones(2)))


@probe(CORE)
def no_grad_in_make_fx(mode: Mode):
    model = UnderNoGrad()
    return told(mode.run(make_fx(model), torch.ones(2))(torch.ones(2)))


@probe(CORE)
def detach_in_make_fx(mode: Mode):
    return told(mode.run(make_fx(Detached()), torch.ones(2))(torch.ones(2)))


@probe(TRAINING_OR_NOT)
def make_fx_of_dropout(mode: Mode):
    return drops(make_fx(mode.model(nn.Dropout()))(torch.ones(100)))
