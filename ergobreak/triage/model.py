"""The shapes of the check-in: questions, rules, table, assessment. Values only: nothing reads, judges or speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from ergobreak.triage.conditions import ALWAYS, Condition

Answers = Mapping[str, str | int | Sequence[str]]


class Tier(IntEnum):
    """How soon something needs another person's eyes; the highest tier of all rules that fired wins."""

    GOOD = 0
    SELF_CARE = 1
    VISIT = 2
    URGENT = 3
    EMERGENCY = 4


class Moves(IntEnum):
    """Which moves may be offered; the strictest level of all rules that fired wins."""

    NORMAL = 0
    ADAPTED = 1
    GENTLE_ONLY = 2
    NONE = 3

    @property
    def word(self) -> str:
        """The level as it is written in content, settings and JSON."""
        return self.name.lower()


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTI = "multi"
    SCALE = "scale"


class Order(StrEnum):
    """How the answers to a single choice rank by concern."""

    RISING = "rising"
    UNSURE_ON_TOP = "unsure_on_top"
    FREE = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who stands behind a piece of content, and since when."""

    status: str
    date: date
    reviewer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer.

    Args:
        short: the answer in a few words, for "You said" and for the summary.
        red: by itself it means no moves and at least a visit.
        exclusive: ticking it clears the others ("None of these").
        shown_when: offered only then.
    """

    id: str
    text: str
    short: str
    red: bool = False
    exclusive: bool = False
    shown_when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Args:
        topic: the question in a few words, for the summary.
        when: asked only then.
        while_tier: asked only while the tier so far is at most this.
        pairs: swapping the first answer for the second never lowers the result.
        screen: questions with the same name share a page.
        optional: never asked in the flow and never missing.
        sensitive: left out of the summary unless the person ticks it.
        kept: may be remembered; no other answer ever is.
    """

    id: str
    kind: Kind
    topic: str
    text: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    order: Order = Order.FREE
    pairs: tuple[tuple[str, str], ...] = ()
    when: Condition = ALWAYS
    while_tier: Tier = Tier.EMERGENCY
    screen: str = ""
    optional: bool = False
    sensitive: bool = False
    kept: bool = False

    def option(self, option_id: str) -> Option | None:
        """The answer of that id, if the question has it."""
        return next((each for each in self.options if each.id == option_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """If this holds, then at least that.

    Args:
        within_hours: 0 is now; ``None`` where no one need be seen.
        avoid: tags of moves to leave out.
        ask_again_days: when to ask how it went.
        block: which do-now list of tier 4 fits.
        who: who can help (a row of the advice file).
        shows_signs: the result also shows the list of signs.
        changes_result: false for a rule that only adds words; every other rule must be able to change a result.
    """

    id: str
    when: Condition
    tier: Tier
    moves: Moves
    ask_again_days: int
    within_hours: int | None = None
    avoid: tuple[str, ...] = ()
    advice: str = ""
    block: str = ""
    who: str = "usual"
    shows_signs: bool = False
    changes_result: bool = True
    sources: tuple[str, ...] = ()
    review: Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Everything the judgement needs.

    Args:
        bits: (question, answer) or (question, number to reach) to the bit of that finding.
        steps: for a question or fact with numbers, the numbers that rules ask for, ascending.
        watch: for each question, the rules of tier 3 and 4 that speak of it (they may end the questions).
    """

    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    bits: Mapping[tuple[str, str | int], int]
    steps: Mapping[str, tuple[int, ...]]
    watch: Mapping[str, tuple[Rule, ...]]
    version: str

    def question(self, question_id: str) -> Question | None:
        """The question of that id, if there is one."""
        return next((each for each in self.questions if each.id == question_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What earlier check-ins add to this one. Derived by ``history``; the default is somebody's first check-in.

    Args:
        days_same_region: how long the same place has been named without a break.
        pain_rise: how much higher the pain number is than at the last check-in of the last 7 days.
        episodes_90d: separate spells of the same place in 90 days, this one included.
        prev_tier: the tier that still stands: the highest one that no health professional has cleared, else the last.
        prev_age_days: for how long that advice has stood.
        recent: that tier was given less than 7 days ago.
        new_limb: an arm or leg place that the last check-in did not have.
        cleared: a health professional has checked it and says moves are fine.
    """

    days_same_region: int = 0
    checkins_same_region: int = 0
    pain_rise: int = 0
    episodes_90d: int = 0
    prev_tier: int = 0
    prev_age_days: int = 0
    recent: bool = False
    new_limb: bool = False
    cleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The judgement on one set of answers.

    Args:
        deciding: the rules of the final tier that fired, in the order of the content.
        fired: all rules that fired.
        support: for each deciding rule, the findings that made it fire, as (question, answer).
        incomplete: a question that was shown has no answer.
        asked: ids of the questions that were shown.
        unexpected: ids of answered questions that were not shown; those answers were left out.
    """

    tier: Tier
    within_hours: int | None
    moves: Moves
    avoid: tuple[str, ...]
    ask_again_days: int
    deciding: tuple[Rule, ...]
    fired: tuple[Rule, ...]
    support: Mapping[str, tuple[tuple[str, str | int], ...]] = field(default_factory=dict)
    incomplete: bool = False
    asked: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()

    @property
    def holds_moves_back(self) -> bool:
        """Moves stay off until a health professional has cleared them."""
        return self.tier >= Tier.URGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The only thing that leaves the check-in: what the plan of the day has to know.

    Args:
        until: the day up to which this holds; ``None`` means until cleared.
        quiet_today: break and posture prompts are paused for the day.
    """

    tier: Tier
    moves: Moves
    avoid: tuple[str, ...]
    until: date | None
    quiet_today: bool
