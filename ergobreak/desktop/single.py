"""One daemon per person: a locked file decides, and the lock goes when its process goes, however it ends.

A file that merely exists, or a process with the right name, proves nothing; a lock does. The file holds the number of
the process for a person who looks, and nobody reads it back. It is never deleted: deleting is what lets two in.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ergobreak.errors import DesktopError
from ergobreak.paths import make_folder
from ergobreak.words import _

if TYPE_CHECKING:
    from pathlib import Path


class Claim:
    """The right to be the one. Keep it; ``release`` gives it up, and so does the end of the process."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def release(self) -> None:
        """Let another have it. Safe to call twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def claim(path: Path) -> Claim | None:
    """The claim on ``path``, or ``None`` when another process holds it.

    Raises:
        DesktopError: the file cannot be made there at all.
    """
    try:
        make_folder(path.parent)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise DesktopError(
            _("Cannot make the lock file {path}: {error}").format(path=path, error=error.strerror),
            _("Make sure that the folder belongs to you and that there is space left."),
        ) from error
    if not _lock(fd):
        os.close(fd)
        return None
    # The locked byte lies far behind this text, so that on Windows the number can still be read by others.
    os.ftruncate(fd, 0)
    os.write(fd, f"{os.getpid()}\n".encode())
    return Claim(fd)


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30

    def _lock(fd: int) -> bool:
        os.lseek(fd, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(fd, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
