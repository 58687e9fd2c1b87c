"""Sentence embeddings: one small ONNX model, on the CPU.

The model and its tokenizer live in ``encoder/`` with a checksum. A vector has two halves of length 1 each:
the mean over the tokens (what the text is about; ``meaning`` takes it alone) and the highest value of any
token (a small remark in a long story is not thinned out).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

ENCODER_DIR = Path(__file__).resolve().parents[2] / "encoder"
MAX_TOKENS = 128
"""Longer texts are cut here; long messages are also read sentence by sentence."""

Vectors = NDArray[np.float32]


class EncoderError(RuntimeError):
    """The model is missing or is not the one its checksum names."""


class SentenceEncoder:
    """Turns texts into vectors of two unit-length halves.

    One thread: a second one saves a third of the time of a message, but takes the other core from
    whoever else is served meanwhile.
    """

    def __init__(self, directory: Path = ENCODER_DIR, threads: int = 1) -> None:
        model = directory / "model.onnx"
        self.checksum = _verified(model, directory / "model.onnx.sha256")
        self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._inputs = {item.name for item in self._session.get_inputs()}

    def words(self) -> set[str]:
        """Whole words that the tokenizer knows: a list of ordinary English."""
        return {word for word in self._tokenizer.get_vocab() if word.isalpha()}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of ``texts``, one row each. An empty text gets a vector like any other."""
        batch = self._tokenizer.encode_batch([text.strip().lower() or "." for text in texts])
        ids = np.array([item.ids for item in batch], dtype=np.int64)
        mask = np.array([item.attention_mask for item in batch], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[:1]
        real = mask[:, :, None].astype(bool)
        mean = hidden.sum(axis=1, where=real)
        highest = hidden.max(axis=1, where=real, initial=-np.inf)
        return np.hstack([_unit(mean), _unit(highest)]).astype(np.float32)

    def encode_many(self, texts: Sequence[str], batch_size: int = 32) -> Vectors:
        """Vectors of many texts; similar lengths share a batch so that padding stays small.

        The batches share all cores.
        """
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        chunks = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
        rows: dict[int, Vectors] = {}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for chunk, vectors in zip(chunks, pool.map(lambda chunk: self.encode([texts[i] for i in chunk]), chunks)):
                rows.update(zip(chunk, vectors))
        return np.stack([rows[index] for index in range(len(texts))])


def meaning(vectors: Vectors) -> Vectors:
    """The half that says what a text is about, for comparing texts by cosine."""
    return vectors[..., : vectors.shape[-1] // 2]


def _unit(vectors: Vectors) -> Vectors:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _verified(model: Path, checksum: Path) -> str:
    if not model.is_file():
        raise EncoderError(f"{model}: the encoder is missing; check out the repository again")
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    if digest != checksum.read_text().split()[0]:
        raise EncoderError(f"{model}: does not match its checksum; check out the repository again")
    return digest


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """The one encoder of this process."""
    return SentenceEncoder()
