"""Mixed precision in each mode: the dtypes, the casts of the weights, and the cache that keeps them within a block."""

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.checkpoint import checkpoint

from scripts.measure.behaviour.modes import AUTOCAST, CORE, Mode
from scripts.measure.behaviour.probe import probe

BOTH = (*CORE, *AUTOCAST)


class Casts(TorchDispatchMode):
    """Counts the conversions to another dtype. `aten::to` reaches it whole in inference mode, as `_to_copy` otherwise."""

    count = 0

    def __torch_dispatch__(self, operator, types, arguments=(), options=None):
        self.count += operator in (torch.ops.aten._to_copy.default, torch.ops.aten.to.dtype)
        return operator(*arguments, **(options or {}))


class Matmul(torch.autograd.Function):
    """A matrix product; `seen` holds what its forward and backward found."""

    seen: dict[str, object]

    @staticmethod
    def forward(ctx, x, weight):
        ctx.save_for_backward(weight)
        Matmul.seen = {"input in forward": x.dtype}
        return x @ weight

    @staticmethod
    def backward(ctx, gradient):
        Matmul.seen = {"autocast in backward": torch.is_autocast_enabled(gradient.device.type)}
        return gradient @ ctx.saved_tensors[0].t(), None


class Matmul32(torch.autograd.Function):
    """The same with torch.amp's decorators: in float32, forward and backward, whatever the block around says."""

    @staticmethod
    def forward(ctx, x, weight):
        decorate = torch.amp.custom_fwd(device_type=x.device.type, cast_inputs=torch.float32)
        return decorate(Matmul.forward)(ctx, x, weight)

    @staticmethod
    def backward(ctx, gradient):
        return torch.amp.custom_bwd(device_type=gradient.device.type)(Matmul.backward)(ctx, gradient)


class Recording(nn.Linear):
    """A linear layer that keeps its last output in a buffer."""

    def __init__(self):
        super().__init__(2, 2)
        self.register_buffer("last", None)
        self.register_buffer("zeros", None)

    def forward(self, x):
        self.last, self.zeros = super().forward(x), torch.zeros(2)
        return self.last


def autocast(**options):
    return torch.autocast(torch.get_default_device().type, torch.bfloat16, **options)


def low(*shape):
    return torch.ones(*shape, dtype=torch.bfloat16)


# dtypes


@probe(BOTH)
def output_dtype(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).dtype


@probe(BOTH)
def parameter_dtype(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2))
    return model.weight.dtype


@probe(BOTH)
def gradient_dtype(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2)).sum().backward()
    return model.weight.grad.dtype


@probe(BOTH)
def sum_of_float32_and_bfloat16(mode: Mode):
    return mode.run(torch.add, torch.ones(2), low(2)).dtype


@probe(BOTH)
def mse_loss_dtype(mode: Mode):
    return mode.run(nn.functional.mse_loss, low(2), low(2)).dtype


@probe(BOTH)
def inplace_result_dtype(mode: Mode):
    total = torch.zeros(2, 2)
    return mode.run(total.addmm_, torch.ones(2, 2), torch.ones(2, 2)).dtype


@probe(BOTH)
def factory_dtype(mode: Mode):
    return mode.run(torch.zeros, 2).dtype


@probe(BOTH)
def buffers_assigned_in_forward(mode: Mode):
    model = Recording()
    mode.forward(model, torch.ones(1, 2))
    return {"result": model.last.dtype, "zeros": model.zeros.dtype}


@probe(BOTH)
def batch_norm_statistics_dtype(mode: Mode):
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    mode.forward(model, torch.rand(4, 2))
    return model[1].running_mean.dtype


@probe(BOTH)
def output_into_a_float32_layer_outside(mode: Mode):
    return nn.Linear(2, 2)(mode.forward(nn.Linear(2, 2), torch.ones(1, 2))).dtype


@probe(BOTH)
def nested_block_switched_off(mode: Mode):
    def inside(x):
        with autocast(enabled=False):
            return model(x)

    model = nn.Linear(2, 2)
    return mode.run(inside, torch.ones(1, 2)).dtype


