"""The outside of the control door: how the command line and the screens speak to the daemon.

One request, one reply, each one line of JSON, over a Unix socket that only its owner can reach, or over a Windows named
pipe of this session. Only ``socket`` and ``json`` are imported, since a person waits for the answer.
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
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    try:
        reply = _pipe(address, line) if sys.platform == "win32" else _socket(address, line, timeout_s)
    except OSError as error:
        title = "ergobreak is not running."
        raise NotRunning(title, "Start it with: ergobreak") from error
    if not reply:
        title = "ergobreak closed the connection without an answer."
        raise NotRunning(title, "Start it with: ergobreak")
    answer: dict[str, Any] = json.loads(reply)
    if not answer.get("ok", False):
        refused = ErgobreakError(str(answer.get("error", "refused")), str(answer.get("hint", "")))
        refused.exit_code = int(answer.get("exit_code", 1))
        raise refused
    return answer


def _socket(address: str, line: bytes, timeout_s: float) -> bytes:
    import socket  # noqa: PLC0415 - not on Windows, and not before it is needed

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(timeout_s)
        client.connect(address)
        client.sendall(line)
        return _read_line(client.recv)


def _pipe(address: str, line: bytes) -> bytes:
    with open(address, "r+b", buffering=0) as client:  # noqa: PTH123 - a pipe's name is no path
        client.write(line)
        return _read_line(client.read)


def _read_line(read: Any) -> bytes:  # noqa: ANN401 - socket.recv and FileIO.read share no type
    got = bytearray()
    while not got.endswith(b"\n") and len(got) <= MAX_BYTES:
        part = read(65536)
        if not part:
            break
        got += part
    return bytes(got)
