"""Signed sessions and offers."""

from __future__ import annotations

from pathlib import Path

import pytest

from trigger_points.server.sessions import OfferError, SessionError, Sessions, load_secret

OLD, NEW = "an old secret", "a new secret"


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
    both = Sessions(f"{OLD},{NEW}")
    assert both.conversation(token) == conversation
    _, fresh = both.create()
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
    monkeypatch.setenv("TRIGGER_POINTS_SECRET", "given")
    assert load_secret(tmp_path / "secret") == "given"
