"""What differentiates, watches or recomputes by rules of its own: hooks, checkpoints, torch.func, custom Functions."""

import warnings

import torch
from torch import nn
from torch.autograd import forward_ad, functional
from torch.nn.utils import parametrize
from torch.utils.checkpoint import checkpoint

from scripts.measure.behaviour.modes import Mode
from scripts.measure.behaviour.probe import probe

with warnings.catch_warnings():
    # Loaded by the first dual tensor of a process, with a warning that would end up in whichever cell comes first.
    warnings.simplefilter("ignore")
    import torch._decomp.decompositions_for_jvp


class Double(torch.autograd.Function):
    """Twice the input; `seen` holds what forward and backward found, in the order in which they ran."""

    seen: list[str]

    @staticmethod
    def forward(_ctx, x):
        Double.seen.append(f"forward {torch.is_grad_enabled()}")
        return x * 2

    @staticmethod
    def backward(_ctx, gradient):
        Double.seen.append(f"backward {torch.is_grad_enabled()}")
        return gradient * 2


class Needs(torch.autograd.Function):
    """The result is 1 where ctx.needs_input_grad says that the input needs a gradient."""

    @staticmethod
    def forward(ctx, x):
        return torch.full_like(x, float(ctx.needs_input_grad[0]))


class Tagged(torch.Tensor):
    """A subclass that adds nothing."""


class Halved(nn.Module):
    """A parametrization."""

    def forward(self, weight):
        return weight / 2


def cube(x):
    return (x**3).sum()


def judged(result, expected):
    """`right`, `zeros` or `wrong`."""
    if torch.allclose(result, torch.as_tensor(expected, dtype=result.dtype)):
        return "right"
    return "zeros" if not result.any() else "wrong"


# Hooks


@probe()
def forward_hook(mode: Mode):
    model, seen = nn.Linear(2, 2), []
    model.register_forward_hook(lambda *_: seen.append(torch.is_grad_enabled()))
    mode.forward(model, torch.ones(1, 2))
    return {"calls": len(seen), "grad mode in it": seen[0]}


@probe()
def full_backward_hook(mode: Mode):
    model, calls = nn.Linear(2, 2), []
    model.register_full_backward_hook(lambda *_: calls.append("called"))
    mode.forward(model, torch.ones(1, 2, requires_grad=True)).sum().backward()
    return {"calls": len(calls)}


@probe()
def full_backward_hook_and_inplace(mode: Mode):
    model = nn.Linear(2, 2)
    model.register_full_backward_hook(lambda *_: None)
    return {"requires_grad": mode.run(lambda: model(torch.ones(1, 2)).relu_()).requires_grad}


@probe()
def register_hook_on_the_output(mode: Mode):
    def inside():
        nn.Linear(2, 2)(torch.ones(1, 2)).register_hook(lambda gradient: gradient)
        return True

    return mode.run(inside)


@probe()
def register_hook_on_a_parameter(mode: Mode):
    weight, calls = nn.Parameter(torch.ones(2)), []
    mode.run(weight.register_hook, lambda _: calls.append("called"))
    weight.sum().backward()
    return {"calls of a later backward()": len(calls)}


@probe()
def retain_grad_on_the_output(mode: Mode):
    def inside():
        output = nn.Linear(2, 2)(torch.ones(1, 2))
        output.retain_grad()
        return output.retains_grad

    return mode.run(inside)


@probe()
def saved_tensors_hooks(mode: Mode):
    packed = []
    with torch.autograd.graph.saved_tensors_hooks(lambda kept: packed.append(kept) or kept, lambda kept: kept):
        mode.forward(nn.Linear(2, 2), torch.ones(1, 2))
    return {"tensors kept": len(packed)}


@probe()
def save_on_cpu_then_backward(mode: Mode):
    model = nn.Linear(2, 2)
    with torch.autograd.graph.save_on_cpu():
        output = mode.forward(model, torch.ones(1, 2))
    output.square().sum().backward()
    return model.weight.grad is not None


@probe()
def anomaly_of_a_forward_inside(mode: Mode):
    zero = torch.zeros(1, requires_grad=True)
    with torch.autograd.set_detect_anomaly(True):
        (mode.run(torch.sqrt, zero) * 0).sum().backward()
    return "no complaint"


