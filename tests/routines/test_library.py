"""The packaged library: complete, sourced, plainly said, and read in a blink."""

from __future__ import annotations

import re
import tomllib
from time import perf_counter
from typing import TYPE_CHECKING

import pytest

from ergobreak import content
from ergobreak.routines import tables
from ergobreak.routines.checks import problems
from ergobreak.routines.library import PACKAGED, load_all
from ergobreak.routines.model import Group, Place, Routine

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY = load_all()
FILES = sorted(PACKAGED.glob("*.toml"))

# id: seconds at the base dose, seconds at the most, discreet
TIMES = {
    "cat_camel": (83, 118, False), "childs_pose": (50, 80, False), "pelvic_tilt": (73, 103, False),
    "bird_dog": (82, 117, False), "floor_twist": (80, 140, False), "bridge": (48, 78, False),
    "chin_tuck": (41, 41, True), "neck_turns": (36, 36, True), "neck_side_stretch": (42, 42, True),
    "shoulder_rolls": (32, 32, True), "scapular_squeeze": (44, 44, True), "thoracic_extension_chair": (42, 42, False),
    "doorway_pec": (52, 52, False), "wall_slides": (46, 46, False), "two_minute_shoulder": (116, 116, False),
    "wrist_stretch_pair": (60, 60, True), "tendon_glides": (68, 68, True), "median_nerve_glide": (64, 64, False),
    "hand_shakeout": (30, 30, True), "elbow_unload": (30, 30, True), "seated_cat_camel": (52, 52, True),
    "seated_pelvic_tilt": (44, 64, True), "chair_twist": (37, 37, True), "desk_lean": (35, 70, True),
    "seated_cross_reach": (44, 64, False), "glute_squeeze": (43, 43, True), "side_reach": (34, 34, False),
    "standing_back_bend": (34, 34, False), "standing_reset": (30, 30, True), "sit_to_stand": (45, 80, False),
    "calf_raises": (52, 84, True), "ankle_pumps": (33, 33, True), "seated_march": (43, 43, True),
    "knee_extension": (53, 53, True), "hamstring_chair": (50, 70, True), "hip_flexor_stretch": (50, 50, False),
    "figure_four_chair": (52, 52, False), "leg_nerve_slider": (84, 84, False), "walk_2": (120, 120, True),
    "walk_5": (300, 300, True), "wall_push_up": (45, 65, False), "chair_weight_shift": (120, 120, True),
    "gaze_20": (20, 20, True), "full_blinks": (20, 20, True), "near_far": (36, 36, True),
    "belly_breathing": (88, 128, True), "tense_release": (45, 45, True), "lesson_lift": (58, 58, False),
    "lesson_warmup": (174, 174, False), "lesson_gym_form": (42, 42, True), "lesson_sleep": (45, 45, True),
    "lesson_flare": (48, 48, True), "lesson_desk_setup": (85, 85, True),
}  # fmt: skip

HARSH = re.compile(
    r"!|\b(should|must|never|don't|wrong|bad|lazy|fail(ed|ure)?|missed|guilt|slouch\w*|slump\w*|injur\w*|damage\w*"
    r"|dangerous|great job|well done)\b",
    re.IGNORECASE,
)


def texts(routine: Routine) -> list[str]:
    steps = [text for step in routine.steps for text in (step.say, step.cue)]
    words = [routine.title, routine.purpose, routine.space, routine.clothes, routine.dose, routine.easier]
    return [text for text in [*words, routine.seated, routine.stop, *steps] if text]


def test_all_fifty_three_take_the_seconds_they_are_known_for() -> None:
    found = {each.id: (each.seconds(), each.seconds(3), each.discreet) for each in LIBRARY}

    assert found == TIMES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_passes_the_strict_gate_and_says_the_same_as_the_quick_reader(path: Path) -> None:
    strict = content.load(path, Routine)

    assert strict == LIBRARY.by_id[path.stem]
    assert list(problems(strict, twins=LIBRARY.by_id)) == []


@pytest.mark.parametrize("routine", list(LIBRARY), ids=lambda routine: routine.id)
def test_each_says_where_it_comes_from_and_that_nobody_has_signed_it_off_yet(routine: Routine) -> None:
    assert routine.sources
    assert set(routine.sources) <= tables.sources().keys()
    assert routine.status == "awaiting clinical review"
    assert routine.reviewed.year == 2026


@pytest.mark.parametrize("routine", list(LIBRARY), ids=lambda routine: routine.id)
def test_the_words_are_plain_and_kind(routine: Routine) -> None:
    for text in texts(routine):
        assert not HARSH.search(text), text
        assert not text.startswith(" "), text
        assert "  " not in text
    for step in routine.steps:
        assert len(step.say.split()) <= 20
        assert step.say[0].isupper()
        assert step.say[-1] in ".?"
        assert not step.cue or step.cue[-1] in ".?"


