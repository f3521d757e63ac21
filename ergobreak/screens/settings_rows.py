"""One key as a person meets it: name, help with its range, a control; or a padlock, the reason and the value.

A locked key is no dead control: it is text that Tab reaches and a screen reader reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ergobreak.screens.settings_about import breakable
from ergobreak.screens.settings_controls import ChoiceChips, Stepper, Switch, TextField
from ergobreak.screens.settings_hours import RangesField
from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.today_columns import ColumnsRow, at_the_end
from ergobreak.screens.widgets import LinkButton
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme

HOURS = "hours_"
LUNCH, TEXT_SIZE = "lunch", "text_scale"
LOCK = {"body": (0.16, 0.44, 0.68, 0.5), "bow": (0.30, 0.08, 0.40, 0.6)}  # across a square: left, top, width, height


class Padlock(QWidget):
    """The sign of a locked key. Decoration: the words beside it say it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def sizeHint(self) -> QSize:
        """As high as small letters."""
        side = self._theme.text(self._theme.space("l"))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Bow and body."""
        theme, side = self._theme, float(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("ink_soft"), theme.of("check", "stroke") * theme.scale))
        left, top, wide, high = (side * share for share in LOCK["bow"])
        painter.drawRoundedRect(QRectF(left, top, wide, high), wide / 2, wide / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ink_soft"))
        left, top, wide, high = (side * share for share in LOCK["body"])
        corner = theme.border("state_rule")
        painter.drawRoundedRect(QRectF(left, top, wide, high), corner, corner)
        painter.end()


class WordsColumn(QWidget):
    """The words of a row: wide enough to read before the control moves below them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def minimumSizeHint(self) -> QSize:
        """A few words on a line."""
        return QSize(self._theme.text(self._theme.of("break_page", "figure_min")), 0)


