"""Which explanation or tip goes with a routine, and which one with a day. They are shown to whoever asks for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.routines.tables import cards, sources
from ergobreak.words import _

if TYPE_CHECKING:
    from datetime import date

    from ergobreak.routines.model import Routine
    from ergobreak.routines.tables import Card

MOST = 2


def cards_for(routine: Routine) -> tuple[Card, ...]:
    """The cards about it, the closest first: by its id, by its set, by a part of the body; two at most."""

    def closeness(card: Card) -> int:
        if routine.id in card.about:
            return 3
        if routine.set.value in card.about:
            return 2
        return 1 if set(routine.regions) & set(card.about) else 0

    ranked = sorted(cards().values(), key=closeness, reverse=True)
    return tuple(each for each in ranked if closeness(each))[:MOST]


def worth_knowing(routine: Routine) -> str:
    """The words of the closest card, for whoever asks why; empty where none fits."""
    return "".join(_(card.text) for card in cards_for(routine)[:1])


def card_of_the_day(day: date) -> Card:
    """One a day, in turn; nothing that explains an illness to somebody who did not ask."""
    tips = [each for each in cards().values() if each.kind == "tip" or "whole_body" in each.about]
    general = [*tips, *(cards()[name] for name in GENERAL)]
    return general[day.toordinal() % len(general)]


GENERAL = ("numbers_are_conventions", "no_perfect_posture")


def source_titles(card: Card) -> str:
    """Where it was read, in one line."""
    known = sources()
    titles = [known[key].title if key in known else key for key in card.sources]
    return _("Sources: {sources}.").format(sources="; ".join(titles).rstrip("."))
