"""Autostart on macOS: a LaunchAgent of the person's own, for graphical sessions only.

launchd reads it at the next log-in; nothing is loaded at once, so switching it on does not start a second copy. An
agent for all users, put there by IT, shows as locked. Written from launchd's manual, and not yet run on a Mac.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak.desktop.autostart import AutostartState
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

LABEL = "io.github.ergobreak.login"


def agent(words: tuple[str, ...]) -> dict[str, Any]:
    """What launchd is told: once per graphical session, again only after a crash."""
    return {
        "Label": LABEL,
        "ProgramArguments": list(words),
        "RunAtLoad": True,
        "LimitLoadToSessionType": "Aqua",
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 30,
        "ProcessType": "Interactive",
    }


class MacAutostart:
    """The switch."""

    name = "macos"

    def __init__(
        self,
        words: tuple[str, ...],
        environ: Mapping[str, str] = os.environ,
        everybody: Path = Path("/Library/LaunchAgents"),
    ) -> None:
        self._words = words
        self._file = Path(environ.get("HOME") or Path.home()) / "Library" / "LaunchAgents" / f"{LABEL}.plist"
        self._system = everybody / f"{LABEL}.plist"

    def on(self) -> None:
        """See the port."""
        if self.status().locked_by:
            return
        import plistlib  # noqa: PLC0415 - only where it is used

        fresh = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(plistlib.dumps(agent(self._words)))
            fresh.replace(self._file)
        except OSError as error:
            raise _refused(self._file, error) from error

    def off(self) -> None:
        """See the port."""
        if self.status().locked_by:
            return
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            raise _refused(self._file, error) from error

    def status(self) -> AutostartState:
        """See the port. What the person has switched off in System Settings is not seen: macOS keeps that to itself."""
        if self._system.is_file():
            return AutostartState(enabled=True, where=str(self._system), locked_by=_("your organisation"))
        return AutostartState(enabled=self._file.is_file(), where=str(self._file))


def _refused(file: Path, error: OSError) -> DesktopError:
    return DesktopError(
        _("Cannot change {path}: {error}").format(path=file, error=error.strerror or error),
        _("Make sure that the folder belongs to you and that there is space left."),
    )
