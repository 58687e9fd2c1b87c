"""Turn what a person typed into plain, comparable words.

All matching works on this form: lower case, straight quotes, no apostrophes inside
words ("can't" -> "cant"), hyphens and slashes as spaces, punctuation as tokens of its own.
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_INSIDE_WORD = re.compile(r"(?<=\w)'(?=\w)|(?<=\w)'(?=\s|$)")
_JOINERS = re.compile(r"(?<=[^\W\d_])[-/_]+(?=[^\W\d_])")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[.!?]+|[,;:()/&+%]|\n+", re.UNICODE)
_REPEATS = re.compile(r"([^\W\d_])\1{2,}")


def tokens(text: str) -> list[str]:
    """Words and punctuation of ``text`` in normalised form; emoji and symbols are dropped."""
    plain = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).lower()
    plain = _INSIDE_WORD.sub("", plain)
    plain = _JOINERS.sub(" ", plain)
    plain = _REPEATS.sub(r"\1\1", plain)
    found = []
    for token in _TOKEN.findall(plain):
        if token[0] in ".!?\n":
            found.append("?" if "?" in token else ".")
        else:
            found.append(token)
    return found


def normalise(text: str) -> str:
    """The tokens of ``text``, joined by single spaces."""
    return " ".join(tokens(text))


def is_words(text: str) -> bool:
    """Whether anything readable is left: letters or digits."""
    return any(token[0].isalnum() for token in tokens(text))
