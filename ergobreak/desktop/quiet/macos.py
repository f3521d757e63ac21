"""A bad moment on macOS: microphone, camera, battery, a listed program in front. Asked, never told.

CoreAudio and CoreMediaIO say of each device whether it runs somewhere; that needs no permission, since nothing is
recorded. Focus has no public way to be read; macOS holds notices back by itself. Full screen is not told apart. Written
from Apple's headers, and not yet run on a Mac.
"""

from __future__ import annotations

import ctypes
import logging
import sys
from importlib import import_module

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.quiet import Quiet
from ergobreak.errors import DesktopError
from ergobreak.words import _

_FRAMEWORKS = "/System/Library/Frameworks/{0}.framework/{0}"
_SYSTEM_OBJECT = 1
_UNLIMITED = -2.0  # kIOPSTimeRemainingUnlimited: on mains
log = logging.getLogger(__name__)


class Address(ctypes.Structure):
    """AudioObjectPropertyAddress, which CoreMediaIO has copied."""

    _fields_ = (("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32))


def code(four: str) -> int:
    """A four-letter code as its number."""
    return int.from_bytes(four.encode("ascii"), "big")


def address(selector: str) -> Address:
    """That property, of the whole device."""
    return Address(selector=code(selector), scope=code("glob"), element=0)


if sys.platform == "darwin":

    class MacQuiet:
        """The source. Raises DesktopError when not even the sound system answers."""

        event_driven = False

        def __init__(self, apps: frozenset[str], wanted: frozenset[HoldReason]) -> None:
            self._apps, self._wanted = apps, wanted
            try:
                self._audio = ctypes.CDLL(_FRAMEWORKS.format("CoreAudio"))
                self._media = ctypes.CDLL(_FRAMEWORKS.format("CoreMediaIO"))
                self._power = ctypes.CDLL(_FRAMEWORKS.format("IOKit"))
                self._power.IOPSGetTimeRemainingEstimate.restype = ctypes.c_double
            except (OSError, AttributeError) as error:
                raise DesktopError(_("macOS does not tell which devices are in use.")) from error

        def read(self) -> Quiet:
            """The answer now, undebounced."""
            reasons: set[HoldReason] = set()
            if self._microphone():
                reasons.add(HoldReason.MICROPHONE)
            if self._camera():
                reasons.add(HoldReason.CAMERA)
            if HoldReason.BATTERY in self._wanted and self._power.IOPSGetTimeRemainingEstimate() != _UNLIMITED:
                reasons.add(HoldReason.BATTERY)
            if self._apps and self._front() & self._apps:
                reasons.add(HoldReason.APP)
            return Quiet(reasons=frozenset(reasons))

        def _microphone(self) -> bool:
            device = self._audio_number(_SYSTEM_OBJECT, "dIn ")
            return bool(device) and bool(self._audio_number(device, "gone"))

        def _audio_number(self, thing: int, selector: str) -> int:
            where, value, size = address(selector), ctypes.c_uint32(), ctypes.c_uint32(4)
            failed = self._audio.AudioObjectGetPropertyData(
                ctypes.c_uint32(thing), ctypes.byref(where), 0, None, ctypes.byref(size), ctypes.byref(value)
            )
            return 0 if failed else value.value

        def _camera(self) -> bool:
            where, size = address("dev#"), ctypes.c_uint32()
            system = ctypes.c_uint32(_SYSTEM_OBJECT)
            if self._media.CMIOObjectGetPropertyDataSize(system, ctypes.byref(where), 0, None, ctypes.byref(size)):
                return False
            devices, used = (ctypes.c_uint32 * (size.value // 4))(), ctypes.c_uint32()
            if self._media.CMIOObjectGetPropertyData(
                system, ctypes.byref(where), 0, None, size, ctypes.byref(used), ctypes.byref(devices)
            ):
                return False
            return any(self._runs(device) for device in devices[: used.value // 4])

        def _runs(self, device: int) -> bool:
            where, value, used = address("gone"), ctypes.c_uint32(), ctypes.c_uint32()
            failed = self._media.CMIOObjectGetPropertyData(
                ctypes.c_uint32(device), ctypes.byref(where), 0, None, ctypes.c_uint32(4),
                ctypes.byref(used), ctypes.byref(value),
            )  # fmt: skip
            return not failed and value.value != 0

        def _front(self) -> frozenset[str]:
            try:
                front = import_module("AppKit").NSWorkspace.sharedWorkspace().frontmostApplication()
            except ImportError:
                return frozenset()
            if front is None:
                return frozenset()
            return frozenset(str(each).lower() for each in (front.localizedName(), front.bundleIdentifier()) if each)

        def sentence(self) -> str:
            """One sentence for ``doctor``."""
            return _(
                "Microphone, camera and battery: from macOS, asked now and then. "
                "Focus is left to macOS, which holds notices back by itself."
            )

        def stop(self) -> None:
            """There is nothing to give back."""
