"""One person at a desk on a Monday morning, and shortcuts for what they are offered."""

from __future__ import annotations

from datetime import datetime

from ergobreak.routines import tables
from ergobreak.routines.adaptation import Adaptation
from ergobreak.routines.choose import Choice, choose
from ergobreak.routines.gate import Request
from ergobreak.routines.history import History
from ergobreak.routines.library import load_all

LIBRARY = load_all()
MONDAY = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - one person's wall clock
AT_DESK = Request(now=MONDAY, available_s=60)
NOBODY = Adaptation()
NEW = History()


def pick(request: Request, past: History = NEW, now: Adaptation = NOBODY, seed: int = 1) -> Choice:
    return choose(request, LIBRARY, past, now, seed, groups=tables.groups())


def offered(choice: Choice) -> str:
    assert choice.offer is not None
    return choice.offer.id


def everything(choice: Choice) -> set[str]:
    return {each.id for each in ([choice.offer] if choice.offer else []) + list(choice.runners_up)}