class Row(QWidget):
    """One key.

    Args:
        row: as of ``settings show --json``.
        first: no line above it.
    """

    changed = Signal(str, str)  # key, value as a person types it
    reset = Signal(str)

    def __init__(self, theme: Theme, row: Mapping[str, Any], *, first: bool) -> None:
        super().__init__()
        self._theme, self.first = theme, first
        self.row = dict(row)
        self.key, self.locked = str(row["key"]), bool(row["locked"])
        self.control: Switch | Stepper | ChoiceChips | TextField | RangesField | None = None
        self.words = WordsColumn(theme)
        self.title = TextLabel(theme, row["title"], "strong")
        self.help = TextLabel(theme, row["description"], "small", "ink_soft")
        self.problem = TextLabel(theme, role="small", color="urgent")
        self.problem.hide()
        self.details = TextLabel(theme, role="small", color="ink_soft")
        self.details.hide()
        self.link = LinkButton(theme, _("Details"), small=True)
        self.link.clicked.connect(self._press_link)
        self._fill_words()
        end = self._locked_value() if self.locked else self._make_control()
        self.columns = ColumnsRow(theme.space("xl"), self.words, end, fixed=-1)
        outer = QHBoxLayout(self)
        side = theme.space("xl")
        outer.setContentsMargins(side, theme.space("m"), side, theme.space("m"))
        outer.addWidget(self.columns)
        self.show_row(row)

    def _fill_words(self) -> None:
        theme, column = self._theme, self.words.column
        head = QHBoxLayout()
        head.setSpacing(theme.space("s"))
        if self.locked:
            head.addWidget(Padlock(theme), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        column.addStretch(1)
        column.addLayout(head)
        for widget in (self.help, self.problem, self.link, self.details):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeading if widget is self.link else Qt.AlignmentFlag(0))
        column.addStretch(1)

    def _locked_value(self) -> QWidget:
        self.value = TextLabel(self._theme, role="strong", color="ink_soft")
        self.value.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return at_the_end(self.value)

    def _make_control(self) -> QWidget:
        theme, row, title = self._theme, self.row, str(self.row["title"])
        if self.key.startswith(HOURS) or self.key == LUNCH:
            self.control = RangesField(theme, title, single=self.key == LUNCH)
        elif row["kind"] == "switch":
            self.control = Switch(theme, title)
        elif row["kind"] == "number":
            bounds = (float(row["bounds"].get("min", 0)), float(row["bounds"].get("max", 100)))
            self.control = Stepper(
                theme, title, unit=row["unit"], step=row["step"], bounds=bounds, percent=self.key == TEXT_SIZE
            )
        elif row["kind"] == "choice":
            self.control = ChoiceChips(theme, title, [(value, label) for value, label in row["choices"]])
        else:
            self.control = TextField(theme, title)
        self.control.chosen.connect(lambda text: self.changed.emit(self.key, text))
        return self.control

    def show_row(self, row: Mapping[str, Any]) -> None:
        """Show what holds now."""
        self.row = dict(row)
        wrong = " ".join(row["problems"])
        self.problem.say(_("Not used: {problem}").format(problem=breakable(wrong)) if wrong else "")
        if self.control is not None:
            limited = _("Limited by your organisation.") if row.get("limited") else ""
            self.help.say(f"{row['description']} {limited}".rstrip())
            text = str(row["text"])
            if isinstance(self.control, TextField) and text == "[]":
                text = ""
            self.control.show_text(text)
            if not isinstance(self.control, ChoiceChips | RangesField | Stepper):
                self.control.setAccessibleDescription(str(row["description"]))
            own = row["layer"] == "file" and row["value"] != row["default"]
            back = _("Back to {value}").format(value=self._shown(row["default"]))
            self.link.setText(back)
            self.link.setAccessibleName(_("{title}: {what}").format(title=row["title"], what=back))
            self.link.setVisible(own)
        else:
            self._show_locked()
        self.link.updateGeometry()

    def _show_locked(self) -> None:
        row, value = self.row, self._shown(self.row["value"])
        reason = str(row["reason"]).rstrip(".")
        managed = _("Managed by your organisation.")
        if reason:
            managed = _("Managed by your organisation: {reason}.").format(reason=reason)
        self.help.say(managed)
        self.value.say(value)
        spoken = _("{title}, {value}, locked, managed by your organisation")
        self.value.setAccessibleName(spoken.format(title=row["title"], value=value))
        self.value.setAccessibleDescription(reason)
        self.link.setAccessibleName(_("{title}: {what}").format(title=row["title"], what=_("Details")))
        self.details.setText(
            _("{help} It is {layer}. Source: {source}").format(
                help=row["description"], layer=row["layer_words"], source=breakable(row["source"])
            )
        )

    def _shown(self, value: object) -> str:
        """A value in words, with its unit or its label."""
        row = self.row
        labels = dict(row["choices"])
        if isinstance(value, bool):
            return _("on") if value else _("off")
        if isinstance(value, list):
            return ", ".join(map(str, value)) or _("none")
        if self.key == TEXT_SIZE and isinstance(value, (int, float)):
            return f"{round(value * 100)}\u00a0%"
        if isinstance(value, (int, float)):
            return f"{value:g}\u00a0{row['unit']}".rstrip("\u00a0")
        return str(labels.get(str(value), value)) or _("none")

    def complain(self, words: str) -> None:
        """A value was not taken: say so under the key and show the last good one."""
        self.show_row(self.row)
        self.problem.say(_("Not saved: {problem}").format(problem=words.removeprefix(f"{self.key}: ")))

    def is_other(self, row: Mapping[str, Any]) -> bool:
        """Whether what holds now needs another row: locked or free, or another range."""
        return bool(row["locked"]) is not self.locked or row["bounds"] != self.row["bounds"]

    def matches(self, wanted: str) -> bool:
        """Whether somebody who looks for ``wanted`` may mean this key."""
        row = self.row
        text = " ".join([row["key"], row["title"], row["description"], *(label for _value, label in row["choices"])])
        return all(part in text.casefold() for part in wanted.casefold().split())

    def _press_link(self) -> None:
        if self.locked:
            self.details.setVisible(self.details.isHidden())
        else:
            self.reset.emit(self.key)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Sunk when locked; a line above every row but the first."""
        theme, painter = self._theme, QPainter(self)
        edge = round(theme.border("card"))
        if self.locked:
            card, round_off = self.parentWidget() or self, QPainterPath()  # the card's corners stay round
            inside = QRectF(card.rect().translated(-self.pos())).adjusted(edge, edge, -edge, -edge)
            round_off.addRoundedRect(inside, theme.radius("card"), theme.radius("card"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(round_off)
            painter.fillRect(self.rect(), theme.color("sunk"))
            painter.setClipping(False)
        if not self.first:
            painter.setPen(QPen(theme.color("line"), theme.border("card")))
            painter.drawLine(QPointF(0, edge / 2), QPointF(self.width(), edge / 2))
        painter.end()
