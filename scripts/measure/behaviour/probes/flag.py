"""How far train() and eval() reach: which modules' flags they set, and what else they leave alone."""

import copy
import io

import torch
from torch import nn
from torch.nn.utils import parametrize
from torch.optim.swa_utils import AveragedModel, update_bn

from scripts.measure.behaviour.modes import CORE, Mode
from scripts.measure.behaviour.probe import probe


class Holder(nn.Module):
    """A module that holds Dropout in every way in which modules are held."""

    def __init__(self):
        super().__init__()
        self.attribute = nn.Dropout()
        self.module_list = nn.ModuleList([nn.Dropout()])
        self.module_dict = nn.ModuleDict({"one": nn.Dropout()})
        self.plain_list = [nn.Dropout()]
        self.plain_dict = {"one": nn.Dropout()}

    def forward(self, x):
        return self.attribute(x)


class KeepsPartInEval(Holder):
    def train(self, mode=True):
        super().train(mode)
        self.attribute.eval()
        return self


@probe(CORE)
def registered_children(mode: Mode):
    held = Holder()
    mode.run(held.eval)
    return {
        "attribute": held.attribute.training,
        "ModuleList": held.module_list[0].training,
        "ModuleDict": held.module_dict["one"].training,
    }


@probe(CORE)
def children_in_plain_containers(mode: Mode):
    held = Holder()
    mode.run(held.eval)
    return {"list": held.plain_list[0].training, "dict": held.plain_dict["one"].training}


@probe(CORE)
def child_added_afterwards(mode: Mode):
    model = nn.Sequential()
    mode.run(model.eval)
    model.append(nn.Dropout())
    return model[0].training


@probe(CORE)
def parent_of_the_part(mode: Mode):
    model = nn.Sequential(nn.Dropout(), nn.Dropout())
    mode.run(model[0].eval)
    return {"part": model[0].training, "whole": model.training, "other part": model[1].training}


@probe(CORE)
def module_held_twice(mode: Mode):
    shared = nn.Dropout()
    one, other = nn.Sequential(shared), nn.Sequential(shared)
    mode.run(one.eval)
    return {"other": other.training, "shared": shared.training}


@probe(CORE)
def parametrization(mode: Mode):
    layer = nn.Linear(2, 2)
    parametrize.register_parametrization(layer, "weight", nn.Identity())
    mode.run(layer.eval)
    return layer.parametrizations.weight[0].training


@probe(CORE)
def flag_set_as_an_attribute(mode: Mode):
    model = nn.Sequential(nn.Dropout())

    def set_it():
        model.training = False

    mode.run(set_it)
    return {"whole": model.training, "child": model[0].training}


@probe(CORE)
def overridden_train(mode: Mode):
    whole = nn.Sequential(KeepsPartInEval())
    mode.run(whole.train)
    return {"whole": whole.training, "part": whole[0].attribute.training}


@probe(CORE)
def overridden_train_and_a_loop(mode: Mode):
    whole = nn.Sequential(KeepsPartInEval())

    def loop():
        for module in whole.modules():
            module.training = True

    mode.run(loop)
    return whole[0].attribute.training


@probe(CORE)
def overridden_train_and_apply(mode: Mode):
    whole, alone = nn.Sequential(KeepsPartInEval()), KeepsPartInEval()
    mode.run(whole.apply, nn.Module.train)
    mode.run(alone.apply, nn.Module.train)
    return {"from above": whole[0].attribute.training, "on itself": alone.attribute.training}


@probe(CORE)
def overridden_eval(mode: Mode):
    """eval() calls train(False) of the children, not their eval()."""
    called = []

    class Child(nn.Module):
        def eval(self):
            called.append("eval")
            return super().eval()

    mode.run(nn.Sequential(Child()).eval)
    return called == ["eval"]


@probe(CORE)
def part_in_eval_then_train(mode: Mode):
    model = nn.Sequential(nn.BatchNorm1d(2), nn.Dropout())
    model[0].eval()
    mode.run(model.train)
    return model[0].training


@probe(CORE)
def argument_that_is_no_bool(mode: Mode):
    return mode.run(nn.Dropout().train, 0).training


@probe(CORE)
def deep_copy(mode: Mode):
    return mode.run(copy.deepcopy, nn.Sequential(nn.Dropout()).eval())[0].training


@probe(CORE)
def shallow_copy(mode: Mode):
    """The copy has a flag of its own and the same children."""
    model = nn.Sequential(nn.Dropout())
    mode.run(copy.copy(model).eval)
    return {"original": model.training, "its child": model[0].training}


@probe(CORE)
def saved_whole(mode: Mode):
    file = io.BytesIO()
    torch.save(nn.Sequential(nn.Dropout()).eval(), file)
    file.seek(0)
    return mode.run(lambda: torch.load(file, weights_only=False))[0].training


@probe(CORE)
def state_dict(mode: Mode):
    model = nn.Sequential(nn.BatchNorm1d(2))
    mode.run(model.load_state_dict, nn.Sequential(nn.BatchNorm1d(2)).eval().state_dict())
    return model[0].training


@probe(CORE)
def new_module_inside(mode: Mode):
    """A module that is built in the mode: no grad mode begins evaluation mode."""
    return mode.run(lambda: nn.Dropout().training)


@probe(CORE)
def requires_grad_of_parameters(mode: Mode):
    model = nn.Linear(2, 2)
    mode.run(model.eval)
    return model.weight.requires_grad


@probe(CORE)
def functional_call(mode: Mode):
    model, x = nn.Dropout().eval(), torch.ones(8, 8)
    return torch.equal(mode.run(torch.func.functional_call, model, {}, (x,)), x)


@probe(CORE)
def forward_hook_in_eval(mode: Mode):
    model, called = nn.Dropout().eval(), []
    model.register_forward_hook(lambda *_: called.append("hook"))
    mode.run(model, torch.ones(2, 2))
    return called == ["hook"]


@probe(CORE)
def averaged_model(mode: Mode):
    averaged = mode.run(AveragedModel, nn.Sequential(nn.Dropout()).eval())
    return {"wrapper": averaged.training, "its copy": averaged.module.training}


@probe(CORE)
def update_of_batch_norm(mode: Mode):
    """torch.optim.swa_utils.update_bn with a part that was kept in evaluation mode."""
    model = nn.Sequential(nn.BatchNorm1d(2), nn.Dropout())
    model[1].eval()
    mode.run(update_bn, [torch.rand(4, 2)], model)
    return {"whole": model.training, "part": model[1].training}
