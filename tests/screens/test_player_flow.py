"""A routine lived through without a screen: doses, sides, repetitions, and the frames that go with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.routines.library import load_all
from ergobreak.screens.player_flow import Dose, Phase, Player
from ergobreak.screens.player_frames import Frames
from tests.screens.playing import routine

NAMES = sorted(load_all().by_id)


def begun(name: str, **dose: object) -> Player:
    return Player.of(routine(name), Dose(**dose)).settled(0.0)  # type: ignore[arg-type] # a story names what it needs


def test_five_seconds_to_get_ready_then_the_steps_then_the_end() -> None:
    player = begun("cat_camel")
    assert player.phase is Phase.READY
    assert player.passed(4.9).phase is Phase.READY
    assert (player.passed(5.0).phase, player.passed(5.0).line.number) == (Phase.STEP, 1)
    assert player.passed(13.0).line.number == 2
    assert player.passed(5 + 8 + 70 + 5).phase is Phase.DONE


@pytest.mark.parametrize(("level", "count"), [(1, 10), (2, 12), (3, 15)])
def test_the_level_gives_the_dose(level: int, count: int) -> None:
    assert begun("cat_camel", level=level).lines[2].repetitions == count


def test_repetitions_are_counted_by_their_seconds() -> None:
    player = begun("cat_camel").passed(13.0)
    assert [player.repetition(13.0 + each) for each in (0.0, 6.9, 7.0, 69.9)] == [0, 0, 1, 9]


def test_the_other_side_is_mirrored_and_alternate_sides_alternate() -> None:
    glides = begun("tendon_glides")
    assert not glides.moved(2, 0.0).mirrored(0.0)
    assert glides.moved(3, 0.0).mirrored(0.0)
    dog = begun("bird_dog")
    dog = dog.moved(2, 0.0).settled(0.0)
    each = dog.line.each_s
    assert [dog.mirrored(each * n + 0.1) for n in range(4)] == [False, True, False, True]


def test_beginning_on_the_left_turns_every_sided_picture_round() -> None:
    usual, left = begun("tendon_glides"), begun("tendon_glides", left_first=True)
    for by in (1, 2, 3):
        assert usual.moved(by, 0.0).mirrored(0.0) is not left.moved(by, 0.0).mirrored(0.0)
    assert "left" in left.moved(1, 0.0).line.say


def test_a_pause_stops_the_time_and_nothing_else() -> None:
    player = begun("cat_camel").passed(10.0)
    paused = replace(player, paused=True).settled(10.0)
    assert paused.passed(1000.0).within(1000.0) == 5.0
    assert replace(paused, paused=False).settled(1000.0).passed(1003.0).line.number == 2


def test_easier_asks_what_the_easier_form_says_and_keeps_its_place() -> None:
    player = begun("cat_camel", level=3).passed(20.0)
    easier = player.made_easier(20.0)
    assert (easier.line.repetitions, easier.within(20.0), easier.easier) == (5, 7.0, True)
    assert easier.made_easier(20.0).line.repetitions == 15


def test_a_long_hold_becomes_short_lifts() -> None:
    held = begun("bridge").passed(5 + 8 + 4 + 12)
    assert (held.line.seconds, held.line.repetitions) == (30, 1)
    lifts = held.made_easier(29.0)
    assert (lifts.line.repetitions, lifts.line.each_s, lifts.repetition(29.0)) == (6, 5, 2)


def test_a_step_that_the_easier_form_leaves_out_gives_way_to_the_next_or_the_last() -> None:
    near_far = begun("near_far").passed(6.0)
    assert near_far.line.say.startswith("Hold up your thumb")
    far = near_far.made_easier(6.0)
    assert (far.steps, far.line.number, far.line.seconds, far.within(6.0)) == (1, 1, 20, 0.0)
    assert far.made_easier(7.0).line.number == 2, "back at the step it was, in the usual form"

    shaking = begun("hand_shakeout").passed(5 + 5 + 20 + 1)
    resting = shaking.made_easier(31.0)
    assert (shaking.line.number, resting.line.number, resting.phase) == (3, 1, Phase.STEP)


@given(name=st.sampled_from(NAMES), level=st.integers(1, 3), at=st.floats(0.0, 300.0))
def test_easier_can_always_be_taken_back(name: str, level: int, at: float) -> None:
    player = begun(name, level=level).passed(at)
    easier = player.made_easier(at)
    assert easier.over or easier.lines[easier.at].number <= player.steps
    again = easier.made_easier(at)
    if not easier.over:
        assert (again.lines, again.routine, again.easier) == (player.lines, player.routine, False)


def test_easier_ends_a_step_that_has_gone_on_for_longer() -> None:
    player = begun("cat_camel", level=3).passed(13.0 + 80.0)
    assert player.line.number == 2
    assert player.made_easier(93.0).line.number == 3


def test_back_from_the_first_step_begins_it_again() -> None:
    player = begun("cat_camel").passed(9.0)
    again = player.moved(-1, 9.0)
    assert (again.line.number, again.within(9.0)) == (1, 0.0)


def test_what_cannot_be_read_leaves_a_quiet_pause() -> None:
    player = Player.of({"id": "x", "title": "broken"}, Dose()).settled(0.0)
    assert player.routine is None
    assert player.line.say == "Look far, breathe out, change position."
    assert player.passed(40.0).phase is Phase.DONE


@given(name=st.sampled_from(NAMES), level=st.integers(1, 3), jumps=st.lists(st.floats(0.0, 30.0), max_size=20))
def test_whatever_happens_the_time_left_never_grows_by_itself(name: str, level: int, jumps: list[float]) -> None:
    player, now = begun(name, level=level), 0.0
    whole = player.left(0.0)
    for jump in jumps:
        left, now = player.left(now), now + jump
        player = player.passed(now)
        assert player.left(now) <= left + 1e-6
        assert player.over or abs(whole - player.left(now) - now) < 1e-6
        assert 0 <= player.repetition(now) < player.line.repetitions


@pytest.mark.parametrize("name", NAMES)
def test_every_routine_has_pictures_and_at_every_moment_one_is_framed(name: str) -> None:
    player = begun(name)
    frames = Frames(player)
    assert all(each.words.split(" ", 1)[1][0].isupper() for each in frames.pictures)
    now = 0.0
    while not player.over:
        for reduced in (False, True):
            shown = frames.shown(player, now, reduced=reduced)
            assert 0 <= shown.picture < len(frames.pictures)
            assert shown.for_s > 0
            picture = frames.pictures[shown.picture]
            assert picture.step <= max(0, player.line.number - 1)
        now += 0.7
        player = player.passed(now)


def test_a_reel_that_is_shorter_than_a_repetition_waits_for_it() -> None:
    player = begun("belly_breathing").moved(2, 0.0).settled(0.0)
    frames = Frames(player)
    assert frames.shown(player, 3.0, reduced=False).still == ""
    assert frames.shown(player, 8.0, reduced=False).still != ""
    again = frames.shown(player, 10.1, reduced=False)
    assert again.still == ""
    assert again.seek_s == pytest.approx(0.1)
