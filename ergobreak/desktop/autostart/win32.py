"""Autostart on Windows: a value under the person's ``Run`` key.

Task Manager and Settings switch such a value off without taking it away: they note it under ``StartupApproved``, where
the first byte says so (even: on, odd: off). An entry for all users, put there by an installer or IT,
shows as locked.
"""

from __future__ import annotations

import subprocess
import sys

from ergobreak.desktop.autostart import AutostartState
from ergobreak.errors import DesktopError
from ergobreak.words import _

_NAME = "ergobreak"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


def approved(value: bytes | None) -> bool:
    """Whether that note of Task Manager leaves the entry on; no note does."""
    return not value or value[0] % 2 == 0


def command_line(words: tuple[str, ...]) -> str:
    """The words as Windows splits them again."""
    return subprocess.list2cmdline(words)


if sys.platform == "win32":
    import winreg

    class Win32Autostart:
        """The switch."""

        name = "win32"

        def __init__(self, words: tuple[str, ...]) -> None:
            self._words = words

        def on(self) -> None:
            """See the port."""
            if self.status().locked_by:
                return
            try:
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                    winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, command_line(self._words))
                _remove(_APPROVED)
            except OSError as error:
                raise _refused(error) from error

        def off(self) -> None:
            """See the port."""
            if self.status().locked_by:
                return
            try:
                _remove(_RUN)
                _remove(_APPROVED)
            except OSError as error:
                raise _refused(error) from error

        def status(self) -> AutostartState:
            """See the port."""
            if _value(winreg.HKEY_LOCAL_MACHINE, _RUN) is not None:
                enabled = approved(_bytes(_value(winreg.HKEY_LOCAL_MACHINE, _APPROVED)))
                return AutostartState(enabled=enabled, where=f"HKLM\\{_RUN}", locked_by=_("your organisation"))
            there = _value(winreg.HKEY_CURRENT_USER, _RUN) is not None
            noted = approved(_bytes(_value(winreg.HKEY_CURRENT_USER, _APPROVED)))
            return AutostartState(enabled=there and noted, where=f"HKCU\\{_RUN}")

    def _value(root: int, path: str) -> object:
        try:
            with winreg.OpenKey(root, path) as key:
                found: object = winreg.QueryValueEx(key, _NAME)[0]
                return found
        except OSError:
            return None

    def _bytes(value: object) -> bytes | None:
        return value if isinstance(value, bytes) else None

    def _remove(path: str) -> None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, _NAME)
        except FileNotFoundError:
            return

    def _refused(error: OSError) -> DesktopError:
        return DesktopError(_("Windows does not let the start-up entry be changed: {error}").format(error=error))
