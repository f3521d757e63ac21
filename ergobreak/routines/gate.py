"""What may be offered at all, before anybody asks what would be best. Pure.

Theory. Three sieves, each with a reason for what it keeps out: *safety* (the check-in, patterns, conditions, hurt),
then *circumstances* (place, time, who can see, what was done lately), then *contrast* (a break is a change from the
last half hour). Safety is never waived. Contrast is, when it would leave nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from ergobreak.routines.adaptation import Adaptation, Block
from ergobreak.routines.model import Group, Place, Routine

if TYPE_CHECKING:
    from collections.abc import Collection

    from ergobreak.routines.history import History

HURT_FOR = timedelta(days=14)
AGAIN_AFTER = timedelta(minutes=90)
MEETING_SOON_MIN = 5.0
MEETING_S = 45.0
SAT_LONG_MIN = 25.0
AT_ANY_TIME = frozenset({Group.WALK, Group.EYES})
HAND_WORK = frozenset({"hand_motion", "grip", "wrist_load", "wrist_flexion_end", "wrist_extension_end"})
HAND_REGIONS = frozenset({"hands", "wrists", "forearms", "elbows"})
HAND_RELIEF = frozenset({"hand_shakeout", "tendon_glides", "elbow_unload"})
LEAVES_THE_CHAIR = frozenset({Place.STANDING, Place.FLOOR})


class Slot(StrEnum):
    """What the routine is to fill."""

    MICRO = "micro"
    MOVEMENT = "movement"
    ON_DEMAND = "on_demand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks, where, and what the last half hour was like.

    Args:
        now: the person's local time.
        available_s: the length of the slot.
        cap_s: the longest routine in a movement break; walks are not bound by it.
        places: where the person can be; the floor needs ``floor_ok`` too.
        open_office: others can see; what is not discreet is then only for those who asked (``on_request``).
        region: what was asked for (``neck``).
        lessons: whether lessons are wanted too.
        due: routines that an accepted plan makes due today.
        only: the ids to choose among; empty is all.
    """

    now: datetime
    available_s: float
    slot: Slot = Slot.ON_DEMAND
    cap_s: float = 120.0
    places: frozenset[Place] = frozenset({Place.CHAIR, Place.STANDING})
    floor_ok: bool = False
    open_office: bool = False
    on_request: bool = False
    meeting_in_min: float | None = None
    sat_min: float = 0.0
    stood_min: float = 0.0
    max_still_stand_min: float = 30.0
    typing_heavy: bool = False
    region: str = ""
    seated_only: bool = False
    strength: bool = True
    lessons: bool = False
    opted_in: frozenset[str] = frozenset()
    due: frozenset[str] = frozenset()
    only: frozenset[str] = field(default_factory=frozenset)

    @property
    def may_stand(self) -> bool:
        """Whether standing is possible here and now."""
        return Place.STANDING in self.places and not self.seated_only

    @property
    def longest_s(self) -> float:
        """The longest that a routine may take here; a walk may fill the slot."""
        return min(self.available_s, self.cap_s) if self.slot is Slot.MOVEMENT else self.available_s

    @property
    def sat_long(self) -> bool:
        """Whether it is time to get up."""
        return self.sat_min >= SAT_LONG_MIN and self.may_stand


def unsafe(routine: Routine, adaptation: Adaptation, history: History, now: datetime) -> Block | None:
    """Why the routine must not be offered whatever the circumstances."""
    if block := adaptation.blocks(routine):
        return block
    hurt = history.of(routine.id).hurt
    if hurt is not None and now - hurt < HURT_FOR:
        return Block(code="hurt", what=str((HURT_FOR - (now - hurt)).days + 1))
    return None


def unfit(routine: Routine, request: Request, history: History) -> Block | None:
    """Why the routine does not fit here and now."""
    return (
        _by_set(routine, request)
        or _by_place(routine, request)
        or _by_time(routine, request)
        or _by_company(routine, request)
        or _by_repetition(routine, request, history)
    )


