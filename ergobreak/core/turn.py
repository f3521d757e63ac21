"""The workbench of one ``step``: the state so far, the effects so far, and the two ways to write something down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ergobreak.core.effects import Effect, Record
from ergobreak.core.state import Decision, State

if TYPE_CHECKING:
    from ergobreak.core.instant import Instant
    from ergobreak.core.plan import Plan, PromptKind

KEPT_DECISIONS = 50


class _Draft:
    """A state on the workbench: the same attributes, but they may be set; a frozen copy for each change is slow."""

    __slots__ = State.__slots__
    timer = State.timer

    def __init__(self, state: State) -> None:
        for name in State.__slots__:
            setattr(self, name, getattr(state, name))


class Turn:
    """One call of ``step``. Lives no longer than that call, and nobody outside it sees it."""

    __slots__ = ("_draft", "at", "effects", "plan", "state")

    def __init__(self, state: State, plan: Plan, at: Instant) -> None:
        self._draft = _Draft(state)
        self.state = cast("State", self._draft)  # read as a State everywhere; changed by ``put`` alone
        self.plan = plan
        self.at = at
        self.effects: list[Effect] = []

    @property
    def now(self) -> float:
        """Monotonic seconds of this turn."""
        return self.at.mono

    def put(self, **changes: Any) -> None:  # noqa: ANN401 - fields of State
        """Change the state."""
        for name, value in changes.items():
            setattr(self._draft, name, value)

    def frozen(self) -> State:
        """The state as it has become."""
        return State(**{name: getattr(self._draft, name) for name in State.__slots__})

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
