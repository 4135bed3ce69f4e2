"""Does it record a graph? What the output of a forward pass knows of its history, and what can be done with it."""

import copy
import io
import weakref

import torch
from torch import nn

from scripts.measure.behaviour.modes import CORE, EVALUATING, FORMS, MODEL, NESTED, Mode
from scripts.measure.behaviour.probe import probe

TENSORS = (*CORE, *FORMS, *NESTED)
MODELS = (*TENSORS, *EVALUATING, *MODEL)


def layers() -> nn.Sequential:
    return nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))


def history(tensor: torch.Tensor) -> str:
    """`recorded`, `none`, or `flag only`: requires_grad is True, and no graph leads from it to anything."""
    if tensor.grad_fn is not None:
        return "recorded"
    return "flag only" if tensor.requires_grad else "none"


def nodes(tensor: torch.Tensor) -> int:
    """How many nodes of a graph hang behind a tensor."""
    found, ahead = set(), [tensor.grad_fn]
    while ahead:
        node = ahead.pop()
        if node is not None and node not in found:
            found.add(node)
            ahead += [source for source, _ in node.next_functions]
    return len(found)


# What the output is


@probe()
def output_requires_grad(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).requires_grad


@probe()
def output_grad_fn(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2))
    return output.grad_fn is not None


@probe()
def output_is_leaf(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).is_leaf


@probe()
def output_is_inference(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).is_inference()


@probe()
def output_printed(mode: Mode):
    text = repr(mode.forward(nn.Linear(2, 2), torch.ones(1, 2)))
    return "grad_fn=<AddmmBackward0>" in text


@probe()
def nodes_of_the_graph(mode: Mode):
    return nodes(mode.forward(layers(), torch.ones(1, 2)))


@probe()
def an_integer_result(mode: Mode):
    return history(mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).argmax())


# What can be done with it


@probe()
def backward(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2)).sum().backward()
    return {name: parameter.grad is not None for name, parameter in model.named_parameters()}


@probe(TENSORS)
def backward_inside_the_same_block(mode: Mode):
    model = nn.Linear(2, 2)
    mode.run(lambda: model(torch.ones(1, 2)).sum().backward())
    return model.weight.grad is not None


@probe()
def autograd_grad(mode: Mode):
    model = nn.Linear(2, 2)
    output = mode.forward(model, torch.ones(1, 2))
    (gradient,) = torch.autograd.grad(output.sum(), model.weight)
    return tuple(gradient.shape) == (2, 2)


@probe()
def gradients_of_model_and_input(mode: Mode):
    model, batch = nn.Linear(2, 2), torch.ones(1, 2, requires_grad=True)
    mode.forward(model, batch).sum().backward()
    return {"parameters": model.weight.grad is not None, "input": batch.grad is not None}


@probe(MODELS)
def a_head_trained_on_the_output(mode: Mode):
    body, head = nn.Linear(2, 2), nn.Linear(2, 1)
    head(mode.forward(body, torch.ones(1, 2))).sum().backward()
    return {"body": body.weight.grad is not None, "head": head.weight.grad is not None}


@probe(MODELS)
def a_head_trained_on_a_clone(mode: Mode):
    body, head = nn.Linear(2, 2), nn.Linear(2, 1)
    head(mode.forward(body, torch.ones(1, 2)).clone()).sum().backward()
    return {"body": body.weight.grad is not None, "head": head.weight.grad is not None}


@probe()
def retain_grad(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2))
    output.retain_grad()
    output.sum().backward()
    return output.grad is not None


@probe()
def register_hook(mode: Mode):
    seen = []
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2))
    output.register_hook(lambda _: seen.append("called"))
    output.sum().backward()
    return len(seen)


@probe()
def reading_grad_of_the_output(mode: Mode):
    return mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).grad


@probe(MODELS)
def numpy_of_the_output(mode: Mode):
    return type(mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).cpu().numpy()).__name__


