"""Made inside: what comes of tensors, layers, caches, gradients and optimizer state that a mode saw the birth of."""

import copy
import io
import pickle

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from scripts.measure.behaviour.modes import CORE, FORMS, NESTED, Mode
from scripts.measure.behaviour.probe import probe

PLACES = (*CORE, *FORMS, *NESTED)


def kind(tensor: torch.Tensor) -> str:
    return "inference tensor" if tensor.is_inference() else "ordinary tensor"


def counts_versions(tensor: torch.Tensor) -> bool:
    """Whether autograd can watch in-place operations on it; reading the counter raises where there is none."""
    try:
        return tensor._version >= 0
    except RuntimeError:
        return False


def trained_outside(model: nn.Module, batch: torch.Tensor) -> str:
    """Which parameters have a gradient after an ordinary forward and backward pass."""
    model(batch).sum().backward()
    without = [name for name, parameter in model.named_parameters() if parameter.grad is None]
    with_one = [name for name, parameter in model.named_parameters() if parameter.grad is not None]
    return ", ".join(with_one) if without else "all"


class First(nn.Module):
    """The first output of a layer that has several."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x)[0]


# Tensors: is the result an inference tensor?


@probe(PLACES)
def ones(mode: Mode):
    return kind(mode.run(torch.ones, 2))


@probe(PLACES)
def randn(mode: Mode):
    return kind(mode.run(torch.randn, 2))


@probe(PLACES)
def integers(mode: Mode):
    return kind(mode.run(torch.arange, 2))


@probe(PLACES)
def tensor_of_a_list(mode: Mode):
    return kind(mode.run(torch.tensor, [1.0, 2.0]))


@probe(PLACES)
def as_tensor_of_a_list(mode: Mode):
    return kind(mode.run(torch.as_tensor, [1.0, 2.0]))


@probe(PLACES)
def as_tensor_of_a_tensor(mode: Mode):
    return kind(mode.run(torch.as_tensor, torch.ones(2)))


@probe(PLACES)
def from_numpy(mode: Mode):
    array = torch.ones(2).cpu().numpy()
    return mode.run(lambda: kind(torch.from_numpy(array)))


@probe(PLACES)
def from_dlpack(mode: Mode):
    return kind(mode.run(torch.from_dlpack, torch.ones(2)))


@probe(PLACES)
def empty_like(mode: Mode):
    return kind(mode.run(torch.empty_like, torch.ones(2)))


@probe(PLACES)
def view_of_an_ordinary(mode: Mode):
    return kind(mode.run(torch.ones(4).view, 2, 2))


@probe(PLACES)
def clone_of_an_ordinary(mode: Mode):
    return kind(mode.run(torch.ones(2).clone))


@probe(PLACES)
def written_in_place(mode: Mode):
    return kind(mode.run(torch.ones(2).mul_, 2))


@probe(PLACES)
def written_as_out(mode: Mode):
    into = torch.empty(2)
    return kind(mode.run(lambda: torch.add(torch.ones(2), 1, out=into)))


@probe(PLACES)
def to_with_nothing_to_do(mode: Mode):
    return kind(mode.run(torch.ones(2).to, torch.float32))


@probe(PLACES)
def to_another_dtype(mode: Mode):
    return kind(mode.run(torch.ones(2).to, torch.float64))


@probe(PLACES)
def deepcopy_of_an_ordinary(mode: Mode):
    return kind(mode.run(copy.deepcopy, torch.ones(2)))


@probe(PLACES)
def loaded_from_a_file(mode: Mode):
    file = io.BytesIO()
    torch.save(torch.ones(2), file)
    file.seek(0)
    return kind(mode.run(torch.load, file))


@probe(PLACES)
def unpickled(mode: Mode):
    return kind(mode.run(pickle.loads, pickle.dumps(torch.ones(2))))


@probe(PLACES)
def batch_of_a_dataloader(mode: Mode):
    loader = DataLoader(TensorDataset(torch.ones(4, 2)), batch_size=2)
    (batch,) = mode.run(lambda: next(iter(loader)))
    return kind(batch)


@probe(PLACES)
def batch_of_a_dataloader_from_before(mode: Mode):
    batches = iter(DataLoader(TensorDataset(torch.ones(4, 2)), batch_size=2))
    (batch,) = mode.run(next, batches)
    return kind(batch)


# Leaves that ask for gradients


@probe(PLACES)
def leaf_that_requires_grad(mode: Mode):
    leaf = mode.run(lambda: torch.ones(2, requires_grad=True))
    return {"requires_grad": leaf.requires_grad, "inference": leaf.is_inference()}


@probe(PLACES)
def leaf_summed_outside(mode: Mode):
    leaf = mode.run(lambda: torch.ones(2, requires_grad=True))
    return leaf.sum().requires_grad


@probe(PLACES)
def leaf_times_a_number_outside(mode: Mode):
    leaf = mode.run(lambda: torch.ones(2, requires_grad=True))
    return (leaf * 2).requires_grad


@probe(PLACES)
def two_leaves_added_outside(mode: Mode):
    leaf = mode.run(lambda: torch.ones(2, requires_grad=True))
    return (leaf + leaf).requires_grad


@probe(PLACES)
def leaf_added_outside(mode: Mode):
    leaf, weight = mode.run(lambda: torch.ones(2, requires_grad=True)), torch.ones(2, requires_grad=True)
    (leaf + weight).sum().backward()
    return leaf.grad is not None


@probe(PLACES)
def leaf_multiplied_outside(mode: Mode):
    leaf, weight = mode.run(lambda: torch.ones(2, requires_grad=True)), torch.ones(2, requires_grad=True)
    (leaf * weight).sum().backward()
    return leaf.grad is not None


@probe(PLACES)
def parameter_of_new_data(mode: Mode):
    parameter = mode.run(lambda: nn.Parameter(torch.ones(2)))
    return {"requires_grad": parameter.requires_grad, "inference": parameter.is_inference()}


@probe(PLACES)
def parameter_of_ordinary_data(mode: Mode):
    parameter = mode.run(nn.Parameter, torch.ones(2))
    return {"requires_grad": parameter.requires_grad, "inference": parameter.is_inference()}


@probe(PLACES)
def parameter_made_outside_of_inside_data(mode: Mode):
    return nn.Parameter(mode.run(torch.ones, 2)).requires_grad


@probe(PLACES)
def requires_grad_of_an_ordinary(mode: Mode):
    ordinary = torch.ones(2)
    mode.run(ordinary.requires_grad_)
    return {"requires_grad": ordinary.requires_grad, "recorded outside": (ordinary * 2).requires_grad}


# Models built inside: what an ordinary training step does


@probe(PLACES)
def linear(mode: Mode):
    return trained_outside(mode.run(nn.Linear, 2, 1), torch.ones(3, 2))


@probe(PLACES)
def linear_without_bias(mode: Mode):
    model = mode.run(lambda: nn.Linear(2, 1, bias=False))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def linear_on_an_input_that_requires_grad(mode: Mode):
    return trained_outside(mode.run(nn.Linear, 2, 1), torch.ones(3, 2, requires_grad=True))


@probe(PLACES)
def linear_on_a_sequence(mode: Mode):
    return trained_outside(mode.run(nn.Linear, 2, 1), torch.ones(3, 4, 2))


@probe(PLACES)
def two_layers(mode: Mode):
    model = mode.run(lambda: nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1)))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def two_layers_the_second_from_outside(mode: Mode):
    model = nn.Sequential(mode.run(nn.Linear, 2, 2), nn.Linear(2, 1))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def two_layers_the_first_from_outside(mode: Mode):
    model = nn.Sequential(nn.Linear(2, 2), mode.run(nn.Linear, 2, 1))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def conv2d(mode: Mode):
    return trained_outside(mode.run(nn.Conv2d, 1, 1, 3), torch.ones(1, 1, 4, 4))


@probe(PLACES)
def embedding(mode: Mode):
    return trained_outside(mode.run(nn.Embedding, 4, 2), torch.arange(3))


@probe(PLACES)
def layer_norm(mode: Mode):
    return trained_outside(mode.run(nn.LayerNorm, 2), torch.ones(3, 2))


@probe(PLACES)
def batch_norm(mode: Mode):
    return trained_outside(mode.run(nn.BatchNorm1d, 2), torch.randn(3, 2))


@probe(PLACES)
def batch_norm_in_eval(mode: Mode):
    return trained_outside(mode.run(nn.BatchNorm1d, 2).eval(), torch.randn(3, 2))


@probe(PLACES)
def prelu(mode: Mode):
    return trained_outside(mode.run(nn.PReLU), torch.randn(3, 2))


@probe(PLACES)
def lstm_cell(mode: Mode):
    return trained_outside(First(mode.run(nn.LSTMCell, 2, 2)), torch.randn(3, 2))


@probe(PLACES)
def lstm(mode: Mode):
    return trained_outside(First(mode.run(nn.LSTM, 2, 2)), torch.randn(3, 2))


@probe(PLACES)
def a_bare_parameter_added(mode: Mode):
    class Shift(nn.Module):
        def __init__(self):
            super().__init__()
            self.shift = nn.Parameter(torch.zeros(2))

        def forward(self, x):
            return x + self.shift

    return trained_outside(mode.run(Shift), torch.ones(3, 2))


@probe(PLACES)
def evaluated_outside(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    with torch.no_grad():
        return tuple(model(torch.ones(3, 2)).shape) == (3, 1)


@probe(PLACES)
def step_of_sgd(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    before = model.bias.tolist()
    model(torch.ones(3, 2)).sum().backward()
    try:
        torch.optim.SGD(model.parameters(), lr=1.0).step()
    except RuntimeError as error:
        return {"raises": type(error).__name__, "moved": model.bias.tolist() != before}
    return {"raises": None, "moved": model.bias.tolist() != before}


@probe(PLACES)
def reinitialised_outside(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    nn.init.zeros_(model.weight)
    return model.weight.tolist() == [[0, 0]]


@probe(PLACES)
def frozen_outside(mode: Mode):
    model = mode.run(nn.Linear, 2, 2).requires_grad_(False)
    return trained_outside(nn.Sequential(model, nn.Linear(2, 1)), torch.ones(3, 2))


@probe(PLACES)
def frozen_and_unfrozen_outside(mode: Mode):
    model = mode.run(nn.Linear, 2, 1).requires_grad_(False).requires_grad_(True)
    return model.weight.requires_grad


# What makes a model that was built inside an ordinary one


@probe(PLACES)
def repaired_by_load_state_dict(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    model.load_state_dict(nn.Linear(2, 1).state_dict())
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_assign(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    model.load_state_dict(nn.Linear(2, 1).state_dict(), assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_assigning_its_own_state(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    model.load_state_dict(model.state_dict(), assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_assigning_clones(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    model.load_state_dict({name: tensor.clone() for name, tensor in model.state_dict().items()}, assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_deepcopy(mode: Mode):
    return trained_outside(copy.deepcopy(mode.run(nn.Linear, 2, 1)), torch.ones(3, 2))


@probe(PLACES)
def repaired_by_saving_and_loading(mode: Mode):
    model, file = mode.run(nn.Linear, 2, 1), io.BytesIO()
    torch.save(model.state_dict(), file)
    file.seek(0)
    model.load_state_dict(torch.load(file), assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_double(mode: Mode):
    model = mode.run(nn.Linear, 2, 1).double()
    return trained_outside(model, torch.ones(3, 2, dtype=torch.float64))


@probe(PLACES)
def after_double(mode: Mode):
    weight = mode.run(nn.Linear, 2, 1).double().weight
    return {"inference": weight.is_inference(), "counts versions": counts_versions(weight)}


@probe(PLACES)
def step_after_double(mode: Mode):
    model = mode.run(nn.Linear, 2, 1).double()
    model.weight.grad = torch.ones(1, 2, dtype=torch.float64)
    torch.optim.SGD(model.parameters(), lr=1.0).step()
    return "goes on"


@probe(PLACES)
def repaired_by_deepcopy_after_double(mode: Mode):
    model = copy.deepcopy(mode.run(nn.Linear, 2, 1).double())
    return trained_outside(model, torch.ones(3, 2, dtype=torch.float64))


@probe(PLACES)
def repaired_by_float(mode: Mode):
    return trained_outside(mode.run(nn.Linear, 2, 1).float(), torch.ones(3, 2))


@probe(PLACES)
def repaired_by_data(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    for parameter in model.parameters():
        parameter.data = parameter.data.clone()
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_to_empty(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    model.to_empty(device=model.weight.device)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def repaired_by_new_parameters(mode: Mode):
    model = mode.run(nn.Linear, 2, 1)
    for name, parameter in list(model.named_parameters()):
        setattr(model, name, nn.Parameter(parameter.detach().clone()))
    return trained_outside(model, torch.ones(3, 2))


# An ordinary model, changed inside


@probe(PLACES)
def converted_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.double)
    return trained_outside(model, torch.ones(3, 2, dtype=torch.float64))


@probe(PLACES)
def converted_inside_with_nothing_to_do(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.float)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def moved_inside_to_its_own_device(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.to, model.weight.device)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def after_double_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.double)
    return {"inference": model.weight.is_inference(), "counts versions": counts_versions(model.weight)}


@probe(PLACES)
def step_after_double_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.double)
    model.weight.grad = torch.ones(1, 2, dtype=torch.float64)
    torch.optim.SGD(model.parameters(), lr=1.0).step()
    return "goes on"


@probe(PLACES)
def converted_there_and_back(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(model.double)
    return trained_outside(model.float(), torch.ones(3, 2))


@probe(PLACES)
def materialised_inside(mode: Mode):
    with torch.device("meta"):
        model = nn.Linear(2, 1)
    mode.run(lambda: model.to_empty(device=torch.empty(0).device))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def loaded_inside(mode: Mode):
    model, state = nn.Linear(2, 1), nn.Linear(2, 1).state_dict()
    mode.run(model.load_state_dict, state)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def assigned_inside(mode: Mode):
    model, state = nn.Linear(2, 1), nn.Linear(2, 1).state_dict()
    mode.run(lambda: model.load_state_dict(state, assign=True) and None)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def state_of_inside_loaded_outside(mode: Mode):
    model, state = nn.Linear(2, 1), mode.run(nn.Linear, 2, 1).state_dict()
    model.load_state_dict(state)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def state_of_inside_assigned_outside(mode: Mode):
    model, state = nn.Linear(2, 1), mode.run(nn.Linear, 2, 1).state_dict()
    model.load_state_dict(state, assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def checkpoint_read_inside_assigned_outside(mode: Mode):
    model, file = nn.Linear(2, 1), io.BytesIO()
    torch.save(model.state_dict(), file)
    file.seek(0)
    model.load_state_dict(mode.run(torch.load, file), assign=True)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def state_dict_taken_inside(mode: Mode):
    state = mode.run(nn.Linear(2, 1).state_dict)
    return {name: tensor.is_inference() for name, tensor in state.items()}


@probe(PLACES)
def deepcopied_inside(mode: Mode):
    return trained_outside(mode.run(copy.deepcopy, nn.Linear(2, 1)), torch.ones(3, 2))


@probe(PLACES)
def initialised_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(nn.init.zeros_, model.weight)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def frozen_inside(mode: Mode):
    model = nn.Linear(2, 1)
    mode.run(lambda: model.requires_grad_(False))
    return trained_outside(model.requires_grad_(True), torch.ones(3, 2))


@probe(PLACES)
def data_replaced_inside(mode: Mode):
    model = nn.Linear(2, 1)

    def replace():
        model.weight.data = torch.ones(1, 2)

    mode.run(replace)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def data_replaced_outside_by_inside_data(mode: Mode):
    model = nn.Linear(2, 1)
    model.weight.data = mode.run(torch.ones, 1, 2)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def lazy_layer_materialised_inside(mode: Mode):
    model = nn.LazyLinear(1)
    mode.run(model, torch.ones(3, 2))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def lazy_layer_built_inside(mode: Mode):
    model = mode.run(nn.LazyLinear, 1)
    model(torch.ones(3, 2))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def cache_filled_inside(mode: Mode):
    class Scaled(nn.Linear):
        scale = None

        def forward(self, x):
            if self.scale is None:
                self.scale = torch.full((1,), 2.0)
            return super().forward(x) * self.scale

    model = Scaled(2, 1)
    mode.run(model, torch.ones(3, 2))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def buffer_written_inside(mode: Mode):
    class Scaled(nn.Linear):
        def __init__(self):
            super().__init__(2, 1)
            self.register_buffer("scale", torch.zeros(1))

        def forward(self, x):
            self.scale.copy_(torch.full((1,), 2.0))
            return super().forward(x) * self.scale

    model = Scaled()
    mode.run(model, torch.ones(3, 2))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def running_statistics_updated_inside(mode: Mode):
    model = nn.BatchNorm1d(2)
    mode.run(model, torch.randn(3, 2))
    return trained_outside(model, torch.randn(3, 2))


@probe(PLACES)
def spectral_norm_called_inside(mode: Mode):
    model = nn.utils.parametrizations.spectral_norm(nn.Linear(2, 2))
    mode.run(model, torch.randn(3, 2))
    return trained_outside(model, torch.randn(3, 2))


@probe(PLACES)
def spectral_norm_added_inside(mode: Mode):
    model = nn.Linear(2, 2)
    mode.run(nn.utils.parametrizations.spectral_norm, model)
    return trained_outside(model, torch.randn(3, 2))


@probe(PLACES)
def weight_norm_added_inside(mode: Mode):
    model = nn.Linear(2, 2)
    mode.run(nn.utils.parametrizations.weight_norm, model)
    return trained_outside(model, torch.randn(3, 2))


# Gradients and optimizer state made inside


def step(model: nn.Module, optimizer: torch.optim.Optimizer) -> str:
    optimizer.zero_grad()
    model(torch.ones(3, 2)).sum().backward()
    optimizer.step()
    return "goes on"


@probe(PLACES)
def backward_inside(mode: Mode):
    model = nn.Linear(2, 1)
    loss = model(torch.ones(3, 2)).sum()
    mode.run(loss.backward)
    return model.weight.grad.is_inference()


@probe(PLACES)
def backward_inside_then_another(mode: Mode):
    model = nn.Linear(2, 1)
    loss = model(torch.ones(3, 2)).sum()
    mode.run(loss.backward)
    model(torch.ones(3, 2)).sum().backward()
    return model.weight.grad.tolist() == [[6, 6]]


@probe(PLACES)
def backward_inside_after_one_outside(mode: Mode):
    model = nn.Linear(2, 1)
    model(torch.ones(3, 2)).sum().backward()
    loss = model(torch.ones(3, 2)).sum()
    mode.run(loss.backward)
    return {"inference": model.weight.grad.is_inference(), "added up": model.weight.grad.tolist() == [[6, 6]]}


@probe(PLACES)
def step_with_gradients_of_inside(mode: Mode):
    model = nn.Linear(2, 1)
    loss, optimizer = model(torch.ones(3, 2)).sum(), torch.optim.Adam(model.parameters())
    mode.run(loss.backward)
    optimizer.step()
    return step(model, optimizer)


@probe(PLACES)
def clipping_gradients_of_inside(mode: Mode):
    model = nn.Linear(2, 1)
    loss = model(torch.ones(3, 2)).sum()
    mode.run(loss.backward)
    nn.utils.clip_grad_norm_(model.parameters(), 0.1)
    return "goes on"


@probe(PLACES)
def grad_assigned_inside(mode: Mode):
    model = nn.Linear(2, 1)

    def assign():
        model.weight.grad = torch.zeros(1, 2)

    mode.run(assign)
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def zero_grad_inside(mode: Mode):
    model = nn.Linear(2, 1)
    trained_outside(model, torch.ones(3, 2))
    mode.run(lambda: model.zero_grad(set_to_none=False))
    return trained_outside(model, torch.ones(3, 2))


@probe(PLACES)
def optimizer_built_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer = mode.run(torch.optim.Adam, model.parameters())
    return step(model, optimizer)


@probe(PLACES)
def first_step_of_sgd_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    trained_outside(model, torch.ones(3, 2))
    mode.run(optimizer.step)
    return step(model, optimizer)


@probe(PLACES)
def first_step_of_sgd_with_momentum_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    trained_outside(model, torch.ones(3, 2))
    mode.run(optimizer.step)
    return step(model, optimizer)


@probe(PLACES)
def first_step_of_adam_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters())
    trained_outside(model, torch.ones(3, 2))
    mode.run(optimizer.step)
    return step(model, optimizer)


@probe(PLACES)
def second_step_of_adam_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters())
    step(model, optimizer)
    mode.run(optimizer.step)
    return step(model, optimizer)


@probe(PLACES)
def optimizer_checkpoint_read_inside(mode: Mode):
    model, file = nn.Linear(2, 1), io.BytesIO()
    optimizer, resumed = torch.optim.Adam(model.parameters()), torch.optim.Adam(model.parameters())
    step(model, optimizer)
    torch.save(optimizer.state_dict(), file)
    file.seek(0)
    resumed.load_state_dict(mode.run(torch.load, file))
    return step(model, resumed)


@probe(PLACES)
def optimizer_loaded_inside(mode: Mode):
    model = nn.Linear(2, 1)
    optimizer, resumed = torch.optim.Adam(model.parameters()), torch.optim.Adam(model.parameters())
    step(model, optimizer)
    mode.run(resumed.load_state_dict, optimizer.state_dict())
    return step(model, resumed)
