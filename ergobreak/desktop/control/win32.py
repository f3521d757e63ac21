"""A named pipe that only its owner's account can open, and that nobody can open from another machine.

The pipe belongs to the account and its access list names that account alone; the first instance must be the very first
one of that name, so that nobody can have made the pipe before us and listen in our place. One thread serves everybody
with overlapped reads and writes, and sleeps until somebody knocks. Needs no cleaning up after a crash: a pipe's name
goes with its process.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import sys
import threading
import time
from dataclasses import dataclass, field
from enum import Enum, auto

from ergobreak.desktop.control import Handler, answer
from ergobreak.door import MAX_BYTES
from ergobreak.errors import DesktopError
from ergobreak.paths import windows_sid

log = logging.getLogger(__name__)
PATIENCE_S = 5.0  # for a client to say its line and to take the answer
MOST_CLIENTS = 32  # one wait can watch 63 things
_TAKE_OVER_S = 2.0  # for a daemon that is just being ended to let go of the name
_PART = 65536
_ACCESS_DENIED = 5
_REJECT_REMOTE_CLIENTS = 0x8


def descriptor_of(sid: str) -> str:
    """Who may do what, in Windows's own notation: the owner everything, everybody else nothing, nothing inherited.

    >>> descriptor_of("S-1-5-21-7")
    'O:S-1-5-21-7D:P(A;;GA;;;S-1-5-21-7)'
    """
    return f"O:{sid}D:P(A;;GA;;;{sid})"


class _Step(Enum):
    """What an instance of the pipe is waiting for."""

    KNOCK = auto()
    HEAR = auto()
    SAY = auto()


class _SecurityAttributes(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint32), ("descriptor", ctypes.c_void_p), ("inherit", ctypes.c_int))


if sys.platform == "win32":
    import _winapi

    @dataclass(slots=True, eq=False)
    class _Client:
        """One instance of the pipe, and what goes on in it."""

        handle: int
        doing: _winapi.Overlapped
        step: _Step = _Step.KNOCK
        until: float = float("inf")
        heard: bytearray = field(default_factory=bytearray)

    class PipeDoor:
        """Serves all clients from one thread that sleeps until somebody knocks."""

        def __init__(self, address: str, handler: Handler) -> None:
            self._address, self._handler = address, handler
            self._kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel32.CreateEventW.restype = ctypes.c_void_p
            self._kernel32.SetEvent.argtypes = [ctypes.c_void_p]
            self._kernel32.LocalFree.argtypes = [ctypes.c_void_p]
            self._kernel32.DisconnectNamedPipe.argtypes = [ctypes.c_void_p]
            self._guard = _SecurityAttributes(ctypes.sizeof(_SecurityAttributes), _descriptor(windows_sid()), 0)
            self._clients: list[_Client] = []
            try:
                self._clients.append(self._first())
            except OSError as error:
                self._kernel32.LocalFree(self._guard.descriptor)
                title = f"Commands cannot be heard at {address}: {error.strerror or error}."
                raise DesktopError(title, "Another program has taken that name.") from error
            self._wake: int = self._kernel32.CreateEventW(None, True, False, None)  # noqa: FBT003 - Windows's own signature
            self._closed = threading.Event()
            self._thread = threading.Thread(target=self._serve, name="door", daemon=True)
            self._thread.start()

        def close(self) -> None:
            """Shut it; the name goes with the last instance."""
            if self._closed.is_set():
                return
            self._closed.set()
            self._kernel32.SetEvent(self._wake)
            if threading.current_thread() is not self._thread:
                self._thread.join(2.0)

        def sentence(self) -> str:
            """One sentence about itself for ``doctor``."""
            return f"Commands are heard at {self._address}, from this account only."

        def _serve(self) -> None:
            while not self._closed.is_set():
                soonest = min((each.until for each in self._clients), default=float("inf"))
                left = soonest - time.monotonic()
                patience = _winapi.INFINITE if left == float("inf") else max(0, int(left * 1000) + 1)
                events = [self._wake, *(each.doing.event for each in self._clients)]
                _winapi.WaitForMultipleObjects(events, False, patience)  # noqa: FBT003 - Windows's own signature
                for each in list(self._clients):
                    if _winapi.WaitForSingleObject(each.doing.event, 0) == _winapi.WAIT_OBJECT_0:
                        self._attend(each)
                now = time.monotonic()
                for late in [each for each in self._clients if each.until <= now]:
                    self._hang_up(late)
                self._keep_open()
            for each in list(self._clients):
                self._hang_up(each)
            _winapi.CloseHandle(self._wake)
            self._kernel32.LocalFree(self._guard.descriptor)

        def _attend(self, client: _Client) -> None:
            try:
                count, _error = client.doing.GetOverlappedResult(False)  # noqa: FBT003 - Windows's own signature
                if client.step is _Step.KNOCK:
                    client.until = time.monotonic() + PATIENCE_S
                    self._keep_open(knocked=client)
                    self._hear(client)
                elif client.step is _Step.HEAR:
                    self._heard(client, (client.doing.getbuffer() or b"")[:count])
                else:
                    self._hang_up(client, said=True)
            except OSError:
                self._hang_up(client)

        def _hear(self, client: _Client) -> None:
            client.step = _Step.HEAR
            client.doing, _error = _winapi.ReadFile(client.handle, _PART, overlapped=True)

        def _heard(self, client: _Client, part: bytes) -> None:
            client.heard += part
            if not part or len(client.heard) > MAX_BYTES:
                self._hang_up(client)
                return
            line, found, _rest = bytes(client.heard).partition(b"\n")
            if not found:
                self._hear(client)
                return
            client.step = _Step.SAY
            client.doing, _error = _winapi.WriteFile(client.handle, answer(line, self._handler), overlapped=True)

        def _hang_up(self, client: _Client, *, said: bool = False) -> None:
            """Close the instance. Who was answered may still read; who was not is cut off, or would keep the name."""
            self._clients.remove(client)
            with contextlib.suppress(OSError):
                client.doing.cancel()
            if not said:
                self._kernel32.DisconnectNamedPipe(client.handle)
            with contextlib.suppress(OSError):
                client.doing.GetOverlappedResult(True)  # noqa: FBT003 - Windows writes into it until it says so
            _winapi.CloseHandle(client.handle)

        def _keep_open(self, knocked: _Client | None = None) -> None:
            """Have one instance that waits for the next client, unless there are as many as may be."""
            waiting = any(each.step is _Step.KNOCK and each is not knocked for each in self._clients)
            if waiting or len(self._clients) >= MOST_CLIENTS:
                return
            try:
                self._clients.append(self._instance())
            except OSError as error:
                log.warning("no further instance of %s: %s", self._address, error)

        def _first(self) -> _Client:
            """The first instance: nobody else may have one. A daemon that was ended a moment ago is waited for."""
            patience = time.monotonic() + _TAKE_OVER_S
            while True:
                try:
                    return self._instance(_winapi.FILE_FLAG_FIRST_PIPE_INSTANCE)
                except OSError as error:
                    if error.winerror != _ACCESS_DENIED or time.monotonic() > patience:
                        raise
                    time.sleep(0.05)

        def _instance(self, flags: int = 0) -> _Client:
            handle = _winapi.CreateNamedPipe(
                self._address,
                _winapi.PIPE_ACCESS_DUPLEX | _winapi.FILE_FLAG_OVERLAPPED | flags,
                _winapi.PIPE_WAIT | _REJECT_REMOTE_CLIENTS,  # bytes, not messages: the line's end is the message's
                MOST_CLIENTS,
                _PART,
                _PART,
                0,
                ctypes.addressof(self._guard),
            )
            while True:
                try:
                    return _Client(handle, _winapi.ConnectNamedPipe(handle, overlapped=True))
                except OSError as error:
                    if error.winerror != _winapi.ERROR_NO_DATA:  # somebody came, and left before we looked
                        _winapi.CloseHandle(handle)
                        raise
                    self._kernel32.DisconnectNamedPipe(handle)

    def _descriptor(sid: str) -> int:
        """That description as Windows wants it, to be given back with LocalFree."""
        advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)
        found = ctypes.c_void_p()
        convert = advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW
        if not convert(ctypes.c_wchar_p(descriptor_of(sid)), 1, ctypes.byref(found), None) or not found.value:
            error = ctypes.WinError(ctypes.get_last_error())
            title = f"Commands cannot be heard: {error.strerror}."
            raise DesktopError(title, "See: ergobreak doctor")
        return found.value
