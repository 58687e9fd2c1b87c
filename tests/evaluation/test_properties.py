"""What must never lower the level of a message: a polite start, a denial of something else, a long story, capitals, a typing error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trigger_points.content.schema import CARE_ORDER, CareLevel
from trigger_points.content.store import load_content

pytestmark = pytest.mark.model

STORE = load_content()
BASES = [
    (flag.id, text)
    for flag in STORE.red_flags.values()
    if flag.level in (CareLevel.emergency, CareLevel.urgent)
    for text in flag.examples
]
POLITE = [
    "hi there, ",
    "Good morning, hope you're well. ",
    "sorry to bother you but ",
    "quick question: ",
    "hello doctor ji, kindly help. ",
    "ok so ",
    "not sure who to ask, ",
]
FILLER = [" thanks", " please help", " lol", "...", " any ideas?", " cheers mate"]
STORY = [
    "We moved house in March and the stairs here are steep, but I like the light.",
    "I work at a bakery and stand most of the morning.",
    "My sister bought me a foam roller for Christmas.",
    "The dog needs two walks a day so I keep moving.",
    "I used to play a lot of netball before the children.",
    "My desk chair is older than I am.",
]
DENIALS = {
    "diabetes": "I'm not diabetic.",
    "pregnancy": "I'm not pregnant.",
    "weight_loss": "My weight is steady.",
    "anticoagulant": "I don't take blood thinners.",
    "varicose_veins": "No varicose veins.",
}
KEEP_SHARP = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def height(assistant: Any, run: Any, text: str) -> tuple[int, int]:
    """The highest level escalated, and the highest escalated or asked about; -1 is none."""
    reading = run(assistant.agent.parse_message(text))["findings"]["flags"]

    def highest(flags: list[str]) -> int:
        return max((CARE_ORDER.index(STORE.red_flags[f].level) for f in flags), default=-1)

    return highest(reading["escalate"]), highest([*reading["escalate"], *reading["ask"]])


def never_lower(assistant: Any, run: Any, base: tuple[str, str], changed: str) -> None:
    """What is escalated for its own flag must be escalated or asked about on that level, however it is said."""
    flag, text = base
    own = CARE_ORDER.index(STORE.red_flags[flag].level)
    before, after = height(assistant, run, text), height(assistant, run, changed)
    assert after[1] >= min(own, before[0]), f"escalated: '{text}'; neither escalated nor asked: '{changed}'"


@KEEP_SHARP
@given(base=st.sampled_from(BASES), start=st.sampled_from(POLITE), end=st.sampled_from(["", *FILLER]))
def test_politeness(assistant: Any, run: Any, base: tuple[str, str], start: str, end: str) -> None:
    never_lower(assistant, run, base, start + base[1] + end)


@KEEP_SHARP
@given(
    base=st.sampled_from(BASES),
    before=st.lists(st.sampled_from(STORY), max_size=4, unique=True),
    after=st.lists(st.sampled_from(STORY), max_size=4, unique=True),
)
def test_a_long_story(assistant: Any, run: Any, base: tuple[str, str], before: list[str], after: list[str]) -> None:
    changed = " ".join([*before, base[1].rstrip(".") + ".", *after])
    never_lower(assistant, run, base, changed)


@KEEP_SHARP
@given(base=st.sampled_from(BASES), denied=st.sampled_from(sorted(DENIALS)), first=st.booleans())
def test_a_denial_of_another_flag(assistant: Any, run: Any, base: tuple[str, str], denied: str, first: bool) -> None:
    text = base[1].rstrip(".") + "."
    never_lower(assistant, run, base, f"{DENIALS[denied]} {text}" if first else f"{text} {DENIALS[denied]}")


@KEEP_SHARP
@given(base=st.sampled_from(BASES), how=st.sampled_from([str.upper, str.lower, str.title, str.capitalize]))
def test_capitals(assistant: Any, run: Any, base: tuple[str, str], how: Any) -> None:
    never_lower(assistant, run, base, how(base[1]))


@KEEP_SHARP
@given(base=st.sampled_from(BASES), data=st.data())
def test_one_typing_error(assistant: Any, run: Any, base: tuple[str, str], data: st.DataObject) -> None:
    text = base[1]
    places = [i for i in range(1, len(text) - 2) if text[i - 1 : i + 3].isalpha()]
    place = data.draw(st.sampled_from(places))
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    never_lower(assistant, run, base, swapped)
