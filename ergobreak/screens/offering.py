"""Filling a card: which routine to offer, what *Another* walks through, and why, chosen in the screen's own process.

The resident process only writes down the situation (``card.data``); the library is read here, where it is shown, and
goes with the process. Whatever goes wrong, a break without a routine is still a break.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.routines.choose import Choice
    from ergobreak.routines.library import Library
    from ergobreak.screens.card import Card

log = logging.getLogger(__name__)
MOST_OTHERS = 6
OUT_OF_THE_CHAIR_S = 3600.0
OWN_FOLDERS = "own"


def fill(card: Card) -> Card:
    """The card with its routine, if it has the data to choose one and none was chosen yet."""
    if card.routine is not None or "now" not in card.data:
        return card
    if card.screen == "posture":
        return _with_check(card)
    try:
        library, choice = chosen(card.data)
    except (ContentError, KeyError, TypeError, ValueError) as error:
        log.warning("no routine could be chosen: %s", error)
        return card
    from ergobreak.routines.reasons import why  # noqa: PLC0415 - loads with the library
    from ergobreak.routines.stop_rule import stop_rule  # noqa: PLC0415 - as above

    wanted = library.get(str(card.data.get("wanted", "")))
    offer = wanted or choice.offer
    return replace(
        card,
        routine=None if offer is None else offer.as_dict(),
        others=tuple(each.as_dict() for each in choice.runners_up[:MOST_OTHERS]),
        why=" ".join(part for part in (card.why, "" if wanted else why(choice)) if part),
        stop_rule=card.stop_rule or stop_rule(),
    )


def _with_check(card: Card) -> Card:
    """The card with its posture check. One was promised, so if all of them rest, one of them comes all the same."""
    from ergobreak.posture.offer import as_dict, next_one, seated_only  # noqa: PLC0415 - only for this screen

    now = datetime.fromisoformat(str(card.data["now"]))
    values, profile = card.data.get("settings", {}), card.data.get("profile", {})
    found = next_one(card.data.get("history", ()), now, values, profile) or next_one((), now, values, profile)
    if found is None:
        return card
    return replace(card, data={**card.data, **as_dict(found, seated=seated_only(values, profile))})


def chosen(data: Mapping[str, Any], *, sit_and_type: bool = True) -> tuple[Library, Choice]:
    """The library and the choice for a situation.

    Raises:
        ContentError: the packaged library is damaged.
        KeyError, TypeError, ValueError: the data describes no situation.
    """
    from ergobreak.routines.choose import choose  # noqa: PLC0415 - only where something is chosen
    from ergobreak.routines.gate import Slot  # noqa: PLC0415 - as above
    from ergobreak.routines.library import load_all  # noqa: PLC0415 - as above
    from ergobreak.routines.situation import SLOTS, situation  # noqa: PLC0415 - as above
    from ergobreak.routines.tables import patterns, vocabulary  # noqa: PLC0415 - as above

    if SLOTS.get(str(data.get("kind"))) is Slot.MOVEMENT:  # out of the chair, however short the sitting was
        data = {**data, "sat_s": max(float(data.get("sat_s", 0.0)), OUT_OF_THE_CHAIR_S)}
    library = load_all(*(Path(each) for each in data.get(OWN_FOLDERS, ())))
    now = situation(data, patterns(), sit_and_type=sit_and_type)
    groups = {name: region.group for name, region in vocabulary().regions.items() if region.group}
    return library, choose(now.request, library, now.history, now.adaptation, now.seed, groups=groups)
