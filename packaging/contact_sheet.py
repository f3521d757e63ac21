"""Draw all key frames of all packaged routines on one sheet, to be looked at.

``python packaging/contact_sheet.py OUT.png``; ``OUT.svg`` instead draws the same scenes as SVG. Options: ``--theme
light|dark|contrast``, ``--only NAME`` (repeatable), ``--size PIXELS`` of one cell, ``--between`` for three moments of
every move instead of the key frames.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ergobreak.routines.bases import base_poses  # noqa: E402 - after the path is set
from ergobreak.routines.pose.film import Film  # noqa: E402 - after the path is set
from ergobreak.routines.svg import PAPER_COLOURS, svg  # noqa: E402 - after the path is set

if TYPE_CHECKING:
    from ergobreak.routines.pose.scene import Scene

PAPERS = {"light": "#F4F6F3", "dark": "#182124", "contrast": "#000000"}
THEMES: dict[str, dict[str, str | float]] = {
    "light": dict(PAPER_COLOURS),
    "dark": {
        "body": "#B4CACE",
        "far": "#5E767C",
        "move": "#F29B68",
        "move_far": "#8E5F45",
        "face": "#2A3A3F",
        "prop": "#857B68",
        "prop_fill": "#5A5346",
        "mat": "#26403C",
        "ground": "#3C4A4E",
        "shadow": "#000000",
        "shadow_opacity": 0.35,
    },
    "contrast": {
        "body": "#FFFFFF",
        "far": "#9A9A9A",
        "move": "#FFD400",
        "move_far": "#A88C00",
        "face": "#000000",
        "prop": "#7FB8FF",
        "prop_fill": "#003A7A",
        "mat": "#003A7A",
        "ground": "#FFFFFF",
        "shadow": "#000000",
        "shadow_opacity": 0.0,
    },
}


def cells(only: list[str], *, between: bool) -> list[tuple[str, Scene]]:
    """A label and a scene for every picture on the sheet."""
    found: list[tuple[str, Scene]] = []
    for path in sorted((ROOT / "ergobreak" / "routines" / "library").glob("*.toml")):
        if only and path.stem not in only:
            continue
        routine: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        film = Film(routine["frames"], base_poses())
        before: str | None = None
        for name in routine["frames"]:
            if between and before is not None and film.joins(before, name):
                found += [
                    (f"{path.stem} {before}-{name} {share}", film.moment(before, name, share))
                    for share in (0.25, 0.5, 0.75)
                ]
            else:
                found.append((f"{path.stem} {name}", film.scene(name, before=before, arrow=True)))
            before = name
    return found


def draw(found: list[tuple[str, Scene]], out: Path, theme: str, size: int) -> None:
    """Write the sheet as a picture."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QRectF  # noqa: PLC0415 - only for pictures
    from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter  # noqa: PLC0415 - only for pictures

    from ergobreak.screens.figure_paint import paint_scene  # noqa: PLC0415 - only for pictures

    app = QGuiApplication.instance() or QGuiApplication([])
    columns = max(1, min(len(found), 1600 // size))
    rows = -(-len(found) // columns)
    image = QImage(columns * size, rows * (size + 14), QImage.Format.Format_RGB32)
    image.fill(QColor(PAPERS[theme]))
    painter = QPainter(image)
    font = QFont()
    font.setPixelSize(10)
    painter.setFont(font)
    painter.setPen(QColor(str(THEMES[theme]["body"])))
    for index, (label, scene) in enumerate(found):
        x, y = index % columns * size, index // columns * (size + 14)
        paint_scene(painter, scene, QRectF(x + 2, y + 2, size - 4, size - 4), THEMES[theme], PAPERS[theme])
        painter.drawText(QRectF(x, y + size - 4, size, 14), label)
    painter.end()
    if not image.save(str(out)):
        raise SystemExit(f"cannot write {out}")
    del app


def main(arguments: list[str] | None = None) -> None:
    """Draw the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--theme", choices=sorted(THEMES), default="light")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--between", action="store_true")
    given = parser.parse_args(arguments)
    found = cells(given.only, between=given.between)
    if given.out.suffix == ".svg":
        scenes = [scene for _, scene in found]
        text = svg(scenes, title="Contact sheet", colors=THEMES[given.theme], paper=PAPERS[given.theme])
        given.out.write_text(text, encoding="utf-8")
    else:
        draw(found, given.out, given.theme, given.size)


if __name__ == "__main__":
    main()
