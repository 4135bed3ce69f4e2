"""What is timed and weighed: small models and their inputs, made outside any mode.

A builder holds the whole of its workload (it uses nothing else of this module but `Forward`), so that the hash of its
source and its parameters is the identity of the row: change either, and only that row is out of date.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Forward:
    """A model in eval mode and its input: normal tensors, made outside every mode, parameters requiring gradients."""

    model: nn.Module
    input: Tensor


def views_inner(views: int) -> Forward:
    """Views of a tensor computed inside: under inference_mode they skip view tracking altogether."""

    class ViewsInner(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.randn(8, 8))

        def forward(self, x: Tensor) -> Tensor:
            inner = x * self.weight
            for _ in range(views // 3):
                inner.view(4, 16)
                inner.t()
                inner.unsqueeze(0)
            return inner

    return Forward(ViewsInner(), torch.randn(8, 8))


def views_parameter(views: int) -> Forward:
    """Views of a parameter: a normal tensor even inside inference_mode, so its views are still tracked."""

    class ViewsParameter(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.randn(8, 8))

        def forward(self, x: Tensor) -> Tensor:
            for _ in range(views // 3):
                self.weight.view(4, 16)
                self.weight.t()
                self.weight.unsqueeze(0)
            return x * self.weight

    return Forward(ViewsParameter(), torch.randn(8, 8))


def multiply(operations: int, elements: int) -> Forward:
    """Multiplications so small that nearly all of the time is overhead."""

    class Multiply(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.rand(elements))

        def forward(self, x: Tensor) -> Tensor:
            for _ in range(operations):
                x = x * self.weight
            return x

    return Forward(Multiply(), torch.rand(elements))


def in_place(operations: int, elements: int) -> Forward:
    """In-place operations on a tensor computed inside: each bumps its version counter, which inference tensors lack."""

    class InPlace(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.rand(elements))

        def forward(self, x: Tensor) -> Tensor:
            inner = x * self.weight
            for _ in range(operations):
                inner.add_(self.weight)
            return inner

    return Forward(InPlace(), torch.rand(elements))


def mlp(layers: int, width: int, batch: int) -> Forward:
    """Linear and ReLU, `layers` times, all of one width."""
    pairs = [module for _ in range(layers) for module in (nn.Linear(width, width), nn.ReLU())]
    return Forward(nn.Sequential(*pairs), torch.randn(batch, width))


def convnet(layers: int, channels: int, size: int, batch: int) -> Forward:
    """Convolution, BatchNorm, ReLU, `layers` times, on square images of `size` pixels."""
    blocks: list[nn.Module] = []
    for layer in range(layers):
        blocks += [nn.Conv2d(channels if layer else 3, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ReLU()]
    return Forward(nn.Sequential(*blocks), torch.randn(batch, 3, size, size))


def encoder(layers: int, width: int, heads: int, tokens: int, batch: int) -> Forward:
    """Transformer encoder layers on a batch of sequences of `tokens` vectors."""
    stack = [nn.TransformerEncoderLayer(width, heads, 2 * width, batch_first=True) for _ in range(layers)]
    return Forward(nn.Sequential(*stack), torch.randn(batch, tokens, width))


def feed_forward(width: int, batch: int) -> Forward:
    """LayerNorm, Linear, GELU, Linear and a residual connection: the other half of a transformer block."""

    class FeedForward(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = nn.Sequential(
                nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
            )

        def forward(self, x: Tensor) -> Tensor:
            return x + self.inner(x)

    return Forward(FeedForward(), torch.randn(batch, width))


def attention_step(width: int, heads: int, cached: int, batch: int) -> Forward:
    """One generated token: projections, attention over `cached` keys and values, output layer."""

    class AttentionStep(nn.Module):
        keys: Tensor
        values: Tensor

        def __init__(self) -> None:
            super().__init__()
            self.project, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.register_buffer("keys", torch.randn(batch, heads, cached, width // heads))
            self.register_buffer("values", torch.randn(batch, heads, cached, width // heads))

        def forward(self, x: Tensor) -> Tensor:
            query, key, value = (part.view(batch, heads, 1, -1) for part in self.project(x).chunk(3, dim=-1))
            keys, values = torch.cat([self.keys, key], dim=2), torch.cat([self.values, value], dim=2)
            seen = nn.functional.scaled_dot_product_attention(query, keys, values)
            return self.out(seen.reshape(batch, width))

    return Forward(AttentionStep(), torch.randn(batch, width))


def lstm(width: int, tokens: int, batch: int) -> Forward:
    """One LSTM layer over a sequence."""

    class Sequence(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.LSTM(width, width, batch_first=True)

        def forward(self, x: Tensor) -> Tensor:
            return self.layer(x)[0]

    return Forward(Sequence(), torch.randn(batch, tokens, width))


def autocast_calls(calls: int, width: int, batch: int) -> Forward:
    """Calls of one layer in one autocast region: the cast of the weight is cached, except under inference_mode."""

    class Autocast(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(width, width)

        def forward(self, x: Tensor) -> Tensor:
            with torch.autocast(x.device.type, dtype=torch.bfloat16):
                for _ in range(calls):
                    x = self.layer(x)
            return x

    return Forward(Autocast(), torch.randn(batch, width))
