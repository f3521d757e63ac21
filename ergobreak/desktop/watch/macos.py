"""Folders watched by kqueue, in the thread that all the senses share.

A folder's own descriptor tells when names come and go in it. A file that is written in place is told by its own, so
every file in a watched folder has one as well. Not yet run on a Mac; the BSD calls are those of Python's own library.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.desktop.poller import shared
from ergobreak.desktop.watch import nearest
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_FILES = 64


def _files_in(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return [each for each in found if each.is_file()]
    except OSError:
        return []


if sys.platform == "darwin":
    import select

    class KqueueWatch:
        """The watch."""

        name = "kqueue"

        def __init__(self, folders: tuple[Path, ...], changed: Callable[[], None]) -> None:
            self._folders, self._changed = folders, changed
            self._lock = threading.Lock()
            self._open: dict[Path, int] = {}
            self._queue = select.kqueue()
            self._stopped = False
            self._rearrange()
            shared().add(self._queue.fileno(), self._on_ready)

        def _rearrange(self) -> None:
            wanted: set[Path] = set()
            for each in self._folders:
                here = nearest(each)
                wanted.add(here)
                if here == each:
                    wanted.update(Path(file.path) for file in _files_in(here)[:_MOST_FILES])
            with self._lock:
                for path in set(self._open) - wanted:
                    os.close(self._open.pop(path))  # closing ends its watch as well
                for path in wanted - set(self._open):
                    try:
                        fd = os.open(path, os.O_EVTONLY | os.O_CLOEXEC)
                    except OSError:
                        continue
                    self._open[path] = fd
                    self._queue.control([self._event(fd)], 0, 0)

        @staticmethod
        def _event(fd: int) -> select.kevent:
            return select.kevent(
                fd,
                filter=select.KQ_FILTER_VNODE,
                flags=select.KQ_EV_ADD | select.KQ_EV_CLEAR,
                fflags=select.KQ_NOTE_WRITE | select.KQ_NOTE_DELETE | select.KQ_NOTE_RENAME | select.KQ_NOTE_EXTEND,
            )

        def _on_ready(self) -> None:
            if self._stopped:
                return
            gone = select.KQ_NOTE_DELETE | select.KQ_NOTE_RENAME
            for event in self._queue.control(None, 64, 0):
                if event.fflags & gone:
                    with self._lock:
                        path = next((each for each, fd in self._open.items() if fd == event.ident), None)
                        if path is not None:
                            os.close(self._open.pop(path))
            self._rearrange()
            self._changed()

        def sentence(self) -> str:
            """One sentence for ``doctor``."""
            return _("Settings files: changes are noticed at once.")

        def stop(self) -> None:
            """Give everything back."""
            if self._stopped:
                return
            self._stopped = True
            shared().remove(self._queue.fileno())
            self._queue.close()
            for fd in self._open.values():
                os.close(fd)
            self._open.clear()
