"""One short question after a result, and an end to the asking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ergobreak.triage.assess import assess
from ergobreak.triage.extras import packaged_follow_ups
from ergobreak.triage.follow_up import Does, FollowUp, after, answered, is_due
from ergobreak.triage.loader import packaged
from ergobreak.triage.model import Answers, Facts, Tier

TODAY = date(2026, 11, 22)


def left_by(answers: Answers) -> FollowUp | None:
    return after(assess(answers, Facts(), packaged()), TODAY)


def test_a_good_day_leaves_no_question() -> None:
    assert left_by({"overall": "good"}) is None


def test_stiffness_is_asked_about_in_three_days() -> None:
    waiting = left_by({"overall": "bit_stiff", "extra_signs": ("none",), "region": ("neck",)})
    assert waiting == FollowUp(tier=Tier.SELF_CARE, due=TODAY + timedelta(days=3))
    assert waiting is not None
    assert not is_due(waiting, TODAY + timedelta(days=2))
    assert is_due(waiting, TODAY + timedelta(days=3))
    assert is_due(waiting, TODAY + timedelta(days=30))


def test_an_emergency_is_asked_about_at_the_next_start() -> None:
    waiting = left_by({"overall": "something", "now_signs": ("chest",)})
    assert waiting is not None
    assert is_due(waiting, TODAY, starting=True)
    assert not is_due(waiting, TODAY)


def test_two_dismissals_end_the_asking() -> None:
    waiting: FollowUp | None = FollowUp(tier=Tier.VISIT, due=TODAY)
    assert waiting is not None
    waiting = answered(waiting, Does.DISMISS, TODAY)
    assert waiting == FollowUp(tier=Tier.VISIT, due=TODAY + timedelta(days=1), dismissed=1)
    assert waiting is not None
    assert answered(waiting, Does.DISMISS, TODAY + timedelta(days=1)) is None


@pytest.mark.parametrize("does", [Does.CLOSE, Does.CHECK_IN, Does.CLEAR])
def test_an_answer_ends_it(does: Does) -> None:
    assert answered(FollowUp(tier=Tier.URGENT, due=TODAY), does, TODAY) is None


def test_not_seen_yet_is_asked_again_tomorrow_and_seen_without_moves_in_a_week() -> None:
    waiting = FollowUp(tier=Tier.EMERGENCY, due=TODAY, at_next_start=True)
    tomorrow, week = answered(waiting, Does.SHOW_HELP, TODAY), answered(waiting, Does.ASK_AGAIN, TODAY)
    assert tomorrow is not None
    assert week is not None
    assert (tomorrow.due, week.due) == (TODAY + timedelta(days=1), TODAY + timedelta(days=7))
    assert not tomorrow.at_next_start


def test_every_tier_has_its_question_and_can_be_put_away() -> None:
    _, questions = packaged_follow_ups()
    assert set(questions) == {Tier.SELF_CARE, Tier.VISIT, Tier.URGENT, Tier.EMERGENCY}
    for tier, question in questions.items():
        does = {each.does for each in question.answers}
        assert Does.DISMISS in does
        assert (Does.CLEAR in does) == (tier >= Tier.VISIT)
        assert (Does.SHOW_HELP in does) == (tier >= Tier.URGENT)
