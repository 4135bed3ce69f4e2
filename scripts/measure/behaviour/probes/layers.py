"""What train() and eval() change in each layer, and what the grad mode has to do with it."""

import warnings

import torch
import torch.nn.functional as F
from torch import nn
from torch.ao.quantization import FakeQuantize, MinMaxObserver, MovingAverageMinMaxObserver, disable_observer
from torch.nn.utils import parametrizations, parametrize

from scripts.measure.behaviour import modes, module_cases
from scripts.measure.behaviour.modes import EVALUATING, MODEL, Mode
from scripts.measure.behaviour.probe import probe

# What is detached or frozen makes no layer another; those modes belong to the page about graphs.
MODES = [mode for mode in modes.MODES if mode not in MODEL]


class Calling(nn.Module):
    """A module whose forward calls a function, without or with its own flag."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(self, x)


class First(nn.Module):
    """The first of several outputs."""

    def forward(self, outputs):
        return outputs[0]


def repeats(mode, module, x):
    """Whether the same call gives the same output twice."""
    return torch.allclose(mode.forward(module, x), mode.forward(module, x))


def draws(mode, module, x):
    """Whether a call takes random numbers: the next one is then another."""
    torch.manual_seed(1)
    untouched = torch.rand(4)
    torch.manual_seed(1)
    mode.forward(module, x)
    return not torch.equal(torch.rand(4), untouched)


def written(mode, module, x):
    """The parameters and buffers that a call changes."""
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    mode.forward(module, x)
    now = module.state_dict()
    return tuple(name for name in before if not torch.equal(before[name], now[name])) or "nothing"


def statistics(mode, module, x):
    """Which statistics it normalises with: with the input's own, the output has mean 0."""
    own = mode.forward(module, x).mean().abs() < 0.1
    return "of the input" if own else "stored"


def trains(module, x):
    """One step of training outside the mode, without an optimizer."""
    module.train()
    module(x).sum().backward()
    return "trains"


# Random layers


@probe(MODES)
def dropout_output(mode: Mode):
    x = torch.ones(4, 4)
    output = mode.forward(nn.Dropout(), x)
    return {"same values": torch.equal(output.float(), x), "same tensor": output is x}


@probe(MODES)
def dropout_random_numbers(mode: Mode):
    return draws(mode, nn.Dropout(), torch.ones(4, 4))


@probe(MODES)
def dropout_p_zero(mode: Mode):
    x = torch.ones(4, 4)
    module = nn.Dropout(0.0)
    return {"draws": draws(mode, module, x), "same tensor": mode.forward(module, x) is x}


@probe(MODES)
def dropout_inplace_input(mode: Mode):
    x = torch.ones(4, 4)
    mode.forward(nn.Dropout(inplace=True), x)
    return torch.equal(x, torch.ones(4, 4))


@probe(MODES)
def alpha_dropout_output(mode: Mode):
    x = torch.ones(4, 4, 2)
    layers = nn.AlphaDropout(), nn.FeatureAlphaDropout(), nn.Dropout1d()
    return {type(layer).__name__: torch.equal(mode.forward(layer, x), x) for layer in layers}


@probe(MODES)
def functional_dropout(mode: Mode):
    return repeats(mode, Calling(lambda _, x: F.dropout(x)), torch.ones(8, 8))


@probe(MODES)
def functional_dropout_with_flag(mode: Mode):
    return repeats(mode, Calling(lambda module, x: F.dropout(x, training=module.training)), torch.ones(8, 8))


@probe(MODES)
def functional_alpha_dropout(mode: Mode):
    return repeats(mode, Calling(lambda _, x: F.alpha_dropout(x)), torch.ones(8, 8))


@probe(MODES)
def functional_rrelu(mode: Mode):
    return repeats(mode, Calling(lambda _, x: F.rrelu(x)), -torch.ones(8, 8))


@probe(MODES)
def rrelu_slope(mode: Mode):
    slopes = -mode.forward(nn.RReLU(0.1, 0.3), -torch.ones(8, 8))
    return "0.2 for all" if torch.allclose(slopes, torch.full_like(slopes, 0.2)) else "drawn for each"


@probe(MODES)
def rrelu_equal_bounds_random_numbers(mode: Mode):
    return draws(mode, nn.RReLU(0.2, 0.2), -torch.ones(8, 8))


@probe(MODES)
def recurrent_dropout(mode: Mode):
    layers = [kind(8, 8, num_layers=2, dropout=0.5) for kind in (nn.RNN, nn.LSTM, nn.GRU)]
    return {type(layer).__name__: repeats(mode, nn.Sequential(layer, First()), torch.ones(3, 2, 8)) for layer in layers}


