"""The plans for a card's data: what was taken up, what is due, what waits, and a change of them. No toolkit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.routines.accepted import accepted, file, keep, rows, stop
from ergobreak.routines.model import Place
from ergobreak.routines.plan_words import PlanView, plan_views
from ergobreak.routines.plans import Accepted, paused, resumed
from ergobreak.routines.situation import situation
from ergobreak.routines.tables import patterns, plans
from ergobreak.screens.library_gate import gate
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.routines.library import Library


def views_of(data: Mapping[str, Any], books: Library) -> tuple[PlanView, ...]:
    """Every plan, as it stands in the situation a card describes; what was taken up is read anew each time."""
    now = situation(data, patterns())
    shut = gate(data, books)
    reasons = {each.id: reason for each in books if (reason := shut.reason(each))}
    taken = accepted(rows(), plans())
    floor = now.request.floor_ok and Place.FLOOR in now.request.places
    return plan_views(plans(), taken, books.by_id, now.history, now.request.now.date(), reasons, floor_ok=floor)


def change(view: PlanView, act: str, data: Mapping[str, Any]) -> str:
    """Take the plan up, let it rest, go on or stop it; returns what to say, which is nothing when the card says it."""
    today = situation(data, patterns()).request.now.date()
    mine = view.accepted
    try:
        if act == "accept":
            keep(mine or Accepted(plan=view.plan, since=today))
        elif act == "stop":
            stop(view.plan.id)
            return _("The plan is stopped. What you did stays yours.")
        elif mine is not None:
            keep(paused(mine, today) if act == "pause" else resumed(mine, today))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _("{path} cannot be written: {reason}").format(path=file(), reason=reason)
    return ""
