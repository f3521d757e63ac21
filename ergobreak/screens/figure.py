"""The drawn figure on a screen: it moves through a step's key frames, or stands still.

The view paints only while something moves, at most thirty times a second, and sleeps through every rest and
while it is hidden. With reduced motion it shows the key frames as a strip and frames the current one. A routine
that cannot be drawn leaves an empty view: the text beside it stands alone.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ergobreak.routines.bases import base_poses
from ergobreak.routines.pose.film import Film
from ergobreak.routines.pose.reel import Reel, reel
from ergobreak.routines.pose.scene import Scene, mirrored
from ergobreak.routines.pose.telling import describe, tell
from ergobreak.screens.figure_paint import Colours, paint_scene
from ergobreak.screens.figure_words import figure_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FigureView", "paint_scene"]

TICK_MS = 16  # sixty a second
STRIP_MS = 5000
SMALL = 120  # below this many pixels no arrow and no shadow
LONGEST_SLEEP_MS = 60_000


class FigureView(QLabel):
    """A routine's figure. A label with a picture, because that is what assistive technology knows as an image.

    Args:
        colors: a theme's figure colours, by role, and ``shadow_opacity``.
        paper: the colour the figure stands on.
        parent: as for every widget.
    """

    def __init__(self, colors: Colours, paper: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors: Colours = dict(colors)
        self._paper = paper
        self._film: Film | None = None
        self._steps: list[Mapping[str, Any]] = []
        self._reel: Reel | None = None
        self._strip: list[str] = []
        self._current = 0
        self._still: tuple[str, str | None] | None = None
        self._mirrored = False
        self._reduced = False
        self._shown_step: int | None = None
        self._clock = QElapsedTimer()
        self._offset = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        picture = QPixmap(1, 1)
        picture.fill(Qt.GlobalColor.transparent)
        self.setPixmap(picture)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def can_draw(self) -> bool:
        """Whether there is a figure to show."""
        return self._film is not None

    @property
    def moving(self) -> bool:
        """Whether the view wakes up by itself at present."""
        return self._timer.isActive()

    def set_routine(self, routine: Mapping[str, Any] | None) -> None:
        """Show this routine, as in its file, from its first frame; ``None`` clears the view.

        Raises:
            ValueError: it cannot be drawn. The view is then empty: never a broken picture.
        """
        self._film, self._steps, self._reel, self._still, self._shown_step = None, [], None, None, None
        self._timer.stop()
        self.setAccessibleName("")
        self.update()
        if routine is None or not routine.get("frames"):
            return
        try:
            self._film = Film(routine["frames"], base_poses())
        except (KeyError, TypeError, IndexError) as error:
            message = f"a frame cannot be drawn: {error}"
            raise ValueError(message) from error
        self._steps = list(routine.get("steps", ()))
        self.show_frame(next(iter(self._film.poses)))

    def show_step(self, index: int, mirrored: bool = False) -> None:  # noqa: FBT001, FBT002 - the agreed call
        """Move through a step's frames; ``mirrored`` shows the other side."""
        if self._film is None or not 0 <= index < len(self._steps):
            return
        step = self._steps[index]
        self._shown_step, self._mirrored, self._still = index, mirrored, None
        self._reel = reel(self._film, step)
        self._strip = list(dict.fromkeys(name for name in step.get("show", ()) if name in self._film.poses))
        self._current, self._offset = 0, 0.0
        self._clock.start()
        self.setAccessibleName(figure_sentence(tell(self._film, step, mirrored=mirrored)))
        self._wake()
        self.update()

    def show_frame(self, name: str, before: str | None = None) -> None:
        """Stand still in one frame, with an arrow for what moved since ``before`` (else the frame ahead of it)."""
        if self._film is None or name not in self._film.poses:
            return
        if before is None:
            before = next((first for first, second in pairwise(self._film.poses) if second == name), None)
        self._reel, self._still, self._mirrored, self._shown_step = None, (name, before), False, None
        self._timer.stop()
        parts = self._film.accents(before, name) if before is not None else frozenset()
        self.setAccessibleName(figure_sentence(describe(self._film, name, parts)))
        self.update()

    def set_mirrored(self, mirrored: bool) -> None:  # noqa: FBT001 - a setter, as Qt has them
        """Show the other side of what is shown."""
        self._mirrored = mirrored
        self.update()

    def set_reduced_motion(self, reduced: bool) -> None:  # noqa: FBT001 - a setter, as Qt has them
        """Key frames as a strip instead of movement."""
        self._reduced = reduced
        if self._shown_step is not None:
            self.show_step(self._shown_step, self._mirrored)

    def set_colors(self, colors: Colours, paper: str) -> None:
        """Another theme."""
        self._colors, self._paper = dict(colors), paper
        self.update()

    def seek(self, seconds: float) -> None:
        """Jump to this many seconds into the step."""
        self._offset = seconds - (self._clock.elapsed() / 1000.0 if self._clock.isValid() else 0.0)
        self._wake()
        self.update()

    def sizeHint(self) -> QSize:
        """A size at which every figure reads well."""
        return QSize(360, 320)

    def minimumSizeHint(self) -> QSize:
        """The least size at which a figure still reads."""
        return QSize(96, 88)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on moving."""
        super().showEvent(event)
        self._wake()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it: sleep."""
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's name and arguments
        """Paint this moment."""
        if self._film is None:
            return
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._reduced and self._reel is not None and len(self._strip) > 1:
            self._paint_strip(painter, rect)
        else:
            paint_scene(painter, self._sided(self._scene(rect)), rect, self._colors, self._paper)
        painter.end()

    def _now(self) -> float:
        return self._offset + (self._clock.elapsed() / 1000.0 if self._clock.isValid() else 0.0)

    def _scene(self, rect: QRectF) -> Scene:
        assert self._film is not None  # noqa: S101 - painted only with a film
        large = min(rect.width(), rect.height()) >= SMALL
        if self._reel is not None:
            now = self._reel.at(self._now())
            if now.start == now.end:
                return self._film.scene(now.end, before=self._before(now.end), shadow=large)
            return self._film.moment(now.start, now.end, now.share, shadow=large)
        name, before = self._still or (next(iter(self._film.poses)), None)
        return self._film.scene(name, before=before, arrow=large, shadow=large)

    def _before(self, name: str) -> str | None:
        """The frame a resting one was reached from, so that the accent stays while it rests."""
        if self._reel is None:
            return None
        return next((each.start for each in self._reel.stretches if each.end == name != each.start), None)

    def _sided(self, scene: Scene) -> Scene:
        return mirrored(scene) if self._mirrored else scene

    def _paint_strip(self, painter: QPainter, rect: QRectF) -> None:
        assert self._film is not None  # noqa: S101 - painted only with a film
        wide = rect.width() / len(self._strip)
        before: str | None = None
        for index, name in enumerate(self._strip):
            cell = QRectF(rect.x() + index * wide, rect.y(), wide, rect.height()).adjusted(4.0, 4.0, -4.0, -4.0)
            large = min(cell.width(), cell.height()) >= SMALL
            scene = self._film.scene(name, before=before, arrow=large, shadow=large)
            paint_scene(painter, self._sided(scene), cell.adjusted(6.0, 6.0, -6.0, -6.0), self._colors, self._paper)
            if index == self._current:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(QColor(str(self._colors["body"])), 3.0))
                painter.drawRoundedRect(cell, 12.0, 12.0)
            before = name

    def _wake(self) -> None:
        """Sleep until the picture next changes, or for good."""
        self._timer.stop()
        if self._reel is None or not self.isVisible():
            return
        if self._reduced:
            if len(self._strip) > 1:
                self._timer.start(STRIP_MS)
            return
        still = self._reel.at(self._now()).still_s
        if still == float("inf"):
            return
        self._timer.start(TICK_MS if still <= 0.0 else min(LONGEST_SLEEP_MS, max(TICK_MS, int(still * 1000.0))))

    def _tick(self) -> None:
        if self._reduced:
            self._current = (self._current + 1) % max(1, len(self._strip))
        else:
            self._wake()
        self.update()