@probe(MODES)
def recurrent_dropout_one_layer(mode: Mode):
    return repeats(mode, nn.Sequential(nn.LSTM(8, 8, num_layers=1, dropout=0.5), First()), torch.ones(3, 2, 8))


@probe(MODES)
def attention_function(mode: Mode):
    def forward(_, x):
        return F.scaled_dot_product_attention(x, x, x, dropout_p=0.5)

    return repeats(mode, Calling(forward), torch.rand(2, 8, 4))


@probe(MODES)
def attention_function_with_flag(mode: Mode):
    def forward(module, x):
        return F.scaled_dot_product_attention(x, x, x, dropout_p=0.5 if module.training else 0.0)

    return repeats(mode, Calling(forward), torch.rand(2, 8, 4))


@probe(MODES)
def attention_layer(mode: Mode):
    attention = mode.model(nn.MultiheadAttention(8, 2, dropout=0.5, batch_first=True))
    x = torch.rand(2, 6, 8)
    first, second = (mode.run(attention, x, x, x)[0] for _ in range(2))
    return torch.allclose(first, second)


@probe(MODES)
def own_noise(mode: Mode):
    return repeats(mode, Calling(lambda _, x: x * torch.bernoulli(x / 2)), torch.ones(8, 8))


@probe(MODES)
def gumbel_softmax(mode: Mode):
    return repeats(mode, Calling(lambda _, x: F.gumbel_softmax(x)), torch.ones(8, 8))


@probe(MODES)
def fractional_max_pool(mode: Mode):
    return repeats(mode, nn.FractionalMaxPool2d(2, output_size=8), torch.rand(4, 3, 32, 32))


def each_public_module(mode, ask):
    """Every case of the sweep, in evaluation mode, called once before: the names of those for which `ask` says yes."""
    found = []
    for name, case in module_cases.layers().items():
        torch.manual_seed(0)
        with warnings.catch_warnings(action="ignore"):
            module, given = eval(
                case, {"torch": torch, "nn": nn, "mode": mode, "depends": lambda _, *made: [one() for one in made]}
            )
        if type(module).forward is not nn.Module.forward:
            mode.model(module)(*given)
            found += [name] if ask(module, given) else []
    return tuple(found)


@probe(EVALUATING)
def modules_that_draw_in_eval(mode: Mode):
    def draws_numbers(module, given):
        torch.manual_seed(1)
        untouched = torch.rand(4)
        torch.manual_seed(1)
        mode.run(module, *given)
        return not torch.equal(torch.rand(4), untouched)

    return each_public_module(mode, draws_numbers)


@probe(EVALUATING)
def modules_that_write_in_eval(mode: Mode):
    def writes_itself(module, given):
        for parameter in module.parameters():
            torch.nn.init.normal_(parameter)
        before = [tensor.clone() for tensor in module.state_dict().values()]
        mode.run(module, *given)
        return not all(map(torch.equal, before, module.state_dict().values()))

    return each_public_module(mode, writes_itself)


# Layers that keep statistics


class KeepsNormInEval(nn.Module):
    """The usual way to train the rest with stored statistics: train() is overridden."""

    def __init__(self):
        super().__init__()
        self.norm, self.drop = nn.BatchNorm1d(4), nn.Dropout()

    def train(self, mode=True):
        super().train(mode)
        self.norm.eval()
        return self

    def forward(self, x):
        return self.drop(self.norm(x))


