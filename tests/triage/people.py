"""The cases that a clinician can read, what is accepted for them, and tables with something changed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak.triage.assess import assess
from ergobreak.triage.command import split
from ergobreak.triage.loader import packaged
from ergobreak.triage.model import Answers, Assessment, Facts, Moves, Rule, Table
from ergobreak.triage.result import ResultView, view
from ergobreak.triage.wording import packaged_wording

if TYPE_CHECKING:
    from ergobreak.triage.emergency import Help

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person's story, and what a reviewer accepts for it.

    Args:
        tier: the lowest and the highest accepted.
        exactly: for a case that pins one rule: tier, hours, move level, tags and the day of asking again.
    """

    id: str
    story: str
    answers: dict[str, Any]
    tier: tuple[int, int]
    moves: bool | None = None
    within_hours_max: int | None = None
    leave_out: frozenset[str] = frozenset()
    rule: str = ""
    exactly: dict[str, Any] | None = None

    def judged(self, table: Table) -> Assessment:
        """What the check-in says to this person."""
        return assess(*split(self.answers, table, self.id), table)

    def faults(self, result: Assessment) -> list[str]:
        """What a reviewer would not accept about a result."""
        faults = []
        if not self.tier[0] <= result.tier <= self.tier[1]:
            faults.append(f"tier {result.tier}, accepted {self.tier[0]} to {self.tier[1]}")
        if self.moves is not None and self.moves != (result.moves < Moves.NONE):
            faults.append(f"moves {result.moves.word}")
        if self.within_hours_max is not None and (result.within_hours or 0) > self.within_hours_max:
            faults.append(f"{result.within_hours} hours, accepted {self.within_hours_max}")
        if missing := self.leave_out - set(result.avoid):
            faults.append(f"does not leave out {sorted(missing)}")
        if self.exactly is not None and self.exactly != exactly(result):
            faults.append(f"{exactly(result)} instead of {self.exactly}")
        if self.rule and self.rule not in {rule.id for rule in result.fired}:
            faults.append(f"{self.rule} did not fire")
        return faults


def exactly(result: Assessment) -> dict[str, Any]:
    """The whole effect of a result."""
    return {
        "tier": int(result.tier),
        "within_hours": -1 if result.within_hours is None else result.within_hours,
        "moves": result.moves.word,
        "avoid": list(result.avoid),
        "ask_again_days": result.ask_again_days,
    }


@cache
def cases(*names: str) -> tuple[Case, ...]:
    """The cases in these files."""
    rows = [
        row for name in names for row in tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    ]
    return tuple(
        Case(
            id=row["id"],
            story=row["story"],
            answers=row.get("answers", {}),
            tier=(row["tier"][0], row["tier"][1]),
            moves=row.get("moves"),
            within_hours_max=row.get("within_hours_max"),
            leave_out=frozenset(row.get("leave_out", ())),
            rule=row.get("rule", ""),
            exactly=row.get("exactly"),
        )
        for row in rows
    )


def stories() -> tuple[Case, ...]:
    """The 142 cases that were written as stories."""
    return cases("everyday", "visit", "soon", "emergency")


def with_rules(table: Table, rules: tuple[Rule, ...]) -> Table:
    """The same table with other rules."""
    kept = {rule.id: rule for rule in rules}
    watch = {
        question: tuple(kept[rule.id] for rule in watched if rule.id in kept)
        for question, watched in table.watch.items()
    }
    return replace(table, rules=rules, watch=watch)


def without(table: Table, rule_id: str) -> Table:
    """The same table with one rule deleted."""
    return with_rules(table, tuple(rule for rule in table.rules if rule.id != rule_id))


def seen(answers: Answers, help_: Help, facts: Facts | None = None, next_break: str = "") -> ResultView:
    """The result screen for these answers."""
    result = assess(answers, facts or Facts(), packaged())
    return view(result, answers, packaged(), packaged_wording(), help_, next_break)
