"""Journeys in a real browser, as people would go them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESK, Open
from tests.browser.steps import ACHE, SLOW, answers, chat_active, no_barriers, say, see, tap, to_end, to_first_step
from tests.conftest import Server

pytestmark = [pytest.mark.model, pytest.mark.browser]


def test_by_mouse_from_a_complaint_to_a_plan(open_page: Open) -> None:
    page = open_page(viewport=DESK)
    see(page, "I am not a doctor")
    to_first_step(page)
    to_end(page)
    see(page, "From 6 down to 3")
    tap(page, "Make me a plan")
    see(page, "Your two weeks")
    with page.expect_download() as download:
        page.get_by_role("button", name="Add to my calendar").click()
    assert "BEGIN:VEVENT" in download.value.path().read_text(encoding="utf-8")
    page.context.add_init_script("window.print = () => { document.title = 'printed' }")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="Print").last.click()
    expect(popup.value.get_by_role("heading", name="Your two weeks")).to_be_visible()
    expect(popup.value).to_have_title("printed")
    popup.value.close()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Summary to print or copy").click()
    see(page, "Summary for your therapist")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy", exact=True).last.click()
    see(page, "Copied.")
    assert "left" in page.evaluate("navigator.clipboard.readText()")


def test_a_used_choice_shows_that_it_was_chosen(open_page: Open) -> None:
    page = open_page()
    to_first_step(page)
    chosen = page.get_by_role("button", name="6, chosen", exact=True)
    expect(chosen).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("button", name="5", exact=True)).to_have_attribute("aria-disabled", "true")


def keys_to(page: Page, name: str) -> None:
    """Walk with Tab until something whose name begins with ``name`` has the focus."""
    for _ in range(60):
        if chat_active(page).startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"'{name}' cannot be reached by keyboard; at: {chat_active(page)}")


def test_by_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    see(page, "I am not a doctor")
    keys_to(page, "TEXTAREA")
    page.keyboard.type(ACHE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Show me something to try").last).to_be_visible(timeout=SLOW)
    assert chat_active(page) == "TEXTAREA"  # an answer does not take the focus
    for name in ("Show me something to try", "None of these", "a tennis or massage ball", "Start", "6", "Next"):
        key_last(page, name)
    see(page, "Step 2 of")
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    keys_to(page, "Delete my data")
    page.keyboard.press("Escape")
    assert chat_active(page) == "Menu"


def key_last(page: Page, name: str) -> None:
    """Walk back from the text box: the newest offers come first."""
    before = answers(page).count()
    page.get_by_role("textbox").focus()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if chat_active(page) == name or chat_active(page).startswith(f"{name},"):
            break
    page.keyboard.press("Enter")
    expect(answers(page).nth(before)).to_be_visible(timeout=SLOW)


def test_on_a_phone_with_touch_on_the_body_map(open_page: Open) -> None:
    page = open_page(has_touch=True, is_mobile=True)
    see(page, "I am not a doctor")
    page.get_by_role("button", name="Show where it hurts").tap()
    left = page.get_by_role("button", name="outer hip, left side")
    right = page.get_by_role("button", name="outer hip, right side")
    expect(left).to_be_visible(timeout=SLOW)
    # Seen from the front, the left of the body is on the right of the picture; from behind it is not.
    assert left.bounding_box()["x"] > right.bounding_box()["x"]  # type: ignore[index]
    page.get_by_role("tab", name="Back").tap()
    left, right = (page.get_by_role("button", name=f"buttock, {side} side") for side in ("left", "right"))
    expect(left).to_be_visible(timeout=SLOW)
    assert left.bounding_box()["x"] < right.bounding_box()["x"]  # type: ignore[index]
    page.get_by_role("button", name="Larger").last.tap()
    left.scroll_into_view_if_needed()
    left.tap()
    see(page, "buttock, left side")
    expect(answers(page).nth(2)).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("Which side", exact=False)).to_have_count(0)
    page.get_by_role("button", name="Menu").tap()
    page.get_by_role("button", name="Summary to print or copy").tap()
    see(page, "Side: left")


def test_a_red_flag_in_the_middle_of_a_technique(open_page: Open) -> None:
    page = open_page()
    to_first_step(page)
    say(page, "I have gone numb between my legs and I cannot feel when I pee")
    see(page, "Please act on this now")
    expect(page.get_by_role("link", name="999").last).to_have_attribute("href", "tel:999", timeout=SLOW)
    expect(page.locator(".care-bar")).to_be_visible()
    say(page, "what is the piriformis?")
    expect(page.locator(".care-bar")).to_be_visible()
    page.get_by_role("button", name="Show what to do").click()
    expect(page.locator(".card.care").first).to_be_in_viewport()
    no_barriers(page)


def test_a_number_for_text_messages_is_not_a_call(open_page: Open) -> None:
    page = open_page()
    say(page, "I do not want to live any more")
    see(page, "SHOUT to 85258")
    assert page.locator("a[href*='85258']").count() == 0
    expect(page.get_by_role("link", name="116123").last).to_have_attribute("href", "tel:116123")
    no_barriers(page)


def test_the_conversation_is_there_after_a_reload(open_page: Open) -> None:
    page = open_page()
    say(page, ACHE)
    page.reload()
    see(page, ACHE)
    expect(page.get_by_text("Today")).to_be_visible()
    # History is not announced.
    assert page.locator("[aria-live=polite] p, [aria-live=assertive] p").all_inner_texts() == []
    times = page.locator("time.at").first
    expect(times).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("switch", name="Show times").click()
    expect(times).to_be_visible()


def test_who_opens_the_chat_hours_later_is_welcomed_back(open_page: Open) -> None:
    page = open_page()
    say(page, ACHE)
    page.context.add_init_script("const now = Date.now; Date.now = () => now() + 5 * 3600e3")
    page.reload()
    see(page, ACHE)
    expect(page.get_by_text("Hello again")).to_have_count(0)
    page.context.add_init_script("const hours = Date.now; Date.now = () => hours() + 2 * 3600e3")
    page.reload()
    see(page, "Hello again")
    expect(page.locator(".message.me")).to_have_count(1)
    tap(page, "Go on")


def test_in_two_tabs(open_page: Open) -> None:
    first = open_page()
    say(first, ACHE)
    second = open_page(beside=first)
    see(second, ACHE)
    say(second, "what is the piriformis?")
    see(first, "what is the piriformis?")
    second.get_by_role("button", name="Menu").click()
    second.get_by_role("button", name="Delete my data").click()
    second.get_by_role("alertdialog").get_by_role("button", name="Delete my data").click()
    see(second, "is deleted")
    expect(first.get_by_text(ACHE)).to_have_count(0, timeout=SLOW)


def test_start_over_deletes_and_begins_anew(open_page: Open) -> None:
    page = open_page()
    say(page, ACHE)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Keep it").click()
    see(page, ACHE)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Start over").click()
    expect(page.get_by_text(ACHE)).to_have_count(0, timeout=SLOW)
    see(page, "I am not a doctor")


def test_offline_and_back(open_page: Open) -> None:
    page = open_page(expected="ERR_INTERNET_DISCONNECTED")
    see(page, "I am not a doctor")
    page.context.set_offline(True)
    box = page.get_by_role("textbox")
    box.fill(ACHE)
    box.press("Enter")
    expect(page.locator(".status")).to_contain_text("You are offline", timeout=SLOW)
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    no_barriers(page)
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Show me something to try").last).to_be_visible(timeout=SLOW)
    expect(page.locator(".status")).to_be_hidden()
    assert page.locator(".message.me").count() == 1


def test_the_server_restarts_in_the_middle_of_a_technique(open_page: Open, chat: Server) -> None:
    page = open_page(expected="ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|503")
    to_first_step(page)
    chat.stop()
    page.get_by_role("button", name="Next", exact=True).last.click()
    expect(page.locator(".status")).to_contain_text("cannot be reached", timeout=SLOW)
    no_barriers(page)
    chat.start()
    page.get_by_role("button", name="Try again").click()
    see(page, "Step 2 of")
    expect(page.locator(".status")).to_be_hidden()
    page.reload()
    see(page, "Step 2 of")
    assert page.locator(".message.me", has_text="Next").count() == 1  # nothing was sent twice


def test_a_reload_while_a_message_waits_loses_nothing(open_page: Open) -> None:
    page = open_page(expected="ERR_FAILED")
    see(page, "I am not a doctor")
    page.route("**/chat/messages", lambda route: route.abort())
    box = page.get_by_role("textbox")
    box.fill(ACHE)
    box.press("Enter")
    expect(page.get_by_text("Not sent yet")).to_be_visible(timeout=SLOW)
    page.unroute("**/chat/messages")
    page.reload()
    expect(page.get_by_role("button", name="Show me something to try").last).to_be_visible(timeout=SLOW)
    assert page.locator(".message.me").count() == 1


def test_too_fast_is_said_in_words_and_goes_on(open_page: Open) -> None:
    page = open_page(expected="429")
    see(page, "I am not a doctor")
    refusals = iter([1])

    def slow_down(route: Route) -> None:
        if next(refusals, None):
            route.fulfill(
                status=429,
                headers={"Retry-After": "1"},
                json={"error": {"code": "slow_down", "message": "That was a lot at once."}},
            )
        else:
            route.continue_()

    page.route("**/chat/messages", slow_down)
    box = page.get_by_role("textbox")
    box.fill(ACHE)
    box.press("Enter")
    expect(page.locator(".status")).to_contain_text("It goes on in one second", timeout=SLOW)
    expect(page.get_by_role("button", name="Show me something to try").last).to_be_visible(timeout=SLOW)


def test_a_slow_answer_is_said_in_words(open_page: Open) -> None:
    page = open_page()
    see(page, "I am not a doctor")
    page.clock.install()
    waiting: list[Route] = []
    page.route("**/chat/messages", lambda route: waiting.append(route))
    box = page.get_by_role("textbox")
    box.fill(ACHE)
    box.press("Enter")
    expect(page.get_by_text("The assistant is writing")).to_be_visible(timeout=SLOW)
    page.clock.run_for(9_000)
    expect(page.locator(".typing")).to_contain_text("takes longer than usual")
    no_barriers(page)
    waiting[0].continue_()
    expect(page.get_by_role("button", name="Show me something to try").last).to_be_visible(timeout=SLOW)


def test_an_ended_session_is_said_in_words_and_the_message_still_answered(open_page: Open) -> None:
    page = open_page(expected="401")
    see(page, "I am not a doctor")
    page.evaluate(
        "for (const name of Object.keys(localStorage)) if (name.endsWith('/chat/')) localStorage[name] = '\"forged\"'"
    )
    say(page, ACHE)
    see(page, "had ended")
    expect(page.get_by_role("button", name="Show me something to try").last).to_be_visible(timeout=SLOW)
