"""Idle time on Wayland: the compositor says when nobody has been there for so long, and when somebody is back.

No Wayland protocol tells an idle *time*; it is worked out here from the moment of "idle" and the length that was asked
for. Until the watched length is reached the answer is 0: somebody was there within it.

Two protocols, the better first: ``ext_idle_notifier_v1`` (version 2 can leave aside that a video keeps the screen on,
which is right for breaks; version 1 cannot) and its elder ``org_kde_kwin_idle``. GNOME has neither; see ``mutter``.
"""

from __future__ import annotations

import struct
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ergobreak.desktop.clock import monotonic
from ergobreak.desktop.wayland import Wayland, connect
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

_EXT, _KDE, _SEAT = "ext_idle_notifier_v1", "org_kde_kwin_idle", "wl_seat"
_IDLED = 0
_BASE_S = 20.0  # always kept, so that a change of what is watched never forgets that nobody is there


@dataclass(slots=True, kw_only=True)
class _Notice:
    """One length that the compositor watches for us."""

    number: int
    seconds: float
    watched: bool
    idle: bool = False
    retired: bool = False  # kept only to hear that somebody is back


class WaylandIdle:
    """The sensor."""

    name = "wayland"
    event_driven = True

    def __init__(self, wayland: Wayland, changed: Callable[[], None], clock: Callable[[], float] = monotonic) -> None:
        self._wayland, self._changed, self._clock = wayland, changed, clock
        self._protocol = next((each for each in (_EXT, _KDE) if each in wayland.offered), "")
        if not self._protocol or _SEAT not in wayland.offered:
            wayland.close()
            raise DesktopError(_("This compositor does not tell programs when nobody is there."))
        self._version = min(2, wayland.offered[self._protocol][1])
        self._lock = threading.RLock()
        self._idle_since: float | None = None
        self._crossed = False
        self._threshold: float | None = None
        self._notices: list[_Notice] = []
        try:
            self._seat = wayland.bind(_SEAT, 1, lambda _opcode, _arguments: None)
            self._manager = wayland.bind(self._protocol, self._version, lambda _opcode, _arguments: None)
            self._ask_for(_BASE_S, watched=False)
            wayland.settle()
        except DesktopError:
            wayland.close()
            raise
        wayland.listen(changed)

    def _ask_for(self, seconds: float, *, watched: bool) -> None:
        notice = _Notice(number=0, seconds=seconds, watched=watched)
        notice.number = self._wayland.new(lambda opcode, _arguments: self._on_notice(notice, opcode))
        self._notices.append(notice)
        length = max(1, round(seconds * 1000))
        if self._protocol == _KDE:
            self._wayland.request(self._manager, 0, struct.pack("=III", notice.number, self._seat, length))
        else:
            self._wayland.request(self._manager, self._version, struct.pack("=III", notice.number, length, self._seat))

    def _drop(self, notice: _Notice) -> None:
        self._notices.remove(notice)
        self._wayland.forget(notice.number)
        self._wayland.request(notice.number, 0)  # "destroy" and "release" are both number 0

    def _on_notice(self, notice: _Notice, opcode: int) -> None:
        with self._lock:
            if notice not in self._notices:
                return
            tell = False
            if opcode == _IDLED:
                notice.idle = True
                since = self._clock() - notice.seconds
                self._idle_since = since if self._idle_since is None else min(self._idle_since, since)
                if notice.watched and not notice.retired:
                    tell = self._crossed = True
            else:
                notice.idle = False
                self._idle_since = None
                tell, self._crossed = self._crossed, False
                try:
                    self._renew()
                except DesktopError:
                    tell = True  # the compositor went just now; ``read`` says so
        if tell:
            self._changed()

    def _renew(self) -> None:
        # Somebody is back: what was retired goes, and what counted only the rest of the length counts all of it again.
        for each in [
            each for each in self._notices if each.retired or (each.watched and each.seconds != self._threshold)
        ]:
            self._drop(each)
        if self._threshold is not None and not any(each.watched for each in self._notices):
            self._ask_for(self._threshold, watched=True)

    def read(self) -> float | None:
        """Seconds since the last input, as far as this compositor tells."""
        if not self._wayland.alive:
            return None
        with self._lock:
            return 0.0 if self._idle_since is None else max(0.0, self._clock() - self._idle_since)

    def watch(self, threshold_s: float | None) -> None:
        """See the port."""
        with self._lock:
            if not self._wayland.alive:
                return
            self._threshold = threshold_s
            try:
                self._rearrange(threshold_s)
            except DesktopError:
                return  # the compositor went just now; ``read`` says so

    def _rearrange(self, threshold_s: float | None) -> None:
        for each in [each for each in self._notices if each.watched]:
            if each.idle:
                each.retired = True
            else:
                self._drop(each)
        already = 0.0 if self._idle_since is None else self._clock() - self._idle_since
        self._crossed = threshold_s is not None and already >= threshold_s
        if threshold_s is not None and not self._crossed:
            self._ask_for(threshold_s - already, watched=True)  # a new notice counts from now, not from the last input

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if not self._wayland.alive:
            return _("Idle time: the compositor is gone, so presence is assumed.")
        if self._protocol == _EXT and self._version > 1:
            return _("Idle time: from the compositor, which reports changes by itself.")
        return _(
            "Idle time: from the compositor, which reports changes by itself; "
            "while a video plays it may take you for present."
        )

    def stop(self) -> None:
        """Give everything back."""
        self._wayland.close()


def open_wayland(changed: Callable[[], None], display: str = "") -> WaylandIdle:
    """The sensor for ``display``.

    Raises:
        DesktopError: no compositor, or one that has neither protocol.
    """
    return WaylandIdle(connect(display), changed)