@pytest.mark.parametrize("routine", list(LIBRARY), ids=lambda routine: routine.id)
def test_every_exercise_has_an_easier_form_and_something_for_a_chair(routine: Routine) -> None:
    if routine.set is not Group.LESSON:
        assert routine.easier
    twin = LIBRARY.seated(routine)
    if twin is None:
        assert " " in routine.seated
    else:
        assert Place.CHAIR in twin.place
        assert "standing" not in twin.tags


def test_the_six_floor_exercises_keep_their_doses() -> None:
    home = {each.id for each in LIBRARY if each.set is Group.HOME}
    repeated = {name: LIBRARY.by_id[name].steps[1] for name in ("cat_camel", "pelvic_tilt", "bird_dog")}
    held = [
        step for name in ("childs_pose", "floor_twist", "bridge") for step in LIBRARY.by_id[name].steps if step.hold
    ]

    assert home == {"cat_camel", "childs_pose", "pelvic_tilt", "bird_dog", "floor_twist", "bridge"}
    assert {(step.reps, step.max_reps) for step in repeated.values()} == {(10, 15)}
    assert [step.repetitions(level) for step in repeated.values() for level in (1, 2, 3)] == [10, 12, 15] * 3
    assert {(step.hold, step.max_hold) for step in held} == {(30, 60)}
    assert [held[0].seconds(level) for level in (1, 2, 3)] == [30, 45, 60]


def test_what_is_drawn_for_the_left_is_drawn_for_the_right_too() -> None:
    """Frames are drawn for the right side and mirrored for the left, so a left side of its own would be drawn wrong."""
    for routine in LIBRARY:
        right = {name for step in routine.steps if step.side != "left" for name in step.show}
        left = {name for step in routine.steps if step.side == "left" for name in step.show}
        left -= {name for name, frame in routine.frames.items() if frame.keys() <= {"base", "props"}}
        assert left <= right, routine.id


def test_names_may_be_typed_with_hyphens() -> None:
    found = LIBRARY.get("Cat-Camel")

    assert found is not None
    assert found.id == "cat_camel"
    assert LIBRARY.get("no such thing") is None


def test_every_table_beside_the_library_passes_the_strict_gate() -> None:
    here = tables.HERE

    assert len(content.load(here / "patterns.toml", tables.PatternFile).pattern) == 24
    assert {each.key for each in content.load(here / "sources.toml", tables.SourceFile).source} == set(tables.sources())
    assert tuple(tables.plans().values()) == content.load(here / "plans.toml", tables.PlanFile).plan
    assert tables.wordings() == content.load(here / "wordings.toml", tables.WordingFile).wordings
    assert tables.vocabulary() == content.load(here / "tags.toml", tables.Vocabulary)


def test_every_word_and_source_is_used_or_known() -> None:
    words = tables.vocabulary()
    used = {tag for each in LIBRARY for tag in each.tags} | {
        tag for each in tables.patterns().values() for tag in each.avoid
    }
    ruled = {name for each in LIBRARY for name in each.not_if}

    assert used <= words.tags.keys()
    assert ruled == set(words.conditions)
    assert {region for each in LIBRARY for region in each.regions} == set(words.regions)
    assert {each.group for each in words.regions.values()} - {""} == set(words.groups)
    for pattern in tables.patterns().values():
        assert set(pattern.sources) <= tables.sources().keys()
        assert set(pattern.prefer) <= LIBRARY.by_id.keys()
        assert set(pattern.prefer_tags) <= words.tags.keys()
    for plan in tables.plans().values():
        assert set(plan.routines) <= LIBRARY.by_id.keys()
        assert set(plan.sources) <= tables.sources().keys()


def test_the_dates_in_files_are_dates() -> None:
    for path in FILES:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        assert raw["id"] == path.stem
        assert raw["reviewed"].isoformat() >= "2026-11-22"


def test_the_tables_speak_as_kindly_as_the_routines() -> None:
    said = [text for each in tables.patterns().values() for text in (each.when, each.note)]
    said += [text for each in tables.plans().values() for text in (each.title, each.purpose, each.begin, each.harder)]
    said += [text for ways in tables.wordings().values() for text in ways]
    said += [text for each in tables.cards().values() for text in (each.title, each.text)]

    for text in said:
        assert not re.search(r"!|\b(should|must|lazy|fail\w*|missed|guilt|danger\w*)\b", text, re.IGNORECASE), text


def test_the_whole_library_is_read_in_well_under_a_blink() -> None:
    def once() -> float:
        begun = perf_counter()
        load_all()
        return perf_counter() - begun

    assert min(once() for _ in range(5)) < 0.15
