"""The part of the content that messages are understood by: what a model is trained from and must go with."""

from __future__ import annotations

from trigger_points.content.store import KINDS, ContentStore

_FIELDS = (
    "phrases", "phrasings", "recognise", "implied_by", "level", "past_counts", "kind", "has_side", "beside", "but_not"
)  # fmt: skip
_KINDS = tuple(kind for kind in KINDS if kind not in ("sources", "wording_evidence"))


def understood_by(store: ContentStore) -> list[object]:
    """Ids, words, and what red flags rest on; comparable, and made of plain values and records."""
    records = {
        kind: {
            record_id: record
            if kind in ("thresholds", "red_flags")
            else [getattr(record, field, None) for field in _FIELDS]
            for record_id, record in getattr(store, kind).items()
        }
        for kind in _KINDS
    }
    return [records, store.language]
