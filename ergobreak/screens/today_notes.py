"""The quiet lines of Today: what a plan has for today, a desk that has changed, and something worth knowing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ergobreak.screens.today_columns import ColumnsRow, in_the_middle
from ergobreak.screens.widgets import Card, LinkButton, SecondaryButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.screens.theme import Theme


class Line(Card):
    """One sentence and one button; hidden while there is nothing to say."""

    def __init__(self, theme: Theme, button: str) -> None:
        super().__init__(theme)
        self.words = TextLabel(theme, role="strong")
        self.button = SecondaryButton(theme, button)
        row = ColumnsRow(theme.space("l"), in_the_middle(self.words), self.button, fixed=-1)
        inner = QHBoxLayout(self)
        side = theme.space("xl")
        inner.setContentsMargins(side, theme.space("m"), side, theme.space("m"))
        inner.addWidget(row)
        self.hide()

    def say(self, words: str) -> None:
        """Show the sentence."""
        self.words.say(words)
        self.button.setAccessibleDescription(words)
        self.setVisible(bool(words))


class Knowing(QWidget):
    """A link with the title of the day's card; pressed, it opens the card's words and where they were read."""

    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._card: Mapping[str, Any] = {}
        self.link = LinkButton(theme, "")
        self.link.setCheckable(True)
        self.words = TextLabel(theme)
        self.sources = TextLabel(theme, role="small", color="ink_soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("xs"))
        for widget in (self.link, self.words, self.sources):
            column.addWidget(widget)
        self.link.clicked.connect(self._fill)
        self.show_card({})

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def show_card(self, card: Mapping[str, Any]) -> None:
        """Another card; an open one stays open."""
        self._card = card
        title = str(card.get("title", ""))
        self.link.setText(_("Worth knowing: {title}").format(title=title))
        self.setVisible(bool(title))
        self._fill()

    def _fill(self) -> None:
        on = self.link.isChecked()
        self.words.say(str(self._card.get("text", "")) if on else "")
        self.sources.say(str(self._card.get("sources", "")) if on else "")
        self.opened.emit()


def desk_words() -> str:
    """That the screens are not those of the last workstation check; empty when they are, or when there was none."""
    from ergobreak.posture import answers  # noqa: PLC0415 - after the window is in sight
    from ergobreak.posture.model import questions  # noqa: PLC0415 - as above
    from ergobreak.screens.desk import this_desk  # noqa: PLC0415 - as above

    review = answers.load(questions())
    if not review.elsewhere(this_desk()):
        return ""
    if review.desk == answers.MOVED:
        return _("Your desk has changed. The workstation check looks at it anew.")
    return _("Your screens are not those of your last workstation check.")
