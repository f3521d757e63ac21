"""What a Linux library is linked with, read from its dynamic section: no tool of any system is needed for that.

Only 64-bit little-endian files are read; the wheels for x86-64 and arm64 have no others.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRTAB, _SONAME = 1, 5, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """One library.

    Args:
        soname: what others ask for to get it; empty for a plug-in.
        needed: what it asks for itself.
    """

    soname: str
    needed: tuple[str, ...]


def read(path: Path) -> Linked | None:
    """What the file says about itself, or None when it is no library."""
    data = path.read_bytes()
    if data[:6] != b"\x7fELF\x02\x01":
        return None
    offset, entry, count = *struct.unpack_from("<Q", data, 32), *struct.unpack_from("<HH", data, 54)
    headers = [struct.unpack_from("<IIQQQQ", data, offset + entry * number) for number in range(count)]
    loads = [(address, place, length) for kind, _, place, address, _, length in headers if kind == _LOAD]
    rows = [row for kind, _, place, _, _, length in headers if kind == _DYNAMIC for row in _rows(data, place, length)]
    text = next((_place(value, loads) for tag, value in rows if tag == _STRTAB), 0)

    def word(at: int) -> str:
        return data[text + at : data.index(b"\0", text + at)].decode()

    return Linked(
        soname=next((word(value) for tag, value in rows if tag == _SONAME), ""),
        needed=tuple(word(value) for tag, value in rows if tag == _NEEDED),
    )


def _rows(data: bytes, place: int, length: int) -> list[tuple[int, int]]:
    return [struct.unpack_from("<QQ", data, place + step) for step in range(0, length, 16)]


def _place(address: int, loads: list[tuple[int, int, int]]) -> int:
    """Where in the file lies what will be at that address."""
    return next(place + address - start for start, place, length in loads if start <= address < start + length)
