"""The whole knowledge base as one HTML document to print and sign: figures, sources, grades, what is left to check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from trigger_points.content.figures import FigureInfo, load_figures
from trigger_points.content.scaffold import TEMPLATES
from trigger_points.content.schema import Evidence, Record
from trigger_points.content.store import CONTENT_DIR, ContentStore, load_content
from trigger_points.content.validator import REFERENCES
from trigger_points.content.yaml_reader import read_yaml

KINDS = {
    "muscles": "Muscles",
    "look_alikes": "Look-alikes",
    "techniques": "Techniques",
    "causes": "Causes and habits",
    "symptoms": "Pain patterns",
    "red_flags": "Red flags",
    "questions": "Questions and answers",
    "treatments": "Treatments",
    "glossary": "Glossary",
    "wording_evidence": "Fixed sentences that state or advise",
}
"""What a clinician reviews, in this order."""
_HIDDEN = frozenset(
    {"id", "name", "term", "evidence", "phrases", "recognise", "examples", "harmless", "implied_by", "figure", "topic"}
)
"""Said elsewhere on the page, or about recognising words rather than about care."""
_STYLE = (TEMPLATES / "review.css").read_text(encoding="utf-8")


def review_page(root: Path = CONTENT_DIR, today: date | None = None) -> str:
    """The document. ``root`` is the content folder; it must be free of problems."""
    store, figures = load_content(root), load_figures(root)
    wording: dict[str, Any] = read_yaml((root / "wording.yml").read_text(encoding="utf-8"))
    parts = [
        "<h1>Knowledge base for review</h1>",
        f"<p>Printed on {(today or date.today()).isoformat()}. Each record stands in the file named beside it.</p>",
        _counts(store),
        _to_check(store),
    ]
    for kind, heading in KINDS.items():
        parts.append(f'<h2 id="{kind}">{heading}</h2>')
        for record in getattr(store, kind).values():
            parts.append(_record(store, kind, record, figures, wording))
    parts.append(_sources(store))
    body = "\n".join(parts)
    head = f'<meta charset="utf-8"><title>Knowledge base for review</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def _name(record: Any) -> str:
    for field in ("name", "term"):
        if hasattr(record, field):
            return str(getattr(record, field))
    return str(record.phrasings[0]) if hasattr(record, "phrasings") else str(record.id).replace("_", " ").capitalize()


def _counts(store: ContentStore) -> str:
    rows = "".join(
        f'<tr><td><a href="#{kind}">{heading}</a></td><td>{len(getattr(store, kind))}</td>'
        f"<td>{sum(r.evidence.to_check for r in getattr(store, kind).values())}</td></tr>"
        for kind, heading in KINDS.items()
    )
    return f"<table><tr><th>Records</th><th>how many</th><th>to be checked</th></tr>{rows}</table>"


def _to_check(store: ContentStore) -> str:
    items = []
    for kind, heading in KINDS.items():
        links = [
            f'<li><a href="#{kind}-{r.id}">{escape(_name(r))}</a></li>'
            for r in getattr(store, kind).values()
            if r.evidence.to_check
        ]
        if links:
            items.append(f'<h3>{heading}</h3><ul class="todo">{"".join(links)}</ul>')
    return f"<h2>To be checked by a clinician</h2>{''.join(items) or '<p>Nothing.</p>'}"


def _record(
    store: ContentStore, kind: str, record: Any, figures: dict[str, FigureInfo], wording: dict[str, Any]
) -> str:
    figure_id = getattr(record, "figure", record.id if kind in ("muscles", "look_alikes") else None)
    pictures = [figures[name] for name in (figure_id, f"{figure_id}-left") if name in figures]
    drawn = "".join(f"<div>{_unique(picture)}</div>" for picture in pictures)
    fields = "".join(
        f"<dt>{escape(field.replace('_', ' '))}</dt><dd>{_value(store, field, value, wording)}</dd>"
        for field, value in record
        if field not in _HIDDEN and value not in (None, [], {})
    )
    return (
        f'<article id="{kind}-{record.id}"><h3>{escape(_name(record))}</h3>'
        f'<span class="path">{escape(store.path_of(kind, record.id))}</span>'
        f'<div class="figures">{drawn}</div><dl>{fields}</dl>{_evidence(store, record.evidence, wording)}</article>'
    )


def _unique(picture: FigureInfo) -> str:
    """The drawing with ids of its own, because all drawings stand in one document."""
    text = picture.path.read_text(encoding="utf-8")
    for name in ("hatch", "front", "back", "side"):
        text = text.replace(f'id="{name}"', f'id="{picture.id}-{name}"')
        text = text.replace(f'"#{name}"', f'"#{picture.id}-{name}"').replace(f"(#{name})", f"(#{picture.id}-{name})")
    return text


def _value(store: ContentStore, field: str, value: Any, wording: dict[str, Any]) -> str:
    """A field as people read it: names instead of ids, steps as numbered lines, rules as a table."""
    if field == "contraindications":
        rows = "".join(
            f"<tr><td>{escape(_known(store, rule))}</td><td>{rule.do}</td><td>{escape(rule.say)}</td></tr>"
            for rule in value
        )
        return f'<table class="rules"><tr><th>when</th><th>do</th><th>say</th></tr>{rows}</table>'
    if field == "keys":
        said = (text for key in value for text in ([wording[key]] if isinstance(wording[key], str) else wording[key]))
        return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in said) + "</ul>"
    if field == "weights":
        return f"<small>{escape('. '.join(_weights(store, value)))}</small>"
    if isinstance(value, Record):
        return escape(" · ".join(_pairs(store, value)))
    if isinstance(value, (list, tuple)):
        items = [_line(store, field, item) for item in value]
        if field in REFERENCES or field in ("refers_to", "phrasings"):
            return escape("; ".join(items))
        kind = "ol" if field == "steps" else "ul"
        return f"<{kind}>" + "".join(f"<li>{escape(item)}</li>" for item in items) + f"</{kind}>"
    return escape(_line(store, field, value))


def _line(store: ContentStore, field: str, value: Any) -> str:
    if field == "refers_to":
        return f"{_plain(store, 'region', value.region)} ({value.strength.replace('_', '-')})"
    return " · ".join(_pairs(store, value)) if isinstance(value, Record) else _plain(store, field, value)


def _known(store: ContentStore, rule: Record) -> str:
    """What sets off a rule, by name."""
    found = {field: value for field, value in rule if field in REFERENCES}
    return "; ".join(_plain(store, field, item) for field, items in found.items() for item in items)


def _weights(store: ContentStore, weights: Record) -> Iterator[str]:
    for field, numbers in weights:
        if numbers:
            shown = ", ".join(f"{_plain(store, field, name)} {number:+g}" for name, number in numbers.items())
            yield f"{field.capitalize()}: {shown}"


def _pairs(store: ContentStore, record: Record) -> Iterator[str]:
    """A part of a record on one line."""
    for field, value in record:
        if value in (None, [], {}):
            continue
        items = value if isinstance(value, (list, tuple)) else [value]
        shown = ", ".join(_plain(store, field, item) for item in items)
        yield shown if field in ("text", "say", "words") else f"{field.replace('_', ' ')}: {shown}"


def _plain(store: ContentStore, field: str, value: Any) -> str:
    """A single value in words; an id becomes the name of its record."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    record = getattr(store, REFERENCES[field]).get(value) if field in REFERENCES else None
    return _name(record) if record is not None else str(getattr(value, "value", value)).replace("_", " ")


