"""What time it is: the only place outside the journal's files that reads a clock for the core.

Each system has a monotonic clock that goes on while the machine sleeps, under its own name. Which one is not a detail:
with a clock that stops, a night with the lid closed would look like no time at all.

- Linux: ``CLOCK_BOOTTIME``. (``CLOCK_MONOTONIC``, which ``time.monotonic`` reads, stops in suspend.)
- macOS: ``CLOCK_MONOTONIC`` goes on in sleep (it is ``mach_continuous_time``); ``CLOCK_UPTIME_RAW``, which
  ``time.monotonic`` reads, stops.
- Windows: ``time.monotonic`` reads QueryPerformanceCounter or GetTickCount64, and both count sleep and hibernation.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime

from ergobreak.core.instant import Instant


def monotonic() -> float:
    """Seconds since some moment, sleep included. Never goes back."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


def now() -> Instant:
    """Both clocks, read together."""
    return Instant(wall=datetime.now().astimezone(), mono=monotonic())


def suspended_s() -> float:
    """Seconds this machine has been asleep since it started; only differences mean anything."""
    if sys.platform == "win32":
        return monotonic() - _unbiased_s()
    return monotonic() - time.monotonic()


if sys.platform == "win32":
    import ctypes

    def _unbiased_s() -> float:
        """Interrupt time without sleep, in seconds (100 ns units)."""
        ticks = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
        return ticks.value / 1e7
