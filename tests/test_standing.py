"""What stands from a check-in: kept apart, private, safe when it cannot be read, and holding no answer."""

from __future__ import annotations

import json
import stat
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ergobreak import standing
from ergobreak.core.plan import BreakPlan, DailyPlan, Plan, PromptKind
from ergobreak.daemon.cards import fitted

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 3, 2)
BACK = {"tier": 1, "moves": "adapted", "avoid": ["forward_bend", "long_sit"], "until": "2026-03-09"}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))


def test_nothing_stands_at_first() -> None:
    assert standing.standing(TODAY) == {}


def test_an_outcome_stands_until_its_day() -> None:
    standing.keep(standing.checked(dict(BACK)))
    assert standing.standing(TODAY) == BACK
    assert standing.standing(date(2026, 3, 9)) == BACK
    assert standing.standing(date(2026, 3, 10)) == {}


def test_an_urgent_one_stands_until_the_person_clears_it() -> None:
    standing.keep(standing.checked({"tier": 3, "moves": "none", "avoid": [], "until": None}))
    assert standing.standing(date(2027, 1, 1))["moves"] == "none"
    standing.keep(standing.checked({"tier": 0, "moves": "normal", "avoid": [], "until": None}))
    assert standing.standing(TODAY) == {}
    assert not standing.file().exists()


def test_whatever_else_comes_with_it_is_dropped() -> None:
    kept = standing.checked({**BACK, "answers": {"chest": "yes"}, "places": ["low_back"], "pain": 7})
    assert set(kept) == {"tier", "moves", "avoid", "until"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access in lists, not in modes")
def test_only_its_owner_can_read_it() -> None:
    standing.keep(standing.checked(dict(BACK)))
    assert stat.S_IMODE(standing.file().stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tier": 9}', json.dumps({**BACK, "moves": "more"}), "\x00"])
def test_what_cannot_be_read_means_rest(text: str) -> None:
    standing.file().parent.mkdir(parents=True, exist_ok=True)
    standing.file().write_text(text, encoding="utf-8")
    assert standing.standing(TODAY)["moves"] == "none"


def test_bytes_that_are_no_text_mean_rest_too() -> None:
    standing.file().parent.mkdir(parents=True, exist_ok=True)
    for raw in (b"\xff\xfe\x00", b"\x80\x81", b"[" * 100_000):
        standing.file().write_bytes(raw)
        assert standing.standing(TODAY)["moves"] == "none"
        assert standing.question() is None


@pytest.mark.parametrize("bad", [{}, {**BACK, "tier": 5}, {**BACK, "avoid": "all"}, {**BACK, "until": "soon"}])
def test_an_outcome_that_makes_no_sense_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        standing.checked(bad)


def test_long_sitting_left_out_means_shorter_bouts() -> None:
    plan = Plan(
        breaks=(
            BreakPlan(kind=PromptKind.MICRO, limit_s=2700, duration_s=40, clears_after_s=40),
            BreakPlan(kind=PromptKind.MOVEMENT, limit_s=5400, duration_s=300, clears_after_s=120),
        ),
        dailies=(DailyPlan(kind=PromptKind.POSTURE, per_day=3), DailyPlan(kind=PromptKind.CHECK_IN, per_day=1)),
    )
    now = fitted(plan, frozenset({"break", "check_in"}), BACK)
    assert [each.limit_s for each in now.breaks] == [1200, 2400]
    assert [each.kind for each in now.dailies] == [PromptKind.CHECK_IN], "there is no screen for the other"
    assert fitted(plan, frozenset({"break", "posture", "check_in"}), {}) == plan


# -- the question that is left ---------------------------------------------------------------------------------------

HOLD = {"tier": 4, "moves": "none", "avoid": [], "until": None, "ask_on": "2026-03-03", "at_start": True}


def test_the_day_of_the_question_is_kept_beside_what_stands_and_apart_from_it() -> None:
    standing.keep(standing.checked({**HOLD, "chest": "yes"}))
    assert standing.question() == standing.Question(tier=4, on=date(2026, 3, 3), at_start=True)
    assert set(standing.standing(TODAY)) == {"tier", "moves", "avoid", "until"}, "screens learn nothing of it"
    assert standing.held(TODAY)


def test_the_question_outlives_what_stood() -> None:
    standing.keep(standing.checked({**BACK, "ask_on": "2026-03-09"}))
    later = date(2026, 3, 20)
    assert standing.standing(later) == {}
    assert not standing.held(later)
    assert standing.question() == standing.Question(tier=1, on=date(2026, 3, 9))


def test_put_off_it_keeps_the_advice_until_then() -> None:
    standing.keep(standing.checked({**BACK, "ask_on": "2026-03-09"}))
    again = {"ask_on": "2026-03-16", "dismissed": 1}
    standing.asked(again)
    standing.asked(again)  # the check-in writes it, and then the daemon
    assert standing.question() == standing.Question(tier=1, on=date(2026, 3, 16), dismissed=1)
    assert standing.standing(date(2026, 3, 15))["avoid"] == BACK["avoid"]
    standing.asked({})
    assert standing.question() is None
    assert standing.standing(date(2026, 3, 15)) != {}


def test_nothing_stands_nothing_is_asked() -> None:
    standing.asked({"ask_on": "2026-03-09"})
    assert not standing.file().exists()
    assert standing.question() is None
    standing.file().parent.mkdir(parents=True, exist_ok=True)
    standing.file().write_text("{", encoding="utf-8")
    standing.asked({"ask_on": "2026-03-09"})
    assert standing.file().read_text(encoding="utf-8") == "{", "what cannot be read is not made up"
    assert standing.held(TODAY)
    assert standing.question() is None


@pytest.mark.parametrize("bad", [{"ask_on": "soon"}, {"ask_on": "2026-03-09", "dismissed": 2}, {"ask_on": 3}])
def test_a_day_that_makes_no_sense_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        standing.checked({**BACK, **bad})


def test_the_day_goes_into_the_plan() -> None:
    plan = Plan(dailies=(DailyPlan(kind=PromptKind.CHECK_IN, per_day=1),))
    found = fitted(plan, frozenset({"check_in"}), {}, "2026-03-09")
    assert [each.not_before for each in found.dailies] == ["", "2026-03-09"]
    assert fitted(plan, frozenset({"break"}), {}, "2026-03-09").dailies == (), "no screen, no question"


def test_after_a_worse_check_in_a_day_stands_up_to_which_no_dose_grows() -> None:
    standing.keep(standing.checked({**BACK, "hold_rise_until": "2026-03-16"}))
    assert standing.hold_rise_until(TODAY) == "2026-03-16"
    assert standing.standing(TODAY) == BACK

    standing.keep(standing.checked({**BACK, "hold_rise_until": "2026-03-12"}))  # an earlier day takes nothing away
    standing.keep(standing.checked(dict(BACK)))
    standing.asked({"ask_on": "2026-03-09"})
    assert standing.hold_rise_until(date(2026, 4, 1)) == "2026-03-16"
    assert standing.hold_rise_until(date(2026, 7, 1)) == ""


def test_a_good_check_in_ends_that_too() -> None:
    standing.keep(standing.checked({**BACK, "hold_rise_until": "2026-03-16"}))
    standing.keep(standing.checked({"tier": 0, "moves": "normal", "avoid": [], "until": None}))

    assert standing.hold_rise_until(TODAY) == ""
    assert not standing.file().exists()


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        standing.checked({**BACK, "hold_rise_until": "soon"})
