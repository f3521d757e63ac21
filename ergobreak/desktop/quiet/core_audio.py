"""Is a microphone recording, as Windows' sound system (Core Audio) knows it: live, and so never stale.

Every capture device has sessions, one per program that uses it; an active one means that sound is being taken. The
calls go through COM by hand: a method is found by its place in its interface's table, as Microsoft's headers have it.
Wine answers up to the list of sessions, which it does not have; the rest has not yet been run.
"""

from __future__ import annotations

import ctypes
import sys
from uuid import UUID

_ENUMERATOR_CLASS = UUID("BCDE0395-E52F-467C-8E3D-C4579291692E")  # MMDeviceEnumerator
_ENUMERATOR = UUID("A95664D2-9614-4F35-A746-DE8DB63617E6")  # IMMDeviceEnumerator
_MANAGER = UUID("77AA99A0-1BD6-484F-8BC7-2C654C9A9B6F")  # IAudioSessionManager2
_RELEASE, _ENUM_ENDPOINTS, _ACTIVATE, _GET_ENUMERATOR = 2, 3, 3, 5
_COUNT, _ITEM, _GET_STATE = 3, 4, 3
_CAPTURE, _PRESENT, _ANY_SERVER, _IN_PROCESS = 1, 1, 23, 1
_ACTIVE = 1

if sys.platform == "win32":
    from contextlib import ExitStack

    class _Refused(Exception):  # noqa: N818 - an answer, caught below
        """A COM call said no."""

    def _guid(value: UUID) -> ctypes.Array[ctypes.c_char]:
        return ctypes.create_string_buffer(value.bytes_le, 16)

    def _call(thing: ctypes.c_void_p, place: int, *arguments: object) -> int:
        table = ctypes.cast(thing, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        kinds = [ctypes.c_void_p if not isinstance(each, int) else ctypes.c_uint32 for each in arguments]
        method = ctypes.WINFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, *kinds)(table[place] or 0)
        return int(method(thing, *arguments))

    def _get(stack: ExitStack, thing: ctypes.c_void_p, place: int, *arguments: object) -> ctypes.c_void_p:
        """Call what hands out another object, and see to it that it is given back."""
        found = ctypes.c_void_p()
        if _call(thing, place, *arguments, ctypes.byref(found)) or not found.value:
            raise _Refused
        stack.callback(_call, found, _RELEASE)
        return found

    def _number(thing: ctypes.c_void_p, place: int) -> int:
        value = ctypes.c_int32()
        if _call(thing, place, ctypes.byref(value)):
            raise _Refused
        return value.value

    def recording() -> bool | None:
        """Whether any program records now; ``None`` where Core Audio does not say or there is no device."""
        try:
            ole32 = ctypes.WinDLL("ole32")
            entered = ole32.CoInitializeEx(None, 0) in {0, 1}  # another kind of apartment on this thread does as well
            try:
                with ExitStack() as stack:
                    return _look(stack, ole32)
            finally:
                if entered:
                    ole32.CoUninitialize()
        except (OSError, AttributeError, _Refused):
            return None

    def _look(stack: ExitStack, ole32: ctypes.WinDLL) -> bool | None:
        enumerator = ctypes.c_void_p()
        what, how = _guid(_ENUMERATOR_CLASS), _guid(_ENUMERATOR)
        if ole32.CoCreateInstance(what, None, _IN_PROCESS, how, ctypes.byref(enumerator)) or not enumerator.value:
            return None
        stack.callback(_call, enumerator, _RELEASE)
        devices = _get(stack, enumerator, _ENUM_ENDPOINTS, _CAPTURE, _PRESENT)
        count = _number(devices, _COUNT)
        wanted = _guid(_MANAGER)
        for number in range(count):
            device = _get(stack, devices, _ITEM, number)
            manager = _get(stack, device, _ACTIVATE, wanted, _ANY_SERVER, None)
            sessions = _get(stack, manager, _GET_ENUMERATOR)
            for each in range(_number(sessions, _COUNT)):
                if _number(_get(stack, sessions, _ITEM, each), _GET_STATE) == _ACTIVE:
                    return True
        return False if count else None
