"""A picture of what Xvfb shows, from the file that ``Xvfb -fbdir`` keeps: no program has to be installed beside it."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BITS, COLOUR_SIZE = 32, 12


def save(dump: Path, picture: Path) -> None:
    """Write the screen as PNG.

    Args:
        dump: an X window dump of 24 bits a pixel in 32.
        picture: where to.

    Raises:
        ValueError: it is a dump of another kind.
    """
    data = dump.read_bytes()
    words = struct.unpack(">25I", data[:100])
    header, width, height, bits, line, colours = words[0], words[4], words[5], words[11], words[12], words[19]
    if bits != BITS:
        raise ValueError(f"{dump}: {bits} bits a pixel")
    start = header + colours * COLOUR_SIZE
    rows = bytearray()
    for row in range(height):
        at = start + row * line
        pixels = data[at : at + width * 4]
        flat = bytearray(width * 3)
        flat[0::3], flat[1::3], flat[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
        rows += b"\0" + flat
    picture.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 6))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
