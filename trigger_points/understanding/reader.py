"""Read a message with spaCy: tokens, sentences, spelling put right."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from trigger_points.understanding.spelling import Speller
from trigger_points.understanding.text import tokens


def blank_language() -> Language:
    """English without a model: our own tokens (see ``text.tokens``) and sentence ends at ``.`` and ``?``."""
    nlp = spacy.blank("en")
    nlp.tokenizer = Tokenizer(nlp.vocab)
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "?"]})
    return nlp


class Reader:
    """Turns text into a spaCy document of normalised, spell-corrected words."""

    def __init__(self, nlp: Language, speller: Speller | None = None) -> None:
        self.nlp = nlp
        self._speller = speller

    def read(self, text: str) -> Doc:
        """The document of ``text``."""
        words = tokens(text)
        if self._speller is not None:
            words = [self._speller.correct(word) for word in words]
        doc = Doc(self.nlp.vocab, words=words)
        for _, component in self.nlp.pipeline:
            doc = component(doc)
        return doc
