"""A clot of long ago is a precaution, told by clear words only; a clot of now stays urgent."""

from __future__ import annotations

import pytest

from trigger_points.content.schema import CareLevel
from trigger_points.content.store import load_content
from trigger_points.triage import level_of
from trigger_points.understanding.lexical_flags import LexicalFlags
from trigger_points.understanding.reader import Reader

STORE = load_content()


def asserted(text: str, lexical: tuple[Reader, LexicalFlags]) -> set[str]:
    reader, flags = lexical
    return {flag for flag, found in flags.find(reader.read(text)).items() if found.standing == "asserted"}


@pytest.mark.parametrize(
    "text",
    [
        "I had a clot/DVT years ago",
        "twenty years ago I had a clot after knee surgery",
        "is it safe to roll if I had a DVT 5 years ago?",
        "I had a clot in 2009 so I am nervous about rolling",
        "on warfarin since my clot in 2019",
    ],
)
def test_a_clot_of_long_ago_is_heard(text: str, lexical: tuple[Reader, LexicalFlags]) -> None:
    assert "past_clot" in asserted(text, lexical)


@pytest.mark.parametrize(
    "text",
    [
        "I've had a clot in my leg since last week",
        "could it be a clot, I had one of those flights years ago",
        "it might be a DVT, pain began months ago",
        "years ago my sister had a clot",
        "had my calf scanned for a clot two years ago",
        "nosebleed with clots years ago",
        "clots run in the family",
        "I think I have a clot",
        "I haven't had a blood clot before",
        "no history of DVT or cancer",
    ],
)
def test_what_is_no_old_clot_of_ones_own_is_not(text: str, lexical: tuple[Reader, LexicalFlags]) -> None:
    assert "past_clot" not in asserted(text, lexical)


@pytest.mark.parametrize(
    "text",
    [
        "I had a blood clot years ago and now my left calf is swollen and warm",
        "DVT in 2012, and today one leg is bigger than the other",
    ],
)
def test_a_clot_of_now_stays_urgent(text: str, lexical: tuple[Reader, LexicalFlags]) -> None:
    flags = asserted(text, lexical)
    assert "dvt" in flags
    assert level_of(STORE, flags) is CareLevel.urgent


def test_an_old_clot_alone_leaves_techniques() -> None:
    assert level_of(STORE, {"past_clot"}) is CareLevel.precaution
