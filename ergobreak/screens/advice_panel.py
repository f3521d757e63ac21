"""The page of a result, from top to bottom: what to do; number; who; why; do and don't; moves; summary; limits.

Everything it says comes ready in a ``ResultView``; here it only finds its place. An emergency keeps the number in its
head, in sight while the body scrolls, never goes away by itself and has no figure and no animation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ergobreak.screens.check_in_parts import Bullets, FootRow, Panel, Part, Spoken
from ergobreak.screens.flow import FlowRow
from ergobreak.screens.state_head import StateHead
from ergobreak.screens.today_columns import ColumnsRow
from ergobreak.screens.widgets import LinkButton, PrimaryButton, SecondaryButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.screens.theme import Theme
    from ergobreak.triage.result import ResultView
    from ergobreak.triage.wording import Words

STATES = {
    "good": "calm",
    "self_care": "calm",
    "visit": "attention",
    "urgent": "urgent",
    "emergency": "emergency",
}
LARGE_TEXT_SHARE = 1.5  # from here on the head of an emergency is its word and its number


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What can be done on a result; what is ``None`` is not offered."""

    close: Callable[[], None]
    signs: Callable[[], None]
    sources: Callable[[], None]
    copy_number: Callable[[], None]
    copy_summary: Callable[[], None] | None = None
    print_summary: Callable[[], None] | None = None
    see_summary: Callable[[], None] | None = None
    see_moves: Callable[[], None] | None = None
    learn_more: Callable[[], None] | None = None
    change: Callable[[], None] | None = None


