"""One check-in at a time: whoever asks for a second one gets the window that is open already, brought to the front.

The open window holds a lock in the private folder of this login. A second call leaves a note beside it, which says at
most that something hurt, and waits a moment. Either the note is taken, so the window came to the front; or the window
stepped aside, because what it showed was over; or nothing answered, and a second window is better than no help.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from ergobreak.errors import ErgobreakError
from ergobreak.paths import runtime_folder, write_private

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE_S = 2.0
LOOK_EVERY_S = 0.05


class OneAtATime(QObject):
    """The lock and the note.

    ``called`` carries why: ``hurt``, or nothing.
    """

    called = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._watcher: QFileSystemWatcher | None = None
        self._lock: QLockFile | None = None
        self._note: Path | None = None
        with suppress(ErgobreakError, OSError, RuntimeError):  # without that folder there is nothing to agree in
            folder = runtime_folder()
            self._note = folder / "check-in.call"
            self._lock = QLockFile(str(folder / "check-in.lock"))
            self._lock.setStaleLockTime(0)  # only a dead process gives it up

    def take(self) -> bool:
        """Be the one; false when another window is."""
        lock, note = self._lock, self._note
        if lock is None or note is None or self._watcher is not None:
            return True
        if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
            return False
        with suppress(OSError):
            note.unlink()
        self._watcher = QFileSystemWatcher([str(note.parent)], self)
        self._watcher.directoryChanged.connect(self._look)
        return True

    def give_back(self) -> None:
        """The window is gone, though its process may go on for a while."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
            if self._lock is not None:
                self._lock.unlock()

    def call(self, because: str) -> bool:
        """Ask the open window to come to the front; false when this process is to show its own."""
        note = self._note
        if note is None:
            return False
        try:
            write_private(note, because)
            until = time.monotonic() + PATIENCE_S
            while time.monotonic() < until:
                time.sleep(LOOK_EVERY_S)
                if not note.exists():
                    return True
                if self.take():
                    return False
            note.unlink(missing_ok=True)
        except OSError:
            return False
        return False

    def _look(self) -> None:
        note = self._note
        if note is None or self._watcher is None:
            return
        try:
            because = note.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return
        self.called.emit(because)
        if self._watcher is not None:  # not stepped aside
            with suppress(OSError):
                note.unlink()
