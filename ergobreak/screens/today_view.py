"""What the Today screen says, from the plain values of its card. Knows no toolkit.

Counts are of what was done. No number here is compared with a goal, with another day or with other people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ergobreak import sentences
from ergobreak.core.ledger import AWAY_S, DONE, NATURAL, NOT_A_BREAK
from ergobreak.core.plan import PromptKind
from ergobreak.sentences import held_by, kind_name, reason_name
from ergobreak.words import _, ngettext

MINUTE_S = 60
EMPTY_UP_TO_MIN_S = 15  # minutes at the screen that still read as "your day starts here"
ABOUT_S = 5  # "about 25 min": rounded to this many minutes
DOTS = 2
USUAL = {"hours": 10, "friday": 4}  # the axis is at least so long; the last day that is always shown
MOVEMENT = PromptKind.MOVEMENT.value
GONE = frozenset({"away", "locked", "asleep"})
SEATED = "seated_only"

Clock = Callable[[float], str]
UNBROKEN = "\u00a0"  # a number stays with its unit


def span(seconds: float) -> str:
    """A length of time that is not broken over two lines."""
    return sentences.span(seconds).replace(" ", UNBROKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One of the three plain facts: a small name, a large value, a small line."""

    name: str
    value: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One break on the time line; minutes since midnight.

    Args:
        shape: ``large``, ``small``, ``ring`` or ``planned``.
        words: the whole of it for the list, such as "09:28 movement break, taken".
    """

    at: float
    shape: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch on the time line; ``name`` stands in it where there is room."""

    begin: float
    end: float
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The whole time line.

    Args:
        first: the hour at its start.
        last: the hour at its end.
        now: where the now line stands; ``None`` on a sample day.
        rows: the same as a list, in the order of time.
    """

    first: int
    last: int
    bars: tuple[Bar, ...]
    holds: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    now: float | None
    rows: tuple[str, ...]


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
        return Fact(name=name, value=_("Not planned"), line=_("Reminders are not running."))
    prompt = status.get("prompt")
    if prompt and prompt["phase"] in {"open", "running"}:
        return Fact(name=name, value=_("Now"), line=_sentence(kind_name(prompt["kind"])))
    if status.get("mode") != "normal":
        return Fact(name=name, value=_("Paused"), line=_pause(status.get("pause") or {}, passed_s))
    if prompt and prompt["phase"] == "held":
        line = _("Held while: {reasons}").format(reasons=held_by(status))
        return Fact(name=name, value=_("Later"), line=line)
    if prompt:
        return Fact(name=name, value=_("Soon"), line=_sentence(kind_name(prompt["kind"])))
    if status.get("outside_hours"):
        return Fact(name=name, value=_("Quiet now"), line=_("Outside your working hours."))
    for each in status.get("next", ()):
        if not each["silent"]:
            left = float(each["seconds"]) - passed_s
            value = _("in {span}").format(span=span(left)) if left >= 1 else _("Soon")
            line = _("{kind}, about {time}").format(
                kind=_sentence(kind_name(each["kind"])), time=clock(_minute(str(each["at"])))
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


def line(data: Mapping[str, Any], clock: Clock) -> Line:
    """Today's time line."""
    day, now = data["day"], float(data["now"])
    marks = [*_marks(day["marks"], clock)]
    for each in data["planned"]:
        at = float(each["at"])
        words = _("{time} {kind}, planned").format(time=clock(at), kind=kind_name(each["kind"]))
        marks.append(Mark(at=at, shape="planned", words=words))
    return _line(day["spans"], day["holds"], marks, now, clock)


def sample_line(simulated: Mapping[str, Any], clock: Clock) -> Line:
    """The time line of ``simulate --json`` for one day."""
    start = datetime.fromisoformat(simulated["start"])
    first = start.hour * MINUTE_S + start.minute
    rows = [(each["from_s"] / MINUTE_S, each["to_s"] / MINUTE_S, each["activity"]) for each in simulated["spans"]]
    marks: list[dict[str, Any]] = []
    for each in simulated["timeline"]:
        length = float(each["details"].get("seconds", 0)) / MINUTE_S
        natural = each["what"] == NATURAL
        if length > 0 and (natural or (each["what"] in DONE and each["kind"] not in NOT_A_BREAK)):
            end = first + each["seconds"] / MINUTE_S
            marks.append(
                {"from": end - length, "to": end, "kind": NATURAL if natural else each["kind"], "outcome": each["what"]}
            )
    spans = _joined([[first + begin, first + end] for begin, end, what in rows if what not in GONE])
    holds = [
        {"from": first + begin, "to": first + end, "reason": "call"} for begin, end, what in rows if what == "call"
    ]
    return _line(spans, holds, _marks(marks, clock), None, clock)


