"""About, policies: what the organisation has set here, where that stands, and what of it cannot be used.

The same list as ``ergobreak policy show``. It can be read by everybody, since whoever is managed may know by what.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ergobreak.screens.settings_about import breakable
from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.widgets import Card, SecondaryButton
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.screens.theme import Theme


class PoliciesCard(Card):
    """A heading, who to ask, one entry a policy, and a button that reads them again."""

    reload = Signal()

    def __init__(self, theme: Theme, table: Mapping[str, Any]) -> None:
        super().__init__(theme)
        outer = QVBoxLayout(self)
        side = theme.space("xl")
        outer.setContentsMargins(side, theme.space("l"), side, theme.space("l"))
        outer.setSpacing(theme.space("m"))
        self._body = QWidget()
        outer.addWidget(TextLabel(theme, _("Policies"), "heading"))
        outer.addWidget(self._body)
        self.button = SecondaryButton(theme, _("Reload policies"))
        self.button.clicked.connect(self._press)
        outer.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.show_table(table)

    def _press(self) -> None:
        self.button.setEnabled(False)
        self.reload.emit()

    def take(self, told: str) -> bool:
        """What ``policy reload --json`` has printed; whether it could be shown."""
        self.button.setEnabled(True)
        try:
            self.show_table(json.loads(told))
        except (ValueError, KeyError, TypeError):
            return False
        return True

    def show_table(self, table: Mapping[str, Any]) -> None:
        """Show what holds now."""
        theme, body = self._theme, QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("xs"))
        for words in _head(table):
            column.addWidget(TextLabel(theme, words))
        for each in table["policies"]:
            column.addSpacing(theme.space("s"))
            name = each["name"] or breakable(each["source"])
            title = name if each["error"] else _("{name}: {value}").format(name=name, value=each["text"] or _("none"))
            column.addWidget(TextLabel(theme, title, "strong"))
            if each["error"]:
                words = _("Not used: {problem}").format(problem=breakable(each["error"]))
                column.addWidget(TextLabel(theme, words, "small", "urgent"))
            column.addWidget(TextLabel(theme, _place(each), "small", "ink_soft"))
            if each["note"]:
                column.addWidget(TextLabel(theme, breakable(each["note"]), "small", "ink_soft"))
        outer = self.layout()
        if outer is not None:
            outer.replaceWidget(self._body, body)
        self._body.setParent(None)
        self._body.deleteLater()
        self._body = body


def _head(table: Mapping[str, Any]) -> list[str]:
    lines = []
    if not table["policies"]:
        lines.append(_("No organisation manages ergobreak on this computer."))
    if table["managed_reason"]:
        lines.append(_("Why it is managed: {reason}").format(reason=table["managed_reason"]))
    if table["support_contact"]:
        lines.append(_("Questions about this program: {contact}").format(contact=table["support_contact"]))
    if table["hash"]:
        lines.append(_("Policy in force: {hash}").format(hash=table["hash"]))
    return lines


def _place(each: Mapping[str, Any]) -> str:
    level = _("fixed") if each["level"] == "mandatory" else _("recommended")
    scope = _("for this machine") if each["scope"] == "machine" else _("for you")
    where = f"{each['source']}:{each['line']}" if each["line"] else each["source"]
    return _("{level} {scope}, {where}").format(level=level, scope=scope, where=breakable(where))
