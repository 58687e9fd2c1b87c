"""A real browser on a phone-sized page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import Server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Closed after this module: while it is open no other event loop can run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_chat(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Open the chat; fails the test on any error in the page or any request to another host."""
    contexts = []
    troubles: list[str] = []

    def open_page(**settings: object) -> Page:
        context = browser.new_context(viewport=PHONE, **settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.on(
            "request", lambda r: None if r.url.startswith((server.url, "data:", "blob:")) else troubles.append(r.url)
        )
        page.goto(f"{server.url}/chat/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []
