"""The outside of the control door: how the command line and the screens speak to the daemon.

One request, one reply, each one line of JSON, over a Unix socket that only its owner can reach, or over a Windows named
pipe of this session. Only ``socket`` and ``json`` are imported (and ``ctypes`` on Windows), since a person waits for
the answer.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ergobreak.errors import ErgobreakError, NotRunning

MAX_BYTES = 256 * 1024  # one message; a status with fifty decisions is about 12 KiB


def send(address: str, message: dict[str, Any], timeout_s: float = 2.0) -> dict[str, Any]:
    """Send one message and wait for its reply.

    Args:
        address: path of the socket, or the pipe's name on Windows.
        message: must have a ``do``.
        timeout_s: for the connection and for the reply.

    Raises:
        NotRunning: nobody answers at that address.
        ErgobreakError: the daemon refused; its own words are the title.
    """
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode(errors="backslashreplace") + b"\n"
    try:
        reply = _pipe(address, line, timeout_s) if sys.platform == "win32" else _socket(address, line, timeout_s)
    except OSError as error:
        title = "ergobreak is not running."
        raise NotRunning(title, "Start it with: ergobreak") from error
    if not reply.endswith(b"\n"):
        title = "ergobreak closed the connection without an answer."
        raise NotRunning(title, "Start it with: ergobreak")
    try:
        answer: Any = json.loads(reply)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or "ok" not in answer:
        title = "Something else than ergobreak answered."
        raise ErgobreakError(title, f"It listens at {address}")
    if not answer["ok"]:
        refused = ErgobreakError(str(answer.get("error", "refused")), str(answer.get("hint", "")))
        refused.exit_code = int(answer.get("exit_code", 1))
        raise refused
    return dict(answer)


def _socket(address: str, line: bytes, timeout_s: float) -> bytes:
    if sys.platform == "win32":  # for the type checker
        return b""
    import socket  # noqa: PLC0415 - not on Windows, and not before it is needed

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(timeout_s)
        client.connect(address)
        client.sendall(line)
        return _read_line(client.recv)


def _pipe(address: str, line: bytes, timeout_s: float) -> bytes:
    """The same on Windows: the whole exchange within the time, and only with a pipe of this very account."""
    if sys.platform != "win32":  # for the type checker
        return b""
    import _winapi  # noqa: PLC0415 - Windows only; part of the interpreter, as multiprocessing and asyncio use it
    from time import monotonic  # noqa: PLC0415 - as above

    until = monotonic() + timeout_s

    def finish(doing: Any) -> int:  # noqa: ANN401 - _winapi.Overlapped, known to checkers on Windows only
        left = max(0, int((until - monotonic()) * 1000))
        if _winapi.WaitForSingleObject(doing.event, left) == _winapi.WAIT_TIMEOUT:
            doing.cancel()
            raise TimeoutError
        return int(doing.GetOverlappedResult(True)[0])  # noqa: FBT003 - Windows's own signature

    def read(most: int) -> bytes:
        try:
            doing, _ = _winapi.ReadFile(pipe, most, overlapped=True)
            count = finish(doing)
        except BrokenPipeError:
            return b""
        return (doing.getbuffer() or b"")[:count]

    pipe = _open_pipe(address, until)
    try:
        _same_account(pipe)
        finish(_winapi.WriteFile(pipe, line, overlapped=True)[0])
        return _read_line(read)
    finally:
        _winapi.CloseHandle(pipe)


def _open_pipe(address: str, until: float) -> int:
    """A handle of the pipe; while all its instances are taken it waits for one."""
    if sys.platform != "win32":  # for the type checker
        return 0
    import _winapi  # noqa: PLC0415 - Windows only; part of the interpreter, as multiprocessing and asyncio use it
    from time import monotonic  # noqa: PLC0415 - as above

    anonymous = 0x0010_0000  # SECURITY_SQOS_PRESENT, SECURITY_ANONYMOUS: the other end cannot act in our name
    access, flags = _winapi.GENERIC_READ | _winapi.GENERIC_WRITE, _winapi.FILE_FLAG_OVERLAPPED | anonymous
    while True:
        try:
            return _winapi.CreateFile(address, access, 0, 0, _winapi.OPEN_EXISTING, flags, 0)
        except OSError as error:
            left = int((until - monotonic()) * 1000)
            if error.winerror != _winapi.ERROR_PIPE_BUSY or left <= 0:
                raise
        _winapi.WaitNamedPipe(address, left)


def _same_account(pipe: int) -> None:
    """Raise ``PermissionError`` unless the pipe is this account's own: before ours, somebody may have made one."""
    if sys.platform != "win32":  # for the type checker
        return
    import ctypes  # noqa: PLC0415 - Windows only

    from ergobreak.paths import windows_sid  # noqa: PLC0415 - Windows only

    kernel32, advapi32 = ctypes.WinDLL("kernel32"), ctypes.WinDLL("advapi32")
    owner, descriptor, text = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_wchar_p()
    kernel_object, whose = 6, 1  # SE_KERNEL_OBJECT, OWNER_SECURITY_INFORMATION
    found = [ctypes.byref(owner), None, None, None, ctypes.byref(descriptor)]
    if failed := advapi32.GetSecurityInfo(ctypes.c_void_p(pipe), kernel_object, whose, *found):
        raise ctypes.WinError(failed)
    advapi32.ConvertSidToStringSidW(owner, ctypes.byref(text))
    name = text.value
    kernel32.LocalFree(text)
    kernel32.LocalFree(descriptor)
    if name != windows_sid():
        message = "the pipe belongs to another account"
        raise PermissionError(message)


def _read_line(read: Any) -> bytes:  # noqa: ANN401 - socket.recv and FileIO.read share no type
    got = bytearray()
    while not got.endswith(b"\n") and len(got) <= MAX_BYTES:
        part = read(65536)
        if not part:
            break
        got += part
    return bytes(got)
