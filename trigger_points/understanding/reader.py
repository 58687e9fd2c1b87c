"""Read a message with spaCy: tokens, sentences, spelling put right."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from trigger_points.understanding.spelling import Speller
from trigger_points.understanding.text import tokens

_ENDS = (".", "?", ",", ";")
RESPELLED = "respelled"
"""Key of ``Doc.user_data``: whether the spelling of any word was put right."""


def blank_language() -> Language:
    """English without a model: our own tokens (see ``text.tokens``) and sentence ends at ``.`` and ``?``."""
    nlp = spacy.blank("en")
    nlp.tokenizer = Tokenizer(nlp.vocab)
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "?"]})
    return nlp


class Reader:
    """Turns text into a spaCy document of normalised, spell-corrected words."""

    def __init__(self, nlp: Language, speller: Speller | None = None, short_answers: Collection[str] = ()) -> None:
        self.nlp = nlp
        self._speller = speller
        self._short_answers = frozenset(short_answers)

    def read(self, text: str) -> Doc:
        """The document of ``text``."""
        typed = tokens(text)
        words = typed if self._speller is None else [self._speller.correct(word) for word in typed]
        doc = Doc(self.nlp.vocab, words=words, user_data={RESPELLED: words != typed})
        for _, component in self.nlp.pipeline:
            doc = component(doc)
        for place in self._answered(words):
            doc[place].is_sent_start = False
        return doc

    def _answered(self, words: list[str]) -> Iterator[int]:
        """Where a question is answered by a single word: there no new sentence begins."""
        for place in range(1, len(words)):
            if words[place - 1] == "?" and words[place] in self._short_answers:
                if place + 1 == len(words) or words[place + 1] in _ENDS:
                    yield place