@probe()
def item_of_the_output(mode: Mode):
    return type(mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).sum().item()).__name__


@probe()
def deepcopy_of_the_output(mode: Mode):
    return copy.deepcopy(mode.forward(nn.Linear(2, 2), torch.ones(1, 2))).requires_grad


@probe()
def saved_and_loaded(mode: Mode):
    file = io.BytesIO()
    torch.save(mode.forward(nn.Linear(2, 2), torch.ones(1, 2)), file)
    file.seek(0)
    loaded = torch.load(file)
    return {"history": history(loaded), "inference": loaded.is_inference()}


@probe()
def requires_grad_asked_afterwards(mode: Mode):
    output = mode.forward(nn.Linear(2, 2), torch.ones(1, 2)).requires_grad_()
    output.sum().backward()
    return output.is_leaf and output.grad is not None


# What it keeps


def address(tensor: torch.Tensor) -> int:
    return tensor.untyped_storage().data_ptr()


def kept(mode: Mode, model: nn.Module, batch: torch.Tensor) -> int:
    """How many tensors the forward pass keeps for the backward pass: each once, and not what the model holds anyway."""
    packed = []
    with torch.autograd.graph.saved_tensors_hooks(lambda t: packed.append(t) or t, lambda t: t):
        mode.forward(model, batch)
    own = {address(tensor) for tensor in model.state_dict().values()}
    return len({address(tensor) for tensor in packed if tensor.numel()} - own)


@probe()
def tensors_packed(mode: Mode):
    return kept(mode, layers(), torch.ones(1, 2))


@probe()
def tensors_packed_in_training_and_eval(mode: Mode):
    model = nn.Sequential(nn.Linear(2, 3), nn.Dropout(), nn.BatchNorm1d(3), nn.Linear(3, 1))
    return kept(mode, model, torch.ones(4, 2))


@probe()
def tensors_packed_if_the_input_requires_grad(mode: Mode):
    return kept(mode, layers(), torch.ones(1, 2, requires_grad=True))


@probe(MODELS)
def tensors_packed_if_the_first_layer_is_frozen(mode: Mode):
    model = layers()
    model[0].requires_grad_(False)
    return kept(mode, model, torch.ones(1, 2))


@probe(MODELS)
def tensors_packed_if_the_last_layer_is_frozen(mode: Mode):
    model = layers()
    model[2].requires_grad_(False)
    return kept(mode, model, torch.ones(1, 2))


@probe(MODELS)
def tensors_held_by_the_output(mode: Mode):
    model, held = layers(), weakref.WeakSet()

    class Held:
        def __init__(self, tensor):
            self.address, self.alive = address(tensor), tensor.detach()
            held.add(self)

    with torch.autograd.graph.saved_tensors_hooks(Held, print):
        output = mode.forward(model, torch.ones(1, 2))
    count = len({one.address for one in held} - {address(tensor) for tensor in model.parameters()})
    del output
    return count


@probe(MODELS)
def bytes_of_activations_packed(mode: Mode):
    model, packed = layers(), []
    with torch.autograd.graph.saved_tensors_hooks(lambda t: packed.append(t) or t, lambda t: t):
        mode.forward(model, torch.ones(100, 2))
    own = {address(parameter) for parameter in model.parameters()}
    kept_storages = {address(t): t.untyped_storage().nbytes() for t in packed}
    return sum(size for at, size in kept_storages.items() if at not in own)


# What stays as it was


@probe()
def parameters_afterwards(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2))
    weight = model.weight
    return {"requires_grad": weight.requires_grad, "grad": weight.grad, "inference": weight.is_inference()}


@probe()
def the_next_forward_pass_outside(mode: Mode):
    model = nn.Linear(2, 2)
    mode.forward(model, torch.ones(1, 2))
    return history(model(torch.ones(1, 2)))