@probe(BOTH)
def result_into_a_nested_block_switched_off(mode: Mode):
    def inside(x):
        result = model(x)
        with autocast(enabled=False):
            return model(result)

    model = nn.Linear(2, 2)
    return mode.run(inside, torch.ones(1, 2)).dtype


# Casts of the weight. The input is bfloat16 already, so that only the weight has to be cast.


@probe(CORE)
def casts_of_a_frozen_weight(mode: Mode):
    model, counts = nn.Linear(2, 2, bias=False).requires_grad_(False), []
    with autocast(), Casts() as casts, mode.context():
        for _ in range(3):
            model(low(1, 2))
            counts.append(casts.count)
    return " ".join(map(str, counts))


@probe(CORE)
def casts_of_a_trainable_weight(mode: Mode):
    model, counts = nn.Linear(2, 2, bias=False), []
    with autocast(), Casts() as casts, mode.context():
        for _ in range(3):
            model(low(1, 2))
            counts.append(casts.count)
    return " ".join(map(str, counts))


@probe(CORE)
def casts_with_a_block_for_each_call(mode: Mode):
    model, counts = nn.Linear(2, 2, bias=False), []
    with Casts() as casts, mode.context():
        for _ in range(3):
            with autocast():
                model(low(1, 2))
            counts.append(casts.count)
    return " ".join(map(str, counts))


@probe(CORE)
def casts_without_the_cache(mode: Mode):
    model, counts = nn.Linear(2, 2, bias=False), []
    with autocast(cache_enabled=False), Casts() as casts, mode.context():
        for _ in range(3):
            model(low(1, 2))
            counts.append(casts.count)
    return " ".join(map(str, counts))


# Weights that change between two calls in one block


