"""What the Today, Settings and Welcome screens are given: the journal, the status and the settings as plain values.

Runs in a short process. ``today_data`` needs the standard library alone; ``settings_data`` loads the settings' gate.
Times of day are minutes since midnight, local, so that a screen can draw them without knowing a clock; what happened
before the day began at four in the morning belongs to the day before, and its minutes go beyond 24 hours.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from ergobreak.core import ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MINUTE_S = 60.0
GAP_DAYS = 7  # after so many days without a sign of life the screen says "Welcome back"
MOST_DOTS = 2
LEFT_OUT = frozenset({"breath"})  # a group without a row: breathing belongs to every move
KEPT_STATUS = ("state", "mode", "present", "outside_hours", "profile", "pause", "prompt", "next", "holds")
UNSEEN = frozenset({"locked", "asleep", "outside_hours", "paused", "battery"})


def today_data(
    entries: Iterable[ledger.Entry], status: Mapping[str, Any] | None, now: datetime, *, library: bool = False
) -> dict[str, Any]:
    """The card data of the Today screen.

    Args:
        entries: facts of the last weeks; at least since Monday.
        status: as of ``status --json``; ``None`` when the daemon does not run.
        library: whether there is a library screen to start a routine from.
    """
    found = ledger.week(
        entries,
        now,
        running=status is not None,
        away_s=float((status or {}).get("away_s", 0.0)),
        standing=[(str(each["reason"]), float(each["seconds"])) for each in (status or {}).get("holds", ())],
    )
    day, back = found.today, found.last_before
    return {
        "now": minute_of(now, day.date),
        "day": day_data(day),
        "planned": _planned(status, day.date),
        "week": [
            {
                "date": each.date.isoformat(),
                "weekday": each.date.weekday(),
                "breaks": sum(each.done.values()),
                "today": each.date == day.date,
                "coming": each.date > day.date,
            }
            for each in found.days
        ],
        "moves": _moves(found.routines),
        "welcome_back": back is not None and day.date - ledger.day_of(back) >= timedelta(days=GAP_DAYS),
        "status": None if status is None else {key: status[key] for key in KEPT_STATUS if key in status},
        "library": library,
    }


def day_data(day: ledger.Day) -> dict[str, Any]:
    """One day as the time line draws it."""
    return {
        "date": day.date.isoformat(),
        "spans": [[minute_of(each.begin, day.date), minute_of(each.end, day.date)] for each in day.at_screen],
        "marks": [
            {
                "from": minute_of(each.begin, day.date),
                "to": minute_of(each.end, day.date),
                "kind": each.kind,
                "outcome": each.outcome,
            }
            for each in day.breaks
        ],
        "holds": [
            {
                "from": minute_of(each.begin, day.date),
                "to": minute_of(each.end, day.date),
                "reason": "call" if each.reason in ledger.CALLS else each.reason,
            }
            for each in day.holds
            if each.reason not in UNSEEN
        ],
        "done": dict(day.done),
        "screen_min": round(day.screen_s / MINUTE_S, 1),
        "away_min": round(day.away_s / MINUTE_S, 1),
        "still_min": 0.0 if day.still is None else round(day.still.seconds / MINUTE_S, 1),
        "still_call": day.still_in_call,
    }


def settings_data() -> dict[str, Any]:
    """The card data of the Settings and Welcome screens: every key, the profiles, the sources. Loads the gate."""
    from ergobreak import __version__, paths, settings  # noqa: PLC0415 - pydantic, only in this short process
    from ergobreak.routines.tables import sources  # noqa: PLC0415 - only where they are read
    from ergobreak.settings.policies import table  # noqa: PLC0415 - with the settings
    from ergobreak.words import _  # noqa: PLC0415 - with them

    loaded = settings.load()
    return {
        "rows": settings.rows(loaded),
        "profiles": [
            {
                "name": each.name,
                "title": _(each.title),
                "line": _(each.line),
                "why": _(each.why),
                "source": each.source,
                "numbers": dict(each.numbers),
            }
            for each in settings.profiles().values()
        ],
        "problems": [str(each) for each in loaded.own_problems],
        "policy": table(loaded),
        "about": {
            "version": __version__,
            "file": str(paths.config_file()),
            "sources": [
                {"title": each.title, "says": each.says, "year": each.year, "link": each.link}
                for each in sources().values()
            ],
        },
    }


def minute_of(at: datetime, day: date) -> float:
    """Minutes since the midnight of ``day``, by the local clock of ``at``."""
    return round((at.replace(tzinfo=None) - datetime.combine(day, time())).total_seconds() / MINUTE_S, 2)


def _planned(status: Mapping[str, Any] | None, day: date) -> list[dict[str, Any]]:
    """The next break that speaks, if anything is to come at a known time."""
    if status is None or status.get("mode") != "normal" or status.get("prompt"):
        return []
    for each in status.get("next", ()):
        if not each["silent"]:
            return [{"at": minute_of(datetime.fromisoformat(each["at"]), day), "kind": each["kind"]}]
    return []


def _moves(routines: Mapping[str, int]) -> list[dict[str, Any]]:
    """Each part of the body and how often it was moved this week, two at most."""
    from ergobreak.routines.tables import vocabulary  # noqa: PLC0415 - a file is read, only here
    from ergobreak.words import _  # noqa: PLC0415 - with it

    words = vocabulary()
    found = dict.fromkeys(words.groups, 0)
    if routines:
        from ergobreak.routines.library import load_all  # noqa: PLC0415 - only when something was done

        library = load_all()
        for name, times in routines.items():
            routine = library.get(name)
            regions = () if routine is None else routine.regions
            for group in {words.regions[each].group for each in regions if each in words.regions}:
                if group in found:
                    found[group] += times
    return [
        {"name": name, "words": _(words.groups[name]), "done": min(MOST_DOTS, times)}
        for name, times in found.items()
        if name not in LEFT_OUT
    ]
