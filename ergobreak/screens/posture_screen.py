"""The posture check: a small window in a corner that asks one thing, takes nothing, and goes by itself.

It appears without the focus. Its clock stands still while the mouse is over it or the focus is in it, so that nobody
who reads is hurried. The card's ``data`` holds ``id``, ``say``, ``fix`` and maybe ``figure``: a table with ``frames``
as in a routine's file, shown in its last frame. The reply names the check as ``posture:<id>`` where a break names its
routine.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ergobreak.errors import ContentError
from ergobreak.screens.break_flow import Countdown
from ergobreak.screens.floating import AskingWindow
from ergobreak.screens.focus_ring import FocusRing
from ergobreak.screens.keys import KeyGuard, plain_letter, text_size_step
from ergobreak.screens.placement import pointer_screen
from ergobreak.screens.theme import dress
from ergobreak.screens.widgets import LinkButton, PrimaryButton, SecondaryButton, TextLabel, paint_card
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from ergobreak.screens.app import Stage
    from ergobreak.screens.theme import Theme

USUAL_S = 40.0
SECOND_MS = 1000
UNDRAWABLE = (ContentError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def open_posture(stage: Stage) -> PostureScreen:
    """The screen for a card ``posture``."""
    return PostureScreen(stage)


def _figure(colors: Mapping[str, Any], paper: str, parent: QWidget) -> Any:  # noqa: ANN401 - made by a lazy import
    from ergobreak.screens.figure import FigureView  # noqa: PLC0415 - only where a figure is drawn

    return FigureView(colors, paper, parent)


class Paper(QFrame):
    """A sheet of paper in the card, for the figure to stand on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.figure: Any = None
        row = QVBoxLayout(self)
        pad = theme.space("s")
        row.setContentsMargins(pad, pad, pad, pad)
        self.wear(theme)

    def hold(self, figure: QWidget) -> None:
        """Show this figure."""
        self.figure = figure
        layout = self.layout()
        if layout is not None:
            layout.addWidget(figure)

    def wear(self, theme: Theme) -> None:
        """Take another theme; the height does not grow, since of everything the figure gives way first."""
        self._theme = theme
        self.setFixedHeight(theme.of("posture_card", "figure")[1])
        if self.figure is not None:
            self.figure.set_colors(theme.figure, theme.colors["bg"])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paper with its line."""
        painter = QPainter(self)
        paint_card(painter, QRectF(self.rect()), self._theme, "bg")
        painter.end()


class PostureWindow(AskingWindow):
    """The question, the fix, and two answers."""

    def __init__(
        self,
        stage: Stage,
        screen: PostureScreen,
        make_figure: Callable[[Mapping[str, Any], str, QWidget], Any],
    ) -> None:
        theme = stage.theme
        width = theme.of("window", "posture")[0]
        super().__init__(theme, stage.card.look.corner, width, partial(screen.answer, "closed", ""))
        self._stage, self._screen = stage, screen
        self._painted = False
        self.guard = KeyGuard(stage.clock)
        say, fix = (_(str(stage.card.data.get(each, ""))) for each in ("say", "fix"))
        self.setAccessibleName(" ".join(part for part in (f"{_('Posture check')}.", say, fix) if part))
        self.paper = Paper(theme)
        self.kind = TextLabel(theme, _("Posture check"), "small", "ink_soft")
        self.question = TextLabel(theme, say, "heading")
        self.fix = TextLabel(theme, fix, "body", "ink_soft")
        self.done = PrimaryButton(theme, _("Done"))
        self.not_now = SecondaryButton(theme, _("Not now"))
        self.less = LinkButton(theme, _("Ask this less often"), small=True, color="ink_soft")
        self.closes = TextLabel(theme, "", "small", "ink_soft")
        self._draw_figure(make_figure)
        self._lay_out()
        self.done.clicked.connect(lambda: screen.answer("fine", "done"))
        self.not_now.clicked.connect(lambda: screen.answer("skip", "not_now"))
        self.less.clicked.connect(lambda: screen.answer("skip", "less"))
        self.ring = FocusRing(theme, self)

    def _draw_figure(self, make_figure: Callable[[Mapping[str, Any], str, QWidget], Any]) -> None:
        raw = self._stage.card.data.get("figure")
        self.paper.hide()
        if not isinstance(raw, dict) or not raw.get("frames"):
            return
        try:
            figure = make_figure(self._theme.figure, self._theme.colors["bg"], self.paper)
            figure.set_reduced_motion(self._theme.reduced_motion)
            figure.set_routine(raw)
            if raw.get("steps"):
                figure.show_step(0)
            else:
                figure.show_frame(list(raw["frames"])[-1])
        except UNDRAWABLE:
            return
        self.paper.hold(figure)
        self.paper.show()

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self.body)
        side = theme.space("l") + theme.space("xs")
        column.setContentsMargins(side, side, side, theme.space("m"))
        column.setSpacing(theme.space("s"))
        column.addWidget(self.kind)
        column.addWidget(self.paper)
        column.addSpacing(theme.space("s"))
        column.addWidget(self.question)
        column.addWidget(self.fix)
        column.addSpacing(theme.space("s"))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.of("space", "gap_between_buttons"))
        buttons.addWidget(self.done, 1)
        buttons.addWidget(self.not_now, 1)
        column.addLayout(buttons)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(theme.space("m"))
        self._foot.addWidget(self.less, 0, Qt.AlignmentFlag.AlignVCenter)
        self._foot.addStretch(1)
        self._foot.addWidget(self.closes, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(self._foot)

    def place(self) -> None:
        """Foot and buttons go under each other where they are too wide for one line."""
        width = self._theme.text(self._wanted) - 2 * (self._theme.space("l") + self._theme.space("xs"))
        words = self.less.sizeHint().width() + self.closes.line_width() + 2 * self._theme.space("m")
        across = QHBoxLayout.Direction.LeftToRight
        under = QHBoxLayout.Direction.TopToBottom
        self._foot.setDirection(across if words <= width else under)
        self.paper.setVisible(self.paper.figure is not None)
        room = pointer_screen().availableGeometry().height() - 2 * self._theme.of("window", "corner_margin")
        if self._height(self._theme.text(self._wanted)) > room:
            self.paper.hide()
        super().place()

    def show_left(self, seconds: float, *, waits: bool) -> None:
        """The clock in words; it says so while it stands still."""
        words = _("Closes in {n} s").format(n=math.ceil(seconds))
        self.closes.say(_("Stays open") if waits else words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card; tells when it was first seen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self._stage.painted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is Done, N is Not now, Esc goes."""
        step = text_size_step(event)
        if step is not None:
            dress(self, self._theme.zoomed(step))
            self.place()
        elif event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif plain_letter(event) == "N" and self._stage.card.look.single_keys:
            self._screen.answer("skip", "not_now")
        else:
            super().keyPressEvent(event)


