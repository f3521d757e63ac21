"""The workbench of one ``step``: the state so far, the effects so far, and the two ways to write something down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ergobreak.core.effects import Effect, Record
from ergobreak.core.instant import Instant
from ergobreak.core.plan import Plan, PromptKind
from ergobreak.core.state import Decision, State

KEPT_DECISIONS = 50


class Turn:
    """One call of ``step``. Lives no longer than that call, and nobody outside it sees it."""

    __slots__ = ("at", "effects", "plan", "state")

    def __init__(self, state: State, plan: Plan, at: Instant) -> None:
        self.state = state
        self.plan = plan
        self.at = at
        self.effects: list[Effect] = []

    @property
    def now(self) -> float:
        """Monotonic seconds of this turn."""
        return self.at.mono

    def put(self, **changes: Any) -> None:  # noqa: ANN401 - fields of State, checked by replace
        """Change the state."""
        self.state = replace(self.state, **changes)

    def ask(self, effect: Effect) -> None:
        """Ask for something."""
        self.effects.append(effect)

    def record(self, fact: str, kind: PromptKind | None = None, **values: str | float) -> None:
        """One fact for the journal."""
        self.ask(Record(at=self.at.wall, fact=fact, kind=kind, values=values))

    def decide(self, code: str, kind: PromptKind | None = None, **values: str | float) -> None:
        """Remember why."""
        decision = Decision(at=self.at.wall, code=code, kind=kind, values=values)
        self.put(decisions=(*self.state.decisions, decision)[-KEPT_DECISIONS:])
