"""The course of a break, without a screen: how much time is left, which step it is, when the countdown waits.

Time is an argument (seconds of a monotonic clock), so a whole break can be lived through in a test. The screen asks;
nothing here paints, sleeps or reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN_INPUT_S = 10.0  # input in our own window explains the keys this long: it is not work


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """Time left, running or standing still.

    Args:
        total_s: the whole length.
        left_s: what was left when ``since`` was set, or is left while it stands still.
        since: when it began to run; ``None`` stands still.
    """

    total_s: float
    left_s: float
    since: float | None = None

    @classmethod
    def of(cls, seconds: float) -> Countdown:
        """A full countdown that does not run yet."""
        return cls(total_s=seconds, left_s=seconds)

    def left(self, now: float) -> float:
        """Seconds left, never below 0."""
        gone = 0.0 if self.since is None else max(0.0, now - self.since)
        return max(0.0, self.left_s - gone)

    def run(self, now: float) -> Countdown:
        """Running from now on."""
        return self if self.since is not None else replace(self, since=now)

    def wait(self, now: float) -> Countdown:
        """Standing still from now on."""
        return self if self.since is None else replace(self, left_s=self.left(now), since=None)

    @property
    def running(self) -> bool:
        """Whether time passes."""
        return self.since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What to show at one moment of a routine.

    Args:
        index: the step's number, as the figure counts.
        mirrored: the picture for the other side.
    """

    index: int
    say: str
    cue: str
    mirrored: bool


def translated(text: object) -> str:
    """A routine's words in the person's language."""
    return _(str(text)) if text else ""


def step_seconds(step: Mapping[str, Any]) -> float:
    """How long a step takes: seconds, a hold, or repetitions."""
    if step.get("reps"):
        return float(step["reps"]) * float(step.get("rs") or 0.0)
    return float(step.get("hold") or step.get("s") or 0.0)


def moment(routine: Mapping[str, Any] | None, elapsed_s: float) -> Moment | None:
    """The step at ``elapsed_s``, or ``None`` when there is no routine or it has ended.

    A picture is drawn for the side that comes first in the routine; the other side gets its mirror image. A step that
    changes sides is mirrored at every second repetition. A routine that begins on the left (``left_first``) is the
    other way round.
    """
    steps = (routine or {}).get("steps", ())
    turned = bool((routine or {}).get("left_first"))
    first_side = next((step["side"] for step in steps if step.get("side") in {"left", "right"}), "")
    begun = 0.0
    for index, step in enumerate(steps):
        within = elapsed_s - begun
        begun += step_seconds(step)
        if elapsed_s < begun:
            side = step.get("side", "both")
            mirrored = side in {"left", "right"} and (side != first_side) is not turned
            if side == "alternate" and step.get("rs"):
                mirrored = (int(within // float(step["rs"])) % 2 == 1) is not turned
            say, cue = translated(step.get("say")), translated(step.get("cue"))
            return Moment(index=index, say=say, cue=cue, mirrored=mirrored)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Whether the person is at the keys of something else than our own window."""

    typing: bool = False
    own_input_at: float | None = None

    def told(self, *, typing: bool) -> Keys:
        """The daemon said that keys are (or are no longer) in use."""
        return replace(self, typing=typing)

    def used_here(self, now: float) -> Keys:
        """A key or the mouse was used in our own window."""
        return replace(self, own_input_at=now)

    def elsewhere(self, now: float) -> bool:
        """Typing that our own window does not explain."""
        own = self.own_input_at is not None and now - self.own_input_at < OWN_INPUT_S
        return self.typing and not own
