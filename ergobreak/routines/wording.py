"""Saying the same thing in many ways: a prompt that never changes is soon not heard. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.routines.chance import splitmix64
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MINUTES = "{minutes}"


def pick(ways: Sequence[str], *, seed: int, turn: int) -> str:
    """The wording for the ``turn``-th prompt: all of them once in an order of their own, then all in another.

    Two turns running never say the same, as long as there are two ways.
    """
    if not ways:
        return ""
    cycle, place = divmod(turn, len(ways))
    order = _order(len(ways), seed, cycle if len(ways) > 2 else 0)  # noqa: PLR2004 - two can only take turns
    if cycle and len(ways) > 2 and order[0] == _order(len(ways), seed, cycle - 1)[-1]:  # noqa: PLR2004 - as above
        order = [order[1], order[0], *order[2:]]
    return ways[order[place]]


def _order(count: int, seed: int, cycle: int) -> list[int]:
    """An order for that cycle; its end is never touched, so that the next cycle can look at it."""
    return sorted(range(count), key=lambda index: splitmix64(splitmix64(seed ^ cycle) ^ index))


def template(
    wordings: Mapping[str, Sequence[str]], layer: str, *, seed: int, turn: int, sat_min: float, seated: bool = False
) -> str:
    """The wording for the ``turn``-th prompt of a layer (``micro_break``), its minutes not filled in yet.

    Where somebody has sat for less than a minute, one that names minutes gives way to one that differs from the last
    and from the next.

    Args:
        seated: whether nothing may speak of standing or walking.
    """
    ways = wordings.get(f"{layer}_seated", ()) if seated else ()
    ways = ways or wordings.get(layer, ())
    found = pick(ways, seed=seed, turn=turn)
    if sat_min >= 1 or MINUTES not in found:
        return found
    beside = {pick(ways, seed=seed, turn=turn + each) for each in (-1, 1)}
    return next((each for each in ways if MINUTES not in each and each not in beside), "")


def told(way: str, sat_s: float) -> str:
    """The wording in the person's language, its honest minutes filled in; empty stays empty."""
    return _(way).format(minutes=int(sat_s // 60)) if way else ""
