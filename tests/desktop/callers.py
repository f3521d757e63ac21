"""Whoever knocks at the door in the tests: a bare connection with none of the manners of ``ergobreak.door``."""

from __future__ import annotations

import os
import socket
import sys
import uuid
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path


def address_in(folder: Path) -> str:
    """An address that nobody else has."""
    return rf"\\.\pipe\ergobreak-{uuid.uuid4().hex}" if sys.platform == "win32" else str(folder / "ctl.sock")


class Caller:
    """One connection."""

    def __init__(self, address: str) -> None:
        self._socket: Any = None
        self._file: Any = None
        if sys.platform == "win32":
            while self._file is None:
                try:
                    self._file = open(address, "r+b", buffering=0)  # noqa: PTH123, SIM115 - no path; leave() closes it
                except OSError:  # the door has not put up its next instance yet
                    import _winapi  # noqa: PLC0415 - Windows only

                    _winapi.WaitNamedPipe(address, 5000)
        else:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket.settimeout(20)
            try:
                self._socket.connect(address)
            except OSError:
                self._socket.close()
                raise

    def say(self, words: bytes) -> bool:
        """Send; ``False`` when the door has hung up."""
        try:
            if self._file is not None:
                self._file.write(words)
            else:
                self._socket.sendall(words)
        except OSError:
            return False
        return True

    def hear(self) -> bytes:
        """Whatever comes until the door hangs up."""
        got = b""
        try:
            while part := (self._file.read(65536) if self._file is not None else self._socket.recv(65536)):
                got += part
        except TimeoutError:
            raise
        except OSError:
            pass  # hung up on in the middle
        return got

    def leave(self) -> None:
        """Be gone without a word."""
        (self._file or self._socket).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()


def is_root() -> bool:
    """Whether this may become somebody else."""
    return sys.platform != "win32" and os.geteuid() == 0
