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
_ARTICLES = ("a", "an", "one", "half", "couple", "few")
"""Numbers that are often none: "it's at one spot"."""
_NUMBER = r"(?:\d+(?:[.,]\d+)?|" + "|".join(_UNITS) + r")"
_HALF = r"(?: and (?:a )?half)?"
_OUT_OF = re.compile(rf"\b({_NUMBER}{_HALF}) ?(?:/|out of|outta|of) ?(?:10|ten)\b")
_CHANGE = re.compile(
    rf"\b(?:from|was|before|started at)(?: about| around| an?)? ({_NUMBER}{_HALF})\b.{{0,30}}?\b(?:to|now|after|down to|then|its)(?: about| around| an?| maybe)? ({_NUMBER}{_HALF})\b"
)
_BARE = re.compile(
    rf"\b(?:about|around|like|maybe|say|says|said|still|now|an?|is|at|its|give it|probably|roughly|solid|a good|hitting|down to|up to|dropped to|gone to|went to|back to)\s+(?:(?:an?|about|around|like|at) )*({_NUMBER}{_HALF})\b(?! ?(?:years?|yrs?|weeks?|wks?|days?|months?|mins?|minutes?|hours?|hrs?|times?|secs?|seconds?|miles?|km|reps?|am|pm|kg|st|lb|fingers?|hands?|legs?|sides?|kids|children|flights?|stone|k|bit|lot|little|good|of|or (?:two|three)))"
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
    rf"\b(?:a |half an? )?(?:({_NUMBER}) (?:to |or )?)?({_NUMBER}{_HALF})? ?(?:of |solid |long |good |whole |or so |to \d+ )*({'|'.join(_DAYS)})(s)?\b"
)
_ROUGHLY = re.compile(
    r"\b(?:(?:more|less) than|at least|over|nearly|almost|about|around|roughly|maybe|only|under|up to|just over|just under) (?:an? )?$"
)
_AND_MORE = re.compile(r"^ (?:or so|or more|or two|and a half|plus|ish)\b")
_CLAUSE_ENDS = re.compile(r"[,.;?:()\n]| but | and | now | so | because ")
_OTHER_EVENT = re.compile(
    r"\b(?:replac\w+|resurfac\w+|operat\w+|surger\w+|op|pinned|fus(?:ed|ion)|scans?|mri|x ray|xray|diagnosed|injections?|injected|jabs?|"
    r"cortisone|steroids?|broke|broken|fractur\w+|baby|babies|birth|born|caesarean|c section|retired|married|divorced|moved|holiday|"
    r"appointment|waiting list|saw|seeing|quit|stopped|gave up)\b"
)
"""Things that happened at a time of their own: "a hip replacement last year" is not how long it has hurt."""
_ONSET = re.compile(r"\b(?:since|ever since|started|began|came on|hurt\w*|ache\w*|aching|sore|pain\w*|been)\b")
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
_NAMES = r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december|christmas|easter)\b"
_MINUTES = re.compile(
    rf"(?<!after )(?<!every )(?<!than )(?<!takes )(?<!last )(?<!lasts )\b(?!am\b)({_NUMBER}) ?(?:min|mins|minute|minutes|m)\b"
)
_AGE = re.compile(
    r"\b(?:im|i am|aged?|age is|turned|turning)\s(?:only |just |now |nearly |almost )?(\d{1,2})\b(?! ?(?:weeks?|wks?|months?|mths?|days?|/|out|stone|kg|miles?|mins?|minutes?|percent|%|reps?|hours?))|\b(\d{1,2}) ?(?:yo|y o|years? old|yrs? old|year old|f|m|male|female)\b"
)


SHORT_ANSWER = 5
"""Up to so many words, "a week" is an answer to how long."""
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


def pain_scores(plain: str, asked: bool = False, told: bool = False) -> PainScores | None:
    """Pain scores in normalised text.

    Any number counts when a score was ``asked`` for; one that is said like a score ("it's like a 4", "he says 4",
    "down to a 2") also when the message ``told`` how bad it is.
    """
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
        elif asked or told:
            found = [number(m) for m in _BARE.findall(plain) if asked or m not in _ARTICLES]
            found = found or (_plain_numbers(plain) if asked else [])
    found = [value for value in found if 0 <= value <= 10]
    if not found:
        return None
    return PainScores(found[-1], found[0] if len(found) > 1 else None)


