"""Check an installation and say what is wrong, in words."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import shutil
import sqlite3
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np

from trigger_points.training import ROOT

FREE_BYTES = 200 * 1024 * 1024
OPEN_FILES = 1024
EARLIEST = 1_735_689_600.0
"""Seconds since the epoch; a clock before 2025 is wrong."""


@dataclass(frozen=True)
class Finding:
    """One thing that was checked."""

    what: str
    fine: bool
    advice: str = ""

    def __str__(self) -> str:
        return f"{'ok  ' if self.fine else 'FAIL'} {self.what}{'' if self.fine else ': ' + self.advice}"


def examine(data: Path) -> Iterator[Finding]:
    """Check everything, one finding at a time; what cannot be checked is a finding, too."""
    for what, check in (
        ("Python 3.10", _python),
        ("packages are the locked ones", _packages),
        ("settings", _settings),
        ("site.yml", _site),
        ("content", _content),
        ("sentence encoder", _encoder),
        ("trained model", _trained),
        ("a message is answered", _answer),
        ("clock", _clock),
        ("open files", _open_files),
        ("data folder can be written", lambda: _data(data)),
        ("disk space", lambda: _space(data)),
        ("conversations.db", lambda: _database(data / "conversations.db")),
        ("secret", lambda: _secret(data / "secret")),
        ("PostgreSQL and Redis, where set", _services),
    ):
        yield _examine(what, check)


def _examine(what: str, check: Callable[[], str]) -> Finding:
    try:
        problem = check()
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    return Finding(what, not problem, problem)


def _python() -> str:
    return "" if sys.version_info[:2] == (3, 10) else f"this is {sys.version.split()[0]}; run make start again"


def _packages() -> str:
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^ \\]+)", (ROOT / "requirements.lock").read_text(), flags=re.M))
    wrong = []
    for name, version in pinned.items():
        try:
            have = metadata.version(name)
        except metadata.PackageNotFoundError:
            have = "missing"
        if have != version:
            wrong.append(f"{name} is {have}, not {version}")
    more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
    return f"{', '.join(wrong[:5])}{more}; run make start again" if wrong else ""


def _settings() -> str:
    from trigger_points.server.settings import load_settings, unknown_names

    problems = [load_settings().problems_of_sharing()]
    problems += [f"{name} is no setting; see docs/operations.md" for name in unknown_names(os.environ)]
    return "; ".join(filter(None, problems))


def _site() -> str:
    from trigger_points.content.schema import CareLevel
    from trigger_points.content.site import load_site

    site = load_site()
    if not any(contact.tel for contact in site.contacts(CareLevel.emergency)):
        return f"country {site.country} has no number for emergencies; add one"
    return ""


def _content() -> str:
    from trigger_points.content.validator import check_all

    problems = check_all()
    return f"{len(problems)} problem(s), the first: {problems[0]}. See make validate" if problems else ""


def _encoder() -> str:
    from trigger_points.understanding.encoder import shared_encoder

    first, again = shared_encoder().encode(["my hip hurts", "my hip hurts"])
    if not np.isfinite(first).all() or not np.allclose(first, again, atol=1e-3) or not first.any():
        return "gives no sound vectors; check out the repository again"
    return ""


def _trained() -> str:
    from trigger_points.training import MODEL_FILE, misfit

    why = misfit(MODEL_FILE) if MODEL_FILE.is_file() else "is missing"
    return f"{why}; run make train" if why else ""


def _answer() -> str:
    from trigger_points.server.assistant import Assistant

    assistant = Assistant.load(allow_stale=True)  # whether it is stale is a finding of its own
    reaction = asyncio.run(assistant.hear(uuid.uuid4().hex, text="I am numb between my legs and cannot pee"))
    if reaction.words_only:
        return "the model fails on a message, which is then read by words alone; run make train"
    if reaction.care_level.value != "emergency":
        return "a plain emergency was not recognised; run make train, then make test"
    return ""


def _clock() -> str:
    return "" if time.time() > EARLIEST else "stands before 2025; set it, or sessions end too early"


def _open_files() -> str:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return "" if soft >= OPEN_FILES else f"only {soft} allowed; raise it to {OPEN_FILES} (ulimit -n, LimitNOFILE)"


def _data(data: Path) -> str:
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    probe = data / f".doctor-{uuid.uuid4().hex}"
    try:
        probe.write_bytes(b"x" * 4096)
    except OSError as error:
        return f"{data}: {error.strerror}; give the service's user the right to write there"
    probe.unlink()
    if data.stat().st_mode & 0o007:
        return f"{data}: everyone can look in; run chmod 700 {data}"
    return ""


def _space(data: Path) -> str:
    free = shutil.disk_usage(data).free
    return "" if free > FREE_BYTES else f"only {free // 2**20} MB are left; free some"


def _database(path: Path) -> str:
    if not path.exists():
        return ""
    if path.stat().st_mode & 0o007:
        return f"everyone can read it; run chmod 600 {path}"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5) as connection:
        (told,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return "" if told == "ok" else f"is damaged ({told}); put a backup in its place"


def _secret(path: Path) -> str:
    from trigger_points.server.sessions import load_secret

    load_secret(path)
    return ""


def _services() -> str:
    from trigger_points.server.conversation_store import ConversationStore
    from trigger_points.server.settings import load_settings

    settings = load_settings()
    if settings.database:
        ConversationStore(settings.database).ping()
    addresses = {settings.redis, settings.limits_store} - {"", "memory"}
    if addresses:
        import redis

        for address in addresses:
            redis.Redis.from_url(address.replace("redis+unix", "unix"), socket_connect_timeout=2).ping()
    return ""