def _evidence(store: ContentStore, evidence: Evidence, wording: dict[str, Any]) -> str:
    titles = [f"{s.title} ({s.year})" if s.year else s.title for s in (store.sources[i] for i in evidence.sources)]
    note = f" {escape(evidence.note)}" if evidence.note else ""
    check = '<div class="check"></div>' if evidence.to_check else ""
    grade = escape(str(wording[f"grade.{evidence.grade.value}"]))
    return f'<div class="evidence">{check}<b>{grade}</b>. {escape("; ".join(titles))}.{note}</div>'


def _sources(store: ContentStore) -> str:
    used: dict[str, int] = {}
    for kind in KINDS:
        for record in getattr(store, kind).values():
            for source in record.evidence.sources:
                used[source] = used.get(source, 0) + 1
    rows = "".join(
        f"<tr><td>{escape(s.title)}<br><small>{escape(s.authors)} {s.year or ''}</small></td>"
        f"<td>{s.kind.replace('_', ' ')}</td>"
        f"<td>{escape(s.identifier)}</td><td>{s.checked.replace('_', ' ')}</td><td>{used.get(s.id, 0)}</td>"
        f"<td>{escape(s.note)}</td></tr>"
        for s in store.sources.values()
    )
    head = "<tr><th>Source</th><th>kind</th><th>where</th><th>how it was checked</th><th>records</th><th>note</th></tr>"
    return f'<h2 id="sources">Sources</h2><table>{head}{rows}</table>'
