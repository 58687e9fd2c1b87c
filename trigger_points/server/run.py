"""Start the server; what stands in the way becomes a sentence."""

from __future__ import annotations

import fcntl
import logging
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
from trigger_points.server.settings import Settings, SettingsError, load_settings, unknown_names
from trigger_points.understanding.encoder import EncoderError

BACKLOG = 512
METRICS_ADVICE = (
    "This is the port of the figures, and each worker needs one of its own: "
    "write TRIGGER_POINTS_METRICS_PORT=+10000 for the port of the chat plus 10000."
)
_logger = logging.getLogger(__name__)


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
        _warn(settings)
        listening = _listen(host, port)
        metrics_port = settings.metrics_port_beside(port)
        if metrics_port:
            _listen(settings.metrics_host, metrics_port, METRICS_ADVICE).close()
        held = _hold(data, alone=not settings.redis)
        app = create_app(data=data, settings=settings, metrics_port=metrics_port)
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
    os.close(held)


def _warn(settings: Settings) -> None:
    """What may be meant otherwise."""
    for name in unknown_names(os.environ):
        _logger.warning("setting.unknown name=%s", name)
    problem = settings.problems_of_sharing()
    if problem:
        _logger.warning("setting.risky %s", problem)


def _hold(data: Path, alone: bool) -> int:
    """Keep other servers off ``data``, or those that want it alone; returns what holds it until the process ends.

    Workers with locks in Redis share a folder. Without, each would believe to be the only one that answers.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(held, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(held)
        raise StartError(
            f"{data}: another server uses this folder. Stop it, choose another folder with --data, "
            "or give all workers TRIGGER_POINTS_REDIS (docs/scaling.md)."
        ) from error
    return held


def _listen(host: str, port: int, advice: str = "Choose another port, for example PORT=8080.") -> socket.socket:
    """A socket on the address, taken before the model is loaded: a mistake shows at once."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StartError(f"{host}:{port}: {reason}. {advice}") from error
    return listening
