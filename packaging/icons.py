"""Draws every icon from the SVG files beside ``ergobreak/desktop/icons``: run it after changing one.

    python packaging/icons.py            writes the files
    python packaging/icons.py sheet.png  also paints a sheet of all of them, to look at

The tray's six shapes have one colour. They are kept as raw bytes, so that the resident process needs no image library:
per state one file, per size two planes of one byte a pixel, *alpha* (of the shape with its outline) and *mix*
(255 ink, 0 outline; between them where both share a pixel). Alpha times mix is the bare shape. The app's icon comes in
colour as PNG, ICO and ICNS.

Only the small part of SVG that these files use is read: rect, circle and path (M L H V A Z, round strokes, even-odd).
Straight rects are moved to whole pixels, so that their edges stay sharp at 20, 22 and 24 px.
"""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

from PIL import Image, ImageChops, ImageDraw

FOLDER = Path(__file__).parent.parent / "ergobreak" / "desktop" / "icons"
STATES = ("running", "prelude", "held", "paused", "break", "attention")
SIZES = (16, 20, 22, 24, 32, 48, 64)
APP_SIZES = (16, 24, 32, 48, 64, 128, 256)
SAMPLES = 16  # per pixel and direction
OUTLINE_GRID = 22  # one pixel at 16 to 22 px; larger ones grow with it, since some panels scale the largest down
SVG = "{http://www.w3.org/2000/svg}"

Point = tuple[float, float]
Loop = list[Point]
Box = tuple[float, float, float, float, float]  # x, y, width, height, corner


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One element of a file, flattened to lines in the file's own units.

    Args:
        loops: lines; even-odd when filled.
        stroke: width of the line, 0 for a filled shape.
        corners: a box with round corners, to be moved to whole pixels.
    """

    colour: str
    loops: list[Loop]
    stroke: float = 0.0
    corners: Box | None = None


def read(path: Path) -> tuple[float, list[Shape]]:
    """Read a file: its side, and its shapes from back to front."""
    root = ET.parse(path).getroot()  # noqa: S314 - our own file
    side = float(root.get("viewBox", "0 0 16 16").split()[2])
    return side, [_shape(each) for each in root]


def _shape(element: ET.Element) -> Shape:
    def number(name: str) -> float:
        return float(element.get(name, "0"))

    filled = element.get("fill", "none")
    stroke = 0.0 if filled != "none" else number("stroke-width")
    colour = element.get("stroke", "") if stroke else filled
    if element.tag == SVG + "rect":
        box = (number("x"), number("y"), number("width"), number("height"), number("rx"))
        return Shape(colour=colour, loops=[], corners=box)
    if element.tag == SVG + "circle":
        loop = _circle(number("cx"), number("cy"), number("r"))
        return Shape(colour=colour, loops=[loop], stroke=stroke)
    return Shape(colour=colour, loops=_path(element.get("d", "")), stroke=stroke)


def _circle(x: float, y: float, radius: float) -> Loop:
    turns = [2 * math.pi * step / 180 for step in range(181)]
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def _path(text: str) -> list[Loop]:
    tokens = re.findall(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)", text)
    loops: list[Loop] = []
    at: Point = (0.0, 0.0)
    command = ""
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        name, relative = command.upper(), command.islower()
        if name == "Z":
            loops[-1].append(loops[-1][0])
            at = loops[-1][0]
            continue
        count = {"M": 2, "L": 2, "H": 1, "V": 1, "A": 7}[name]
        numbers = [float(tokens.pop(0)) for _ in range(count)]
        base = at if relative else (0.0, 0.0)
        if name == "H":
            to = (numbers[0] + base[0], at[1])
        elif name == "V":
            to = (at[0], numbers[0] + base[1])
        else:
            to = (numbers[-2] + base[0], numbers[-1] + base[1])
        if name == "M":
            loops.append([to])
            command = "l" if relative else "L"
        elif name == "A":
            loops[-1] += _arc(at, to, numbers[0], large=bool(numbers[3]), sweep=bool(numbers[4]))
        else:
            loops[-1].append(to)
        at = to
    return loops


def _arc(start: Point, end: Point, radius: float, *, large: bool, sweep: bool) -> Loop:
    """Points of a circular arc after ``start``, as SVG's implementation notes put it."""
    half = ((start[0] - end[0]) / 2, (start[1] - end[1]) / 2)
    reach = math.hypot(*half)
    radius = max(radius, reach)
    off = math.sqrt(max(0.0, radius**2 - reach**2)) / reach * (-1 if large == sweep else 1)
    centre = ((start[0] + end[0]) / 2 + off * half[1], (start[1] + end[1]) / 2 - off * half[0])
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    turn = math.atan2(end[1] - centre[1], end[0] - centre[0]) - first
    if sweep and turn < 0:
        turn += 2 * math.pi
    elif not sweep and turn > 0:
        turn -= 2 * math.pi
    steps = max(4, math.ceil(abs(turn) / (math.pi / 90)))
    turns = [first + turn * step / steps for step in range(1, steps + 1)]
    return [(centre[0] + radius * math.cos(each), centre[1] + radius * math.sin(each)) for each in turns]


