"""The document for reviewers holds every record with its picture, grade and sources."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from trigger_points.content.review import KINDS, review_page
from trigger_points.content.store import load_content

STORE = load_content()
PAGE = review_page(today=date(2026, 1, 2))


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_is_there(kind: str) -> None:
    for record in getattr(STORE, kind).values():
        assert f'<article id="{kind}-{record.id}">' in PAGE
        if record.evidence.to_check:
            assert f'<a href="#{kind}-{record.id}">' in PAGE


def test_every_picture_of_a_record_is_there_once() -> None:
    for technique in STORE.techniques.values():
        assert f"<title>{technique.name}" in unescape(PAGE)
    ids = re.findall(r'\bid="([^"]+)"', PAGE)
    assert len(ids) == len(set(ids)), "two parts of the document have the same id"
    assert set(re.findall(r'href="#([^"]+)"', PAGE)) <= set(ids), "a link leads nowhere"


def test_names_stand_there_instead_of_ids() -> None:
    text = unescape(re.sub(r"<[^>]+>", "\n", PAGE))
    for kind in ("techniques", "red_flags", "cues", "look_alikes"):
        for name in getattr(STORE, kind):
            assert "_" not in name or not re.search(rf"(?m)^{name}\b(?!\.yml)|[;:] {name}\b", text), name


def test_it_stands_alone_and_is_the_same_every_time() -> None:
    assert not re.search(r'(?:src|href)="(?!#)', PAGE)
    assert review_page(today=date(2026, 1, 2)) == PAGE
    for source in STORE.sources.values():
        assert source.title in unescape(PAGE)
