"""How to get into an X server: where its socket is, and the cookie it wants to see."""

from __future__ import annotations

import os
import re
import socket
import struct
import sys
from pathlib import Path

from ergobreak.errors import DesktopError
from ergobreak.words import _

_DISPLAY = re.compile(r"^(?:unix)?:(\d+)(?:\.\d+)?$")
_COOKIE = b"MIT-MAGIC-COOKIE-1"
_LOCAL, _WILD = 256, 65535
_SETUP_S = 3.0


def enter(display: str) -> tuple[socket.socket, bytes]:
    """An open connection and the server's greeting.

    Raises:
        DesktopError: no such display, or the server refuses.
    """
    match = _DISPLAY.match(display)
    if match is None:
        if display:
            raise DesktopError(_("The display {name} is not on this machine.").format(name=display))
        raise DesktopError(_("There is no X display here (DISPLAY is not set)."))
    number = match[1]
    sock = _open(number)
    try:
        sock.settimeout(_SETUP_S)
        name, cookie = (_COOKIE, found) if (found := cookie_for(number, _authority())) else (b"", b"")
        sock.sendall(
            struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(cookie))
            + name
            + b"\0" * (-len(name) % 4)
            + cookie
            + b"\0" * (-len(cookie) % 4)
        )
        head = _exactly(sock, 8)
        body = _exactly(sock, 4 * struct.unpack_from("<H", head, 6)[0])
    except OSError as error:
        sock.close()
        raise DesktopError(_("The X server does not answer.")) from error
    if head[0] != 1:
        sock.close()
        raise DesktopError(_("The X server does not let this program in."))
    return sock, head + body


def _open(number: str) -> socket.socket:
    if sys.platform == "win32":
        raise DesktopError(_("There is no X display here (DISPLAY is not set)."))
    # The path first: in a sandbox it is the one shared on purpose. The nameless form works where /tmp is private.
    last: OSError | None = None
    for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):  # noqa: S108 - fixed by X11
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            sock.settimeout(_SETUP_S)
            sock.connect(address)
        except OSError as error:
            sock.close()
            last = error
        else:
            return sock
    raise DesktopError(_("No X server answers at display :{number}.").format(number=number)) from last


def _exactly(sock: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = sock.recv(count - len(data))
        if not part:
            raise ConnectionResetError
        data += part
    return data


def _authority() -> bytes:
    path = os.environ.get("XAUTHORITY") or str(Path.home() / ".Xauthority")
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def cookie_for(number: str, authority: bytes) -> bytes:
    """The cookie for a display of this machine out of an ``.Xauthority`` file; empty without one."""
    host, at = socket.gethostname().encode(), 0
    wild = b""
    while at + 2 <= len(authority):
        family = struct.unpack_from(">H", authority, at)[0]
        at += 2
        fields = []
        for _field in range(4):
            if at + 2 > len(authority):
                return wild
            length = struct.unpack_from(">H", authority, at)[0]
            if at + 2 + length > len(authority):
                return wild
            fields.append(authority[at + 2 : at + 2 + length])
            at += 2 + length
        address, display, name, cookie = fields
        if name != _COOKIE or display not in {b"", number.encode()}:
            continue
        if family == _LOCAL and address == host:
            return cookie
        if family in {_LOCAL, _WILD}:
            wild = wild or cookie
    return wild
