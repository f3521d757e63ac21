"""One check-in from the first question to the result, as values: answers, pages, back and forth, outcome. No toolkit.

The answers live in this object and nowhere else. What leaves is ``outcome``: tier, move level, words for moves to leave
out, the day until which it stands, and after a worse one a day up to which no dose grows. Going back keeps every answer
that still counts. Somebody who gets a worrying result, goes back and changes what led to it is asked once whether it
was a slip; until they say so, the first result stands.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ergobreak.triage import interview
from ergobreak.triage.assess import assess, outcome
from ergobreak.triage.follow_up import Does, FollowUp, after, answered, is_due
from ergobreak.triage.history import Past, facts, hold_alone, is_worse
from ergobreak.triage.model import Kind, Moves, Tier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.screens.check_in_content import Content, Memory
    from ergobreak.standing import Question as Waiting
    from ergobreak.triage.interview import Screen
    from ergobreak.triage.model import Assessment, Facts, Option, Question

Answers = dict[str, str | int | tuple[str, ...]]
NO_RISE = timedelta(days=14)  # no dose grows for so long after a check-in that was worse than the one before


def standing_past(standing: Mapping[str, Any], day: date) -> tuple[Past, ...]:
    """What the plan of the day still holds back, as a check-in of the past; a hold that cannot be read is a hold."""
    if not standing:
        return ()
    try:
        tier = Tier(int(standing.get("tier", 0)))
        since = date.fromisoformat(str(standing["since"])[:10]) if "since" in standing else day
    except (ValueError, TypeError):
        tier, since = Tier.URGENT, day
    return (Past(on=min(since, day), tier=tier),) if tier >= Tier.URGENT else ()


def question_left(waiting: Waiting | None) -> FollowUp | None:
    """The question that waits, as the rules of asking know it."""
    if waiting is None:
        return None
    return FollowUp(
        tier=Tier(waiting.tier), due=waiting.on, dismissed=waiting.dismissed, at_next_start=waiting.at_start
    )


def _plain(left: FollowUp | None) -> dict[str, Any]:
    if left is None:
        return {}
    found: dict[str, Any] = {"ask_on": left.due.isoformat()}
    if left.dismissed:
        found["dismissed"] = left.dismissed
    if left.at_next_start:
        found["at_start"] = True
    return found


class Talk:
    """The state of one check-in.

    Args:
        memory: earlier check-ins; written when a result is shown.
        day: today.
        compare: whether earlier check-ins may raise the advice; a hold counts in any case.
        question: the question that the last one left behind.
    """

    def __init__(
        self, content: Content, memory: Memory, day: date, *, compare: bool = False, question: FollowUp | None = None
    ) -> None:
        self._content, self._memory, self._day = content, memory, day
        self._compare, self._question = compare, question
        self.answers: Answers = {}
        self._at = 0  # which page is shown
        self._worrying: tuple[Assessment, Answers] | None = None
        self._kept = self._quieted = False

    @property
    def facts(self) -> Facts:
        """What earlier check-ins add to these answers."""
        found = facts(self._memory.past(self._day), self.answers, self._day)
        return found if self._compare else hold_alone(found)

    @property
    def hold(self) -> Tier | None:
        """The tier of a hold that nobody has cleared, if there is one."""
        found = self.facts
        return Tier(found.prev_tier) if found.prev_tier >= Tier.URGENT and not found.cleared else None

    # -- pages -----------------------------------------------------------------------------------------------------

    def page(self) -> Screen | None:
        """The page to show; ``None`` when there is nothing left to ask."""
        pages = interview.screens(self.answers, self._content.table)
        if self._at < len(pages):
            return pages[self._at]
        return None

    @property
    def first(self) -> bool:
        """Whether this is the first page."""
        return self._at == 0

    @property
    def begun(self) -> bool:
        """Whether anything was said beyond the first page: stopping now is stopping half-way."""
        return len(self.answers) > 1 or (self._at > 0 and bool(self.answers))

    def options(self, question: Question) -> tuple[Option, ...]:
        """The answers to offer."""
        return interview.options_of(question, self.answers, self._content.table)

    def chosen(self, question: Question) -> tuple[str, ...]:
        """What is chosen now; a number as its digits."""
        answer = self.answers.get(question.id)
        return (str(answer),) if isinstance(answer, int) else interview.ticked(answer)

    def press(self, question: Question, option_id: str) -> None:
        """An answer was pressed: ticked, unticked or chosen."""
        if question.kind is Kind.SCALE:
            self.answers[question.id] = int(option_id)
        else:
            after = interview.tick(question, interview.ticked(self.answers.get(question.id)), option_id)
            if not after:
                self.answers.pop(question.id, None)
            else:
                self.answers[question.id] = after[0] if question.kind is Kind.SINGLE else after
        self.answers = interview.prune(self.answers, self._content.table)

    def answered(self) -> bool:
        """Whether every question of this page has an answer."""
        page = self.page()
        return page is None or all(interview.is_answered(each, self.answers) for each in page.questions)

    def forward(self) -> Screen | None:
        """The next page, or ``None`` for the result."""
        if self.answered():
            self._at += 1
        return self.page()

    def back(self) -> Screen | None:
        """The page before; every answer that still counts is kept."""
        pages = interview.screens(self.answers, self._content.table)
        self._at = max(0, min(self._at, len(pages)) - 1)
        return self.page()

    # -- result ------------------------------------------------------------------------------------------------------

    def assessment(self) -> Assessment:
        """The judgement on what was said so far."""
        return assess(self.answers, self.facts, self._content.table)

    def second_look(self) -> Assessment | None:
        """The first, worrying result, when the answers that led to it were changed; ask whether that was a slip."""
        now = self.assessment()
        if self._worrying is not None and now.tier < self._worrying[0].tier:
            return self._worrying[0]
        return None

    def it_was_a_slip(self) -> None:
        """The first answers were wrong: only the new ones count, and a day that they quieted goes on."""
        self._quieted = self._worrying is not None and self._worrying[0].tier is Tier.EMERGENCY
        self._worrying = None
        if self._kept:
            self._memory.take_back(self._day)
            self._kept = False

    def first_answers(self) -> None:
        """The first answers stand."""
        if self._worrying is not None:
            self.answers = dict(self._worrying[1])
            self._at = len(interview.screens(self.answers, self._content.table))

    def conclude(self, assessment: Assessment) -> dict[str, Any] | None:
        """The result is on the screen: remember it, and say what the plan has to know. ``None`` for "Skip today"."""
        if "skip" in interview.ticked(self.answers.get("overall")):
            return None
        if assessment.tier >= Tier.URGENT:
            self._worrying = (assessment, dict(self.answers))
        message = self._outcome(assessment)
        if self._kept:
            self._memory.take_back(self._day)
        pain = self.answers.get("pain")
        self._memory.remember(
            Past(
                on=self._day,
                tier=assessment.tier,
                places=frozenset(self._places(assessment)),
                pain=pain if isinstance(pain, int) and "pain" in assessment.asked else None,
            )
        )
        self._kept = True
        return message

    def _outcome(self, assessment: Assessment) -> dict[str, Any]:
        found = outcome(assessment, self._day)
        hold, left = self.hold, after(assessment, self._day)
        if hold is not None and hold > found.tier:  # a good day does not end a hold
            found, left = replace(found, tier=hold, moves=Moves.NONE, until=None), self._question
        self._question = left
        go_on = self._quieted and found.tier < Tier.EMERGENCY
        worse = is_worse(self._memory.past(self._day) if self._compare else (), found.tier, self.answers, self._day)
        return {
            "do": "assessed",
            "tier": int(found.tier),
            "moves": found.moves.word,
            "avoid": list(found.avoid),
            "until": None if found.until is None else found.until.isoformat(),
            **({"resume": True} if go_on else {}),
            **({"hold_rise_until": (self._day + NO_RISE).isoformat()} if worse else {}),
            **_plain(left),
        }

    def _places(self, assessment: Assessment) -> tuple[str, ...]:
        return interview.ticked(self.answers.get("region")) if "region" in assessment.asked else ()

    def cleared(self) -> dict[str, Any]:
        """A health professional says moves are fine: nothing stands any more, nor a day that an emergency quieted."""
        quiet = {"resume": True} if self.hold is Tier.EMERGENCY else {}
        self._memory.clear()
        return {"do": "assessed", "tier": 0, "moves": Moves.NORMAL.word, "avoid": [], "until": None, **quiet}

    def gone(self) -> dict[str, Any]:
        """It is gone, or nearly: nothing need be left out any more."""
        self._question = None
        return {"do": "assessed", "tier": 0, "moves": Moves.NORMAL.word, "avoid": [], "until": None}

    # -- the question that was left behind -------------------------------------------------------------------------

    def asks(self, *, by_itself: bool) -> Tier | None:
        """The question to begin with, if there is one. A hold is always asked about when the person comes by choice."""
        if self.due:
            return self.hold or (self._question.tier if self._question is not None else None)
        return None if by_itself else self.hold

    @property
    def due(self) -> bool:
        """Whether the day of the question has come."""
        return self._question is not None and is_due(self._question, self._day)

    def followed(self, does: Does) -> dict[str, Any] | None:
        """What the plan has to know after an answer: when to ask again. ``None`` when nothing changes."""
        if self._question is None or does is Does.CHECK_IN or (does is Does.DISMISS and not self.due):
            return None
        self._question = answered(self._question, does, self._day)
        return {"do": "asked", **_plain(self._question)}

    def forget(self) -> None:
        """Clear every answer out of this process."""
        self.answers = {}
        self._at = 0
        self._worrying = None
        self._kept = False
