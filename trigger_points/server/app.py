"""The web server: one process, one port, nothing but the chat API."""

from __future__ import annotations

import logging
from pathlib import Path

from sanic import Request, Sanic
from sanic.exceptions import MethodNotSupported, NotFound, PayloadTooLarge, SanicException
from sanic.response import HTTPResponse, json, redirect
from sqlalchemy.exc import SQLAlchemyError

from trigger_points.server.assistant import ROOT, Assistant
from trigger_points.server.chat import Chat
from trigger_points.server.conversation_store import ConversationStore
from trigger_points.server.problems import Refusal
from trigger_points.server.sessions import Sessions, load_secret

DATA = ROOT / "var"
MAX_BODY = 64 * 1024
"""Bytes of a request body."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_logger = logging.getLogger(__name__)


def create_app(model: Path | None = None, data: Path = DATA) -> Sanic:
    """The application. ``data`` is the folder for conversations and the secret."""
    data.mkdir(parents=True, exist_ok=True)
    app = Sanic("trigger_points", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 15.0
    app.config.FALLBACK_ERROR_FORMAT = "json"
    store = ConversationStore.sqlite(data / "conversations.db")
    assistant = Assistant.load(model, store)
    chat = Chat(assistant, store, Sessions(load_secret(data / "secret")))
    app.blueprint(chat.blueprint())
    app.add_route(_home, "/")
    app.register_middleware(_secure, "response")
    app.error_handler.add(Refusal, _refused)
    app.error_handler.add(SanicException, _refused)
    app.error_handler.add(SQLAlchemyError, _store_failed)
    app.error_handler.add(Exception, _failed)
    return app


async def _home(request: Request) -> HTTPResponse:
    return redirect("/chat/")


async def _secure(request: Request, response: HTTPResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _refused(request: Request, error: Exception) -> HTTPResponse:
    if not isinstance(error, Refusal):
        error = Refusal(_code(error))
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    return json(error.body(), status=error.status, headers=headers)


def _code(error: Exception) -> str:
    for kind, code in ((NotFound, "not_found"), (MethodNotSupported, "bad_method"), (PayloadTooLarge, "too_long")):
        if isinstance(error, kind):
            return code
    status = getattr(error, "status_code", 500)
    return "bad_request" if status < 500 else "unavailable" if status == 503 else "internal"


def _store_failed(request: Request, error: Exception) -> HTTPResponse:
    _logger.error("store.failed path=%s kind=%s", request.path, type(error).__name__)
    return json(Refusal("unavailable").body(), status=503)


def _failed(request: Request, error: Exception) -> HTTPResponse:
    # The path and the kind of error only: never what was said.
    _logger.error("request.failed path=%s kind=%s", request.path, type(error).__name__, exc_info=error)
    return json(Refusal("internal").body(), status=500)