@probe()
def grad_mode_afterwards(mode: Mode):
    mode.run(torch.ones, 1)
    return {"grad mode": torch.is_grad_enabled(), "inference mode": torch.is_inference_mode_enabled()}


@probe(TENSORS)
def detach_in_place_of_a_recorded_tensor(mode: Mode):
    recorded = torch.ones(2, requires_grad=True) * 2
    mode.run(recorded.detach_)
    return history(recorded)


@probe(TENSORS)
def a_graph_from_before(mode: Mode):
    model = nn.Linear(2, 2)
    loss = model(torch.ones(1, 2)).sum()
    mode.run(loss.backward)
    return {"grad": model.weight.grad is not None, "inference": model.weight.grad.is_inference()}


@probe(TENSORS)
def create_graph_inside(mode: Mode):
    x = torch.ones(1, requires_grad=True)
    cube = (x**3).sum()
    (slope,) = mode.run(lambda: torch.autograd.grad(cube, x, create_graph=True))
    return history(slope)


# What holds inside


@probe()
def grad_mode_inside(mode: Mode):
    return mode.run(torch.is_grad_enabled)


@probe()
def inference_mode_inside(mode: Mode):
    return mode.run(torch.is_inference_mode_enabled)


@probe()
def recorded_inside(mode: Mode):
    weight = torch.ones(2, requires_grad=True)
    return history(mode.run(lambda: weight * 2))


@probe()
def new_tensors_inside(mode: Mode):
    return mode.run(torch.ones, 2).is_inference()


@probe(TENSORS)
def recorded_inside_from_an_inference_tensor(mode: Mode):
    with torch.inference_mode():
        features = torch.ones(2)
    weight = torch.ones(2, requires_grad=True)
    return history(mode.run(lambda: weight + features))


@probe(TENSORS)
def saved_inside_from_an_inference_tensor(mode: Mode):
    with torch.inference_mode():
        features = torch.ones(2)
    weight = torch.ones(2, requires_grad=True)
    return history(mode.run(lambda: weight * features))


@probe(TENSORS)
def leaf_in_place_inside(mode: Mode):
    weight = torch.ones(2, requires_grad=True)
    mode.run(weight.mul_, 2)
    return weight.tolist() == [2, 2]


# Where the flag and the graph part


@probe(TENSORS)
def identity(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(nn.Identity(), x))


@probe(TENSORS)
def empty_sequential(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(nn.Sequential(), x))


@probe(TENSORS)
def dropout_in_eval(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(nn.Dropout().eval(), x))


@probe(TENSORS)
def dropout_of_zero_in_training(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(nn.Dropout(p=0.0), x))


@probe(TENSORS)
def flatten(mode: Mode):
    x = torch.ones(2, 2, 2, requires_grad=True)
    return history(mode.run(nn.Flatten(), x))


@probe(TENSORS)
def view(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.view(4)))


@probe(TENSORS)
def index_by_an_integer(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x[0]))


@probe(TENSORS)
def index_by_a_list(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x[[0]]))


@probe(TENSORS)
def transpose(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.T))


@probe(TENSORS)
def expand(mode: Mode):
    x = torch.ones(1, 2, requires_grad=True)
    return history(mode.run(lambda: x.expand(2, 2)))


@probe(TENSORS)
def one_piece_of_chunk(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.chunk(2))[0])


@probe(TENSORS)
def reshape_that_views(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.reshape(4)))


@probe(TENSORS)
def reshape_that_copies(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.T.reshape(4)))


@probe(TENSORS)
def contiguous_with_nothing_to_do(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.contiguous()))


@probe(TENSORS)
def contiguous_that_copies(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.T.contiguous()))


@probe(TENSORS)
def float_with_nothing_to_do(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.float()))


@probe(TENSORS)
def double_that_copies(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.double()))


@probe(TENSORS)
def clone(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.clone()))


@probe(TENSORS)
def detached(mode: Mode):
    x = torch.ones(2, 2, requires_grad=True)
    return history(mode.run(lambda: x.detach()))


