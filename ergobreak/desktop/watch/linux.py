"""Folders watched by inotify, in the thread that all the senses share."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ergobreak.desktop.watch import nearest
from ergobreak.desktop.watch.inotify import (
    CLOSE_WRITE,
    CREATE,
    DELETE,
    DELETE_SELF,
    IGNORED,
    MOVE_SELF,
    MOVED_FROM,
    MOVED_TO,
    Inotify,
)
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Not MODIFY: a file is of interest once it has been written, not at each piece of it.
_MASK = CLOSE_WRITE | CREATE | DELETE | DELETE_SELF | MOVE_SELF | MOVED_FROM | MOVED_TO


class InotifyWatch:
    """The watch. Raises DesktopError when the kernel gives no more."""

    name = "inotify"

    def __init__(self, folders: tuple[Path, ...], changed: Callable[[], None]) -> None:
        self._folders, self._changed = folders, changed
        self._lock = threading.Lock()
        self._watched: dict[Path, int] = {}
        self._inotify = Inotify(self._on_event)
        self._rearrange()

    def _rearrange(self) -> bool:
        """Watch what exists now; whether that differs from before."""
        with self._lock:
            wanted = {nearest(each) for each in self._folders}
            gone = self._watched.keys() - wanted
            for path in gone:
                self._inotify.remove(self._watched.pop(path))
            fresh = wanted - self._watched.keys()
            for path in fresh:
                if (number := self._inotify.add(path, _MASK)) >= 0:
                    self._watched[path] = number
            return bool(gone or fresh)

    def _on_event(self, number: int, mask: int, name: str) -> None:
        path = next((each for each, found in self._watched.items() if found == number), None)
        if path is None:
            return
        if mask & (IGNORED | DELETE_SELF | MOVE_SELF):
            with self._lock:
                if mask & MOVE_SELF:
                    self._inotify.remove(number)
                self._watched.pop(path, None)
            self._rearrange()
            self._changed()
        elif path in self._folders:
            if mask & (CREATE | MOVED_TO):
                self._rearrange()
            self._changed()
        # In a stand-in further up only the next step on the way to a folder that was named is of interest.
        elif any((path / name) in (each, *each.parents) for each in self._folders):
            while self._rearrange():
                pass  # a whole path may have been made at once
            self._changed()

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Settings files: changes are noticed at once.")

    def stop(self) -> None:
        """Give everything back."""
        self._inotify.close()
