"""Every public layer and mode-dependent function of torch.nn, as data: how each is built, and what it is given.

A case is Python text, which is what runs and what readers see: `depends(mode, lambda: nn.GLU(), lambda: (torch.randn(8, 4),))`.
What torch has and this table lacks is named by `unknown`, and fails the run: nothing is skipped in silence.
"""

import inspect
import re
from types import ModuleType
from typing import Any

from torch import nn
from torch.nn import functional

_ROWS, _SIGNAL, _IMAGE, _TOKENS = (
    "torch.randn(8, 4)",
    "torch.randn(2, 4, 8)",
    "torch.randn(2, 4, 8, 8)",
    "torch.randn(4, 6, 8)",
)
_VOLUME, _IDS = "torch.randn(2, 4, 8, 8, 8)", "torch.tensor([[0, 1], [2, 3]])"
_TWO, _THREE = f"{_TOKENS}, {_TOKENS}", f"{_TOKENS}, {_TOKENS}, {_TOKENS}"

# By input: one case for each class. Constructor calls hold no spaces here; they get some when shown.
_ALIKE = {
    _ROWS: """
        BatchNorm1d(4) CELU() ELU() FeatureAlphaDropout() Dropout() AlphaDropout() GELU() GLU() GRUCell(4,4) Hardshrink()
        Hardsigmoid() Hardswish() Hardtanh() Identity() LSTMCell(4,4) LazyBatchNorm1d() LazyLinear(4) LayerNorm(4)
        LeakyReLU() Linear(4,4) LogSigmoid() LogSoftmax(1) Mish() PReLU() RMSNorm(4) RNNCell(4,4) RReLU() ReLU() ReLU6()
        SELU() SiLU() Sigmoid() Softmax(1) Softmin(1) Softplus() Softshrink() Softsign() SyncBatchNorm(4) Tanh()
        Tanhshrink() Threshold(0.1,0.2) Unflatten(1,(2,2)) Sequential(nn.Linear(4,4)) DataParallel(nn.Linear(4,4))
        Container() Module() ModuleList() ModuleDict() ParameterList() ParameterDict() RNNBase("LSTM",4,4)
        RNNCellBase(4,4,True,4)
    """,
    _SIGNAL: """
        AdaptiveAvgPool1d(2) AdaptiveMaxPool1d(2) AvgPool1d(2) CircularPad1d(1) ConstantPad1d(1,0.5) Conv1d(4,4,3)
        ConvTranspose1d(4,4,3) Dropout1d() InstanceNorm1d(4) LPPool1d(2,2) LazyConv1d(4,3) LazyConvTranspose1d(4,3)
        LazyInstanceNorm1d() MaxPool1d(2) ReflectionPad1d(1) ReplicationPad1d(1) ZeroPad1d(1)
    """,
    _IMAGE: """
        AdaptiveAvgPool2d(2) AdaptiveMaxPool2d(2) AvgPool2d(2) BatchNorm2d(4) ChannelShuffle(2) CircularPad2d(1)
        ConstantPad2d(1,0.5) Conv2d(4,4,3) ConvTranspose2d(4,4,3) CrossMapLRN2d(2) Dropout2d() Flatten()
        FractionalMaxPool2d(2,output_size=4) GroupNorm(2,4) InstanceNorm2d(4) LPPool2d(2,2) LazyBatchNorm2d()
        LazyConv2d(4,3) LazyConvTranspose2d(4,3) LazyInstanceNorm2d() LocalResponseNorm(2) MaxPool2d(2) PixelShuffle(2)
        PixelUnshuffle(2) ReflectionPad2d(1) ReplicationPad2d(1) Softmax2d() Unfold(2) Upsample(scale_factor=2)
        UpsamplingBilinear2d(scale_factor=2) UpsamplingNearest2d(scale_factor=2) ZeroPad2d(1)
    """,
    _VOLUME: """
        AdaptiveAvgPool3d(2) AdaptiveMaxPool3d(2) AvgPool3d(2) BatchNorm3d(4) CircularPad3d(1) ConstantPad3d(1,0.5)
        Conv3d(4,4,3) ConvTranspose3d(4,4,3) Dropout3d() FractionalMaxPool3d(2,output_size=4) InstanceNorm3d(4)
        LPPool3d(2,2) LazyBatchNorm3d() LazyConv3d(4,3) LazyConvTranspose3d(4,3) LazyInstanceNorm3d() MaxPool3d(2)
        ReflectionPad3d(1) ReplicationPad3d(1) ZeroPad3d(1)
    """,
    _TOKENS: "GRU(8,8) LSTM(8,8) RNN(8,8) TransformerEncoderLayer(8,2,batch_first=True)",
    "torch.randn(2, 16, 9)": "Fold(4,2)",
    _IDS: "Embedding(4,4) EmbeddingBag(4,4)",
    "torch.randn(8, 4), torch.randn(8, 4)": """
        CosineSimilarity() HuberLoss() L1Loss() MSELoss() PairwiseDistance() PoissonNLLLoss() SmoothL1Loss()
        Bilinear(4,4,2) KLDivLoss(reduction="batchmean")
    """,
    "torch.randn(8, 4), torch.ones(8, 4)": """
        BCEWithLogitsLoss() HingeEmbeddingLoss() MultiLabelSoftMarginLoss() SoftMarginLoss()
    """,
    "torch.randn(8, 4), torch.randn(8, 4), torch.ones(8)": "CosineEmbeddingLoss()",
    "torch.randn(8), torch.randn(8), torch.ones(8)": "MarginRankingLoss()",
    "torch.randn(8, 4), torch.randn(8, 4), torch.ones(8, 4)": "GaussianNLLLoss()",
    "torch.randn(8, 4), torch.randn(8, 4), torch.randn(8, 4)": "TripletMarginLoss() TripletMarginWithDistanceLoss()",
    "torch.randn(8, 4), torch.arange(8) % 4": """
        CrossEntropyLoss() MultiMarginLoss() NLLLoss() LinearCrossEntropyLoss(4,4)
        AdaptiveLogSoftmaxWithLoss(4,4,[2])
    """,
    "torch.rand(8, 4), torch.ones(8, 4)": "BCELoss()",
    "torch.randn(2, 4, 8, 8), torch.zeros(2, 8, 8, dtype=torch.long)": "NLLLoss2d()",
    "torch.randn(8, 4), torch.tensor([[1, 2, -1, 0]] * 8)": "MultiLabelMarginLoss()",
    "torch.randn(6, 1, 4).log_softmax(2), torch.tensor([[1, 2]]), (6,), (2,)": "CTCLoss()",
    "torch.randn(2, 4, 4), torch.zeros(2, 4, 4, dtype=torch.long)": "MaxUnpool1d(2)",
    "torch.randn(2, 4, 4, 4), torch.zeros(2, 4, 4, 4, dtype=torch.long)": "MaxUnpool2d(2)",
    "torch.randn(2, 4, 4, 4, 4), torch.zeros(2, 4, 4, 4, 4, dtype=torch.long)": "MaxUnpool3d(2)",
    _TWO: "TransformerDecoderLayer(8,2) Transformer(8,2,1,1,16,batch_first=True)",
    _THREE: "MultiheadAttention(8,2)",
}

