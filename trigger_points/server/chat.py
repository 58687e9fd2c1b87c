"""The chat API (docs/chat-api.md) as a Sanic blueprint."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from functools import partial
from typing import Any, TypeVar

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, empty, html, json

from trigger_points.content.schema import CareLevel
from trigger_points.rasa_parts.topic_action import trouble
from trigger_points.server import assets, history, pages
from trigger_points.server.assistant import Assistant, asked_to_erase
from trigger_points.server.conversation_store import AlreadyHandledError, ConversationStore
from trigger_points.server.gate import Gate
from trigger_points.server.incoming import MAX_TEXT, body_of, digest, storable
from trigger_points.server.problems import Refusal
from trigger_points.server.readiness import Readiness
from trigger_points.server.sessions import OfferError, SessionError, Sessions
from trigger_points.server.turn_locks import TurnLocks

T = TypeVar("T")
_KEY = re.compile("[!-~]{1,64}")
"""An idempotency key: printable ASCII."""


class Chat:
    """The API over one assistant and one store."""

    def __init__(
        self, assistant: Assistant, store: ConversationStore, sessions: Sessions, gate: Gate, turns: TurnLocks
    ) -> None:
        self.assistant = assistant
        self.store = store
        self.sessions = sessions
        self.gate = gate
        self.turns = turns
        self.metrics = gate.metrics
        self.closing = False
        self._readiness = Readiness(store, turns)
        self._running: set[asyncio.Future[Any]] = set()

    def blueprint(self) -> Blueprint:
        """All routes below ``/chat``."""
        chat = Blueprint("chat", url_prefix="/chat")
        routes = (
            ("GET", "/", self.page),
            ("GET", "/<name:path>", self.assets),
            ("GET", "/health", self.health),
            ("GET", "/ready", self.ready),
            ("POST", "/session", self.open),
            ("DELETE", "/session", self.erase),
            ("POST", "/messages", self.send),
            ("GET", "/messages", self.read),
            ("GET", "/summary", self.summary),
            ("GET", "/plan", self.plan),
            ("GET", "/plan.ics", self.calendar),
        )
        for method, path, handler in routes:
            # Sanic writes attributes onto handlers, which methods do not take.
            chat.add_route(partial(handler), path, methods=[method], name=handler.__name__)
        return chat

    async def page(self, request: Request) -> HTTPResponse:
        """The demo page."""
        return await self.assets(request, "")

    async def assets(self, request: Request, name: str) -> HTTPResponse:
        """The demo page (without a name), the files of the widget and the drawings."""
        response = assets.answer(request, name)
        if response is None:
            raise Refusal("not_found")
        return response

    async def health(self, request: Request) -> HTTPResponse:
        """Whether the process is alive; it says nothing about the database."""
        return json({"status": "ok"})

    async def ready(self, request: Request) -> HTTPResponse:
        """Whether messages are answered now: the store is there, and the server is not shutting down."""
        if self.closing:
            raise Refusal("unavailable")
        await self._readiness.check()
        return json({"status": "ready"})

    async def open(self, request: Request) -> HTTPResponse:
        """A new conversation with its greeting."""
        self.gate.admit_session(request)
        conversation, token = self.sessions.create()
        answer = await self._to_its_end(conversation, self._hear(conversation, choice=history.WELCOME))
        self.metrics.opened.inc()
        return json({"session": token, **answer}, status=201)

    async def send(self, request: Request) -> HTTPResponse:
        """One message; see docs/chat-api.md for the three shapes."""
        conversation = self._whose(request)
        self.gate.admit_message(request, conversation)
        body = body_of(request)
        key = request.headers.get("Idempotency-Key")
        if key is not None and not _KEY.fullmatch(key):
            raise Refusal("bad_request")
        what = self._message(conversation, body)
        return json(await self._to_its_end(conversation, self._once(conversation, key, what)))

    async def _to_its_end(self, conversation: str, work: Coroutine[Any, Any, T]) -> T:
        """Do ``work`` when nothing else of ``conversation`` is under way, even if the client goes away meanwhile.

        The lock is inside: a retry that comes while the first try is still running waits for it.
        """

        async def alone() -> T:
            try:
                async with self.turns.hold(conversation):
                    return await work
            finally:
                work.close()  # if the conversation could not be held

        task = asyncio.ensure_future(alone())
        self._running.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    def _done(self, task: asyncio.Future[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # if the client is gone, nobody else asks for it

    async def hang_up(self, request: Request, response: HTTPResponse) -> None:
        """Response middleware: while shutting down each answer is the last on its connection."""
        if self.closing and request.stream is not None:
            request.stream.keep_alive = False

    async def finish(self, patience: float) -> None:
        """Wait for accepted work whose client is gone, before the process ends."""
        if self._running:
            await asyncio.wait(self._running, timeout=patience)

    async def _once(self, conversation: str, key: str | None, what: dict[str, Any]) -> dict[str, Any]:
        """Process a message, or give the same answer again if its key was processed before."""
        said = digest(what)
        if key:
            known = await self._known_answer(conversation, key, said)
            if known is not None:
                return known
        taken = what.get("choices") or ([what["choice"]] if "choice" in what else [])
        if taken:
            what["title"] = await self.store.reading(self._titles, conversation, taken)
        try:
            return await self._hear(conversation, key=key, digest=said, **what)
        except AlreadyHandledError:  # by another worker, whose lock ran out: the database let only one in
            known = await self._known_answer(conversation, key or "", said)
            if known is None:
                raise
            return known

    async def read(self, request: Request) -> HTTPResponse:
        """The history."""
        conversation = self._conversation(request)
        said = await self.store.reading(self._said, conversation)
        state = await self.assistant.state(conversation)
        return json({"messages": said, "care_level": self.assistant.care_level(state).value})

    async def erase(self, request: Request) -> HTTPResponse:
        """Erase everything of this conversation, after a message that is being answered."""
        conversation = self._whose(request)
        await self._to_its_end(conversation, self._forget(conversation, "api"))
        return empty(status=204)

    async def summary(self, request: Request) -> HTTPResponse:
        """What was said and tried, as data or as a printable page."""
        conversation = self._conversation(request)
        reply = pages.summary_reply(await self.assistant.state(conversation))
        if "text/html" in request.headers.get("Accept", ""):
            return html(pages.summary_page(reply))
        return json(self.sessions.sign_offers(conversation, reply.dict(exclude_none=True)))

    async def plan(self, request: Request) -> HTTPResponse:
        """The plan as a printable page."""
        plan = pages.plan_reply(await self.assistant.state(self._conversation(request)))
        if plan is None:
            raise Refusal("not_found")
        return html(pages.plan_page(plan))

    async def calendar(self, request: Request) -> HTTPResponse:
        """The plan as a calendar file."""
        plan = pages.plan_reply(await self.assistant.state(self._conversation(request)))
        if plan is None:
            raise Refusal("not_found")
        return HTTPResponse(
            pages.plan_calendar(plan),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="plan.ics"'},
        )

    def _conversation(self, request: Request) -> str:
        """Whose conversation is read."""
        conversation = self._whose(request)
        self.gate.admit_read(request, conversation)
        return conversation

    def _whose(self, request: Request) -> str:
        header = request.headers.get("Authorization", "")
        token = header[7:] if header.startswith("Bearer ") else None
        try:
            return self.sessions.conversation(token)
        except SessionError as error:
            raise Refusal(error.code) from error

    def _message(self, conversation: str, body: dict[str, Any]) -> dict[str, Any]:
        if len(body) != 1 or next(iter(body)) not in ("text", "choice", "choices"):
            raise Refusal("bad_request")
        kind, value = next(iter(body.items()))
        if kind == "text":
            if not isinstance(value, str):
                raise Refusal("bad_request")
            if len(value) > MAX_TEXT:
                raise Refusal("too_long")
            if not storable(value).strip():
                raise Refusal("empty")
            return {"text": storable(value)}
        if body == {"choice": history.WELCOME}:  # harmless, so it needs no signature: a greeting for who comes back
            return {"choice": history.WELCOME}
        values = value if kind == "choices" else [value]
        if not isinstance(values, list) or not values or not all(isinstance(v, str) for v in values):
            raise Refusal("bad_request")
        try:
            offers = [self.sessions.open_offer(conversation, v) for v in values]
        except OfferError as error:
            raise Refusal("unknown_choice") from error
        return {"choices": offers} if kind == "choices" else {"choice": offers[0]}

    async def _hear(self, conversation: str, key: str | None = None, **what: Any) -> dict[str, Any]:
        """Process one message."""
        kind = "text" if "text" in what else "choices" if "choices" in what else "choice"
        with self.metrics.running.track_inprogress(), self.metrics.seconds.labels(kind).time():
            reaction = await self.assistant.hear(conversation, key=key, **what)
        self.metrics.count_turn(kind, reaction.replies, reaction.state, reaction.raised)
        if reaction.words_only:
            self.metrics.words_only.inc()
        if reaction.erase:
            await self._forget(conversation, "words")
        return self._answer(conversation, reaction.replies, reaction.care_level)

    async def _known_answer(self, conversation: str, key: str, said: str) -> dict[str, Any] | None:
        turn = await self.store.reading(self.store.turn_with, conversation, key)
        replies = history.answer_to(turn, key)
        if replies is None:
            return None
        if history.digest_of(turn, key) not in (None, said):
            raise Refusal("other_message")
        state = await self.assistant.state(conversation)
        if asked_to_erase(state):  # it was promised, but the database failed before it was done
            await self._forget(conversation, "words")
        return self._answer(conversation, replies, self.assistant.care_level(state))

    def _answer(self, conversation: str, replies: list[dict[str, Any]], level: CareLevel) -> dict[str, Any]:
        signed = self.sessions.sign_offers(conversation, replies or [trouble().dict(exclude_none=True)])
        return {"replies": signed, "care_level": level.value}

    def _said(self, conversation: str) -> list[dict[str, Any]]:
        events = self.store.said(conversation, history.TURNS)
        signed: list[dict[str, Any]] = self.sessions.sign_offers(conversation, history.messages(events))
        return signed

    def _titles(self, conversation: str, taken: list[str]) -> str:
        return history.titles_of(self.store.replies_newest_first(conversation), taken)

    async def _forget(self, conversation: str, by: str) -> None:
        await self.store.writing(self.store.forget, conversation)
        self.metrics.erased.labels(by).inc()
