import torch


def inside(x):
    with torch.inference_mode():
        return x * 2


def plain(x):
    return x * 2


x = torch.ones(2, requires_grad=True)
print("not compiled:", inside(x).is_inference())

compiled = torch.compile(inside, backend="aot_eager", fullgraph=True)
out = compiled(x)
print("compiled:", out.is_inference())  # (1)!
print("compiled, requires grad:", out.requires_grad)

compiled = torch.compile(plain, backend="aot_eager", fullgraph=True)
with torch.inference_mode():  # (2)!
    print("mode around the call:", compiled(x).is_inference())
