"""What a break came with, how it was put, and what was answered to a check asked for by hand: kept by a real daemon."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.fakes.world import until

if sys.platform != "linux":
    pytest.skip("a desktop of X11, and what /proc tells", allow_module_level=True)

if TYPE_CHECKING:
    from tests.daemon.house import Desk, House

pytestmark = [pytest.mark.desktop, pytest.mark.slow]


def routines(house: House, fact: str) -> list[str]:
    return [str(each.details["routine"]) for each in house.facts() if each.fact == fact]


def told(house: House, count: int) -> bool:
    return len(routines(house, "offered")) == count


def test_what_was_offered_is_written_down_and_does_not_come_twice_running(desk: Desk, house: House) -> None:
    house.settings(posture_per_day=0, check_in_per_day=0)
    house.start()
    for number in range(1, 4):
        house.cli("break", "micro", "--offer")
        house.phase("open")
        assert until(partial(told, house, number), 20.0), house.said
        assert until(lambda: desk.focused() in desk.windows(), 20.0)
        assert house.cli("skip").returncode == 0
        assert until(lambda: not desk.windows(), 20.0)
    first, second, third = routines(house, "offered")
    assert first != second != third


def test_an_answer_to_a_check_asked_for_by_hand_is_kept(house: House) -> None:
    house.start()
    house.ask("posture_seen", routine="posture:pc_feet", rating="done")
    fact = house.fact("rated")
    assert dict(fact.details) == {"routine": "posture:pc_feet", "rating": "done"}
