"""A step in time: there and back, round, once and stay, or without rest."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ergobreak.routines.bases import base_poses
from ergobreak.routines.pose.film import Film
from ergobreak.routines.pose.reel import Reel, reel, turned_round

FILM = Film(
    {
        "a": {"base": "sit"},
        "b": {"base": "sit", "ln": [3, 352, 75], "lf": [0, 270, 0]},
        "up": {"base": "stand"},
        "front": {"base": "stand_front"},
        "left": {"base": "stand", "ln": [288, 270, 0], "lf": [250, 232, 320]},
        "right": {"base": "stand", "ln": [250, 232, 320], "lf": [288, 270, 0]},
    },
    base_poses(),
)


def way(found: Reel) -> list[tuple[str, str]]:
    return [(each.start, each.end) for each in found.stretches if each.start != each.end]


def test_a_repetition_goes_there_and_back_in_its_own_time() -> None:
    found = reel(FILM, {"show": ["a", "b"], "reps": 10, "rs": 5})
    assert way(found) == [("a", "b"), ("b", "a")]
    assert abs(found.seconds - 5.0) < 0.01


def test_a_move_takes_between_six_tenths_and_one_second() -> None:
    moves = [each for each in reel(FILM, {"show": ["a", "b"], "reps": 3, "rs": 4}).stretches if each.start != each.end]
    assert all(0.6 <= each.seconds <= 1.0 for each in moves)


def test_a_timed_step_stays_in_its_last_frame() -> None:
    found = reel(FILM, {"show": ["a", "b"], "hold": 30})
    assert max(found.stretches, key=lambda each: each.seconds).end == "b"


def test_walking_never_rests() -> None:
    found = reel(FILM, {"show": ["left", "right"], "s": 115})
    assert way(found) == [("left", "right"), ("right", "left")]
    assert len(found.stretches) == 2


def test_one_frame_is_still_for_ever() -> None:
    assert reel(FILM, {"show": ["a"], "s": 8}).at(3.0).still_s == float("inf")


def test_pictures_from_different_sides_are_cut_not_bent_into_each_other() -> None:
    assert FILM.move_s("a", "front") == 0.0
    found = reel(FILM, {"show": ["a", "front"], "s": 10})
    assert all(found.at(second / 10.0).share >= 0.0 for second in range(200))


@given(st.floats(0.0, 1e5, allow_nan=False))
def test_any_second_has_a_moment(seconds: float) -> None:
    moment = reel(FILM, {"show": ["a", "b", "up"], "reps": 8, "rs": 5}).at(seconds)
    assert 0.0 <= moment.share <= 1.0
    assert (moment.still_s > 0.0) == (moment.start == moment.end)


def test_the_second_side_of_a_step_is_mirrored() -> None:
    steps: list[dict[str, Any]] = [
        {"side": "right", "show": ["a"]},
        {"side": "right", "show": ["b"]},
        {"side": "left", "show": ["a", "b"]},
        {"side": "both", "show": ["b"]},
    ]
    assert [turned_round(steps, index) for index in range(4)] == [False, False, True, False]


def test_a_side_with_its_own_frame_is_not_mirrored() -> None:
    steps: list[dict[str, Any]] = [{"side": "right", "show": ["b"]}, {"side": "left", "show": ["a", "up"]}]
    assert not turned_round(steps, 1)