_ENCODER_LAYER = "nn.TransformerEncoderLayer(8, 2, dropout=0.0, batch_first=True)"

# What the options of a class, or a wrapper around a layer, change; and the classes that need another module.
_VARIANTS = {
    "TransformerEncoder": ("nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, batch_first=True), 1)", _TOKENS),
    "TransformerEncoder-dropout-0": (f"nn.TransformerEncoder({_ENCODER_LAYER}, 1)", _TOKENS),
    "TransformerDecoder": ("nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2), 1)", _TWO),
    "Dropout-p-0": ("nn.Dropout(0.0)", _ROWS),
    "Dropout-inplace": ("nn.Dropout(inplace=True)", _ROWS),
    "RReLU-equal-bounds": ("nn.RReLU(0.2, 0.2)", _ROWS),
    "BatchNorm1d-untracked": ("nn.BatchNorm1d(4, track_running_stats=False)", _ROWS),
    "BatchNorm2d-untracked": ("nn.BatchNorm2d(4, track_running_stats=False)", _IMAGE),
    "BatchNorm3d-untracked": ("nn.BatchNorm3d(4, track_running_stats=False)", _VOLUME),
    "SyncBatchNorm-untracked": ("nn.SyncBatchNorm(4, track_running_stats=False)", _ROWS),
    "BatchNorm2d-momentum-None": ("nn.BatchNorm2d(4, momentum=None)", _IMAGE),
    "BatchNorm2d-momentum-0": ("nn.BatchNorm2d(4, momentum=0.0)", _IMAGE),
    "InstanceNorm1d-tracked": ("nn.InstanceNorm1d(4, track_running_stats=True)", _SIGNAL),
    "InstanceNorm2d-tracked": ("nn.InstanceNorm2d(4, track_running_stats=True)", _IMAGE),
    "InstanceNorm3d-tracked": ("nn.InstanceNorm3d(4, track_running_stats=True)", _VOLUME),
    "LazyInstanceNorm1d-untracked": ("nn.LazyInstanceNorm1d(track_running_stats=False)", _SIGNAL),
    "LazyInstanceNorm2d-untracked": ("nn.LazyInstanceNorm2d(track_running_stats=False)", _IMAGE),
    "LazyInstanceNorm3d-untracked": ("nn.LazyInstanceNorm3d(track_running_stats=False)", _VOLUME),
    "RNN-dropout": ("nn.RNN(8, 8, 2, dropout=0.5)", _TOKENS),
    "LSTM-dropout": ("nn.LSTM(8, 8, 2, dropout=0.5)", _TOKENS),
    "GRU-dropout": ("nn.GRU(8, 8, 2, dropout=0.5)", _TOKENS),
    "MultiheadAttention-dropout": ("nn.MultiheadAttention(8, 2, dropout=0.5)", _THREE),
    "MultiheadAttention-self": ("nn.MultiheadAttention(8, 2, batch_first=True)", f"*[{_TOKENS}] * 3"),
    "TransformerEncoderLayer-dropout-0": (_ENCODER_LAYER, _TOKENS),
    "TransformerDecoderLayer-dropout-0": ("nn.TransformerDecoderLayer(8, 2, dropout=0.0, batch_first=True)", _TWO),
    "Transformer-dropout-0": ("nn.Transformer(8, 2, 1, 1, 16, dropout=0.0, batch_first=True)", _TWO),
    "Embedding-max-norm": ("nn.Embedding(4, 4, max_norm=0.5)", _IDS),
    "EmbeddingBag-max-norm": ("nn.EmbeddingBag(4, 4, max_norm=0.5)", _IDS),
    "spectral-norm": ("nn.utils.parametrizations.spectral_norm(nn.Linear(4, 8))", _ROWS),
    "spectral-norm-old": ("nn.utils.spectral_norm(nn.Linear(4, 8))", _ROWS),
    "weight-norm": ("nn.utils.parametrizations.weight_norm(nn.Linear(4, 8))", _ROWS),
    "orthogonal": ("nn.utils.parametrizations.orthogonal(nn.Linear(4, 8))", _ROWS),
}

