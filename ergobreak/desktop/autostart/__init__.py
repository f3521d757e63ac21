"""Start with the session: one switch, in the one place that this system looks at.

What is switched on is written down by the system's own means, so that the person can see it and switch it off there;
a file or entry that an administrator has put in place shows as locked.
"""

from __future__ import annotations

import logging
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AutostartState:
    """How things stand.

    Args:
        enabled: it will start with the next session.
        where: the file or entry that says so, or would; empty where there is none.
        locked_by: who has settled it above the person's head (a sentence's part), empty when it is theirs to choose.
    """

    enabled: bool
    where: str = ""
    locked_by: str = ""


class Autostart(Protocol):
    """The switch. ``on`` and ``off`` do nothing when it is locked; they raise DesktopError when the system refuses."""

    name: str

    def on(self) -> None:
        """Start with the session from now on."""

    def off(self) -> None:
        """Do not start with the session any more."""

    def status(self) -> AutostartState:
        """How things stand now. Never raises."""


def command() -> tuple[str, ...]:
    """How to start this very installation: its console script where it has one, else its Python.

    On Windows it is the program without a console, or every log-in would open an empty black window.
    """
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    beside = Path(sys.executable).with_name("ergobreakw.exe" if sys.platform == "win32" else "ergobreak")
    if beside.is_file():
        return (str(beside),)
    if sys.platform == "win32":
        from ergobreak.desktop.launcher import windowless_python  # noqa: PLC0415 - only there

        return (windowless_python(), "-m", "ergobreak")
    found = shutil.which("ergobreak")
    if found is not None and Path(found).resolve().parent == Path(sys.executable).resolve().parent:
        return (found,)
    return (sys.executable, "-m", "ergobreak")


def choose(arguments: tuple[str, ...] = ("run",)) -> Autostart:
    """The switch of this system.

    Args:
        arguments: what follows the command.
    """
    words = (*command(), *arguments)
    if sys.platform == "win32":
        from ergobreak.desktop.autostart.win32 import Win32Autostart  # noqa: PLC0415 - only where it is used

        return Win32Autostart(words)
    if sys.platform == "darwin":
        from ergobreak.desktop.autostart.macos import MacAutostart  # noqa: PLC0415 - only where it is used

        return MacAutostart(words)
    if sys.platform == "linux":
        from ergobreak.desktop.autostart.xdg import XdgAutostart  # noqa: PLC0415 - only where it is used

        return XdgAutostart(words)
    from ergobreak.desktop.autostart.null import NullAutostart  # noqa: PLC0415 - only where it is used

    return NullAutostart()
