"""Autostart on Windows: a value under the person's ``Run`` key, or one for everybody that the installer has put there.

Task Manager and Settings switch such a value off without taking it away: they note it under ``StartupApproved``, where
the first byte says so (even: on, odd: off).

The installer's entry runs ``ergobreak-login.exe``, which asks ``wanted_at_login`` first: so each person can switch it
off for themselves, by a value of their own, without rights over everybody's entry. Any other entry for all users is
IT's own command, asks nobody, and shows as locked.
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
_OWN, _AT_LOGIN = r"Software\ergobreak", "StartAtLogin"  # the person's own no to everybody's entry: 0


def approved(value: bytes | None) -> bool:
    """Whether that note of Task Manager leaves the entry on; no note does."""
    return not value or value[0] % 2 == 0


def asks_first(value: object) -> bool:
    """Whether everybody's entry is the installer's, whose program asks what the person wants."""
    return isinstance(value, str) and "ergobreak-login" in value.lower()


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
            state = self.status()
            if state.enabled or state.locked_by:
                return
            try:
                _remove(_OWN, _AT_LOGIN)
                if not self.status().enabled:
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
                if _value(winreg.HKEY_LOCAL_MACHINE, _RUN) is not None:
                    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _OWN) as key:
                        winreg.SetValueEx(key, _AT_LOGIN, 0, winreg.REG_DWORD, 0)
            except OSError as error:
                raise _refused(error) from error

        def status(self) -> AutostartState:
            """See the port. IT's own command for everybody counts first, then the person's entry, then everybody's."""
            everybody = _value(winreg.HKEY_LOCAL_MACHINE, _RUN)
            enabled = everybody is not None and approved(_bytes(_value(winreg.HKEY_LOCAL_MACHINE, _APPROVED)))
            if everybody is not None and not asks_first(everybody):
                return AutostartState(enabled=enabled, where=f"HKLM\\{_RUN}", locked_by=_("your organisation"))
            noted = approved(_bytes(_value(winreg.HKEY_CURRENT_USER, _APPROVED)))
            if _value(winreg.HKEY_CURRENT_USER, _RUN) is not None and noted:
                return AutostartState(enabled=True, where=f"HKCU\\{_RUN}")
            if everybody is None:
                return AutostartState(enabled=False, where=f"HKCU\\{_RUN}")
            if not wanted_at_login():
                return AutostartState(enabled=False, where=f"HKCU\\{_OWN}")
            return AutostartState(enabled=enabled, where=f"HKLM\\{_RUN}")

    def wanted_at_login() -> bool:
        """Whether the person has not said no to everybody's entry."""
        return _value(winreg.HKEY_CURRENT_USER, _OWN, _AT_LOGIN) != 0

    def _value(root: int, path: str, name: str = _NAME) -> object:
        try:
            with winreg.OpenKey(root, path) as key:
                found: object = winreg.QueryValueEx(key, name)[0]
                return found
        except OSError:
            return None

    def _bytes(value: object) -> bytes | None:
        return value if isinstance(value, bytes) else None

    def _remove(path: str, name: str = _NAME) -> None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, name)
        except FileNotFoundError:
            return

    def _refused(error: OSError) -> DesktopError:
        return DesktopError(_("Windows does not let the start-up entry be changed: {error}").format(error=error))
