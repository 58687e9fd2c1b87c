"""The web server: one process, one port, nothing but the chat API."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from sanic import Request, Sanic
from sanic.exceptions import MethodNotSupported, NotFound, PayloadTooLarge, RequestTimeout, SanicException
from sanic.response import HTTPResponse, json, redirect
from sqlalchemy.exc import SQLAlchemyError

from trigger_points.server.assistant import ROOT, Assistant
from trigger_points.server.chat import Chat
from trigger_points.server.content_watch import ContentWatch
from trigger_points.server.conversation_store import ConversationStore
from trigger_points.server.gate import Gate
from trigger_points.server.headers import SecurityHeaders
from trigger_points.server.metrics import Metrics
from trigger_points.server.origins import Origins
from trigger_points.server.problems import Refusal
from trigger_points.server.protocol import leave
from trigger_points.server.retention import Retention
from trigger_points.server.sessions import Sessions, load_secret
from trigger_points.server.settings import Settings, load_settings
from trigger_points.server.store_threads import StoreError
from trigger_points.server.turn_locks import LocalTurnLocks, LocksUnavailableError, RedisTurnLocks

DATA = ROOT / "var"
MAX_BODY = 64 * 1024
"""Bytes of a request body."""
REQUEST_SECONDS = 15
"""How long a request may take to arrive."""
RESPONSE_SECONDS = 30
"""How long an answer may take; the widget waits as long."""
SHUTDOWN_SECONDS = 15.0
"""How long accepted work may take after SIGTERM."""
_KINDS = (
    (NotFound, "not_found"),
    (MethodNotSupported, "bad_method"),
    (PayloadTooLarge, "too_long"),
    (RequestTimeout, "too_slow"),
)
_logger = logging.getLogger(__name__)


def create_app(
    model: Path | None = None, data: Path = DATA, settings: Settings | None = None, metrics_port: int = 0
) -> Sanic:
    """The application. ``data`` is the folder for conversations and the secret."""
    settings = settings or load_settings()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    app = Sanic("trigger_points", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.REQUEST_TIMEOUT = REQUEST_SECONDS
    app.config.RESPONSE_TIMEOUT = RESPONSE_SECONDS
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = SHUTDOWN_SECONDS
    app.config.FALLBACK_ERROR_FORMAT = "json"
    sessions = Sessions(load_secret(data / "secret"))
    if settings.database:
        store = ConversationStore(settings.database)
    else:
        store = ConversationStore.sqlite(data / "conversations.db")
    turns = RedisTurnLocks(settings.redis) if settings.redis else LocalTurnLocks()
    metrics = Metrics()
    gate = Gate(settings, metrics)
    assistant = Assistant.load(model, store, settings.allow_stale_model, settings.reads_apart())
    metrics.watch_reading(lambda: assistant.reading.apart)
    chat = Chat(assistant, store, sessions, gate, turns)
    app.blueprint(chat.blueprint())
    app.add_task(ContentWatch().run())
    app.add_route(_home, "/")
    origins = Origins(settings.allowed_origins())
    app.register_middleware(origins.preflight, "request")
    app.register_middleware(origins.mark, "response")
    app.register_middleware(gate.admit, "request")
    app.register_middleware(gate.note, "response")
    app.register_middleware(chat.hang_up, "response")
    app.register_middleware(SecurityHeaders(settings.https), "response")
    problems = Problems(metrics)
    app.error_handler.add(Refusal, problems.refused)
    app.error_handler.add(SanicException, problems.refused)
    app.error_handler.add(SQLAlchemyError, problems.store_failed)
    app.error_handler.add(StoreError, problems.store_failed)
    app.error_handler.add(LocksUnavailableError, problems.store_failed)
    app.error_handler.add(Exception, problems.failed)
    app.add_signal(gate.check_length, "http.lifecycle.request")
    figures = (settings.metrics_host, metrics_port)
    _listen(app, chat, Retention(store, settings.retention_days, metrics), metrics, figures)
    return app


def _listen(app: Sanic, chat: Chat, retention: Retention, metrics: Metrics, figures: tuple[str, int]) -> None:
    deleting: list[asyncio.Task[None]] = []

    @app.listener("after_server_start")
    async def begin(app: Sanic, loop: object) -> None:
        deleting.append(asyncio.create_task(retention.run()))
        if figures[1]:
            metrics.serve(*figures)
        _logger.info("server.started")

    @app.listener("before_server_stop")
    async def end(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        chat.closing = True
        leave(app, loop, SHUTDOWN_SECONDS)
        for task in deleting:
            task.cancel()
        _logger.info("server.stopping")

    @app.listener("after_server_stop")
    async def ended(app: Sanic, loop: object) -> None:
        await chat.finish(SHUTDOWN_SECONDS)
        await chat.assistant.reading.close()
        _logger.info("server.stopped")


async def _home(request: Request) -> HTTPResponse:
    return redirect("/chat/")


class Problems:
    """Turns errors into answers for people, and counts them. What was said is never logged."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def refused(self, request: Request, error: Exception) -> HTTPResponse:
        """A refusal of ours or of the web server."""
        if isinstance(error, Refusal):
            return self._answer(error)
        allow = getattr(error, "headers", {}) if isinstance(error, MethodNotSupported) else {}
        return self._answer(Refusal(_code(error)), allow)

    def store_failed(self, request: Request, error: Exception) -> HTTPResponse:
        """The database, or Redis, does not take or give."""
        _logger.error("store.failed path=%s kind=%s", request.path, type(error).__name__)
        return self._answer(Refusal("unavailable"))

    def failed(self, request: Request, error: Exception) -> HTTPResponse:
        """Anything else."""
        _logger.error("request.failed path=%s", request.path, exc_info=error)
        return self._answer(Refusal("internal"))

    def _answer(self, refusal: Refusal, more: Mapping[str, str] = MappingProxyType({})) -> HTTPResponse:
        self._metrics.refusals.labels(refusal.code).inc()
        wait = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
        return json(refusal.body(), status=refusal.status, headers={**more, **wait})


def _code(error: Exception) -> str:
    for kind, code in _KINDS:
        if isinstance(error, kind):
            return code
    status = getattr(error, "status_code", 500)
    return "bad_request" if status < 500 else "unavailable" if status == 503 else "internal"
