"""Which routine now: gate, sieve, contrast, score, a fixed-seed draw among the best, and what fills the rest. Pure.

Theory. Safety first and for ever (``gate.unsafe``), then what fits here and now, then what differs from the last half
hour; the last is waived rather than leaving nobody with anything. What is left is scored (``score``), and one of the
best four is drawn: the better, the likelier. The draw depends on the seed, the day and the number of offers so far, so
that the same day always goes the same way.

Nothing here speaks: why is given as codes and values, which ``reasons`` puts into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp

from ergobreak.routines.adaptation import URGENT_TIER, Adaptation, Block, Moves
from ergobreak.routines.chance import MASK, splitmix64
from ergobreak.routines.gate import (
    Request,
    Slot,
    lesson_waits,
    no_contrast,
    strength_rests,
    unfit,
    unsafe,
)
from ergobreak.routines.history import WEEK, History
from ergobreak.routines.model import Group, Place, Routine
from ergobreak.routines.score import Reason, groups_of, scale, total

BEST = 4
TEMPERATURE = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to offer.

    Args:
        offer: the routine, or ``None`` when nothing fits or nothing may be offered; ``fallback`` then says which.
        runners_up: what "Another" walks through, a different part of the body first.
        fill_s: what is left of the slot, to walk or rest as one likes.
        on_feet: whether to do it standing, since the person has sat for long.
        new: whether it is this week's new one.
        waived: whether the wish for contrast was dropped because nothing else was left.
        reason: why this one, the weightiest first.
        excluded: why each of the others was out.
    """

    offer: Routine | None
    runners_up: tuple[Routine, ...] = ()
    fill_s: float = 0.0
    on_feet: bool = False
    new: bool = False
    waived: bool = False
    fallback: str = ""
    reason: tuple[Reason, ...] = ()
    excluded: Mapping[str, Reason] = field(default_factory=dict)


def choose(
    request: Request,
    library: Iterable[Routine],
    history: History,
    adaptation: Adaptation,
    seed: int,
    *,
    groups: Mapping[str, str] | None = None,
) -> Choice:
    """The routine to offer now.

    Args:
        groups: for each region what the weekly balance counts it as; without it there is no balance to keep.
    """
    routines = sorted(library, key=lambda each: each.id)
    fits, excluded, waived = _sift(routines, request, history, adaptation)
    told = {name: _reason(block) for name, block in excluded.items()}
    if not fits:
        return Choice(offer=None, fallback=_fallback(adaptation), excluded=told)
    balance = scale(request, history, adaptation, groups or {}, routines)
    weighed = {each.id: balance.weigh(each) for each in fits}
    ranked = sorted(fits, key=lambda each: (-total(weighed[each.id]), each.id))
    offer = _draw(_pool(ranked, request), weighed, _mix(seed, request, history))
    return Choice(
        offer=offer,
        runners_up=_runners_up(offer, ranked, groups or {}),
        fill_s=max(0.0, request.available_s - offer.seconds()) if request.slot is Slot.MOVEMENT else 0.0,
        on_feet=request.sat_long and Place.STANDING in offer.place,
        new=not history.of(offer.id).offered and history.first_offers_since(request.now - WEEK) == 0,
        waived=waived,
        reason=tuple(sorted((each for each in weighed[offer.id] if each.points > 0), key=lambda each: -each.points)),
        excluded=told,
    )


def _sift(
    routines: list[Routine], request: Request, history: History, adaptation: Adaptation
) -> tuple[list[Routine], dict[str, Block], bool]:
    """What may be offered, why the others may not, and whether contrast was waived."""
    excluded: dict[str, Block] = {}
    fits: list[Routine] = []
    strength = [each for each in routines if each.set is Group.STRENGTH]
    for each in routines:
        block = (
            unsafe(each, adaptation, history, request.now)
            or unfit(each, request, history)
            or lesson_waits(each, request, adaptation)
            or strength_rests(each, request, history, strength)
        )
        if block:
            excluded[each.id] = block
        else:
            fits.append(each)
    alike = {each.id: block for each in fits if (block := no_contrast(each, request, adaptation))}
    if len(alike) == len(fits):
        return fits, excluded, bool(fits)
    return [each for each in fits if each.id not in alike], excluded | alike, False


def _reason(block: Block) -> Reason:
    return Reason(code=block.code, values={"what": block.what})


def _fallback(adaptation: Adaptation) -> str:
    if adaptation.tier >= URGENT_TIER:
        return "see_advice"
    if adaptation.moves is Moves.NONE:
        return "rest"
    return "no_exercises" if adaptation.no_exercises else "nothing_fits"


def _pool(ranked: list[Routine], request: Request) -> list[Routine]:
    """Who takes part in the draw: where a region was asked for, what is for it, or else what is for the whole body."""
    if request.region:
        exact = [each for each in ranked if request.region in each.regions]
        ranked = exact or [each for each in ranked if "whole_body" in each.regions] or ranked
    return ranked[:BEST]


def _draw(pool: list[Routine], weighed: Mapping[str, tuple[Reason, ...]], roll: float) -> Routine:
    """One of the pool: the better, the likelier."""
    best = total(weighed[pool[0].id])
    weights = [exp((total(weighed[each.id]) - best) / TEMPERATURE) for each in pool]
    left = roll * sum(weights)
    for each, weight in zip(pool, weights, strict=True):
        left -= weight
        if left < 0:
            return each
    return pool[-1]


def _runners_up(offer: Routine, ranked: list[Routine], groups: Mapping[str, str]) -> tuple[Routine, ...]:
    """The others, best first, those for another part of the body before those for the same."""
    regions = groups_of(offer, groups) or set(offer.regions)

    def same(each: Routine) -> bool:
        return bool(regions & (groups_of(each, groups) or set(each.regions)))

    return tuple(sorted((each for each in ranked if each.id != offer.id), key=same))


def _mix(seed: int, request: Request, history: History) -> float:
    """A number from 0 up to 1 that only the seed, the day and the number of offers decide."""
    day = request.now.date()
    number = splitmix64(seed & MASK)
    number = splitmix64(number ^ day.toordinal())
    number = splitmix64(number ^ history.offers_on(day))
    return number / (MASK + 1)
