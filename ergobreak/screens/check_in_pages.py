"""The smaller pages of the check-in: summary, sources, moves, the second look, the follow-up, the curtain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ergobreak.screens.check_in_parts import AnswerRow, Bullets, FootRow, Panel, Part, heading
from ergobreak.screens.choices import CheckRow
from ergobreak.screens.figure import FigureView
from ergobreak.screens.flow import FlowRow
from ergobreak.screens.today_columns import ColumnsRow
from ergobreak.screens.widgets import Card, LinkButton, PrimaryButton, SecondaryButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ergobreak.screens.theme import Theme
    from ergobreak.triage.summary import Summary

PICTURE = (120, 96)


def foot_with(theme: Theme, start: Sequence[QWidget], end: Sequence[QWidget]) -> Part:
    """A foot with its buttons."""
    foot = Part(theme, top="m", bottom="xl")
    foot.add(FootRow(theme, start, end))
    return foot


def button(theme: Theme, text: str, do: Callable[[], None]) -> SecondaryButton:
    """A plain button."""
    made = SecondaryButton(theme, text)
    made.clicked.connect(do)
    return made


def signs_link(theme: Theme, do: Callable[[], None]) -> LinkButton:
    """The link that is on every page."""
    made = LinkButton(theme, _("Signs that need help fast"), small=True)
    made.clicked.connect(do)
    return made


def choice_panel(
    theme: Theme,
    title: str,
    lines: Sequence[str],
    answers: Sequence[tuple[str, Callable[[], None]]],
    *,
    signs: Callable[[], None],
    close: Callable[[], None],
) -> Panel:
    """A question of our own with answers that answer at once: the second look, the follow-up."""
    body = Part(theme, gap="s")
    body.add(TextLabel(theme, _("Check-in"), "small", "ink_soft"))
    first = heading(theme, title, "title")
    body.add(first)
    for line in lines:
        body.add(TextLabel(theme, line))
    body.space(theme.space("s"))
    keys: dict[str, Callable[[], None]] = {"?": signs}
    rows = []
    for number, (text, do) in enumerate(answers, start=1):
        row = AnswerRow(theme, text, key=str(number), place=(number, len(answers)))
        row.clicked.connect(lambda _on=False, do=do: do())
        keys[str(number)] = do
        rows.append(row)
        body.add(row)
    body.column.addStretch(1)
    foot = foot_with(theme, [signs_link(theme, signs)], [button(theme, _("Close"), close)])
    return Panel(name=title, body=body, foot=foot, first=first, escape=close, moves=rows, keys=keys)


def curtain_panel(
    theme: Theme, again: Callable[[], None], signs: Callable[[], None], close: Callable[[], None]
) -> Panel:
    """Nobody was here for a while: the answers are gone from the screen and from the process."""
    body = Part(theme)
    body.add(TextLabel(theme, _("Check-in"), "small", "ink_soft"))
    first = heading(theme, _("Cleared, since nobody was here for a while."), "title")
    body.add(first, TextLabel(theme, _("Your answers are gone from this screen.")))
    body.column.addStretch(1)
    foot = foot_with(
        theme, [signs_link(theme, signs)], [button(theme, _("Close"), close), button(theme, _("Check in again"), again)]
    )
    return Panel(name=first.text(), body=body, foot=foot, first=first, escape=close, keys={"?": signs}, stays=True)


def text_panel(
    theme: Theme,
    title: str,
    blocks: Sequence[tuple[str, Sequence[str]]],
    small: Sequence[str],
    *,
    signs: Callable[[], None],
    back: Callable[[], None],
) -> Panel:
    """Words under headings: sources and version."""
    body = Part(theme)
    first = heading(theme, title, "title")
    body.add(first)
    for head, lines in blocks:
        body.add(Bullets(theme, head, lines))
    for line in small:
        body.add(TextLabel(theme, line, "small", "ink_soft"))
    body.column.addStretch(1)
    foot = foot_with(theme, [signs_link(theme, signs)], [button(theme, _("Back"), back)])
    return Panel(name=title, body=body, foot=foot, first=first, escape=back, back=back, keys={"?": signs})


FIGURE_SHARES = (0.4, 0.6)  # of the line: the drawn move, and its words
LABEL_SHARES = (0.36, 0.64)  # of the line: what it is, and what was said


class SummaryPanel:
    """The page for a health professional: to read, copy, print or save.

    Args:
        include: called with whether private answers may be on it; ``None`` where there are none.
    """

    def __init__(
        self,
        theme: Theme,
        page: Summary,
        *,
        private: bool,
        include: Callable[[bool], None] | None,
        does: Mapping[str, tuple[str, Callable[[], None]]],
        signs: Callable[[], None],
        back: Callable[[], None],
    ) -> None:
        body = Part(theme)
        first = heading(theme, page.title, "title")
        body.add(first)
        for label, value in page.rows:
            row = ColumnsRow(
                theme.space("l"), TextLabel(theme, label, "strong"), TextLabel(theme, value), shares=LABEL_SHARES
            )
            body.add(row)
        for line in page.footer:
            body.add(TextLabel(theme, line, "small", "ink_soft"))
        self.include: CheckRow | None = None
        if include is not None:
            self.include = CheckRow(theme, _("Include private answers"))
            self.include.setChecked(private)
            self.include.toggled.connect(include)
            body.add(self.include)
        row_of_buttons = FlowRow(theme.space("gap_between_buttons"), pairs=True)
        keys: dict[str, Callable[[], None]] = {"?": signs}
        for key, (text, do) in does.items():
            row_of_buttons.add(button(theme, text, do))
            if len(key) == 1:
                keys[key] = do
        self.said = TextLabel(theme, "", "small", "ink_soft")
        self.said.hide()
        body.add(row_of_buttons, self.said)
        body.column.addStretch(1)
        foot = foot_with(theme, [signs_link(theme, signs)], [button(theme, _("Back"), back)])
        self.panel = Panel(name=page.title, body=body, foot=foot, first=first, escape=back, back=back, keys=keys)

    def say(self, text: str) -> None:
        """A line under the buttons."""
        self.said.say(text)


class MoveCard(QWidget):
    """One move: its figure on a card, and its name below."""

    def __init__(self, theme: Theme, routine: Mapping[str, object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("xs"))
        self.card = Card(theme, fill="bg")
        inside = QVBoxLayout(self.card)
        pad = theme.space("s")
        inside.setContentsMargins(pad, pad, pad, pad)
        self.figure = FigureView(theme.figure, theme.colors["bg"])
        self.figure.set_reduced_motion(True)
        try:
            self.figure.set_routine(routine)
            self.figure.show_frame(_telling(routine))
        except ValueError:
            self.card.hide()  # a figure that cannot be drawn: its name stands alone
        self.figure.setFixedHeight(PICTURE[1])
        inside.addWidget(self.figure)
        self.title = TextLabel(theme, str(routine["title"]), "small")
        column.addWidget(self.card)
        column.addWidget(self.title)
        column.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """A figure that still reads."""
        return QSize(PICTURE[0], super().minimumSizeHint().height())


def _telling(routine: Mapping[str, object]) -> str:
    """The frame that tells most: the last one of the first step that shows any."""
    steps = routine.get("steps")
    for step in steps if isinstance(steps, (list, tuple)) else ():
        if shown := step.get("show"):
            return str(shown[-1])
    return ""


def moves_panel(
    theme: Theme,
    line: str,
    routines: Sequence[Mapping[str, object]],
    start: Callable[[str], None],
    *,
    signs: Callable[[], None],
    back: Callable[[], None],
) -> Panel:
    """The three moves, each with what it does and a button that starts it."""
    body = Part(theme)
    first = heading(theme, _("Moves for now"), "title")
    body.add(first, TextLabel(theme, line))
    for number, routine in enumerate(routines):
        words = Part(theme, gap="xs")
        words.column.setContentsMargins(0, 0, 0, 0)
        kind = PrimaryButton if number == 0 else SecondaryButton
        go = kind(theme, _("Start"))
        go.setAccessibleName(_("Start: {title}").format(title=routine["title"]))
        go.clicked.connect(lambda _on=False, name=str(routine["id"]): start(name))
        words.add(TextLabel(theme, str(routine.get("purpose", ""))), FootRow(theme, [go], []))
        words.column.addStretch(1)
        body.add(ColumnsRow(theme.space("l"), MoveCard(theme, routine), words, shares=FIGURE_SHARES))
    body.column.addStretch(1)
    foot = foot_with(theme, [signs_link(theme, signs)], [button(theme, _("Back"), back)])
    return Panel(name=first.text(), body=body, foot=foot, first=first, escape=back, back=back, keys={"?": signs})
