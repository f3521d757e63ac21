"""Read one value out of dconf's file. The format (GVDB) is a small hash table; only its reading half is here.

No file is trusted: every offset is checked, and anything odd reads as "no such key".
"""

from __future__ import annotations

import struct

_HEADER, _BUCKET_TABLE, _ITEM = 24, 8, 24
_NO_PARENT = 0xFFFFFFFF


def lookup(data: bytes, key: str) -> bytes | None:
    """The serialised value of ``key`` (with its closing type string), or ``None``."""
    if len(data) < _HEADER or data[:8] != b"GVariant":
        return None  # a file for the other byte order says "raVGtnai"
    try:
        start, end = struct.unpack_from("<II", data, 16)
        blooms, buckets = struct.unpack_from("<II", data, start)
        blooms &= (1 << 27) - 1
        if not buckets:
            return None
        first_bucket = start + _BUCKET_TABLE + 4 * blooms
        first_item = first_bucket + 4 * buckets
        count = (end - first_item) // _ITEM
        wanted = _hash(key)
        index = struct.unpack_from("<I", data, first_bucket + 4 * (wanted % buckets))[0]
        while index < count:
            at = first_item + _ITEM * index
            hashed = struct.unpack_from("<I", data, at)[0]
            if hashed == wanted and _name(data, first_item, count, index) == key:
                kind, value_start, value_end = struct.unpack_from("<xxcxII", data, at + 12)
                return data[value_start:value_end] if kind == b"v" else None
            if hashed % buckets != wanted % buckets:
                return None
            index += 1
    except (struct.error, UnicodeDecodeError):
        return None
    return None


def boolean(value: bytes | None) -> bool | None:
    """A value that is a boolean variant; ``None`` for anything else."""
    return value[0] != 0 if value is not None and value[1:] == b"\0b" else None


def _hash(key: str) -> int:
    value = 5381
    for byte in key.encode():
        value = (value * 33 + (byte ^ 0x80) - 0x80) & 0xFFFFFFFF
    return value


def _name(data: bytes, first_item: int, count: int, index: int) -> str:
    parts: list[bytes] = []
    for _step in range(32):  # deeper than any real path; ends a ring
        at = first_item + _ITEM * index
        parent, start, size = struct.unpack_from("<IIH", data, at + 4)
        parts.insert(0, data[start : start + size])
        if parent == _NO_PARENT:
            break
        if parent >= count:
            return ""
        index = parent
    return b"".join(parts).decode()
