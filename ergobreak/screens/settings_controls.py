"""One control for each kind of key: a switch, a number with its unit, a choice, a line of text.

Each says its new value through ``chosen`` as a person would type it on the command line, and takes back a value through
``show_text``. What it shows is never more than a wish until the settings have accepted it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ergobreak.screens.choices import Chip
from ergobreak.screens.flow import FlowRow
from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.widgets import SecondaryButton
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme

ON, OFF = "on", "off"


class Switch(QCheckBox):
    """On or off: the knob's side, its filling and the word say it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda on: self.chosen.emit(ON if on else OFF))
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font("body"))

    def corner_radius(self) -> int:
        """A pill, as the switch itself."""
        return self.height() // 2

    def show_text(self, text: str) -> None:
        """Show ``on`` or ``off``."""
        self.setChecked(text == ON)

    def words(self) -> str:
        """What stands beside the knob."""
        return _("On") if self.isChecked() else _("Off")

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002 - Qt's signature
        """Word and knob can be pressed alike."""
        return True

    def sizeHint(self) -> QSize:
        """The longer word and the knob's way."""
        theme, metrics = self._theme, QFontMetricsF(self.font())
        words = max(metrics.horizontalAdvance(_("On")), metrics.horizontalAdvance(_("Off")))
        return QSize(round(words) + theme.space("m") + theme.target("button_break"), theme.target())

    def minimumSizeHint(self) -> QSize:
        """The word is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Word, then knob, towards the end edge."""
        theme, on = self._theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = theme.target("button_break"), theme.text(theme.space("xl") + theme.space("s"))
        rightwards = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        left = self.width() - wide if rightwards else 0
        edge = theme.border("control")
        box = QRectF(left, (self.height() - high) / 2, wide, high).adjusted(edge, edge, -edge, -edge)
        painter.setPen(QPen(theme.color("accent" if on else "line_strong"), edge))
        painter.setBrush(theme.color("accent" if on else "surface"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        knob = box.height() - theme.space("m")
        at_end = on == rightwards
        along = box.right() - knob - theme.space("s") if at_end else box.left() + theme.space("s")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("on_accent" if on else "line_strong"))
        painter.drawEllipse(QRectF(along, box.center().y() - knob / 2, knob, knob))
        painter.setPen(theme.color("ink"))
        painter.setFont(self.font())
        rest = self.rect().adjusted(0, 0, -wide - theme.space("m"), 0)
        if not rightwards:
            rest = self.rect().adjusted(wide + theme.space("m"), 0, 0, 0)
        end = Qt.AlignmentFlag.AlignRight if rightwards else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rest, end | Qt.AlignmentFlag.AlignVCenter, self.words())
        painter.end()


class StepButton(SecondaryButton):
    """A square button with a sign."""

    padding = "m"


