"""The kernel's own word about files (inotify), by way of the C library. Linux only."""

from __future__ import annotations

import ctypes
import os
import struct
from typing import TYPE_CHECKING

from ergobreak.desktop.poller import Ears, shared
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MODIFY, ATTRIB, CLOSE_WRITE, CLOSE_NOWRITE, OPEN = 0x2, 0x4, 0x8, 0x10, 0x20
MOVED_FROM, MOVED_TO, CREATE, DELETE, DELETE_SELF, MOVE_SELF = 0x40, 0x80, 0x100, 0x200, 0x400, 0x800
IGNORED, ONLYDIR = 0x8000, 0x01000000
_NONBLOCK, _CLOEXEC = 0o4000, 0o2000000


class Inotify:
    """One inotify descriptor.

    Args:
        heard: called in the poller's thread with (watch number, mask, name) of each event.
    """

    def __init__(self, heard: Callable[[int, int, str], None], ears: Ears | None = None) -> None:
        try:
            self._libc = ctypes.CDLL(None, use_errno=True)
            self._add = self._libc.inotify_add_watch
            self._fd = int(self._libc.inotify_init1(_NONBLOCK | _CLOEXEC))
        except (OSError, AttributeError) as error:
            raise DesktopError(_("This system has no inotify.")) from error
        if self._fd < 0:
            raise DesktopError(_("Too many programs watch files here; ask for more inotify instances."))
        self._heard = heard
        self._ears = ears or shared()
        self._ears.add(self._fd, self._on_readable)

    def add(self, path: Path, mask: int) -> int:
        """Watch ``path``; its number, or -1 where that is not possible."""
        return int(self._add(self._fd, os.fsencode(path), ctypes.c_uint32(mask))) if self._fd >= 0 else -1

    def remove(self, number: int) -> None:
        """Stop watching."""
        if self._fd >= 0:
            self._libc.inotify_rm_watch(self._fd, number)

    def close(self) -> None:
        """Give everything back. Safe to call twice."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            self._ears.remove(fd)
            os.close(fd)

    def _on_readable(self) -> None:
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return
        for event in events_in(data):
            self._heard(*event)


def events_in(data: bytes) -> Iterator[tuple[int, int, str]]:
    """(watch number, mask, name) of each event in what was read."""
    at = 0
    while at + 16 <= len(data):
        number, mask, _cookie, length = struct.unpack_from("=iIII", data, at)
        yield number, mask, os.fsdecode(data[at + 16 : at + 16 + length].rstrip(b"\0"))
        at += 16 + length