def _plain_numbers(plain: str) -> list[float]:
    return [float(n.replace(",", ".")) for n in re.findall(r"\b\d+(?:[.,]\d+)?\b", plain)]


@dataclass(frozen=True)
class HowLong:
    """How long it has been going on: about so many ``days``, and what was ``said`` of it ("more than two weeks")."""

    days: float
    said: str


def how_long(plain: str) -> HowLong | None:
    """How long it has been going on, if the text says so ("3 times a week" does not)."""
    for words, days in _SINCE.items():
        found = re.search(
            rf"\b(since|from|started|began|came on|for) ((?:about |around |last |early |late |the )?{words})\b", plain
        )
        if found and not _is_other_event(plain, found.start(), found.end()):
            since = "" if found[1] == "for" else "since "
            return HowLong(float(days), f"{since}{_capitals(found[2])}")
    vague = None
    for match in _SPAN.finditer(plain):
        least, amount, unit = match[1], match[2], match[3]
        before, after = plain[max(0, match.start() - 25) : match.start()], plain[match.end() : match.end() + 8]
        if unit in ("hour", "hr") or _RATE.search(before) or after.startswith(NOT_HOW_LONG):
            continue
        if _is_other_event(plain, match.start(), match.end()):
            continue
        amount = amount or least
        if amount not in (None, "a", "an"):
            return HowLong(number(amount) * _DAYS[unit], _said(plain, match))
        alone = match[0].startswith(("a ", "half ")) and len(plain.split()) <= SHORT_ANSWER
        if vague is None and (unit == "fortnight" or alone or _FOR.search(before + after)):
            # "last year she had one. Mine began 4 days ago": a number says more
            vague = HowLong(_roughly_days(match, plain[match.end() :]), _said(plain, match))
    return vague


def duration_days(plain: str) -> float | None:
    """How long it has been going on, in days."""
    found = how_long(plain)
    return found.days if found else None


def _said(plain: str, match: re.Match[str]) -> str:
    """The words of a span, with what makes them rough: "more than two weeks", "2 to 3 days or so"."""
    roughly = _ROUGHLY.search(plain[max(0, match.start() - 14) : match.start()])
    more = _AND_MORE.search(plain[match.end() :])
    said = re.sub(r"^(couple|few)\b", r"a \1", match[0].strip())
    said = f"a {said}" if said in _DAYS else said  # "last year", "the past week"
    if match[1] and match[2] and not re.search(r"\b(?:to|or)\b", said):  # "2-3 weeks" comes without its dash
        said = said.replace(f"{match[1]} {match[2]}", f"{match[1]} to {match[2]}", 1)
    return f"{roughly[0].strip() + ' ' if roughly else ''}{said}{more[0] if more else ''}"


def _roughly_days(match: re.Match[str], after: str) -> float:
    """Days of "a year", "half a year", "a year and a half" or "a day or two"."""
    if match[0].startswith("half "):
        return _DAYS[match[3]] / 2
    return float(_DAYS[match[3]]) * (
        1.5 if after.startswith(" and a half") else 2 if after.startswith(" or two") else 1
    )


def _is_other_event(plain: str, start: int, end: int) -> bool:
    """Whether the clause around a time tells of something else than pain: an operation, a birth, a move."""
    breaks = [m.end() for m in _CLAUSE_ENDS.finditer(plain[:start])]
    after = _CLAUSE_ENDS.search(plain[end:])
    clause = plain[breaks[-1] if breaks else 0 : end + after.start() if after else len(plain)]
    return bool(_OTHER_EVENT.search(clause)) and not _ONSET.search(clause)


def _capitals(words: str) -> str:
    """Names of days, months and feasts with their capital."""
    return re.sub(_NAMES, lambda m: m[0].capitalize(), words)


def minutes_available(plain: str) -> float | None:
    """Minutes that the person says they have."""
    match = _MINUTES.search(plain)
    return number(match[1]) if match else None


def age_years(plain: str) -> int | None:
    """The age that is said, in years."""
    match = _AGE.search(plain)
    return int(match[1] or match[2]) if match else None
