"""The shapes of ``checks.toml`` and ``workstation.toml``, and reading them with the standard library alone."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class Needs(StrEnum):
    """What a check is for; nothing is for everybody."""

    NOTHING = ""
    BARE_LAPTOP = "bare_laptop"
    HOME = "home"
    SIT_STAND_DESK = "sit_stand_desk"
    CALLS = "calls"
    DIM_HOURS = "dim_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One small thing to look at.

    Args:
        say: the question, as shown; ``say_seated`` for those who do not stand.
        fix: what helps when the answer is not "fine".
        weight: its share in the rotation.
        gap_days: the least time before it comes again.
    """

    id: str
    area: str
    say: str
    fix: str
    weight: float
    gap_days: float
    sources: tuple[str, ...]
    when: Needs = Needs.NOTHING
    say_seated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFile:
    """``checks.toml`` as a whole."""

    reviewed: date
    status: str
    check: tuple[Check, ...]


class Who(StrEnum):
    """Who can act."""

    ME = "me"
    IT = "it"
    FACILITIES = "manager_facilities"
    EYE_TEST = "eye_test"
    OCCUPATIONAL_HEALTH = "occupational_health"


class Answer(StrEnum):
    """What can be answered to a workstation question."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One workstation question.

    Args:
        good: the answer that needs nothing done.
        private: never part of a list that is handed on.
        opens: a screen that goes with the fix.
    """

    id: str
    part: str
    ask: str
    fix: str
    who: Who
    sources: tuple[str, ...]
    good: Answer = Answer.YES
    private: bool = False
    opens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFile:
    """``workstation.toml`` as a whole."""

    reviewed: date
    status: str
    question: tuple[Question, ...]


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))[table]
    return [row | {"sources": tuple(row["sources"])} for row in rows]


@cache
def checks() -> tuple[Check, ...]:
    """The posture checks, in the order of the file."""
    return tuple(Check(**row | {"when": Needs(row.get("when", ""))}) for row in _rows("checks.toml", "check"))


@cache
def figures() -> dict[str, dict[str, Any]]:
    """What the window of each check shows, as tables with ``frames``; a check without one stands as words alone."""
    rows = tomllib.loads((HERE / "figures.toml").read_text(encoding="utf-8"))["figure"]
    return {name: {"frames": row["frames"]} for row in rows for name in row["checks"]}


@cache
def questions() -> tuple[Question, ...]:
    """The workstation questions, in the order of the file."""
    return tuple(
        Question(**row | {"who": Who(row["who"]), "good": Answer(row.get("good", "yes"))})
        for row in _rows("workstation.toml", "question")
    )
