"""What a check-in leaves for the daemon: a day on which to ask again, and that moves are held. Nothing that was said.

The day goes into the plan as a check-in that may not come before it. So the core finds it a free slot, obeys what
holds, and folds its moment into the one deadline. An emergency also asks at the next start, by a quiet notice that says
"Check-in".
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from ergobreak import standing
from ergobreak.core.events import PausedBy
from ergobreak.core.plan import HoldReason
from ergobreak.core.state import Mode
from ergobreak.desktop import clock
from ergobreak.desktop.notify import Notice
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.state import State
    from ergobreak.daemon.app import Daemon
    from ergobreak.daemon.loop import Loop
    from ergobreak.desktop.notify import Notifier
    from ergobreak.snapshot import Snapshot

log = logging.getLogger(__name__)


def ask_on(settings: Snapshot) -> str:
    """The day of the next question, as an ISO date; empty where nobody is to be asked."""
    question = _question(settings)
    return "" if question is None else question.on.isoformat()


def offered(settings: Snapshot) -> bool:
    """Whether the menu has a check-in: always where it is switched on, and where a hold has to be lifted."""
    return settings.values.get("check_in_mode", "guided") != "off" or moves_held()


def moves_held() -> bool:
    """Whether moves stay off until the person clears them."""
    return standing.held(clock.now().wall.date())


def quiet_until_tomorrow(state: State) -> bool:
    """Whether the day is quiet in the way an emergency makes it."""
    return state.mode is Mode.QUIET and state.pause is not None and state.pause.wall is not None


def begin(daemon: Daemon, loop: Loop) -> None:
    """When the program has begun: a quiet day stays quiet, and a question that waits for this is offered."""
    quiet_the_day(loop)
    if "check_in" in daemon.screens():
        offer_at_start(loop.state, daemon.keeper.snapshot, lambda: daemon.notifier, lambda: daemon.show("check-in"))


def quiet_the_day(loop: Loop) -> None:
    """The program begins on the day of an emergency that it has not heard of: the day is quiet all the same."""
    question, today = standing.question(), clock.now().wall.date()
    fresh = question is not None and question.at_start and question.on == today + timedelta(days=1)
    if fresh and loop.state.mode is Mode.NORMAL:
        loop.event(lambda at: PausedBy(at=at, tomorrow=True, counting=True))


def offer_at_start(
    state: State, settings: Snapshot, notifier: Callable[[], Notifier], show: Callable[[], None]
) -> None:
    """Once after an emergency, when the program starts again: a quiet notice, unless something holds it.

    From its day on the question has a slot of its own, so that nobody is asked twice.
    """
    question = _question(settings)
    if question is None or not question.at_start or question.on <= clock.now().wall.date():
        return
    held = any(each.reason is not HoldReason.PAUSED and not each.ignored for each in state.holds)
    if held or not settings.values.get("notices", True):
        return
    try:
        standing.asked({"ask_on": question.on.isoformat(), "dismissed": question.dismissed})
    except OSError as error:
        log.warning("%s", error)
        return
    title, body = _("Check-in"), _("One short question, when it suits you.")
    notice = Notice(id="check_in", title=title, body=body, actions=(("default", _("Open")),), plain=f"{title}. {body}")
    notifier().notify(notice, lambda _key: show())


def _question(settings: Snapshot) -> standing.Question | None:
    return standing.question() if settings.values.get("check_in_mode", "guided") == "guided" else None
