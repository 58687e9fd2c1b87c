"""The chat inside other people's pages: other origin, strict policy, hostile styles, attributes, methods, events."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, Open, Site
from tests.browser.steps import ACHE, SLOW, answers, host, no_barriers, say, see
from tests.conftest import ROOT, Server

pytestmark = [pytest.mark.model, pytest.mark.browser]
HOSTILE = """
* { color: red !important; font: italic 8px/1 serif !important; letter-spacing: 1em !important; box-sizing: content-box !important }
html { font-size: 40px; text-transform: uppercase; text-align: right; word-spacing: 2em; white-space: pre; cursor: wait }
p, button, textarea, section, ul, li, dialog, .card, .log, .panel { display: none !important }
"""


def strict(chat: Server) -> str:
    """Nothing is allowed but what the guide says the chat needs."""
    allowed = "; ".join(f"{kind} {chat.url}" for kind in ("script-src", "style-src", "connect-src", "img-src"))
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def example() -> str:
    """The host page of docs/embedding.md."""
    pages = re.findall(r"```html\n(<!doctype html>.*?)```", (ROOT / "docs/embedding.md").read_text("utf-8"), re.S)
    assert len(pages) == 1
    return str(pages[0])


def test_the_example_of_the_guide_on_another_origin_under_a_strict_policy(
    open_page: Open, chat: Server, friend: Site
) -> None:
    page_text = example().replace("https://guide.example.org", chat.url)
    assert chat.url in page_text
    page = open_page(friend.show(page_text, strict(chat)), viewport=DESK)
    launcher = page.locator(".launcher")
    expect(launcher).to_be_visible(timeout=SLOW)
    no_barriers(page)
    launcher.click()
    see(page, "I am not a doctor")
    page.get_by_role("button", name="Show where it hurts").first.click()
    expect(page.get_by_role("button", name="outer hip, left side")).to_be_visible(timeout=SLOW)
    say(page, ACHE)
    page.get_by_text("Where it is").first.click()
    picture = page.get_by_role("log").locator("img").first
    expect(picture).to_be_visible()
    page.wait_for_function(
        "() => [...document.querySelector('trigger-point-chat').shadowRoot.querySelectorAll('details[open] img')]"
        ".every((image) => image.complete && image.naturalWidth > 0)"
    )
    no_barriers(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("log")).to_be_hidden()
    expect(launcher).to_be_focused()


def test_a_site_that_is_not_named_gets_nothing(open_page: Open, chat: Server, stranger: Site) -> None:
    page = open_page(stranger.show(host(chat)), expected="CORS|ERR_FAILED")
    refused = page.evaluate(
        "(url) => fetch(url, {method: 'POST'}).then(() => 'read', () => 'refused')", f"{chat.url}/chat/session"
    )
    assert refused == "refused"
    assert page.evaluate("customElements.get('trigger-point-chat') === undefined")


def test_hostile_styles_of_the_host_do_not_reach_the_chat(open_page: Open, chat: Server, friend: Site) -> None:
    page = open_page(friend.show(host(chat, head=f"<style>{HOSTILE}</style>")), viewport=DESK)
    page.locator(".launcher").click(timeout=SLOW)
    see(page, "I am not a doctor")
    words = page.locator(".say p").first
    look = words.evaluate(
        "(e) => { const s = getComputedStyle(e); return [s.color, s.fontSize, s.fontStyle, s.letterSpacing,"
        " s.textTransform, s.wordSpacing, s.textAlign, s.cursor] }"
    )
    assert look == ["rgb(20, 33, 29)", "16px", "normal", "normal", "none", "0px", "start", "auto"]
    say(page, ACHE)
    no_barriers(page)


def test_attributes_and_custom_properties(open_page: Open, chat: Server, friend: Site) -> None:
    style = "<style>trigger-point-chat { --tpc-accent: #1d4f91; --tpc-on-accent: #fff }</style>"
    inside = '<trigger-point-chat title="Ask our clinic" lang="de" corner="start" open></trigger-point-chat>'
    page = open_page(friend.show(host(chat, inside, style)), viewport=DESK)
    panel = page.get_by_role("dialog", name="Ask our clinic")
    expect(panel).to_be_visible(timeout=SLOW)
    assert panel.bounding_box()["x"] < 100  # type: ignore[index]
    send = page.get_by_role("button", name="Senden")
    assert send.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(29, 79, 145)"
    expect(page.locator(".root")).to_have_attribute("lang", "de")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((e) => e.name.split('/').pop())")
    assert "strings-de.js" in loaded
    assert "strings-en.js" not in loaded
    page.get_by_role("button", name="Menü").click()
    expect(page.get_by_role("button", name="Meine Daten löschen")).to_be_visible()
    no_barriers(page)


def test_methods_events_and_the_unread_badge(open_page: Open, chat: Server, friend: Site) -> None:
    page = open_page(friend.show(host(chat)), viewport=DESK)
    expect(page.locator(".launcher")).to_be_visible(timeout=SLOW)
    page.evaluate(
        """() => {
            window.chat = document.querySelector('trigger-point-chat');
            window.heard = [];
            for (const name of ['tpc-open', 'tpc-close', 'tpc-message', 'tpc-error'])
                document.addEventListener(name, ({ detail }) => window.heard.push(detail.from ? `${name} ${detail.from}` : name));
        }"""
    )
    page.evaluate("chat.send('my left hip is sore when I sit, two weeks now')")
    expect(page.locator(".badge")).to_have_text(re.compile(r"^\d+ new$"), timeout=SLOW)
    no_barriers(page)
    page.evaluate("chat.open()")
    expect(page.locator(".badge")).to_be_empty()
    see(page, "my left hip is sore")
    page.evaluate("chat.close()")
    expect(page.get_by_role("log")).to_be_hidden()
    page.evaluate("chat.reset()")
    page.evaluate("chat.open()")
    expect(page.get_by_text("my left hip is sore")).to_have_count(0, timeout=SLOW)
    heard = page.evaluate("heard")
    assert {"tpc-open", "tpc-close", "tpc-message person", "tpc-message assistant"} <= set(heard)
    assert "tpc-error" not in heard


def test_right_to_left(open_page: Open, chat: Server, friend: Site) -> None:
    page = open_page(friend.show(host(chat, root='dir="rtl"')), viewport=DESK)
    launcher = page.locator(".launcher")
    expect(launcher).to_be_visible(timeout=SLOW)
    assert launcher.bounding_box()["x"] < 100  # type: ignore[index]
    launcher.click()
    say(page, ACHE)
    panel = page.get_by_role("dialog")
    assert panel.bounding_box()["x"] < 100  # type: ignore[index]
    mine = page.locator(".bubble").first.bounding_box()
    theirs = answers(page).last.bounding_box()
    assert mine and theirs and mine["x"] < theirs["x"] + 30  # the person's words are on the other side
    assert page.get_by_role("log").evaluate("(e) => e.scrollWidth <= e.clientWidth")
    no_barriers(page)


def test_the_widget_is_kept_by_the_browser_and_asked_for_once(open_page: Open, chat: Server) -> None:
    page = open_page()
    see(page, "I am not a doctor")
    files = page.evaluate("performance.getEntriesByType('resource').filter((e) => e.name.includes('/v/')).length")
    assert files >= 10
    page.reload()
    see(page, "I am not a doctor")
    sizes = page.evaluate(
        "() => performance.getEntriesByType('resource').filter((e) => e.name.includes('/v/')).map((e) => e.transferSize)"
    )
    assert sizes and set(sizes) == {0}  # nothing came over the network again
