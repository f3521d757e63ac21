"""What the Today screen says, from the plain values of its card. Knows no toolkit.

Counts are of what was done. No number here is compared with a goal, with another day or with other people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ergobreak.core.ledger import NATURAL
from ergobreak.screens.today_line import MINUTE_S, MOVEMENT, Clock, sentence, span
from ergobreak.sentences import held_by, kind_name
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

EMPTY_UP_TO_MIN_S = 15  # minutes at the screen that still read as "your day starts here"
ABOUT_S = 5  # "about 25 min": rounded to this many minutes
DOTS = 2
USUAL = {"friday": 4}  # the last day of the week that is always shown
SEATED = "seated_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One of the three plain facts: a small name, a large value, a small line."""

    name: str
    value: str
    line: str


def is_empty(data: Mapping[str, Any]) -> bool:
    """Whether nothing has happened yet today."""
    day = data["day"]
    return not day["marks"] and day["screen_min"] < EMPTY_UP_TO_MIN_S


def facts(data: Mapping[str, Any], clock: Clock, passed_s: float = 0.0) -> tuple[Fact, Fact, Fact]:
    """Breaks done, the next one, and time away. ``passed_s`` is how old the data is."""
    return _done(data["day"]), _next(data["status"], clock, passed_s), _away(data)


def _done(day: Mapping[str, Any]) -> Fact:
    done: Mapping[str, int] = day["done"]
    movement = done.get(MOVEMENT, 0)
    small = sum(done.values()) - movement
    natural = sum(each["kind"] == NATURAL for each in day["marks"])
    line = _("{movement} movement, {micro} micro").format(movement=movement, micro=small)
    if natural:
        line = ngettext(
            "{movement} movement, {micro} micro, and {n} of your own",
            "{movement} movement, {micro} micro, and {n} of your own",
            natural,
        ).format(movement=movement, micro=small, n=natural)
    return Fact(name=_("Breaks today"), value=str(movement + small), line=line)


def _next(  # noqa: PLR0911 - one line for each state of things
    status: Mapping[str, Any] | None, clock: Clock, passed_s: float
) -> Fact:
    name = _("Next break")
    if status is None:
        return Fact(name=name, value=_("Not planned"), line="")
    prompt = status.get("prompt")
    if prompt and prompt["phase"] in {"open", "running"}:
        return Fact(name=name, value=_("Now"), line=sentence(kind_name(prompt["kind"])))
    if status.get("mode") != "normal":
        return Fact(name=name, value=_("Paused"), line=_pause(status.get("pause") or {}, passed_s))
    if prompt and prompt["phase"] == "held":
        line = _("Held while: {reasons}").format(reasons=held_by(status))
        return Fact(name=name, value=_("Later"), line=line)
    if prompt:
        return Fact(name=name, value=_("Soon"), line=sentence(kind_name(prompt["kind"])))
    if status.get("outside_hours"):
        return Fact(name=name, value=_("Quiet now"), line=_("Outside your working hours."))
    for each in status.get("next", ()):
        if not each["silent"]:
            left = float(each["seconds"]) - passed_s
            value = _("in {span}").format(span=span(left)) if left >= 1 else _("Soon")
            line = _("{kind}, about {time}").format(
                kind=sentence(kind_name(each["kind"])), time=clock(_minute(str(each["at"])))
            )
            return Fact(name=name, value=value, line=line)
    return Fact(name=name, value=_("None"), line=_("No breaks are switched on."))


def _pause(pause: Mapping[str, Any], passed_s: float) -> str:
    if pause.get("until_call_ends"):
        return _("Until this call ends.")
    left = pause.get("seconds_left")
    return _("Until you resume.") if left is None else _("For {span} more.").format(span=span(float(left) - passed_s))


def _away(data: Mapping[str, Any]) -> Fact:
    day = data["day"]
    seated = (data["status"] or {}).get("profile") == SEATED
    name = _("Away from the screen") if seated else _("Away from the chair")
    still = span(max(MINUTE_S * 2, day["still_min"] * MINUTE_S))
    line = _("Longest still stretch: {span}, with a call") if day["still_call"] else _("Longest still stretch: {span}")
    value = _("{n} min").format(n=0) if day["away_min"] < 1 else span(max(day["away_min"], 2) * MINUTE_S)
    return Fact(name=name, value=value, line=line.format(span=still) if day["still_min"] >= 1 else "")


def first_words(status: Mapping[str, Any] | None) -> str:
    """What stands where there is no day yet."""
    if status is not None and status.get("mode") == "normal" and not status.get("outside_hours"):
        for each in status.get("next", ()):
            if not each["silent"]:
                minutes = max(ABOUT_S, round(each["seconds"] / MINUTE_S / ABOUT_S) * ABOUT_S)
                return _("Your day starts here. First break in about {n} min.").format(n=minutes)
    return _("Your day starts here.")


def weekday_name(number: int) -> str:
    """The short name of a weekday, Monday first."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[number]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One day of the week: ``breaks`` is ``None`` for a day with nothing to show."""

    name: str
    breaks: int | None
    today: bool


def columns(data: Mapping[str, Any]) -> tuple[Column, ...]:
    """The working week, and a weekend day if something was done on it. A free day has no number."""
    shown = [each for each in data["week"] if each["today"] or each["breaks"] or each["weekday"] <= USUAL["friday"]]
    return tuple(
        Column(
            name=_("{day}, today").format(day=weekday_name(each["weekday"]))
            if each["today"]
            else weekday_name(each["weekday"]),
            breaks=each["breaks"] or (0 if each["today"] else None),
            today=each["today"],
        )
        for each in shown
    )


def week_rows(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The week as a list."""
    return tuple(
        _("{day}: nothing to show").format(day=each.name)
        if each.breaks is None
        else ngettext("{day}: {n} break", "{day}: {n} breaks", each.breaks).format(day=each.name, n=each.breaks)
        for each in columns(data)
    )


def move_rows(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The body parts as a list."""
    return tuple(_("{part}: {n} of 2").format(part=sentence(each["words"]), n=each["done"]) for each in data["moves"])


def next_move(data: Mapping[str, Any]) -> str:
    """The one part that is least moved, offered and no more; nothing when all have had their two."""
    left = [each for each in data["moves"] if each["done"] < DOTS]
    if not left:
        return ""
    least = min(left, key=lambda each: int(each["done"]))
    return _("Next, if you like: {part}.").format(part=least["words"])


def part_name(words: str) -> str:
    """A body part at the start of a line."""
    return sentence(words)


def _minute(at: str) -> float:
    moment = datetime.fromisoformat(at)
    return moment.hour * MINUTE_S + moment.minute
