"""A moment, read twice: what o'clock it is, and how much time has really passed.

The wall clock jumps (daylight saving, a person who sets it, a traveller). The monotonic clock does not, and it is read
from a clock that goes on during suspend (``CLOCK_BOOTTIME`` on Linux), so that a night with the lid closed is seen as
time that passed. Everything that is counted uses ``mono``; only rules about the hour of the day use ``wall``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """One reading of both clocks.

    Args:
        wall: aware local time.
        mono: seconds on a monotonic clock that includes suspend; its zero means nothing.
    """

    wall: datetime
    mono: float

    def later(self, seconds: float) -> Instant:
        """The instant ``seconds`` after this one, both clocks moved alike (elapsed time, so right across DST)."""
        utc = self.wall.timestamp() + seconds
        return Instant(wall=datetime.fromtimestamp(utc, self.wall.tzinfo), mono=self.mono + seconds)

    def wall_at(self, mono: float) -> datetime:
        """What the wall clock will show at ``mono`` if nobody moves it."""
        return self.wall + timedelta(seconds=mono - self.mono)
