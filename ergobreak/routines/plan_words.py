"""The plans as people see them: where each stands today, in one line, and the one line for the day. Reads no file.

A plan counts what was done and never what was not. After a gap it says "Welcome back", and goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ergobreak.routines.model import Place
from ergobreak.routines.plans import DAYS, Accepted, Plan, PlanDay, today_in
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ergobreak.routines.history import History
    from ergobreak.routines.model import Routine


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """One plan, and where it stands.

    Args:
        accepted: ``None`` while it was not taken up.
        day: where it stands today; ``None`` while it was not taken up.
        held: why its turn cannot be taken now; empty when it can.
        turn: the title of what is due today; empty when nothing is.
        floor: whether it needs the floor, which the settings leave out.
    """

    plan: Plan
    accepted: Accepted | None = None
    day: PlanDay | None = None
    held: str = ""
    turn: str = ""
    floor: bool = False

    @property
    def due(self) -> str:
        """The routine that is due today and may be done; empty when there is none."""
        return "" if self.day is None or self.held else self.day.due


def plan_views(
    plans: Mapping[str, Plan],
    taken: Iterable[Accepted],
    routines: Mapping[str, Routine],
    history: History,
    today: date,
    reasons: Mapping[str, str],
    *,
    floor_ok: bool = True,
) -> tuple[PlanView, ...]:
    """Every plan: what was taken up first, then what can be.

    Args:
        reasons: for each routine that may not be done now, why; a plan with one of them waits.
        floor_ok: whether breaks may offer the floor.
    """
    mine = {each.plan.id: each for each in taken}
    found = []
    for plan in sorted(plans.values(), key=lambda each: each.id not in mine):
        accepted = mine.get(plan.id)
        day = None if accepted is None else today_in(accepted, history, today)
        names = [day.due] if day is not None and day.due else plan.routines
        held = next((reasons[name] for name in names if name in reasons), "")
        due = "" if day is None else day.due
        turn = _(routines[due].title) if due in routines else ""
        floor = not floor_ok and all(
            routines[each].place == (Place.FLOOR,) for each in plan.routines if each in routines
        )
        found.append(PlanView(plan=plan, accepted=accepted, day=day, held=held, turn=turn, floor=floor))
    return tuple(found)


def shape(plan: Plan) -> str:
    """How long and how often: "10 weeks, 5 days a week"."""
    return _("{weeks} weeks, {days} days a week").format(weeks=plan.weeks, days=plan.days_per_week)


def state(view: PlanView) -> str:
    """Where it stands, in one or two sentences; for a plan not taken up, its shape."""
    plan, day = view.plan, view.day
    if view.accepted is None or day is None:
        return shape(plan) + "."
    if view.accepted.paused is not None:
        return _("It rests in week {n} of {all}. It goes on where you left it.").format(n=day.week, all=plan.weeks)
    if day.finished:
        return _("Its weeks are over. Two small habits are worth keeping.")
    if day.week == 0:
        return _("It begins on {date}.").format(date=view.accepted.since.isoformat())
    said = [_("Week {n} of {all}.").format(n=day.week, all=plan.weeks)]
    if day.back and view.due:
        said.insert(0, _("Welcome back."))
    if view.due and view.turn:
        said.append(_("Due today: {title}.").format(title=view.turn))
    elif day.done_days:
        text = ngettext("Done on {n} day of this week.", "Done on {n} days of this week.", day.done_days)
        said.append(text.format(n=day.done_days))
    return " ".join(said)


def floor_note(view: PlanView) -> str:
    """That breaks will not bring it, where they may not; empty where they do."""
    if not view.floor:
        return ""
    return _("It needs the floor, which your settings leave out. So it comes when you start it, not with a break.")


def step_up(view: PlanView) -> str:
    """What to say once it has become easy; empty before."""
    return _(view.plan.harder) if view.day is not None and view.day.harder else ""


def line_of_the_day(views: Iterable[PlanView]) -> str:
    """The one line for the day: what is due in a plan and may be done; empty when nothing is."""
    due = [each for each in views if each.due and each.turn and each.day is not None]
    if not due:
        return ""
    first = due[0]
    back = any(each.day is not None and each.day.back for each in due)
    text = _("Welcome back. From your plan: {title}.") if back else _("From your plan today: {title}.")
    return text.format(title=first.turn)


def as_dict(view: PlanView) -> dict[str, Any]:
    """A plan fit for JSON."""
    plan, accepted, day = view.plan, view.accepted, view.day
    return {
        "id": plan.id,
        "title": _(plan.title),
        "purpose": _(plan.purpose),
        "begin": _(plan.begin),
        "routines": list(plan.routines),
        "weeks": plan.weeks,
        "days_per_week": plan.days_per_week,
        "sources": list(plan.sources),
        "accepted": accepted is not None,
        "since": None if accepted is None else accepted.since.isoformat(),
        "until": None if accepted is None else _ends(accepted),
        "weekdays": [] if accepted is None else sorted(accepted.weekdays),
        "paused": accepted.paused.isoformat() if accepted is not None and accepted.paused else None,
        "week": 0 if day is None else day.week,
        "done_days": 0 if day is None else day.done_days,
        "due": "" if day is None else day.due,
        "finished": day is not None and day.finished,
        "harder": step_up(view),
        "held": view.held,
        "note": floor_note(view),
        "state": state(view),
    }


def _ends(accepted: Accepted) -> str | None:
    """The last day; not known while it rests."""
    from datetime import timedelta  # noqa: PLC0415 - only for JSON

    if accepted.paused is not None:
        return None
    return (accepted.since + timedelta(days=accepted.plan.weeks * DAYS - 1)).isoformat()
