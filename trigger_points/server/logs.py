"""Structured logs without a word of what was said.

One JSON object a line, to standard error. Our own events are written in full; we take care that they hold no
message, token or finding. What libraries write may hold anything, so only its place and the kind of error
are kept. Exceptions are given by kind and frames: their own words may quote a message.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import datetime, timezone

import loguru

OURS = ("trigger_points", "actions")
MAX_FRAMES = 12


class WordlessFormatter(logging.Formatter):
    """Formats a record as described above."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for ``record``."""
        line: dict[str, str] = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.split(".")[0] in OURS:
            line.update(_fields(record.getMessage()))
        else:
            line["event"] = "library"
            line["where"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            line["frames"] = " < ".join(
                f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
                for frame in reversed(traceback.extract_tb(error.__traceback__)[-MAX_FRAMES:])
            )
        return json.dumps(line, ensure_ascii=False)


def _fields(message: str) -> dict[str, str]:
    """``thing.happened name=value words without a name`` as fields; the words go together into ``text``."""
    event, *parts = message.split(" ")
    named = {name: value for name, equals, value in (part.partition("=") for part in parts) if equals and name}
    text = " ".join(part for part in parts if part.partition("=")[0] not in named)
    return {**named, **({"text": text} if text else {}), "event": event.rstrip(":")}


def configure(level: str = "info") -> None:
    """Send all logs of this process through :class:`WordlessFormatter`: ours from ``level``, others from warning."""
    from rasa.utils.log_utils import configure_structlog  # not above: assistant.py decides when Rasa is imported

    configure_structlog(logging.WARNING)
    loguru.logger.remove()  # medspaCy's own channel to standard error
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WordlessFormatter())
    for logger in [logging.getLogger(), *map(logging.getLogger, list(logging.Logger.manager.loggerDict))]:
        for old in list(logger.handlers):
            logger.removeHandler(old)
        logger.propagate = True
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("rasa").setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
