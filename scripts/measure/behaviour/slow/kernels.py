"""Which kernel computes the output, and are its bits those of grad mode? The profiler talks to stderr: a process of its own."""

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, EVALUATING, Mode
from scripts.measure.behaviour.probe import probe

CHOSEN = (*CORE, *EVALUATING)


def computed(model, *inputs):
    """What grad mode computes, the second time: in its first operators a thread has yet to settle how many threads it uses."""
    model(*inputs)
    return model(*inputs)


def agreement(a: torch.Tensor, b: torch.Tensor) -> str:
    if torch.equal(a, b):
        return "same bits"
    return "other bits, allclose" if torch.allclose(a, b, atol=1e-5) else "different"


@probe(CHOSEN)
def linear(mode: Mode):
    model, batch = mode.model(nn.Linear(64, 64)), torch.randn(16, 64)
    return agreement(computed(model, batch), mode.forward(model, batch))


@probe(CHOSEN)
def conv2d(mode: Mode):
    model, batch = mode.model(nn.Conv2d(3, 16, 3)), torch.randn(4, 3, 16, 16)
    return agreement(computed(model, batch), mode.forward(model, batch))


@probe(CHOSEN)
def batch_norm(mode: Mode):
    model, batch = mode.model(nn.BatchNorm1d(64, momentum=0.0)), torch.randn(16, 64)
    return agreement(computed(model, batch), mode.forward(model, batch))


@probe(CHOSEN)
def layer_norm(mode: Mode):
    model, batch = mode.model(nn.LayerNorm(64)), torch.randn(16, 64)
    return agreement(computed(model, batch), mode.forward(model, batch))


@probe(CHOSEN)
def gru(mode: Mode):
    model, batch = mode.model(nn.GRU(16, 16)), torch.randn(5, 4, 16)
    return agreement(computed(model, batch)[0], mode.run(model, batch)[0])


@probe(CHOSEN)
def lstm(mode: Mode):
    model, batch = mode.model(nn.LSTM(16, 16)), torch.randn(5, 4, 16)
    return agreement(computed(model, batch)[0], mode.run(model, batch)[0])


@probe(CHOSEN)
def lstm_frozen(mode: Mode):
    model, batch = mode.model(nn.LSTM(16, 16)), torch.randn(5, 4, 16)
    trainable = computed(model, batch)[0]
    return agreement(trainable, mode.run(model.requires_grad_(False), batch)[0])


@probe(CHOSEN)
def lstm_against_no_grad(mode: Mode):
    model, batch = mode.model(nn.LSTM(16, 16)), torch.randn(5, 4, 16)
    with torch.no_grad():
        unrecorded = computed(model, batch)[0]
    return agreement(unrecorded, mode.run(model, batch)[0])


@probe(CHOSEN)
def lstm_cell(mode: Mode):
    model, batch = mode.model(nn.LSTMCell(16, 16)), torch.randn(4, 16)
    return agreement(computed(model, batch)[0], mode.run(model, batch)[0])


@probe(CHOSEN)
def scaled_dot_product_attention(mode: Mode):
    query = torch.randn(2, 4, 16, 8, requires_grad=True)
    attention = nn.functional.scaled_dot_product_attention
    return agreement(computed(attention, query, query, query), mode.run(attention, query, query, query))


@probe(CHOSEN)
def multihead_attention(mode: Mode):
    model, batch = mode.model(nn.MultiheadAttention(16, 4, batch_first=True)), torch.randn(2, 5, 16)
    return agreement(computed(model, batch, batch, batch)[0], mode.run(model, batch, batch, batch)[0])


@probe(CHOSEN)
def encoder_layer(mode: Mode):
    model = mode.model(nn.TransformerEncoderLayer(16, 4, 32, dropout=0.0, batch_first=True))
    batch = torch.randn(2, 5, 16)
    return agreement(computed(model, batch), mode.forward(model, batch))


@probe(CHOSEN)
def encoder_layer_fused(mode: Mode):
    model = nn.TransformerEncoderLayer(16, 4, 32, dropout=0.0, batch_first=True)
    with torch.profiler.profile() as profile:
        mode.forward(model, torch.randn(2, 5, 16))
    return "aten::_transformer_encoder_layer_fwd" in {event.key for event in profile.key_averages()}


@probe(CHOSEN)
def encoder_layer_frozen_fused(mode: Mode):
    model = nn.TransformerEncoderLayer(16, 4, 32, dropout=0.0, batch_first=True)
    with torch.profiler.profile() as profile:
        mode.forward(model.requires_grad_(False), torch.randn(2, 5, 16))
    return "aten::_transformer_encoder_layer_fwd" in {event.key for event in profile.key_averages()}


@probe(CHOSEN)
def encoder_layer_sequence_first_fused(mode: Mode):
    model = nn.TransformerEncoderLayer(16, 4, 32, dropout=0.0)
    with torch.profiler.profile() as profile:
        mode.forward(model, torch.randn(5, 2, 16))
    return "aten::_transformer_encoder_layer_fwd" in {event.key for event in profile.key_averages()}


@probe(CHOSEN)
def multihead_attention_fused(mode: Mode):
    model, batch = mode.model(nn.MultiheadAttention(16, 4, batch_first=True)), torch.randn(2, 5, 16)
    with torch.profiler.profile() as profile:
        mode.run(model, batch, batch, batch)
    return "aten::_native_multi_head_attention" in {event.key for event in profile.key_averages()}


@probe(CHOSEN)
def encoder_with_padding(mode: Mode):
    layer = nn.TransformerEncoderLayer(16, 4, 32, dropout=0.0, batch_first=True)
    model, batch = mode.model(nn.TransformerEncoder(layer, 2)), torch.randn(2, 5, 16)
    padding = torch.tensor([[False] * 5, [False] * 3 + [True] * 2])
    output = mode.run(lambda: model(batch, src_key_padding_mask=padding))
    return {"length": output.shape[1], "padded places are zero": bool((output[1, 3:] == 0).all())}


@probe(CHOSEN)
def encoder_layer_with_a_hook(mode: Mode):
    model, called = nn.TransformerEncoderLayer(16, 4, 32, dropout=0.0, batch_first=True), []
    model.linear1.register_forward_hook(lambda *_: called.append("hook"))
    with torch.profiler.profile() as profile:
        mode.forward(model, torch.randn(2, 5, 16))
    fused = "aten::_transformer_encoder_layer_fwd" in {event.key for event in profile.key_averages()}
    return {"fused": fused, "hook called": len(called)}
