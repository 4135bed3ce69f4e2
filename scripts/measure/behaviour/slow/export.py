"""What torch.export writes into the program: the training flag at export, and the modes that are entered inside forward."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, Mode, by_id
from scripts.measure.behaviour.probe import probe

TRAINING_OR_NOT = by_id(["grad", "eval"])


def exported(model: nn.Module, batch: torch.Tensor) -> torch.export.ExportedProgram:
    return torch.export.export(model, (batch,))


def told(tensor: torch.Tensor) -> dict[str, bool]:
    return {"requires grad": tensor.requires_grad, "inference tensor": tensor.is_inference()}


def operators(program: torch.export.ExportedProgram) -> str:
    """The names of the operators in the program's graph."""
    return " ".join(node.target.__name__ for node in program.graph.nodes if node.op == "call_function")


class Branch(nn.Module):
    def forward(self, x):
        return x + 1 if self.training else x - 1


class BranchOnGradMode(nn.Module):
    def forward(self, x):
        return x + 1 if torch.is_grad_enabled() else x - 1


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(2))


class UnderNoGrad(Scaled):
    def forward(self, x):
        with torch.no_grad():
            return self.weight * x


class UnderEnableGrad(Scaled):
    def forward(self, x):
        with torch.enable_grad():
            return self.weight * x


class UnderInferenceMode(Scaled):
    def forward(self, x):
        with torch.inference_mode():
            return self.weight * x


class Decorated(Scaled):
    @torch.no_grad()
    def forward(self, x):
        return self.weight * x


# The training flag


@probe(TRAINING_OR_NOT)
def dropout_drops(mode: Mode):
    program = exported(mode.model(nn.Dropout()), torch.ones(100))
    return bool((program.module()(torch.ones(100)) == 0).any())


@probe(TRAINING_OR_NOT)
def dropout_in_the_graph(mode: Mode):
    program = exported(mode.model(nn.Dropout()), torch.ones(100))
    return str([node.args[1:] for node in program.graph.nodes if node.op == "call_function"])


@probe(TRAINING_OR_NOT)
def batch_norm_in_the_graph(mode: Mode):
    return operators(exported(mode.model(nn.BatchNorm1d(2)), torch.ones(2, 2)))


@probe(TRAINING_OR_NOT)
def batch_norm_moves_its_statistics(mode: Mode):
    module = exported(mode.model(nn.BatchNorm1d(2)), torch.ones(2, 2)).module()
    module(torch.ones(2, 2))
    return int(module.num_batches_tracked)


@probe(TRAINING_OR_NOT)
def export_moves_the_statistics_of_the_model(mode: Mode):
    model = mode.model(nn.BatchNorm1d(2))
    exported(model, torch.ones(2, 2))
    return int(model.num_batches_tracked)


@probe(TRAINING_OR_NOT)
def exported_module_moves_the_statistics_of_the_model(mode: Mode):
    model = mode.model(nn.BatchNorm1d(2))
    exported(model, torch.ones(2, 2)).module()(torch.ones(2, 2))
    return int(model.num_batches_tracked)


@probe(TRAINING_OR_NOT)
def branch_on_training(mode: Mode):
    module = exported(mode.model(Branch()), torch.zeros(1)).module()
    return "the branch for training" if module(torch.zeros(1)) > 0 else "the branch for evaluation"


@probe(TRAINING_OR_NOT)
def training_flag_of_the_exported_module(mode: Mode):
    return exported(mode.model(nn.Dropout()), torch.ones(2)).module().training


@probe(TRAINING_OR_NOT)
def eval_of_the_exported_module(mode: Mode):
    return exported(mode.model(nn.Dropout()), torch.ones(2)).module().eval().training


@probe(TRAINING_OR_NOT)
def train_of_the_exported_module(mode: Mode):
    return exported(mode.model(nn.Dropout()), torch.ones(2)).module().train().training


@probe(TRAINING_OR_NOT)
def eval_of_a_module_around_it(mode: Mode):
    return nn.Sequential(exported(mode.model(nn.Dropout()), torch.ones(2)).module()).eval().training


@probe(TRAINING_OR_NOT)
def dropout_drops_after_training_is_set_by_hand(mode: Mode):
    module = exported(mode.model(nn.Dropout()), torch.ones(100)).module()
    module.training = False
    return bool((module(torch.ones(100)) == 0).any())


# The mode around torch.export.export


@probe(CORE)
def exported_inside_called_outside(mode: Mode):
    program = mode.run(exported, nn.Linear(2, 2), torch.ones(1, 2))
    return told(program.module()(torch.ones(1, 2)))


@probe(CORE)
def exported_outside_called_inside(mode: Mode):
    module = exported(nn.Linear(2, 2), torch.ones(1, 2)).module()
    return told(mode.run(module, torch.ones(1, 2)))


@probe(CORE)
def exported_inside_and_trained(mode: Mode):
    module = mode.run(exported, nn.Linear(2, 2), torch.ones(1, 2)).module()
    module(torch.ones(1, 2)).sum().backward()
    return {name: value.grad is not None for name, value in module.named_parameters()}


@probe(CORE)
def branch_on_is_grad_enabled(mode: Mode):
    module = mode.run(exported, BranchOnGradMode(), torch.zeros(1)).module()
    return "the branch for grad" if module(torch.zeros(1)) > 0 else "the branch for no grad"


# Modes entered inside forward


@probe(CORE)
def no_grad_in_forward(mode: Mode):
    program = mode.run(exported, UnderNoGrad(), torch.ones(2))
    return told(program.module()(torch.ones(2)))


@probe(CORE)
def no_grad_in_the_graph(mode: Mode):
    return operators(mode.run(exported, UnderNoGrad(), torch.ones(2)))


@probe(CORE)
def no_grad_decorates_forward(mode: Mode):
    program = mode.run(exported, Decorated(), torch.ones(2))
    return told(program.module()(torch.ones(2)))


@probe(CORE)
def enable_grad_in_the_graph(mode: Mode):
    return operators(mode.run(exported, UnderEnableGrad(), torch.ones(2)))


@probe(CORE)
def enable_grad_in_forward_called_in_no_grad(mode: Mode):
    module = mode.run(exported, UnderEnableGrad(), torch.ones(2)).module()
    with torch.no_grad():
        return told(module(torch.ones(2)))


@probe(CORE)
def inference_mode_in_forward(mode: Mode):
    program = mode.run(exported, UnderInferenceMode(), torch.ones(2))
    return told(program.module()(torch.ones(2)))


@probe(CORE)
def inference_mode_in_the_graph(mode: Mode):
    return operators(mode.run(exported, UnderInferenceMode(), torch.ones(2)))
