"""Is this a bad moment? Full screen, do-not-disturb, microphone, camera, presentation, an app in front, battery.

One small source per signal, each able to fail alone. The rule for all: what cannot be known is *not busy*, and only the
name of the reason ever leaves a source: no titles, no process names.
"""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.quiet.debounce import Debounce
from ergobreak.errors import DesktopError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ergobreak.desktop.bus import Bus

log = logging.getLogger(__name__)
DEVICES = frozenset({HoldReason.MICROPHONE, HoldReason.CAMERA})
_PASSIVE = DEVICES | {HoldReason.FULL_SCREEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """What is known of the moment.

    Args:
        reasons: reasons to hold a prompt that stand now.
        passive: somebody may well be there without typing: a call, a film, a show.
    """

    reasons: frozenset[HoldReason] = field(default_factory=frozenset)
    passive: bool = False


class Source(Protocol):
    """One signal."""

    event_driven: bool  # calls ``changed`` by itself when its answer changes

    def read(self) -> Quiet:
        """The answer now, undebounced and cheap. Never raises for a machine that does not know."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""

    def stop(self) -> None:
        """Give everything back. Safe to call twice."""


class QuietSensor(Protocol):
    """All signals together. Its maker hands in ``changed``, called from a sensor's thread and only to post."""

    name: str

    def read(self) -> Quiet:
        """The reasons that stand now. Never raises."""

    def look_again_s(self) -> float | None:
        """When another ``read`` would know more than the last one: seconds, or ``None`` if ``changed`` will tell."""

    def sentences(self) -> list[str]:
        """One sentence per source for ``doctor``."""

    def stop(self) -> None:
        """Give everything back. Safe to call twice."""


class Senses:
    """The sources, read one after the other; microphone and camera steadied.

    Args:
        clock: seconds that never go back; read when the sources are.
    """

    name = "senses"

    def __init__(self, sources: tuple[Source, ...], clock: Callable[[], float]) -> None:
        self._sources, self._clock = sources, clock
        self._debounce = {each: Debounce() for each in DEVICES}
        self._polled_busy = False

    def read(self) -> Quiet:
        """See the port."""
        reasons: set[HoldReason] = set()
        passive = self._polled_busy = False
        for source in self._sources:
            try:
                quiet = source.read()
            except Exception:  # a probe that fails must never cost a break
                log.exception("a source failed: %s", type(source).__name__)
                continue
            reasons |= quiet.reasons
            passive |= quiet.passive
            self._polled_busy |= bool(quiet.reasons) and not source.event_driven
        now = self._clock()
        steady = {each for each, state in self._debounce.items() if state.seen(now, on=each in reasons)}
        settled = frozenset((reasons - DEVICES) | steady)
        return Quiet(reasons=settled, passive=passive or bool(settled & _PASSIVE))

    def look_again_s(self) -> float | None:
        """See the port."""
        pending = [each.pending_s for each in self._debounce.values() if each.pending_s is not None]
        if self._polled_busy:
            pending.append(15.0)
        return min(pending, default=None)

    def sentences(self) -> list[str]:
        """See the port."""
        return [each.sentence() for each in self._sources]

    def stop(self) -> None:
        """See the port."""
        for source in self._sources:
            source.stop()


def choose(
    changed: Callable[[], None],
    apps: frozenset[str] = frozenset(),
    session_bus: Bus | None = None,
    system_bus: Bus | None = None,
    wanted: frozenset[HoldReason] = frozenset(HoldReason),
) -> QuietSensor:
    """Every source that works here.

    Args:
        changed: called from a sensor's thread when there is news; it must only post.
        apps: names of programs whose windows hold prompts back while they are in front; compared without case.
        wanted: the reasons that the settings have switched on; what only serves others is not even looked at.
    """
    from ergobreak.desktop.clock import monotonic  # noqa: PLC0415 - only where it is used

    names = frozenset(each.lower() for each in apps)
    found: list[Source] = []
    for make in _makers(changed, names, session_bus, system_bus, wanted):
        try:
            found.append(make())
        except DesktopError as error:
            log.debug("quiet source: %s", error)
    return Senses(tuple(found), monotonic)


def _makers(
    changed: Callable[[], None],
    apps: frozenset[str],
    session_bus: Bus | None,
    system_bus: Bus | None,
    wanted: frozenset[HoldReason],
) -> Iterator[Callable[[], Source]]:
    if sys.platform == "win32":
        from ergobreak.desktop.quiet.win32 import Win32Quiet  # noqa: PLC0415 - only where it is used

        yield lambda: Win32Quiet(apps, wanted)
        return
    if sys.platform == "darwin":
        from ergobreak.desktop.quiet.macos import MacQuiet  # noqa: PLC0415 - only where it is used

        yield lambda: MacQuiet(apps, wanted)
        return
    from ergobreak.desktop.quiet.linux import makers  # noqa: PLC0415 - only where it is used

    yield from makers(changed, apps, session_bus, system_bus, wanted, os.environ)
