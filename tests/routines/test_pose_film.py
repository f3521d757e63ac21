"""The figure keeps its promises in every packaged routine, at every moment of every move."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ergobreak.routines
from ergobreak.routines.bases import base_poses
from ergobreak.routines.pose import shape
from ergobreak.routines.pose.film import Film
from ergobreak.routines.pose.grammar import Rests, View
from ergobreak.routines.pose.motion import between
from ergobreak.routines.pose.plane import apart, two_bones, walk
from ergobreak.routines.pose.scene import Scene, mirrored
from ergobreak.routines.pose.skeleton import Skeleton, leg_lengths, lowest, sole

LIBRARY = Path(ergobreak.routines.__file__).parent / "library"
NAMES = sorted(path.stem for path in LIBRARY.glob("*.toml"))
SHARES = (0.0, 0.13, 0.31, 0.5, 0.68, 0.87, 1.0)


@cache
def routine(name: str) -> dict[str, Any]:
    return tomllib.loads((LIBRARY / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def film(name: str) -> Film:
    return Film(routine(name)["frames"], base_poses())


def moves(name: str) -> list[tuple[str, str]]:
    """Every move a step of the routine makes, there and back."""
    found: list[tuple[str, str]] = []
    for step in routine(name)["steps"]:
        for start, end in pairwise(step["show"]):
            found += [(start, end), (end, start)]
    placed = film(name).placed
    return [(a, b) for a, b in dict.fromkeys(found) if a in placed and b in placed and film(name).joins(a, b)]


def bodies(name: str) -> list[Skeleton]:
    placed = film(name).placed
    found = [each.stance.body for each in placed.values()]
    for start, end in moves(name):
        found += [between(placed[start], placed[end], share).body for share in SHARES]
    return found


def numbers(scene: Scene) -> list[float]:
    return [value for item in scene.items for _, values in (*item.outline, *(item.halo or ())) for value in values]


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_every_picture_is_a_number(name: str) -> None:
    frames = list(routine(name)["frames"])
    for start, end in [*zip(frames, frames, strict=True), *pairwise(frames)]:
        for share in SHARES:
            assert all(isfinite(value) for value in numbers(film(name).moment(start, end, share)))


@pytest.mark.parametrize("name", NAMES)
def test_bones_keep_their_length(name: str) -> None:
    for body in bodies(name):
        pose = body.pose
        assert apart(body.pelvis, body.mid) == pytest.approx(shape.LOWER_SPINE * pose.los)
        assert apart(body.mid, body.neck) == pytest.approx(shape.UPPER_SPINE)
        for side in (0, 1):
            arm, leg = (body.shoulders[side], *body.arms[side]), (body.hips[side], *body.legs[side])
            for (one, other), bone, seen in zip(pairwise(arm), shape.ARM, pose.arms[side].seen, strict=True):
                assert apart(one, other) == pytest.approx(bone * seen)
            for (one, other), bone, seen in zip(pairwise(leg), leg_lengths(pose), pose.legs[side].seen, strict=True):
                assert apart(one, other) == pytest.approx(bone * seen)


@pytest.mark.parametrize("name", NAMES)
def test_a_body_on_its_feet_or_knees_stands_on_the_floor(name: str) -> None:
    for each in film(name).placed.values():
        body = each.stance.body
        if body.pose.from_above or body.pose.rests is Rests.SEAT:
            continue
        assert lowest(body) == pytest.approx(0.0, abs=0.6)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_sinks_into_the_floor_on_the_way(name: str) -> None:
    for body in bodies(name):
        if not body.pose.from_above:
            assert min(lowest(body), sole(body, 0), sole(body, 1)) > -0.6


@pytest.mark.parametrize("name", NAMES)
def test_what_carries_the_body_does_not_slide(name: str) -> None:
    placed = film(name).placed
    for start, end in moves(name):
        one, other = placed[start].stance, placed[end].stance
        if film(name).walks(start, end):
            continue
        for contact in one.contacts & other.contacts:
            heel_rises = contact.startswith("foot") and abs(one.place(contact)[1] - other.place(contact)[1]) > 0.3
            if heel_rises or apart(one.place(contact), other.place(contact)) > 0.3:
                continue  # a step, a hand that moves on, or a heel that rises over its toes
            if contact.startswith("hand"):
                bends = [_bend(each.body, int(contact[-1])) for each in (one, other)]
                if bends[0] != bends[1]:
                    continue
            for share in SHARES:
                now = between(placed[start], placed[end], share)
                assert apart(now.place(contact), one.place(contact)) < 0.7, (contact, start, end, share)


def _bend(body: Skeleton, side: int) -> bool:
    turns = body.pose.arms[side].turns
    return (turns[1] - turns[0]) % 360.0 < 180.0


@pytest.mark.parametrize(
    ("name", "contacts"),
    [
        ("cat_camel", {"hand0", "hand1", "knee0", "knee1"}),
        ("bird_dog", {"hand0", "knee1"}),
        ("bridge", {"neck", "foot0", "foot1"}),
        ("wall_push_up", {"hand0", "foot0"}),
        ("calf_raises", {"hand0", "foot0"}),
        ("childs_pose", {"knee0", "knee1"}),
        ("knee_extension", {"seat", "foot1"}),
        ("sit_to_stand", {"foot0", "foot1"}),
    ],
)
def test_the_frames_of_a_move_share_what_the_body_holds_on_to(name: str, contacts: set[str]) -> None:
    stances = [each.stance for each in film(name).placed.values()]
    for stance in stances[1:]:
        assert contacts <= stances[0].contacts & stance.contacts
        for contact in contacts - {"foot0", "foot1"}:
            assert stance.place(contact)[0] == pytest.approx(stances[0].place(contact)[0], abs=0.5)


def test_heels_rise_over_toes_that_stay() -> None:
    flat, raised = (each.stance.body.legs[0] for each in film("calf_raises").placed.values())
    assert raised[1][1] > flat[1][1] + 4.0
    assert raised[2][0] == pytest.approx(flat[2][0], abs=0.3)


def test_the_chair_stays_when_one_stands_up() -> None:
    for name in ("sit_to_stand", "standing_reset"):
        chairs = {each.furniture.chair for each in film(name).placed.values() if each.raw.view is View.SIDE}
        assert len(chairs) == 1
        assert None not in chairs
    fills = [sum(item.role == "prop_fill" for item in film("sit_to_stand").scene(name).items) for name in "abc"]
    assert fills == [2, 2, 2]


def test_hands_behind_the_head_touch_it() -> None:
    for each in film("thoracic_extension_chair").placed.values():
        body = each.stance.body
        assert apart(body.arms[0][1], body.head) < shape.HEAD_R + shape.WRIST_R


def test_a_forehead_rests_above_the_table() -> None:
    placed = film("desk_lean").placed["b"]
    assert placed.furniture.desk is not None
    assert placed.stance.body.head[1] - shape.HEAD_R >= placed.furniture.desk[1]


def test_a_hand_can_be_told_what_it_touches() -> None:
    frames = {"a": {"base": "sit", "an": [282, 20, 10], "af": [290, 60, 60], "touch": {"an": "belly", "af": "chest"}}}
    body = Film(frames, base_poses()).placed["a"].stance.body
    near, far = body.arms[0][2], body.arms[1][2]
    assert abs(near[0] - body.pelvis[0]) < 12.0
    assert far[1] > near[1] + 6.0


@pytest.mark.parametrize("name", NAMES)
def test_mirrored_twice_is_the_same_picture(name: str) -> None:
    scene = film(name).scene(next(iter(routine(name)["frames"])))
    assert mirrored(mirrored(scene)) == scene


@pytest.mark.parametrize("name", NAMES)
def test_one_box_holds_every_picture_of_a_routine(name: str) -> None:
    box = film(name).box
    for frame in routine(name)["frames"]:
        scene = film(name).scene(frame)
        assert scene.box == box
        parts = [item for item in scene.items if item.halo is not None]
        for item in parts:
            for _, values in item.outline:
                assert all(box.left <= value <= box.right for value in values[::2])
                assert all(box.top <= value <= box.bottom for value in values[1::2])


def test_the_accent_goes_to_what_moves() -> None:
    assert film("seated_cat_camel").accents("a", "b") == {"trunk", "head"}
    assert film("knee_extension").accents("a", "b") == {"leg0"}
    assert film("bird_dog").accents("a", "b") == {"leg0", "arm1"}
    assert film("side_reach").accents("a", "b") == {"arm0"}
    assert film("walk_2").accents("a", "b") == frozenset()


def test_an_arrow_only_where_a_limb_goes_far() -> None:
    def arrows(name: str) -> int:
        return sum(item.part == "arrow" for item in film(name).scene("b", before="a", arrow=True).items)

    assert arrows("bird_dog") == 2
    assert arrows("knee_extension") == 1
    assert arrows("cat_camel") == 0  # the trunk moves
    assert arrows("calf_raises") == 0  # the feet stay


ANGLE = st.floats(0.0, 360.0, allow_nan=False)
REACH = st.floats(-60.0, 60.0, allow_nan=False)


@given(x=REACH, y=REACH, bend=st.sampled_from([-1, 1]))
def test_two_bones_meet_what_they_can_reach(x: float, y: float, bend: int) -> None:
    first, second = two_bones((0.0, 0.0), (x, y), 16.0, 14.0, bend=bend)
    end = walk(walk((0.0, 0.0), first, 16.0), second, 14.0)
    distance = apart((0.0, 0.0), (x, y))
    if 2.1 < distance < 29.9:
        assert apart(end, (x, y)) < 1e-3
    else:
        assert apart(end, (x, y)) <= max(distance - 30.0, 2.1 - min(distance, 2.1)) + 0.1 + 1e-6


@settings(deadline=None, max_examples=60)
@given(
    base=st.sampled_from(sorted(base_poses())),
    back=st.tuples(ANGLE, ANGLE, ANGLE),
    arm=st.tuples(ANGLE, ANGLE, ANGLE),
    leg=st.tuples(ANGLE, ANGLE, ANGLE),
    share=st.floats(0.0, 1.0),
)
def test_a_stranger_s_frame_may_be_odd_but_never_breaks_the_picture(
    base: str,
    back: tuple[float, float, float],
    arm: tuple[float, float, float],
    leg: tuple[float, float, float],
    share: float,
) -> None:
    limbs = ("aR", "lL") if base.endswith("_front") else ("an", "ln")
    odd = {"base": base, "lo": back[0], "hi": back[1], "nk": back[2], limbs[0]: list(arm), limbs[1]: list(leg)}
    strange = Film({"a": {"base": base}, "b": odd}, base_poses())
    assert all(isfinite(value) for value in numbers(strange.moment("a", "b", share)))
