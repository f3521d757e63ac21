"""Earlier check-ins on this computer: little, private, and gone when asked."""

from __future__ import annotations

import os
import sqlite3
import stat
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from ergobreak.triage.history import Past
from ergobreak.triage.model import Tier
from ergobreak.triage.store import CheckInStore

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 22)
ONE = Past(on=TODAY, tier=Tier.VISIT, places=frozenset({"neck", "wrist_hand"}), pain=4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "check-ins.db"


def test_nothing_is_made_before_something_is_kept(path: Path) -> None:
    store = CheckInStore(path)
    assert store.past(TODAY) == ()
    store.clear()
    store.forget()
    assert not path.parent.exists()


def test_what_is_kept_comes_back(path: Path) -> None:
    CheckInStore(path).remember(ONE)
    assert CheckInStore(path).past(TODAY) == (ONE,)


def test_only_five_things_have_a_column(path: Path) -> None:
    CheckInStore(path).remember(ONE)
    with sqlite3.connect(path) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(check_in)")]
    database.close()
    assert columns == ["id", "day", "tier", "places", "pain", "cleared"]


def test_places_are_kept_only_with_leave(path: Path) -> None:
    CheckInStore(path, keep_places=False).remember(ONE)
    assert CheckInStore(path).past(TODAY)[0].places == frozenset()


def test_after_90_days_it_is_gone_from_the_file_too(path: Path) -> None:
    store = CheckInStore(path)
    store.remember(Past(on=TODAY - timedelta(days=91), tier=Tier.URGENT, places=frozenset({"hip_leg"})))
    store.remember(ONE)
    assert store.past(TODAY) == (ONE,)
    assert b"hip_leg" not in path.read_bytes()


def test_a_health_professional_clears_what_came_before(path: Path) -> None:
    store = CheckInStore(path)
    store.remember(Past(on=TODAY, tier=Tier.URGENT))
    store.clear()
    store.remember(ONE)
    assert [each.cleared for each in store.past(TODAY)] == [True, False]


def test_forgetting_leaves_no_file_and_no_trace(path: Path) -> None:
    store = CheckInStore(path)
    store.remember(ONE)
    store.forget()
    assert list(path.parent.iterdir()) == []
    assert store.past(TODAY) == ()


def test_a_file_that_is_broken_can_still_be_forgotten(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database, but neck and pain 7" * 40)
    with pytest.raises(sqlite3.Error):
        CheckInStore(path).past(TODAY)
    CheckInStore(path).forget()
    assert not path.exists()


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter; on Windows the profile folder protects")
def test_only_its_owner_can_read_it(path: Path) -> None:
    before = os.umask(0)
    try:
        CheckInStore(path).remember(ONE)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_is_left_beside_the_file(path: Path) -> None:
    CheckInStore(path).remember(ONE)
    assert [each.name for each in path.parent.iterdir()] == ["check-ins.db"]


@pytest.mark.parametrize("wrong", [{"pain": 11}, {"tier": 5}])
def test_a_wrong_value_is_never_kept(path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises((sqlite3.IntegrityError, ValueError)):
        CheckInStore(path).remember(Past(on=TODAY, tier=wrong.get("tier", Tier.GOOD), pain=wrong.get("pain")))  # type: ignore[arg-type]  # the wrong value is the point
    assert CheckInStore(path).past(TODAY) == ()
