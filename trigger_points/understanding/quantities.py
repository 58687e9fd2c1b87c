"""Numbers people say: pain scores, how long it has been going on, minutes to spare, age."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = {
    "zero": 0,
    "nil": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "couple": 2,
    "few": 3,
    "a": 1,
    "an": 1,
    "half": 0.5,
}
_NUMBER = r"(?:\d+(?:[.,]\d+)?|" + "|".join(_UNITS) + r")"
_HALF = r"(?: and (?:a )?half)?"
_OUT_OF = re.compile(rf"\b({_NUMBER}{_HALF}) ?(?:/|out of|outta|of) ?(?:10|ten)\b")
_CHANGE = re.compile(
    rf"\b(?:from|was|before|started at)(?: about| around| an?)? ({_NUMBER}{_HALF})\b.{{0,30}}?\b(?:to|now|after|down to|then|its)(?: about| around| an?| maybe)? ({_NUMBER}{_HALF})\b"
)
_BARE = re.compile(
    rf"\b(?:about|around|like|maybe|say|still|now|an?|is|at|its|give it|probably|roughly|solid|hitting)\s+(?:an? |about |around )?({_NUMBER}{_HALF})\b(?! ?(?:years?|yrs?|weeks?|wks?|days?|months?|mins?|minutes?|hours?|hrs?|times?|secs?|seconds?|miles?|km|reps?|am|pm|kg|st|lb))"
)
_ONLY = re.compile(
    rf"^(?:hmm? |um |a |an |ok |id say |its |call it |prob |probably |maybe |about |around |like )*({_NUMBER}{_HALF})(?: ?(?:ish|or so|maybe|i think|now|tbh|today|i guess|please|thanks|at most|at worst))*[. ]*$"
)
_DAYS = {
    "hour": 1 / 24,
    "hr": 1 / 24,
    "day": 1,
    "night": 1,
    "week": 7,
    "wk": 7,
    "fortnight": 14,
    "month": 30,
    "mth": 30,
    "year": 365,
    "yr": 365,
    "decade": 3650,
}
_SPAN = re.compile(
    rf"\b(?:a )?({_NUMBER}{_HALF})? ?(?:of |solid |long |good |whole |or so |to \d+ )*({'|'.join(_DAYS)})s?\b"
)
_FOR = re.compile(
    r"\b(?:for|since|about|past|last|over|been|nearly|almost|around|going on|now|ago|maybe|roughly|after|or so)\b"
)
_RATE = re.compile(r"\b(?:times?|x|per|every|each|once|twice|hours?|hrs?|mins?|minutes?|in)\b[a-z ]{0,8}$")
_SINCE = {
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day": 4,
    "(?:january|february|march|april|may|june|july|august|september|october|november|december)": 90,
    "(?:spring|summer|autumn|winter|easter)": 120,
    "(?:19|20)[0-9]{2}": 1000,
    "yesterday": 1,
    "today": 0,
    "this morning": 0,
    "last night": 1,
    "last week": 7,
    "last month": 30,
    "last year": 365,
    "the weekend": 4,
    "christmas": 180,
    "childhood": 3650,
    "ages": 180,
    "forever": 1000,
}
_MINUTES = re.compile(rf"\b({_NUMBER}) ?(?:min|mins|minute|minutes|m)\b")
_AGE = re.compile(
    r"\b(?:im|i am|aged?|age is|turned|turning)\s(?:only |just |now |nearly |almost )?(\d{1,2})\b(?! ?(?:weeks?|wks?|months?|mths?|days?|/|out|stone|kg|miles?|mins?|minutes?|percent|%|reps?|hours?))|\b(\d{1,2}) ?(?:yo|y o|years? old|yrs? old|year old|f|m|male|female)\b"
)


NOT_HOW_LONG = (" a ", " per ", " old", " pregn", " preg", " gone", " along")
"""What follows a span that is a rate, an age or a pregnancy."""
WORDS = frozenset({"weeks", "months", "years", "minutes", "hours", "yesterday", "fortnight", "eight", "seven", "three"})
"""Words that spelling should know."""


@dataclass(frozen=True)
class PainScores:
    """Scores 0 to 10; ``now`` is the latest one said."""

    now: float
    before: float | None = None


def number(words: str) -> float:
    """The value of a number as digits or words ("two and a half" is 2.5)."""
    half = 0.5 if "half" in words.split()[1:] else 0.0
    first = words.split()[0].replace(",", ".")
    return (float(first) if first[0].isdigit() else float(_UNITS[first])) + half


def pain_scores(plain: str, asked: bool = False) -> PainScores | None:
    """Pain scores in normalised text. Bare numbers count when a score was ``asked`` for."""
    change = _CHANGE.search(plain)
    if change:
        before, now = number(change[1]), number(change[2])
        if before <= 10 and now <= 10 and "day" not in plain[change.start() : change.end() + 5]:
            return PainScores(now, before)
    found = [number(m) for m in _OUT_OF.findall(plain)]
    if not found:
        alone = _ONLY.match(plain)
        if alone:
            found = [number(alone[1])]
        elif asked:
            found = [number(m) for m in _BARE.findall(plain)] or _plain_numbers(plain)
    found = [value for value in found if 0 <= value <= 10]
    if not found:
        return None
    return PainScores(found[-1], found[0] if len(found) > 1 else None)


def _plain_numbers(plain: str) -> list[float]:
    return [float(n.replace(",", ".")) for n in re.findall(r"\b\d+(?:[.,]\d+)?\b", plain)]


def duration_days(plain: str) -> float | None:
    """How long it has been going on, in days, if the text says so ("3 times a week" does not)."""
    for words, days in _SINCE.items():
        if re.search(
            rf"\b(?:since|from|started|began|came on|for) (?:about |around |last |early |late )?{words}\b", plain
        ):
            return float(days)
    vague_days = None
    for match in _SPAN.finditer(plain):
        amount, unit = match[1], match[2]
        before, after = plain[max(0, match.start() - 25) : match.start()], plain[match.end() : match.end() + 8]
        if unit in ("hour", "hr") or _RATE.search(before) or after.startswith(NOT_HOW_LONG):
            continue
        if amount not in (None, "a", "an"):
            return number(amount) * _DAYS[unit]
        if vague_days is None and (unit == "fortnight" or _FOR.search(before + after)):
            vague_days = float(_DAYS[unit])  # "last year she had one. Mine began 4 days ago": a number says more
    return vague_days


def minutes_available(plain: str) -> float | None:
    """Minutes that the person says they have."""
    match = _MINUTES.search(plain)
    return number(match[1]) if match else None


def age_years(plain: str) -> int | None:
    """The age that is said, in years."""
    match = _AGE.search(plain)
    return int(match[1] or match[2]) if match else None