def _by_set(routine: Routine, request: Request) -> Block | None:
    if request.only and routine.id not in request.only:
        return Block(code="not_asked")
    if routine.set is Group.OPT_IN and routine.id not in request.opted_in:
        return Block(code="opt_in")
    if routine.set is Group.STRENGTH and not request.strength:
        return Block(code="strength_off")
    return None


def lesson_waits(routine: Routine, request: Request, adaptation: Adaptation) -> Block | None:
    """Why a lesson waits: it is for those who ask, for a flare, or for a pattern that wants it; never a micro-break."""
    if routine.set is not Group.LESSON:
        return None
    wanted = request.lessons or adaptation.tier > 0 or routine.id in adaptation.prefer
    return None if wanted and request.slot is not Slot.MICRO else Block(code="lesson")


def strength_rests(routine: Routine, request: Request, history: History, strength: Collection[Routine]) -> Block | None:
    """Why strength work rests: once a day over the whole library, and a region not two days running."""
    if routine.set is not Group.STRENGTH:
        return None
    today, yesterday = request.now.date(), request.now.date() - timedelta(days=1)
    for other in strength:
        days = {at.date() for at in history.of(other.id).done}
        if today in days:
            return Block(code="strength_today")
        if yesterday in days and set(other.regions) & set(routine.regions) and routine.id not in request.due:
            return Block(code="strength_yesterday")
    return None


def _by_place(routine: Routine, request: Request) -> Block | None:
    possible = set(request.places)
    if not request.floor_ok:
        possible.discard(Place.FLOOR)
    if request.seated_only:
        possible &= {Place.CHAIR}
    if not possible & set(routine.place):
        return Block(code="place", what=routine.place[0].value)
    if not request.may_stand and "standing" in routine.tags:
        return Block(code="place", what="standing")
    return None


def _by_time(routine: Routine, request: Request) -> Block | None:
    length = routine.seconds()
    if length > (request.available_s if routine.set is Group.WALK else request.longest_s):
        return Block(code="too_long", what=f"{length:g}")
    if meeting_soon(request) and length > MEETING_S:
        return Block(code="meeting", what=f"{length:g}")
    return None


def _by_company(routine: Routine, request: Request) -> Block | None:
    if meeting_soon(request) and not routine.discreet:
        return Block(code="meeting")
    if request.open_office and not routine.discreet and not request.on_request:
        return Block(code="open_office")
    return None


def _by_repetition(routine: Routine, request: Request, history: History) -> Block | None:
    if routine.id in {history.last_offered, history.last_first}:
        return Block(code="just_offered")
    last = history.of(routine.id).last_done
    exempt = routine.set in AT_ANY_TIME or "breath" in routine.regions
    if last is not None and not exempt and request.now - last < AGAIN_AFTER:
        return Block(code="done_lately", what=str(int((request.now - last).total_seconds() // 60)))
    return None


def no_contrast(routine: Routine, request: Request, adaptation: Adaptation) -> Block | None:
    """Why the routine is too much like the last half hour, or no change at all."""
    if request.slot is Slot.MOVEMENT and routine.set is Group.EYES:  # a moment at the desk does for the eyes
        return Block(code="still_sitting", what=f"{request.sat_min:.0f}")
    # Sit to stand happens at a chair, and is standing all the same.
    leaves_the_chair = LEAVES_THE_CHAIR & set(routine.place) or "standing" in routine.tags
    if request.sat_long and not adaptation.seated and not leaves_the_chair:
        return Block(code="still_sitting", what=f"{request.sat_min:.0f}")
    if request.stood_min >= request.max_still_stand_min and (not routine.on_chair or "standing" in routine.tags):
        return Block(code="still_standing", what=f"{request.stood_min:.0f}")
    relief = request.region in HAND_REGIONS and routine.id in HAND_RELIEF
    if request.typing_heavy and set(routine.tags) & HAND_WORK and not relief:
        return Block(code="hands_need_rest")
    return None


def meeting_soon(request: Request) -> bool:
    """Whether a meeting begins so soon that only something short and discreet fits."""
    return request.meeting_in_min is not None and request.meeting_in_min <= MEETING_SOON_MIN
