"""The prelude cue: "Break soon", a ring with seconds, and a way to have it three minutes later.

It sits in a corner, makes no sound and never has the focus: whoever types goes on typing. A click on it opens the
break. It has no keys for the same reason.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ergobreak.screens.break_flow import Countdown
from ergobreak.screens.floating import FloatingWindow
from ergobreak.screens.ring import Ring
from ergobreak.screens.widgets import LinkButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QMouseEvent

    from ergobreak.screens.theme import Theme


class CueWindow(FloatingWindow):
    """The cue.

    Args:
        snooze_min: the postponement offered, in minutes; 0 offers none.
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
    ) -> None:
        super().__init__(theme, corner, theme.of("window", "prelude")[0], focus=False)
        self._clicked = clicked
        self._countdown = Countdown.of(0)
        self.setAccessibleName(_("Break soon. Pause now and it counts."))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.ring = Ring(theme, "cue", "strong")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(theme, _("Break soon"), "strong"))
        words.addWidget(TextLabel(theme, _("Pause now and it counts."), "small", "ink_soft"))
        self.later = LinkButton(theme, _("In {n} min").format(n=f"{snooze_min:g}"), color="ink_soft")
        self.later.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.later.setVisible(snooze_min > 0)
        self.later.clicked.connect(snoozed)
        row = QHBoxLayout(self.body)
        row.setContentsMargins(theme.space("l"), theme.space("l"), theme.space("xl"), theme.space("l"))
        row.setSpacing(theme.space("l"))
        row.addWidget(self.ring)
        row.addLayout(words, 1)
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
