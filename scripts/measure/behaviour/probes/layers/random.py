"""Random layers."""

import warnings

import torch
import torch.nn.functional as F
from torch import nn

from scripts.measure.behaviour import module_cases
from scripts.measure.behaviour.modes import EVALUATING, Mode
from scripts.measure.behaviour.probe import probe
from scripts.measure.behaviour.probes.layers.subjects import (
    MODES,
    Calling,
    First,
    draws,
    repeats,
)


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
