"""The slowest part of reading a message, in threads, before Rasa's pipeline runs: other conversations go on meanwhile.

The whole message and its sentences are embedded side by side. What is found here is what the components would
find by themselves; they take it from here if it is there.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress

import numpy as np

from trigger_points.understanding.encoder import Vectors, shared_encoder
from trigger_points.understanding.understand import Draft, Understander

_pools: list[ThreadPoolExecutor] = []
_readers: list[Understander] = []
_vectors: dict[str, Vectors] = {}
_drafts: dict[str, tuple[Understander, Draft]] = {}


def read_by(understander: Understander) -> None:
    """From now on sentences are found as ``understander``, of the model that serves, will want them."""
    _readers[:] = [understander]


@asynccontextmanager
async def read_ahead(text: str) -> AsyncIterator[None]:
    """Read ``text`` for the components that want it inside the context.

    What goes wrong here goes wrong there again, where it is dealt with.
    """
    with suppress(Exception):
        await _read(text)
    try:
        yield
    finally:
        _vectors.pop(text, None)
        _drafts.pop(text, None)


def _threads() -> ThreadPoolExecutor:
    if not _pools:
        _pools.append(ThreadPoolExecutor(2, thread_name_prefix="encoder"))
    return _pools[0]


# A fork has none of the threads of its parent, and would wait for them for ever.
os.register_at_fork(after_in_child=_pools.clear)


async def _read(text: str) -> None:
    run = asyncio.get_running_loop().run_in_executor
    encode = shared_encoder().encode
    whole = run(_threads(), encode, [text])
    if not _readers:
        _vectors[text] = await whole
        return
    reader = _readers[0]
    draft = reader.draft(text)
    parts = [whole, run(_threads(), encode, draft.pieces)] if draft.pieces else [whole]
    vectors = np.vstack(await asyncio.gather(*parts))
    _vectors[text] = vectors[:1]
    _drafts[text] = reader, draft._replace(vectors=vectors)


def vector_of(text: str) -> Vectors | None:
    """The embedding of ``text``, if it was made ahead."""
    return _vectors.get(text)


def draft_of(text: str, understander: Understander) -> Draft | None:
    """What ``understander`` has read of ``text`` ahead."""
    reader, draft = _drafts.get(text, (None, None))
    return draft if reader is understander else None
