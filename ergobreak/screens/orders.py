"""Lines in, answers out: what a screen hears on its standard input and says at the control door.

Both happen on their own threads, so that neither a silent daemon nor a slow one can freeze a window. Standard input is
read below Python's buffers: a thread that sits in a buffered read would hold its lock while the interpreter ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 65536
DRAIN_S = 2.5


def lines(descriptor: int) -> Iterator[str]:
    """The lines of a file descriptor, until it ends."""
    kept = b""
    while True:
        try:
            got = os.read(descriptor, CHUNK)
        except OSError:  # closed under us: the same as its end
            got = b""
        *whole, kept = (kept + got).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
        if not got:
            if kept:
                yield kept.decode("utf-8", "replace")
            return


class Orders(QObject):
    """Later lines of standard input, as a signal in the thread of the windows.

    ``came`` carries one JSON object; the end of the input comes as ``{"do": "close"}``. A line that is no object with a
    ``do`` is left out.
    """

    came = Signal(dict)

    def listen(self, source: Iterator[str]) -> None:
        """Read on, in a thread of its own."""
        threading.Thread(target=self._read, args=(source,), name="orders", daemon=True).start()

    def _read(self, source: Iterator[str]) -> None:
        for line in source:
            try:
                order = json.loads(line)
            except ValueError:
                continue
            if isinstance(order, dict) and isinstance(order.get("do"), str):
                self._hand_over(order)
        self._hand_over({"do": "close"})

    def _hand_over(self, order: dict[str, Any]) -> None:
        try:
            self.came.emit(order)
        except RuntimeError:  # the application has gone, and its signals with it
            return


class Answers:
    """What the screen says, in order, without making the window wait.

    Args:
        door: the control door's address; empty prints every answer as a line on standard output.
        prompt: the prompt's number, added to every answer.
        send: how to speak to the door; stands in for ``ergobreak.door.send`` in tests.
    """

    def __init__(self, door: str, prompt: int, send: Callable[[str, dict[str, Any]], object] | None = None) -> None:
        self._door, self._prompt, self._send = door, prompt, send
        self._queue: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._worker: threading.Thread | None = None

    def answer(self, word: str, **more: object) -> None:
        """Answer the prompt: ``start``, ``postpone`` with ``seconds``, ``done``, ..."""
        self.say({"do": "answer", "prompt": self._prompt, "answer": word} | more)

    def say(self, message: dict[str, Any]) -> None:
        """Say anything else the door understands."""
        if not self._door:
            sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            return
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="answers", daemon=True)
            self._worker.start()
        self._queue.put(message)

    def drain(self, timeout_s: float = DRAIN_S) -> None:
        """Wait until everything is said, at most ``timeout_s``."""
        if self._worker is not None:
            self._queue.put(None)
            self._worker.join(timeout_s)
            self._worker = None

    def _work(self) -> None:
        from ergobreak.errors import ErgobreakError  # noqa: PLC0415 - with the door, only when there is something to say

        send = self._send or _door()
        while (message := self._queue.get()) is not None:
            try:
                send(self._door, message)
            except (ErgobreakError, OSError, ValueError):
                continue  # nobody is there any more, or nobody waits: a break needs no daemon to end well


def _door() -> Callable[[str, dict[str, Any]], object]:
    from ergobreak.door import send  # noqa: PLC0415 - sockets only where somebody listens

    return send
