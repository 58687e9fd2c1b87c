"""SVG text: one colour table and the frame that every drawing shares."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

BODY = "var(--figure-body,#a9b8c5)"
FAR = "var(--figure-body-far,#8597a8)"
LINE = "var(--figure-line,#667a8c)"
THING = "var(--figure-object,#e08a1e)"
THING_LINE = "var(--figure-object-line,#a85f08)"
SOFT = "var(--figure-soft,#c9b48c)"
MOVE = "var(--figure-arrow,#1583c4)"
MUSCLE = "var(--figure-muscle,#1d7f8c)"
PAIN = "var(--figure-pain,#d6483f)"
TEXT = "var(--figure-text,#44535f)"
PAPER = "#f4f8f6"
"""The ground that the widget puts behind every drawing; around words it keeps them readable on a dark one."""
FONT = 'font-family="system-ui,sans-serif" font-weight="600"'


def element(tag: str, body: str = "", /, **attributes: object) -> str:
    """One element; an underscore in a name becomes a hyphen, a trailing one is dropped."""
    words = "".join(f" {name.rstrip('_').replace('_', '-')}={quoteattr(str(v))}" for name, v in attributes.items())
    return f"<{tag}{words}>{body}</{tag}>" if body else f"<{tag}{words}/>"


def group(body: str, /, **attributes: object) -> str:
    """A group of shapes."""
    return element("g", body, **attributes)


def path(data: str, **attributes: object) -> str:
    """A path."""
    return element("path", d=data, **attributes)


def title(words: str) -> str:
    """The name of a shape or of the whole drawing."""
    return f"<title>{escape(words)}</title>"


def label(x: float, y: float, words: str, size: int = 15, anchor: str = "start", halo: bool = True) -> str:
    """A short piece of text, with a light rim unless the drawing becomes part of the page (the page's own ground)."""
    rim = f' stroke="{PAPER}" stroke-width="3" paint-order="stroke"' if halo else ""
    place = f'x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text {place} {FONT} fill="{TEXT}"{rim}>{escape(words)}</text>'


def document(width: float, height: float, name: str, description: str, body: list[str], top: float = 0) -> str:
    """The whole file: the name and the plain description come first."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {top:g} {width:g} {height - top:g}" role="img">'
    lines = [head, title(name), f"<desc>{escape(description)}</desc>", *body, "</svg>"]
    return "\n".join(line for line in lines if line) + "\n"
