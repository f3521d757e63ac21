"""The check-in: questions, result, and what stands around them, in one process that forgets when it ends.

Answers exist in this process only. The door hears one message, ``assessed``, with what the plan of the day has to know,
and ``fine`` or ``skip`` for a prompt.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from ergobreak import standing as stands
from ergobreak.errors import ContentError
from ergobreak.screens.check_in_content import Memory, content, help_here, preferences, today
from ergobreak.screens.check_in_frame import CheckInFrame, or_signs, say_where
from ergobreak.screens.check_in_page import QuestionPage
from ergobreak.screens.check_in_pages import choice_panel, curtain_panel
from ergobreak.screens.check_in_result import ResultPage
from ergobreak.screens.check_in_talk import Talk, question_left, standing_past
from ergobreak.screens.red_flags_screen import RedFlagsScreen
from ergobreak.triage.follow_up import Does
from ergobreak.triage.model import Kind, Tier
from ergobreak.words import _

if TYPE_CHECKING:
    from datetime import date

    from ergobreak.screens.app import Stage
    from ergobreak.triage.model import Question

CLOSE_AFTER_IDLE_MS = 10 * 60_000
SECOND = 1000


def open_check_in(stage: Stage) -> CheckInScreen | RedFlagsScreen:
    """The screen for a card ``check_in``; the list of signs where that cannot even begin."""
    try:
        return CheckInScreen(stage)
    except Exception:  # noqa: BLE001 - whatever it is, who asked for help gets the list
        say_where(*sys.exc_info())
        return RedFlagsScreen(stage)


class CheckInScreen(CheckInFrame):
    """Walks one person through, and sends one outcome.

    The card's ``data`` may hold ``next_break`` (a time in the person's clock) and ``because`` (``hurt`` after a
    routine). Whether a question is left from the last check-in stands in the file that the plan is made from.
    """

    def __init__(self, stage: Stage, day: date | None = None) -> None:
        wanted = preferences()
        super().__init__(stage, help_here(wanted), day or today())
        self.next_break = str(self.card.data.get("next_break", ""))
        self._seen = self._asking = False
        self._result: ResultPage | None = None
        self._page: QuestionPage | None = None
        self.window.idle.connect(self._nobody_here)
        try:
            self._content = content()
        except ContentError:
            self.show_signs()
            return
        past = standing_past(stands.standing(self.day), self.day)
        self.talk = Talk(
            self._content,
            Memory(keep=wanted.keep, standing=past),
            self.day,
            compare=wanted.compare,
            question=question_left(stands.question()),
        )
        self._guided = wanted.mode == "guided"
        if self._guided or (self.talk.hold is not None and not self.card.prompt):  # a hold can always be lifted
            self._begin()
        else:
            self.show_signs()

    # -- questions -----------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        hurt = self.card.data.get("because") == "hurt"
        tier = None if hurt else self.talk.asks(by_itself=bool(self.card.prompt))
        if tier is not None and tier in self.content.follow_ups:
            self._asking = self.talk.due
            if self.card.prompt:
                self._offer(tier)
            else:
                self._ask_follow_up(tier)
            return
        if hurt and self._guided:
            self._after_hurt()
        if self._guided:
            self._ask()
        else:
            self.show_signs()

    def _after_hurt(self) -> None:
        first = self.talk.page()
        if first is not None:
            self.talk.press(first.questions[0], "something")
            self.talk.forward()

    @or_signs
    def _ask(self, *, keep_place: bool = False) -> None:
        page = self.talk.page()
        if page is None:
            self._conclude()
            return
        self._page = QuestionPage(
            self.window.theme,
            self.talk,
            page,
            changed=self._changed,
            go=self._next,
            back=None if self.talk.first else self._back,
            signs=self.show_signs,
            close=self.close,
        )
        self._return = self._ask
        self.window.show_panel(self._page.panel, keep_place=keep_place)

    def _changed(self, question: Question) -> None:
        page, shown = self.talk.page(), self._page
        if page is None or shown is None:
            return
        singles = all(each.kind is Kind.SINGLE for each in page.questions)
        if question.kind is Kind.SINGLE and singles and self.talk.answered():
            self._next()
            return
        if question.kind is Kind.MULTI and not self._opens_more():
            return
        chosen = self.talk.chosen(question)
        self._ask(keep_place=True)
        widget = self._page.goes_on_at(question, chosen[-1] if chosen else "") if self._page is not None else None
        if widget is not None:
            self.window.focus(widget)

    def _opens_more(self) -> bool:
        page = self.talk.page()
        shown = {name for name, _option in self._page.rows} if self._page is not None else set()
        return page is not None and {each.id for each in page.questions} != shown

    def _next(self) -> None:
        self.talk.forward()
        self._ask()

    def _back(self) -> None:
        self.talk.back()
        self._ask()

    def change_an_answer(self) -> None:
        """From the result to the last page of questions."""
        self._closing.stop()
        self._result = None
        self._back()

    # -- result --------------------------------------------------------------------------------------------------

    @or_signs
    def _conclude(self) -> None:
        before = self.talk.second_look()
        if before is None:
            self._show_result()
            return
        words = self.content.wording.states[before.tier].words
        panel = choice_panel(
            self.window.theme,
            _("A second look"),
            [_("Your first answers led to: {result}.").format(result=words["label"]), _("Which is right?")],
            [
                (_("The first answers"), self._first_answers),
                (_("I am not sure"), self._first_answers),
                (_("The first was a slip"), self._slip),
            ],
            signs=self.show_signs,
            close=self._first_answers,
        )
        self._return = self._conclude
        self.window.show_panel(panel)

    def _first_answers(self) -> None:
        self.talk.first_answers()
        self._show_result()

    def _slip(self) -> None:
        self.talk.it_was_a_slip()
        self._show_result()

    @or_signs
    def _show_result(self) -> None:
        assessment = self.talk.assessment()
        outcome = self.talk.conclude(assessment)
        self._tell(outcome)
        self._seen = True
        self._return = self._show_again
        self._result = ResultPage(self, assessment, outcome)
        self._result.show()
        if self._result.view.closes_after_s:
            self._closing.start(round(self._result.view.closes_after_s * SECOND))

    def _show_again(self) -> None:
        if self._result is not None:
            self._result.show()

    # -- signs, follow-up, curtain -----------------------------------------------------------------------------------

    def _offer(self, tier: Tier) -> None:
        """It came by itself, so it says nothing that others may not read."""
        words = self.content.asking
        panel = choice_panel(
            self.window.theme,
            words["offer"],
            [words["offer_line"]],
            [
                (words["offer_yes"], partial(self._ask_follow_up, tier)),
                (words["offer_later"], partial(self._followed, tier, Does.DISMISS)),
            ],
            signs=self.show_signs,
            close=self.close,
        )
        self._return = partial(self._offer, tier)
        self.window.show_panel(panel)

    def _ask_follow_up(self, tier: Tier) -> None:
        question = self.content.follow_ups[tier]
        panel = choice_panel(
            self.window.theme,
            question.text,
            (),
            [(each.text, partial(self._followed, tier, each.does)) for each in question.answers],
            signs=self.show_signs,
            close=self.close,
        )
        self._return = partial(self._ask_follow_up, tier)
        self.window.show_panel(panel)

    def _followed(self, tier: Tier, does: Does) -> None:
        self._asking = False
        self._seen = does not in {Does.DISMISS, Does.CHECK_IN}
        self._tell_again(self.talk.followed(does))
        if does is Does.CHECK_IN and self._guided:
            self._ask()
        elif does in {Does.CHECK_IN, Does.SHOW_HELP}:
            self._return = None
            self.show_signs()
        else:
            if does is Does.CLEAR:
                self._tell(self.talk.cleared())
                self._go_on()
                return
            if does is Does.CLOSE and tier is Tier.SELF_CARE:
                self._tell(self.talk.gone())
            self._end()

    def _go_on(self) -> None:
        """Say what it means that moves are fine again, since until now all was quiet."""
        words, theme = self.content.asking, self.window.theme
        lines = [words["cleared_line"]]
        panel = choice_panel(theme, words["cleared"], lines, [], signs=self.show_signs, close=self.close)
        self._return = self._go_on
        self.window.show_panel(panel)

    def _nobody_here(self) -> None:
        """Nobody was here for minutes: what was said counts, then it is gone."""
        if self._content is not None and self._result is None and self.talk.begun:
            self._tell(self.talk.conclude(self.talk.assessment()))
        if self._content is not None:
            self.talk.forget()
        self._drop()
        self.window.show_panel(curtain_panel(self.window.theme, self._again, self.show_signs, self.close))
        self._return = self._curtain
        self._closing.start(CLOSE_AFTER_IDLE_MS)

    def _curtain(self) -> None:
        self.window.show_panel(curtain_panel(self.window.theme, self._again, self.show_signs, self.close))

    def _again(self) -> None:
        self._closing.stop()
        self._ask()

    # -- the end -------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Esc, Close, the window's cross. Who stops half-way first sees what that means."""
        half_way = self._content is not None and self._result is None and self.talk.begun and self._page is not None
        if half_way and not self._ended:
            self._page = None
            self._show_result()
            return
        self._end()

    def _end(self) -> None:
        if self._ended:
            return
        if self._asking:  # closed, or nobody answered
            self._asking = False
            self._tell_again(self.talk.followed(Does.DISMISS))
        if self._content is not None:
            if self._result is None and self._page is not None and self.talk.begun:
                self._tell(self.talk.conclude(self.talk.assessment()))
            skipped = not self._seen or "skip" in str(self.talk.answers.get("overall", ""))
        else:
            skipped = True
        if self.card.prompt:
            self._stage.answers.answer("skip" if skipped else "fine")
        super()._end()

    def _over(self, because: str) -> bool:
        """A curtain or "Good to hear"; after "That hurt" also a calm result, or a page on which nothing was said."""
        if self._result is not None:
            return not self._result.view.alert and (because == "hurt" or bool(self._result.view.closes_after_s))
        untouched = self._content is not None and because == "hurt" and not self.talk.begun
        self._asking = self._asking and not untouched  # nobody put that question away
        return untouched or self._return == self._curtain

    def _drop(self) -> None:
        super()._drop()
        self._result = self._page = None