@probe(MODES)
def batch_norm_normalises_with(mode: Mode):
    return statistics(mode, nn.BatchNorm1d(4), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_writes(mode: Mode):
    return written(mode, nn.BatchNorm1d(4), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_frozen_writes(mode: Mode):
    return written(mode, nn.BatchNorm1d(4).requires_grad_(False), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_kept_in_eval_writes(mode: Mode):
    return written(mode, KeepsNormInEval(), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_momentum_none(mode: Mode):
    norm = nn.BatchNorm1d(1, momentum=None)
    for value in (2.0, 4.0, 9.0):
        mode.forward(norm, torch.full((8, 1), value))
    return {"running_mean": round(norm.running_mean.item()), "batches": norm.num_batches_tracked.item()}


@probe(MODES)
def batch_norm_momentum_zero_writes(mode: Mode):
    return written(mode, nn.BatchNorm1d(4, momentum=0.0), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_untracked(mode: Mode):
    return statistics(mode, nn.BatchNorm1d(4, track_running_stats=False), torch.rand(8, 4) + 5)


@probe(MODES)
def batch_norm_tracking_switched_off_later(mode: Mode):
    norm, x = nn.BatchNorm1d(4), torch.rand(8, 4) + 5
    norm.track_running_stats = False
    return {"normalises": statistics(mode, norm, x), "writes": written(mode, norm, x)}


@probe(MODES)
def batch_norm_batch_of_one(mode: Mode):
    return statistics(mode, nn.BatchNorm1d(4), torch.rand(1, 4) + 5)


@probe(MODES)
def batch_norm_batch_of_one_untracked(mode: Mode):
    return statistics(mode, nn.BatchNorm1d(4, track_running_stats=False), torch.rand(1, 4) + 5)


@probe(MODES)
def batch_norm_image_of_one(mode: Mode):
    return statistics(mode, nn.BatchNorm2d(4), torch.rand(1, 4, 8, 8) + 5)


@probe(MODES)
def batch_norm_empty_batch(mode: Mode):
    return tuple(mode.forward(nn.BatchNorm1d(4), torch.rand(0, 4)).shape)


@probe(MODES)
def batch_norm_sample_depends_on_batch(mode: Mode):
    norm, x = nn.BatchNorm1d(4), torch.rand(8, 4)
    whole = mode.forward(norm, x)
    return not torch.allclose(whole[:4], mode.forward(norm, x[:4]))


@probe(MODES)
def batch_norm_gradient(mode: Mode):
    x = torch.rand(8, 4, requires_grad=True)
    mode.forward(nn.BatchNorm1d(4), x).sum().backward()
    return "0" if x.grad.abs().max() < 1e-4 else "not 0"


@probe(MODES)
def batch_norm_then_training(mode: Mode):
    norm = nn.BatchNorm1d(4)
    mode.forward(norm, torch.rand(8, 4))
    return {
        "buffers are inference tensors": norm.running_mean.is_inference(),
        "afterwards": trains(norm, torch.rand(8, 4)),
    }


@probe(MODES)
def batch_norm_in_functional_call(mode: Mode):
    norm = mode.model(nn.BatchNorm1d(1))
    given = {"running_mean": torch.zeros(1), "running_var": torch.ones(1)}
    mode.run(lambda: torch.func.functional_call(norm, given, (torch.full((8, 1), 5.0),)))
    return {"given": given["running_mean"].item() != 0, "module": norm.running_mean.item() != 0}


@probe(MODES)
def sync_batch_norm(mode: Mode):
    norm, x = nn.SyncBatchNorm(4), torch.rand(8, 4) + 5
    return {"normalises": statistics(mode, norm, x), "writes": written(mode, norm, x) != "nothing"}


@probe(MODES)
def functional_batch_norm(mode: Mode):
    def forward(_, x):
        return F.batch_norm(x, torch.zeros(4), torch.ones(4))

    return statistics(mode, Calling(forward), torch.rand(8, 4) + 5)


@probe(MODES)
def functional_instance_norm(mode: Mode):
    def forward(_, x):
        return F.instance_norm(x, torch.zeros(4), torch.ones(4))

    return statistics(mode, Calling(forward), torch.rand(2, 4, 8) + 5)


@probe(MODES)
def instance_norm(mode: Mode):
    return statistics(mode, nn.InstanceNorm1d(4), torch.rand(2, 4, 8) + 5)


@probe(MODES)
def instance_norm_tracked(mode: Mode):
    return statistics(mode, nn.InstanceNorm1d(4, track_running_stats=True), torch.rand(2, 4, 8) + 5)


@probe(MODES)
def instance_norm_tracked_writes(mode: Mode):
    return written(mode, nn.InstanceNorm1d(4, track_running_stats=True), torch.rand(2, 4, 8) + 5)


@probe(MODES)
def instance_norm_one_element(mode: Mode):
    return tuple(mode.forward(nn.InstanceNorm1d(4), torch.rand(2, 4, 1)).shape)


@probe(MODES)
def lazy_instance_norm(mode: Mode):
    return statistics(mode, nn.LazyInstanceNorm1d(), torch.rand(2, 4, 8) + 5)


@probe(MODES)
def group_and_layer_norm(mode: Mode):
    x = torch.rand(2, 4, 8) + 5
    return {type(norm).__name__: statistics(mode, norm, x) for norm in (nn.GroupNorm(2, 4), nn.LayerNorm(8))}


# Layers that change themselves in a forward pass


@probe(MODES)
def lazy_batch_norm_first_batch(mode: Mode):
    norm = nn.LazyBatchNorm1d()
    mode.forward(norm, torch.rand(8, 4))
    return {"batches": norm.num_batches_tracked.item(), "inference tensors": norm.weight.is_inference()}


@probe(MODES)
def lazy_batch_norm_then_training(mode: Mode):
    norm = nn.LazyBatchNorm1d()
    mode.forward(norm, torch.rand(8, 4))
    return trains(norm, torch.rand(8, 4))


@probe(MODES)
def lazy_linear_then_training(mode: Mode):
    model = nn.Sequential(nn.LazyLinear(4), nn.LazyLinear(4))
    mode.forward(model, torch.rand(8, 4))
    return trains(model, torch.rand(8, 4))


@probe(MODES)
def spectral_norm_writes(mode: Mode):
    return written(mode, parametrizations.spectral_norm(nn.Linear(4, 8)), torch.rand(2, 4))


@probe(MODES)
def spectral_norm_old_writes(mode: Mode):
    return written(mode, nn.utils.spectral_norm(nn.Linear(4, 8)), torch.rand(2, 4))


@probe(MODES)
def spectral_norm_reading_the_weight(mode: Mode):
    layer = mode.model(parametrizations.spectral_norm(nn.Linear(4, 8)))
    before = layer.parametrizations.weight[0]._u.clone()
    mode.run(lambda: layer.weight)
    return not torch.equal(before, layer.parametrizations.weight[0]._u)


@probe(MODES)
def spectral_norm_repeats(mode: Mode):
    return repeats(mode, parametrizations.spectral_norm(nn.Linear(64, 64)), torch.rand(2, 64))


@probe(MODES)
def spectral_norm_cached(mode: Mode):
    layer, x = mode.model(parametrizations.spectral_norm(nn.Linear(64, 64))), torch.rand(2, 64)
    with parametrize.cached():
        first, second = mode.run(layer, x), mode.run(layer, x)
    return torch.allclose(first, second)


@probe(MODES)
def spectral_norm_then_training(mode: Mode):
    layer = parametrizations.spectral_norm(nn.Linear(4, 8))
    mode.forward(layer, torch.rand(2, 4))
    return trains(layer, torch.rand(2, 4))


@probe(MODES)
def spectral_norm_old_then_training(mode: Mode):
    layer = nn.utils.spectral_norm(nn.Linear(4, 8))
    mode.forward(layer, torch.rand(2, 4))
    return trains(layer, torch.rand(2, 4))


@probe(MODES)
def embedding_max_norm_writes(mode: Mode):
    return written(mode, nn.Embedding(4, 8, max_norm=0.1), torch.tensor([0, 1]))


@probe(MODES)
def embedding_bag_max_norm_writes(mode: Mode):
    return written(mode, nn.EmbeddingBag(4, 8, max_norm=0.1), torch.tensor([[0, 1]]))


@probe(MODES)
def embedding_max_norm_frozen_writes(mode: Mode):
    return written(mode, nn.Embedding(4, 8, max_norm=0.1).requires_grad_(False), torch.tensor([0, 1]))


@probe(MODES)
def embedding_max_norm_before_backward(mode: Mode):
    layer, factors = nn.Embedding(4, 8, max_norm=0.1), torch.ones(8, requires_grad=True)
    projected = layer.weight @ factors
    mode.forward(layer, torch.tensor([0, 1]))
    projected.sum().backward()
    return "works"


@probe(MODES)
def observer_writes(mode: Mode):
    observers = MinMaxObserver(), MovingAverageMinMaxObserver()
    return {type(one).__name__: written(mode, one, torch.rand(8)) for one in observers}


@probe(MODES)
def fake_quantize_writes(mode: Mode):
    return written(mode, FakeQuantize(), torch.rand(8) * 9)


@probe(MODES)
def fake_quantize_observer_disabled_writes(mode: Mode):
    quantize = FakeQuantize()
    quantize.apply(disable_observer)
    return written(mode, quantize, torch.rand(8) * 9)


class Noisy(nn.Module):
    """A parametrization that reads its own flag."""

    def forward(self, weight):
        return F.dropout(weight, training=self.training)


@probe(MODES)
def parametrization_reads_the_flag(mode: Mode):
    layer = nn.Linear(64, 8)
    parametrize.register_parametrization(layer, "weight", Noisy())
    return repeats(mode, layer, torch.rand(2, 64))
