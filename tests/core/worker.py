"""A person at a desk, for the stories: things happen to them, and the core is told as the daemon would tell it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from ergobreak.core.effects import CloseScreen, Effect, Nudge, OpenScreen, Record
from ergobreak.core.ending import DAILY
from ergobreak.core.events import Answer, Answered, Event, Ticked
from ergobreak.core.instant import Instant
from ergobreak.core.machine import idle_threshold, start, step
from ergobreak.core.plan import HoldReason, Plan
from ergobreak.core.state import State, dump, load

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Worker:
    """Time passes only in ``type_for``, ``rest_for`` and the like. Every state is written and read back on the way."""

    def __init__(self, plan: Plan, begin: datetime = NINE) -> None:
        self.plan, self.begin = plan, begin
        self.now = 1000.0
        self.shift = 0.0
        self.last_input = self.now
        self.reasons: frozenset[HoldReason] = frozenset()
        self.passive = False
        self.effects: list[tuple[float, Effect]] = []
        self.state: State = start(plan, self.at())
        self.look()

    def at(self) -> Instant:
        seconds = self.begin.timestamp() + self.now - 1000.0 + self.shift
        return Instant(wall=datetime.fromtimestamp(seconds, self.begin.tzinfo), mono=self.now)

    # -- telling the core --------------------------------------------------------------------------------------------

    def tell(self, event: Event) -> tuple[Effect, ...]:
        after, effects = step(self.state, event, self.plan)
        again, same = step(self.state, event, self.plan)
        assert (after, effects) == (again, same), "a step depends on something else than its arguments"
        assert load(json.loads(json.dumps(dump(after)))) == after
        self.state = after
        self.effects += [(self.now, each) for each in effects]
        return effects

    def look(self, slept_s: float = 0.0) -> None:
        self.tell(
            Ticked(
                at=self.at(),
                idle_s=self.now - self.last_input,
                passive=self.passive,
                reasons=self.reasons,
                slept_s=slept_s,
            )
        )

    def say(self, event: Event) -> tuple[Effect, ...]:
        self.look()
        return self.tell(event)

    def answer(self, answer: Answer, **values: Any) -> None:  # noqa: ANN401 - fields of Answered
        """Press a button of the screen that stands."""
        assert self.state.prompt is not None
        self.last_input = self.now
        self.say(Answered(at=self.at(), prompt_id=self.state.prompt.id, answer=answer, **values))

    # -- time passes -------------------------------------------------------------------------------------------------

    def type_for(self, seconds: float, until_cue: bool = False) -> None:
        """At the keys without a break. With ``until_cue``, stop at the first cue or screen."""
        end, seen = self.now + seconds, len(self.effects)
        while self.now < end:
            self.now = min(end, max(self.now + 0.5, self.state.wake_by or end))
            self.last_input = self.now
            self.look()
            if until_cue and any(_prompts(each) for _at, each in self.effects[seen:]):
                return

    def rest_for(self, seconds: float) -> None:
        """Hands off everything; the sensors report what they are asked to watch for, and the return."""
        end = self.now + seconds
        while self.now < end:
            crossing = self.last_input + idle_threshold(self.state, self.plan)
            moments = [each for each in (crossing, self.state.wake_by) if each is not None and each > self.now]
            self.now = min([end, *moments])
            self.look()

    def return_now(self) -> None:
        """Touch the mouse."""
        self.now += 0.2
        self.last_input = self.now
        self.look()

    def set_reasons(self, *reasons: HoldReason, passive: bool = False) -> None:
        """What the quiet and session sensors see from now on."""
        self.reasons, self.passive = frozenset(reasons), passive
        self.look()

    def sleep_for(self, seconds: float) -> None:
        """The lid is closed and opened again; the system's clocks tell how long it was."""
        self.set_reasons(HoldReason.ASLEEP)
        self.now += seconds
        self.reasons = frozenset()
        self.last_input = self.now
        self.look(slept_s=seconds)

    # -- what was seen -----------------------------------------------------------------------------------------------

    def seen(self, kind: type[Effect]) -> list[tuple[float, Effect]]:
        return [(at, each) for at, each in self.effects if isinstance(each, kind)]

    def cues(self) -> list[Nudge]:
        return [each for _at, each in self.effects if isinstance(each, Nudge) and each.prompt_id]

    def screens(self) -> list[OpenScreen]:
        return [each for _at, each in self.effects if isinstance(each, OpenScreen)]

    def closed(self) -> list[CloseScreen]:
        return [each for _at, each in self.effects if isinstance(each, CloseScreen)]

    def facts(self, *names: str) -> list[str]:
        """The outcomes on record, as ``kind outcome``."""
        return [
            f"{each.kind.value if each.kind else '-'} {each.fact}"
            for _at, each in self.effects
            if isinstance(each, Record) and (not names or each.fact in names)
        ]

    def mode(self) -> str:
        return self.state.mode.value

    def phase(self) -> str:
        return "" if self.state.prompt is None else self.state.prompt.phase.value


def _prompts(effect: Effect) -> bool:
    opens = isinstance(effect, OpenScreen) and effect.kind not in DAILY
    return opens or (isinstance(effect, Nudge) and effect.prompt_id > 0)
