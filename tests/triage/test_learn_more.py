"""Learn more: information about lines and times, never a result."""

from __future__ import annotations

import pytest

from ergobreak.triage.assess import assess
from ergobreak.triage.extras import learn_more
from ergobreak.triage.loader import packaged
from ergobreak.triage.model import Answers, Assessment, Facts
from ergobreak.triage.nerve_lines import line_for, may_show, path_question, recovery_for

MORE = learn_more(packaged())
LEG: dict[str, str | int | tuple[str, ...]] = {
    "overall": "something",
    "now_signs": ("none",),
    "region": ("hip_leg",),
    "feel": ("shooting",),
    "leg_side": "one",
    "saddle": ("none",),
    "leg_swell": "no",
    "duration": "lt_1w",
    "trend": "better",
    "night": "no",
    "effect": "none",
    "pain": 3,
    "background": ("none",),
    "worse_with": ("none",),
}


def judged(answers: Answers) -> Assessment:
    return assess(answers, Facts(), packaged())


def test_a_line_is_information_with_a_source() -> None:
    line = line_for(judged(LEG), "leg_outer_big_toe", MORE.lines)
    assert line is not None
    assert line.area == "L5, low back"
    assert line.sources
    assert "Only an examination can tell." in MORE.words["about"]


def test_choosing_a_line_changes_nothing() -> None:
    for line in MORE.lines:
        chosen = judged({**LEG, "path": line.id})
        assert (chosen.tier, chosen.moves, chosen.avoid) == (judged(LEG).tier, judged(LEG).moves, judged(LEG).avoid)


@pytest.mark.parametrize("answers", [{"overall": "good"}, {**LEG, "saddle": ("poo",)}, {**LEG, "trend": "worse_fast"}])
def test_nothing_is_offered_when_well_or_from_tier_3_on(answers: Answers) -> None:
    result = judged(answers)
    assert not may_show(result)
    assert path_question(result, packaged()) is None
    assert line_for(result, "leg_outer_big_toe", MORE.lines) is None
    assert recovery_for(result, answers, packaged(), MORE.recovery) == ()


def test_every_line_that_can_be_chosen_is_explained() -> None:
    question = path_question(judged(LEG), packaged())
    assert question is not None
    assert {each.id for each in question.options} == {each.id for each in MORE.lines} | {"no_line"}
    assert line_for(judged(LEG), "no_line", MORE.lines) is None


def test_times_fit_the_place_and_never_promise() -> None:
    shown = recovery_for(judged(LEG), LEG, packaged(), MORE.recovery)
    assert {"leg_weeks", "nerve_feelings", "order"} <= {each.id for each in shown}
    assert "wrist" not in {each.id for each in shown}
    for each in MORE.recovery:
        assert " will " not in each.text
        assert each.sources
