"""Nothing said ends up in the logs, whoever writes them."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

from tests.conftest import ROOT
from trigger_points.server.logs import WordlessFormatter

MARKER = "quizzaciously"


def line(record: logging.LogRecord) -> dict[str, str]:
    text = WordlessFormatter().format(record)
    assert "\n" not in text
    parsed: dict[str, str] = json.loads(text)
    return parsed


def record(name: str, message: str, *args: object, error: Exception | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, "/somewhere/module.py", 7, message, args, info)


def test_our_events_become_fields() -> None:
    told = line(record("trigger_points.server.app", "request.failed path=%s status=%d", "/chat/messages", 500))
    assert (told["event"], told["path"], told["status"], told["level"]) == (
        "request.failed",
        "/chat/messages",
        "500",
        "error",
    )


def test_words_stay_together() -> None:
    told = line(record("trigger_points.server.content_watch", "content.wrong path=a.yml the id is not unique: x = y"))
    assert (told["event"], told["path"]) == ("content.wrong", "a.yml")
    assert told["text"] == "the id is not unique: x = y"
    assert set(told) == {"at", "level", "logger", "event", "path", "text"}
    told = line(record("trigger_points.server.content_watch", "content.taken: the edited content is in use"))
    assert (told["event"], told["text"]) == ("content.taken", "the edited content is in use")


def test_libraries_are_named_and_not_quoted() -> None:
    told = line(record("rasa.core.tracker_store", f"could not store 'my {MARKER} hip' %s", MARKER))
    assert MARKER not in str(told)
    assert (told["logger"], told["where"]) == ("rasa.core.tracker_store", "module:7")


def test_errors_are_given_by_kind_and_place() -> None:
    try:
        float(f"my {MARKER} hip")
    except ValueError as error:
        told = line(record("trigger_points.rasa_parts", "conversation.failed action=x", error=error))
    assert told["error"] == "ValueError"
    assert "test_logs.py" in told["frames"]
    assert MARKER not in str(told)


def test_every_channel_of_a_process_goes_through_it() -> None:
    code = f"""
import logging, sys, warnings
import trigger_points.cli
import structlog, sanic.log
from trigger_points.server import logs
logging.getLogger("chatty").addHandler(logging.StreamHandler())
logs.configure("info")
import loguru
text = "my {MARKER} hip"
structlog.get_logger("rasa.core").error("x", text=text)
logging.getLogger("chatty").error(text)
logging.getLogger("sqlalchemy.engine").error(text)
logging.getLogger("asyncio").error(text)
sanic.log.error_logger.error(text)
loguru.logger.error(text)
warnings.warn(text)
try:
    raise ValueError(text)
except ValueError:
    logging.getLogger("trigger_points.x").exception("it.failed")
logging.getLogger("trigger_points.x").info("it.went well=yes")
"""
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert MARKER not in ended.stdout + ended.stderr
    events = [json.loads(text)["event"] for text in ended.stderr.splitlines() if text.startswith("{")]
    assert events.count("library") == 5
    assert events[-2:] == ["it.failed", "it.went"]
