"""Signed sessions and offers."""

from __future__ import annotations

import base64
import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer

from trigger_points.server.sessions import OfferError, SecretError, SessionError, Sessions, load_secret

OLD, NEW = "an old secret that is long", "a new secret that is long"


def test_a_token_leads_back_to_its_conversation() -> None:
    conversation, token = Sessions(NEW).create()
    assert Sessions(NEW).conversation(token) == conversation


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c"])
def test_forged_tokens_are_refused(token: str | None) -> None:
    with pytest.raises(SessionError):
        Sessions(NEW).conversation(token)


def test_every_bit_of_a_token_counts() -> None:
    _, token = Sessions(NEW).create()
    for position in range(0, len(token) - 1, 3):
        other = "A" if token[position] != "A" else "B"
        with pytest.raises(SessionError):
            Sessions(NEW).conversation(token[:position] + other + token[position + 1 :])


def test_rotation_keeps_old_tokens_and_signs_with_the_new_key() -> None:
    conversation, token = Sessions(OLD).create()
    both = Sessions(f"{NEW},{OLD}")
    assert both.conversation(token) == conversation
    assert Sessions(f"{NEW}\n{OLD}\n").conversation(token) == conversation
    _, fresh = both.create()
    assert Sessions(NEW).conversation(fresh)
    with pytest.raises(SessionError):
        Sessions(NEW).conversation(token)
    with pytest.raises(SessionError):
        Sessions(OLD).conversation(fresh)


def test_offers_work_only_where_they_were_made() -> None:
    sessions = Sessions(NEW)
    signed = sessions.sign_offers("one", {"choices": [{"title": "Plan", "payload": "plan"}], "payloads": ["score:0"]})
    payload = signed["choices"][0]["payload"]
    assert sessions.open_offer("one", payload) == "plan"
    assert sessions.open_offer("one", signed["payloads"][0]) == "score:0"
    for conversation, value in (("two", payload), ("one", "plan"), ("one", payload + "x")):
        with pytest.raises(OfferError):
            sessions.open_offer(conversation, value)


def test_the_secret_is_made_once_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRIGGER_POINTS_SECRET", raising=False)
    secret = load_secret(tmp_path / "secret")
    assert load_secret(tmp_path / "secret") == secret
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("TRIGGER_POINTS_SECRET", "given by the environment")
    assert load_secret(tmp_path / "secret") == "given by the environment"


def test_workers_that_start_together_share_one_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRIGGER_POINTS_SECRET", raising=False)
    with ThreadPoolExecutor(8) as workers:
        secrets = set(workers.map(lambda _: load_secret(tmp_path / "secret"), range(64)))
    assert len(secrets) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_a_secret_that_is_no_secret_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRIGGER_POINTS_SECRET", raising=False)
    path = tmp_path / "secret"
    for content, mode, what in (
        ("", 0o600, "16 characters"),
        (f"{NEW},x", 0o600, "16 characters"),
        (NEW, 0o644, "chmod 600"),
    ):
        path.write_text(content)
        path.chmod(mode)
        with pytest.raises(SecretError, match=what):
            load_secret(path)
    path.write_bytes(b"\xff" * 40)
    path.chmod(0o600)
    with pytest.raises(SecretError, match="cannot be read"):
        load_secret(path)


def test_guessing_leads_nowhere() -> None:
    sessions = Sessions(NEW)
    conversation, token = sessions.create()
    payload, moment, signature = token.split(".")
    other, _ = sessions.create()
    foreign = base64.urlsafe_b64encode(json.dumps(other).encode()).decode().rstrip("=")
    later = base64.urlsafe_b64encode((int(time.time()) + 10**6).to_bytes(4, "big")).decode().rstrip("=")
    tries = [
        f"{foreign}.{moment}.{signature}",
        f"{payload}.{later}.{signature}",
        f"{payload}.{moment}.",
        f"{payload}.{moment}",
        f".{payload}.{moment}.{signature}",
        conversation,
        URLSafeTimedSerializer([NEW], salt="offer").dumps(conversation),
        URLSafeTimedSerializer([""], salt="session").dumps(conversation),
        URLSafeTimedSerializer(["secret"], salt="session").dumps(conversation),
        "\ud800",
        *(f"{payload}.{moment}.{secrets.token_urlsafe(20)}" for _ in range(10_000)),
    ]
    for guess in tries:
        with pytest.raises(SessionError):
            sessions.conversation(guess)


def test_ids_cannot_be_told_from_one_another() -> None:
    sessions = Sessions(NEW)
    ids = [sessions.create()[0] for _ in range(10_000)]
    assert len(set(ids)) == len(ids)
    assert min(map(len, ids)) >= 24, "144 random bits"


def test_tokens_expire(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions(NEW)
    conversation, token = sessions.create()
    real = time.time()
    monkeypatch.setattr(time, "time", lambda: real + 29 * 86400)
    assert sessions.conversation(token) == conversation
    monkeypatch.setattr(time, "time", lambda: real + 31 * 86400)
    with pytest.raises(SessionError) as problem:
        sessions.conversation(token)
    assert problem.value.code == "expired_session"
