"""A real browser, a server that one other site may embed, and two other sites."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import Server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


class Site:
    """Another web site on an origin of its own: pages by path, each with its Content Security Policy."""

    def __init__(self) -> None:
        pages: dict[str, tuple[str, str]] = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page, policy = pages.get(self.path, ("", ""))
                self.send_response(200 if page else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if policy:
                    self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._pages = pages
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def show(self, page: str, policy: str = "") -> str:
        """Put up a page; its address."""
        path = f"/{len(self._pages)}"
        self._pages[path] = (page, policy)
        return self.url + path

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture(scope="session")
def friend() -> Iterator[Site]:
    """A site that may embed the chat."""
    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="session")
def stranger() -> Iterator[Site]:
    """A site that may not."""
    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="session")
def chat(model: Path, friend: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of the browser tests; tests may restart it."""
    running = Server(tmp_path_factory.mktemp("chat"), TRIGGER_POINTS_ORIGINS=friend.url)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Closed after this module: while it is open no other event loop can run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, chat: Server) -> Iterator[Open]:
    """Open a page in a browser of its own, or with ``beside`` in a second tab beside that page.

    Fails the test on any error in a page, any violation of its policy, and any request to elsewhere. What a test
    brings about on purpose it names with ``expected``: a pattern of the lines to leave out.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []
    left_out: list[re.Pattern[str]] = []

    def open_page(address: str = "", *, beside: Page | None = None, expected: str = "", **settings: Any) -> Page:
        if expected:
            left_out.append(re.compile(expected))
        context = beside.context if beside else browser.new_context(**{"viewport": PHONE, **settings})
        if not beside:
            contexts.append(context)
        page = context.new_page()
        home = re.match(r"https?://[^/]+|about:blank", address or chat.url)
        assert home
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
        page.on(
            "request",
            lambda r: None if r.url.startswith((chat.url, home[0], "data:", "blob:")) else troubles.append(r.url),
        )
        page.goto(address or f"{chat.url}/chat/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [line for line in troubles if not any(pattern.search(line) for pattern in left_out)] == []
