"""Made-up messages: people's words bent in every way, and things no person would type."""

from __future__ import annotations

import string
from functools import lru_cache

import yaml
from hypothesis import strategies as st

from tests.conftest import ROOT
from trigger_points.server.chat import MAX_TEXT, storable

ODD = (
    "/restart",
    "/choice{}",
    '/affirm{"text": "x"}',
    "EXTERNAL: x",
    "{name}",
    "{0.__class__}",
    "%s%n%d",
    "${7*7}",
    "'; DROP TABLE events; --",
    "<script>alert(1)</script>",
    "<trigger-point-chat>",
    '{"text": "hi"}',
    "[left hip](region)",
    "NaN",
    "1e309",
    "-0",
    "10/10",
    "11/10",
    "0",
    "999999999999999999999",
    "1/0",
    "age 15",
    "i am 0 years old",
    "\u0663 of \u0661\u0660",
    "\u00bd",
    "\u2460",
    "\u202eksabs",
    "\u200b",
    "\u2060",
    "\ufeff",
    "e\u0301\u0302\u0303\u0304\u0305" * 20,
    "\U0001f44d",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "?",
    "...",
    "!" * 500,
    "a" * MAX_TEXT,
    "hip " * 400,
    "no " * 300,
    "not " * 50 + "numb",
    "\n" * 50 + "hip",
    "hip.\n" * 100,
    "CAN'T PEE!!!",
    "mi cadera duele",
    "\u6211\u7684\u81c0\u90e8\u75db",
    "\u0628\u0637\u0646\u064a \u064a\u0624\u0644\u0645\u0646\u064a",
)
GLUE = (" ", " ", " ", "  ", ", ", ". ", "? ", " and ", " but not ", " no ", "\n", "-", "/", "", "\t", "'", " & ")


@lru_cache(maxsize=1)
def sayings() -> tuple[str, ...]:
    """What the assistant was trained on: the nearest thing to what people write."""
    files = sorted((ROOT / "data" / "nlu").rglob("*.yml"))
    texts = [
        example["text"].strip()
        for file in files
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        for example in block["examples"]
    ]
    return tuple(dict.fromkeys(texts))


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """The words of :func:`sayings`."""
    return tuple(sorted({word for text in sayings() for word in text.split()}))


@st.composite
def bent(draw: st.DrawFn) -> str:
    """A saying, or a salad of words, with letters lost, doubled, swapped, shouted or strange."""
    if draw(st.booleans()):
        text = draw(st.sampled_from(sayings()))
    else:
        parts = draw(st.lists(st.sampled_from(words()), min_size=1, max_size=25))
        text = "".join(part + draw(st.sampled_from(GLUE)) for part in parts)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(text) - 1)))
        how = draw(st.sampled_from(("drop", "double", "swap", "insert", "cut", "shout", "strange")))
        if how == "drop":
            text = text[:at] + text[at + 1 :]
        elif how == "double":
            text = text[: at + 1] + text[at:]
        elif how == "swap":
            text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
        elif how == "insert":
            text = text[:at] + draw(st.sampled_from(string.printable)) + text[at:]
        elif how == "cut":
            text = text[at:]
        elif how == "shout":
            text = text.upper()
        else:
            text = text[:at] + draw(st.characters()) + text[at:]
    return text


def messages() -> st.SearchStrategy[str]:
    """Any message that the chat API lets through."""
    anything = st.one_of(
        bent(),
        bent(),
        bent(),
        st.sampled_from(ODD),
        st.text(max_size=80),
        st.tuples(st.sampled_from(ODD), bent()).map(" ".join),
        st.lists(bent(), min_size=2, max_size=12).map(". ".join),
    )
    return anything.map(lambda text: storable(text)[:MAX_TEXT]).filter(lambda text: bool(text.strip()))
