"""The player's figure and strip, driven by the course of the routine. What cannot be drawn leaves the words alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtWidgets import QWidget

from ergobreak.screens.player_flow import Phase
from ergobreak.screens.player_frames import ENDLESS_S, UNDRAWABLE, Frames, Shown

if TYPE_CHECKING:
    from ergobreak.screens.player_flow import Player
    from ergobreak.screens.player_parts import FigureCard, Strip
    from ergobreak.screens.theme import Theme

MakeFigure: TypeAlias = Callable[[Mapping[str, Any], str, QWidget], Any]


def make_figure(colors: Mapping[str, Any], paper: str, parent: QWidget) -> Any:  # noqa: ANN401 - made by a lazy import
    """The drawn figure."""
    from ergobreak.screens.figure import FigureView  # noqa: PLC0415 - only where a figure is drawn

    return FigureView(colors, paper, parent)


class Pictures:
    """The figure in its card, and the key frames under it."""

    def __init__(self, theme: Theme, card: FigureCard, strip: Strip, make: MakeFigure = make_figure) -> None:
        self._theme, self._card, self._strip, self._make = theme, card, strip, make
        self._figure: Any = None
        self._frames: Frames | None = None
        self._shown: Shown | None = None

    @property
    def for_s(self) -> float:
        """How long what is shown stays true."""
        return ENDLESS_S if self._shown is None else self._shown.for_s

    def play(self, player: Player) -> None:
        """Take another routine."""
        self._frames = self._shown = None
        if player.raw is not None:
            try:
                frames = Frames(player)
                if self._figure is None:
                    self._figure = self._make(self._theme.figure, self._theme.colors["bg"], self._card)
                    self._figure.set_reduced_motion(self._theme.reduced_motion)
                self._figure.set_routine(player.raw)
                self._frames = frames
            except UNDRAWABLE:
                self._frames = None
        if self._frames is not None:
            self._card.hold(self._figure)
        else:
            self._card.let_go()
        self._strip.show_frames(self._frames)

    def show(self, player: Player, now: float) -> str:
        """Let the figure do what the moment wants; returns where it is seen from, in words."""
        if self._frames is None or player.phase is Phase.HURT:
            return ""
        shown = self._frames.shown(player, now, reduced=self._theme.reduced_motion)
        old, self._shown = self._shown, shown
        if old is None or old.key != shown.key:
            if shown.still:
                self._figure.show_frame(shown.still)
                self._figure.set_mirrored(shown.mirrored)
            else:
                self._figure.show_step(shown.step, shown.mirrored)
                if shown.seek_s:
                    self._figure.seek(shown.seek_s)
        self._strip.frame_picture(shown.picture)
        return self._frames.seen_from(shown.picture)
