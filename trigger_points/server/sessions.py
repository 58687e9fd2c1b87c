"""Signed sessions and signed offers.

The server makes the conversation id and signs it; a client can neither choose nor guess one.
Offers (button payloads) are signed per conversation, so that only what was offered there is taken.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, Signer, URLSafeTimedSerializer

SECRET_VARIABLE = "TRIGGER_POINTS_SECRET"
SESSION_DAYS = 30


class SessionError(Exception):
    """The token is missing, forged or too old; ``code`` is the API's error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OfferError(Exception):
    """The payload was not offered in this conversation."""


def load_secret(path: Path) -> str:
    """The secret from the environment, else from ``path``, which is made (mode 0600) when missing."""
    given = os.environ.get(SECRET_VARIABLE)
    if given:
        return given
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


class Sessions:
    """Makes and checks tokens. ``secret`` may hold several, newest last, separated by commas."""

    def __init__(self, secret: str) -> None:
        keys = [key.strip() for key in secret.split(",") if key.strip()]
        self._serializer = URLSafeTimedSerializer(keys, salt="session")
        self._keys = keys

    def create(self) -> tuple[str, str]:
        """A new conversation id and its token."""
        conversation = secrets.token_urlsafe(18)
        token = self._serializer.dumps(conversation)
        return conversation, token if isinstance(token, str) else token.decode()

    def conversation(self, token: str | None) -> str:
        """The conversation of ``token``.

        Raises:
            SessionError: the token is missing, forged or older than ``SESSION_DAYS``.

        """
        if not token:
            raise SessionError("no_session")
        try:
            return str(self._serializer.loads(token, max_age=SESSION_DAYS * 86400))
        except SignatureExpired as error:
            raise SessionError("expired_session") from error
        except BadSignature as error:
            raise SessionError("bad_session") from error

    def sign_offers(self, conversation: str, value: Any) -> Any:
        """A copy of a reply in which every payload is signed for ``conversation``."""
        signer = self._signer(conversation)
        return _map_payloads(value, lambda payload: signer.sign(payload).decode())

    def open_offer(self, conversation: str, payload: str) -> str:
        """The offer behind a signed ``payload``.

        Raises:
            OfferError: it was not offered in this conversation.

        """
        try:
            return self._signer(conversation).unsign(payload).decode()
        except BadSignature as error:
            raise OfferError(payload) from error

    def _signer(self, conversation: str) -> Signer:
        return Signer(self._keys, salt=f"offer:{conversation}", sep="~")


def _map_payloads(value: Any, sign: Any) -> Any:
    if isinstance(value, list):
        return [_map_payloads(item, sign) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: sign(item)
        if key == "payload"
        else [sign(p) for p in item]
        if key == "payloads"
        else _map_payloads(item, sign)
        for key, item in value.items()
    }
