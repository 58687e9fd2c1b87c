"""The command line: ``trigger-points --help``."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import sys
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console
from rich.progress import track

from trigger_points.content.problems import Problem

if TYPE_CHECKING:
    from trigger_points.server.assistant import Assistant

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
# Of the libraries underneath; people cannot act on them. Rasa sets filters of its own, so filters are not enough.
warnings.simplefilter("ignore")
warnings.showwarning = lambda *_args, **_named: None

ROOT = Path(__file__).resolve().parents[1]
app = typer.Typer(
    help="A chat assistant for a sore hip, buttock, low back or thigh.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()


def _quiet() -> None:
    """Warnings and errors only; Rasa logs message text below that."""
    from rasa.utils.log_utils import configure_structlog

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("rasa").setLevel(logging.WARNING)
    configure_structlog(logging.WARNING)


def _assistant() -> Assistant:
    from trigger_points.server.assistant import Assistant, NoModelError
    from trigger_points.server.settings import SettingsError, load_settings
    from trigger_points.understanding.encoder import EncoderError

    try:
        return Assistant.load(allow_stale=load_settings().allow_stale_model)
    except (NoModelError, EncoderError, SettingsError) as error:
        _stop(str(error))


def _stop(message: str) -> NoReturn:
    # Unwrapped and without markup: a path in it must stay whole, to be found in a log and copied.
    console.print(message, style="bold red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(1)


@app.command()
def serve(
    port: int = typer.Option(5005, envvar="PORT", help="Port to listen on."),
    host: str = typer.Option("0.0.0.0", help="Address to listen on."),
    data: Path = typer.Option(ROOT / "var", help="Folder for conversations and the secret."),
) -> None:
    """Start the chat and print its address."""
    gc.disable()  # what a start makes stays; looking for garbage in it is a tenth of the start. See Assistant.load.
    from trigger_points.server.run import StartError, run

    _check_content()
    try:
        run(
            host,
            port,
            data,
            lambda: console.print(
                f"The chat is at [bold]http://localhost:{port}/chat/[/]  (stop with Ctrl+C)", highlight=False
            ),
        )
    except StartError as error:
        _stop(str(error))


@app.command()
def chat() -> None:
    """Chat in the terminal with the same assistant."""
    from trigger_points.terminal import run

    _check_content()
    _quiet()
    asyncio.run(run(_assistant()))


@app.command()
def train(force: bool = typer.Option(False, help="Train even if nothing has changed.")) -> None:
    """Train what is stale."""
    from trigger_points.content.problems import ContentError
    from trigger_points.training import train_if_stale

    _draw_missing()
    _check_content()
    _quiet()
    try:
        console.print(train_if_stale(force=force), highlight=False)
    except ContentError as error:  # in the training messages
        _report(error.problems)


@app.command()
def validate() -> None:
    """Check all content and training messages; list every problem as ``path: message``."""
    from trigger_points.content.store import load_content
    from trigger_points.training_messages import check_messages

    _check_content()
    _report(check_messages(load_content()))
    console.print("The content and the training messages are fine.")


def _draw_missing() -> None:
    """A new muscle needs no more than its file: its pictures are drawn from it."""
    from trigger_points.content.problems import ContentError
    from trigger_points.content.store import CONTENT_DIR, load_content
    from trigger_points.figures import draw_missing

    try:
        load_content()
    except ContentError:
        return  # the check lists what is wrong
    for name in draw_missing(CONTENT_DIR):
        console.print(f"Drew content/figures/{name}.", highlight=False)


def _check_content() -> None:
    from trigger_points.content.validator import check_all

    _report(check_all())


def _report(problems: Sequence[Problem]) -> None:
    for problem in problems:
        console.print(str(problem), highlight=False, markup=False, soft_wrap=True)
    if problems:
        _stop(f"{len(problems)} problem(s) in the content.")


@app.command()
def reading() -> None:
    """Print the reading grade of the content by record type; fail if one is too hard (needs development packages)."""
    from rich.table import Table

    from trigger_points.content.reading import LIMIT, averages, readings

    table = Table("texts", "how many", "mean grade", title=f"Flesch-Kincaid grade, at most {LIMIT:g}")
    means = averages(readings())
    for group, (number, mean) in means.items():
        table.add_row(group, str(number), f"{mean:.1f}")
    console.print(table)
    hard = [group for group, (_, mean) in means.items() if mean > LIMIT]
    if hard:
        _stop(f"Too hard to read on average: {', '.join(hard)}. Write shorter sentences and shorter words.")


@app.command()
def review(out: Path = typer.Argument(..., help="HTML file to write.")) -> None:
    """Write the whole knowledge base as one document to print and review."""
    from trigger_points.content.review import review_page

    _check_content()
    out.write_text(review_page(), encoding="utf-8")
    console.print(f"Wrote {out}. Open it in a browser to read or print it.", highlight=False)


@app.command()
def new(
    kind: str = typer.Argument(..., help="muscle, look_alike, technique, question or red_flag."),
    name: str = typer.Argument(..., help="Its id, such as gluteus_medius."),
    topic: str = typer.Option("technique", help="For a question: its file in content/questions/."),
) -> None:
    """Start a record from a commented template; ``validate`` then lists what to fill in."""
    from trigger_points.content.scaffold import ScaffoldError, new_record

    try:
        path = new_record(kind, name, topic=topic)
    except ScaffoldError as error:
        _stop(str(error))
    console.print(f"Wrote {path.relative_to(ROOT)}. Fill it in, then run: make validate", highlight=False)


@app.command()
def evaluate(
    files: list[Path] = typer.Argument(..., exists=True, help="Labelled messages, JSON Lines."),
    predictions: Path | None = typer.Option(None, help="Write one line per row with what was understood."),
) -> None:
    """Run labelled messages through the real model and actions, and print figures."""
    from trigger_points.evaluation.predict import predict_row
    from trigger_points.evaluation.report import show
    from trigger_points.evaluation.rows import Prediction, RowError, read_rows

    try:
        rows = [row for path in files for row in read_rows(path)]
    except RowError as error:
        _stop(str(error))
    _quiet()
    assistant = _assistant()

    async def run() -> list[Prediction]:
        return [
            await predict_row(assistant, row, f"evaluate-{number}")
            for number, row in enumerate(track(rows, "Reading messages", console=Console(stderr=True)))
        ]

    results = asyncio.run(run())
    if predictions:
        predictions.write_text(
            "".join(json.dumps(asdict(p), ensure_ascii=False) + "\n" for p in results), encoding="utf-8"
        )
    show(list(zip(rows, results)), console)


@app.command()
def schema(check: bool = typer.Option(False, help="Only say whether the file is up to date.")) -> None:
    """Write the JSON Schema of all replies to docs/replies.schema.json."""
    from trigger_points.replies.models import Answer

    path = ROOT / "docs" / "replies.schema.json"
    text = json.dumps(Answer.schema(), indent=2, ensure_ascii=False) + "\n"
    if check:
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            _stop("docs/replies.schema.json is stale. Run: make schema")
        return
    path.write_text(text, encoding="utf-8")


@app.command()
def doctor(data: Path = typer.Option(ROOT / "var", help="Folder for conversations and the secret.")) -> None:
    """Check this installation and say what is wrong."""
    from trigger_points.doctor import examine
    from trigger_points.server import logs

    logs.configure("warning")
    fine = True
    for finding in examine(data):
        console.print(str(finding), highlight=False, markup=False, soft_wrap=True)
        fine = fine and finding.fine
    if not fine:
        sys.exit(1)


if __name__ == "__main__":
    app()
