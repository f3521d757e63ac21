"""The loop: sole owner of the state. Everything that happens comes through its queue, one thing at a time."""

from __future__ import annotations

import logging
from dataclasses import replace
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Protocol

from ergobreak.core.effects import CloseScreen, Effect, Nudge, OpenScreen, Record, ShowStatus, TrayState
from ergobreak.core.events import Answer, Answered, CueClicked, Event, PlanChanged, Stopping
from ergobreak.core.machine import idle_threshold, start, step
from ergobreak.core.state import State, dump, load
from ergobreak.desktop import clock
from ergobreak.desktop.journal import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.core.instant import Instant
    from ergobreak.core.plan import Plan
    from ergobreak.daemon.senses import Senses
    from ergobreak.desktop.heartbeat import Heartbeat
    from ergobreak.desktop.journal import Journal

log = logging.getLogger(__name__)
CLOCK_JUMP_S = 2.0  # between the two clocks, from one step to the next
AGAIN_S = 5.0  # after a step that failed, before it could say when to look next


class Scene(Protocol):
    """Where prompts appear."""

    def nudge(self, effect: Nudge) -> None:
        """A quiet cue."""

    def open(self, effect: OpenScreen) -> None:
        """Show the prompt."""

    def close(self, prompt_id: int) -> None:
        """Take it away."""

    def typing(self, *, on: bool) -> None:
        """The person is at the keys during a break, or has stopped."""

    def stop(self) -> None:
        """End everything."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""


class Loop:
    """Owns the state from the first step to the last.

    Args:
        journal: where state and facts are kept.
        plan: the plan as the settings give it; whether idle is event-driven is added here.
        show: puts a state on the tray.
    """

    def __init__(
        self,
        journal: Journal,
        plan: Plan,
        senses: Senses,
        scene: Callable[[Loop], Scene],
        show: Callable[[TrayState], None],
    ) -> None:
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self.journal, self.senses, self._show = journal, senses, show
        self.scene = scene(self)
        self._heartbeat: Heartbeat | None = None
        self.plan = self._fitted(plan)
        at = clock.now()
        self.state = self._begun(at)
        self._offset = at.wall.timestamp() - at.mono
        self._watching: float | None = None
        self.refresh: Callable[[], None] = lambda: None
        self.new_day: Callable[[], None] = lambda: None

    def _fitted(self, plan: Plan) -> Plan:
        presence = replace(plan.presence, event_driven=self.senses.idle.event_driven)
        return replace(plan, presence=presence)

    def _begun(self, at: Instant) -> State:
        raw = self.journal.load_state()
        if raw is not None:
            try:
                return start(self.plan, at, load(raw))
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                log.warning("the saved state is of another version: %s", error)
        return start(self.plan, at)

    # -- from any thread ---------------------------------------------------------------------------------------------

    def post(self, do: Callable[[], None] | None = None) -> None:
        """Do something on the loop's thread; nothing at all means: look."""
        self._queue.put(do or self.look)

    def happen(self, make: Callable[[Instant], Event]) -> None:
        """Post an event; it gets its time when its turn comes."""
        self._queue.put(lambda: self.event(make))

    def answered(self, prompt_id: int, answer: Answer, seconds: float = 0.0) -> None:
        """A prompt was answered."""
        self.happen(lambda at: Answered(at=at, prompt_id=prompt_id, answer=answer, seconds=seconds))

    def clicked(self) -> None:
        """The cue was clicked."""
        self.happen(lambda at: CueClicked(at=at))

    def end(self) -> None:
        """Leave the loop after what is in the queue."""
        self._queue.put(None)

    # -- on the loop's thread ----------------------------------------------------------------------------------------

    def run(self, heartbeat: Heartbeat) -> None:
        """Until ``end``."""
        self._heartbeat = heartbeat
        self._record_start()
        self._show(self.state.tray)  # perhaps paused, as before the restart
        self.post()
        while (do := self._queue.get()) is not None:
            try:
                do()
            except Exception:
                log.exception("something in the loop failed; the clock goes on")
                heartbeat.after(AGAIN_S)
        self.event(lambda at: Stopping(at=at))
        self.scene.stop()

    def _record_start(self) -> None:
        at = clock.now()
        self.journal.save(at.wall, dump(self.state), [Entry(at=at.wall.isoformat(), fact="started")])

    def look(self) -> None:
        """Read the sensors and tell the core."""
        tick = self.senses.look(clock.now())
        self._clock_jumped(tick.at)
        self._step([tick])

    def event(self, make: Callable[[Instant], Event]) -> None:
        """Something happened; on the loop's own thread only."""
        tick = self.senses.look(clock.now())
        self._clock_jumped(tick.at)
        self._step([tick, make(tick.at)])

    def replan(self, plan: Plan) -> None:
        """The settings changed."""
        self.plan = self._fitted(plan)
        self.event(lambda at: PlanChanged(at=at))

    def note(self, fact: str, **details: str | float) -> None:
        """Write down a fact that the core has no part in."""
        wall = clock.now().wall
        entry = Entry(at=wall.isoformat(), fact=fact, details=_plain(details))
        self.journal.save(wall, dump(self.state), [entry])

    def reset(self) -> None:
        """Everything was forgotten: begin again. No screen stays, and no late answer finds a new prompt."""
        self.scene.stop()
        self.state = replace(start(self.plan, clock.now()), next_id=self.state.next_id + 1)
        self._show(self.state.tray)
        self.look()

    def _clock_jumped(self, at: Instant) -> None:
        offset = at.wall.timestamp() - at.mono
        if abs(offset - self._offset) > CLOCK_JUMP_S and self._heartbeat is not None:
            self._heartbeat.again()
        self._offset = offset

    def _step(self, events: list[Event]) -> None:
        facts: list[Entry] = []
        day = self.state.day.date
        for event in events:
            self.state, effects = step(self.state, event, self.plan)
            for effect in effects:
                self._try(effect, facts)
        at = events[-1].at
        self.journal.save(at.wall, dump(self.state), facts)
        self._promise()
        self.refresh()
        if self.state.day.date != day:
            self.post(self.new_day)

    def _promise(self) -> None:
        threshold = idle_threshold(self.state, self.plan)
        if threshold != self._watching:
            self._watching = threshold
            self.senses.idle.watch(threshold)
        wake = self.state.wake_by
        seconds = None if wake is None else wake - clock.monotonic()
        again = self.senses.quiet.look_again_s()
        if again is not None:
            seconds = again if seconds is None else min(seconds, again)
        if self._heartbeat is not None:
            self._heartbeat.after(seconds)

    def _try(self, effect: Effect, facts: list[Entry]) -> None:
        """One effect that fails must cost neither the others, nor the journal, nor the next wake."""
        try:
            self._do(effect, facts)
        except Exception:
            log.exception("%s could not be done", type(effect).__name__)

    def _do(self, effect: Effect, facts: list[Entry]) -> None:
        match effect:
            case Record():
                kind = "" if effect.kind is None else effect.kind.value
                entry = Entry(at=effect.at.isoformat(), fact=effect.fact, kind=kind, details=_plain(effect.values))
                facts.append(entry)
            case ShowStatus():
                self._show(effect.tray)
                self.scene.typing(on=effect.typing)
            case Nudge():
                self.scene.nudge(effect)
            case OpenScreen():
                self.scene.open(effect)
            case CloseScreen():
                self.scene.close(effect.prompt_id)
            case _:
                log.error("nobody knows how to do %s", type(effect).__name__)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value != ""}