@probe(TENSORS)
def a_view_of_a_recorded_tensor(mode: Mode):
    recorded = torch.ones(2, 2, requires_grad=True) * 2
    return history(mode.run(lambda: recorded.view(4)))


@probe(TENSORS)
def identity_of_a_recorded_tensor(mode: Mode):
    recorded = torch.ones(2, 2, requires_grad=True) * 2
    return history(mode.run(nn.Identity(), recorded))


@probe(TENSORS)
def in_place_on_a_recorded_tensor(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    recorded = x * 2
    mode.run(recorded.mul_, 5)
    recorded.sum().backward()
    return {"value": int(recorded[0]), "gradient": int(x.grad[0])}


@probe(TENSORS)
def gradient_through_a_view(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    piece = mode.run(lambda: x[:1])
    (piece * 3).sum().backward()
    return {"x.grad": x.grad is not None}


# Functions and modules that differentiate


class Double(torch.autograd.Function):
    """Twice the input, and it says whether grad mode is on in its own forward."""

    @staticmethod
    def forward(_ctx, x):
        Double.grad_mode = torch.is_grad_enabled()
        return x * 2

    @staticmethod
    def backward(_ctx, gradient):
        return gradient * 2


@probe(TENSORS)
def custom_function(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    output = mode.run(Double.apply, x)
    return {"history": history(output), "inference": output.is_inference()}


@probe(TENSORS)
def custom_function_backward(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    mode.run(Double.apply, x).sum().backward()
    return x.grad is not None


@probe(TENSORS)
def custom_function_backward_with_a_gradient(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    mode.run(Double.apply, x).backward(torch.ones(2))
    return x.grad is not None


@probe(TENSORS)
def custom_function_then_an_operator(mode: Mode):
    x = torch.ones(2, requires_grad=True)
    return history(mode.run(lambda: Double.apply(x) + 1))


@probe(TENSORS)
def grad_mode_in_a_custom_forward(mode: Mode):
    mode.run(Double.apply, torch.ones(2, requires_grad=True))
    return Double.grad_mode


@probe()
def enable_grad_inside_forward(mode: Mode):
    class Slope(nn.Module):
        def forward(self, x):
            with torch.enable_grad():
                x = x.detach().requires_grad_()
                (slope,) = torch.autograd.grad((x**3).sum(), x)
            return slope

    return int(mode.forward(Slope(), torch.ones(1)))


@probe()
def inference_mode_false_inside_forward(mode: Mode):
    class Slope(nn.Module):
        def forward(self, x):
            with torch.inference_mode(False):
                x = x.clone().requires_grad_()
                (slope,) = torch.autograd.grad((x**3).sum(), x)
            return slope

    return int(mode.forward(Slope(), torch.ones(1)))


@probe()
def func_grad_inside_forward(mode: Mode):
    class Slope(nn.Module):
        def forward(self, x):
            return torch.func.grad(lambda x: (x**3).sum())(x)

    return int(mode.forward(Slope(), torch.ones(1)))


@probe()
def functional_jacobian_inside_forward(mode: Mode):
    class Slope(nn.Module):
        def forward(self, x):
            return torch.autograd.functional.jacobian(lambda x: x**3, x)

    return int(mode.forward(Slope(), torch.ones(1)))


@probe()
def a_forward_decorated_with_enable_grad(mode: Mode):
    class Decorated(nn.Linear):
        @torch.enable_grad()
        def forward(self, x):
            return super().forward(x)

    return history(mode.forward(Decorated(2, 2), torch.ones(1, 2)))


@probe(MODELS)
def a_forward_decorated_with_no_grad(mode: Mode):
    class Decorated(nn.Linear):
        @torch.no_grad()
        def forward(self, x):
            return super().forward(x)

    return history(mode.forward(Decorated(2, 2), torch.ones(1, 2)))
