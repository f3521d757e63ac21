"""What can be done on a result: copy, print, save, read sources, learn more, see the moves.

The summary is made anew each time from the answers in this process; private answers are in it only while the person has
ticked that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.errors import ContentError
from ergobreak.screens import printing
from ergobreak.screens.advice_panel import AdvicePanel, Doing
from ergobreak.screens.check_in_content import preferences
from ergobreak.screens.check_in_learn import LearnPage, has_more
from ergobreak.screens.check_in_pages import MoveCard, SummaryPanel, moves_panel, text_panel
from ergobreak.screens.check_in_sharing import ask_where, save
from ergobreak.screens.ring import announce
from ergobreak.screens.settings_runner import Runner
from ergobreak.triage import result as triage_result
from ergobreak.triage.interview import ticked
from ergobreak.triage.summary import Summary, summary, to_html, to_text
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.screens.check_in_screen import CheckInScreen
    from ergobreak.triage.model import Assessment


class ResultPage:
    """A result and the pages behind it."""

    def __init__(self, screen: CheckInScreen, assessment: Assessment, outcome: Mapping[str, Any] | None) -> None:
        self._screen, self._assessment = screen, assessment
        self._private = False
        self._summary_panel: SummaryPanel | None = None
        content, talk = screen.content, screen.talk
        self.view = triage_result.view(
            assessment, talk.answers, content.table, content.wording, screen.help, screen.next_break
        )
        self._routines = self._choose(outcome) if self.view.shows_moves else ()
        self.panel: AdvicePanel | None = None

    def show(self) -> None:
        """Build it and show it; also after another page."""
        screen, view = self._screen, self.view
        can_print = view.summary and printing.can_print()
        doing = Doing(
            close=screen.close,
            signs=screen.show_signs,
            sources=self.sources,
            copy_number=self.copy_number,
            copy_summary=self.copy_summary if view.summary else None,
            print_summary=self.print_summary if can_print else None,
            see_summary=self.see_summary if view.summary else None,
            see_moves=self.see_moves if self._routines else None,
            learn_more=self.learn_more if has_more(self._screen, self._assessment) else None,
            change=screen.change_an_answer if view.state != "good" else None,
        )
        theme = screen.window.theme
        moves = [MoveCard(theme, each) for each in self._routines]
        self._summary_panel = None
        self.panel = AdvicePanel(theme, view, screen.content.wording.words, doing, moves=moves)
        screen.window.show_panel(self.panel.panel)

    # -- numbers and summary ---------------------------------------------------------------------------------------

    def copy_number(self) -> None:
        """The number, as it is dialled."""
        if self.view.number:
            self._screen.clip.copy(self.view.number, private=False)
            if self.panel is not None and self.panel.number is not None:
                self.panel.number.copy.setText(_("Copied"))
                announce(self.panel.number.copy, _("Copied."))

    def _page(self) -> Summary:
        screen = self._screen
        content = screen.content
        return summary(
            screen.talk.answers,
            self._assessment,
            content.table,
            content.wording,
            content.summary,
            screen.day,
            include_private=self._private,
        )

    def copy_summary(self) -> None:
        """As plain text, off the clipboard again in two minutes."""
        self._screen.clip.copy(to_text(self._page()), private=True)
        self._say(_("Copied. It leaves the clipboard in 2 minutes."))

    def print_summary(self) -> None:
        """On a printer the person chooses."""
        self._say(self._screen.content.wording.words["shared_printer"])
        printing.print_out(to_html(self._page()), self._screen.window)

    def save_summary(self) -> None:
        """Into a file the person names."""
        path = ask_where(self._screen.window)
        if not path:
            return
        page = self._page()
        try:
            save(path, to_text(page), to_html(page))
        except OSError as error:
            self._say(_("It could not be saved: {reason}.").format(reason=error.strerror or _("no access")))
        else:
            self._say(_("Saved. Only your account can read the file."))

    def see_summary(self) -> None:
        """The summary on the screen, with all that can be done with it."""
        screen = self._screen
        words = screen.content.wording.words
        asked = [screen.content.table.question(each) for each in self._assessment.asked]
        has_private = any(each is not None and each.sensitive for each in asked)
        does: dict[str, tuple[str, Callable[[], None]]] = {"S": (words["copy_summary"], self.copy_summary)}
        if printing.can_print():
            does["P"] = (words["print"], self.print_summary)
        does["save"] = (_("Save as a file"), self.save_summary)
        self._summary_panel = SummaryPanel(
            screen.window.theme,
            self._page(),
            private=self._private,
            include=self._include if has_private else None,
            does=does,
            signs=screen.show_signs,
            back=self.show,
        )
        screen.window.show_panel(self._summary_panel.panel)

    def _include(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal carries a plain bool
        self._private = on
        self.see_summary()
        if self._summary_panel is not None and self._summary_panel.include is not None:
            self._screen.window.focus(self._summary_panel.include)

    def _say(self, text: str) -> None:
        shown = self._summary_panel or self.panel
        if shown is not None:
            shown.say(text)
            announce(shown.said, text)

    # -- pages behind --------------------------------------------------------------------------------------------

    def sources(self) -> None:
        """Whose advice it is, how far it was read, and which version of the rules."""
        screen, view = self._screen, self.view
        blocks = [(title, [_("Read: {how_far}").format(how_far=how_far)]) for title, how_far in view.sources]
        panel = text_panel(
            screen.window.theme,
            screen.content.wording.words["sources_link"],
            blocks,
            view.limits,
            signs=screen.show_signs,
            back=self.show,
        )
        screen.window.show_panel(panel)

    def learn_more(self) -> None:
        """Lines of feeling and usual times; it changes nothing."""
        try:
            page = LearnPage(self._screen, self._assessment, self.show)
        except ContentError:
            self._say(_("This part cannot be read."))
            return
        page.show()

    def see_moves(self) -> None:
        """The three moves, each with a button that starts it."""
        screen = self._screen
        panel = moves_panel(
            screen.window.theme,
            self.view.moves_line,
            self._routines,
            self._start,
            signs=screen.show_signs,
            back=self.show,
        )
        screen.window.show_panel(panel)

    def _start(self, routine: str) -> None:
        Runner(self._screen).start(["routine", "start", routine])

    def _choose(self, outcome: Mapping[str, Any] | None) -> tuple[dict[str, Any], ...]:
        """Up to three routines that fit this very result; none when something is wrong."""
        from ergobreak.screens.check_in_moves import moves_for  # noqa: PLC0415 - the library only for moves

        wanted, screen = preferences(), self._screen
        data = {
            "now": f"{screen.day.isoformat()}T12:00:00+00:00",
            "profile": dict(wanted.profile),
            "settings": dict(wanted.values),
            **screen.card.data,
            "standing": {key: value for key, value in (outcome or {}).items() if key != "do"},
        }
        places = ticked(screen.talk.answers.get("region")) if "region" in self._assessment.asked else ()
        return moves_for(data, places)
