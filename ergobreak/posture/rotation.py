"""Which posture check comes next. Pure: time, history and circumstances are arguments.

Theory. Each check has a weight and a least gap. Two answers of "Fine" running let it fade: it comes four times as
rarely until something else is answered. Two checks of one area never follow each other while another area has one
ready. The draw looks like chance and is the same for the same seed, day and number of checks so far.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from ergobreak.posture.model import Check, Needs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FADES_AFTER = 2
FADED = 4.0
FIRST_SHARE = 2.0
DIM_BEFORE, DIM_FROM = 9, 16
_MASK = (1 << 64) - 1


class Reply(StrEnum):
    """What was answered to a check."""

    FINE = "fine"
    CHANGED = "changed"
    NOT_NOW = "not_now"
    NOT_FOR_ME = "not_for_me"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One check that was shown, and the reply."""

    at: datetime
    check: str
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is true here and now.

    Args:
        true: the needs that are met (``bare_laptop``); dim hours are told from the clock.
        areas_first: areas the profile puts first.
        seated_only: nothing may speak of standing.
    """

    now: datetime
    true: frozenset[Needs] = frozenset()
    areas_first: tuple[str, ...] = ()
    seated_only: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    last: datetime | None = None
    fine: int = 0  # running
    dismissed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _History:
    by_id: dict[str, _Known] = field(default_factory=dict)
    last: str = ""
    today: int = 0


def next_check(checks: Sequence[Check], seen: Iterable[Seen], here: Circumstances) -> Check | None:
    """The check to show now, or nothing when every one is still resting."""
    past = _fold(seen, here.now)
    ready = [each for each in checks if _ready(each, past.by_id.get(each.id, _Known()), here)]
    last_area = next((each.area for each in checks if each.id == past.last), "")
    ready = [each for each in ready if each.area != last_area] or [each for each in ready if each.id != past.last]
    if not ready:
        return None
    weights = [_weight(each, past.by_id.get(each.id, _Known()), here) for each in ready]
    left = _share(here.seed, here.now, past.today) * sum(weights)
    for each, weight in zip(ready, weights, strict=True):
        left -= weight
        if left < 0:
            return each
    return ready[-1]


def words(check: Check, *, seated_only: bool) -> str:
    """What to show: the question, in its seated form where there is one and it is wanted."""
    return check.say_seated if seated_only and check.say_seated else check.say


def rests_until(check: Check, seen: Iterable[Seen], now: datetime) -> datetime | None:
    """When the check may come again; nothing when it may come now."""
    known = _fold(seen, now).by_id.get(check.id, _Known())
    if known.last is None:
        return None
    until = known.last + _gap(check, known)
    return until if until > now else None


def _fold(seen: Iterable[Seen], now: datetime) -> _History:
    by_id: dict[str, _Known] = {}
    last, today = "", 0
    in_order = sorted((each for each in seen if each.at <= now), key=lambda each: (each.at, each.check, each.reply))
    for each in in_order:
        known = by_id.get(each.check, _Known())
        fine = known.fine
        if each.reply is not Reply.NOT_NOW:
            fine = fine + 1 if each.reply is Reply.FINE else 0
        dismissed = known.dismissed or each.reply is Reply.NOT_FOR_ME
        by_id[each.check] = _Known(last=each.at, fine=fine, dismissed=dismissed)
        last = each.check
        today += each.at.date() == now.date()
    return _History(by_id=by_id, last=last, today=today)


def _ready(check: Check, known: _Known, here: Circumstances) -> bool:
    if known.dismissed or not _met(check, here):
        return False
    return known.last is None or here.now - known.last >= _gap(check, known)


def _met(check: Check, here: Circumstances) -> bool:
    if check.when is Needs.DIM_HOURS:
        return here.now.hour < DIM_BEFORE or here.now.hour >= DIM_FROM
    if check.when is Needs.SIT_STAND_DESK and here.seated_only:
        return False
    return check.when is Needs.NOTHING or check.when in here.true


def _gap(check: Check, known: _Known) -> timedelta:
    return timedelta(days=check.gap_days * (FADED if known.fine >= FADES_AFTER else 1.0))


def _weight(check: Check, known: _Known, here: Circumstances) -> float:
    share = check.weight / (FADED if known.fine >= FADES_AFTER else 1.0)
    return share * FIRST_SHARE if check.area in here.areas_first else share


def _share(seed: int, now: datetime, turn: int) -> float:
    """From 0 up to 1, decided by seed, day and turn alone (a SplitMix64 step for each)."""
    number = 0
    for part in (seed, now.toordinal(), turn):
        number = (number ^ part) + 0x9E3779B97F4A7C15 & _MASK
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB & _MASK
        number ^= number >> 31
    return number / (_MASK + 1)