def sample_words(simulated: Mapping[str, Any]) -> str:
    """What a simulated day came to, in one line."""
    total = simulated["totals"]
    return _(
        "{movement} movement breaks, {micro} micro-breaks, {away} min in breaks."
        " At most {busiest} prompts in an hour. Longest still stretch: {still} min."
    ).format(
        movement=total["movement_breaks"],
        micro=total["micro_breaks"],
        away=round(total["away_min"]),
        busiest=total["busiest_hour"],
        still=round(total["longest_still_min"]),
    )


def _marks(rows: Sequence[Mapping[str, Any]], clock: Clock) -> list[Mark]:
    return [
        Mark(at=(each["from"] + each["to"]) / 2, shape=_shape(each["kind"]), words=_words(each, clock)) for each in rows
    ]


def _shape(kind: str) -> str:
    return {MOVEMENT: "large", NATURAL: "ring"}.get(kind, "small")


def _words(mark: Mapping[str, Any], clock: Clock) -> str:
    time, kind = clock(float(mark["from"])), kind_name(mark["kind"])
    if mark["kind"] == NATURAL:
        length = span((mark["to"] - mark["from"]) * MINUTE_S)
        return _("{time} natural break, {span}").format(time=time, span=length)
    return {
        "shortened": _("{time} {kind}, a short one"),
        "credited": _("{time} {kind}, a pause of your own"),
    }.get(mark["outcome"], _("{time} {kind}, taken")).format(time=time, kind=kind)


def hold_name(reason: str) -> str:
    """What stands in a held span."""
    return _("call") if reason == "call" else reason_name(reason)


def _line(
    spans: Sequence[Sequence[float]],
    holds: Sequence[Mapping[str, Any]],
    marks: Sequence[Mark],
    now: float | None,
    clock: Clock,
) -> Line:
    bars = tuple(Bar(begin=begin, end=end) for begin, end in spans)
    held = tuple(Bar(begin=each["from"], end=each["to"], name=hold_name(each["reason"])) for each in holds)
    ends = [*(edge for bar in (*bars, *held) for edge in (bar.begin, bar.end)), *(each.at for each in marks)]
    if now is not None:
        ends.append(now)
    first, last = usual_hours(min(ends, default=0.0), max(ends, default=0.0), sample=now is None)
    timed = [
        *((each.begin, _("{begin} to {end} at the screen").format(begin=clock(each.begin), end=clock(each.end)))
          for each in bars),
        *((each.begin, _held_words(each, clock)) for each in held),
        *((each.at, each.words) for each in marks),
    ]  # fmt: skip
    if now is not None:
        timed.append((now, _("{time} now").format(time=clock(now))))
    rows = tuple(words for _at, words in sorted(timed, key=lambda each: each[0]))
    return Line(first=first, last=last, bars=bars, holds=held, marks=tuple(marks), now=now, rows=rows)


def _held_words(hold: Bar, clock: Clock) -> str:
    return _("{begin} to {end} {what}").format(begin=clock(hold.begin), end=clock(hold.end), what=hold.name)


def usual_hours(begin: float, end: float, *, sample: bool) -> tuple[int, int]:
    """The hours on the axis: ten at least, so that a morning does not fill the whole width."""
    first = int(begin // MINUTE_S)
    last = -int(-end // MINUTE_S)
    return first, max(last, first + 1) if sample else max(last, first + USUAL["hours"])


def _joined(spans: list[list[float]]) -> list[list[float]]:
    found: list[list[float]] = []
    for begin, end in sorted(spans):
        if found and begin - found[-1][1] < AWAY_S / MINUTE_S:
            found[-1][1] = max(end, found[-1][1])
        else:
            found.append([begin, end])
    return found


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
    return tuple(_("{part}: {n} of 2").format(part=_sentence(each["words"]), n=each["done"]) for each in data["moves"])


def next_move(data: Mapping[str, Any]) -> str:
    """The one part that is least moved, offered and no more; nothing when all have had their two."""
    left = [each for each in data["moves"] if each["done"] < DOTS]
    if not left:
        return ""
    least = min(left, key=lambda each: int(each["done"]))
    return _("Next, if you like: {part}.").format(part=least["words"])


def part_name(words: str) -> str:
    """A body part at the start of a line."""
    return _sentence(words)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _minute(at: str) -> float:
    moment = datetime.fromisoformat(at)
    return moment.hour * MINUTE_S + moment.minute
