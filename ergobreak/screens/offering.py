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
    from ergobreak.routines.gate import Request
    from ergobreak.routines.library import Library
    from ergobreak.routines.model import Routine
    from ergobreak.screens.card import Card

log = logging.getLogger(__name__)
MOST_OTHERS = 6
RESTS = frozenset({"rest", "see_advice", "no_exercises"})  # nothing is offered because nothing may be
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
    from ergobreak.routines.learn import worth_knowing  # noqa: PLC0415 - loads with the library
    from ergobreak.routines.reasons import why  # noqa: PLC0415 - as above
    from ergobreak.routines.stop_rule import stop_rule  # noqa: PLC0415 - as above

    wanted = library.get(str(card.data.get("wanted", "")))
    offer = wanted or choice.offer
    dose = _Dose(card.data, library)
    others = choice.runners_up[:MOST_OTHERS]
    return replace(
        card,
        routine=None if offer is None else dose.of(offer),
        others=tuple(dose.of(each) for each in others),
        why=" ".join(part for part in (card.why, "" if wanted else why(choice)) if part),
        stop_rule=card.stop_rule or stop_rule(),
        data={
            **card.data,
            "half_range": dose.half_range,
            "rest": choice.fallback in RESTS,
            "known": {each.id: worth_knowing(each) for each in (offer, *others) if each is not None},
        },
    )


class _Dose:
    """How each routine is to be done in this break: at the person's level if there is time, on today's side first."""

    def __init__(self, data: Mapping[str, Any], library: Library) -> None:
        from ergobreak.routines.history import relived  # noqa: PLC0415 - loads with the library
        from ergobreak.routines.progression import levels  # noqa: PLC0415 - as above
        from ergobreak.routines.situation import situation  # noqa: PLC0415 - as above
        from ergobreak.routines.tables import patterns  # noqa: PLC0415 - as above

        self._now = situation(data, patterns())
        self._levels = levels(relived(data.get("lived")), library, str(data.get("hold_rise_until", "")))

    @property
    def half_range(self) -> bool:
        """Whether only half the range is asked today."""
        return self._now.adaptation.half_range

    def of(self, routine: Routine) -> dict[str, Any]:
        """The routine as it is done now, as a card carries it."""
        from ergobreak.routines.player_script import begins_left, swap_sides  # noqa: PLC0415 - as above
        from ergobreak.routines.progression import fitting, level_now  # noqa: PLC0415 - as above

        now = self._now
        level = level_now(routine, self._levels, now.history, now.adaptation, now.request.now)
        done = fitting(routine, level, now.request.longest_s)
        if not begins_left(routine, now.request.now.date()):
            return done.as_dict()
        return {**replace(done, steps=tuple(map(swap_sides, done.steps))).as_dict(), "left_first": True}


def _with_check(card: Card) -> Card:
    """The card with its posture check. One was promised, so if all of them rest, one of them comes all the same."""
    from ergobreak.posture import answers  # noqa: PLC0415 - only for this screen
    from ergobreak.posture.model import questions  # noqa: PLC0415 - as above
    from ergobreak.posture.offer import for_window, next_one, seated_only  # noqa: PLC0415 - as above

    now = datetime.fromisoformat(str(card.data["now"]))
    values, profile = card.data.get("settings", {}), card.data.get("profile", {})
    review = answers.load(questions()).answers
    rows = card.data.get("history", ())
    found = next_one(rows, now, values, profile, review) or next_one((), now, values, profile, review)
    if found is None:
        return card
    return replace(card, data={**card.data, **for_window(found, seated=seated_only(values, profile))})


def chosen(data: Mapping[str, Any], *, sit_and_type: bool = True) -> tuple[Library, Choice]:
    """The library and the choice for a situation.

    Raises:
        ContentError: the packaged library is damaged.
        KeyError, TypeError, ValueError: the data describes no situation.
    """
    from ergobreak.routines.accepted import accepted  # noqa: PLC0415 - only where something is chosen
    from ergobreak.routines.choose import choose  # noqa: PLC0415 - as above
    from ergobreak.routines.gate import Slot  # noqa: PLC0415 - as above
    from ergobreak.routines.library import load_all  # noqa: PLC0415 - as above
    from ergobreak.routines.promised import promised  # noqa: PLC0415 - as above
    from ergobreak.routines.situation import SLOTS, situation  # noqa: PLC0415 - as above
    from ergobreak.routines.tables import patterns, plans, vocabulary  # noqa: PLC0415 - as above

    sat_min = float(data.get("sat_s", 0.0)) / 60
    if SLOTS.get(str(data.get("kind"))) is Slot.MOVEMENT:  # out of the chair, however short the sitting was
        data = {**data, "sat_s": max(float(data.get("sat_s", 0.0)), OUT_OF_THE_CHAIR_S)}
    library = load_all(*(Path(each) for each in data.get(OWN_FOLDERS, ())))
    now = situation(data, patterns(), sit_and_type=sit_and_type)
    groups = {name: region.group for name, region in vocabulary().regions.items() if region.group}
    kept = data.get("plans") or ()
    today = promised(now, accepted(kept, plans()) if kept else (), library)

    def best(request: Request) -> Choice:
        return choose(request, today.routines, now.history, now.adaptation, now.seed, groups=groups)

    first = today.leading()
    choice = today.told(best(today.request), None if first is None else best(first), library)
    return library, _as_it_was(choice, sat_min)


def _as_it_was(choice: Choice, sat_min: float) -> Choice:
    """The choice with the minutes somebody really sat, which for a movement break are not what it was made with."""
    told = (
        replace(each, values={**each.values, "minutes": min(float(each.values["minutes"]), sat_min)})
        if each.code == "sat"
        else each
        for each in choice.reason
    )
    return replace(choice, reason=tuple(each for each in told if each.code != "sat" or sat_min >= 1))
