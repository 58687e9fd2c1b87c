"""Made-up messages: people's words bent in every way, and things no person would type."""

from __future__ import annotations

import string
from functools import lru_cache
from random import Random

import yaml

from tests.conftest import ROOT
from trigger_points.server.incoming import MAX_TEXT, storable

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


def bent(chance: Random) -> str:
    """A saying, or a salad of words, with letters lost, doubled, swapped, shouted or strange."""
    if chance.random() < 0.5:
        text = chance.choice(sayings())
    else:
        text = "".join(chance.choice(words()) + chance.choice(GLUE) for _ in range(chance.randint(1, 25)))
    for _ in range(chance.randint(0, 4)):
        at = chance.randrange(max(1, len(text)))
        how = chance.choice(("drop", "double", "swap", "insert", "cut", "shout", "strange"))
        if how == "drop":
            text = text[:at] + text[at + 1 :]
        elif how == "double":
            text = text[: at + 1] + text[at:]
        elif how == "swap":
            text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
        elif how == "insert":
            text = text[:at] + chance.choice(string.printable) + text[at:]
        elif how == "cut":
            text = text[at:]
        elif how == "shout":
            text = text.upper()
        else:
            text = text[:at] + strange(chance) + text[at:]
    return text


def strange(chance: Random) -> str:
    """Any character, from the frequent planes more often."""
    return chr(chance.randrange(chance.choice((0x80, 0x250, 0x3000, 0x10000, 0x110000))))


def anything(chance: Random) -> str:
    """A message of any kind."""
    kind = chance.randrange(20)
    if kind < 11:
        return bent(chance)
    if kind < 14:
        return "".join(strange(chance) for _ in range(chance.randint(1, 80)))
    if kind < 17:
        return f"{chance.choice(ODD)} {bent(chance)}"
    if kind < 19:
        return ". ".join(bent(chance) for _ in range(chance.randint(2, 12)))  # ten times as slow as the others
    return chance.choice(ODD)  # alone: there are only a few


def message(chance: Random) -> str:
    """Any message that the chat API lets through."""
    while True:
        text = storable(anything(chance))[:MAX_TEXT]
        if text.strip():
            return text
