"""What Today says beside the day itself: what is due by a plan or a prescription, and something worth knowing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.cli import choosing
from ergobreak.errors import ErgobreakError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def lines(at: datetime, status: Mapping[str, Any] | None) -> dict[str, Any]:
    """For the card of Today; what cannot be read is left out, the day is shown all the same."""
    from ergobreak.routines.learn import card_of_the_day, source_titles  # noqa: PLC0415 - only here

    card = card_of_the_day(at.date())
    known = {"title": _(card.title), "text": _(card.text), "sources": source_titles(card)}
    try:
        return {"due": _due(at, status), "knowing": known}
    except (ErgobreakError, KeyError, TypeError, ValueError):
        return {"due": {}, "knowing": known}


def _due(at: datetime, status: Mapping[str, Any] | None) -> dict[str, str]:
    """What a prescription or a plan has for now, with the routine to start; empty when there is nothing."""
    data = choosing.situation(at, choosing.in_force(), choosing.past(at), status)
    if not data["plans"] and not data["own"]:
        return {}  # most people, once a minute while the window is open: no library is read
    from ergobreak.routines.plan_words import line_of_the_day  # noqa: PLC0415 - only here
    from ergobreak.routines.prescribed import due  # noqa: PLC0415 - as above
    from ergobreak.routines.situation import situation  # noqa: PLC0415 - as above
    from ergobreak.routines.tables import patterns  # noqa: PLC0415 - as above
    from ergobreak.screens.library_gate import gate  # noqa: PLC0415 - no toolkit comes with it
    from ergobreak.screens.library_plans_view import views_of  # noqa: PLC0415 - the same

    books = choosing.library()
    now, shut = situation(data, patterns()), gate(data, books)
    open_now = [each for each in due(books, now.history, at) if not shut.reason(each)]
    if open_now:
        line = _("Prescribed for now: {title}.").format(title=_(open_now[0].title))
        return {"line": line, "routine": open_now[0].id}
    views = views_of(data, books)
    line = line_of_the_day(views)
    return {"line": line, "routine": next(each.due for each in views if each.due and each.turn)} if line else {}