def cover(shapes: list[Shape], side: float, size: int, grow_px: float = 0.0) -> Image.Image:
    """How much of each pixel the shapes cover together, grown by ``grow_px`` on every side."""
    samples = SAMPLES if size <= max(SIZES) else 4
    canvas = Image.new("1", (size * samples, size * samples))
    for shape in shapes:
        canvas = ImageChops.logical_or(canvas, _cut_out(shape, side, size, samples, grow_px * samples))
    return canvas.convert("L").resize((size, size), Image.Resampling.BOX)


def _cut_out(shape: Shape, side: float, size: int, samples: int, grow: float) -> Image.Image:
    scale = size * samples / side
    canvas = Image.new("1", (size * samples, size * samples))
    if shape.corners is not None:
        _draw_box(canvas, shape.corners, size / side, samples, grow)
        return canvas
    loops = [[(x * scale, y * scale) for x, y in loop] for loop in shape.loops]
    if not shape.stroke:
        for loop in loops:
            part = Image.new("1", canvas.size)
            ImageDraw.Draw(part).polygon(loop, fill=1)
            canvas = ImageChops.logical_xor(canvas, part)
    half = shape.stroke * scale / 2 + grow
    if half:
        for loop in loops:
            _draw_line(canvas, loop, half)
    return canvas


def _draw_box(canvas: Image.Image, box: Box, scale: float, samples: int, grow: float) -> None:
    left, top = round(box[0] * scale) * samples, round(box[1] * scale) * samples
    right, bottom = round((box[0] + box[2]) * scale) * samples, round((box[1] + box[3]) * scale) * samples
    corner = box[4] * scale * samples + grow
    where = (left - grow, top - grow, right - 1 + grow, bottom - 1 + grow)
    ImageDraw.Draw(canvas).rounded_rectangle(where, corner, fill=1)


def _draw_line(canvas: Image.Image, line: Loop, half: float) -> None:
    draw = ImageDraw.Draw(canvas)
    for x, y in line:
        draw.ellipse((x - half, y - half, x + half, y + half), fill=1)
    for (x1, y1), (x2, y2) in pairwise(line):
        length = math.hypot(x2 - x1, y2 - y1)
        if length:
            dx, dy = (y2 - y1) / length * half, (x1 - x2) / length * half
            draw.polygon([(x1 + dx, y1 + dy), (x2 + dx, y2 + dy), (x2 - dx, y2 - dy), (x1 - dx, y1 - dy)], fill=1)


def planes(state: str, size: int) -> tuple[bytes, bytes]:
    """Alpha and mix of one tray icon."""
    side, shapes = read(FOLDER / f"{state}.svg")
    ink, grown = cover(shapes, side, size), cover(shapes, side, size, max(1.0, size / OUTLINE_GRID))
    alpha, mix = bytearray(), bytearray()
    for inked, covered in zip(ink.tobytes(), grown.tobytes(), strict=True):
        seen = inked + max(covered, inked) * (255 - inked) / 255
        alpha.append(round(seen))
        mix.append(round(inked * 255 / seen) if seen else 0)
    return bytes(alpha), bytes(mix)


def app(size: int) -> Image.Image:
    """The app's icon, in colour."""
    side, shapes = read(FOLDER / "app.svg")
    picture = Image.new("RGBA", (size, size))
    for each in shapes:
        colour = Image.new("RGBA", picture.size, each.colour)
        colour.putalpha(cover([each], side, size))
        picture = Image.alpha_composite(picture, colour)
    return picture


def tray_bytes(state: str) -> bytes:
    """Everything that the file of one state holds."""
    return b"".join(part for size in SIZES for part in planes(state, size))


def write() -> None:
    """Write every generated file."""
    for state in STATES:
        (FOLDER / f"{state}.planes").write_bytes(tray_bytes(state))
    pictures = {size: app(size) for size in APP_SIZES}
    for size in (48, 256):
        pictures[size].save(FOLDER / f"app-{size}.png", optimize=True)
    small = [pictures[size] for size in APP_SIZES[:-1]]
    pictures[256].save(FOLDER / "app.ico", sizes=[(size, size) for size in APP_SIZES], append_images=small)
    app(512).save(FOLDER / "app.icns", append_images=[pictures[size] for size in (32, 64, 128, 256)])


def sheet(path: Path) -> None:
    """Paint all tray icons as the daemon makes them, on four panels, each twice: as it is and four times as large."""
    sys.path.insert(0, str(FOLDER.parents[2]))
    from ergobreak.desktop import icons  # noqa: PLC0415 - only for the sheet

    sizes = (16, 22, 32, 48)
    grounds = ("#202427", "#FFFFFF", "#8A9499", "#2A5CAA")
    picture = Image.new("RGB", (len(STATES) * 270, len(grounds) * 560), "#FFFFFF")
    for row, ground in enumerate(grounds):
        ImageDraw.Draw(picture).rectangle((0, row * 560, picture.width, row * 560 + 560), fill=ground)
        for column, state in enumerate(STATES):
            x, y = column * 270 + 10, row * 560 + 10
            for size in sizes:
                icon = Image.frombytes("RGBA", (size, size), icons.rgba(state, size, icons.UNKNOWN))
                picture.paste(icon, (x, y), icon)
                large = icon.resize((size * 4, size * 4), Image.Resampling.NEAREST)
                picture.paste(large, (x + 60, y), large)
                y += size * 4 + 15
    picture.save(path)


if __name__ == "__main__":
    write()
    if len(sys.argv) > 1:
        sheet(Path(sys.argv[1]))
