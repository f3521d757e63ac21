"""The sensors together: one reading becomes one ``Ticked``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ergobreak.core.events import Ticked
from ergobreak.core.plan import HoldReason
from ergobreak.desktop import clock, idle, quiet, session

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.instant import Instant
    from ergobreak.desktop.bus import Bus

log = logging.getLogger(__name__)


class Senses:
    """Idle, session and quiet, and how long the machine slept since the last look.

    Args:
        changed: posts a look; called from the sensors' threads.
        ending: posts the end; the session is over.
        apps: programs that hold prompts back while in front.
        wanted: reasons that the plan has switched on.
    """

    def __init__(
        self,
        changed: Callable[[], None],
        ending: Callable[[], None],
        buses: tuple[Bus | None, Bus | None],
        apps: frozenset[str],
        wanted: frozenset[HoldReason],
    ) -> None:
        self._changed, self._buses = changed, buses
        self.idle = idle.choose(changed, buses[0])
        self.session = session.choose(changed, ending, *buses)
        self.quiet = quiet.choose(changed, apps, *buses, wanted)
        self._suspended = clock.suspended_s()

    def rewire(self, apps: frozenset[str], wanted: frozenset[HoldReason]) -> None:
        """The settings changed which signals count."""
        self.quiet.stop()
        self.quiet = quiet.choose(self._changed, apps, *self._buses, wanted)

    def look(self, at: Instant) -> Ticked:
        """One reading of everything."""
        state, busy = self.session.read(), self.quiet.read()
        reasons = set(busy.reasons)
        if state.locked:
            reasons.add(HoldReason.LOCKED)
        if state.asleep:
            reasons.add(HoldReason.ASLEEP)
        suspended = clock.suspended_s()
        slept, self._suspended = max(0.0, suspended - self._suspended), suspended
        return Ticked(
            at=at,
            idle_s=self.idle.read(),
            passive=busy.passive,
            reasons=frozenset(reasons),
            slept_s=slept if slept >= 1.0 else 0.0,
        )

    def names(self) -> dict[str, str]:
        """Which back end serves which sense."""
        return {"idle": self.idle.name, "session": self.session.name, "quiet": self.quiet.name}

    def sentences(self) -> list[str]:
        """What each says of itself, for ``doctor``."""
        return [self.idle.sentence(), self.session.sentence(), *self.quiet.sentences()]

    def stop(self) -> None:
        """Give everything back."""
        for each in (self.idle, self.session, self.quiet):
            each.stop()
