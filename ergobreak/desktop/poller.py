"""One thread that sleeps until the system has something to say. Nothing here wakes by itself.

The X server, a Wayland compositor and the watched folders each give a file descriptor. They share this one thread, so
that all senses together cost one stack and, while nothing happens, no wake-up at all. What it calls must be quick: it
posts to the daemon's queue and returns. The thread exists only while there is something to listen to.

Unix only: on Windows the message window and the folder watch wait on handles in threads of their own.
"""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Protocol

from ergobreak.errors import DesktopError

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


class Ears(Protocol):
    """What a source of descriptors needs of the thread; tests hand in their own."""

    def add(self, fd: int, ready: Callable[[], None]) -> None:
        """Call ``ready`` whenever ``fd`` can be read. It runs in the listening thread."""

    def remove(self, fd: int) -> None:
        """Stop listening to ``fd``. Returns once no call for it can start any more, unless asked from such a call."""

    def soon(self, call: Callable[[], None]) -> None:
        """Run ``call`` once in the listening thread."""


class Poller:
    """The thread and its list of descriptors."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ready: dict[int, Callable[[], None]] = {}
        self._todo: deque[Callable[[], None]] = deque()
        self._thread: threading.Thread | None = None
        self._wake_r = self._wake_w = -1

    def add(self, fd: int, ready: Callable[[], None]) -> None:
        """See ``Ears.add``."""
        with self._lock:
            self._ready[fd] = ready
            if self._thread is None:
                self._wake_r, self._wake_w = _pipe()
                self._thread = threading.Thread(target=self._run, name="poller", daemon=True)
                self._thread.start()
            else:
                self._wake()

    def remove(self, fd: int) -> None:
        """See ``Ears.remove``."""
        with self._lock:
            self._ready.pop(fd, None)
            thread = self._thread
            if thread is None or thread is threading.current_thread():
                return
            gone = threading.Event()
            self._todo.append(gone.set)
            self._wake()
            last = not self._ready
        gone.wait(2.0)
        if last:
            thread.join(2.0)

    def soon(self, call: Callable[[], None]) -> None:
        """See ``Ears.soon``. Dropped where nothing is listened to."""
        with self._lock:
            if self._thread is not None:
                self._todo.append(call)
                self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):  # a full pipe wakes just as well
            os.write(self._wake_w, b"x")

    def _run(self) -> None:
        listening: dict[int, Callable[[], None]] = {}
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_r, selectors.EVENT_READ)
            while True:
                with self._lock:
                    wanted, todo = dict(self._ready), list(self._todo)
                    self._todo.clear()
                    if not wanted and not todo:
                        os.close(self._wake_r)
                        os.close(self._wake_w)
                        self._thread = None
                        return
                self._adjust(selector, listening, wanted)
                for call in todo:
                    self._call(call)
                if todo:
                    continue
                for key, _events in selector.select():
                    if key.fd == self._wake_r:
                        os.read(self._wake_r, 4096)
                    elif (ready := self._ready.get(key.fd)) is not None:
                        self._call(ready)

    def _adjust(
        self,
        selector: selectors.BaseSelector,
        listening: dict[int, Callable[[], None]],
        wanted: dict[int, Callable[[], None]],
    ) -> None:
        # A number may be closed and handed out again between two rounds; its new owner brings another callable.
        for fd in [each for each, ready in listening.items() if wanted.get(each) is not ready]:
            del listening[fd]
            try:
                selector.unregister(fd)
            except (KeyError, ValueError, OSError):
                log.debug("descriptor %d was closed before it was forgotten", fd)
        for fd, ready in wanted.items():
            if fd not in listening:
                try:
                    selector.register(fd, selectors.EVENT_READ)
                except (KeyError, ValueError, OSError):
                    log.warning("cannot listen to descriptor %d", fd)
                    with self._lock:
                        if self._ready.get(fd) is ready:
                            del self._ready[fd]
                    continue
                listening[fd] = ready

    @staticmethod
    def _call(call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:
            log.exception("a listener failed; the others go on")


def _pipe() -> tuple[int, int]:
    if sys.platform == "win32":
        raise DesktopError("Windows has no such descriptors.")
    both = os.pipe()
    for fd in both:
        os.set_blocking(fd, False)
    return both


_shared: list[Poller] = []


def shared() -> Poller:
    """The process's poller, made when first asked for."""
    if not _shared:
        _shared.append(Poller())
    return _shared[0]
