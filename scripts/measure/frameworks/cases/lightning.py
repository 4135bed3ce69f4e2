"""Lightning, on two linear layers and a Dropout. The body, all but the last layer, was set to eval() beforehand."""

import torch
from torch import nn
from torch.utils.data import DataLoader

from scripts.measure.frameworks.case import case
from scripts.measure.frameworks.watch import Watch, evaluation, training_steps


def net(validate=None):
    import lightning

    class Net(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.body = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
            self.head = nn.Linear(2, 1)

        def forward(self, inputs):
            return self.head(self.body(inputs))

        def training_step(self, batch, _):
            return self(batch).sum()

        def validation_step(self, batch, _):
            (validate or self)(batch)

        test_step = validation_step

        def predict_step(self, batch, _):
            return self(batch)

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)

    return Net()


def watched(whole=False):
    model = net()
    model.body.eval()
    if whole:
        model.eval()
    return model, Watch(model, model.body, model.head)


def trainer(**chosen):
    import lightning

    quiet = {
        "logger": False,
        "enable_checkpointing": False,
        "enable_progress_bar": False,
        "enable_model_summary": False,
    }
    return lightning.Trainer(accelerator="cpu", max_epochs=2, num_sanity_val_steps=0, **quiet, **chosen)


def batches():
    return DataLoader(torch.randn(4, 2), batch_size=2)


@case
def call():
    model, watch = watched()
    model(torch.randn(1, 2))
    return watch.facts()


@case
def fit():
    model, watch = watched()
    trainer().fit(model, batches())
    return watch.facts(training_steps)


@case
def fit_validation():
    model, watch = watched()
    trainer().fit(model, batches(), batches())
    return watch.facts(evaluation)


@case
def fit_step_after_a_validation():
    model, watch = watched()
    trainer().fit(model, batches(), batches())
    first_validation = next(i for i, one in enumerate(watch.seen) if evaluation(one))
    watch.seen = watch.seen[first_validation:]
    return watch.facts(training_steps)


@case
def fit_of_a_model_in_evaluation_mode():
    model, watch = watched(whole=True)
    trainer().fit(model, batches())
    return watch.facts(training_steps)


@case
def validate():
    model, watch = watched()
    trainer().validate(model, batches(), verbose=False)
    return watch.facts()


@case
def test():
    model, watch = watched()
    trainer().test(model, batches(), verbose=False)
    return watch.facts()


@case
def predict():
    model, watch = watched()
    trainer().predict(model, batches())
    return watch.facts()


@case
def validate_without_inference_mode():
    model, watch = watched()
    trainer(inference_mode=False).validate(model, batches(), verbose=False)
    return watch.facts()


@case
def fit_in_bf16():
    model, watch = watched()
    trainer(precision="bf16-mixed").fit(model, batches())
    return watch.facts(training_steps)


@case
def load_from_checkpoint():
    model = net()
    one = trainer()
    one.fit(model, batches())
    model.eval()
    one.save_checkpoint("saved.ckpt")
    loaded = type(model).load_from_checkpoint("saved.ckpt")
    return {"training": loaded.training, "part": loaded.body.training}


@case
def predictions_are_inference_tensors():
    return {"answer": all(batch.is_inference() for batch in trainer().predict(net(), batches()))}


@case
def enable_grad_records_in_validate():
    recorded = []

    def saliency(batch):
        with torch.enable_grad():
            recorded.append((batch.clone().requires_grad_(True) * 2).requires_grad)

    trainer().validate(net(saliency), batches(), verbose=False)
    return {"answer": all(recorded)}


@case
def enable_grad_records_in_validation_of_fit():
    recorded = []

    def saliency(batch):
        with torch.enable_grad():
            recorded.append((batch.clone().requires_grad_(True) * 2).requires_grad)

    trainer().fit(net(saliency), batches(), batches())
    return {"answer": all(recorded)}
