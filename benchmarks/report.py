"""The page docs/performance.md: figures between two marks; the words around them are kept."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import setting

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def write(page: Path, found: dict[str, Any], note: str) -> None:
    """Put the figures of ``found`` into ``page``, and all of them beside it as JSON."""
    text = page.read_text(encoding="utf-8") if page.is_file() else f"# Performance\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{figures(found, note)}\n{END}{after}", encoding="utf-8")
    page.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def figures(found: dict[str, Any], note: str) -> str:
    """All tables; what has not been measured says so."""
    sections = (
        ("Bars", ("product", "starter"), _bars),
        ("One person", ("product", "starter", "echo", "embedding"), _one),
        ("Many people at once", ("product", "starter", "echo"), _load),
        ("One conversation that goes on", ("product", "starter"), _growth),
        ("Start, memory, training", ("product", "starter", "echo"), _rest),
        ("One and two workers", ("workers",), _workers),
    )
    parts = [_setting(found, note)]
    for title, needed, table in sections:
        missing = [part for part in needed if part not in found["done"]]
        text = f"Not measured yet: {', '.join(missing)}. `make bench RESUME=1` does it." if missing else table(found)
        parts.append(f"## {title}\n\n{text}")
    return "\n\n".join(parts)


def _setting(found: dict[str, Any], note: str) -> str:
    kind = "quick run, for a look only" if found["quick"] else "full run"
    lines = [
        f"Measured on {time.strftime('%Y-%m-%d')} ({kind}): {setting.machine()}; {setting.versions()}. "
        "Server, load generator and, where used, PostgreSQL, Redis and nginx share these cores.",
        "Command: `make bench`.",
    ]
    return "\n".join([*lines, *([note] if note else [])])


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _times(one: float, other: float) -> str:
    """A ratio, in as many figures as it is good for."""
    ratio = one / other
    return f"{ratio:.0f}" if ratio >= 20 else f"{ratio:.1f}" if ratio >= 2 else f"{ratio:.2f}"


def _bars(found: dict[str, Any]) -> str:
    ours, starter = found["product"], found["starter"]
    best, theirs = (max(row["per_second"] for row in part["load"]) for part in (ours, starter))
    growth = ours["growth"]["same_steps"]
    last = ours["load"][-1]
    errors = sum(row["errors"] for row in ours["load"])
    rows = [
        ("a turn, median", f"{ours['one']['median']:.1f} ms", "10 ms", ours["one"]["median"] <= 10),
        ("a turn, p99", f"{ours['one']['p99']:.1f} ms", "40 ms", ours["one"]["p99"] <= 40),
        ("messages/s, times the starter bot", f"{best / theirs:.1f}", "6", best / theirs >= 6),
        (f"errors at up to {last['people']} people", str(errors), "0", errors == 0),
        (f"lost at {last['people']} people, of {last['asked']:,} sent", str(last["lost"]), "0", last["lost"] == 0),
        (
            f"the last of {ours['growth']['turns']} turns, times the first",
            f"{growth['ratio']:.2f}",
            "1.2",
            growth["ratio"] <= 1.2,
        ),
        ("start to first answer", f"{ours['start_s']:.1f} s", "6 s", ours["start_s"] <= 6),
        ("memory of a worker, start", f"{ours['memory_start']} MB", "650 MB", ours["memory_start"] <= 650),
        (
            f"memory after {ours['messages']:,} messages",
            f"{ours['memory_end']} MB",
            "650 MB",
            ours["memory_end"] <= 650,
        ),
    ]
    return _table(["", "measured", "bar", "met"], [[a, b, c, "yes" if met else "**no**"] for a, b, c, met in rows])


def _one(found: dict[str, Any]) -> str:
    ours, starter, echo, encoder = (found[part] for part in ("product", "starter", "echo", "embedding"))
    base = ours["one"]["median"]

    def row(name: str, one: dict[str, Any]) -> list[str]:
        figures = [f"{one[k]:.1f}" if k in one else "" for k in ("median", "p95", "p99")]
        return [name, str(one["turns"]), *figures, _times(one["median"], base)]

    table = _table(
        ["milliseconds a turn, over HTTP", "turns", "median", "p95", "p99", "times ours"],
        [
            row("this project", ours["one"]),
            row("starter bot", starter["one"]),
            row("the web server alone (echo)", echo["one"]),
            row("the sentence encoder alone, without HTTP", encoder),
        ],
    )
    kinds = []
    for kind, mine in ours["one"]["by_kind"].items():
        theirs = starter["one"]["by_kind"].get(kind)
        same = [f"{theirs['median']:.1f}", _times(theirs["median"], mine["median"])] if theirs else ["", ""]
        kinds.append([kind, str(mine["turns"]), *(f"{mine[k]:.1f}" for k in ("median", "p95", "p99")), *same])
    head = ["by kind of turn, ms", "turns", "median", "p95", "p99", "starter median", "times ours"]
    missed = f'Offers of the script that were not there ("go on" was typed instead): {ours["one"]["missed"]}.'
    return f"{table}\n\n{_table(head, kinds)}\n\n{missed}"


def _load(found: dict[str, Any]) -> str:
    rates, accounts = [], []
    for ours, theirs, floor in zip(found["product"]["load"], found["starter"]["load"], found["echo"]["load"]):
        rates.append(
            [
                str(ours["people"]),
                *(f"{ours[key]:.0f}" for key in ("per_second", "p50", "p99")),
                f"{theirs['per_second']:.1f}",
                *(f"{theirs[key]:.0f}" for key in ("p50", "p99")),
                _times(ours["per_second"], theirs["per_second"]),
                *(f"{floor[key]:.0f}" for key in ("per_second", "p99")),
                _times(floor["per_second"], ours["per_second"]),
            ]
        )
        accounts += [_account(name, row) for name, row in (("this project", ours), ("starter bot", theirs))]
    head = ["people", "messages/s", "p50 ms", "p99 ms", "starter messages/s", "p50 ms", "p99 ms", "ours, times starter"]
    table = _table([*head, "echo messages/s", "p99 ms", "echo, times ours"], rates)
    return f"{table}\n\nEverything that was sent, opening a chat included:\n\n{_table(_ACCOUNT, accounts)}"


_ACCOUNT = [
    "",
    "people",
    "seconds",
    "sent",
    "answered",
    "lost",
    "refused",
    "silent",
    "later than 30 s",
    "broken",
    "offers not there",
]


def _account(name: str, row: dict[str, Any]) -> list[str]:
    keys = ("people", "seconds", "asked", "answered", "lost", "refused", "silent", "late", "broken", "missed")
    return [name, *(f"{row[key]:,}" for key in keys)]


def _growth(found: dict[str, Any]) -> str:
    ours, starter = found["product"]["growth"], found["starter"]["growth"]
    rows = []
    for turn, value in ours["around"].items():
        other = starter["around"].get(turn)
        rows.append(
            [turn, f"{value:.1f}", *([f"{other:.1f}", _times(other, value)] if other else ["not measured", ""])]
        )
    compared = [_compared(name, part) for name, part in (("this project", ours), ("starter bot", starter))]
    head = [
        "the same step with the same kind of answer",
        "turns",
        "steps compared",
        "early, median ms",
        "late, median ms",
        "late, times early",
        "worst step",
        "offers not there",
    ]
    around = _table(["around turn", "this project, median ms", "starter bot, median ms", "times ours"], rows)
    return f"{_table(head, compared)}\n\n{around}"


def _compared(name: str, part: dict[str, Any]) -> list[str]:
    same = part["same_steps"]
    if not same["compared"]:
        return [name, str(part["turns"]), "0", "", "", "", "", str(part["missed"])]
    figures = [f"{same['early']:.1f}", f"{same['late']:.1f}", f"{same['ratio']:.2f}", f"{same['worst']:.2f}"]
    return [name, str(part["turns"]), f"{same['compared']} of {same['steps']}", *figures, str(part["missed"])]


def _rest(found: dict[str, Any]) -> str:
    done = {name: found[name] if name in found["done"] else {} for name in ("product", "bigger", "starter", "echo")}
    done["product"] = {**done["product"], **(found["training"] if "training" in found["done"] else {})}

    def row(name: str, key: str, unit: str, digits: int) -> list[str]:
        values = [_look_up(part, key) for part in done.values()]
        cells = ["" if value is None else f"{value:.{digits}f} {unit}" for value in values]
        mine, theirs = values[0], values[2]
        return [name, *cells, _times(theirs, mine) if mine and theirs else ""]

    rows = [
        row("start to first answer", "start_s", "s", 1),
        row("the same, files not in memory", "start_cold_s", "s", 1),
        row("memory at the start", "memory_start", "MB", 0),
        row("memory at the end", "memory_end", "MB", 0),
        ["messages until then", *(f"{part['messages']:,}" if "messages" in part else "" for part in done.values()), ""],
        row("a turn, median", "one median", "ms", 1),
        row("a turn, p99", "one p99", "ms", 1),
        row("training", "train_s", "s", 0),
    ]
    head = ["", "this project", "with ten times as much content", "starter bot", "echo", "starter, times ours"]
    missing = [name for name in ("training", "bigger") if name not in found["done"]]
    note = f"\n\nNot measured yet: {', '.join(missing)}. `make bench RESUME=1` does it." if missing else ""
    return _table(head, rows) + note


def _look_up(part: dict[str, Any], keys: str) -> Any:
    value: Any = part
    for key in keys.split():
        value = value.get(key) if value else None
    return value


def _workers(found: dict[str, Any]) -> str:
    rows = []
    for one, two in zip(found["workers"]["1"], found["workers"]["2"]):
        rows.append(
            [
                str(one["people"]),
                f"{one['per_second']:.0f}",
                f"{one['p99']:.0f}",
                f"{two['per_second']:.0f}",
                f"{two['p99']:.0f}",
                f"{two['per_second'] / one['per_second']:.2f}",
                f"{one['asked'] + two['asked']:,}",
                str(one["errors"] + two["errors"]),
            ]
        )
    head = [
        "people",
        "one worker, messages/s",
        "p99 ms",
        "two workers, messages/s",
        "p99 ms",
        "ratio",
        "sent",
        "errors",
    ]
    return _table(head, rows)
