"""Text stays text, and only safe addresses become links: in what people type and in what a server might send."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Site
from tests.browser.steps import SLOW, host, say, see
from tests.conftest import Server

pytestmark = [pytest.mark.model, pytest.mark.browser]

TYPED = [
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    "[click](javascript:window.hacked=1)",
    "javascript:window.hacked=1",
    '"><svg onload=window.hacked=1>',
    "${window.hacked=1}{{window.hacked=1}}",
    "&lt;b&gt;\u202eevil",
]
MARKUP = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
ADDRESSES = [
    "javascript:window.hacked=1",
    "JaVaScRiPt:window.hacked=1",
    " javascript:window.hacked=1",
    "java\nscript:window.hacked=1",
    "data:text/html,<script>window.hacked=1</script>",
    "vbscript:window.hacked=1",
    "file:///etc/passwd",
    "blob:null/1",
    "//evil.example/x",
]
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"
 onload="window.hacked=1"><script>window.hacked=1</script><style>* {{ fill: url(https://evil.example/a) }}</style>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="window.hacked=1"/></body></foreignObject>
<image href="https://evil.example/b.png"/><use xlink:href="https://evil.example/c.svg#x"/>
<a href="javascript:window.hacked=1"><rect width="9" height="9"/></a>
<g id="hip" onclick="window.hacked=1" style="background: url(https://evil.example/d)">
<path d="M0 0H9V9Z" fill="url(https://evil.example/e)" data-side="left"/><animate onbegin="window.hacked=1"/></g></svg>"""


def test_what_people_type_stays_text(open_page: Open) -> None:
    page = open_page()
    for attack in TYPED:
        say(page, attack)
        assert page.locator(".bubble").last.text_content() == f"You: {attack}"
    page.reload()
    see(page, TYPED[0])
    assert page.evaluate("window.hacked") is None
    assert page.locator(".bubble :is(img, script, svg, a)").count() == 0


def poisoned(address: str) -> list[dict[str, Any]]:
    """Replies of a server that turned bad: markup in every word, bad addresses in every address."""
    words = {"text": MARKUP, "choices": [{"title": MARKUP, "payload": MARKUP}]}
    figure = {"url": address, "title": MARKUP, "description": MARKUP}
    source = {"grade": "A", "grade_words": MARKUP, "titles": [MARKUP]}
    return [
        {"type": "text", "more": MARKUP, "source": source, **words},
        {"type": MARKUP, **words},
        {"type": "anatomy", "id": "x", "name": MARKUP, "plain_name": MARKUP, "facts": [{"label": MARKUP, "value": MARKUP}], "figure": figure, **words},
        {"type": "summary", "sections": [{"title": MARKUP, "lines": [MARKUP]}], "print_url": address, **words},
        {"type": "trend", "points": [{"when": MARKUP, "label": MARKUP, "score": MARKUP}], "summary": MARKUP, **words},
        {
            "type": "care_advice", "level": "urgent", "flags": [{"id": "x", "name": MARKUP}], "who": MARKUP,
            "how_soon": MARKUP, "say": MARKUP, "why": MARKUP,
            "contacts": [{"name": MARKUP, "tel": address, "url": address, "note": MARKUP}, {"name": "x", "url": address}],
            **words,
        },
        {
            "type": "body_map", "figures": {"front": {**figure, "url": "figures/evil.svg"}, MARKUP: figure},
            "regions": [{"id": "hip", "name": MARKUP, "views": ["front"], "payload": "x", "sides": [{"side": "left", "name": MARKUP, "payload": "y"}]}],
            **words,
        },
    ]  # fmt: skip


def answer_with(page: Page, replies: list[dict[str, Any]]) -> None:
    def fulfil(route: Route) -> None:
        route.fulfill(json={"replies": replies, "care_level": "urgent"})

    page.route("**/chat/messages", fulfil)
    page.route("**/figures/evil.svg", lambda route: route.fulfill(body=DRAWING, content_type="image/svg+xml"))


def test_nothing_from_a_reply_becomes_markup_or_an_unsafe_link(open_page: Open, chat: Server, friend: Site) -> None:
    page = open_page(friend.show(host(chat)))  # no policy of the page stands in the way of an attack
    page.locator(".launcher").click(timeout=SLOW)
    see(page, "I am not a doctor")
    answer_with(page, [reply for address in ADDRESSES for reply in poisoned(address)])
    say(page, "hello")
    expect(page.locator(".region").first).to_be_visible(timeout=SLOW)
    for fold in page.locator("summary").all():
        fold.evaluate("(e) => { e.parentElement.open = true }")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    found = page.evaluate(
        """() => {
            const root = document.querySelector('trigger-point-chat').shadowRoot;
            const all = [...root.querySelectorAll('.log *')];
            return {
                tags: [...new Set(all.map((e) => e.localName))].filter((tag) => /script|iframe|object|embed|image|use|foreign|style|animate/i.test(tag)),
                handlers: all.flatMap((e) => e.getAttributeNames()).filter((name) => /^on|^style$|href/.test(name) && name !== 'href'),
                links: [...root.querySelectorAll('.log a')].map((a) => a.protocol),
                images: [...root.querySelectorAll('.log img')].map((i) => i.src),
            };
        }"""
    )
    assert found["tags"] == []
    assert found["handlers"] == []
    assert set(found["links"]) <= {"http:", "https:", "tel:", "mailto:"}
    assert found["images"] == []


def test_only_calls_that_can_be_calls_and_pages_become_links(open_page: Open) -> None:
    page = open_page()
    see(page, "I am not a doctor")
    contacts = [
        {"name": "Clinic", "tel": "+44 1234 567890", "url": "https://example.org/book"},
        {"name": "Codes", "tel": "*#06#"},
        {"name": "Mail", "url": "mailto:team@example.org"},
        {"name": "Trick", "url": "javascript:alert(1)"},
    ]
    advice = {
        "type": "care_advice",
        "level": "urgent",
        "flags": [],
        "contacts": contacts,
        "text": "Please call.",
        "choices": [],
    }
    advice.update({line: "x" for line in ("who", "how_soon", "say", "why")})
    answer_with(page, [advice])
    say(page, "hello")
    links = page.locator(".contacts a").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
    assert links == ["tel:+441234567890", "https://example.org/book", "mailto:team@example.org"]
    for name in ("Codes", "Trick"):
        see(page, name)
