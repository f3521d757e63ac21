"""Folders watched by Windows' change notices, in a thread that sleeps until one of them is signalled."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from typing import TYPE_CHECKING

from ergobreak.desktop.watch import nearest
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FILE_NAME, _DIR_NAME, _SIZE, _LAST_WRITE = 0x1, 0x2, 0x8, 0x10
_INFINITE = 0xFFFFFFFF
_ATTEMPTS, _A_MOMENT_S = 20, 0.02
_MOST = 63  # Windows waits for 64 handles at once, and one of them is "stop"

if sys.platform == "win32":
    from ctypes import wintypes

    _NO_HANDLE = ctypes.c_void_p(-1).value

    class Win32Watch:
        """The watch. Raises DesktopError when Windows gives no handle at all."""

        name = "win32"

        def __init__(self, folders: tuple[Path, ...], changed: Callable[[], None]) -> None:
            self._folders, self._changed = folders[:_MOST], changed
            self._kernel32 = kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel32.CreateEventW.restype = wintypes.HANDLE
            kernel32.CreateEventW.argtypes = [ctypes.c_void_p, wintypes.BOOL, wintypes.BOOL, wintypes.LPCWSTR]
            kernel32.SetEvent.argtypes = [wintypes.HANDLE]
            kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
            kernel32.FindFirstChangeNotificationW.restype = wintypes.HANDLE
            kernel32.FindFirstChangeNotificationW.argtypes = [wintypes.LPCWSTR, wintypes.BOOL, wintypes.DWORD]
            kernel32.FindCloseChangeNotification.argtypes = [wintypes.HANDLE]
            kernel32.WaitForMultipleObjects.argtypes = [
                wintypes.DWORD, ctypes.POINTER(wintypes.HANDLE), wintypes.BOOL, wintypes.DWORD,
            ]  # fmt: skip
            kernel32.WaitForMultipleObjects.restype = wintypes.DWORD
            self._stop_event = kernel32.CreateEventW(None, True, False, None)  # noqa: FBT003 - a C call
            if not self._stop_event:
                raise DesktopError(_("Windows does not watch folders here."))
            self._stopped = False
            self._ready = threading.Event()
            self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
            self._thread.start()
            self._ready.wait(5.0)

        def _open(self) -> dict[Path, int]:
            """A handle for each folder, or for its nearest parent.

            While the handles are being opened, a folder may come or go. So it is looked again once they all stand:
            whatever happens after that is told.
            """
            found: dict[Path, int] = {}
            for _attempt in range(_ATTEMPTS):
                wanted = {nearest(each) for each in self._folders}
                for path in found.keys() - wanted:
                    self._kernel32.FindCloseChangeNotification(found.pop(path))
                if wanted == found.keys():
                    break
                for path in wanted - found.keys():
                    what = _FILE_NAME | _DIR_NAME | _SIZE | _LAST_WRITE
                    handle = self._kernel32.FindFirstChangeNotificationW(str(path), 0, what)
                    if handle and handle != _NO_HANDLE:
                        found[path] = handle
                    else:  # being deleted at this moment, or not for us to see
                        time.sleep(_A_MOMENT_S)
            return found

        def _run(self) -> None:
            watched = self._open()
            self._ready.set()
            while not self._stopped:
                handles = [self._stop_event, *watched.values()]
                array = (wintypes.HANDLE * len(handles))(*handles)
                hit = self._kernel32.WaitForMultipleObjects(len(handles), array, False, _INFINITE)  # noqa: FBT003 - a C call
                # A fresh set each time: a folder may have come or gone. It stands before anybody looks at the files,
                # so nothing that is written meanwhile is missed.
                before, watched = watched, self._open()
                for handle in before.values():
                    self._kernel32.FindCloseChangeNotification(handle)
                if hit == 0 or hit >= len(handles):
                    break
                self._changed()
            for handle in watched.values():
                self._kernel32.FindCloseChangeNotification(handle)

        def sentence(self) -> str:
            """One sentence for ``doctor``."""
            return _("Settings files: changes are noticed at once.")

        def stop(self) -> None:
            """Give everything back."""
            if self._stopped:
                return
            self._stopped = True
            self._kernel32.SetEvent(self._stop_event)
            self._thread.join(2.0)
            self._kernel32.CloseHandle(self._stop_event)
