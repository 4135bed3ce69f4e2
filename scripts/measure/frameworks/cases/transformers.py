"""Transformers, on a GPT-2 of two tiny layers with random weights. The first layer was set to eval() beforehand."""

import torch

from scripts.measure.frameworks.case import case
from scripts.measure.frameworks.watch import Watch, evaluation, training_steps


def tiny():
    from transformers import GPT2Config, GPT2LMHeadModel

    sizes = GPT2Config(vocab_size=20, n_positions=16, n_embd=8, n_layer=2, n_head=2, eos_token_id=0, bos_token_id=0)
    return GPT2LMHeadModel(sizes)


def watched():
    model = tiny().train()
    model.transformer.h[0].eval()
    return model, Watch(model, model.transformer.h[0], model.transformer.ln_f)


def tokens():
    return torch.ones(1, 3, dtype=torch.long)


def tokenizer():
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = Tokenizer(models.WordLevel({f"w{i}": i for i in range(20)}, unk_token="w0"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=words, unk_token="w0", pad_token="w0")


def trainer(model, **chosen):
    from transformers import Trainer, TrainingArguments

    rows = [{"input_ids": torch.randint(20, (4,)), "labels": torch.randint(20, (4,))} for _ in range(4)]
    quiet = {"report_to": [], "disable_tqdm": True, "save_strategy": "no", "logging_strategy": "no"}
    options = TrainingArguments("out", use_cpu=True, max_steps=2, per_device_train_batch_size=2, **quiet, **chosen)
    return Trainer(model, options, train_dataset=rows, eval_dataset=rows)


@case
def call():
    model, watch = watched()
    model(tokens())
    return watch.facts()


@case
def generate():
    model, watch = watched()
    model.generate(tokens(), max_new_tokens=2, pad_token_id=0)
    return watch.facts()


@case
def pipeline_with_a_model():
    from transformers import pipeline

    model, watch = watched()
    pipeline("text-generation", model=model, tokenizer=tokenizer(), device="cpu")("w1 w2", max_new_tokens=2)
    return watch.facts()


@case
def trainer_train():
    model, watch = watched()
    trainer(model).train()
    return watch.facts(training_steps)


@case
def trainer_evaluation_while_training():
    model, watch = watched()
    trainer(model, eval_strategy="steps", eval_steps=1).train()
    return watch.facts(evaluation)


@case
def trainer_step_after_an_evaluation():
    model, watch = watched()
    trainer(model, eval_strategy="steps", eval_steps=1).train()
    first_evaluation = next(i for i, one in enumerate(watch.seen) if evaluation(one))
    watch.seen = watch.seen[first_evaluation:]
    return watch.facts(training_steps)


@case
def trainer_evaluate():
    model, watch = watched()
    trainer(model).evaluate()
    return watch.facts()


@case
def trainer_predict():
    model, watch = watched()
    one = trainer(model)
    one.predict(one.eval_dataset)
    return watch.facts()


@case
def trainer_evaluate_in_bf16():
    model, watch = watched()
    trainer(model, bf16=True).evaluate()
    return watch.facts()


@case
def built_from_a_config():
    return {"training": tiny().training}


@case
def from_pretrained():
    model = tiny().train()
    model.save_pretrained("saved")
    loaded = type(model).from_pretrained("saved")
    return {"training": loaded.training, "part": any(module.training for module in loaded.modules())}


@case
def from_pretrained_forgets_what_was_frozen():
    model = tiny().requires_grad_(False)
    model.save_pretrained("saved")
    loaded = type(model).from_pretrained("saved")
    return {"answer": all(parameter.requires_grad for parameter in loaded.parameters())}


@case
def generate_draws_dropout_in_training_mode():
    def logits(model):
        torch.manual_seed(0)
        options = {"max_new_tokens": 1, "do_sample": False, "pad_token_id": 0}
        found = model.generate(tokens(), output_logits=True, return_dict_in_generate=True, **options)
        return found.logits[0]

    model = tiny()
    return {"answer": not torch.allclose(logits(model.train()), logits(model.eval()))}


@case
def checkpointing_needs_training_mode():
    def runs_of_a_layer(model):
        calls = []
        model.transformer.h[0].attn.register_forward_hook(lambda *_: calls.append(1))
        model.gradient_checkpointing_enable()
        model(tokens(), labels=tokens()).loss.backward()
        return len(calls)

    return {"answer": runs_of_a_layer(tiny().train()) > runs_of_a_layer(tiny().eval())}
