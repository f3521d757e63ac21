"""Which moves a result shows: those for where it is sore, then a walk, then something calm; never more than three.

What may be offered at all is decided where every break decides it, with what this very check-in leaves out. Here they
are only put into an order that makes sense beside the words of the result. Places stay in this process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.errors import ContentError
from ergobreak.routines.adaptation import REGIONS_OF
from ergobreak.routines.model import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ergobreak.routines.model import Routine

MOST_MOVES = 3
MOST_FOR_THE_PLACE = 2
SLOT_S = 150.0  # a walk of two minutes fits
EYES = "eyes"
LEARNING = Group.LESSON  # to read, not to do
WALKING = Group.WALK


def moves_for(data: Mapping[str, Any], places: Iterable[str]) -> tuple[dict[str, Any], ...]:
    """Up to three routines that fit this result; none when something is wrong.

    Args:
        data: the situation, as on the card of a break, with the outcome under ``standing``.
        places: what was ticked, in the check-in's words.
    """
    from ergobreak.screens.offering import chosen  # noqa: PLC0415 - the library only for a result with moves

    wanted = [region for place in places for region in REGIONS_OF.get(place, ())]
    try:
        _library, choice = chosen({**data, "kind": "micro_break", "slot_s": SLOT_S}, sit_and_type=False)
    except (ContentError, KeyError, TypeError, ValueError):
        return ()
    if choice.offer is None:
        return ()
    return tuple(each.as_dict() for each in in_order((choice.offer, *choice.runners_up), wanted))


def in_order(may: Sequence[Routine], wanted: Sequence[str]) -> list[Routine]:
    """The ones to show: at most two for the place, from different regions if there are such; a walk; then the rest."""
    may = [each for each in may if each.set is not LEARNING and (EYES in wanted or EYES not in each.regions)]
    firsts = (next((each for each in may if region in each.regions), None) for region in wanted)
    here = [each for each in may if set(each.regions) & set(wanted)]
    mine = _once([*(each for each in firsts if each is not None), *here])[:MOST_FOR_THE_PLACE]
    walk = [each for each in may if each.set is WALKING][:1]
    whole = [each for each in may if "whole_body" in each.regions]
    return _once([*mine, *walk, *whole, *here, *may])[:MOST_MOVES]


def _once(routines: Iterable[Routine]) -> list[Routine]:
    return list({each.id: each for each in routines}.values())
