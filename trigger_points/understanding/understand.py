"""Understand one message: the façade of this package.

``Understander`` needs no Rasa. The Rasa components train its heads and call it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from trigger_points.content.schema import CareLevel
from trigger_points.content.store import ContentStore
from trigger_points.understanding import quantities
from trigger_points.understanding.answers import AnswerIndex
from trigger_points.understanding.encoder import SentenceEncoder
from trigger_points.understanding.findings import Facts, Lexicon, facts_of
from trigger_points.understanding.heads import Head, fit_exclusive, fit_multiple
from trigger_points.understanding.lexical_flags import LexicalFlags
from trigger_points.understanding.reader import RESPELLED, Reader, blank_language
from trigger_points.understanding.red_flags import LONG_MESSAGE_WORDS, FlagReading, RedFlagReader
from trigger_points.understanding.spelling import Speller
from trigger_points.understanding.text import tokens

Vectors = NDArray[np.float32]
HEADS = ("regions", "causes", "flags", "denied", "control")
MAX_SENTENCES = 12
ADD, DROP = 0.7, 0.06
"""The model adds a region or cause above ``ADD`` and takes one back below ``DROP``."""
ADD_BESIDE_MUSCLE = 0.95
"""The same for regions when a muscle is named: "where is glute med" tells no place that hurts."""


@dataclass
class Understanding:
    """Everything read from one message, as plain data."""

    regions: list[str] = field(default_factory=list)
    side: str | None = None
    causes: list[str] = field(default_factory=list)
    muscles: list[str] = field(default_factory=list)
    look_alikes: list[str] = field(default_factory=list)
    equipment: list[str] = field(default_factory=list)
    techniques: list[str] = field(default_factory=list)
    treatments: list[str] = field(default_factory=list)
    symptoms: list[str] = field(default_factory=list)
    glossary: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    answers: list[tuple[str, float]] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    denied_regions: list[str] = field(default_factory=list)
    denied_sides: list[str] = field(default_factory=list)
    other_side: bool = False
    """ "The other one" is named, without saying which that is."""
    denied_equipment: list[str] = field(default_factory=list)
    denied_look_alikes: list[str] = field(default_factory=list)
    not_own: list[str] = field(default_factory=list)
    """Look-alikes that are someone else's, over, or spoken of in general."""
    facts: Facts = field(default_factory=Facts)
    flags: FlagReading = field(default_factory=FlagReading)
    control: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for a message or an event; model scores below 0.05 are left out."""
        scores = {k: round(v, 3) for k, v in self.flags.scores.items() if v >= 0.05}
        # Not by asdict, which copies every list and took as long as finding the words.
        return {**vars(self), "facts": dict(vars(self.facts)), "flags": {**vars(self.flags), "scores": scores}}


@dataclass(frozen=True)
class LabelledMessage:
    """A training message: its text and its labels by head name."""

    text: str
    labels: Mapping[str, Sequence[str]]


class Draft(NamedTuple):
    """A message as it goes into understanding: which ``pieces`` count beside the whole, and the ``vectors`` of all."""

    doc: Doc
    pieces: list[str]
    vectors: Vectors | None = None


class Understander:
    """Reads messages with the content's words and the trained heads."""

    def __init__(
        self,
        store: ContentStore,
        heads: dict[str, Head],
        encoder: SentenceEncoder,
        answers: AnswerIndex | None = None,
    ) -> None:
        if store.language is None:
            raise ValueError("content/language.yml is needed to understand messages")
        nlp = blank_language()
        self._reader = Reader(nlp, Speller(vocabulary(store), encoder.words()), store.language.short_answers)
        self._lexicon = Lexicon(nlp, store)
        self._heads = heads
        self._encoder = encoder
        self._answers = answers
        lexical = LexicalFlags(nlp, store.red_flags, store.concepts, store.language)
        self._flags = RedFlagReader(
            store.red_flags,
            lexical,
            heads.get("flags"),
            heads.get("alarm"),
            heads.get("denied"),
            {CareLevel(key): value for key, value in store.thresholds.items()},
        )

    def draft(self, text: str) -> Draft:
        """The beginning of :meth:`understand`, for who embeds the message and its pieces by other means."""
        doc = self._reader.read(text)
        return Draft(doc, pieces_of(doc))

    def understand(self, text: str, vector: Vectors | None = None, draft: Draft | None = None) -> Understanding:
        """Read ``text``. ``vector`` is its embedding, and ``draft`` its beginning, if the caller has it already."""
        doc, pieces, vectors = draft or self.draft(text)
        if vectors is None:
            vectors = vectors_of(text, pieces, self._encoder, vector)
        whole = vectors[:1]
        mentions = self._lexicon.find(doc)
        found = mentions.found
        control = self._best("control", whole)
        return Understanding(
            regions=self._blend(
                "regions", found.get("regions", []), whole, ADD_BESIDE_MUSCLE if found.get("muscles") else ADD
            ),
            side=mentions.sides.sore,
            causes=self._blend("causes", found.get("causes", []), whole, ADD),
            muscles=found.get("muscles", []),
            look_alikes=found.get("look_alikes", []),
            equipment=found.get("equipment", []),
            techniques=found.get("techniques", []),
            treatments=found.get("treatments", []),
            symptoms=found.get("symptoms", []),
            glossary=found.get("glossary", []),
            words=found.get("word_lists", []) + mentions.denied.get("word_lists", []),
            answers=self._answers.nearest(whole) if self._answers else [],
            cues=mentions.cues,
            denied_regions=mentions.denied.get("regions", []),
            denied_sides=mentions.sides.not_sore,
            other_side=mentions.sides.other,
            denied_equipment=mentions.denied.get("equipment", []),
            denied_look_alikes=mentions.denied.get("look_alikes", []),
            not_own=mentions.not_own,
            facts=facts_of(doc.text),
            flags=self._flags.read(doc, vectors),
            control=control,
        )

    def _blend(self, name: str, by_words: list[str], whole: Vectors, add: float) -> list[str]:
        head = self._heads.get(name)
        if head is None:
            return by_words
        scores = dict(zip(head.labels, head.scores(whole)[0]))
        kept = [label for label in by_words if scores.get(label, 1.0) >= DROP]
        added = sorted(
            (label for label, p in scores.items() if p >= add and label not in kept),
            key=lambda label: -scores[label],
        )
        return [label for label in (*kept, *added) if label != "none"]

    def _best(self, name: str, whole: Vectors) -> str | None:
        head = self._heads.get(name)
        if head is None:
            return None
        scores = head.scores(whole)[0]
        return head.labels[int(scores.argmax())]


