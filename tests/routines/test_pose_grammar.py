"""A key frame becomes a pose: base filled in, far limb copied, nonsense named."""

from __future__ import annotations

import pytest

from ergobreak.routines.bases import base_poses
from ergobreak.routines.pose.grammar import FacePose, HandPose, Pose, Rests, resolve


def test_a_far_limb_copies_the_near_one_unless_it_has_its_own() -> None:
    pose = resolve({"base": "sit", "an": [10, 20, 30], "lf": [0, 270, 5]}, base_poses())
    assert isinstance(pose, Pose)
    assert pose.arms[1].turns == pose.arms[0].turns == (10.0, 20.0, 30.0)
    assert pose.legs[0].turns == (0.0, 270.0, 0.0)
    assert pose.legs[1].turns == (0.0, 270.0, 5.0)


def test_a_base_may_have_its_own_far_limb() -> None:
    pose = resolve({"base": "side_lie"}, base_poses())
    assert isinstance(pose, Pose)
    assert pose.from_above
    assert pose.arms[0].turns != pose.arms[1].turns


def test_a_body_on_its_way_up_no_longer_rests_on_the_seat() -> None:
    pose = resolve({"base": "sit", "anchor": "ankle"}, base_poses())
    assert isinstance(pose, Pose)
    assert pose.rests is Rests.FEET


def test_hands_and_faces_are_poses_of_their_own() -> None:
    hand = resolve({"view": "hand", "mcp": 85, "thumb": "across"}, base_poses())
    assert hand == HandPose(mcp=85.0, across=1.0)
    face = resolve({"view": "face", "gaze": [0.4, 0.3], "lids": 0}, base_poses())
    assert face == FacePose(gaze=(0.4, 0.3), lids=0.0)


def test_an_unknown_base_is_named() -> None:
    with pytest.raises(ValueError, match="'handstand'"):
        resolve({"base": "handstand"}, base_poses())


def test_a_limb_needs_three_numbers() -> None:
    with pytest.raises(ValueError, match="'an'"):
        resolve({"base": "sit", "an": [10, 20]}, base_poses())
