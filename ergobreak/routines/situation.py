"""From the plain data of a card to the values the choice works with: the one place that knows both.

The data is JSON that the resident process wrote: the prompt's kind and length, counters, the person's settings and
profile, the last two weeks of the journal, and what stands from a check-in (``standing``). Whatever is missing counts
as ordinary; but a check-in's conclusion that cannot be read counts as "rest", since guessing would not be safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ergobreak.routines.adaptation import Adaptation, Moves, Pattern, adaptation
from ergobreak.routines.gate import Request, Slot
from ergobreak.routines.history import Fact, History, What, history
from ergobreak.routines.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

HANDS_BUSY_S = 1200.0  # hands active for two thirds of the last half hour
SLOTS = {"micro_break": Slot.MICRO, "eye_cue": Slot.MICRO, "movement_break": Slot.MOVEMENT}
PLACES = {
    "chair": frozenset({Place.CHAIR}),
    "standing": frozenset({Place.CHAIR, Place.STANDING}),
    "floor": frozenset(Place),
}
# The journal's words for what became of a routine, and a rating's words.
FACTS = {
    "offered": What.OFFERED,
    "taken": What.DONE,
    "shortened": What.DONE,
    "done": What.DONE,
    "skipped": What.SKIPPED,
    "hurt": What.HURT,
}
RATINGS = {
    "nice": What.LIKED,
    "like": What.LIKED,
    "easy": What.EASY,
    "fine": What.FINE,
    "meh": What.MEH,
    "hurt": What.HURT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything ``choose`` is given beside the library."""

    request: Request
    history: History
    adaptation: Adaptation
    seed: int


def situation(data: Mapping[str, Any], patterns: Mapping[str, Pattern], *, sit_and_type: bool = True) -> Situation:
    """The situation a card's data describes.

    Args:
        patterns: the patterns by id.
        sit_and_type: whether the counters say something about the last half hour; not for what was asked for by name.
    """
    settings, profile = _table(data, "settings"), _table(data, "profile")
    conditions = {*_names(settings, "conditions"), *_names(profile, "conditions")}
    avoid = {*_names(settings, "avoid_moves"), *_names(profile, "avoid")}
    standing = _table(data, "standing")
    ticked = [patterns[name] for name in _names(standing, "patterns") if name in patterns]
    now = adaptation(avoid=avoid, conditions=conditions, patterns=ticked)
    slot = SLOTS.get(str(data.get("kind", "")), Slot.ON_DEMAND)
    weight_shift = data.get("kind") == "weight_shift"
    request = Request(
        now=datetime.fromisoformat(str(data["now"])),
        available_s=float(data.get("slot_s", 60.0)),
        slot=slot,
        cap_s=float(settings.get("routine_cap_s", 120)),
        places=PLACES.get(str(settings.get("place", "standing")), PLACES["standing"]),
        floor_ok=bool(settings.get("floor_ok", False)),
        open_office=settings.get("privacy", "open") == "open",
        on_request=slot is Slot.ON_DEMAND and not weight_shift,
        meeting_in_min=data.get("meeting_in_min"),
        sat_min=float(data.get("sat_s", 0.0)) / 60 if sit_and_type else 0.0,
        max_still_stand_min=float(settings.get("max_still_stand_min", 30)),
        typing_heavy=sit_and_type and float(data.get("hands_s", 0.0)) >= HANDS_BUSY_S,
        region=str(data.get("region", "")),
        seated_only="cannot_stand" in conditions or settings.get("place") == "chair",
        strength=bool(settings.get("strength_sets", False)),
        opted_in=frozenset(_names(settings, "opt_in")),
        only=frozenset({"chair_weight_shift"} if weight_shift else ()),
    )
    return Situation(
        request=request,
        history=history(facts(data.get("history", ()))),
        adaptation=_with_check_in(now, standing),
        seed=int(data.get("seed", 0)),
    )


def _with_check_in(now: Adaptation, standing: Mapping[str, Any]) -> Adaptation:
    if not standing:
        return now
    try:
        return now.with_check_in(
            tier=int(standing.get("tier", 0)),
            moves=str(standing.get("moves", "normal")),
            avoid=_names(standing, "avoid"),
            places=_names(standing, "places"),
        )
    except (KeyError, TypeError, ValueError):
        return now.with_check_in(tier=0, moves=Moves.NONE.value, avoid=())


def facts(raw: Iterable[Mapping[str, Any]]) -> Iterator[Fact]:
    """The facts that can be read; an entry of another version of the program is passed over."""
    for each in raw:
        word, rating = str(each.get("fact", "")), str(each.get("rating", ""))
        what = RATINGS.get(rating) if word == "rated" else FACTS.get(word)
        if what is None:
            continue
        try:
            at = datetime.fromisoformat(str(each["at"]))
        except (KeyError, ValueError):
            continue
        yield Fact(at=at, routine=str(each.get("routine", "")), what=what)


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _names(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, ())
    return tuple(str(each) for each in value) if isinstance(value, (list, tuple)) else ()
