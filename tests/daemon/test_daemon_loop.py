"""The loop alone, on a clock that the test turns, with sensors that see what the test says."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ergobreak.core.effects import CloseScreen, Effect, Nudge, OpenScreen, TrayState
from ergobreak.core.events import Answer, BreakAsked, PausedBy, Ticked
from ergobreak.core.instant import Instant
from ergobreak.core.plan import Plan, PromptKind
from ergobreak.core.state import dump
from ergobreak.daemon.loop import Loop
from ergobreak.desktop import clock
from ergobreak.desktop.journal import Journal
from tests.core.plans import small
from tests.fakes.sensors import FakeIdle, FakeQuiet, FakeSession

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeClock:
    def __init__(self) -> None:
        self.wall, self.mono = NINE, 1000.0

    def now(self) -> Instant:
        return Instant(wall=self.wall, mono=self.mono)

    def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.mono += seconds

    def set_to(self, wall: datetime) -> None:
        """Somebody sets the wall clock; the other one does not care."""
        self.wall = wall


class FakeSenses:
    """Input is always fresh."""

    def __init__(self, time: FakeClock) -> None:
        self.idle, self.session, self.quiet, self.time = FakeIdle(), FakeSession(), FakeQuiet(), time
        self.broken = False

    def look(self, at: Instant) -> Ticked:
        if self.broken:
            raise OSError("the sensor is on fire")
        return Ticked(at=at, idle_s=self.idle.seconds, passive=False, reasons=frozenset(), slept_s=0.0)


class FakeScene:
    def __init__(self) -> None:
        self.seen: list[Effect] = []
        self.broken = False
        self.stops = 0

    def nudge(self, effect: Nudge) -> None:
        self.open(effect)

    def open(self, effect: Effect) -> None:
        if self.broken:
            raise RuntimeError("no screen will ever come of this")
        self.seen.append(effect)

    def close(self, prompt_id: int) -> None:
        self.seen.append(CloseScreen(prompt_id=prompt_id))

    def typing(self, *, on: bool) -> None:
        pass

    def stop(self) -> None:
        self.stops += 1

    def sentence(self) -> str:
        return "As the test says."


class FakeHeartbeat:
    def __init__(self) -> None:
        self.asked: list[float | None] = []
        self.agains = 0

    def after(self, seconds: float | None) -> None:
        self.asked.append(seconds)

    def again(self) -> None:
        self.agains += 1


class Room:
    """A loop, and everything round it."""

    def __init__(self, time: FakeClock, path: Path, plan: Plan) -> None:
        self.time, self.senses, self.scene = time, FakeSenses(time), FakeScene()
        self.heartbeat, self.journal = FakeHeartbeat(), Journal(path)
        self.trays: list[TrayState] = []
        self.loop = Loop(self.journal, plan, self.senses, lambda _loop: self.scene, self.trays.append)  # type: ignore[arg-type] # a fake has what the loop asks for

    def run(self, *doings: object) -> None:
        """Post what is to be done, and run until all is done."""
        for each in doings:
            self.loop.post(each)  # type: ignore[arg-type] # plain callables
        self.loop.end()
        self.loop.run(self.heartbeat)  # type: ignore[arg-type] # the same

    def later(self, seconds: float) -> object:
        def do() -> None:
            self.time.pass_by(seconds)
            self.loop.look()

        return do

    def facts(self) -> list[str]:
        return [each.fact for each in self.journal.entries()]


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    found = FakeClock()
    monkeypatch.setattr(clock, "now", found.now)
    monkeypatch.setattr(clock, "monotonic", lambda: found.mono)
    return found


@contextmanager
def a_room(time: FakeClock, path: Path, plan: Plan | None = None) -> Iterator[Room]:
    found = Room(time, path, plan or small())
    yield found
    found.journal.close()


@pytest.fixture
def room(time: FakeClock, tmp_path: Path) -> Iterator[Room]:
    with a_room(time, tmp_path / "journal.sqlite") as found:
        yield found


def micro_s(room: Room) -> float:
    timer = room.loop.state.timer(PromptKind.MICRO)
    assert timer is not None
    return timer.counted_s


def work(room: Room, seconds: float) -> object:
    """Look as often as the loop asked to, with fresh input each time."""

    def do() -> None:
        end = room.time.mono + seconds
        while room.time.mono < end:
            wake = room.loop.state.wake_by or end
            room.time.pass_by(max(0.25, min(wake, end) - room.time.mono))
            room.loop.look()

    return do


def test_it_asks_to_be_woken_when_the_core_says_so(room: Room) -> None:
    room.run(work(room, 600.0))
    asked = [each for each in room.heartbeat.asked if each is not None]
    assert asked
    assert asked[-1] == pytest.approx(900.0, abs=1.0), "the micro-break, 15 minutes on"


@pytest.mark.parametrize("hours", [-3, -1, 1, 5])
def test_a_clock_that_is_set_moves_no_counter_and_the_next_look_is_planned_anew(room: Room, hours: int) -> None:
    counted: list[float] = []
    room.run(
        work(room, 300.0),
        lambda: counted.append(micro_s(room)),
        lambda: room.time.set_to(room.time.wall + timedelta(hours=hours)),
        room.later(1.0),
        lambda: counted.append(micro_s(room)),
    )
    assert room.heartbeat.agains == 1
    assert counted[1] - counted[0] == pytest.approx(1.0, abs=0.1)


def test_a_clock_that_is_only_trimmed_is_no_jump(room: Room) -> None:
    room.run(lambda: room.time.set_to(room.time.wall + timedelta(seconds=1.5)), room.later(1.0), room.later(1.0))
    assert room.heartbeat.agains == 0


def test_a_screen_that_fails_costs_neither_the_record_nor_the_next_look(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.scene.broken = True
    before: list[int] = []
    room.run(
        lambda: before.append(len(room.heartbeat.asked)),
        lambda: room.loop.event(lambda at: BreakAsked(at=at, kind=PromptKind.MICRO)),
        lambda: before.append(len(room.heartbeat.asked)),
    )
    assert "OpenScreen could not be done" in caplog.text
    assert before[1] > before[0]
    assert "shown" in room.facts()


def test_a_sensor_that_fails_is_asked_again_a_little_later(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        room.senses.broken = True
        room.loop.post()
        room.loop.post(mend)

    def mend() -> None:
        assert room.heartbeat.asked[-1] == 5.0
        room.senses.broken = False
        room.loop.post()
        room.loop.end()

    room.loop.post(fail)
    room.loop.run(room.heartbeat)  # type: ignore[arg-type] # a fake has what the loop asks for
    assert "the clock goes on" in caplog.text
    assert room.heartbeat.asked[-1] != 5.0


def test_a_restart_shows_the_pause_that_goes_on(time: FakeClock, tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with a_room(time, path) as first:
        first.run(lambda: first.loop.event(lambda at: PausedBy(at=at, seconds=3600.0)))
    time.pass_by(60.0)
    with a_room(time, path) as second:
        second.run()
        assert second.trays[0] is TrayState.PAUSED


def test_a_saved_state_that_is_none_begins_a_new_one(time: FakeClock, tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with a_room(time, path) as first:
        first.run(work(first, 300.0))
        whole = dump(first.loop.state)
    broken: list[object] = [[], "no state", {**whole, "version": 99}, {**whole, "seen": None}, {"version": 1}]
    broken.append({**whole, "seen": {"wall": "2026-03-02T09:00:00", "mono": 1.0}})
    broken.append({**whole, "seen": {**whole["seen"], "mono": None}})
    for each in broken:
        journal = Journal(path)
        journal.save(time.wall, each, [])  # type: ignore[arg-type] # that is the point
        journal.close()
        with a_room(time, path) as room:
            assert micro_s(room) == 0.0


def test_forgetting_everything_closes_what_stands_and_uses_no_number_twice(room: Room) -> None:
    numbers: list[int] = []

    def offer() -> None:
        room.loop.event(lambda at: BreakAsked(at=at, kind=PromptKind.MICRO, running=False))
        assert room.loop.state.prompt is not None
        numbers.append(room.loop.state.prompt.id)

    room.run(offer, room.journal.forget, room.loop.reset, lambda: numbers.append(room.scene.stops), offer)
    assert numbers[1] == 1
    assert numbers[2] > numbers[0]
    assert room.trays[-2:] == [TrayState.RUNNING, TrayState.BREAK]
    assert "begun" not in room.facts()


def test_new_settings_keep_the_time_that_was_counted(room: Room) -> None:
    plan = small(profile="another")
    breaks = tuple(replace(each, limit_s=each.limit_s * 2) for each in plan.breaks)
    room.run(work(room, 600.0), lambda: room.loop.replan(replace(plan, breaks=breaks)))
    assert micro_s(room) == pytest.approx(600.0, abs=1.0)
    assert "replanned" in room.facts()


def test_an_answer_comes_in_its_turn(room: Room) -> None:
    def answer() -> None:
        opened = [each for each in room.scene.seen if isinstance(each, OpenScreen)]
        room.loop.answered(opened[-1].prompt_id, Answer.SKIP)
        room.loop.end()

    room.loop.happen(lambda at: BreakAsked(at=at, kind=PromptKind.MICRO, running=False))
    room.loop.post(answer)
    room.loop.run(room.heartbeat)  # type: ignore[arg-type] # a fake has what the loop asks for
    assert room.facts()[-2:] == ["skipped", "stopped"]
