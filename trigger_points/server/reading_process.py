"""A second process that reads messages, so that reading one and answering another go on side by side.

Python runs on one core at a time in a process, and half of a turn is reading. The process is a fork of the server, made
when all is loaded and nothing runs yet, so it shares the server's memory; it holds no file, no connection and no
conversation, and ends with the server. It gets words and gives what it read in them, one message after the other.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import signal
import socket
import struct
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

PATIENCE = 10.0
"""Seconds for one message, waiting for its turn included."""
_LENGTH = struct.Struct("!I")
_OURS = 3
_MOST_FILES = 4096
"""Numbers of files that the process closes, if it has inherited them."""
_logger = logging.getLogger(__name__)

Parsed = dict[str, Any]


class ReadingProcessError(RuntimeError):
    """The message was not read there: read it here."""


class ReadingProcess:
    """Starts the process; ``parse`` is what it does with each text. Make it before threads or an event loop run."""

    def __init__(self, parse: Callable[[str], Parsed]) -> None:
        self._socket, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            _serve(theirs, parse)
        theirs.close()
        self._socket.setblocking(False)
        self._connecting: asyncio.Task[asyncio.StreamWriter] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._receiving: asyncio.Task[None] | None = None
        self._waiting: deque[asyncio.Future[Parsed | None]] = deque()
        self.alive = True
        self._ended = False

    async def read(self, text: str) -> Parsed:
        """What ``text`` says.

        Raises:
            ReadingProcessError: the process is gone, too slow, or failed on this text.

        """
        if not self.alive:
            raise ReadingProcessError
        if self._connecting is None:  # once, however many come first at the same time
            self._connecting = asyncio.create_task(self._connect())
        writer = await asyncio.shield(self._connecting)
        if not self.alive:
            raise ReadingProcessError
        answer: asyncio.Future[Parsed | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        writer.write(_framed(text))
        try:
            parsed = await asyncio.wait_for(answer, PATIENCE)
        except asyncio.TimeoutError:
            if self.alive:
                self._lose("too-slow")
            raise ReadingProcessError from None
        if parsed is None:
            raise ReadingProcessError
        return parsed

    async def _connect(self) -> asyncio.StreamWriter:
        reader, self._writer = await asyncio.open_unix_connection(sock=self._socket)
        self._receiving = asyncio.create_task(self._receive(reader))
        return self._writer

    async def _receive(self, reader: asyncio.StreamReader) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
                parsed = pickle.loads(await reader.readexactly(length))  # our own process wrote it
                answer = self._waiting.popleft()
                if not answer.done():  # nobody may want it any more
                    answer.set_result(parsed)
        if self.alive:
            self._lose("ended")

    def _lose(self, why: str) -> None:
        """From now on messages are read in the server's own process: slower, and just as well."""
        _logger.error("reading_process.lost why=%s advice=restart-when-convenient", why)
        self._end()

    async def close(self) -> None:
        """End the process. Who still waits is told that it is gone."""
        self._end()
        if self._receiving:
            self._receiving.cancel()
            await asyncio.gather(self._receiving, return_exceptions=True)

    def _end(self) -> None:
        self.alive = False
        if self._writer:
            self._writer.close()  # the socket is the event loop's by now
        else:
            self._socket.close()
        for answer in self._waiting:
            if not answer.done():
                answer.set_result(None)
        self._waiting.clear()
        if not self._ended:
            self._ended = True
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def _serve(theirs: socket.socket, parse: Callable[[str], Parsed]) -> NoReturn:
    """Read messages until the server's end of the socket closes, as it does when the server ends in any way."""
    status = 1
    try:
        # A signal to the whole group must not take the reader away while the server finishes what it has accepted.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        os.dup2(theirs.fileno(), _OURS)
        os.closerange(_OURS + 1, _MOST_FILES)
        ours = socket.socket(fileno=_OURS)
        asked = ours.makefile("rb")
        while len(head := asked.read(_LENGTH.size)) == _LENGTH.size:
            text = pickle.loads(asked.read(*_LENGTH.unpack(head)))
            ours.sendall(_framed(_parsed(parse, text)))
        status = 0
    finally:
        os._exit(status)


def _parsed(parse: Callable[[str], Parsed], text: str) -> Parsed | None:
    try:
        return parse(text)
    except Exception:
        return None  # the server tries itself, and says in its log what fails


def _framed(value: Any) -> bytes:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data
