r"""Windows: both policy trees of the registry, in one thread that sleeps until Windows signals a change.

``RegNotifyChangeKeyValue`` needs a key that is there. So the nearest one above ``Software\Policies\Ergobreak`` is
watched with everything below it: the first policy ever is noticed as well, at the price of a look now and then when
another program's policy changes.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from typing import TYPE_CHECKING

from ergobreak.errors import DesktopError
from ergobreak.snapshot import POLICY_KEY
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

_INFINITE = 0xFFFFFFFF
_NAME, _LAST_SET = 0x1, 0x4  # REG_NOTIFY_CHANGE_NAME, REG_NOTIFY_CHANGE_LAST_SET


def upwards(path: str) -> list[str]:
    r"""A key and those above it, the nearest first.

    >>> upwards(r"Software\Policies")
    ['Software\\Policies', 'Software']
    """
    parts = path.split("\\")
    return ["\\".join(parts[:count]) for count in range(len(parts), 0, -1)]


if sys.platform == "win32":
    import winreg
    from ctypes import wintypes

    _HIVES = (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER)

    class RegistryWatch:
        """The watch. Raises DesktopError when Windows tells of neither tree."""

        name = "registry"

        def __init__(self, changed: Callable[[], None]) -> None:
            self._changed = changed
            self._kernel32 = kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel32.CreateEventW.restype = wintypes.HANDLE
            kernel32.CreateEventW.argtypes = [ctypes.c_void_p, wintypes.BOOL, wintypes.BOOL, wintypes.LPCWSTR]
            kernel32.SetEvent.argtypes = [wintypes.HANDLE]
            kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
            kernel32.WaitForMultipleObjects.restype = wintypes.DWORD
            kernel32.WaitForMultipleObjects.argtypes = [
                wintypes.DWORD, ctypes.POINTER(wintypes.HANDLE), wintypes.BOOL, wintypes.DWORD,
            ]  # fmt: skip
            self._notify = ctypes.WinDLL("advapi32").RegNotifyChangeKeyValue
            self._notify.restype = wintypes.LONG
            self._notify.argtypes = [
                wintypes.HKEY, wintypes.BOOL, wintypes.DWORD, wintypes.HANDLE, wintypes.BOOL,
            ]  # fmt: skip
            self._events = [kernel32.CreateEventW(None, False, False, None) for _each in range(1 + len(_HIVES))]  # noqa: FBT003 - a C call
            if not all(self._events):
                raise DesktopError(_("Windows does not watch the registry here."))
            self._keys: dict[int, winreg.HKEYType] = {}
            self._stopped = False
            self._armed = threading.Event()
            self._thread = threading.Thread(target=self._run, name="policy", daemon=True)
            self._thread.start()
            self._armed.wait(5.0)
            if not self._keys:
                self.stop()
                raise DesktopError(_("Windows does not watch the registry here."))

        def _arm(self, index: int) -> None:
            """Ask for the next change of one tree. The wish is the thread's own: Windows drops it with the thread."""
            old = self._keys.pop(index, None)
            if old is not None:
                old.Close()
            for path in upwards(POLICY_KEY):
                try:
                    key = winreg.OpenKey(_HIVES[index], path, 0, winreg.KEY_NOTIFY | winreg.KEY_WOW64_64KEY)
                except OSError:
                    continue
                # Below a stand-in further up, too: the key itself may come any number of steps deeper.
                if self._notify(key.handle, True, _NAME | _LAST_SET, self._events[1 + index], True) == 0:  # noqa: FBT003 - a C call
                    self._keys[index] = key
                    return
                key.Close()

        def _run(self) -> None:
            for index in range(len(_HIVES)):
                self._arm(index)
            self._armed.set()
            array = (wintypes.HANDLE * len(self._events))(*self._events)
            while not self._stopped:
                hit = self._kernel32.WaitForMultipleObjects(len(self._events), array, False, _INFINITE)  # noqa: FBT003 - a C call
                if hit == 0 or hit >= len(self._events) or self._stopped:
                    break
                self._arm(hit - 1)  # armed before anybody looks: what changes meanwhile is told again
                self._changed()
            for key in self._keys.values():
                key.Close()

        def sentence(self) -> str:
            """One sentence for ``doctor``."""
            return _("Policies: changes in the registry are noticed at once.")

        def stop(self) -> None:
            """Give everything back."""
            if self._stopped:
                return
            self._stopped = True
            self._kernel32.SetEvent(self._events[0])
            self._thread.join(2.0)
            for event in self._events:
                self._kernel32.CloseHandle(event)
