"""Posture checks: one small thing at a time, spaced, varied, fading when all is fine."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ergobreak import content
from ergobreak.posture import offer
from ergobreak.posture.model import HERE, Answer, CheckFile, Needs, checks, figures, questions
from ergobreak.posture.rotation import Circumstances, Reply, Seen, next_check, rests_until, words
from ergobreak.routines.bases import base_poses
from ergobreak.routines.pose.film import Film
from ergobreak.routines.tables import sources

NOW = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - one person's wall clock
BY_ID = {each.id: each for each in checks()}


def days(count: int, reply: Reply = Reply.CHANGED, **here: object) -> list[Seen]:
    """That many working days with three checks each, all answered the same."""
    seen: list[Seen] = []
    for day in range(count):
        for hour in (10, 12, 15):
            at = NOW.replace(hour=hour) + timedelta(days=day)
            check = next_check(checks(), seen, Circumstances(now=at, seed=5, **here))  # type: ignore[arg-type] # as given
            if check:
                seen.append(Seen(at=at, check=check.id, reply=reply))
    return seen


def test_there_are_thirty_five_each_sourced_and_kindly_said() -> None:
    file = content.load(HERE / "checks.toml", CheckFile)

    assert file.check == checks()
    assert len(BY_ID) == 35
    for each in checks():
        assert set(each.sources) <= sources().keys()
        assert each.say[-1] in "?."
        assert each.fix[-1] == "."
        for text in (each.say, each.fix, each.say_seated):
            assert len(text.split()) <= 20
            assert "!" not in text
            assert not {"should", "must", "wrong", "bad", "slouch"} & set(text.lower().rstrip(".").split())


def test_no_check_comes_before_its_gap_and_no_area_twice_running() -> None:
    seen = days(20)
    last: dict[str, datetime] = {}

    for each in seen:
        if each.check in last:
            assert each.at - last[each.check] >= timedelta(days=BY_ID[each.check].gap_days)
        last[each.check] = each.at
    areas = [BY_ID[each.check].area for each in seen]
    assert all(one != other for one, other in itertools.pairwise(areas))
    assert len(last) >= 25


def test_twice_fine_and_it_fades_until_something_changes() -> None:
    check = BY_ID["pc_feet"]

    def after(*replies: Reply) -> timedelta:
        seen = [Seen(at=NOW - timedelta(days=9 - index), check="pc_feet", reply=r) for index, r in enumerate(replies)]
        until = rests_until(check, seen, seen[-1].at)
        assert until is not None
        return until - seen[-1].at

    assert after(Reply.FINE) == timedelta(days=2)
    assert after(Reply.FINE, Reply.FINE) == timedelta(days=8)
    assert after(Reply.FINE, Reply.FINE, Reply.NOT_NOW) == timedelta(days=8)
    assert after(Reply.FINE, Reply.FINE, Reply.CHANGED) == timedelta(days=2)


def test_not_for_me_means_never_again() -> None:
    seen = [
        Seen(at=NOW - timedelta(days=90), check=each, reply=Reply.NOT_FOR_ME) for each in BY_ID if each != "pc_feet"
    ]

    found = next_check(checks(), seen, Circumstances(now=NOW))

    assert found is BY_ID["pc_feet"]


def test_some_need_a_laptop_a_sofa_a_desk_that_moves_calls_or_dim_light() -> None:
    needing = {each.id for each in checks() if each.when}
    plain = {each.check for each in days(40)}
    home = {each.check for each in days(40, true=frozenset(Needs))}

    assert not needing & plain
    assert needing - {"pc_light_level"} <= home
    dusk = [Seen(at=NOW, check=each, reply=Reply.NOT_FOR_ME) for each in BY_ID if each != "pc_light_level"]
    assert next_check(checks(), dusk, Circumstances(now=NOW.replace(hour=16))) is BY_ID["pc_light_level"]
    assert next_check(checks(), dusk, Circumstances(now=NOW.replace(hour=15))) is None


def test_the_profiles_areas_come_first() -> None:
    usual, screens = (
        Counter(BY_ID[each.check].area in {"screen", "light"} for each in days(6, areas_first=areas))
        for areas in ((), ("screen", "light"))
    )

    assert screens[True] > usual[True]


def test_who_does_not_stand_reads_nothing_of_standing() -> None:
    for each in days(60, true=frozenset(Needs), seated_only=True):
        text = words(BY_ID[each.check], seated_only=True).lower()
        assert "stand" not in text
        assert "walk" not in text


@settings(max_examples=100, deadline=None)
@given(
    seen=st.lists(
        st.builds(
            Seen,
            at=st.integers(0, 60 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)),
            check=st.sampled_from([*sorted(BY_ID), "gone"]),
            reply=st.sampled_from(Reply),
        ),
        max_size=80,
    ),
    seed=st.integers(),
)
def test_any_history_gives_the_same_ready_check_every_time(seen: list[Seen], seed: int) -> None:
    here = Circumstances(now=NOW, seed=seed)
    found = next_check(checks(), seen, here)

    assert next_check(checks(), list(reversed(seen)), here) == found
    if found is not None:
        assert rests_until(found, seen, NOW) is None
        assert not any(each.check == found.id and each.reply is Reply.NOT_FOR_ME for each in seen)


# What the window gets


def test_a_check_that_went_by_itself_rests_and_two_fine_let_it_fade() -> None:
    def rows(*ratings: str) -> list[dict[str, str]]:
        days = range(len(ratings))
        return [
            {
                "at": (NOW + timedelta(days=4 * day)).isoformat(),
                "fact": "rated",
                "routine": "posture:pc_hips",
                "rating": each,
            }
            for day, each in zip(days, ratings, strict=True)
        ]

    def rests(*ratings: str) -> timedelta:
        last = NOW + timedelta(days=4 * (len(ratings) - 1))
        until = rests_until(BY_ID["pc_hips"], offer.seen(rows(*ratings), last), last)
        return timedelta(0) if until is None else until - last

    gap = timedelta(days=BY_ID["pc_hips"].gap_days)
    assert rests("seen") == rests("not_now") == rests("done") == gap
    assert rests("done", "done") == rests("less") == gap * 4
    assert rests("done", "seen", "done") == gap * 4, "one that nobody answered says nothing against it"


def test_what_the_desk_is_like_comes_from_the_review() -> None:
    assert offer.true_here({"privacy": "open"}, {}) == frozenset()
    assert offer.true_here({"privacy": "private"}, {"E1": Answer.NO, "E2": Answer.NO, "F5": Answer.YES}) == {
        Needs.HOME, Needs.BARE_LAPTOP, Needs.CALLS, Needs.SIT_STAND_DESK,
    }  # fmt: skip
    assert offer.true_here({}, {"E1": Answer.YES, "F5": Answer.NOT_APPLICABLE}) == frozenset()
    assert {"E1", "E2", "F5"} <= {each.id for each in questions()}


def test_most_checks_have_a_figure_that_can_be_drawn() -> None:
    drawn = figures()
    assert {name.removesuffix(offer.SEATED) for name in drawn} <= BY_ID.keys()
    assert len(drawn) >= 24
    for name, figure in drawn.items():
        film = Film(figure["frames"], base_poses())
        assert film.scene(list(film.poses)[-1]).items, name


def test_who_sits_for_good_is_shown_nobody_standing() -> None:
    seated = offer.for_window(BY_ID["pc_change"], seated=True)["figure"]
    assert {frame["base"] for frame in seated["frames"].values()} == {"sit_front"}
    assert offer.for_window(BY_ID["pc_jaw"], seated=False)["figure"] is None
