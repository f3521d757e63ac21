"""Small still figures, painted one at a time while nothing else waits, and kept as pictures.

A card asks when it is painted, so only what is in sight is ever drawn; the window itself never waits for a figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap

from ergobreak.screens.library_view import still_frame

if TYPE_CHECKING:
    from ergobreak.routines.model import Routine
    from ergobreak.screens.theme import Theme

Key = tuple[str, str, int, int, float]
UNDRAWABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Thumbnails(QObject):
    """The pictures of a library."""

    painted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[Key, QPixmap | None] = {}
        self._wanted: dict[Key, tuple[Routine, Theme, QSize, float]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._paint_one)

    def picture(self, routine: Routine, theme: Theme, size: QSize, ratio: float) -> QPixmap | None:
        """The picture, if it is there; else ``painted`` will tell. ``None`` for ever where nothing can be drawn."""
        key = (routine.id, theme.name, size.width(), size.height(), ratio)
        if key in self._kept:
            return self._kept[key]
        if size.width() > 0 and size.height() > 0:
            self._wanted[key] = (routine, theme, size, ratio)
            self._timer.start()
        return None

    @property
    def waiting(self) -> int:
        """How many are still to be painted."""
        return len(self._wanted)

    def stop(self) -> None:
        """Paint no more, and give the pictures back."""
        self._timer.stop()
        self._wanted.clear()
        self._kept.clear()

    def _paint_one(self) -> None:
        if not self._wanted:
            self._timer.stop()
            return
        key = next(iter(self._wanted))
        routine, theme, size, ratio = self._wanted.pop(key)
        try:
            self._kept[key] = _drawn(routine, theme, size, ratio)
        except UNDRAWABLE:
            self._kept[key] = None  # the words stand alone
        self.painted.emit(routine.id)


def _drawn(routine: Routine, theme: Theme, size: QSize, ratio: float) -> QPixmap:
    from ergobreak.routines.bases import base_poses  # noqa: PLC0415 - after the window is in sight
    from ergobreak.routines.pose.film import Film  # noqa: PLC0415 - as above
    from ergobreak.screens.figure_paint import paint_scene  # noqa: PLC0415 - as above

    film = Film(routine.frames, base_poses())
    frame, before = still_frame(routine)
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    scene = film.scene(frame, before=before, shadow=True)
    paint_scene(painter, scene, QRectF(0, 0, size.width(), size.height()), theme.figure, theme.colors["bg"])
    painter.end()
    return picture
