"""The course of a routine in the player: where it stands, how much time is left, what a press changes. No toolkit.

The script (get ready, the steps, the end) comes from ``routines.player_script``. Time is an argument, so a whole
routine can be lived through in a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ergobreak.routines.model import Routine, Side
from ergobreak.routines.player_script import Line, script
from ergobreak.routines.pose.reel import turned_round
from ergobreak.routines.reading import BadKeyError, routine_from
from ergobreak.screens.break_flow import Countdown
from ergobreak.screens.break_view import plain_words

if TYPE_CHECKING:
    from ergobreak.screens.card import Card

PLAIN_S = 40.0
SIDED = frozenset({Side.LEFT, Side.RIGHT})


class Phase(StrEnum):
    """Where a routine stands."""

    READY = "ready"
    STEP = "step"
    DONE = "done"
    HURT = "hurt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How the routine is to be done.

    Args:
        level: 1 base, 2 middle, 3 the most.
        left_first: begin on the left today.
    """

    level: int = 1
    half_range: bool = False
    left_first: bool = False
    breaks_today: int = 0


def dose_of(card: Card) -> Dose:
    """The dose a card asks for."""
    return Dose(
        level=int(card.data.get("level", 1)),
        half_range=bool(card.data.get("half_range")),
        left_first=bool(card.data.get("left_first")),
        breaks_today=card.breaks_today,
    )


def read(raw: Mapping[str, Any] | None) -> Routine | None:
    """The routine a card carries, or ``None`` when there is none that can be played."""
    if raw is None:
        return None
    try:
        return routine_from(dict(raw) | {"reviewed": date.fromisoformat(str(raw.get("reviewed", "")))})
    except (BadKeyError, TypeError, ValueError):
        return None


