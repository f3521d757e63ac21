"""The time line as values: bars, marks and holds in minutes since midnight, and the same as a list of words.

For a person's own day and for a simulated one. Knows no toolkit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ergobreak import sentences
from ergobreak.core.ledger import AWAY_S, DONE, NATURAL, NOT_A_BREAK
from ergobreak.core.plan import PromptKind
from ergobreak.sentences import kind_name, reason_name
from ergobreak.words import _

MINUTE_S = 60
LEAST = {"hours": 10}  # so long is the axis of a day at least
MOVEMENT = PromptKind.MOVEMENT.value
GONE = frozenset({"away", "locked", "asleep"})
UNBROKEN = "\u00a0"  # a number stays with its unit

Clock = Callable[[float], str]


def span(seconds: float) -> str:
    """A length of time that is not broken over two lines."""
    return sentences.span(seconds).replace(" ", UNBROKEN)


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
    return first, max(last, first + 1) if sample else max(last, first + LEAST["hours"])


def _joined(spans: list[list[float]]) -> list[list[float]]:
    found: list[list[float]] = []
    for begin, end in sorted(spans):
        if found and begin - found[-1][1] < AWAY_S / MINUTE_S:
            found[-1][1] = max(end, found[-1][1])
        else:
            found.append([begin, end])
    return found


def sentence(words: str) -> str:
    """The words at the start of a line."""
    return words[:1].upper() + words[1:]
