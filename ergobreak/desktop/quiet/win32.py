"""A bad moment on Windows: presentation, full screen, microphone, camera, battery, a listed program. Asked, never told.

The microphone's state comes from Core Audio, which knows it live. The camera's, and the microphone's where Core Audio
does not say, comes from the list that Windows keeps of who used them (the consent store). A use without an end is one
that goes on. The list can be stale: a program that crashed, or the machine that lost power, leaves no end. A use
that began before the machine was started is therefore not believed; one left over by a crash since then is, until the
reason's ceiling. Focus assist cannot be read through a documented call and is left to Windows itself.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.quiet import Quiet
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
# QUERY_USER_NOTIFICATION_STATE: busy, Direct3D full screen, presentation mode, quiet time
_STATES = {
    2: HoldReason.FULL_SCREEN,
    3: HoldReason.FULL_SCREEN,
    4: HoldReason.SHARING,
    6: HoldReason.DO_NOT_DISTURB,
}
_EPOCH_S = 11_644_473_600  # FILETIME counts from 1601


class PowerStatus(ctypes.Structure):
    """SYSTEM_POWER_STATUS."""

    _fields_ = (
        ("ac_line", ctypes.c_uint8),
        ("battery_flag", ctypes.c_uint8),
        ("percent", ctypes.c_uint8),
        ("saver", ctypes.c_uint8),
        ("left_s", ctypes.c_uint32),
        ("full_s", ctypes.c_uint32),
    )


def reason_for(state: int) -> HoldReason | None:
    """What Windows' own "may I notify" state means."""
    return _STATES.get(state)


def in_use(uses: Iterable[tuple[int, int]], booted_s: float) -> bool:
    """Whether one of those (start, stop) FILETIME pairs goes on; starts before ``booted_s`` (Unix time) are stale."""
    return any(start > 0 and stop == 0 and start / 1e7 - _EPOCH_S >= booted_s for start, stop in uses)


def on_battery(status: PowerStatus) -> bool:
    """Whether the machine has a battery and runs on it."""
    return status.ac_line == 0 and not status.battery_flag & 128


def program_of(path: str) -> frozenset[str]:
    """The names by which a program may have been listed: with its ending and without, in small letters."""
    name = PureWindowsPath(path)
    return frozenset({name.name.lower(), name.stem.lower()})


if sys.platform == "win32":
    import time
    import winreg
    from ctypes import wintypes

    from ergobreak.desktop.quiet.core_audio import recording

    class Win32Quiet:
        """The source."""

        event_driven = False

        def __init__(self, apps: frozenset[str], wanted: frozenset[HoldReason]) -> None:
            self._apps, self._wanted = apps, wanted
            self._shell32 = ctypes.WinDLL("shell32")
            self._user32 = ctypes.WinDLL("user32")
            self._kernel32 = ctypes.WinDLL("kernel32")
            self._kernel32.GetTickCount64.restype = ctypes.c_uint64
            self._kernel32.OpenProcess.restype = wintypes.HANDLE
            self._kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
            self._kernel32.QueryFullProcessImageNameW.argtypes = [
                wintypes.HANDLE, wintypes.DWORD, wintypes.LPWSTR, ctypes.POINTER(wintypes.DWORD),
            ]  # fmt: skip
            self._user32.GetForegroundWindow.restype = wintypes.HWND
            self._user32.GetWindowThreadProcessId.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.DWORD)]

        def read(self) -> Quiet:
            """The answer now, undebounced."""
            reasons: set[HoldReason] = set()
            state = ctypes.c_int()
            if self._shell32.SHQueryUserNotificationState(ctypes.byref(state)) == 0:
                reason = reason_for(state.value)
                if reason is not None:
                    reasons.add(reason)
            booted = time.time() - self._kernel32.GetTickCount64() / 1000
            recorded = recording()
            if recorded is None:
                recorded = in_use(_uses(f"{_STORE}\\microphone"), booted)
            if recorded:
                reasons.add(HoldReason.MICROPHONE)
            if in_use(_uses(f"{_STORE}\\webcam"), booted):
                reasons.add(HoldReason.CAMERA)
            if HoldReason.BATTERY in self._wanted:
                status = PowerStatus()
                if self._kernel32.GetSystemPowerStatus(ctypes.byref(status)) and on_battery(status):
                    reasons.add(HoldReason.BATTERY)
            if self._apps and self._front() & self._apps:
                reasons.add(HoldReason.APP)
            return Quiet(reasons=frozenset(reasons))

        def _front(self) -> frozenset[str]:
            pid = wintypes.DWORD()
            window = self._user32.GetForegroundWindow()
            if not window or not self._user32.GetWindowThreadProcessId(window, ctypes.byref(pid)):
                return frozenset()
            process = self._kernel32.OpenProcess(0x1000, False, pid)  # noqa: FBT003 - a C call
            if not process:
                return frozenset()
            try:
                path, size = ctypes.create_unicode_buffer(1024), wintypes.DWORD(1024)
                if not self._kernel32.QueryFullProcessImageNameW(process, 0, path, ctypes.byref(size)):
                    return frozenset()
                return program_of(path.value)
            finally:
                self._kernel32.CloseHandle(process)

        def sentence(self) -> str:
            """One sentence for ``doctor``."""
            return _(
                "Presentation, full screen, microphone, camera and battery: from Windows, asked now and then. "
                "Focus assist is left to Windows, which holds notices back by itself."
            )

        def stop(self) -> None:
            """There is nothing to give back."""

    def _uses(key: str) -> Iterator[tuple[int, int]]:
        for name in _names(key):
            path = f"{key}\\{name}"
            if name == "NonPackaged":
                yield from _uses(path)
            else:
                try:
                    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as opened:
                        start = winreg.QueryValueEx(opened, "LastUsedTimeStart")[0]
                        stop = winreg.QueryValueEx(opened, "LastUsedTimeStop")[0]
                except OSError:
                    continue
                yield int(start), int(stop)

    def _names(key: str) -> list[str]:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return [winreg.EnumKey(opened, number) for number in range(winreg.QueryInfoKey(opened)[0])]
        except OSError:
            return []