class NumberRow(QWidget):
    """A number to call, large, with a button that copies it."""

    def __init__(self, theme: Theme, number: str, spoken: str, words: str, copy: Callable[[], None], role: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.number = TextLabel(theme, number, role)
        self.number.setAccessibleName(spoken)
        self.copy = SecondaryButton(theme, words)
        self.copy.clicked.connect(copy)
        column.addWidget(FootRow(theme, [self.number], [self.copy]))


class AdvicePanel:
    """Builds the panel of a result.

    Args:
        words: the sentences that stand on every result.
        moves: what stands for three moves, in their order.
    """

    def __init__(
        self, theme: Theme, view: ResultView, words: Words, doing: Doing, *, moves: Sequence[QWidget] = ()
    ) -> None:
        self._theme, self._view, self._words, self._doing = theme, view, words, doing
        self.said = TextLabel(theme, "", "small", "ink_soft")
        self.said.hide()
        self.keys: dict[str, Callable[[], None]] = {"?": doing.signs, "F1": doing.sources}
        self.head = StateHead(theme, STATES[view.state], view.headline, word=view.label)
        self.number: NumberRow | None = None
        self._put_number_in_the_head()
        body = Part(theme, top="l", bottom="l")
        if view.state != "good":
            self._fill(body, moves)
        body.column.addStretch(1)
        self.head.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.panel = Panel(
            name=view.head_spoken,
            head=self.head,
            body=body,
            foot=self._foot(),
            first=self.head,
            escape=doing.close,
            keys=self.keys,
            back=doing.change,
            alert=view.alert,
            stays=view.state == "emergency",
            small=view.state == "good",
        )

    def say(self, text: str) -> None:
        """Show a line under the buttons."""
        self.said.say(text)

    # -- head --------------------------------------------------------------------------------------------------------

    def _put_number_in_the_head(self) -> None:
        theme, view = self._theme, self._view
        if view.number:
            role = "number_emergency" if view.state == "emergency" else "number"
            copy = self._words["copy_number"]
            self.number = NumberRow(theme, view.number, view.number_spoken, copy, self._doing.copy_number, role)
            self.keys["C"] = self._doing.copy_number
        if view.state == "emergency" and self.number is not None:
            self.head.column.addWidget(self.number)
            self.head.what.setVisible(theme.scale < LARGE_TEXT_SHARE)

    # -- body --------------------------------------------------------------------------------------------------------

    def _fill(self, body: Part, moves: Sequence[QWidget]) -> None:
        theme, view, words = self._theme, self._view, self._words
        self_care = view.state == "self_care"
        if self.number is not None and view.state != "emergency":
            body.add(self.number)
        if view.number_note:
            body.add(TextLabel(theme, view.number_note, "small", "ink_soft"))
        if view.who:
            body.add(Spoken(theme, f"{words['who']}:", view.who))
        if self_care:
            self._moves(body, moves)
        self._why(body)
        if view.calm:
            body.add(TextLabel(theme, view.calm))
        self._lists(body)
        if view.moves_line and not self_care:
            body.add(TextLabel(theme, view.moves_line))
        for note in view.notes:
            body.add(TextLabel(theme, note))
        if view.help_sooner:
            body.add(TextLabel(theme, view.help_sooner))
        self._summary(body)
        self._limits(body)

    def _moves(self, body: Part, moves: Sequence[QWidget]) -> None:
        theme = self._theme
        if self._view.moves_line:
            body.add(TextLabel(theme, self._view.moves_line))
        if moves:
            body.add(ColumnsRow(theme.space("m"), *moves))

    def _why(self, body: Part) -> None:
        theme, why = self._theme, self._view.why
        if why is None:
            return
        first = " ".join(each for each in (why.said, *why.advice, why.because) if each)
        body.add(Spoken(theme, f"{self._words['why']}:", first))
        if why.source:
            body.add(TextLabel(theme, why.source, "small", "ink_soft"))

    def _lists(self, body: Part) -> None:
        theme, words = self._theme, self._words
        lists = [
            Bullets(theme, title, lines)
            for title, lines in ((words["do_now"], self._view.do_now), (words["dont_now"], self._view.dont_now))
            if lines
        ]
        if lists:
            body.space(theme.space("xs"))
            body.add(ColumnsRow(theme.space("xl"), *lists))

    def _summary(self, body: Part) -> None:
        theme, words, doing = self._theme, self._words, self._doing
        if not self._view.summary or doing.copy_summary is None:
            return
        row = FlowRow(theme.space("gap_between_buttons"), pairs=True)
        offered: Mapping[str, tuple[str, Callable[[], None] | None]] = {
            "S": (words["copy_summary"], doing.copy_summary),
            "P": (words["print"], doing.print_summary),
            "": (_("See and save"), doing.see_summary),
        }
        for key, (text, do) in offered.items():
            if do is None:
                continue
            button = SecondaryButton(theme, text)
            button.clicked.connect(do)
            row.add(button)
            if key:
                self.keys[key] = do
        body.space(theme.space("xs"))
        body.add(row, self.said)

    def _limits(self, body: Part) -> None:
        theme, view, words, doing = self._theme, self._view, self._words, self._doing
        body.add(TextLabel(theme, " ".join(view.limits), "small", "ink_soft"))
        links = FlowRow(theme.space("l"), row_gap=0)
        for text, do in (
            (words["sources_link"], doing.sources),
            (_("Learn more"), doing.learn_more),
            (_("Change an answer"), doing.change),
        ):
            if do is not None:
                link = LinkButton(theme, text, small=True)
                link.clicked.connect(do)
                links.add(link)
        body.add(links)
        for line in view.employer:
            body.add(TextLabel(theme, line, "small", "ink_soft"))

    # -- foot --------------------------------------------------------------------------------------------------------

    def _foot(self) -> Part:
        theme, words, doing = self._theme, self._words, self._doing
        foot = Part(theme, top="m", bottom="xl")
        signs = LinkButton(theme, words["signs_link"], small=True)
        signs.clicked.connect(doing.signs)
        close = SecondaryButton(theme, words["close"])
        close.clicked.connect(doing.close)
        end: list[QWidget] = [close]
        if self._view.shows_moves and doing.see_moves is not None:
            see = PrimaryButton(theme, words["see_moves"])
            see.clicked.connect(doing.see_moves)
            end.append(see)
        foot.add(FootRow(theme, [signs], end))
        return foot
