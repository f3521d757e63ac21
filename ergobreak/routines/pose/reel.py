"""A step's moves in time: which two frames, and how far between them, at any second.

Theory. A step names frames in order. Repetitions go there and back again (a, b, a); three or more that end near
where they began go round instead (a, b, c, a). A timed step goes once, stays in its last frame, and goes back
only to show the move again. Walking never rests. A rest between two moves is a stretch of time in which nothing
has to be painted.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.routines.pose.film import Film

REST_S = (0.35, 3.0)  # the shortest and the longest rest in a frame of a repetition
STAY_S = 5.0  # how long a timed step stays in its last frame before it shows the move again
START_S = 1.0
GOES_ROUND = 3  # frames from which a repetition may go round


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A move between two frames, or a rest in one (``start`` equals ``end``)."""

    start: str
    end: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Where the figure is: ``share`` (0 to 1) of the time between two frames; how long until that changes."""

    start: str
    end: str
    share: float
    still_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reel:
    """Stretches that repeat without end."""

    stretches: tuple[Stretch, ...]

    @property
    def seconds(self) -> float:
        """How long one round takes."""
        return sum(each.seconds for each in self.stretches)

    def at(self, seconds: float) -> Moment:
        """The moment ``seconds`` after the start. ``still_s``: 0 while something moves, endless if nothing does."""
        total = self.seconds
        if len(self.stretches) == 1 or total <= 0.0:
            only = self.stretches[0]
            return Moment(start=only.start, end=only.end, share=1.0, still_s=float("inf"))
        left = seconds % total
        for stretch in self.stretches:
            if left < stretch.seconds:
                break
            left -= stretch.seconds
        else:
            stretch, left = self.stretches[-1], self.stretches[-1].seconds
        if stretch.start == stretch.end:
            return Moment(start=stretch.start, end=stretch.end, share=1.0, still_s=stretch.seconds - left)
        return Moment(start=stretch.start, end=stretch.end, share=left / stretch.seconds, still_s=0.0)


def reel(film: Film, step: Mapping[str, Any]) -> Reel:
    """The moves of one step.

    Args:
        film: the routine's figure.
        step: as in the routine's file: ``show``, and ``reps`` with ``rs``, or ``s``, or ``hold``.
    """
    shown = [name for name in step.get("show", ()) if name in film.poses]
    frames = [name for index, name in enumerate(shown) if index == 0 or name != shown[index - 1]]
    if not frames:
        frames = [next(iter(film.poses))]
    if len(frames) == 1:
        return Reel(stretches=(Stretch(start=frames[0], end=frames[0], seconds=STAY_S),))
    if all(film.walks(start, end) for start, end in pairwise(frames)):
        return Reel(stretches=tuple(_move(film, *pair) for pair in pairwise([*frames, frames[0]])))
    if "reps" in step:
        return _repeated(film, frames, float(step.get("rs", 0.0)))
    return _timed(film, frames)


def _move(film: Film, start: str, end: str) -> Stretch:
    return Stretch(start=start, end=end, seconds=film.move_s(start, end))


def _repeated(film: Film, frames: Sequence[str], seconds: float) -> Reel:
    back = [frames[0]] if len(frames) >= GOES_ROUND and _goes_round(film, frames) else list(frames[-2::-1])
    moves = [_move(film, start, end) for start, end in pairwise([*frames, *back])]
    spare = (seconds - sum(move.seconds for move in moves)) / len(moves)
    rest = min(REST_S[1], max(REST_S[0], spare))
    stretches: list[Stretch] = []
    for move in moves:
        stretches += [move, Stretch(start=move.end, end=move.end, seconds=rest)]
    return Reel(stretches=tuple(stretches))


def _goes_round(film: Film, frames: Sequence[str]) -> bool:
    if len(set(frames)) < len(frames):
        return True  # the step itself says the way back
    return film.move_s(frames[-1], frames[0]) <= film.move_s(frames[0], frames[1]) + 0.1


def _timed(film: Film, frames: Sequence[str]) -> Reel:
    stretches = [Stretch(start=frames[0], end=frames[0], seconds=START_S)]
    for start, end in pairwise(frames):
        stretches += [_move(film, start, end), Stretch(start=end, end=end, seconds=REST_S[0])]
    stretches[-1] = Stretch(start=frames[-1], end=frames[-1], seconds=STAY_S)
    for start, end in pairwise(frames[::-1]):
        stretches.append(_move(film, start, end))
    return Reel(stretches=tuple(stretches))


def turned_round(steps: Sequence[Mapping[str, Any]], index: int) -> bool:
    """Whether a step is the other side of what its last frame was drawn for, so that its picture is mirrored."""
    side, shown = steps[index].get("side"), list(steps[index].get("show", ()))
    if side not in {"left", "right"} or not shown:
        return False
    for step in steps:
        if step.get("side") in {"left", "right"} and shown[-1] in step.get("show", ()):
            return bool(step["side"] != side)
    return False
