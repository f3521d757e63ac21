"""The prelude cue: "Break soon", a ring with seconds, and a way to have it three minutes later.

It sits in a corner, makes no sound and never has the focus: whoever types goes on typing. A click on it opens the
break. It has no keys for the same reason.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ergobreak.screens.break_flow import Countdown
from ergobreak.screens.floating import FloatingWindow
from ergobreak.screens.ring import Ring
from ergobreak.screens.times import MINUTE_S
from ergobreak.screens.widgets import LinkButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QMouseEvent

    from ergobreak.screens.app import Stage
    from ergobreak.screens.theme import Theme

SECOND_MS = 1000


class CueWindow(FloatingWindow):
    """The cue.

    Args:
        snooze_min: the postponement offered, in minutes; 0 offers none.
        words: how the prompt is put this time; empty for the plain words.
        clicked: the person wants the break now.
        snoozed: the person wants it later.
    """

    def __init__(
        self,
        theme: Theme,
        corner: str,
        snooze_min: float,
        *,
        clicked: Callable[[], None],
        snoozed: Callable[[], None],
        words: str = "",
    ) -> None:
        super().__init__(theme, corner, theme.of("window", "prelude")[0], focus=False)
        self._clicked = clicked
        self._countdown = Countdown.of(0)
        self.setAccessibleName(" ".join((_("Break soon."), words, _("Pause now and it counts."))).replace("  ", " "))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.ring = Ring(theme, "cue", "strong")
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(TextLabel(theme, words or _("Break soon"), "strong"))
        said.addWidget(TextLabel(theme, _("Pause now and it counts."), "small", "ink_soft"))
        self.later = LinkButton(theme, _("In {n} min").format(n=f"{snooze_min:g}"), color="ink_soft")
        self.later.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.later.setVisible(snooze_min > 0)
        self.later.clicked.connect(snoozed)
        row = QHBoxLayout(self.body)
        row.setContentsMargins(theme.space("l"), theme.space("l"), theme.space("xl"), theme.space("l"))
        row.setSpacing(theme.space("l"))
        row.addWidget(self.ring)
        row.addLayout(said, 1)
        row.addWidget(self.later)

    def begin(self, seconds: float, now: float) -> None:
        """Count ``seconds`` down from now, in the open."""
        self._countdown = Countdown.of(seconds).run(now)
        self.tick(now)
        self.appear(self._theme.motion_ms("prelude_fade_ms"))

    def tick(self, now: float) -> bool:
        """Show the seconds left; false when there are none."""
        left = self._countdown.left(now)
        self.ring.show_time(left, self._countdown.total_s, str(math.ceil(left)), aloud=False)
        return left > 0

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on the card opens the break."""
        if event.button() == Qt.MouseButton.LeftButton and self.card_rect().contains(event.position().toPoint()):
            self._clicked()


class Cue(QObject):
    """The cue of one prompt, while there is one: shown, counted down, taken away.

    Args:
        clicked: the person wants the break now.
        postponed: the person wants it later; called with ``seconds``.
    """

    def __init__(
        self, stage: Stage, clicked: Callable[[], None], postponed: Callable[..., None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._stage, self._clicked, self._postponed = stage, clicked, postponed
        self.window: CueWindow | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(SECOND_MS)
        self._tick.timeout.connect(self.tick)

    def show(self, seconds: float, words: str, snooze_min: float) -> None:
        """Show it anew."""
        self.drop()
        self.window = CueWindow(
            self._stage.theme,
            self._stage.card.look.corner,
            snooze_min,
            words=words,
            clicked=self._clicked,
            snoozed=partial(self._postponed, seconds=snooze_min * MINUTE_S),
        )
        self.window.begin(seconds, self._stage.clock())
        self._tick.start()

    def tick(self) -> None:
        """A second has passed."""
        if self.window is not None and not self.window.tick(self._stage.clock()):
            self._tick.stop()
            self.window.vanish(self._stage.theme.motion_ms("window_out_ms"))

    def drop(self) -> None:
        """Take it away."""
        self._tick.stop()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
