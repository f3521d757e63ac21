"""Lock, sleep and the end of the session on Windows, told to a hidden window in a thread of its own.

It has to be a real top-level window: windows made for messages only are left out when Windows tells everybody about
sleep and log-out. The thread sleeps in GetMessage. What each message means is decided in ``decide``, which needs no
Windows.
"""

from __future__ import annotations

import ctypes
import logging
import sys
import threading
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ergobreak.desktop.session import SessionState
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

WM_DESTROY, WM_CLOSE, WM_QUERYENDSESSION, WM_ENDSESSION = 0x0002, 0x0010, 0x0011, 0x0016
WM_POWERBROADCAST, WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
_SUSPEND, _BACK = 4, {7, 18}  # PBT_APMSUSPEND; PBT_APMRESUMESUSPEND, PBT_APMRESUMEAUTOMATIC
_LOCKED, _UNLOCKED = {2, 4, 7}, {1, 3, 8}  # console or remote disconnect, lock; their opposites
_SAVE_S = 4.0  # Windows itself gives about five
_WTS_INFO_EX = 25
log = logging.getLogger(__name__)


class Do(StrEnum):
    """What a message asks for."""

    NOTHING = "nothing"
    CHANGED = "changed"
    CHANGED_AND_WAIT = "changed_and_wait"  # going to sleep: give the state time to be saved
    ENDING = "ending"
    DEFAULT = "default"  # not ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do, the state after it, and what to answer."""

    do: Do
    state: SessionState
    answer: int = 0


def decide(message: int, wparam: int, state: SessionState) -> Decision:
    """What a window message means for the session."""
    if message == WM_WTSSESSION_CHANGE and wparam in _LOCKED | _UNLOCKED:
        return Decision(do=Do.CHANGED, state=replace(state, locked=wparam in _LOCKED))
    if message == WM_POWERBROADCAST and wparam == _SUSPEND:
        return Decision(do=Do.CHANGED_AND_WAIT, state=replace(state, asleep=True), answer=1)
    if message == WM_POWERBROADCAST and wparam in _BACK:
        return Decision(do=Do.CHANGED, state=replace(state, asleep=False), answer=1)
    if message == WM_QUERYENDSESSION:
        return Decision(do=Do.NOTHING, state=state, answer=1)  # never in the way of a log-out
    if message == WM_ENDSESSION:
        return Decision(do=Do.ENDING if wparam else Do.NOTHING, state=state)
    return Decision(do=Do.DEFAULT, state=state)


def locked_in(info: bytes) -> bool:
    """Whether WTSINFOEXW says that the session is locked (level 1, SessionFlags 0)."""
    level, flags = info[0:4], info[16:20]
    return int.from_bytes(level, "little") == 1 and int.from_bytes(flags, "little", signed=True) == 0


