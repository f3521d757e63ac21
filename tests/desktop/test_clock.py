"""What time it is, asleep or awake."""

from __future__ import annotations

import sys
import time

import pytest

from ergobreak.desktop.clock import monotonic, now


def test_the_wall_clock_knows_where_it_is() -> None:
    reading = now()
    assert reading.wall.tzinfo is not None
    assert abs(reading.wall.timestamp() - time.time()) < 1.0


def test_time_passes_and_never_goes_back() -> None:
    before = now()
    time.sleep(0.02)
    after = now()
    assert 0.015 <= after.mono - before.mono < 1.0


def test_the_clock_is_the_one_that_goes_on_in_sleep() -> None:
    if sys.platform != "linux":
        pytest.skip("each system has its own name for it")
    assert abs(monotonic() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 0.1
