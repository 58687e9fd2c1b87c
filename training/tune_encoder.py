"""Tune the sentence encoder on this project's messages. Offline: needs torch, not part of the product.

One pass of a small transformer gives one vector per message; light linear heads on that vector
decide intent, regions, causes, red flags asserted and red flags denied. Here the encoder is
trained through those heads, while staying close to its stock vectors so that questions are
still found by meaning.

    python training/tune_encoder.py STOCK_MODEL_DIR OUT_DIR [--epochs 5]

STOCK_MODEL_DIR holds config.json, model.safetensors and tokenizer.json of all-MiniLM-L6-v2
(Apache-2.0). OUT_DIR receives model.onnx (int8), model.onnx.sha256 and tokenizer.json.
Training data is ``data/nlu`` alone; the messages in ``tests/evaluation`` are never read.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
import yaml
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

ROOT = Path(__file__).resolve().parents[1]
TASKS = ("regions", "causes", "flags", "denied", "alarm")
MAX_TOKENS = 128
STORY = ("describe_symptom", "describe_cause", "ask_treatment", "ask_technique", "out_of_scope", "greet")
STORIES = 0.2
"""Share of messages that are trained on with a harmless one beside them."""
WEIGHTS = {"intent": 1.0, "regions": 1.0, "causes": 1.0, "flags": 2.0, "denied": 0.7, "alarm": 1.0, "stay": 6.0}


def read_messages() -> list[dict]:
    """All training messages with their labels."""
    flags = yaml.load((ROOT / "content" / "red_flags.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    levels = {flag["id"]: flag["level"] for flag in flags}
    messages = []
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            for example in block["examples"]:
                labels = example.get("metadata") or {}
                alarm = sorted({levels[flag] for flag in labels.get("flags", [])})
                messages.append({"text": example["text"], "intent": block["intent"], "alarm": alarm, **labels})
    return messages


def in_a_story(message: dict, others: list[dict], rng: random.Random) -> dict:
    """The same message with a harmless one before or after it, as in a longer story; its intent no longer counts."""
    other = rng.choice(others)
    pair = [message, other] if rng.random() < 0.5 else [other, message]
    joined = {"text": ". ".join(m["text"].rstrip(".") for m in pair), "intent": message["intent"], "story": True}
    for task in TASKS:
        joined[task] = sorted({label for m in pair for label in m.get(task, [])})
    return joined


def noisy(text: str, rng: random.Random) -> str:
    """The same message, typed in a hurry: letters swapped, dropped or doubled, no capitals, no full stop."""
    chars = list(text)
    for _ in range(max(1, len(chars) // 40)):
        i = rng.randrange(max(1, len(chars) - 1))
        if not chars[i].isalpha() or i + 1 >= len(chars):
            continue
        kind = rng.randrange(3)
        if kind == 0:
            chars[i], chars[i + 1] = chars[i + 1], chars[i]
        elif kind == 1:
            del chars[i]
        else:
            chars.insert(i, chars[i])
    return "".join(chars).rstrip(".")


class Tuned(nn.Module):
    """The encoder with linear heads on its token vectors, pooled by mean and by maximum to unit vectors."""

    def __init__(self, encoder: nn.Module, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict({name: nn.Linear(2 * 384, size) for name, size in sizes.items()})
        self.scale = nn.Parameter(torch.tensor(12.0))

    def vectors(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).float()
        mean = (hidden * weights).sum(1) / weights.sum(1)
        highest = hidden.masked_fill(weights == 0, -1e4).max(1).values
        return nn.functional.normalize(mean, dim=1), nn.functional.normalize(highest, dim=1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        mean, highest = self.vectors(ids, mask)
        both = torch.cat([mean, highest], dim=1) * self.scale
        return mean, {name: head(both) for name, head in self.heads.items()}


class Exported(nn.Module):
    """What ships: token vectors in, pooling outside (as in the stock export)."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        return self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state


def label_names(messages: list[dict]) -> dict[str, list[str]]:
    """All labels per task."""
    names = {"intent": sorted({m["intent"] for m in messages})}
    for task in TASKS:
        names[task] = sorted({label for m in messages for label in m.get(task, [])})
    return names


def targets(messages: list[dict], names: dict[str, list[str]]) -> dict[str, torch.Tensor]:
    """Label tensors per task; the intent of a story is -100, which the loss leaves out."""
    intents = [-100 if m.get("story") else names["intent"].index(m["intent"]) for m in messages]
    tensors = {"intent": torch.tensor(intents)}
    for task in TASKS:
        tensors[task] = torch.tensor([[float(label in m.get(task, [])) for label in names[task]] for m in messages])
    return tensors