def pieces_of(doc: Doc) -> list[str]:
    """What is read beside the whole message: its sentences if it is long, or its words if any was misspelled."""
    pieces = [s.text for s in doc.sents if len(s) >= 3][:MAX_SENTENCES] if len(doc) >= LONG_MESSAGE_WORDS else []
    if len(pieces) < 2:
        pieces = [doc.text] if doc.user_data[RESPELLED] else []
    return pieces


def vectors_of(text: str, pieces: list[str], encoder: SentenceEncoder, whole: Vectors | None = None) -> Vectors:
    """One row for the whole message (``whole``, if it is there already), then one for each of its pieces."""
    first = encoder.encode([text]) if whole is None else whole.reshape(1, -1)
    return np.vstack([first, encoder.encode(pieces)]) if pieces else first


def train_heads(messages: Sequence[LabelledMessage], vectors: Vectors, levels: Mapping[str, str]) -> dict[str, Head]:
    """Fit all heads on labelled messages (``vectors`` row by row).

    ``levels`` gives the care level of each flag: the ``alarm`` head learns whether anything of a
    level is asserted, which carries over to wordings that no single flag has seen.
    """
    alarms = [sorted({levels[f] for f in m.labels.get("flags", ()) if f in levels}) for m in messages]
    heads: dict[str, Head] = {"alarm": fit_multiple(vectors, alarms)}
    for name, weight in (("regions", 1.0), ("causes", 1.0), ("flags", 2.0), ("denied", 2.0)):
        labels = [list(m.labels.get(name, ())) for m in messages]
        heads[name] = fit_multiple(vectors, labels, positive_weight=weight)
    steering = [i for i, m in enumerate(messages) if m.labels.get("control")]
    if steering:
        heads["control"] = fit_exclusive([vectors[steering]], [messages[i].labels["control"][0] for i in steering])
    return heads


def save_heads(heads: dict[str, Head], folder: Path) -> None:
    """Write every head to ``folder``."""
    for name, head in heads.items():
        head.save(folder / f"{name}.npz")


def load_heads(folder: Path) -> dict[str, Head]:
    """Read what :func:`save_heads` wrote."""
    return {path.stem: Head.load(path) for path in sorted(folder.glob("*.npz"))}


def vocabulary(store: ContentStore) -> set[str]:
    """Words that matter to the content: misspellings are put right towards them."""
    pieces: set[str] = set()
    kinds = (
        "regions",
        "sides",
        "equipment",
        "muscles",
        "look_alikes",
        "causes",
        "cues",
        "concepts",
        "techniques",
        "treatments",
    )
    for kind in kinds:
        for record in getattr(store, kind).values():
            for phrase in record.phrases:
                for piece in phrase.replace("|", " ").replace("?", "").split():
                    if not piece.endswith("*"):
                        pieces.add(piece)
    words = {word for piece in pieces for word in tokens(piece)}
    return {word for word in words if word.isalpha()} | quantities.WORDS
