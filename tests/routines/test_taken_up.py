"""Plans that somebody took up: kept, resting, stopped, and what they make of a choice."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.routines import accepted, tables
from ergobreak.routines.adaptation import Adaptation
from ergobreak.routines.history import Fact, History, What, history
from ergobreak.routines.learn import card_of_the_day, cards_for, source_titles
from ergobreak.routines.library import load_all
from ergobreak.routines.plan_words import as_dict, line_of_the_day, plan_views, state, step_up
from ergobreak.routines.plans import Accepted, paused, resumed, today_in
from ergobreak.screens.offering import chosen
from tests.fakes.sheets import sheet

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.routines.plan_words import PlanView

LIBRARY = load_all()
PLANS = tables.plans()
SHOULDER = PLANS["two_minute_shoulder"]
MONDAY = date(2026, 11, 2)
SHEET = sheet("10:00")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    return tmp_path


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, 2, hour, 0) + timedelta(days=day)  # noqa: DTZ001 - one person's wall clock


def seen(plan: Accepted | None, past: History, day: date, **reasons: str) -> PlanView:
    taken = () if plan is None else (plan,)
    return next(
        each for each in plan_views(PLANS, taken, LIBRARY.by_id, past, day, reasons) if each.plan.id == SHOULDER.id
    )


def asked(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - what a card may carry
    """A movement break in an open office, with nothing switched on."""
    usual = {
        "now": at(0).isoformat(), "seed": 3, "kind": "movement_break", "slot_s": 300.0, "sat_s": 3000.0, "history": [],
        "settings": {"place": "standing", "privacy": "open", "strength_sets": False}, "standing": {},
    }  # fmt: skip
    return {**usual, **more}


# -- kept ------------------------------------------------------------------------------------------------------------


def test_a_plan_is_kept_for_its_owner_only_and_comes_back(home: Path) -> None:
    mine = Accepted(plan=SHOULDER, since=MONDAY, weekdays=frozenset({0, 2}))
    accepted.keep(mine)
    accepted.keep(Accepted(plan=PLANS["hands"], since=MONDAY))

    assert accepted.accepted(accepted.rows(), PLANS)[0] == mine
    assert len(accepted.rows()) == 2
    if sys.platform != "win32":  # modes are not Windows's
        assert stat.S_IMODE(accepted.file().stat().st_mode) & 0o077 == 0
    assert accepted.file().is_relative_to(home)


def test_it_is_changed_in_its_place_and_stopped_once(home: Path) -> None:
    accepted.keep(Accepted(plan=SHOULDER, since=MONDAY))
    accepted.keep(Accepted(plan=PLANS["hands"], since=MONDAY))
    accepted.keep(Accepted(plan=SHOULDER, since=MONDAY, paused=MONDAY + timedelta(days=3)))

    assert [each["id"] for each in accepted.rows()] == ["two_minute_shoulder", "hands"]
    assert accepted.accepted(accepted.rows(), PLANS)[0].paused == MONDAY + timedelta(days=3)
    assert accepted.stop("two_minute_shoulder")
    assert not accepted.stop("two_minute_shoulder")
    assert [each["id"] for each in accepted.rows()] == ["hands"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"plans": 3}', '{"plans": [{"id": 7, "since": "2026-11-02"}]}', '{"plans": [{"id": "hands"}]}',
     '{"plans": [{"id": "hands", "since": "2026-11-02", "weekdays": [9]}]}',
     '{"plans": [{"id": "hands", "since": "2026-11-02", "paused": "soon"}]}'],
)  # fmt: skip
def test_a_damaged_file_counts_as_no_plan(home: Path, text: str) -> None:
    (home / "state").mkdir()
    accepted.file().write_text(text, encoding="utf-8")

    assert accepted.rows() == []


def test_a_plan_that_is_gone_is_passed_over_and_stays_in_the_file(home: Path) -> None:
    accepted.keep(Accepted(plan=replace(SHOULDER, id="gone"), since=MONDAY))
    accepted.keep(Accepted(plan=SHOULDER, since=MONDAY))

    assert [each.plan.id for each in accepted.accepted(accepted.rows(), PLANS)] == ["two_minute_shoulder"]
    assert len(accepted.rows()) == 2


# -- where it stands ---------------------------------------------------------------------------------------------------


def test_a_rest_takes_no_week_away() -> None:
    plan = Accepted(plan=SHOULDER, since=MONDAY)
    resting = paused(plan, MONDAY + timedelta(days=8))

    assert today_in(resting, History(), MONDAY + timedelta(days=60)).week == 2
    assert today_in(resting, History(), MONDAY + timedelta(days=60)).due == ""
    assert paused(resting, MONDAY + timedelta(days=20)) == resting
    again = resumed(resting, MONDAY + timedelta(days=60))
    assert today_in(again, History(), MONDAY + timedelta(days=60)).week == 2
    assert today_in(again, History(), MONDAY + timedelta(days=60)).due == "two_minute_shoulder"
    assert resumed(again, MONDAY + timedelta(days=61)) == again


def test_turns_do_not_depend_on_how_far_back_one_looks() -> None:
    plan = Accepted(plan=PLANS["home_back"], since=MONDAY)
    facts = [
        Fact(at=at(day), routine=name, what=What.DONE)
        for day, name in ((0, "cat_camel"), (2, "pelvic_tilt"), (4, "bird_dog"), (7, "bridge"), (9, "cat_camel"))
    ]
    whole, late = history(facts), history(facts[3:])

    day = MONDAY + timedelta(days=10)
    assert today_in(plan, whole, day).due == today_in(plan, late, day).due == "pelvic_tilt"


def test_each_state_has_its_words() -> None:
    plan = Accepted(plan=SHOULDER, since=MONDAY)
    done = history([Fact(at=at(0), routine="two_minute_shoulder", what=What.DONE)])

    assert state(seen(None, History(), MONDAY)) == "10 weeks, 5 days a week."
    assert state(seen(plan, History(), MONDAY)) == "Week 1 of 10. Due today: Two-minute band raise."
    assert state(seen(plan, done, MONDAY)) == "Week 1 of 10. Done on 1 day of this week."
    assert state(seen(plan, History(), MONDAY + timedelta(days=80))).startswith("Its weeks are over.")
    assert state(seen(plan, History(), MONDAY - timedelta(days=1))) == "It begins on 2026-11-02."
    resting = paused(plan, MONDAY + timedelta(days=8))
    assert state(seen(resting, done, MONDAY + timedelta(days=9))).startswith("It rests in week 2 of 10.")


def test_after_a_gap_it_says_welcome_back_and_nothing_of_what_was_not_done() -> None:
    plan = Accepted(plan=SHOULDER, since=MONDAY)
    done = history([Fact(at=at(0), routine="two_minute_shoulder", what=What.DONE)])
    view = seen(plan, done, MONDAY + timedelta(days=16))

    assert state(view) == "Welcome back. Week 3 of 10. Due today: Two-minute band raise."
    assert line_of_the_day([view]) == "Welcome back. From your plan: Two-minute band raise."
    assert "miss" not in str(as_dict(view)).lower()


def test_the_line_of_the_day_is_there_only_while_something_is_due_and_may_be_done() -> None:
    plan = Accepted(plan=SHOULDER, since=MONDAY)
    done = history([Fact(at=at(0), routine="two_minute_shoulder", what=What.DONE)])
    held = seen(plan, History(), MONDAY, two_minute_shoulder="Not now.")

    assert line_of_the_day([seen(plan, History(), MONDAY)]) == "From your plan today: Two-minute band raise."
    assert line_of_the_day([seen(plan, done, MONDAY)]) == ""
    assert line_of_the_day([held]) == ""
    assert "Due" not in state(held)
    assert held.held == "Not now."


def test_when_it_has_become_easy_the_next_step_is_an_option() -> None:
    plan = Accepted(plan=SHOULDER, since=MONDAY)
    easy = history(
        each
        for day in range(3)
        for each in (
            Fact(at=at(day), routine="two_minute_shoulder", what=What.DONE),
            Fact(at=at(day), routine="two_minute_shoulder", what=What.EASY),
        )
    )

    assert step_up(seen(plan, easy, MONDAY + timedelta(days=3))) == SHOULDER.harder
    assert step_up(seen(plan, History(), MONDAY)) == ""


# -- what it makes of a choice -----------------------------------------------------------------------------------------


def test_what_is_due_is_offered_although_strength_is_off_and_others_can_see() -> None:
    plans = [{"id": "two_minute_shoulder", "since": "2026-11-02"}]

    _books, without = chosen(asked())
    offers = [chosen(asked(plans=plans, seed=seed))[1] for seed in range(20)]

    assert without.excluded["two_minute_shoulder"].code in {"open_office", "strength_off"}
    mine = [each for each in offers if each.offer is not None and each.offer.id == "two_minute_shoulder"]
    assert len(mine) >= 5
    assert all(each.reason[0].code == "plan" for each in mine)
    assert all(each.offer == LIBRARY.by_id["two_minute_shoulder"] for each in mine)
    assert all("wall_push_up" in each.excluded for each in offers)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"standing": {"tier": 3, "moves": "none", "avoid": []}}, "see_advice"),
        ({"standing": {"patterns": ["P11"]}}, "movement"),
        ({"settings": {"place": "chair", "privacy": "open"}}, "place"),
        ({"meeting_in_min": 4}, "meeting"),
    ],
)
def test_a_plan_never_brings_back_what_is_not_safe_or_does_not_fit(more: dict[str, Any], code: str) -> None:
    plans = [{"id": "two_minute_shoulder", "since": "2026-11-02"}]
    _books, choice = chosen(asked(plans=plans, **more))

    assert choice.excluded["two_minute_shoulder"].code == code


def test_a_plan_at_rest_asks_for_nothing() -> None:
    plans = [{"id": "two_minute_shoulder", "since": "2026-11-02", "paused": "2026-11-02"}]

    assert "two_minute_shoulder" in chosen(asked(plans=plans))[1].excluded


def test_a_prescribed_one_leads_once_its_time_has_come_and_until_it_was_done(tmp_path: Path) -> None:
    (tmp_path / "my_sheet.toml").write_text(SHEET, encoding="utf-8")
    own = [str(tmp_path)]
    before = chosen(asked(own=own))[1]
    after = chosen(asked(own=own, now=at(0, 11).isoformat()))[1]
    done = [{"at": at(0, 10).isoformat(), "fact": "done", "routine": "my_sheet"}]
    then = chosen(asked(own=own, now=at(0, 14).isoformat(), history=done))[1]

    assert before.offer is not None
    assert before.offer.id != "my_sheet"
    assert after.offer is not None
    assert after.offer.id == "my_sheet"
    assert len(after.runners_up) > 3
    assert {"my_sheet", *(each.id for each in after.runners_up), *after.excluded} == {*LIBRARY.by_id, "my_sheet"}
    assert then.offer is not None
    assert then.offer.id != "my_sheet"


def test_a_prescribed_one_waits_while_nothing_may_be_done(tmp_path: Path) -> None:
    (tmp_path / "my_sheet.toml").write_text(SHEET, encoding="utf-8")
    stands = {"tier": 3, "moves": "none", "avoid": []}
    choice = chosen(asked(own=[str(tmp_path)], now=at(0, 11).isoformat(), standing=stands))[1]

    assert choice.offer is None
    assert Adaptation(tier=3).blocks(load_all(tmp_path).by_id["my_sheet"]) is not None


def test_the_reason_tells_the_minutes_that_were_sat() -> None:
    told = [each for seed in range(20) for each in chosen(asked(seed=seed))[1].reason if each.code == "sat"]

    assert told
    assert all(each.values["minutes"] == 50 for each in told)


# -- cards -------------------------------------------------------------------------------------------------------------


def test_every_routine_has_something_to_learn_and_every_card_is_shown_somewhere() -> None:
    shown = {card.id for each in LIBRARY for card in cards_for(each)}
    days = {card_of_the_day(MONDAY + timedelta(days=each)).id for each in range(30)}

    assert all(cards_for(each) for each in LIBRARY)
    prescribed = {name for name, card in tables.cards().items() if "prescribed" in card.about}
    assert shown | days | prescribed >= set(tables.cards())


def test_a_card_goes_with_what_is_there() -> None:
    words = {*LIBRARY.by_id, *tables.vocabulary().regions, *(each.set.value for each in LIBRARY), "prescribed"}

    for card in tables.cards().values():
        assert card.about
        assert set(card.about) <= words, card.id
        assert all(tables.sources()[key].title in source_titles(card) for key in card.sources)


def test_nobody_is_told_of_an_illness_unasked() -> None:
    for day in range(60):
        card = card_of_the_day(MONDAY + timedelta(days=day))
        assert card.kind == "tip" or card.id in {"numbers_are_conventions", "no_perfect_posture"}
