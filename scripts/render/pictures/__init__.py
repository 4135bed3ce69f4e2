"""Pictures drawn from what a snippet printed: one file a picture, and `render` for all of them as blocks."""

from scripts.render.evidence import Evidence
from scripts.render.pictures import batch_norm, inference_tensor, reach, recorded
from scripts.render.words import Words


def render(evidence: Evidence, say: Words) -> dict[str, str]:
    return {
        "picture-reach": reach.render(evidence, say),
        "picture-detach": recorded.render(evidence, say, "detach"),
        "picture-freezing": recorded.render(evidence, say, "freezing"),
        "picture-inference-tensor": inference_tensor.render(evidence, say),
        "picture-batch-norm": batch_norm.render(evidence, say),
    }
