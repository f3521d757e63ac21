"""One short question after a result: when it is due, and when to stop asking.

At most one question a step. A dismissal moves it to the next day, a second one ends it: then only the menu is left.
Dates, not times: the wall calendar decides the moment. Plain values that survive a restart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from ergobreak.triage.model import Assessment, Tier

_LAST_DISMISSAL = 2


class Does(StrEnum):
    """What an answer to the question does."""

    CLOSE = "close"  # nothing more to ask
    CHECK_IN = "check_in"  # open the check-in
    CLEAR = "clear"  # a health professional says moves are fine: the hold ends
    ASK_AGAIN = "ask_again"  # the same question after a week
    SHOW_HELP = "show_help"  # say again who to call, and ask tomorrow
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A question that waits.

    Args:
        tier: which question (the wording is in the content).
        due: not before this day.
        dismissed: how often it was put away.
        at_next_start: tier 4 asks at the next start of the program, whatever the day.
    """

    tier: Tier
    due: date
    dismissed: int = 0
    at_next_start: bool = False


def after(assessment: Assessment, today: date) -> FollowUp | None:
    """The question that a result leaves behind; none when all is well."""
    if assessment.tier is Tier.GOOD:
        return None
    return FollowUp(
        tier=assessment.tier,
        due=today + timedelta(days=assessment.ask_again_days),
        at_next_start=assessment.tier is Tier.EMERGENCY,
    )


def is_due(waiting: FollowUp, today: date, *, starting: bool = False) -> bool:
    """Whether to ask now. ``starting``: the program has just been started."""
    return today >= waiting.due or (starting and waiting.at_next_start)


def answered(waiting: FollowUp, does: Does, today: date) -> FollowUp | None:
    """What is left to ask after an answer; ``None`` when the asking ends."""
    if does is Does.DISMISS:
        dismissed = waiting.dismissed + 1
        if dismissed >= _LAST_DISMISSAL:
            return None
        return replace(waiting, due=today + timedelta(days=1), dismissed=dismissed, at_next_start=False)
    if does is Does.ASK_AGAIN:
        return replace(waiting, due=today + timedelta(days=7), at_next_start=False)
    if does is Does.SHOW_HELP:
        return replace(waiting, due=today + timedelta(days=1), at_next_start=False)
    return None
