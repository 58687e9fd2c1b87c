"""Which side of the body is the sore one, by what a message says of each side.

"Had the left one replaced in 2019, it is the right that aches": both sides are named, one is sore. The words are
data (``content/sides.yml``); a side that is only denied, old or put right in the same breath is not the sore one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc

from trigger_points.content.schema import Side
from trigger_points.understanding.context import Standing
from trigger_points.understanding.phrases import Found, PhraseMatcher, longest

Manner = Literal["sore", "only", "not_sore", "old"]
OPPOSITE = {"left": "right", "right": "left"}
REACH = 6
"""A word that puts something right ("sorry, I mean") is followed by what is meant within so many words."""


@dataclass(frozen=True)
class NamedSide:
    """A side that is named, and what is said of it."""

    side: str
    manner: Manner
    start: int
    end: int


@dataclass(frozen=True)
class SidesTold:
    """The sore side if it is told, sides that are told not to be it, and whether "the other one" is named."""

    sore: str | None = None
    not_sore: list[str] = field(default_factory=list)
    other: bool = False


class SideFinder:
    """Finds sides by the phrases of ``content/sides.yml``."""

    def __init__(self, sides: Iterable[Side]) -> None:
        phrases: dict[str, list[str]] = {}
        for side in sides:
            phrases[f"sore:{side.id}"] = list(side.phrases)
            for manner in ("only", "not_sore", "old"):
                if getattr(side, manner):
                    phrases[f"{manner}:{side.id}"] = list(getattr(side, manner))
        self._matcher = PhraseMatcher(phrases)

    def find(self, doc: Doc) -> list[Found]:
        """Sides in order of appearance, the longest phrase where several overlap."""
        return sorted(longest(self._matcher.find(doc)), key=lambda found: found.start)


def named(found: Found, standing: Standing | None) -> NamedSide | None:
    """What is said of a side: by its phrase, or by how its sentence stands (denied, of another person).

    The past is no reason: "the left began in January, now the right as well" is both.
    """
    manner, side = found.label.split(":")
    if side == "no_side":
        return None
    if manner == "sore" and standing == "denied" and side != "other":  # "no, my other left"
        manner = "not_sore"
    elif manner == "sore" and standing == "other_person":
        manner = "old"
    return NamedSide(side, manner, found.start, found.end)  # type: ignore[arg-type]


def put_right(starts: Sequence[tuple[int, int]], markers: Iterable[Found]) -> set[int]:
    """Which of the mentions at ``starts`` (first and last token) are taken back by the mention after a marker.

    "My left calf, no sorry, my left buttock": the nearest mention before the marker is meant no more.
    """
    gone = set()
    for marker in markers:
        before = [i for i, (_, end) in enumerate(starts) if end <= marker.start]
        after = [i for i, (start, _) in enumerate(starts) if 0 <= start - marker.end <= REACH]
        if before and after:
            gone.add(before[-1])
    return gone


def resolve(told: Sequence[NamedSide], markers: Iterable[Found] = (), as_well: bool = False) -> SidesTold:
    """The sore side among all that are named; ``as_well``: a side joins another, so none is the only one."""
    gone = put_right([(each.start, each.end) for each in told], markers)
    left_over = [each for i, each in enumerate(told) if i not in gone]

    def of(manner: Manner) -> list[str]:
        return [each.side for each in left_over if each.manner == manner and each.side != "other"]

    not_sore = list(dict.fromkeys(of("not_sore")))
    other = any(each.side == "other" and each.manner in ("sore", "only") for each in left_over)
    only, sides = of("only"), of("sore")
    sore = _one([*only, *sides] if as_well else only or sides)
    if sore is None and other and len(not_sore) == 1:
        sore = OPPOSITE.get(not_sore[0])
    if sore is None and not other and not not_sore:
        sore = _one(of("old"))
    return SidesTold(sore, [side for side in not_sore if side != sore], other)


def _one(sides: Sequence[str]) -> str | None:
    if "both" in sides or {"left", "right"} <= set(sides):
        return "both"
    return sides[0] if sides else None