def batches(lengths: list[int], size: int, rng: random.Random) -> list[list[int]]:
    """Batches of similar length in random order."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + rng.random() * 6))
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(chunks)
    return chunks


def train(stock: Path, epochs: int, seed: int, rate: float, batch: int, freeze: int) -> nn.Module:
    """Train and return the encoder."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    tokenizer = Tokenizer.from_file(str(stock / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()
    messages = read_messages()
    names = label_names(messages)
    harmless = [m for m in messages if m["intent"] in STORY and not m.get("flags") and not m.get("denied")]
    teacher = AutoModel.from_pretrained(stock, add_pooling_layer=False).eval()
    student = AutoModel.from_pretrained(stock, add_pooling_layer=False)
    for parameter in student.embeddings.parameters():
        parameter.requires_grad = False
    for layer in student.encoder.layer[:freeze]:
        for parameter in layer.parameters():
            parameter.requires_grad = False
    model = Tuned(student, {task: len(items) for task, items in names.items()})
    reference = Tuned(teacher, {}).eval()
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in student.parameters() if p.requires_grad], "lr": rate},
            {"params": [*model.heads.parameters(), model.scale], "lr": 3e-3},
        ],
        weight_decay=0.01,
    )
    steps = epochs * ((len(messages) + batch - 1) // batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.1 * steps), max(0.02, (steps - s) / (0.9 * steps)))
    )
    averaging = torch.optim.swa_utils.get_ema_multi_avg_fn(0.998)
    average = torch.optim.swa_utils.AveragedModel(student, multi_avg_fn=averaging)
    counts = torch.bincount(targets(messages, names)["intent"]).float()
    class_weight = (counts.mean() / counts).sqrt()
    for epoch in range(epochs):
        model.train()
        started, total = time.time(), 0.0
        read = [in_a_story(m, harmless, rng) if rng.random() < STORIES else m for m in messages]
        for chunk in batches([len(m["text"]) for m in read], batch, rng):
            drawn = [read[i] for i in chunk]
            labels = targets(drawn, names)
            texts = [noisy(m["text"], rng) if rng.random() < 0.35 else m["text"] for m in drawn]
            encoded = tokenizer.encode_batch([t.lower() for t in texts])
            ids = torch.tensor([e.ids for e in encoded])
            mask = torch.tensor([e.attention_mask for e in encoded])
            vectors, logits = model(ids, mask)
            loss = torch.zeros(())
            if (labels["intent"] >= 0).any():  # a batch of stories alone has no intent
                loss = WEIGHTS["intent"] * nn.functional.cross_entropy(
                    logits["intent"], labels["intent"], weight=class_weight, label_smoothing=0.05
                )
            for task in TASKS:
                loss = (
                    loss
                    + WEIGHTS[task]
                    * nn.functional.binary_cross_entropy_with_logits(
                        logits[task], labels[task], pos_weight=torch.tensor(3.0), reduction="none"
                    )
                    .sum(1)
                    .mean()
                    / 3
                )
            with torch.no_grad():
                anchor, _ = reference.vectors(ids, mask)
            loss = loss + WEIGHTS["stay"] * torch.relu(0.45 - (vectors * anchor).sum(1)).mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(student)
            total += float(loss.detach())
        print(
            f"epoch {epoch + 1}/{epochs}: loss {total / len(messages) * batch:.3f}, {time.time() - started:.0f} s",
            flush=True,
        )
    return average.module.eval()


def export(encoder: nn.Module, stock: Path, out: Path) -> None:
    """Write int8 ONNX, checksum and tokenizer."""
    out.mkdir(parents=True, exist_ok=True)
    wrapper = Exported(encoder).eval()
    example = torch.ones(1, 8, dtype=torch.long)
    axes = {0: "batch", 1: "sequence"}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            wrapper,
            (example, example, torch.zeros_like(example)),
            str(full),
            dynamo=False,
            opset_version=14,
            input_names=["input_ids", "attention_mask", "token_type_ids"],
            output_names=["last_hidden_state"],
            dynamic_axes={
                name: axes for name in ("input_ids", "attention_mask", "token_type_ids", "last_hidden_state")
            },
        )
        wrapper.eval()
        quantize_dynamic(str(full), str(out / "model.onnx"), per_channel=True, weight_type=QuantType.QInt8)
        shutil.copy(full, out.parent / f"{out.name}-fp32.onnx")
    digest = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    (out / "model.onnx.sha256").write_text(f"{digest}  model.onnx\n")
    shutil.copy(stock / "tokenizer.json", out / "tokenizer.json")
    print(f"{out / 'model.onnx'}: {(out / 'model.onnx').stat().st_size / 1e6:.1f} MB, sha256 {digest}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stock", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--freeze", type=int, default=0, help="lowest layers left as they are")
    options = parser.parse_args()
    np.random.seed(options.seed)
    encoder = train(options.stock, options.epochs, options.seed, options.rate, options.batch, options.freeze)
    export(encoder, options.stock, options.out)


if __name__ == "__main__":
    main()
