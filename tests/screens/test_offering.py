"""Filling a break's card: the routine at the person's dose, on today's side, or why there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ergobreak.routines.history import lived
from ergobreak.screens.break_flow import moment
from ergobreak.screens.break_view import break_of, view_of
from ergobreak.screens.card import Card
from ergobreak.screens.offering import fill

NOW = datetime(2026, 3, 3, 11).astimezone()  # a day that begins on the right
FLOOR = {"place": "floor", "floor_ok": True, "privacy": "private", "routine_cap_s": 180}


def often(name: str, days: int = 40, last: int = 2) -> list[dict[str, str]]:
    """Done once a day, the last time two days ago."""
    return [
        {"at": (NOW - timedelta(days=day)).isoformat(), "fact": "taken", "routine": name, "rating": ""}
        for day in range(days + last, last - 1, -1)
    ]


def card(wanted: str, rows: list[dict[str, str]] | None = None, **values: Any) -> Card:  # noqa: ANN401 - card data
    rows = rows or []
    since = NOW - timedelta(days=14)
    lately = [each for each in rows if datetime.fromisoformat(each["at"]) >= since]
    data = {"now": NOW.isoformat(), "seed": 5, "kind": "movement_break", "slot_s": 300.0, "sat_s": 3000.0}
    data |= {"settings": FLOOR, "profile": {}, "history": lately, "lived": lived(rows), "wanted": wanted}
    return fill(Card(screen="break", kind="movement_break", duration_s=300.0, data={**data, **values}))


def asked(found: Card, step: int = 1) -> tuple[Any, ...]:
    assert found.routine is not None
    each = found.routine["steps"][step]
    return each.get("reps"), each.get("hold"), each.get("max_reps"), each.get("max_hold")


def test_a_break_offers_the_dose_that_the_person_has_risen_to() -> None:
    assert asked(card("cat_camel")) == (10, None, None, None)
    assert asked(card("cat_camel", often("cat_camel"))) == (15, None, None, None)
    assert asked(card("cat_camel", often("cat_camel", days=6))) == (12, None, None, None)
    assert asked(card("childs_pose", often("childs_pose")), 2) == (None, 60, None, None)


def test_a_week_without_it_and_it_comes_back_a_little_lower() -> None:
    assert asked(card("cat_camel", often("cat_camel", last=9))) == (12, None, None, None)


def test_where_there_is_no_time_for_it_the_dose_gives_way() -> None:
    short = FLOOR | {"routine_cap_s": 100}
    assert asked(card("cat_camel", often("cat_camel"), settings=short)) == (12, None, None, None)


def test_after_a_check_in_it_is_the_base_dose_and_half_the_range() -> None:
    stands = {"tier": 1, "moves": "adapted", "avoid": ["full_range"], "until": "2026-03-09"}
    found = card("neck_turns", often("cat_camel"), standing=stands)
    assert found.data["half_range"]
    assert all(not each["steps"][0].get("max_reps") for each in (found.routine or {}, *found.others))


def test_what_runs_is_what_was_offered() -> None:
    routine = card("cat_camel", often("cat_camel")).routine
    assert (at := moment(routine, 8 + 15 * 7 - 1)) is not None
    assert at.index == 1
    assert (at := moment(routine, 8 + 15 * 7 + 1)) is not None
    assert at.index == 2


def test_every_second_day_begins_on_the_left_in_words_and_picture() -> None:
    right = card("chair_twist").routine
    left = card("chair_twist", now=(NOW + timedelta(days=1)).isoformat()).routine
    told = [moment(each, 5.0) for each in (right, left)]
    assert [each.say.partition(".")[0] for each in told if each] == [
        "Left hand on your right thigh", "Right hand on your left thigh",
    ]  # fmt: skip
    assert [each.mirrored for each in told if each] == [False, True]
    assert [each.mirrored for each in (moment(right, 25.0), moment(left, 25.0)) if each] == [True, False]


def test_no_moves_at_all_is_said_as_rest() -> None:
    stands = {"tier": 3, "moves": "none", "avoid": [], "until": None}
    found = card("", standing=stands)
    assert found.routine is None
    assert found.data["rest"]
    assert not card("").data["rest"]


def test_no_dose_grows_in_the_fortnight_after_a_worse_check_in() -> None:
    rows = often("cat_camel", days=6)
    assert asked(card("cat_camel", rows))[0] == 12
    later = (NOW + timedelta(days=9)).date().isoformat()
    assert asked(card("cat_camel", rows, hold_rise_until=later))[0] == 10
    past = (NOW - timedelta(days=5)).date().isoformat()
    assert asked(card("cat_camel", rows, hold_rise_until=past))[0] == 12


def test_each_routine_comes_with_what_is_worth_knowing_about_it() -> None:
    found = card("cat_camel")
    shown = [each["id"] for each in (found.routine or {}, *found.others)]

    assert list(found.data["known"]) == shown
    assert all(found.data["known"].values())
    begun = break_of(found, others=len(found.others), reduced_motion=True)
    for routine in (found.routine, *found.others):
        asked_why = replace(begun, routine=routine, why_open=True)
        assert routine is not None
        assert view_of(asked_why, 0.0).why.endswith(found.data["known"][routine["id"]])
