"""Why a routine cannot be started from the library now: what a check-in holds back, conditions, and what hurt.

A library shows everything; Start obeys the same safety as what is offered (``routines.gate.unsafe``). Circumstances
(a meeting, an open office, done an hour ago) do not count: whoever asks for a routine by name knows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ergobreak.routines.model import Group, Routine
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Who may start.

    Args:
        held_back: why nothing may start at all, and what lifts it; empty when something may.
        why_not: for single routines, why not.
    """

    held_back: str = ""
    why_not: Mapping[str, str] = field(default_factory=dict)

    def reason(self, routine: Routine) -> str:
        """Why this one cannot start; empty when it can."""
        return self.held_back or self.why_not.get(routine.id, "")


def gate(data: Mapping[str, Any], routines: Iterable[Routine]) -> Gate:
    """The gate for a card's data: ``held_back``, and the situation where the card carries one."""
    held_back = str(data.get("held_back", ""))
    if held_back:
        return Gate(held_back=held_back)
    why_not: dict[str, str] = {}
    settings = data.get("settings")
    switched_on = settings.get("opt_in", ()) if isinstance(settings, dict) else ()
    every = tuple(routines)
    for each in every:
        if each.set is Group.OPT_IN and each.id not in switched_on:
            why_not[each.id] = _("It starts once you switch it on in the settings, when a clinician suggested it.")
    if "now" in data:
        why_not |= _unsafe(data, every)
    return Gate(why_not=why_not)


def _unsafe(data: Mapping[str, Any], routines: Iterable[Routine]) -> dict[str, str]:
    from ergobreak.routines.adaptation import Block  # noqa: PLC0415 - with the library
    from ergobreak.routines.gate import unsafe  # noqa: PLC0415 - only where a situation came with the card
    from ergobreak.routines.reasons import out  # noqa: PLC0415 - as above
    from ergobreak.routines.situation import situation  # noqa: PLC0415 - as above
    from ergobreak.routines.tables import patterns  # noqa: PLC0415 - as above

    try:
        now = situation(data, patterns())
    except (KeyError, TypeError, ValueError):  # what stands cannot be known: guessing would not be safe
        return {each.id: out(Block(code="rest")) for each in routines}
    found = ((each.id, unsafe(each, now.adaptation, now.history, now.request.now)) for each in routines)
    return {name: out(block) for name, block in found if block is not None}