@probe(CORE)
def weight_changed_between_two_calls(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    with autocast(), mode.context():
        before = model(x)
        model.weight.data.add_(1)
        return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def weight_changed_by_an_optimizer(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    model.weight.grad = torch.ones(2, 2)
    with autocast(), mode.context():
        before = model(x)
        torch.optim.SGD([model.weight], lr=1.0).step()
        return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def weight_changed_and_cache_cleared(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    with autocast(), mode.context():
        before = model(x)
        model.weight.data.add_(1)
        torch.clear_autocast_cache()
        return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def weight_changed_without_the_cache(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    with autocast(cache_enabled=False), mode.context():
        before = model(x)
        model.weight.data.add_(1)
        return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def weight_changed_with_a_block_for_each_call(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    with mode.context():
        with autocast():
            before = model(x)
        model.weight.data.add_(1)
        with autocast():
            return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def weight_changed_in_a_nested_block(mode: Mode):
    model, x = nn.Linear(2, 2), low(1, 2)
    with autocast(), mode.context():
        before = model(x)
        model.weight.data.add_(1)
        with autocast():
            return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def frozen_weight_changed_between_two_calls(mode: Mode):
    model, x = nn.Linear(2, 2).requires_grad_(False), low(1, 2)
    with autocast(), mode.context():
        before = model(x)
        model.weight.add_(1)
        return {"sees the new weight": not torch.equal(model(x), before)}


@probe(CORE)
def state_dict_loaded_between_two_calls(mode: Mode):
    model, other, x = nn.Linear(2, 2), nn.Linear(2, 2), low(1, 2)
    with autocast(), mode.context():
        before = model(x)
        model.load_state_dict(other.state_dict())
        return {"sees the new weight": not torch.equal(model(x), before)}


# One block: first a call in the mode, then training


@probe(CORE)
def training_after_a_call_in_the_mode(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    with autocast():
        mode.run(model, x)
        model(x).sum().backward()
    return {name: one.grad is not None for name, one in model.named_parameters()}


@probe(CORE)
def call_in_the_mode_after_training(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    with autocast():
        model(x).sum().backward()
        return {"requires_grad": mode.run(model, x).requires_grad}


@probe(CORE)
def backward_through_two_calls_of_one_block(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    with autocast():
        first, second = model(x), model(x)
    mode.run(first.sum().backward)
    mode.run(second.sum().backward)
    return model.weight.grad.dtype


# backward(), custom Functions, transforms


@probe(CORE)
def backward_in_the_block(mode: Mode):
    model = nn.Linear(2, 2)
    with autocast():
        loss = model(torch.ones(1, 2)).sum()
        mode.run(loss.backward)
    return model.weight.grad.dtype


@probe(CORE)
def autocast_in_backward_inside_the_block(mode: Mode):
    with autocast():
        output = Matmul.apply(torch.ones(2, 2, requires_grad=True), torch.ones(2, 2))
        mode.run(output.sum().backward)
    return Matmul.seen


@probe(CORE)
def custom_backward_after_the_block(mode: Mode):
    with autocast():
        output = Matmul.apply(torch.ones(2, 2, requires_grad=True), torch.ones(2, 2))
    mode.run(output.sum().backward)
    return Matmul.seen


@probe(CORE)
def custom_backward_with_custom_bwd(mode: Mode):
    with autocast():
        output = Matmul32.apply(torch.ones(2, 2, requires_grad=True), torch.ones(2, 2))
    mode.run(output.sum().backward)
    return Matmul.seen


@probe(BOTH)
def custom_function_input(mode: Mode):
    output = mode.run(Matmul.apply, torch.ones(2, 2), torch.ones(2, 2))
    return {**Matmul.seen, "output": output.dtype}


@probe(BOTH)
def custom_function_with_custom_fwd(mode: Mode):
    output = mode.run(Matmul32.apply, torch.ones(2, 2), torch.ones(2, 2))
    return {**Matmul.seen, "output": output.dtype}


@probe(CORE)
def checkpoint_recomputes_in_autocast(mode: Mode):
    def layer(x):
        seen.append(torch.is_autocast_enabled(x.device.type))
        return x.square()

    seen, x = [], torch.ones(2, requires_grad=True)
    with autocast():
        output = checkpoint(layer, x, use_reentrant=False)
    mode.run(output.sum().backward)
    return {"autocast in its runs": " ".join(map(str, seen))}


@probe(BOTH)
def func_grad_dtype(mode: Mode):
    weight, x = torch.ones(2, 2), torch.ones(1, 2)
    return mode.run(torch.func.grad(lambda weight: (x @ weight).sum()), weight).dtype


# GradScaler


@probe(CORE)
def disabled_scaler_returns_the_loss_itself(mode: Mode):
    scaler, loss = torch.amp.GradScaler(torch.get_default_device().type, enabled=False), torch.ones(1)
    return mode.run(scaler.scale, loss) is loss


@probe(CORE)
def scaler_first_used_inside(mode: Mode):
    weight = nn.Parameter(torch.ones(2))
    scaler = torch.amp.GradScaler(torch.get_default_device().type, init_scale=4.0, growth_interval=1)
    optimizer = torch.optim.SGD([weight], lr=1.0)
    mode.run(scaler.scale, torch.ones(1))
    scaler.scale(weight.sum()).backward()
    scaler.step(optimizer)
    scaler.update()
    return {"scale": int(scaler.get_scale())}


@probe(CORE)
def scaler_step_inside(mode: Mode):
    weight = nn.Parameter(torch.ones(2))
    scaler = torch.amp.GradScaler(torch.get_default_device().type, init_scale=4.0, growth_interval=1)
    optimizer = torch.optim.SGD([weight], lr=1.0)
    for _ in range(2):
        optimizer.zero_grad()
        scaler.scale(weight.sum()).backward()
        mode.run(scaler.step, optimizer)
        scaler.update()
    return {"scale": int(scaler.get_scale()), "weight moved": bool((weight != 1).all())}


@probe(CORE)
def scaler_skips_a_step_with_inf(mode: Mode):
    weight = nn.Parameter(torch.ones(2))
    scaler = torch.amp.GradScaler(torch.get_default_device().type, init_scale=4.0)
    optimizer = torch.optim.SGD([weight], lr=1.0)
    scaler.scale((weight * torch.inf).sum()).backward()
    mode.run(scaler.step, optimizer)
    scaler.update()
    return {"scale": int(scaler.get_scale()), "weight moved": bool((weight != 1).any())}
