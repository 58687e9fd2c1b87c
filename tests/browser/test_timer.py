"""The hold timer: start, pause, the end of a hold, the screen that stays on; sound and vibration only when wanted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.steps import say, to_first_step, to_timer
from tests.conftest import Server

pytestmark = [pytest.mark.model, pytest.mark.browser]
SPIES = """
window.did = [];
navigator.vibrate = () => { did.push('vibrate'); return true; };
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function () { did.push('sound'); return start.call(this); };
navigator.wakeLock.request = async () => { did.push('awake'); return { release: async () => did.push('asleep') }; };
"""


@pytest.fixture
def page(open_page: Open) -> Page:
    page = open_page("about:blank")
    page.add_init_script(SPIES)
    return page


def to_hold(page: Page, url: str) -> tuple[int, int]:
    """Walk to a step with a timer, with a clock that the test moves; its seconds and holds."""
    page.goto(url)
    to_first_step(page)
    to_timer(page)
    page.clock.install()
    timer = page.locator(".timer").last
    holds = int(timer.locator(".state").inner_text().split()[-1])
    return int(timer.locator("b").inner_text()), holds


def test_start_pause_and_the_end_of_a_hold(page: Page, chat: Server) -> None:
    seconds, holds = to_hold(page, f"{chat.url}/chat/")
    timer = page.locator(".timer").last
    for switch in ("Sound", "Vibration"):
        expect(timer.get_by_role("switch", name=switch)).to_have_attribute("aria-checked", "false")
    timer.get_by_role("button", name="Start").click()
    page.clock.run_for(5_000)
    expect(timer.locator("b")).to_have_text(str(seconds - 5))
    timer.get_by_role("button", name="Pause").click()
    page.clock.run_for(20_000)
    expect(timer.locator("b")).to_have_text(str(seconds - 5))
    assert page.evaluate("did") == ["awake", "asleep"]
    timer.get_by_role("button", name="Start").click()
    page.clock.run_for(seconds * 1000)
    expect(timer).to_contain_text("Done. Let go slowly.")
    expect(timer.get_by_role("button", name="Next hold" if holds > 1 else "Once more")).to_be_visible()
    assert page.evaluate("did") == ["awake", "asleep", "awake", "asleep"]  # neither sound nor vibration


def test_sound_and_vibration_when_switched_on(page: Page, chat: Server) -> None:
    seconds, _ = to_hold(page, f"{chat.url}/chat/")
    timer = page.locator(".timer").last
    for switch in ("Sound", "Vibration"):
        timer.get_by_role("switch", name=switch).click()
        expect(timer.get_by_role("switch", name=switch)).to_have_attribute("aria-checked", "true")
    timer.get_by_role("button", name="Start").click()
    page.clock.run_for(seconds * 1000 + 500)
    assert {"sound", "vibrate"} <= set(page.evaluate("did"))


def test_it_stops_when_the_conversation_goes_on(page: Page, chat: Server) -> None:
    to_hold(page, f"{chat.url}/chat/")
    timer = page.locator(".timer").last
    timer.get_by_role("button", name="Start").click()
    page.clock.run_for(2_000)
    page.clock.resume()
    say(page, "it hurts, a sharp pain")
    expect(timer.get_by_role("button", name="Start")).to_be_visible()
    assert page.evaluate("did").count("asleep") == page.evaluate("did").count("awake")
