"""What is due today by a promise: a routine of an accepted plan, or a prescribed one whose time has come. Pure.

Whoever took up a plan has asked for its routines. So such a routine counts as asked for on the days it is due: strength
need not be switched on for it, and an open office does not keep it away. Safety, place, time and a meeting do. A
prescribed routine whose time has come is the whole choice, where it is safe and fits; else the next break asks again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ergobreak.routines.gate import Request, meeting_soon, unfit, unsafe
from ergobreak.routines.model import Group, Routine
from ergobreak.routines.plans import due_today
from ergobreak.routines.prescribed import due

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ergobreak.routines.choose import Choice
    from ergobreak.routines.plans import Accepted
    from ergobreak.routines.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """The request with what is due in it, and the routines as they count for this choice.

    Args:
        first: the prescribed ones whose time has come and that can be done here and now.
    """

    request: Request
    routines: tuple[Routine, ...]
    first: frozenset[str] = frozenset()

    def leading(self) -> Request | None:
        """The request for what comes before everything else; ``None`` when nothing does."""
        return replace(self.request, only=self.first) if self.first else None

    def told(self, choice: Choice, leading: Choice | None, routines: Iterable[Routine]) -> Choice:
        """The choice, led by what comes first, with the routines as in their files and the promise as first reason."""
        by_id = {each.id: each for each in routines}
        if leading is not None and leading.offer is not None:
            name = leading.offer.id
            others = [each for each in (choice.offer, *choice.runners_up) if each is not None and each.id != name]
            kept = {key: reason for key, reason in choice.excluded.items() if key != name}
            choice = replace(leading, runners_up=tuple(others), excluded=kept)
        return replace(
            choice,
            offer=None if choice.offer is None else by_id[choice.offer.id],
            runners_up=tuple(by_id[each.id] for each in choice.runners_up),
            reason=tuple(sorted(choice.reason, key=lambda each: each.code != "plan")),
        )


def promised(now: Situation, plans: Sequence[Accepted], routines: Iterable[Routine]) -> Promised:
    """What today's promises make of a request."""
    every = tuple(routines)
    planned = due_today(plans, now.history, now.request.now.date())
    prescribed = {each.id for each in due(every, now.history, now.request.now)}
    names = planned | prescribed
    request = replace(now.request, due=now.request.due | names)
    counted = tuple(_as_asked(each, request) if each.id in names else each for each in every)
    first = frozenset(each.id for each in counted if each.id in prescribed and _fits(each, request, now))
    return Promised(request=request, routines=counted, first=frozenset() if request.only else first)


def _as_asked(routine: Routine, request: Request) -> Routine:
    seen = routine.discreet or not meeting_soon(request)
    return replace(routine, discreet=seen, set=Group.DESK if routine.set is Group.STRENGTH else routine.set)


def _fits(routine: Routine, request: Request, now: Situation) -> bool:
    return not (unsafe(routine, now.adaptation, now.history, request.now) or unfit(routine, request, now.history))
