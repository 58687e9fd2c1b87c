"""``python -m tests.fuzz.run 100000``: made-up messages through the real model until that many texts were tried.

Every core holds conversations of its own, a chunk at a time; a chunk is made from one seed and can be held again.
A finding stops the run with its seed and the conversation that shows it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context

from tests.fuzz.talk import Tally, fuzz
from trigger_points.server import logs
from trigger_points.server.assistant import Assistant

CHUNK = 200
"""Conversations made from one seed, about a thousand texts."""
_held: list[tuple[Assistant, asyncio.AbstractEventLoop]] = []


def hold(seed: int) -> Tally:
    """The conversations of one seed; the model is loaded once per process."""
    if not _held:
        logs.configure("warning")  # stock Rasa writes every message to standard output
        _held.append((Assistant.load(), asyncio.new_event_loop()))
    assistant, loop = _held[0]
    assistant.agent.tracker_store.store.clear()
    return fuzz(assistant, loop.run_until_complete, CHUNK, seed)


def main() -> int:
    """Go on until the number is reached."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("texts", type=int, nargs="?", default=100_000)
    arguments.add_argument("--seed", type=int, default=int(time.time()), help="the first seed, to go on or do it again")
    arguments.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    asked = arguments.parse_args()
    began, upcoming, running = time.monotonic(), asked.seed, dict[Future[Tally], int]()
    texts = choices = 0
    types: Counter[str] = Counter()
    different: set[int] = set()
    pool = ProcessPoolExecutor(asked.processes, mp_context=get_context("spawn"))
    try:
        while texts < asked.texts:
            while len(running) < asked.processes:
                running[pool.submit(hold, upcoming)] = upcoming
                upcoming += 1
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                seed = running[done]
                tally = done.result()
                del running[done]
                texts, choices = texts + tally.texts, choices + tally.choices
                types.update(tally.types)
                different |= tally.different
                rate = texts / (time.monotonic() - began)
                left = max(0, asked.texts - texts) / rate / 60
                print(
                    f"seed {seed}: {texts:,} texts ({len(different):,} different), {choices:,} choices, "
                    f"{rate:.0f} texts a second, {left:.0f} minutes left",
                    flush=True,
                )
    except BaseException as error:
        pool.shutdown(wait=False, cancel_futures=True)
        if isinstance(error, KeyboardInterrupt):
            first = min(running.values(), default=upcoming)
            sys.exit(f"Stopped. To go on: make fuzz TEXTS={asked.texts - texts} SEED={first}")
        print(f"FOUND with seed {seed}. Again: .venv/bin/python -m tests.fuzz.run 1 --processes 1 --seed {seed}")
        raise
    pool.shutdown(wait=False, cancel_futures=True)
    print(f"replies {dict(types.most_common())}")
    print(
        f"fine: {texts:,} texts ({len(different):,} different) and {choices:,} choices, "
        "no exception, no silence, no dead end"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
