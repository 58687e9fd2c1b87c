"""A running server and edits of the content: a good edit is taken over, a bad one leaves the last good content in use.

Facts, wording, techniques and pictures can change while people are talking. What messages are understood by cannot: the
model is trained from it. Such a change waits for ``make train`` and a restart.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Literal

from trigger_points.content.problems import ContentError
from trigger_points.content.site import SITE_FILE
from trigger_points.content.store import CONTENT_DIR
from trigger_points.content.understood import understood_by
from trigger_points.content.validator import check_all
from trigger_points.rasa_parts.topic_action import read_desk, shared_desk, use_desk

SECONDS = 5.0
"""How often the files are looked at."""
Outcome = Literal["unchanged", "taken", "problems", "needs_training"]
_logger = logging.getLogger(__name__)


class ContentWatch:
    """Looks at the files of ``root`` and of ``site`` and swaps the desk when an edit is good and safe."""

    def __init__(self, root: Path = CONTENT_DIR, site: Path = SITE_FILE) -> None:
        self._root, self._site = root, site
        self._seen = self._stamp()

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(SECONDS)
            try:
                await asyncio.to_thread(self.look)
            except Exception:
                # The content in use stays; an edit must never take the chat down.
                _logger.exception("content.look_failed")

    def look(self) -> Outcome:
        """Take over what has changed, if it is good and safe."""
        stamp = self._stamp()
        if stamp == self._seen:
            return "unchanged"
        self._seen = stamp
        problems = check_all(self._root)
        if not problems:
            try:
                new = read_desk(self._root, self._site)
            except ContentError as error:
                problems = error.problems
        if problems:
            for problem in problems:
                _logger.error("content.problem %s", problem)
            _logger.error("content.kept: %s problem(s); the last good content stays in use", len(problems))
            return "problems"
        old = shared_desk()
        missing = sorted(set(old.wording.entries) - set(new.wording.entries))
        if missing:
            _logger.error("content.kept: wording.yml lacks %s; the last good content stays in use", ", ".join(missing))
            return "problems"
        if understood_by(old.store) != understood_by(new.store):
            _logger.warning("content.waits: ids or words for understanding have changed; run make train and restart")
            return "needs_training"
        use_desk(new)
        _logger.warning("content.taken: the edited content is in use")
        return "taken"

    def _stamp(self) -> dict[Path, tuple[int, int]]:
        found = {}
        for path in (*self._root.rglob("*.yml"), *self._root.rglob("*.svg"), self._site):
            try:
                status = path.stat()
            except FileNotFoundError:  # removed just now
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
        return found
