"""Signed sessions and signed offers.

The server makes the conversation id and signs it; a client can neither choose nor guess one.
Offers (button payloads) are signed per conversation, so that only what was offered there is taken.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import time
from pathlib import Path
from typing import Any

from itsdangerous import BadSignature, Signer, URLSafeTimedSerializer

SECRET_VARIABLE = "TRIGGER_POINTS_SECRET"
SESSION_DAYS = 30
SIGNING = {"digest_method": hashlib.sha256}
MIN_KEY = 16
"""Characters of a key; the ones we make have 64."""


class SecretError(RuntimeError):
    """The secret cannot be used; the message says what to do."""


class SessionError(Exception):
    """The token is missing, forged or too old; ``code`` is the API's error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OfferError(Exception):
    """The payload was not offered in this conversation."""


def load_secret(path: Path) -> str:
    """The secret from the environment, else from ``path``, which is made (mode 0600) when missing.

    Raises:
        SecretError: it cannot be read, is open to others, or is too short.

    """
    secret = os.environ.get(SECRET_VARIABLE)
    if not secret:
        try:
            secret = _read_or_make(path)
        except (OSError, UnicodeDecodeError) as error:
            raise SecretError(f"{path}: cannot be read or made ({type(error).__name__}). Check its owner.") from error
    keys = keys_of(secret)
    if not keys or min(map(len, keys)) < MIN_KEY:
        where = SECRET_VARIABLE if os.environ.get(SECRET_VARIABLE) else path
        raise SecretError(f"{where}: every key needs {MIN_KEY} characters or more. Delete the file to get a new one.")
    return secret


def _read_or_make(path: Path) -> str:
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and linked into place: of several workers that start at once one wins, and all read the same.
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    if path.stat().st_mode & 0o077:
        raise SecretError(f"{path}: others can read it. Run: chmod 600 {path}")
    return path.read_text(encoding="ascii").strip()


def keys_of(secret: str) -> list[str]:
    """The keys of a secret: separated by commas or line ends. The first signs, all verify."""
    return [key.strip() for key in secret.replace(",", "\n").splitlines() if key.strip()]


class Sessions:
    """Makes and checks tokens. ``secret`` may hold several keys, see :func:`keys_of`."""

    def __init__(self, secret: str) -> None:
        keys = keys_of(secret)[::-1]  # itsdangerous signs with the last one
        self._serializer = URLSafeTimedSerializer(keys, salt="session", signer_kwargs=SIGNING)
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
            conversation, made = self._serializer.loads(token, return_timestamp=True)
        except (BadSignature, UnicodeError) as error:
            raise SessionError("bad_session") from error
        # Not with max_age: itsdangerous also refuses tokens from the future, which are ours if the clock was set back.
        if time.time() - made.timestamp() > SESSION_DAYS * 86400:
            raise SessionError("expired_session")
        return str(conversation)

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
        except (BadSignature, UnicodeError) as error:
            raise OfferError from error

    def _signer(self, conversation: str) -> Signer:
        return Signer(self._keys, salt=f"offer:{conversation}", sep="~", **SIGNING)


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