if sys.platform == "win32":
    from ctypes import wintypes

    _Procedure = ctypes.WINFUNCTYPE(ctypes.c_ssize_t, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)

    class _WindowClass(ctypes.Structure):
        _fields_ = (
            ("style", wintypes.UINT),
            ("procedure", _Procedure),
            ("class_extra", ctypes.c_int),
            ("window_extra", ctypes.c_int),
            ("instance", wintypes.HINSTANCE),
            ("icon", wintypes.HICON),
            ("cursor", wintypes.HANDLE),
            ("background", wintypes.HBRUSH),
            ("menu_name", wintypes.LPCWSTR),
            ("class_name", wintypes.LPCWSTR),
        )

    class Win32Session:
        """The sensor. Raises DesktopError when the window cannot be made."""

        name = "win32"

        def __init__(self, changed: Callable[[], None], ending: Callable[[], None]) -> None:
            self._changed, self._ending = changed, ending
            self._state = SessionState(locked=_locked_now())
            self._saved = threading.Event()
            self._ready = threading.Event()
            self._window: int | None = None
            self._told_by_windows = False
            self._thread = threading.Thread(target=self._run, name="session", daemon=True)
            self._thread.start()
            self._ready.wait(5.0)
            if not self._window:
                raise DesktopError(_("Windows does not tell of lock and sleep here."))

        def read(self) -> SessionState:
            """The state now."""
            return self._state

        def saved(self) -> None:
            """Let the machine go on."""
            self._saved.set()

        def sentence(self) -> str:
            """One sentence for ``doctor``."""
            if self._told_by_windows:
                return _("Lock and sleep: from Windows, which waits until everything is saved.")
            return _("Sleep: from Windows. Lock: Windows does not tell it in this session.")

        def stop(self) -> None:
            """Close the window."""
            window, self._window = self._window, None
            if window:
                self._saved.set()
                self._user32.PostMessageW(window, WM_CLOSE, 0, 0)
                self._thread.join(2.0)

        def _run(self) -> None:
            self._user32 = user32 = ctypes.WinDLL("user32", use_last_error=True)
            kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel32.GetModuleHandleW.restype = wintypes.HMODULE
            user32.CreateWindowExW.restype = wintypes.HWND
            user32.CreateWindowExW.argtypes = [
                wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD, ctypes.c_int, ctypes.c_int,
                ctypes.c_int, ctypes.c_int, wintypes.HWND, wintypes.HMENU, wintypes.HINSTANCE, ctypes.c_void_p,
            ]  # fmt: skip
            user32.DefWindowProcW.restype = ctypes.c_ssize_t
            user32.DefWindowProcW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
            user32.UnregisterClassW.argtypes = [wintypes.LPCWSTR, wintypes.HINSTANCE]
            user32.PostMessageW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
            procedure = _Procedure(self._on_message)
            instance = kernel32.GetModuleHandleW(None)
            name = "ErgobreakSession"
            window_class = _WindowClass(procedure=procedure, instance=instance, class_name=name)
            user32.RegisterClassW(ctypes.byref(window_class))
            window = user32.CreateWindowExW(0, name, "ergobreak", 0, 0, 0, 0, 0, None, None, instance, None)
            wtsapi: ctypes.WinDLL | None = None
            if window:
                try:
                    wtsapi = ctypes.WinDLL("wtsapi32")
                    wtsapi.WTSRegisterSessionNotification.argtypes = [wintypes.HWND, wintypes.DWORD]
                    wtsapi.WTSUnRegisterSessionNotification.argtypes = [wintypes.HWND]
                    self._told_by_windows = bool(wtsapi.WTSRegisterSessionNotification(window, 0))
                except (OSError, AttributeError):
                    log.info("this Windows has no session notices")
            self._window = window
            self._ready.set()
            message = wintypes.MSG()
            while window and user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
                user32.DispatchMessageW(ctypes.byref(message))
            if wtsapi is not None and self._told_by_windows:
                wtsapi.WTSUnRegisterSessionNotification(window)
            user32.UnregisterClassW(name, instance)

        def _on_message(self, window: int, message: int, wparam: int, lparam: int) -> int:
            if message == WM_DESTROY:
                self._user32.PostQuitMessage(0)
                return 0
            decision = decide(message, wparam, self._state)
            self._state = decision.state
            if decision.do is Do.DEFAULT:
                return int(self._user32.DefWindowProcW(window, message, wparam, lparam))
            self._saved.clear()
            if decision.do in {Do.CHANGED, Do.CHANGED_AND_WAIT}:
                self._changed()
            elif decision.do is Do.ENDING:
                self._ending()
            if decision.do in {Do.CHANGED_AND_WAIT, Do.ENDING}:
                self._saved.wait(_SAVE_S)  # Windows goes on as soon as this returns
            return decision.answer

    def _locked_now() -> bool:
        try:
            wtsapi = ctypes.WinDLL("wtsapi32")
            data, size = ctypes.c_void_p(), wintypes.DWORD()
            session = wintypes.DWORD(0xFFFFFFFF)
            asked = wtsapi.WTSQuerySessionInformationW(
                None, session, _WTS_INFO_EX, ctypes.byref(data), ctypes.byref(size)
            )
            if not asked or not data.value:
                return False
            try:
                return locked_in(ctypes.string_at(data.value, size.value))
            finally:
                wtsapi.WTSFreeMemory(data)
        except (OSError, AttributeError):
            return False
