"""Print figures as tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from trigger_points.evaluation import figures
from trigger_points.evaluation.figures import LabelFigures, Pair, Share

MOST_CONFUSIONS = 15


def show(pairs: Sequence[Pair], console: Console | None = None) -> None:
    """Print everything that the rows are labelled for."""
    console = console or Console()
    rows = [row for row, _ in pairs]
    shares: list[Share] = []
    if any(row.intent for row in rows):
        accuracy, per_label, confusion = figures.intents(pairs)
        _labels(console, "Intents", per_label)
        _confusions(console, confusion)
        shares += [accuracy, *figures.refusals(pairs)]
    for kind in ("regions", "causes", "flags"):
        if any(getattr(row, kind) is not None for row in rows):
            total, per_label = figures.labels(pairs, kind)
            _labels(console, kind.capitalize(), [*per_label, total])
    if any(row.care_level for row in rows):
        shares += figures.safety(pairs)
    if any(row.ranked for row in rows):
        shares += figures.ranking(pairs)
    table = Table("figure", "hits", "of", "share", "95% interval")
    for share in shares:
        if share.total:
            low, high = share.interval()
            table.add_row(
                share.name, str(share.hits), str(share.total), f"{share.value:.3f}", f"{low:.3f} to {high:.3f}"
            )
    console.print(table)


def _labels(console: Console, title: str, items: Sequence[LabelFigures]) -> None:
    table = Table("label", "right", "missed", "wrong", "precision", "recall", "F1", title=title)
    for item in items:
        table.add_row(
            item.label,
            str(item.right),
            str(item.missed),
            str(item.wrong),
            f"{item.precision:.2f}",
            f"{item.recall:.2f}",
            f"{item.f1:.3f}",
        )
    console.print(table)


def _confusions(console: Console, confusion: dict[tuple[str, str], int]) -> None:
    table = Table("labelled", "taken for", "times", title="Confusions")
    for (label, guess), count in sorted(confusion.items(), key=lambda item: -item[1])[:MOST_CONFUSIONS]:
        table.add_row(label, guess, str(count))
    console.print(table)