def script_lines(routine: Routine | None, dose: Dose) -> tuple[Line, ...]:
    """Get ready, the steps and the end; with no routine the plain words for a little while."""
    if routine is None:
        step = Line(kind="step", number=1, seconds=PLAIN_S, say=plain_words(), spoken=plain_words())
        return (step, Line(kind="done", seconds=0.0, say=""))
    made = script(
        routine,
        level=dose.level,
        half_range=dose.half_range,
        left_first=dose.left_first,
        breaks_today=dose.breaks_today,
    )
    return made.lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """A routine at one moment.

    Args:
        raw: the routine as it is done, for the figure; ``None`` when it cannot be played.
        usual: the routine in its usual form, while the easier one is done.
        at: which line of the script.
        active_s: seconds spent in the steps that are over.
        typing: the person is at the keys of something else.
        reading: "Why this?" is open, and the time waits.
    """

    raw: Mapping[str, Any] | None
    routine: Routine | None
    dose: Dose
    lines: tuple[Line, ...]
    countdown: Countdown
    at: int = 0
    phase: Phase = Phase.READY
    active_s: float = 0.0
    paused: bool = False
    typing: bool = False
    reading: bool = False
    usual: Routine | None = None

    @classmethod
    def of(cls, raw: Mapping[str, Any] | None, dose: Dose) -> Player:
        """At the beginning, standing still."""
        routine = read(raw)
        lines = script_lines(routine, dose)
        return cls(
            raw=raw if routine is not None else None,
            routine=routine,
            dose=dose,
            lines=lines,
            countdown=Countdown.of(lines[0].seconds),
            phase=Phase(lines[0].kind),
        )

    @property
    def line(self) -> Line:
        """What is to be done now."""
        return self.lines[self.at]

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return sum(line.kind == "step" for line in self.lines)

    @property
    def easier(self) -> bool:
        """Whether the easier form is being done."""
        return self.usual is not None

    @property
    def usual_raw(self) -> Mapping[str, Any] | None:
        """The routine in its usual form, as in its file."""
        return self.raw if self.usual is None else self.usual.as_dict()

    @property
    def over(self) -> bool:
        """Whether there is nothing more to do."""
        return self.phase in {Phase.DONE, Phase.HURT}

    def within(self, now: float) -> float:
        """Seconds since the line began."""
        return self.countdown.total_s - self.countdown.left(now)

    def repetition(self, now: float) -> int:
        """Which repetition, from 0."""
        line = self.line
        if line.repetitions <= 1 or line.each_s <= 0:
            return 0
        return min(line.repetitions - 1, int((self.within(now) + 1e-6) // line.each_s))

    def left(self, now: float) -> float:
        """Seconds left in the whole routine."""
        return self.countdown.left(now) + sum(line.seconds for line in self.lines[self.at + 1 :])

    def active(self, now: float) -> float:
        """Seconds spent in the steps so far."""
        return self.active_s + (self.within(now) if self.phase is Phase.STEP else 0.0)

    def mirrored(self, now: float) -> bool:
        """Whether the picture is the other way round from how it was drawn."""
        if self.routine is None or self.raw is None:
            return False
        index = max(0, self.line.number - 1)
        side = self.routine.steps[index].side
        if side is Side.ALTERNATE:
            return (self.repetition(now) % 2 == 1) is not self.dose.left_first
        turned = turned_round(list(self.raw.get("steps", ())), index)
        return turned is not (self.dose.left_first and side in SIDED)

    def settled(self, now: float) -> Player:
        """The time runs exactly while nothing makes it wait."""
        waits = self.over or self.paused or self.typing or self.reading
        return replace(self, countdown=self.countdown.wait(now) if waits else self.countdown.run(now))

    def moved(self, by: int, now: float) -> Player:
        """At another line; back from the first step begins it again, on from the last one ends."""
        if self.over:
            return self
        first = next(index for index, line in enumerate(self.lines) if line.kind == "step")
        at = min(len(self.lines) - 1, max(first, self.at + by))
        line = self.lines[at]
        moved = replace(
            self, at=at, phase=Phase(line.kind), active_s=self.active(now), countdown=Countdown.of(line.seconds)
        )
        return moved.settled(now)

    def passed(self, now: float) -> Player:
        """What time alone has changed; what is left over goes into the next line."""
        player = self
        while not player.over and player.countdown.left(now) <= 0:
            began = player.countdown.since
            ended = now if began is None else began + player.countdown.left_s
            player = player.moved(1, min(now, ended))
        return player.settled(now)

    def made_easier(self, now: float) -> Player:
        """The easier form, or back to the usual one: what is asked changes, and so do time and count.

        A step that stays is gone on with, so a smaller dose may end it. One that the easier form leaves out gives way
        to the next one, or else to the last.
        """
        if self.routine is None or self.over:
            return self
        if self.usual is None:
            usual, routine, dose = self.routine, self.routine.easier_form(), replace(self.dose, level=1)
        else:
            usual, routine, dose = None, self.usual, self.dose
        kept = (usual or routine).easier_steps
        lines = script_lines(routine, dose)
        at, stays = self.at, True
        if self.phase is Phase.STEP:
            step = self.line.number - 1
            if usual is None:
                step = kept[step]
            else:
                stays = step in kept
                step = next((place for place, number in enumerate(kept) if number >= step), len(kept) - 1)
            at = next(place for place, line in enumerate(lines) if line.number == step + 1)
        total = lines[at].seconds
        countdown = Countdown(total_s=total, left_s=max(0.0, total - self.within(now)) if stays else total)
        active_s = self.active_s if stays else self.active(now)
        changed = replace(
            self, usual=usual, routine=routine, raw=routine.as_dict(), lines=lines, at=at, countdown=countdown
        )
        return replace(changed, active_s=active_s).settled(now).passed(now)

    def hurt(self, now: float) -> Player:
        """That hurt: it ends at once."""
        return replace(self, phase=Phase.HURT, active_s=self.active(now)).settled(now)
