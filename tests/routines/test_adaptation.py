"""What is left out for whom: the 24 patterns, the conditions, and the check-in's words against movement tags."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import ergobreak
from ergobreak.routines import tables
from ergobreak.routines.adaptation import (
    LEAVE_OUT,
    REGIONS_OF,
    Adaptation,
    Moves,
    adaptation,
    gentle,
    lapsed,
    movement_tags,
    standing,
    stricter,
    words_for,
)
from ergobreak.routines.library import load_all
from ergobreak.routines.model import Group, Place, Routine

LIBRARY = load_all()
EXERCISES = [each for each in LIBRARY if each.set not in {Group.LESSON, Group.OPT_IN}]

# routines left of the 46, and how many of these can be done on a chair; mild forms counted as allowed
LEFT = {
    "P01": (35, 22), "P02": (25, 22), "P03": (35, 26), "P04": (38, 25), "P05": (46, 30), "P06": (32, 22),
    "P07": (46, 30), "P08": (39, 27), "P09": (41, 27), "P10": (41, 29), "P11": (36, 27), "P12": (46, 30),
    "P13": (42, 29), "P14": (39, 29), "P15": (39, 29), "P16": (35, 23), "P17": (46, 30), "P18": (42, 29),
    "P19": (37, 26), "P20": (46, 30), "P21": (39, 27), "P22": (26, 26), "P23": (0, 0), "P24": (0, 0),
}  # fmt: skip


def allowed(now: Adaptation) -> tuple[int, int]:
    left = [each for each in EXERCISES if now.blocks(each) is None]
    return len(left), sum(Place.CHAIR in each.place for each in left)


def of(*names: str) -> Adaptation:
    return adaptation(patterns=[tables.patterns()[name] for name in names])


@pytest.mark.parametrize("name", LEFT)
def test_each_pattern_leaves_exactly_what_it_is_known_to_leave(name: str) -> None:
    now = of(name)
    full_forms = frozenset(tag for tag in now.avoid if not tag.endswith("_small"))

    assert allowed(replace(now, avoid=full_forms)) == LEFT[name]


def test_only_dizziness_leaves_out_mild_forms_too_which_takes_three_more() -> None:
    assert [name for name in LEFT if allowed(of(name)) != LEFT[name]] == ["P14"]
    assert allowed(of("P14")) == (36, 28)
    for name in ("calf_raises", "hip_flexor_stretch", "thoracic_extension_chair"):
        assert of("P14").blocks(LIBRARY.by_id[name]) is not None


def test_with_leg_pain_the_floor_exercises_that_bend_and_twist_go_and_the_others_stay() -> None:
    for name in ("P01", "P04"):
        gone = {each.id for each in LIBRARY if each.set is Group.HOME and of(name).blocks(each)}
        assert gone == {"cat_camel", "childs_pose", "floor_twist"}


def test_patterns_add_up_and_a_preference_brings_nothing_back() -> None:
    both = of("P02", "P05")
    walk = LIBRARY.by_id["walk_2"]

    assert both.avoid >= of("P02").avoid | of("P05").avoid
    assert both.likes(walk)
    assert both.blocks(walk) is not None


def test_a_clinicians_other_instructions_leave_only_the_clinicians_own_routines() -> None:
    prescribed = _prescribed()

    assert of("P23").blocks(prescribed) is None
    assert of("P24").blocks(prescribed) is not None
    assert of("P23", "P24").blocks(prescribed) is not None
    assert all(of("P23").blocks(each) for each in LIBRARY)


def test_what_was_told_two_weeks_ago_is_asked_again() -> None:
    now = datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001 - one person's wall clock
    ticked = {"P01": now - timedelta(days=13, hours=23), "P07": now - timedelta(days=14)}

    assert standing(ticked, now) == ("P01",)
    assert lapsed(ticked, now) == ("P07",)


TRIAGE = {
    "forward_bend": {"spinal_flexion", "forward_lean", "hip_flexion_deep", "head_low"},
    "long_sit": set(),
    "back_bend": {"spinal_extension", "hip_extension"},
    "twist": {"rotation"},
    "neck_end_range": {"neck_flexion", "neck_rotation", "neck_side_bend", "neck_flexion_loaded"},
    "neck_back_bend": {"neck_extension"},
    "overhead": {"overhead", "shoulder_abduction_90"},
    "wrist_end_range": {"wrist_load", "wrist_flexion_end", "wrist_extension_end"},
    "tight_grip": {"grip"},
    "nerve_stretch": {"nerve_tension_arm", "nerve_tension_leg"},
    "heavy_load": {"lifting_load", "exertion_moderate"},
    "breath_hold": {"breath_hold", "isometric"},
    "lie_on_back": {"supine"},
    "lie_on_front": {"prone"},
    "end_range": {"wrist_flexion_end", "wrist_extension_end"},
    "full_range": {"wrist_flexion_end", "wrist_extension_end"},
}


def test_the_check_ins_words_become_movement_tags() -> None:
    assert LEAVE_OUT.keys() == TRIAGE.keys()
    for word, tags in TRIAGE.items():
        mild = {tag for tag in LEAVE_OUT[word] if tag.endswith("_small")}
        assert LEAVE_OUT[word] - mild == tags
        assert movement_tags([word]) == LEAVE_OUT[word]
    assert set().union(*LEAVE_OUT.values()) <= tables.vocabulary().tags.keys()


def test_and_movement_tags_lead_back_to_the_check_ins_words() -> None:
    for word, tags in LEAVE_OUT.items():
        for tag in tags:
            assert word in words_for(tag)
    assert words_for("rotation") == {"twist"}
    assert words_for("hand_motion") == frozenset()


def test_every_end_of_range_tag_is_left_out_with_end_range() -> None:
    ends = {tag for tag in tables.vocabulary().tags if tag.endswith("_end")}

    assert movement_tags(["end_range"]) == movement_tags(["full_range"]) == ends


@pytest.mark.parametrize(
    ("routine", "words"),
    [
        ("cat_camel", ["forward_bend", "back_bend", "wrist_end_range", "full_range"]),
        ("childs_pose", ["forward_bend", "nerve_stretch"]),
        ("pelvic_tilt", ["lie_on_back"]),
        ("bird_dog", ["heavy_load", "overhead", "wrist_end_range"]),
        ("floor_twist", ["twist", "forward_bend", "nerve_stretch"]),
        ("bridge", ["back_bend", "lie_on_back", "breath_hold"]),
    ],
)
def test_each_floor_exercise_goes_with_the_words_that_rule_it_out(routine: str, words: list[str]) -> None:
    for word in words:
        now = Adaptation().with_check_in(tier=1, moves="adapted", avoid=[word])
        assert now.blocks(LIBRARY.by_id[routine]) is not None, word


def test_long_sitting_is_no_movement_but_a_limit() -> None:
    now = Adaptation().with_check_in(tier=1, moves="adapted", avoid=["long_sit"])

    assert now.avoid == frozenset()
    assert (now.sit_limit_min, now.walk_every_min) == (20, 40)


def test_full_range_means_half_the_range_and_the_base_dose() -> None:
    now = Adaptation().with_check_in(tier=1, moves="adapted", avoid=["full_range"])

    assert now.half_range
    assert now.adapted


def test_an_unknown_word_is_refused_rather_than_passed_over() -> None:
    with pytest.raises(KeyError):
        Adaptation().with_check_in(tier=1, moves="adapted", avoid=["handstand"])


def test_urgent_and_rest_leave_nothing_at_all_not_even_what_was_prescribed() -> None:
    for now in (
        Adaptation().with_check_in(tier=3, moves="normal", avoid=[]),
        Adaptation().with_check_in(tier=4, moves="normal", avoid=[]),
        Adaptation().with_check_in(tier=1, moves="none", avoid=[]),
    ):
        assert all(now.blocks(each) for each in [*LIBRARY, _prescribed()])


def test_while_a_visit_is_to_be_booked_only_walks_breath_eyes_and_lessons_are_left() -> None:
    now = Adaptation().with_check_in(tier=2, moves="normal", avoid=[])
    left = {each.id for each in LIBRARY if now.blocks(each) is None and each.set is not Group.LESSON}

    assert left == {"walk_2", "walk_5", "belly_breathing", "gaze_20", "full_blinks"}


def test_gentle_only_keeps_walking_changing_position_easy_moves_and_breathing() -> None:
    left = {each.id for each in LIBRARY if gentle(each) and each.set is not Group.LESSON}

    assert left == {
        "walk_2", "walk_5", "standing_reset", "chair_weight_shift", "shoulder_rolls", "scapular_squeeze",
        "seated_pelvic_tilt", "ankle_pumps", "seated_march", "hand_shakeout", "elbow_unload", "tendon_glides",
        "belly_breathing", "gaze_20", "full_blinks", "near_far",
    }  # fmt: skip


def test_the_strictest_move_level_counts() -> None:
    assert stricter(Moves.NORMAL, Moves.NONE) is Moves.NONE
    assert stricter(Moves.GENTLE_ONLY, Moves.ADAPTED) is Moves.GENTLE_ONLY
    now = Adaptation(moves=Moves.GENTLE_ONLY).with_check_in(tier=0, moves="normal", avoid=[])
    assert now.moves is Moves.GENTLE_ONLY


def _prescribed() -> Routine:

    return replace(LIBRARY.by_id["shoulder_rolls"], id="mine", set=Group.PRESCRIBED, prescribed_by="A. Physio")


def test_every_word_the_check_in_can_say_is_understood() -> None:
    rules = Path(ergobreak.__file__).parent / "triage" / "rules"
    said: set[str] = set()
    levels: set[str] = set()
    for path in sorted(rules.glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        for row in [raw.get("each", {}), *raw["rule"]]:
            said |= set(row.get("avoid", ()))
            levels |= {row["moves"]} if "moves" in row else set()

    assert said
    assert said <= LEAVE_OUT.keys()
    assert levels <= {level.value for level in Moves}


def test_the_check_ins_places_are_regions_of_the_library() -> None:
    raw = (Path(ergobreak.__file__).parent / "triage" / "questions.toml").read_text(encoding="utf-8")
    region = next(each for each in tomllib.loads(raw)["question"] if each["id"] == "region")

    assert REGIONS_OF.keys() == {each["id"] for each in region["option"]} - {"other"}
    assert {name for names in REGIONS_OF.values() for name in names} <= tables.vocabulary().regions.keys()
    now = Adaptation().with_check_in(tier=1, moves="adapted", avoid=[], places=["wrist_hand", "other"])
    assert now.reported == {"wrists", "hands", "forearms"}
