"""Start the server; what stands in the way becomes a sentence."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from trigger_points.content.problems import ContentError
from trigger_points.server import logs
from trigger_points.server.app import create_app
from trigger_points.server.assistant import NoModelError
from trigger_points.server.conversation_store import NoStoreError
from trigger_points.server.protocol import PatientProtocol
from trigger_points.server.sessions import SecretError
from trigger_points.server.settings import SettingsError, load_settings
from trigger_points.understanding.encoder import EncoderError

BACKLOG = 512


class StartError(RuntimeError):
    """The server cannot start; the message says why and what to do."""


def run(host: str, port: int, data: Path, ready: Callable[[], object]) -> None:
    """Serve until stopped; ``ready`` is called when the address is taken and all is loaded.

    Raises:
        StartError: see there.

    """
    os.umask(0o077)  # what people said is for this user only
    try:
        settings = load_settings()
        logs.configure(settings.log_level)
        listening = _listen(host, port)
        if settings.metrics_port:
            _listen(settings.metrics_host, settings.metrics_port).close()
        app = create_app(data=data, settings=settings)
    except (SettingsError, SecretError, NoModelError, NoStoreError, EncoderError, ContentError) as error:
        raise StartError(str(error)) from error
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or type(error).__name__
        raise StartError(
            f"{data / 'conversations.db'}: the database cannot be opened ({reason}). "
            "Check the disk and the rights of the folder, or put a backup in its place."
        ) from error
    except OSError as error:
        raise StartError(f"{error.filename or data}: {error.strerror}. Choose another folder with --data.") from error
    ready()
    app.run(sock=listening, protocol=PatientProtocol, backlog=BACKLOG, access_log=False, motd=False, workers=1)


def _listen(host: str, port: int) -> socket.socket:
    """A socket on the address, taken before the model is loaded: a mistake shows at once."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        reason = error.strerror or error
        raise StartError(f"{host}:{port}: {reason}. Choose another port, for example PORT=8080.") from error
    return listening
