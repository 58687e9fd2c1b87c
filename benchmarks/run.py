"""All measurements in one run, beside the starter bot and the floors. ``make bench`` calls this.

    .venv/bin/python benchmarks/run.py [--quick] [--note TEXT] [--write docs/performance.md]

``--quick`` measures everything but briefly, for a look; what is published is a full run. Needs wrk;
the part with several workers needs postgresql, redis-server and nginx-light.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import bigger_content  # noqa: E402
import measure  # noqa: E402
import report  # noqa: E402
from load import load, write_chats  # noqa: E402
from targets import Echo, Person, Product, Starter, StarterPerson, forget_files  # noqa: E402

from tests.scale.services import shared_settings, start_nginx, start_postgres, start_redis  # noqa: E402

AT = (20, 100, 300, 500, 1000)
"""Turns of one conversation that are looked at."""


class Amounts:
    """How much is measured."""

    def __init__(self, quick: bool) -> None:
        self.turns = 60 if quick else 500
        self.long = 120 if quick else 1000
        self.starter_long = 60 if quick else 300
        self.people = (1, 8) if quick else (1, 8, 50, 200)
        self.seconds = 4 if quick else 15
        self.messages = 500 if quick else 10_000
        self.texts = 100 if quick else 1000
        self.train = not quick


def product(folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> dict[str, Any]:
    """The product by itself: SQLite, one worker."""
    found: dict[str, Any] = {}
    if amounts.train:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "trigger_points.cli", "train", "--force"], cwd=ROOT, check=True)
        found["train_s"] = time.perf_counter() - began
        forget_files()
        cold = Product(folder / "cold")
        found["start_cold_s"] = cold.start()
        cold.stop()
    server = Product(folder / "product")
    stack.callback(server.stop)
    found["start_s"] = server.start()
    found["memory_start"] = server.memory
    found["one"] = measure.one_person(lambda: Person(server.url), amounts.turns)
    found["growth"] = measure.growth(Person(server.url), amounts.long, AT)
    found["load"] = _loads(server, chats, amounts)
    sent = amounts.turns + amounts.long + sum(row["messages"] for row in found["load"])
    while sent < amounts.messages:
        sent += load(server.url, server.kind, 8, amounts.seconds, chats).messages
    found["messages"], found["memory_end"] = sent, server.memory
    return found


def starter(folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> dict[str, Any]:
    """The starter bot of ``rasa init``."""
    server = Starter(folder / "starter")
    stack.callback(server.stop)
    found: dict[str, Any] = {"train_s": server.train()}
    found["start_s"] = server.start()
    found["memory_start"] = server.memory
    found["one"] = measure.one_person(lambda: StarterPerson(server.url), min(amounts.turns, 200))
    found["growth"] = measure.growth(StarterPerson(server.url), amounts.starter_long, AT)
    found["load"] = _loads(server, chats, amounts)
    found["memory_end"] = server.memory
    return found


def echo(folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> dict[str, Any]:
    """The floor of the web server."""
    server = Echo()
    stack.callback(server.stop)
    server.start()
    return {"load": _loads(server, chats, amounts)}


def workers(folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> dict[str, Any]:
    """One and two workers over PostgreSQL, Redis and nginx."""
    postgres, database = start_postgres(folder)
    stack.callback(postgres.stop)
    redis = start_redis(folder)
    stack.callback(redis.stop)
    found: dict[str, Any] = {}
    for number in (1, 2):
        with ExitStack() as these:
            running = [Product(folder / f"worker{n}", **shared_settings(database, redis)) for n in range(number)]
            for worker in running:
                these.callback(worker.stop)
                worker.start()
            place = folder / f"front{number}"
            place.mkdir()
            nginx = start_nginx(place, [worker.port for worker in running])
            these.callback(nginx.stop)
            front = f"http://127.0.0.1:{nginx.port}"
            loads = [load(front, "product", people, amounts.seconds, chats) for people in amounts.people[1:]]
            found[str(number)] = [asdict(each) for each in loads]
    return found


def bigger(folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> dict[str, Any]:
    """Ten times as many muscles."""
    copy = bigger_content.copy_with(10, folder / "bigger")
    server = Product(folder / "bigger-data", cwd=copy, PYTHONPATH=str(copy))
    stack.callback(server.stop)
    found: dict[str, Any] = {"start_s": server.start()}
    found["memory_start"] = server.memory
    found["one"] = measure.one_person(lambda: Person(server.url), min(amounts.turns, 200))
    return found


def _loads(server: Any, chats: Path, amounts: Amounts) -> list[dict[str, Any]]:
    return [asdict(load(server.url, server.kind, people, amounts.seconds, chats)) for people in amounts.people]


PARTS = {"echo": echo, "product": product, "bigger": bigger, "workers": workers, "starter": starter}


def main() -> None:
    """Measure, and write the page if asked to."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--only", choices=PARTS, action="append", help="measure this part only; may be repeated")
    arguments.add_argument("--write", type=Path, help="the page to write")
    arguments.add_argument("--note", default="", help="a sentence about this run, for the page")
    given = arguments.parse_args()
    if given.only and given.write:
        arguments.error("a page needs all parts: leave out --only or --write")
    if shutil.which("wrk") is None:
        sys.exit("wrk was not found: apt-get install wrk")
    amounts = Amounts(given.quick)
    folder = Path(tempfile.mkdtemp(prefix="guide-bench-"))
    folder.chmod(0o755)
    chats = folder / "chats.lua"
    found: dict[str, Any] = {"chats": write_chats(chats), "quick": given.quick}
    failed: list[str] = []
    for name, part in PARTS.items():
        if given.only and name not in given.only:
            continue
        print(f"{time.strftime('%H:%M:%S')} {name} ...", file=sys.stderr, flush=True)
        (folder / name).mkdir()
        (folder / name).chmod(0o755)
        try:
            with ExitStack() as stack:
                found[name] = part(folder / name, chats, amounts, stack)
        except Exception as error:  # the other parts take half an hour: keep them
            traceback.print_exc()
            failed.append(f"{name}: {error!r}. What it left is in {folder / name}")
    found["embedding"] = measure.embedding_alone(amounts.texts)
    print(json.dumps(found, indent=1))
    if failed:
        sys.exit("\n".join(failed))
    if given.write:
        report.write(given.write, found, given.note)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
