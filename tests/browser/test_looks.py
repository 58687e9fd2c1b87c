"""Every reply type and state: no axe finding, nothing cut off, targets large enough; and a picture of each to look at.

The pictures go to ``test-results/widget/`` (``PICTURES=all`` adds dark and desktop ones).
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.steps import ACHE, SLOW, no_barriers, say, see, tap, to_end, to_first_step, to_timer
from tests.conftest import ROOT

pytestmark = [pytest.mark.model, pytest.mark.browser]
PICTURES = ROOT / "test-results" / "widget"
TREND = {
    "type": "trend",
    "text": "Your pain went from 7 to 3. 2 March before the ball 7, after 5, 9 March 4, 16 March 3.",
    "summary": "Your pain went from 7 to 3.",
    "points": [
        {"when": "2026-03-02T18:00:00Z", "label": "before the ball on the buttock", "score": 7},
        {"when": "2026-03-02T18:20:00Z", "label": "after the ball on the buttock", "score": 5},
        {"when": "2026-03-09T18:00:00Z", "label": "your own score", "score": 4},
        {"when": "2026-03-16T18:00:00Z", "label": "your own score", "score": 3},
    ],
    "choices": [{"title": "Show me something to try", "payload": "x"}],
}
SETTINGS: dict[str, dict[str, Any]] = {
    "phone-light": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    "phone-dark": {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": "dark"},
    "desk-light": {"viewport": DESK},
    "desk-dark": {"viewport": DESK, "color_scheme": "dark"},
}


def whole(page: Page) -> None:
    """Nothing sticks out sideways, and what can be pressed is at least 44 pixels in both directions."""
    found = page.evaluate(
        """() => {
            const root = document.querySelector('trigger-point-chat').shadowRoot;
            const log = root.querySelector('.log');
            const small = [...root.querySelectorAll('button, a, summary, textarea, .tick')].filter((e) => {
                const { width, height } = e.getBoundingClientRect();
                return width > 0 && e.closest('.vh') === null && (width < 43.5 || height < 43.5);
            });
            const scrolls = document.documentElement.scrollHeight > innerHeight + 1;
            return { wide: log.scrollWidth > log.clientWidth, scrolls, small: small.map((e) => e.outerHTML.slice(0, 120)) };
        }"""
    )
    assert found == {"wide": False, "scrolls": False, "small": []}


class Looker:
    """Checks a state and takes its picture."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        PICTURES.mkdir(parents=True, exist_ok=True)

    def __call__(self, state: str) -> None:
        self.page.wait_for_timeout(100)  # pictures
        self.page.screenshot(path=PICTURES / f"{state}-{self.name}.png")
        whole(self.page)
        no_barriers(self.page)


def walk(page: Page, look: Looker) -> None:
    """Once through every reply type and the states around them."""
    see(page, "I am not a doctor")
    look("01-welcome")
    tap(page, "Show where it hurts")
    expect(page.get_by_role("button", name="outer hip, left side")).to_be_visible(timeout=SLOW)
    look("02-body-map")
    page.get_by_role("button", name="Larger").click()
    look("03-body-map-larger")
    page.get_by_role("button", name="Larger").click()
    say(page, ACHE)
    look("04-ranking")
    page.get_by_text("Where it is").first.click()
    look("05-ranking-open")
    tap(page, "Show me something to try")
    look("06-checklist")
    page.get_by_role("button", name="Send my answers").click()
    look("07-checklist-hint")
    tap(page, "None of these")
    tap(page, "a tennis or massage ball")
    look("08-technique")
    tap(page, "Start")
    look("09-pain-scale")
    tap(page, "6")
    look("10-step")
    to_timer(page)
    page.locator(".timer").last.get_by_role("button", name="Start").click()
    look("11-timer")
    to_end(page)
    look("12-after")
    tap(page, "Make me a plan")
    look("13-plan")
    say(page, "what is the piriformis?")
    look("14-anatomy")
    page.get_by_role("button", name="Menu").click()
    look("15-menu")
    page.get_by_role("button", name="Summary to print or copy").click()
    see(page, "Summary for your therapist")
    look("16-summary")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Delete my data").click()
    look("17-confirm")
    page.keyboard.press("Escape")
    show_trend(page)
    look("18-trend")
    say(page, "I have gone numb between my legs and I cannot feel when I pee")
    look("19-care-advice")


def show_trend(page: Page) -> None:
    """A score chart, with points that a conversation takes weeks to gather."""

    def fulfil(route: Route) -> None:
        route.fulfill(json={"replies": [TREND], "care_level": "self_care"})

    page.route("**/chat/messages", fulfil)
    say(page, "how is my pain going?")
    page.unroute("**/chat/messages")
    expect(page.locator("svg.chart")).to_be_visible()
    assert page.locator("svg.chart .score").all_text_contents() == ["7", "5", "4", "3"]
    see(page, "7 out of 10")


NAMES = list(SETTINGS) if os.environ.get("PICTURES") == "all" else ["phone-light", "desk-dark"]


@pytest.mark.parametrize("name", NAMES)
def test_every_reply_type_and_state(open_page: Open, name: str) -> None:
    page = open_page(reduced_motion="reduce", **SETTINGS[name])
    walk(page, Looker(page, name))


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("narrow", {"viewport": {"width": 320, "height": 640}}),
        ("low", {"viewport": {"width": 640, "height": 360}}),
        ("forced-colours", {"forced_colors": "active"}),
        ("moving", {"reduced_motion": "no-preference"}),
    ],
)
def test_other_settings(open_page: Open, name: str, settings: dict[str, Any]) -> None:
    page = open_page(**settings)
    look = Looker(page, name)
    to_first_step(page)
    look("10-step")
    say(page, "I have gone numb between my legs and I cannot feel when I pee")
    look("19-care-advice")


def test_text_twice_as_large_on_a_phone(open_page: Open) -> None:
    page = open_page()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    to_first_step(page)
    size = page.locator(".instruction").last.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 32
    Looker(page, "large-text")("10-step")


def test_new_messages_are_heard_whole_and_once(open_page: Open) -> None:
    page = open_page()
    see(page, "I am not a doctor")
    page.wait_for_timeout(2000)  # the greeting is announced a moment after it is shown
    page.evaluate(
        """() => {
            window.heard = [];
            const root = document.querySelector('trigger-point-chat').shadowRoot;
            for (const region of root.querySelectorAll('[aria-live=polite], [aria-live=assertive]'))
                new MutationObserver((all) => all.forEach((m) => m.addedNodes.forEach((n) => window.heard.push([region.ariaLive, n.textContent]))))
                    .observe(region, { childList: true });
        }"""
    )
    say(page, ACHE)
    page.wait_for_timeout(700)
    heard = page.evaluate("heard.filter(([, text]) => text.includes('1. Gluteus maximus'))")
    assert len(heard) == 1, page.evaluate("heard")
    assert heard[0][0] == "polite"
    assert heard[0][1].count("Choices:") == 1
    say(page, "I have gone numb between my legs and I cannot feel when I pee")
    page.wait_for_timeout(700)
    assert (
        page.evaluate("heard.filter(([live, text]) => live === 'assertive' && text.includes('act on this now')).length")
        == 1
    )
    assert page.get_by_role("log").get_attribute("aria-live") == "off"
