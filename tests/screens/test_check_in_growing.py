"""What a check-in says about doses that grow: one day, and only when it was worse than the one before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.screens.check_in_content import Memory, content
from ergobreak.screens.check_in_talk import Talk

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 22)
ACHE: dict[str, str | int | tuple[str, ...]] = {
    "overall": "something",
    "now_signs": ("none",),
    "region": ("lower_back",),
    "feel": ("ache",),
    "saddle": ("none",),
    "duration": "w1_2",
    "trend": "same",
    "night": "no",
    "effect": "none",
    "pain": 3,
    "background": ("none",),
    "worse_with": ("none",),
}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))


def said(day: date, *, compare: bool = True, **answers: str | int) -> dict[str, Any]:
    talk = Talk(content(), Memory(keep=True), day, compare=compare)
    talk.answers = {**ACHE, **answers}
    found = talk.conclude(talk.assessment())
    assert found is not None
    return found


def test_a_first_check_in_and_one_like_the_last_hold_nothing() -> None:
    assert "hold_rise_until" not in said(DAY)
    assert "hold_rise_until" not in said(DAY + timedelta(days=3))


def test_a_higher_number_holds_doses_for_a_fortnight() -> None:
    said(DAY)
    assert said(DAY + timedelta(days=3), pain=4)["hold_rise_until"] == "2026-12-09"


def test_whoever_does_not_want_check_ins_compared_is_only_taken_at_their_word() -> None:
    said(DAY)
    assert "hold_rise_until" not in said(DAY + timedelta(days=3), compare=False, pain=6)
    assert said(DAY + timedelta(days=4), compare=False, trend="worse")["hold_rise_until"] == "2026-12-10"