class Stepper(QWidget):
    """Less, the number with its unit, more."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, title: str, *, unit: str, step: float, bounds: tuple[float, float], percent: bool = False
    ) -> None:
        super().__init__()
        self._title, self._unit, self._step, self._bounds, self._percent = title, unit, step, bounds, percent
        self._theme = theme
        self._value = bounds[0]
        self.less, self.more = StepButton(theme, "\N{MINUS SIGN}", height="min"), StepButton(theme, "+", height="min")
        self.value = TextLabel(theme, role="strong", centred=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("s"))
        for widget in (self.less, self.value, self.more):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.less.setAutoRepeat(True)
        self.more.setAutoRepeat(True)
        self.less.clicked.connect(lambda: self.move_by(-1))
        self.more.clicked.connect(lambda: self.move_by(1))
        self._show()

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.value.wear(theme)
        self._widen()

    def show_text(self, text: str) -> None:
        """Show a number."""
        self._value = float(text)
        self._show()

    def words(self) -> str:
        """The number with its unit."""
        if self._percent:
            return f"{round(self._value * 100)}\u00a0%"
        return f"{self._value:g}\u00a0{self._unit}".rstrip("\u00a0")

    def move_by(self, steps: int) -> None:
        """One step, onto the grid of steps, inside the bounds."""
        low, high = self._bounds
        whole = self._value / self._step
        near = round(whole)
        if abs(whole - near) > 1 / 100:  # between two steps: the next one in that direction
            near = int(whole // 1) + (1 if steps > 0 else 0)
            steps -= 1 if steps > 0 else -1
        value = min(high, max(low, (near + steps) * self._step))
        if value != self._value:
            self._value = value
            self._show()
            self.chosen.emit(f"{value:g}")

    def _show(self) -> None:
        low, high = self._bounds
        words = self.words()
        self.value.say(words)
        for button, name, last in ((self.less, _("{title}: less, now {value}"), low),
                                   (self.more, _("{title}: more, now {value}"), high)):  # fmt: skip
            button.setAccessibleName(name.format(title=self._title, value=words))
            if self._value == last and button.hasFocus():
                (self.more if button is self.less else self.less).setFocus(Qt.FocusReason.OtherFocusReason)
            button.setEnabled(self._value != last)
        self._widen()

    def _widen(self) -> None:
        """Room for the longest value, so that the buttons stand still while it changes."""
        widest = 0.0
        metrics, kept = QFontMetricsF(self.value.font()), self._value
        for each in (*self._bounds, kept, self._bounds[1] - self._step):
            self._value = each
            widest = max(widest, metrics.horizontalAdvance(self.words()))
        self._value = kept
        usual = self._theme.target("button_break") + self._theme.text(self._theme.space("xl"))
        self.value.setMinimumWidth(max(round(widest) + 2 * self._theme.space("s"), usual))


class ChoiceChips(FlowRow):
    """One of a few: the chosen one has a tick."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(theme.space("s"))
        self.setAccessibleName(title)
        self._text = ""
        self.chips: dict[str, Chip] = {}
        for value, label in choices:
            chip = Chip(theme, label)
            chip.setAccessibleName(_("{title}: {choice}").format(title=title, choice=label))
            chip.clicked.connect(lambda _on=False, value=value: self._choose(value))
            self.chips[value] = chip
            self.add(chip)

    def show_text(self, text: str) -> None:
        """Show which one holds."""
        self._text = text
        for value, chip in self.chips.items():
            chip.setChecked(value == text)

    def _choose(self, value: str) -> None:
        changed = value != self._text
        self.show_text(value)
        if changed:
            self.chosen.emit(value)


class TextField(QLineEdit):
    """A line of text, said when the person leaves it or presses Enter."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, title: str, *, hint: str = "", chars: int = 0) -> None:
        super().__init__()
        self._said, self._chars = "", chars
        self.setAccessibleName(title)
        self.setPlaceholderText(hint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self._say)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font("body"))
        self.setStyleSheet(
            f"QLineEdit {{background: {theme.colors['surface']}; color: {theme.colors['ink']};"
            f" border: {theme.border('control')}px solid {theme.colors['line_strong']};"
            f" border-radius: {theme.radius('control')}px; padding: 0 {theme.space('m')}px;"
            f" selection-background-color: {theme.colors['accent']};"
            f" selection-color: {theme.colors['on_accent']};"
            f" placeholder-text-color: {theme.colors['ink_soft']};}}"
        )

    def corner_radius(self) -> int:
        """The shape the focus ring follows."""
        return self._theme.radius("control")

    def show_text(self, text: str) -> None:
        """Show a text that holds."""
        self._said = text
        if text != self.text():
            self.setText(text)

    def _say(self) -> None:
        if self.text() != self._said:
            self._said = self.text()
            self.chosen.emit(self._said)

    def sizeHint(self) -> QSize:
        """So many letters wide, or a comfortable width."""
        theme = self._theme
        wide = theme.text(theme.of("menu_side", "width"))
        if self._chars:
            wide = round(QFontMetricsF(self.font()).averageCharWidth() * self._chars) + 2 * theme.space("l")
        return QSize(wide, theme.target())

    def minimumSizeHint(self) -> QSize:
        """A little narrower will do."""
        return QSize(self.sizeHint().width() // 2 if not self._chars else self.sizeHint().width(), self._theme.target())
