"""All measurements in one run, beside the starter bot and the floors. ``make bench`` calls this.

    .venv/bin/python benchmarks/run.py [--quick] [--resume] [--note TEXT] [--write docs/performance.md]

``--quick`` measures everything but training, briefly, for a look; what is published is a full run: about a quarter of
an hour on two cores, and then the parts that train. Needs wrk; the part with several workers needs postgresql,
redis-server and nginx-light.

What is measured is kept in var/bench.json as it comes, and the page is written after each part. A part that fails
does not stop the others; ``--resume`` then measures only what is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import bigger_content  # noqa: E402
import measure  # noqa: E402
import report  # noqa: E402
from load import load, write_chats  # noqa: E402
from targets import Echo, EchoPerson, Person, Product, Starter, StarterPerson, forget_files  # noqa: E402

from tests.scale.services import shared_settings, start_nginx, start_postgres, start_redis  # noqa: E402

KEPT = ROOT / "var" / "bench.json"
"""What was measured last."""
SHAPE = 2
"""Of what is kept; figures of another one are measured anew."""
AT = (20, 100, 200, 500, 1000)
"""Turns of one conversation that are looked at."""


class Amounts:
    """How much is measured."""

    def __init__(self, quick: bool) -> None:
        self.turns = 60 if quick else 500
        self.starter_turns = 60 if quick else 200
        self.long = 120 if quick else 1000
        self.starter_long = 60 if quick else 200
        self.people = (1, 8) if quick else (1, 8, 50, 200)
        self.quick = quick
        self.messages = 500 if quick else 10_000
        self.texts = 100 if quick else 1000
        self.train = not quick

    def seconds(self, people: int) -> int:
        """How long so many talk: the starter bot keeps 200 waiting for ten seconds, so a short run would not see it."""
        return 4 if self.quick else 10 if people < 50 else 40


class Part(dict[str, Any]):
    """What one part has found so far; each figure is kept and shown as it comes."""

    def __init__(self, name: str, keep: Callable[[], None]) -> None:
        super().__init__()
        self._name, self._keep = name, keep

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        self._keep()
        say(f"{self._name}: {key} {_short(value)}")


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, dict):
        return ", ".join(f"{k} {_short(v)}" for k, v in value.items() if not isinstance(v, dict))
    return "; ".join(_short(each) for each in value) if isinstance(value, list) else str(value)


def say(line: str) -> None:
    """One line of progress."""
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def train(where: Path) -> float:
    """Train the model of the project in ``where`` by its own command; returns the seconds."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "trigger_points.cli", "train", "--force"]
    env = {**os.environ, "PYTHONPATH": str(where)}
    done = subprocess.run(command, cwd=where, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(f"training failed: {done.stdout[-500:]}")
    return time.perf_counter() - began


def product(found: Part, folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> None:
    """The product by itself: SQLite, one worker."""
    server = Product(folder / "product")
    stack.callback(server.stop)
    found["start_s"] = server.start()
    found["memory_start"] = server.memory
    found["one"] = measure.one_person(lambda: Person(server.url), amounts.turns)
    found["growth"] = measure.growth(Person(server.url), amounts.long, AT)
    found["load"] = _loads(server, chats, amounts)
    sent = amounts.turns + amounts.long + sum(row["answered"] for row in found["load"])
    while sent < amounts.messages:
        more = load(server.url, server.kind, 8, amounts.seconds(8), chats)
        if not more.answered:
            raise RuntimeError(f"the server has stopped answering after {sent} messages")
        sent += more.answered
    found["messages"] = sent
    found["memory_end"] = server.memory
    server.stop()
    if not amounts.quick:
        forget_files()
        cold = Product(folder / "cold")
        stack.callback(cold.stop)
        found["start_cold_s"] = cold.start()


def starter(found: Part, folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> None:
    """The starter bot of ``rasa init``."""
    server = Starter(folder / "starter")
    stack.callback(server.stop)
    found["train_s"] = server.train()
    found["start_s"] = server.start()
    found["memory_start"] = server.memory
    found["one"] = measure.one_person(lambda: StarterPerson(server.url), amounts.starter_turns)
    found["growth"] = measure.growth(StarterPerson(server.url), amounts.starter_long, AT)
    found["load"] = _loads(server, chats, amounts)
    found["messages"] = amounts.starter_turns + amounts.starter_long + sum(row["answered"] for row in found["load"])
    found["memory_end"] = server.memory


def echo(found: Part, folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> None:
    """The floor of the web server."""
    server = Echo()
    stack.callback(server.stop)
    found["start_s"] = server.start()
    found["memory_start"] = server.memory
    found["one"] = measure.one_person(lambda: EchoPerson(server.url), amounts.turns)
    found["load"] = _loads(server, chats, amounts, longest=10)
    found["memory_end"] = server.memory


def workers(found: Part, folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> None:
    """One and two workers over PostgreSQL, Redis and nginx."""
    postgres, database = start_postgres(folder)
    stack.callback(postgres.stop)
    redis = start_redis(folder)
    stack.callback(redis.stop)
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
            loads = [load(front, "product", each, min(20, amounts.seconds(each)), chats) for each in amounts.people[1:]]
            found[str(number)] = [each.figures() for each in loads]


def training(found: Part, folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> None:
    """Training the model of the product."""
    if amounts.train:
        found["train_s"] = train(ROOT)


def bigger(found: Part, folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> None:
    """Ten times as much content."""
    copy = bigger_content.copy_with(10, folder / "bigger")
    untrained = {} if amounts.train else {"TRIGGER_POINTS_ALLOW_STALE_MODEL": "true"}
    if amounts.train:
        found["train_s"] = train(copy)
    server = Product(folder / "bigger-data", cwd=copy, PYTHONPATH=str(copy), **untrained)
    stack.callback(server.stop)
    found["start_s"] = server.start()
    found["memory_start"] = server.memory
    found["one"] = measure.one_person(lambda: Person(server.url), min(amounts.turns, 200))


def embedding(found: Part, folder: Path, chats: Path, amounts: Amounts, stack: ExitStack) -> None:
    """The floor of the sentence encoder."""
    for name, value in measure.embedding_alone(amounts.texts).items():
        found[name] = value


def _loads(server: Any, chats: Path, amounts: Amounts, longest: int = 60) -> list[dict[str, Any]]:
    each = [load(server.url, server.kind, n, min(longest, amounts.seconds(n)), chats) for n in amounts.people]
    return [one.figures() for one in each]


PARTS = {
    "echo": echo,
    "embedding": embedding,
    "product": product,
    "starter": starter,
    "workers": workers,
    "training": training,
    "bigger": bigger,
}
"""What trains our own model comes last: it may take minutes, and all the rest is on the page by then."""


def main() -> None:
    """Measure, and write the page if asked to."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--resume", action="store_true", help="keep the parts that the last run has finished")
    arguments.add_argument("--only", choices=PARTS, action="append", help="measure this part only; may be repeated")
    arguments.add_argument("--write", type=Path, help="the page to write")
    arguments.add_argument("--note", default="", help="a sentence about this run, for the page")
    given = arguments.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk was not found: apt-get install wrk")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that servers are stopped, too
    amounts = Amounts(given.quick)
    folder = Path(tempfile.mkdtemp(prefix="guide-bench-"))
    folder.chmod(0o755)
    chats = folder / "chats.lua"
    found: dict[str, Any] = {"shape": SHAPE, "chats": write_chats(chats), "quick": given.quick, "done": []}
    if (given.resume or given.only) and KEPT.is_file():
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        if (kept.get("shape"), kept["quick"]) == (SHAPE, given.quick):
            found = {**found, **kept}

    def write() -> None:
        if given.write:
            report.write(given.write, found, given.note)

    failed = measure_parts(found, folder, chats, amounts, given.only, given.resume, write)
    missing = [name for name in PARTS if name not in found["done"]]
    say(f"all figures are in {KEPT.relative_to(ROOT)}")
    if missing and given.write:
        failed.append(f"missing: {', '.join(missing)}; --resume measures only that")
    if failed:
        sys.exit("\n".join(failed))
    shutil.rmtree(folder, ignore_errors=True)


def measure_parts(
    found: dict[str, Any],
    folder: Path,
    chats: Path,
    amounts: Amounts,
    only: list[str] | None,
    resume: bool,
    write: Callable[[], None],
) -> list[str]:
    """Fill ``found`` part by part, and ``write`` after each; returns what went wrong, in a line each."""

    def keep() -> None:
        KEPT.parent.mkdir(mode=0o700, exist_ok=True)
        KEPT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

    wanted = [name for name in only or PARTS if not (resume and name in found["done"])]
    failed = []
    for number, name in enumerate(wanted, start=1):
        say(f"{name} ({number} of {len(wanted)}) ...")
        place = folder / name
        place.mkdir()
        place.chmod(0o755)
        found["done"] = [each for each in found["done"] if each != name]
        found[name] = Part(name, keep)
        try:
            with ExitStack() as stack:
                PARTS[name](found[name], place, chats, amounts, stack)
            found["done"].append(name)
            keep()
            write()
        except Exception as error:  # the other parts take long: keep them
            frames = traceback.extract_tb(error.__traceback__)
            ours = [f"{f.filename}:{f.lineno}" for f in frames if str(ROOT) in f.filename and ".venv" not in f.filename]
            where = [error.__class__.__name__, *ours][-1]
            failed.append(f"{name} failed: {repr(error)[-600:]} at {where}. What it left is in {place}")
            say(failed[-1])
    return failed


if __name__ == "__main__":
    main()
