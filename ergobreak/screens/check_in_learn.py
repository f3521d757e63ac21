"""Learn more: where a line of feeling is often linked with a nerve, and how long such things often take.

Information only, up to tier 2; it changes no result. The line that is picked here is not kept, not in the summary, and
gone with the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.errors import ContentError
from ergobreak.screens.check_in_pages import button, foot_with, signs_link
from ergobreak.screens.check_in_parts import AnswerRow, Bullets, Panel, Part, heading
from ergobreak.screens.widgets import TextLabel
from ergobreak.triage.extras import learn_more
from ergobreak.triage.nerve_lines import line_for, may_show, path_question, recovery_for
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.screens.check_in_screen import CheckInScreen
    from ergobreak.triage.model import Assessment


def has_more(screen: CheckInScreen, assessment: Assessment) -> bool:
    """Whether there is anything behind "Learn more" for this result; what cannot be read says so there."""
    table = screen.content.table
    if not may_show(assessment):
        return False
    try:
        rows = learn_more(table).recovery
    except ContentError:
        return True
    answers = screen.talk.answers
    return path_question(assessment, table) is not None or bool(recovery_for(assessment, answers, table, rows))


class LearnPage:
    """The page behind "Learn more".

    Raises:
        ContentError: its content is damaged.
    """

    def __init__(self, screen: CheckInScreen, assessment: Assessment, back: Callable[[], None]) -> None:
        self._screen, self._assessment, self._back = screen, assessment, back
        self._content = learn_more(screen.content.table)
        self._picked = ""

    def show(self) -> None:
        """Build and show it."""
        screen, more = self._screen, self._content
        theme = screen.window.theme
        body = Part(theme)
        first = heading(theme, _("Learn more"), "title")
        body.add(first)
        times = recovery_for(self._assessment, screen.talk.answers, screen.content.table, more.recovery)
        if times:
            body.add(Bullets(theme, more.recovery_words["title"], [each.text for each in times]))
            body.add(TextLabel(theme, more.recovery_words["about"], "small", "ink_soft"))
        rows = self._lines(body)
        if not times and not rows:
            body.add(TextLabel(theme, _("There is nothing more to say about this.")))
        body.column.addStretch(1)
        foot = foot_with(theme, [signs_link(theme, screen.show_signs)], [button(theme, _("Back"), self._back)])
        screen.window.show_panel(
            Panel(
                name=first.text(),
                body=body,
                foot=foot,
                first=first,
                escape=self._back,
                back=self._back,
                moves=rows,
                keys={"?": screen.show_signs},
            ),
            keep_place=bool(self._picked),
        )

    def _lines(self, body: Part) -> list[AnswerRow]:
        screen, words = self._screen, self._content.words
        theme = screen.window.theme
        question = path_question(self._assessment, screen.content.table)
        if question is None:
            return []
        body.space(theme.space("m"))
        body.add(TextLabel(theme, question.text, "heading"))
        if question.hint:
            body.add(TextLabel(theme, question.hint, "small", "ink_soft"))
        rows = []
        options = screen.talk.options(question)
        for number, option in enumerate(options, start=1):
            row = AnswerRow(theme, option.text, place=(number, len(options)), compact=True)
            row.choose(on=option.id == self._picked)
            row.clicked.connect(lambda _on=False, name=option.id: self._pick(name))
            rows.append(row)
            body.add(row)
            if option.id == self._picked:
                self._tell(body)
        body.add(TextLabel(theme, words["about"], "small", "ink_soft"))
        return rows

    def _tell(self, body: Part) -> None:
        theme, words = self._screen.window.theme, self._content.words
        line = line_for(self._assessment, self._picked, self._content.lines)
        if line is None:
            body.add(TextLabel(theme, words["no_line"]))
            return
        says = [words["feel"].format(feel=line.feel), words["strength"].format(strength=line.strength)]
        body.add(Bullets(theme, line.area, says))

    def _pick(self, name: str) -> None:
        self._picked = name
        self.show()
