"""About and sources: the version, where the file is, what could not be read, and where each number comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.widgets import Card, LinkButton
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.screens.theme import Theme


class AboutCard(Card):
    """Plain lines; the sources are one press away."""

    def __init__(self, theme: Theme, about: Mapping[str, Any], problems: Sequence[str]) -> None:
        super().__init__(theme)
        self._sources = about.get("sources", ())
        column = QVBoxLayout(self)
        side = theme.space("xl")
        column.setContentsMargins(side, theme.space("l"), side, theme.space("l"))
        column.setSpacing(theme.space("s"))
        column.addWidget(TextLabel(theme, _("ergobreak {version}").format(version=about["version"]), "heading"))
        for words in (
            _("It reminds you to move, and offers moves with a source. It is no medical device and no diagnosis."),
            _("Nothing leaves this machine. There is no account and no network."),
            _("Your settings are in {file}").format(file=breakable(about["file"])),
        ):
            column.addWidget(TextLabel(theme, words))
        for problem in problems:
            column.addWidget(TextLabel(theme, breakable(problem), color="urgent"))
        self.link = LinkButton(theme, _("Show the sources"), small=True)
        self.link.clicked.connect(self._turn)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeading)
        self.list = QWidget()
        self._column = QVBoxLayout(self.list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("xs"))
        self.list.hide()
        column.addWidget(self.list)

    def _turn(self) -> None:
        """Made when first asked for: there are many."""
        if self._column.count() == 0:
            for each in self._sources:
                title = each["title"] if not each["year"] else f"{each['title']} ({each['year']})"
                self._column.addWidget(TextLabel(self._theme, title, "strong"))
                for words in (each["says"], breakable(each["link"])):
                    if words:
                        self._column.addWidget(TextLabel(self._theme, words, "small", "ink_soft"))
        self.list.setVisible(self.list.isHidden())
        self.link.setText(_("Show the sources") if self.list.isHidden() else _("Hide the sources"))
        self.link.updateGeometry()


def breakable(text: str) -> str:
    """A path or an address that may go on in the next line."""
    return text.replace("/", "/\u200b")
