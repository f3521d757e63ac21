"""Where a line of feeling is often linked with a nerve, and how long such things often take. Information only.

Shown behind "Learn more" and only up to tier 2. It never changes a result and is never part of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ergobreak.triage.conditions import Condition
from ergobreak.triage.interview import walk
from ergobreak.triage.model import Answers, Assessment, Question, Table, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

PATH = "path"


@dataclass(frozen=True, slots=True, kw_only=True)
class NerveLine:
    """One line on the body.

    Args:
        id: an answer to the question ``path``.
        area: the nerve area that is often linked with it.
        feel: where it is often felt.
        strength: what would get weaker.
    """

    id: str
    area: str
    feel: str
    strength: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """How long something often takes, for whom."""

    id: str
    when: Condition
    text: str
    sources: tuple[str, ...]


def may_show(assessment: Assessment) -> bool:
    """Whether "Learn more" is offered at all."""
    return Tier.SELF_CARE <= assessment.tier <= Tier.VISIT and not assessment.incomplete


def path_question(assessment: Assessment, table: Table) -> Question | None:
    """The question about the line, where it makes sense: asked only behind "Learn more"."""
    if not may_show(assessment) or PATH not in assessment.asked:
        return None
    return table.question(PATH)


def line_for(assessment: Assessment, path: str, lines: Sequence[NerveLine]) -> NerveLine | None:
    """What is known about one line; ``None`` for "no line" or where nothing may be shown."""
    if not may_show(assessment):
        return None
    return next((each for each in lines if each.id == path), None)


def recovery_for(
    assessment: Assessment,
    answers: Answers,
    table: Table,
    rows: Sequence[Recovery],
) -> tuple[Recovery, ...]:
    """How long it often takes, for these answers."""
    if not may_show(assessment):
        return ()
    found = walk(answers, table).found
    return tuple(each for each in rows if each.when.holds(found))
