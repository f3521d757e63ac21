"""The moves under a result are for where it is sore; nobody with a sore back is told to blink."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak.routines.adaptation import REGIONS_OF
from ergobreak.screens.check_in_content import Preferences
from ergobreak.screens.check_in_moves import moves_for
from tests.screens.check_in_people import ACHE, answer, opened, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))


def data(*avoid: str, moves: str = "adapted") -> dict[str, object]:
    wanted = Preferences()
    standing = {"tier": 1, "moves": moves, "avoid": list(avoid), "until": None}
    return {
        "now": "2026-03-02T12:00:00+00:00",
        "profile": dict(wanted.profile),
        "settings": dict(wanted.values),
        "standing": standing,
    }


def regions(found: tuple[dict[str, object], ...]) -> list[set[str]]:
    return [set(each["regions"]) for each in found]  # type: ignore[call-overload] # names, read from JSON


@pytest.mark.parametrize("place", sorted(set(REGIONS_OF) - {"head_eyes"}))
def test_the_first_move_is_for_the_place_and_none_is_for_the_eyes(place: str) -> None:
    found = moves_for(data(), (place,))
    assert len(found) == 3
    assert regions(found)[0] & set(REGIONS_OF[place])
    assert not any("eyes" in each for each in regions(found))
    assert len({each["id"] for each in found}) == 3


def test_tired_eyes_get_eye_moves() -> None:
    assert "eyes" in regions(moves_for(data(), ("head_eyes",)))[0]


def test_two_places_each_get_one() -> None:
    first, second, _third = regions(moves_for(data(), ("neck", "wrist_hand")))
    assert "neck" in first
    assert second & set(REGIONS_OF["wrist_hand"])


def test_a_walk_is_among_them_unless_it_is_left_out() -> None:
    assert "walk_2" in [each["id"] for each in moves_for(data("forward_bend"), ("lower_back",))]


def test_what_is_left_out_stays_out() -> None:
    for each in moves_for(data("forward_bend", "back_bend", "twist"), ("lower_back",)):
        assert not {"spinal_flexion", "spinal_extension", "rotation"} & set(each["tags"])


@pytest.mark.parametrize("broken", [{}, {"now": "yesterday"}, {**data(), "own": ["/nowhere/at/all"], "now": 3}])
def test_what_cannot_be_chosen_leaves_the_result_without_moves(broken: Mapping[str, object]) -> None:
    assert moves_for(broken, ("neck",)) == ()


def test_nothing_moves_when_nothing_may(scene: Callable[..., Scene]) -> None:
    assert moves_for(data(moves="none"), ("neck",)) == ()
    screen, _act = opened(scene)
    answer(screen, ACHE)
    seen = texts(screen.window)
    assert "Seated pelvic tilt" in seen
    assert "Full blinks" not in seen
