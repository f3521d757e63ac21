"""The icons as bytes: the daemon paints nothing and loads no image library.

Each ``<state>.planes`` file holds, for every size, two planes of one byte a pixel: *alpha* of the shape with its
outline, and *mix* (255 ink, 0 outline). Colouring a plane is one ``bytes.translate`` a channel, well under a
millisecond for all sizes. ``packaging/icons.py`` makes the files from the SVG files beside them.

Most desktops do not tell the colour of their panel, so the tray shows light ink with a thin dark outline: on a
dark panel the outline melts away, on a light one it carries the shape. No number is ever drawn: minutes are words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SIZES = (16, 20, 22, 24, 32, 48, 64)
FOLDER = Path(__file__).parent

INK_ON_LIGHT = (0x1D, 0x2B, 0x2F)
INK_ON_DARK = (0xF2, 0xF6, 0xF4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inks:
    """Colours of a tray icon; without an outline only the bare shape is seen."""

    ink: tuple[int, int, int]
    outline: tuple[int, int, int] | None = None


UNKNOWN = Inks(ink=INK_ON_DARK, outline=INK_ON_LIGHT)  # the panel's colour cannot be read
ON_DARK = Inks(ink=INK_ON_DARK)
ON_LIGHT = Inks(ink=INK_ON_LIGHT)
TEMPLATE = Inks(ink=(0, 0, 0))  # macOS colours it


def app_icon(size: int = 48) -> Path:
    """Where the app's own icon lies, as PNG (48 or 256)."""
    return FOLDER / f"app-{size}.png"


def argb(state: str, inks: Inks = UNKNOWN) -> list[tuple[int, int, bytes]]:
    """All sizes of one state as width, height and ARGB bytes, as a StatusNotifierItem gives them."""
    return [(size, size, _weave(planes, inks, 1)) for size, planes in _planes(state)]


def rgba(state: str, size: int, inks: Inks = UNKNOWN) -> bytes:
    """One size of one state as RGBA bytes, as image libraries want them."""
    return next(_weave(planes, inks, 0) for each, planes in _planes(state) if each == size)


def _planes(state: str) -> list[tuple[int, tuple[bytes, bytes]]]:
    raw = (FOLDER / f"{state}.planes").read_bytes()
    found, at = [], 0
    for size in SIZES:
        count = size * size
        found.append((size, (raw[at : at + count], raw[at + count : at + 2 * count])))
        at += 2 * count
    return found


def _weave(planes: tuple[bytes, bytes], inks: Inks, first: int) -> bytes:
    """Put four channels together; ``first`` is where red stands (1 for ARGB, 0 for RGBA)."""
    alpha, mix = planes
    outline = inks.outline
    if outline is None:
        outline = inks.ink
        alpha = bytes(a * m // 255 for a, m in zip(alpha, mix, strict=True))
    woven = bytearray(4 * len(alpha))
    woven[(first + 3) % 4 :: 4] = alpha
    for channel in range(3):
        low, high = outline[channel], inks.ink[channel]
        table = bytes(low + (high - low) * part // 255 for part in range(256))
        woven[first + channel :: 4] = mix.translate(table)
    return bytes(woven)