# The backward pass of a graph recorded outside, run inside


@probe()
def grad_mode_in_a_backward_inside(mode: Mode):
    Double.seen = []
    output = Double.apply(torch.ones(2, requires_grad=True)).sum()
    mode.run(output.backward)
    return {"grad mode in it": Double.seen[-1].partition(" ")[2]}


@probe()
def grad_mode_in_a_backward_with_create_graph(mode: Mode):
    Double.seen = []
    x = torch.ones(2, requires_grad=True)
    output = Double.apply(x).sum()
    mode.run(torch.autograd.grad, output, x, None, None, True)
    return {"grad mode in it": Double.seen[-1].partition(" ")[2]}


@probe()
def grad_mode_in_a_tensor_hook(mode: Mode):
    seen, x = [], torch.ones(2, requires_grad=True)
    x.register_hook(lambda _: seen.append(torch.is_grad_enabled()))
    mode.run((x * 2).sum().backward)
    return {"grad mode in it": seen[0]}


@probe()
def create_graph_inside(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    (gradient,) = mode.run(torch.autograd.grad, cube(x), x, None, None, True)
    return {"requires_grad": gradient.requires_grad, "inference tensor": gradient.is_inference()}


@probe()
def second_derivative_of_a_gradient_made_inside(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    (gradient,) = mode.run(torch.autograd.grad, cube(x), x, None, None, True)
    gradient.sum().backward()
    return judged(x.grad, [6.0, 6.0])


@probe()
def autograd_grad_of_an_outer_graph(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    (gradient,) = mode.run(torch.autograd.grad, cube(x), x)
    return {"value": judged(gradient, [3.0, 3.0]), "inference tensor": gradient.is_inference()}


# Checkpointing


@probe()
def checkpoint_reentrant(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2, requires_grad=True)
    output = mode.run(lambda: checkpoint(model, x, use_reentrant=True))
    return {"requires_grad": output.requires_grad}


@probe()
def checkpoint_reentrant_plain_input(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    output = mode.run(lambda: checkpoint(model, x, use_reentrant=True))
    return {"requires_grad": output.requires_grad}


@probe()
def checkpoint_non_reentrant_plain_input(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    output = mode.run(lambda: checkpoint(model, x, use_reentrant=False))
    return {"requires_grad": output.requires_grad}


@probe()
def checkpoint_without_use_reentrant(mode: Mode):
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    return {"requires_grad": mode.run(checkpoint, model, x).requires_grad}


@probe()
def checkpoint_reentrant_batch_norm(mode: Mode):
    norm, x = nn.BatchNorm1d(2), torch.rand(4, 2, requires_grad=True)
    output = mode.run(lambda: checkpoint(mode.model(norm), x, use_reentrant=True))
    if output.requires_grad:
        output.backward(torch.ones(4, 2))
    return {"updates": int(norm.num_batches_tracked)}


@probe()
def checkpoint_non_reentrant_batch_norm(mode: Mode):
    norm, x = nn.BatchNorm1d(2), torch.rand(4, 2, requires_grad=True)
    output = mode.run(lambda: checkpoint(mode.model(norm), x, use_reentrant=False))
    if output.requires_grad:
        output.backward(torch.ones(4, 2))
    return {"updates": int(norm.num_batches_tracked)}


@probe()
def checkpoint_dropout_mask(mode: Mode):
    drop, x = nn.Dropout(), torch.ones(64, requires_grad=True)
    output = mode.run(lambda: checkpoint(drop, x, use_reentrant=False))
    output.sum().backward()
    return {"same mask": torch.equal(output, x.grad)}


@probe()
def checkpoint_dropout_mask_without_rng_state(mode: Mode):
    drop, x = nn.Dropout(), torch.ones(64, requires_grad=True)
    output = mode.run(lambda: checkpoint(drop, x, use_reentrant=False, preserve_rng_state=False))
    output.sum().backward()
    return {"same mask": torch.equal(output, x.grad)}


@probe()
def checkpoint_reentrant_backward_inside(mode: Mode):
    model, x = nn.Linear(2, 1), torch.ones(1, 2, requires_grad=True)
    output = checkpoint(model, x, use_reentrant=True)
    mode.run(output.sum().backward)
    return judged(model.weight.grad, [[1.0, 1.0]])


@probe()
def checkpoint_non_reentrant_backward_inside(mode: Mode):
    model, x = nn.Linear(2, 1), torch.ones(1, 2)
    output = checkpoint(model, x, use_reentrant=False)
    mode.run(output.sum().backward)
    return judged(model.weight.grad, [[1.0, 1.0]])


@probe()
def checkpoint_reentrant_grad_mode(mode: Mode):
    def square(t):
        seen.append(torch.is_grad_enabled())
        return t * t

    seen, x = [], torch.ones(2, requires_grad=True)
    output = mode.run(lambda: checkpoint(square, x, use_reentrant=True))
    if output.requires_grad:
        output.backward(torch.ones(2))
    return {"grad mode in its runs": " ".join(map(str, seen))}


@probe()
def checkpoint_non_reentrant_grad_mode(mode: Mode):
    def square(t):
        seen.append(torch.is_grad_enabled())
        return t * t

    seen, x = [], torch.ones(2, requires_grad=True)
    output = mode.run(lambda: checkpoint(square, x, use_reentrant=False))
    if output.requires_grad:
        output.backward(torch.ones(2))
    return {"grad mode in its runs": " ".join(map(str, seen))}


@probe()
def checkpoint_reentrant_eval_in_between(mode: Mode):
    drop, x = nn.Dropout(), torch.ones(64, requires_grad=True)
    output = mode.run(lambda: checkpoint(drop, x, use_reentrant=True))
    drop.eval()
    output.sum().backward()
    return {"same mask": torch.equal(output, x.grad)}


@probe()
def checkpoint_non_reentrant_eval_in_between(mode: Mode):
    drop, x = nn.Dropout(), torch.ones(64, requires_grad=True)
    output = mode.run(lambda: checkpoint(drop, x, use_reentrant=False))
    drop.eval()
    output.sum().backward()
    return {"same mask": torch.equal(output, x.grad)}


# torch.func


@probe()
def func_grad(mode: Mode):
    return judged(mode.run(torch.func.grad(cube), torch.ones(2)), [3.0, 3.0])


@probe()
def func_vjp(mode: Mode):
    def inside(x):
        output, pull = torch.func.vjp(cube, x)
        return pull(torch.ones_like(output))[0]

    return judged(mode.run(inside, torch.ones(2)), [3.0, 3.0])


@probe()
def func_jvp(mode: Mode):
    x = torch.ones(2)
    return judged(mode.run(torch.func.jvp, cube, (x,), (x,))[1], 6.0)


@probe()
def func_jacrev(mode: Mode):
    return judged(mode.run(torch.func.jacrev(cube), torch.ones(2)), [3.0, 3.0])


@probe()
def func_jacfwd(mode: Mode):
    return judged(mode.run(torch.func.jacfwd(cube), torch.ones(2)), [3.0, 3.0])


@probe()
def func_hessian(mode: Mode):
    return judged(mode.run(torch.func.hessian(cube), torch.ones(2)), [[6.0, 0.0], [0.0, 6.0]])


@probe()
def func_vmap(mode: Mode):
    weight = torch.ones(2, requires_grad=True)
    return mode.run(torch.func.vmap(lambda row: row @ weight), torch.ones(3, 2)).requires_grad


@probe()
def func_vmap_of_grad(mode: Mode):
    return judged(mode.run(torch.func.vmap(torch.func.grad(cube)), torch.ones(2, 2)), 3.0)


@probe()
def func_grad_with_the_mode_in_the_function(mode: Mode):
    return judged(torch.func.grad(lambda x: mode.run(cube, x))(torch.ones(2)), [3.0, 3.0])


@probe()
def func_jvp_with_the_mode_in_the_function(mode: Mode):
    x = torch.ones(2)
    return judged(torch.func.jvp(lambda x: mode.run(cube, x), (x,), (x,))[1], 6.0)


@probe()
def func_grad_result_is_inference(mode: Mode):
    return mode.run(torch.func.grad(cube), torch.ones(2)).is_inference()


@probe()
def func_grad_of_an_inference_tensor(mode: Mode):
    return judged(torch.func.grad(cube)(mode.run(torch.ones, 2)), [3.0, 3.0])


@probe()
def func_grad_of_a_model_inside(mode: Mode):
    model, x = nn.Linear(2, 1), torch.ones(1, 2)

    def loss(parameters):
        return torch.func.functional_call(model, parameters, (x,)).sum()

    return judged(mode.run(torch.func.grad(loss), dict(model.named_parameters()))["weight"], [[1.0, 1.0]])


@probe()
def functional_call(mode: Mode):
    model, other = nn.Linear(2, 1), nn.Linear(2, 1)
    output = mode.run(torch.func.functional_call, model, dict(other.named_parameters()), (torch.ones(1, 2),))
    output.sum().backward()
    return {"own gradient": model.weight.grad is not None, "passed in": other.weight.grad is not None}


# torch.autograd.functional


@probe()
def functional_jacobian(mode: Mode):
    return judged(mode.run(functional.jacobian, cube, torch.ones(2)), [3.0, 3.0])


@probe()
def functional_jacobian_strict(mode: Mode):
    return judged(mode.run(lambda: functional.jacobian(cube, torch.ones(2), strict=True)), [3.0, 3.0])


@probe()
def functional_jacobian_vectorized(mode: Mode):
    return judged(mode.run(lambda: functional.jacobian(cube, torch.ones(2), vectorize=True)), [3.0, 3.0])


@probe()
def functional_jacobian_forward_mode(mode: Mode):
    def inside():
        return functional.jacobian(cube, torch.ones(2), vectorize=True, strategy="forward-mode")

    return judged(mode.run(inside), [3.0, 3.0])


@probe()
def functional_hessian(mode: Mode):
    return judged(mode.run(functional.hessian, cube, torch.ones(2)), [[6.0, 0.0], [0.0, 6.0]])


@probe()
def functional_vjp(mode: Mode):
    return judged(mode.run(functional.vjp, cube, torch.ones(2))[1], [3.0, 3.0])


@probe()
def functional_jvp(mode: Mode):
    x = torch.ones(2)
    return judged(mode.run(functional.jvp, cube, x, x)[1], 6.0)


@probe()
def functional_hvp(mode: Mode):
    x = torch.ones(2)
    return judged(mode.run(functional.hvp, cube, x, x)[1], [6.0, 6.0])


@probe()
def functional_vhp(mode: Mode):
    x = torch.ones(2)
    return judged(mode.run(functional.vhp, cube, x, x)[1], [6.0, 6.0])


@probe()
def functional_jacobian_with_the_mode_in_the_function(mode: Mode):
    return judged(functional.jacobian(lambda x: mode.run(cube, x), torch.ones(2)), [3.0, 3.0])


# Forward-mode AD


@probe()
def tangent_of_a_result(mode: Mode):
    x = torch.ones(2)
    with forward_ad.dual_level():
        output = mode.run(torch.square, forward_ad.make_dual(x, x))
        return forward_ad.unpack_dual(output).tangent is not None


@probe()
def tangent_made_inside(mode: Mode):
    x = torch.ones(2)
    with forward_ad.dual_level():
        dual = mode.run(forward_ad.make_dual, x, x)
        return forward_ad.unpack_dual(dual.square()).tangent is not None


@probe()
def forward_ad_all_inside(mode: Mode):
    def inside():
        x = torch.ones(2)
        with forward_ad.dual_level():
            return forward_ad.unpack_dual(forward_ad.make_dual(x, x).square()).tangent is not None

    return mode.run(inside)


# Gradients wanted inside an evaluation


@probe()
def saliency(mode: Mode):
    def inside(x):
        return torch.autograd.grad(cube(x.requires_grad_()), x)[0]

    return judged(mode.run(inside, torch.ones(2)), [3.0, 3.0])


@probe()
def saliency_with_enable_grad(mode: Mode):
    def inside(x):
        with torch.enable_grad():
            return torch.autograd.grad(cube(x.requires_grad_()), x)[0]

    return judged(mode.run(inside, torch.ones(2)), [3.0, 3.0])


@probe()
def saliency_with_inference_mode_off(mode: Mode):
    def inside(x):
        with torch.inference_mode(False):
            return torch.autograd.grad(cube(x.requires_grad_()), x)[0]

    return judged(mode.run(inside, torch.ones(2)), [3.0, 3.0])


@probe()
def saliency_of_an_input_made_inside(mode: Mode):
    def inside():
        x = torch.ones(2)
        with torch.inference_mode(False):
            return torch.autograd.grad(cube(x.requires_grad_()), x)[0]

    return judged(mode.run(inside), [3.0, 3.0])


@probe()
def saliency_of_a_clone_of_an_input_made_inside(mode: Mode):
    def inside():
        x = torch.ones(2)
        with torch.inference_mode(False):
            x = x.clone()
            return torch.autograd.grad(cube(x.requires_grad_()), x)[0]

    return judged(mode.run(inside), [3.0, 3.0])


# Custom Functions


@probe()
def custom_function_is_recorded(mode: Mode):
    Double.seen = []
    output = mode.run(Double.apply, torch.ones(2, requires_grad=True))
    return {"requires_grad": output.requires_grad, "inference tensor": output.is_inference()}


@probe()
def custom_function_backward(mode: Mode):
    Double.seen = []
    x = torch.ones(2, requires_grad=True)
    output = mode.run(Double.apply, x)
    output.backward(torch.ones(2))
    return judged(x.grad, [2.0, 2.0])


@probe()
def custom_function_backward_of_a_sum(mode: Mode):
    Double.seen = []
    x = torch.ones(2, requires_grad=True)
    mode.run(Double.apply, x).sum().backward()
    return judged(x.grad, [2.0, 2.0])


@probe()
def grad_mode_in_a_custom_forward(mode: Mode):
    Double.seen = []
    mode.run(Double.apply, torch.ones(2, requires_grad=True))
    return {"grad mode in it": Double.seen[0].partition(" ")[2]}


@probe()
def needs_input_grad(mode: Mode):
    return bool(mode.run(Needs.apply, torch.ones(1, requires_grad=True)).item())


@probe()
def gradcheck(mode: Mode):
    x = torch.ones(2, dtype=torch.double, requires_grad=True)
    return mode.run(torch.autograd.gradcheck, cube, x)


@probe()
def gradgradcheck(mode: Mode):
    x = torch.ones(2, dtype=torch.double, requires_grad=True)
    return mode.run(torch.autograd.gradgradcheck, cube, x)


# Parametrizations


@probe()
def parametrized_cache(mode: Mode):
    model = nn.Linear(2, 1)
    parametrize.register_parametrization(model, "weight", Halved())
    with parametrize.cached():
        mode.run(model, torch.ones(1, 2))
        model(torch.ones(1, 2)).sum().backward()
    return {"weight": model.parametrizations.weight.original.grad is not None, "bias": model.bias.grad is not None}


@probe()
def parametrized_cache_after_an_update(mode: Mode):
    model = nn.Linear(2, 1)
    parametrize.register_parametrization(model, "weight", Halved())
    with parametrize.cached(), mode.context():
        before = model.weight.clone()
        model.parametrizations.weight.original.data.add_(2)
        return {"sees the new weight": not torch.equal(before, model.weight)}


@probe()
def weight_norm_applied_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(torch.nn.utils.parametrizations.weight_norm, model)
    model(torch.ones(1, 2)).sum().backward()
    return {name.rpartition(".")[2]: one.grad is not None for name, one in model.named_parameters()}


@probe()
def parametrization_removed_inside(mode: Mode):
    model = nn.Linear(2, 1)
    parametrize.register_parametrization(model, "weight", Halved())
    mode.run(parametrize.remove_parametrizations, model, "weight")
    return {"inference tensor": model.weight.is_inference(), "requires_grad": model.weight.requires_grad}


# Conversions of the output


@probe()
def numpy_of_the_output(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).cpu().numpy().shape == (1, 2)


@probe()
def back_from_numpy(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).cpu()
    again = torch.from_numpy(output.numpy())
    return {"inference tensor": again.is_inference(), "same storage": again.data_ptr() == output.data_ptr()}


@probe()
def back_from_dlpack(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2))
    again = torch.from_dlpack(output)
    return {"inference tensor": again.is_inference(), "same storage": again.data_ptr() == output.data_ptr()}


@probe()
def as_subclass_of_the_output(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).as_subclass(Tagged)
    return {"requires_grad": output.requires_grad, "inference tensor": output.is_inference()}


@probe()
def item_of_the_output(mode: Mode):
    return isinstance(mode.forward(nn.Linear(2, 1), torch.ones(1, 2)).item(), float)