_ATTENTION = (
    f"{_THREE}, 8, 2, torch.randn(24, 8), torch.zeros(24), None, None, False, 0.5, torch.randn(8, 8), torch.zeros(8)"
)
_STATISTICS = "torch.zeros(4), torch.ones(4)"
_ON = "training=(True, False)"
# The functions that take such a switch: what they are given, and the switch with its two values.
_FUNCTIONS = {
    "alpha_dropout": (_ROWS, _ON),
    "batch_norm": (f"{_ROWS}, {_STATISTICS}", _ON),
    "dropout": (_ROWS, _ON),
    "dropout1d": (_SIGNAL, _ON),
    "dropout2d": (_IMAGE, _ON),
    "dropout3d": (_VOLUME, _ON),
    "feature_alpha_dropout": (_ROWS, _ON),
    "instance_norm": (f"{_SIGNAL}, {_STATISTICS}", "use_input_stats=(True, False)"),
    "multi_head_attention_forward": (_ATTENTION, _ON),
    "rrelu": (_ROWS, _ON),
    "rrelu_": (_ROWS, _ON),
    "scaled_dot_product_attention": (_THREE, "dropout_p=(0.5, 0.0)"),
}
_SWITCHES = re.compile(r"\b(training|train|use_input_stats|dropout_p)\b")


def layers(torch_nn: ModuleType = nn) -> dict[str, str]:
    """The cases by name, `Dropout` or `Dropout-inplace`, of those classes that this torch has."""
    alike = {
        call.partition("(")[0]: (f"nn.{call.replace(',', ', ')}", given)
        for given, calls in _ALIKE.items()
        for call in calls.split()
    }
    return {
        name: f"depends(mode, lambda: {built}, lambda: ({given},))"
        for name, (built, given) in {**alike, **_VARIANTS}.items()
        if _is_there(name, torch_nn)
    }


def functions(torch_functional: ModuleType = functional) -> dict[str, str]:
    """The cases by name, `dropout`, of those functions that this torch has."""
    return {
        name: f"switched(mode, lambda **switch: F.{name}({given}, **switch), {switch})"
        for name, (given, switch) in _FUNCTIONS.items()
        if hasattr(torch_functional, name)
    }


def unknown(torch_nn: ModuleType = nn, torch_functional: ModuleType = functional) -> list[str]:
    """What this torch has and the table lacks: public Module classes, and public functions that take such a switch."""
    classes = [name for name, found in vars(torch_nn).items() if _is_public_layer(name, found) and name not in layers()]
    taking = [name for name, found in vars(torch_functional).items() if _takes_a_switch(name, found)]
    return [f"nn.{name}" for name in classes] + [f"F.{name}" for name in taking if name not in _FUNCTIONS]


def _is_there(name: str, torch_nn: ModuleType) -> bool:
    known = name.partition("-")[0]
    return hasattr(torch_nn, known) or not known[0].isupper()


def _is_public_layer(name: str, found: Any) -> bool:
    return not name.startswith("_") and isinstance(found, type) and issubclass(found, nn.Module)


def _takes_a_switch(name: str, found: Any) -> bool:
    """From the signature; for a function written in C++, from the first line of its documentation."""
    if name.startswith("_") or not callable(found) or isinstance(found, type):
        return False
    try:
        parameters = list(inspect.signature(found).parameters)
    except ValueError:
        parameters = _SWITCHES.findall((found.__doc__ or "").partition("->")[0])
    return any(_SWITCHES.fullmatch(parameter) for parameter in parameters)
