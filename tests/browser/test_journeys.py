"""Journeys in a real browser, as a person would go them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.model, pytest.mark.browser]
SLOW = 15_000
"""Milliseconds to wait for an answer on a busy machine."""


def say(page: Page, text: str) -> None:
    box = page.get_by_role("textbox")
    box.fill(text)
    box.press("Enter")


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click(timeout=SLOW)


def see(page: Page, text: str) -> None:
    expect(page.get_by_role("log").get_by_text(text).last).to_be_visible(timeout=SLOW)


def no_barriers(page: Page) -> None:
    """No axe finding of WCAG 2.2 AA in the present state."""
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert results.violations_count == 0, results.generate_report()


def to_first_step(page: Page) -> None:
    say(page, "my left buttock aches when I sit at my desk, three weeks now")
    tap(page, "Show me something to try")
    tap(page, "None of these")
    tap(page, "a tennis or massage ball")
    tap(page, "Start")
    tap(page, "6")
    see(page, "Step 1 of")


def test_symptom_to_ranking_to_technique_to_done(open_chat: Callable[..., Page]) -> None:
    page = open_chat()
    see(page, "I am not a doctor")
    no_barriers(page)
    to_first_step(page)
    no_barriers(page)
    for _ in range(12):
        if page.get_by_role("button", name="Done", exact=True).count():
            break
        tap(page, "Next")
        page.wait_for_timeout(300)
    tap(page, "Done")
    see(page, "And now?")
    tap(page, "3")
    see(page, "From 6 down to 3")
    tap(page, "Make me a plan")
    see(page, "Your two weeks")
    no_barriers(page)


def test_red_flag_in_the_middle_of_a_technique(open_chat: Callable[..., Page]) -> None:
    page = open_chat()
    to_first_step(page)
    say(page, "I have gone numb between my legs and I cannot feel when I pee")
    see(page, "Please act on this now")
    link = page.get_by_role("link", name="999").last
    expect(link).to_have_attribute("href", "tel:999", timeout=SLOW)
    no_barriers(page)


def test_the_conversation_is_there_after_a_reload(open_chat: Callable[..., Page]) -> None:
    page = open_chat()
    say(page, "my right hip is sore from running")
    see(page, "my right hip is sore from running")
    expect(page.get_by_role("button", name="None of these").or_(page.get_by_role("button")).first).to_be_visible()
    page.wait_for_timeout(1500)
    page.reload()
    see(page, "my right hip is sore from running")


def test_by_keyboard_alone(open_chat: Callable[..., Page]) -> None:
    page = open_chat()
    see(page, "I am not a doctor")
    page.keyboard.press("Tab")
    for _ in range(20):
        if page.evaluate("document.activeElement?.shadowRoot?.activeElement?.tagName") == "TEXTAREA":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("my left hip hurts when I drive, two months")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Show me something to try").last).to_be_visible(timeout=SLOW)


ATTACKS = [
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    "[click](javascript:window.hacked=1)",
    "javascript:window.hacked=1",
    '"><svg onload=window.hacked=1>',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_stays_text(open_chat: Callable[..., Page], attack: str) -> None:
    page = open_chat()
    say(page, attack)
    see(page, attack)
    page.wait_for_timeout(500)
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    "settings", [{"color_scheme": "dark"}, {"reduced_motion": "reduce"}, {"forced_colors": "active"}]
)
def test_looks_and_works_in_other_settings(open_chat: Callable[..., Page], settings: dict[str, Any]) -> None:
    page = open_chat(**settings)
    say(page, "my hip hurts")
    see(page, "my hip hurts")
    no_barriers(page)