class PostureScreen(QObject):
    """Asks once, answers once, or goes by itself."""

    def __init__(self, stage: Stage, make_figure: Callable[[Mapping[str, Any], str, QWidget], Any] = _figure) -> None:
        super().__init__()
        self._stage = stage
        self._ended = False
        self._countdown = Countdown.of(stage.card.duration_s or USUAL_S)
        self.window = PostureWindow(stage, self, make_figure)
        self.window.show_left(self._countdown.total_s, waits=False)
        self._tick = QTimer(self)
        self._tick.setInterval(SECOND_MS)
        self._tick.timeout.connect(self.tick)
        self.window.destroyed.connect(self._tick.stop)  # nothing is left to be told

    def prepare(self) -> None:
        """Be ready to be shown at once."""
        self.window.place()
        self.window.grab()

    def open(self) -> None:
        """Show in the corner, and start the clock."""
        window = self.window
        window.guard.watch(window)
        window.guard.opened()
        window.done.setFocus(Qt.FocusReason.OtherFocusReason)
        self._countdown = self._countdown.run(self._stage.clock())
        window.appear(self._stage.theme.motion_ms("window_in_ms"))
        self._tick.start()

    def order(self, order: dict[str, Any]) -> None:
        """Only ``show`` means something here."""
        if order.get("do") == "show":
            self.open()

    def tick(self) -> None:
        """A second has passed; it does not count while somebody is here."""
        now = self._stage.clock()
        waits = self.somebody_is_here()
        self._countdown = self._countdown.wait(now) if waits else self._countdown.run(now)
        left = self._countdown.left(now)
        if left <= 0:
            self.answer("closed", "")
            return
        self.window.show_left(left, waits=waits)

    def somebody_is_here(self) -> bool:
        """The mouse is over the card, or the focus is in it."""
        over = self.window.card_rect().contains(self.window.mapFromGlobal(self.window.cursor().pos()))
        return (over and self.window.underMouse()) or self.window.isActiveWindow()

    def answer(self, word: str, rating: str) -> None:
        """One tap; one that was closed, or went by itself, was seen and nothing more."""
        if not self._ended:
            check, rating = f"posture:{self._stage.card.data.get('id', '')}", rating or "seen"
            if self._stage.card.prompt:
                self._stage.answers.answer(word, routine=check, rating=rating)
            else:
                self._stage.answers.say({"do": "posture_seen", "routine": check, "rating": rating})
        self.leave()

    def leave(self) -> None:
        """Go away without an answer."""
        if not self._ended:
            self._ended = True
            self._tick.stop()
            self.window.vanish(self._stage.theme.motion_ms("window_out_ms"), self._gone)

    def _gone(self) -> None:
        self.window.leave()
        self._stage.quit()
