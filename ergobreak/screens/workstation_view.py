"""What the workstation check shows at one moment, as values; no toolkit.

Progress is told by part ("Screen"), never by counting questions: forty-one would sound like an examination.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ergobreak.posture.answers import MOVED
from ergobreak.posture.model import Answer, Question
from ergobreak.posture.workstation import Action, Answers, actions, by_who, needs_fix, parts, who_words
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.posture.answers import Review

ANSWERS = (Answer.YES, Answer.NO, Answer.NOT_SURE, Answer.NOT_APPLICABLE)


class PartState(StrEnum):
    """How far a part is."""

    NEW = "new"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One part in the progress line and in the overview."""

    name: str
    state: PartState
    first: str  # the question that opens with it

    @property
    def words(self) -> str:
        """Name and state: "Screen, begun"."""
        return _("{part}, {state}").format(part=self.name, state=state_words(self.state))


def state_words(state: PartState) -> str:
    """How far a part is, in words."""
    return {
        PartState.NEW: _("not yet"),
        PartState.BEGUN: _("begun"),
        PartState.DONE: _("done"),
    }[state]


def part_views(questions: Sequence[Question], answers: Answers) -> tuple[PartView, ...]:
    """All parts in order; a part begins with its first question that has no answer."""
    return tuple(
        PartView(
            name=_(each.name),
            state=PartState.DONE if each.done else PartState.BEGUN if each.answered else PartState.NEW,
            first=next((one.id for one in each.questions if one.id not in answers), each.questions[0].id),
        )
        for each in parts(questions, answers)
    )


def step(questions: Sequence[Question], here: str, by: int) -> Question | None:
    """The question ``by`` places further; ``None`` beyond either end."""
    names = [each.id for each in questions]
    there = names.index(here) + by
    return questions[there] if 0 <= there < len(questions) else None


def moves_on(question: Question, answer: Answer) -> bool:
    """Whether nothing is left to read under the answer, so that the next question may come at once."""
    return not needs_fix(question, answer)


def intro(review: Review, desk: str, parts: Sequence[PartView]) -> str:
    """The lines under the title of the first page."""
    if review.elsewhere(desk) and review.desk == MOVED:
        return _("A changed desk is worth another look. Go through it again, or keep your answers.")
    if review.elsewhere(desk):
        return _("Your screens are not those of the last check. Go through it again, or keep your answers.")
    if all(part.state is PartState.DONE for part in parts):
        return _("You have been through all of it. Any part can be opened again.")
    if review.answers:
        return _("You can go on where you left off.")
    return _("Go through your desk part by part. Each answer shows at once what helps.")


def kept(review: Review) -> str:
    """Where the answers are, and since when."""
    here = _("Your answers stay on this computer. Nothing is sent.")
    if review.changed is None:
        return here
    return here + " " + _("Last change: {date}.").format(date=review.changed.isoformat())


def who_line(question: Question) -> str:
    """Who can act."""
    return _("Who can act: {who}").format(who=who_words(question.who))


def sources_line(titles: Sequence[str]) -> str:
    """Where it was read; what F1 opens."""
    return _("Sources: {sources}.").format(sources="; ".join(titles).rstrip("."))


def summary(questions: Sequence[Question], answers: Answers) -> str:
    """The line above the action list."""
    count = len(actions(questions, answers))
    if not answers:
        return _("Nothing is answered yet.")
    if not count:
        return _("Nothing to do. What you answered fits you.")
    return ngettext("{n} thing to do.", "{n} things to do.", count).format(n=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The actions of one who can act."""

    who: str
    note: str
    rows: tuple[Action, ...]


def groups(questions: Sequence[Question], answers: Answers) -> tuple[Group, ...]:
    """The list by who can act; what is private comes last, in a group of its own."""
    todo = actions(questions, answers)
    public = [each for each in todo if not each.question.private]
    private = tuple(each for each in todo if each.question.private)
    found = [Group(who=who_words(who), note="", rows=row) for who, row in by_who(public)]
    if private:
        note = _("Never in a copy, on paper or in a file.")
        found.append(Group(who=_("Only for you"), note=note, rows=private))
    return tuple(found)
