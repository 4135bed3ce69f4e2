import torch
from torch import nn


def on(flag):
    return "on" if flag else "off"


def mode_report(model):
    parameters = dict(model.named_parameters())
    tensors = {**parameters, **dict(model.named_buffers())}
    device = next((t.device.type for t in tensors.values()), "cpu")
    other = [
        name
        for name, module in model.named_modules()
        if module.training != model.training
    ]
    frozen = [n for n, p in parameters.items() if not p.requires_grad]
    inference = [n for n, t in tensors.items() if t.is_inference()]
    print("grad mode:", on(torch.is_grad_enabled()), end=" | ")
    print("inference mode:", on(torch.is_inference_mode_enabled()), end="")
    print(" | autocast:", on(torch.is_autocast_enabled(device)))
    print("training:", model.training, "| the other way:", other)
    print("frozen:", len(frozen), "of", len(parameters), "parameters")
    print("inference tensors:", inference)
    for name, module in model.named_modules():
        count = getattr(module, "num_batches_tracked", None)
        if count is not None:
            moves = "move" if module.training else "rest"
            print(f"statistics of {name} {moves}, {count} batches so far")


if __name__ == "__main__":
    model = nn.Sequential(
        nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Dropout(), nn.Linear(8, 2)
    )
    model[0].requires_grad_(False)
    model(torch.randn(16, 4))
    model[1].eval()
    mode_report(model)  # (1)!
    with torch.inference_mode():
        model[3] = nn.Linear(8, 2)  # (2)!
        model.eval()
        mode_report(model)
