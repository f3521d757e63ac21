"""The one deadline: once, in time, moved, taken back."""

from __future__ import annotations

import threading
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pytest

from ergobreak.desktop.heartbeat import Heartbeat
from tests.fakes.world import Ear

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def heartbeat(ear: Ear) -> Iterator[Heartbeat]:
    found = Heartbeat(ear)
    yield found
    found.stop()


def test_it_beats_once_at_the_moment_asked_for(heartbeat: Heartbeat, ear: Ear) -> None:
    begun = time.monotonic()
    heartbeat.after(0.2)
    assert ear.hears()
    assert time.monotonic() - begun >= 0.19
    assert ear.stays_silent(0.4), "once is once"


def test_the_last_wish_counts(heartbeat: Heartbeat, ear: Ear) -> None:
    heartbeat.after(0.1)
    heartbeat.after(60.0)
    assert ear.stays_silent(0.4)
    heartbeat.after(0.05)
    assert ear.hears()


def test_the_same_wish_again_beats_once(heartbeat: Heartbeat, ear: Ear) -> None:
    for _often in range(50):
        heartbeat.after(0.3)
    assert ear.hears()
    assert ear.stays_silent(0.5)


def test_a_wish_can_be_taken_back(heartbeat: Heartbeat, ear: Ear) -> None:
    heartbeat.after(0.1)
    heartbeat.after(None)
    assert ear.stays_silent(0.4)
    heartbeat.after(None)
    heartbeat.after(0.0)
    assert ear.hears(), "and made again"


@pytest.mark.parametrize("seconds", [-5.0, 0.0, -1e12])
def test_what_is_over_already_comes_at_once(heartbeat: Heartbeat, ear: Ear, seconds: float) -> None:
    heartbeat.after(seconds)
    assert ear.hears()


@pytest.mark.parametrize("seconds", [1e9, 1e15, float("inf")])
def test_what_is_very_far_away_is_looked_at_after_a_week(heartbeat: Heartbeat, ear: Ear, seconds: float) -> None:
    heartbeat.after(seconds)
    heartbeat.again()
    assert ear.stays_silent(0.2)


def test_whoever_is_woken_asks_again_and_no_wish_is_lost(ear: Ear) -> None:
    woken: SimpleQueue[bool] = SimpleQueue()

    def beat() -> None:
        woken.put(True)
        time.sleep(0.02)  # the other one asks again while this beat is not quite over

    found = Heartbeat(beat)
    for _turn in range(5):
        found.after(0.0)
        assert woken.get(timeout=5.0)
    found.stop()


def test_it_ends_and_its_thread_with_it(ear: Ear) -> None:
    before = threading.active_count()
    found = Heartbeat(ear)
    found.after(0.2)
    found.stop()
    found.stop()
    assert ear.stays_silent(0.4)
    assert threading.active_count() == before
