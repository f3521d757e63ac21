"""Tell when something in a folder changes (settings, policy, content), without ever looking by the clock."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ergobreak.errors import DesktopError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

log = logging.getLogger(__name__)


class FolderWatch(Protocol):
    """Watches what its maker named: folders, or single files by way of their folders.

    A folder that does not exist yet is waited for at its nearest parent. ``changed`` may come more than once for one
    change, and for a file nobody asked about: it means "look again", from a thread of the watch's own.
    """

    name: str

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""

    def stop(self) -> None:
        """Give everything back. Safe to call twice."""


def choose(folders: Iterable[Path], changed: Callable[[], None]) -> FolderWatch:
    """The watch for this system; the null watch where there is none."""
    wanted = tuple(folders)
    try:
        if sys.platform == "linux":
            from ergobreak.desktop.watch.linux import InotifyWatch  # noqa: PLC0415 - only where it is used

            return InotifyWatch(wanted, changed)
        if sys.platform == "win32":
            from ergobreak.desktop.watch.win32 import Win32Watch  # noqa: PLC0415 - only where it is used

            return Win32Watch(wanted, changed)
        if sys.platform == "darwin":
            from ergobreak.desktop.watch.macos import KqueueWatch  # noqa: PLC0415 - only where it is used

            return KqueueWatch(wanted, changed)
    except DesktopError as error:
        log.debug("watch: %s", error)
    from ergobreak.desktop.watch.null import NullWatch  # noqa: PLC0415 - only where it is used

    return NullWatch()


def nearest(folder: Path) -> Path:
    """The folder itself, or the nearest parent that exists."""
    for each in (folder, *folder.parents):
        if each.is_dir():
            return each
    return Path(folder.anchor or ".")
