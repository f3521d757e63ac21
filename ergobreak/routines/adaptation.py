"""From how somebody is to what is left out: patterns, conditions, and what the check-in concluded.

Pure. Everything adds up towards caution: what any pattern leaves out is left out, the strictest move level counts, and
no preference brings anything back. The check-in's short words ("forward_bend") meet the library's movement tags in one
table, ``LEAVE_OUT``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from ergobreak.routines.model import Group, Routine

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

EXPIRES = timedelta(days=14)
AMBER_TIER = 2
URGENT_TIER = 3
MILD = "_small"

LEAVE_OUT: Mapping[str, frozenset[str]] = {
    "forward_bend": frozenset({"spinal_flexion", "forward_lean", "hip_flexion_deep", "head_low"}),
    "long_sit": frozenset(),
    "back_bend": frozenset({"spinal_extension", "hip_extension"}),
    "twist": frozenset({"rotation"}),
    "neck_end_range": frozenset({"neck_flexion", "neck_rotation", "neck_side_bend", "neck_flexion_loaded"}),
    "neck_back_bend": frozenset({"neck_extension"}),
    "overhead": frozenset({"overhead", "shoulder_abduction_90"}),
    "wrist_end_range": frozenset({"wrist_load", "wrist_flexion_end", "wrist_extension_end"}),
    "tight_grip": frozenset({"grip"}),
    "nerve_stretch": frozenset({"nerve_tension_arm", "nerve_tension_leg"}),
    "heavy_load": frozenset({"lifting_load", "exertion_moderate", "exertion_small"}),
    "breath_hold": frozenset({"breath_hold", "isometric", "breath_hold_small"}),
    "lie_on_back": frozenset({"supine"}),
    "lie_on_front": frozenset({"prone"}),
    "end_range": frozenset({"wrist_flexion_end", "wrist_extension_end"}),
    "full_range": frozenset({"wrist_flexion_end", "wrist_extension_end"}),
}
# The check-in's places, as the library's regions.
REGIONS_OF: Mapping[str, tuple[str, ...]] = {
    "neck": ("neck",),
    "shoulder_arm": ("shoulders", "arms"),
    "wrist_hand": ("wrists", "hands", "forearms"),
    "upper_back": ("upper_back",),
    "lower_back": ("low_back",),
    "hip_leg": ("hips", "legs"),
    "head_eyes": ("eyes",),
}
HALF_RANGE = frozenset({"end_range", "full_range"})
SITTING = frozenset({"long_sit"})
SIT_LIMIT_MIN = 20.0
WALK_EVERY_MIN = 40.0

# What "gentle only" leaves: walking, a change of position, easy moves in the middle of the range, breathing.
GENTLE_TAGS = frozenset(
    {
        "standing",
        "walking",
        "weight_bearing_leg",
        "shoulder_girdle",
        "hand_motion",
        "ankle_motion",
        "hip_flexion_active",
        "spinal_flexion_small",
    }
)
GENTLE_IDS = frozenset({"chair_weight_shift"})
CALM_IDS = frozenset({"belly_breathing", "gaze_20", "full_blinks"})


class Moves(StrEnum):
    """The move level, as the check-in concludes it."""

    NORMAL = "normal"
    ADAPTED = "adapted"
    GENTLE_ONLY = "gentle_only"
    NONE = "none"


_STRICTNESS = (Moves.NORMAL, Moves.ADAPTED, Moves.GENTLE_ONLY, Moves.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One row of ``patterns.toml``.

    Args:
        when: what bothers the person, in plain words.
        sets: conditions it switches on.
        avoid: movements left out; ``avoid_small`` leaves out their mild forms too.
        no_exercises: nothing of the library is offered; ``prescribed_stay`` keeps a clinician's own routines.
    """

    id: str
    when: str
    sources: tuple[str, ...]
    sets: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    avoid_small: bool = False
    no_exercises: bool = False
    prescribed_stay: bool = False
    prefer: tuple[str, ...] = ()
    prefer_tags: tuple[str, ...] = ()
    prefer_regions: tuple[str, ...] = ()
    seated: bool = False
    profile: str = ""
    plan: str = ""
    sit_limit_min: float = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Why a routine is out: a code, and the tag, condition or pattern it stems from."""

    code: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """What stands while an assessment, a pattern or a profile stands.

    Args:
        avoid: tags left out, mild forms included where they were asked for.
        half_range: level 1 and half the range only.
        sit_limit_min: how long to sit at most; 0 when nothing is said.
    """

    tier: int = 0
    moves: Moves = Moves.NORMAL
    avoid: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    no_exercises: str = ""
    prescribed_stay: bool = True
    prefer: frozenset[str] = frozenset()
    prefer_tags: frozenset[str] = frozenset()
    prefer_regions: frozenset[str] = frozenset()
    reported: frozenset[str] = field(default_factory=frozenset)
    seated: bool = False
    half_range: bool = False
    sit_limit_min: float = 0.0
    walk_every_min: float = 0.0

    @property
    def adapted(self) -> bool:
        """Whether doses stay at the base: something stands that is not the ordinary."""
        return self.moves is not Moves.NORMAL or self.half_range or self.tier > 0

    def with_patterns(self, patterns: Iterable[Pattern]) -> Adaptation:
        """This, and what each pattern leaves out and prefers."""
        now = self
        for each in patterns:
            mild = {tag + MILD for tag in each.avoid} if each.avoid_small else set()
            now = replace(
                now,
                avoid=now.avoid | set(each.avoid) | mild,
                conditions=now.conditions | set(each.sets),
                patterns=(*now.patterns, each.id),
                no_exercises=now.no_exercises or (each.id if each.no_exercises else ""),
                prescribed_stay=now.prescribed_stay and (each.prescribed_stay or not each.no_exercises),
                prefer=now.prefer | set(each.prefer),
                prefer_tags=now.prefer_tags | set(each.prefer_tags),
                prefer_regions=now.prefer_regions | set(each.prefer_regions),
                seated=now.seated or each.seated,
                sit_limit_min=_shorter(now.sit_limit_min, each.sit_limit_min),
            )
        return now

    def with_check_in(self, *, tier: int, moves: str, avoid: Iterable[str], places: Iterable[str] = ()) -> Adaptation:
        """This, and what the check-in concluded; ``avoid`` and ``places`` in its own short words.

        Raises:
            KeyError: a word that is not in ``LEAVE_OUT``; leaving it out silently would not be safe.
        """
        words = frozenset(avoid)
        tags = frozenset(tag for word in words for tag in LEAVE_OUT[word])
        return replace(
            self,
            tier=max(self.tier, tier),
            moves=stricter(self.moves, Moves(moves)),
            avoid=self.avoid | tags,
            reported=self.reported | {region for place in places for region in REGIONS_OF.get(place, ())},
            half_range=self.half_range or bool(words & HALF_RANGE),
            sit_limit_min=_shorter(self.sit_limit_min, SIT_LIMIT_MIN if words & SITTING else 0),
            walk_every_min=_shorter(self.walk_every_min, WALK_EVERY_MIN if words & SITTING else 0),
        )

    def blocks(self, routine: Routine) -> Block | None:
        """Why the routine is out now, or ``None`` when it may be offered."""
        return self._holds(routine) or self._leaves_out(routine)

    def _holds(self, routine: Routine) -> Block | None:
        """Why everything is out, but perhaps for what a clinician prescribed."""
        if self.tier >= URGENT_TIER:
            return Block(code="see_advice")
        if self.moves is Moves.NONE:
            return Block(code="rest")
        prescribed = routine.set is Group.PRESCRIBED and self.prescribed_stay
        return Block(code="no_exercises", what=self.no_exercises) if self.no_exercises and not prescribed else None

    def _leaves_out(self, routine: Routine) -> Block | None:
        """Why this one is out."""
        if found := sorted(self.conditions & set(routine.not_if)):
            return Block(code="condition", what=found[0])
        if found := sorted(self.avoid & set(routine.tags)):
            return Block(code="movement", what=found[0])
        if self.tier >= AMBER_TIER and not _amber(routine):
            return Block(code="amber")
        if self.moves is Moves.GENTLE_ONLY and not gentle(routine):
            return Block(code="gentle_only")
        return None

    def likes(self, routine: Routine) -> bool:
        """Whether a standing pattern prefers it."""
        return (
            routine.id in self.prefer
            or bool(self.prefer_tags & set(routine.tags))
            or bool(self.prefer_regions & set(routine.regions))
        )


def _amber(routine: Routine) -> bool:
    return routine.set in {Group.WALK, Group.LESSON} or routine.id in CALM_IDS


def gentle(routine: Routine) -> bool:
    """Whether it is walking, a change of position, an easy move in the middle of the range, or breathing."""
    if routine.set in {Group.HOME, Group.STRENGTH, Group.OPT_IN, Group.PRESCRIBED}:
        return False
    return routine.id in GENTLE_IDS or set(routine.tags) <= GENTLE_TAGS


def stricter(one: Moves, other: Moves) -> Moves:
    """The stricter of two move levels."""
    return max(one, other, key=_STRICTNESS.index)


def movement_tags(words: Iterable[str]) -> frozenset[str]:
    """The movement tags the check-in's short words stand for.

    Raises:
        KeyError: a word that is not in ``LEAVE_OUT``.
    """
    return frozenset(tag for word in words for tag in LEAVE_OUT[word])


def words_for(tag: str) -> frozenset[str]:
    """The check-in's short words that leave a movement tag out: the table read the other way."""
    return frozenset(word for word, tags in LEAVE_OUT.items() if tag in tags)


def standing(ticked: Mapping[str, datetime], now: datetime) -> tuple[str, ...]:
    """The patterns that still stand: those confirmed by a check-in in the last 14 days."""
    return tuple(sorted(name for name, since in ticked.items() if now - since < EXPIRES))


def lapsed(ticked: Mapping[str, datetime], now: datetime) -> tuple[str, ...]:
    """The patterns to ask about again."""
    return tuple(sorted(name for name, since in ticked.items() if now - since >= EXPIRES))


def adaptation(
    *, avoid: Collection[str] = (), conditions: Collection[str] = (), patterns: Iterable[Pattern] = ()
) -> Adaptation:
    """What stands from the profile (``avoid``), the settings (``conditions``) and the patterns."""
    return Adaptation(avoid=frozenset(avoid), conditions=frozenset(conditions)).with_patterns(patterns)


def _shorter(one: float, other: float) -> float:
    return min(each for each in (one, other) if each) if one or other else 0.0
