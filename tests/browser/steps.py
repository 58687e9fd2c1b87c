"""What people do with the chat, as steps for the browser tests."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.conftest import Server

SLOW = 15_000
"""Milliseconds to wait for an answer on a busy machine."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ACHE = "my left buttock aches when I sit at my desk, three weeks now"


def answers(page: Page) -> Locator:
    """The assistant's messages."""
    return page.locator(".message.them")


def say(page: Page, text: str) -> None:
    """Type and send; wait for the answer."""
    before = answers(page).count()
    box = page.get_by_role("textbox")
    box.fill(text)
    box.press("Enter")
    expect(answers(page).nth(before)).to_be_visible(timeout=SLOW)


def tap(page: Page, name: str) -> None:
    """Take an offer; wait for the answer."""
    before = answers(page).count()
    page.get_by_role("button", name=name, exact=True).last.click(timeout=SLOW)
    expect(answers(page).nth(before)).to_be_visible(timeout=SLOW)


def see(page: Page, text: str) -> None:
    """The words are there to read."""
    expect(page.get_by_role("log").get_by_text(text).last).to_be_visible(timeout=SLOW)


def no_barriers(page: Page) -> None:
    """No axe finding of WCAG 2.2 AA in the present state."""
    results = Axe().run(page, options={"runOnly": RULES})
    assert results.violations_count == 0, results.generate_report()


def to_first_step(page: Page) -> None:
    """From a complaint to the first step of a technique."""
    say(page, ACHE)
    tap(page, "Show me something to try")
    tap(page, "None of these")
    tap(page, "a tennis or massage ball")
    tap(page, "Start")
    tap(page, "6")
    see(page, "Step 1 of")


def to_timer(page: Page) -> None:
    """On to the first step with a hold."""
    for _ in range(12):
        if page.locator(".timer").count():
            return
        tap(page, "Next")
    raise AssertionError("no step has a timer")


def to_end(page: Page) -> None:
    """Through the rest of the technique, and a score."""
    for _ in range(12):
        if page.get_by_role("button", name="Done", exact=True).count():
            break
        tap(page, "Next")
    tap(page, "Done")
    tap(page, "3")


def chat_active(page: Page) -> str:
    """The tag, role or name of what has the focus inside the chat."""
    return str(
        page.evaluate(
            "() => { const e = document.querySelector('trigger-point-chat').shadowRoot.activeElement;"
            " return e ? (e.getAttribute('aria-label') || e.innerText || e.tagName) : '' }"
        )
    ).strip()


def host(
    chat: Server, inside: str = "<trigger-point-chat></trigger-point-chat>", head: str = "", root: str = ""
) -> str:
    """A page that embeds the chat."""
    return (
        f'<!doctype html><html lang="en" {root}><head><title>A clinic</title>{head}'
        f'<script type="module" src="{chat.url}/chat/widget.js"></script></head>'
        f"<body><main><h1>Our clinic</h1>{inside}</main></body></html>"
    )
