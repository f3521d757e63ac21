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
from typing import TYPE_CHECKING, Any, Protocol

from ergobreak import packaged

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An organisation has settled it: it starts, or it does not.

    Args:
        source: the file or registry key that says so.
    """

    start: bool
    source: str


def decision(policy: Mapping[str, Any]) -> Decision | None:
    """What the organisation has decided (``Snapshot.policy``); ``None`` leaves it to the person."""
    start = policy.get("organisation", {}).get("start_at_login")
    if not isinstance(start, bool):
        return None
    return Decision(start=start, source=str(policy.get("sources", {}).get("start_at_login", "")))


def command() -> tuple[str, ...]:
    """How to start this very installation: its console script where it has one, else its Python.

    On Windows it is the program without a console, or every log-in would open an empty black window.
    """
    if own := packaged.start_command():
        return own
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


def choose(arguments: tuple[str, ...] = ("run",), decision: Decision | None = None) -> Autostart:
    """The switch of this system; a locked one where the organisation has decided.

    Args:
        arguments: what follows the command.
    """
    if decision is not None:
        from ergobreak.desktop.autostart.decided import DecidedAutostart  # noqa: PLC0415 - only where it is used

        return DecidedAutostart(choose(arguments), decision)
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


def apply(decision: Decision) -> bool:
    """Bring this system to what the organisation has decided; whether anything had to be changed.

    Raises:
        DesktopError: the system refuses.
    """
    from ergobreak.desktop.autostart.decided import DecidedAutostart  # noqa: PLC0415 - only where it is used

    return DecidedAutostart(choose(), decision).apply()
