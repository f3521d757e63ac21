"""The result screen: what to do first, the number, why; and what is never there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak.triage.assess import assess
from ergobreak.triage.command import split
from ergobreak.triage.emergency import Employer, Help, help_for
from ergobreak.triage.loader import packaged
from ergobreak.triage.model import Facts, Moves, Tier
from ergobreak.triage.result import ResultView, view
from ergobreak.triage.safety import packaged_countries
from ergobreak.triage.wording import packaged_wording
from tests.triage.people import Case, cases, seen, stories

if TYPE_CHECKING:
    from ergobreak.triage.model import Answers

CHEST: Answers = {"overall": "something", "now_signs": ("chest",)}
AT_WORK = Employer(first_aider="reception, ext. 2222", occupational_health="occupational health, ext. 4410")


def story(case_id: str) -> Case:
    return next(case for case in stories() if case.id == case_id)


def screen(case: Case, help_: Help) -> ResultView:
    answers, facts = split(case.answers, packaged(), case.id)
    return seen(answers, help_, facts)


def every_line(page: ResultView) -> list[str]:
    why = (page.why.said, *page.why.advice, page.why.because, page.why.source) if page.why else ()
    one = (page.label, page.headline, page.head_spoken, page.number_note, page.who, page.calm, page.moves_line)
    return [*one, *why, *page.do_now, *page.dont_now, *page.notes, page.help_sooner, *page.limits, *page.employer]


def test_a_well_person_gets_one_line_and_is_let_go(britain: Help) -> None:
    page = seen({"overall": "good"}, britain, next_break="14:36")
    assert page.headline == "Good to hear. Next break at 14:36."
    assert page.closes_after_s == 8
    assert page.why is None
    assert not page.summary


def test_a_skipped_check_in_never_says_good(britain: Help) -> None:
    page = seen({"overall": "skip"}, britain, next_break="14:36")
    assert page.headline == "Not checked today."


def test_chest_pain_shows_the_number_first_and_stays(britain: Help) -> None:
    page = seen(CHEST, britain)
    assert page.state == "emergency"
    assert page.headline == "Get help now: call 999"
    assert page.head_spoken == "Emergency. Get help now: call 9 9 9."
    assert page.number == "999"
    assert page.alert
    assert page.closes_after_s == 0
    assert page.do_now[:2] == ("Stop work", "Call 999")
    assert "Don't drive yourself" in page.dont_now
    assert not page.shows_moves
    assert page.why is not None
    assert page.why.said.startswith("You said: chest pain")
    assert page.why.source == "Advice from the NHS is to get this checked."


def test_an_unknown_country_is_said_plainly() -> None:
    page = seen(CHEST, help_for(packaged_countries(), system_region="XX"))
    assert page.headline == "Get help now: call your local emergency number"
    assert page.number == ""
    assert "112 works in the EU" in page.number_note
    assert page.do_now[1] == "Call your local emergency number"


def test_the_country_stands_beside_the_number_so_that_a_wrong_one_is_seen() -> None:
    page = seen(CHEST, help_for(packaged_countries(), system_region="US"))
    assert "the United States" in page.number_note


def test_seat_area_signs_give_a_calm_true_line_and_the_words_to_say(britain: Help) -> None:
    page = screen(story("V108"), britain)
    assert page.calm.startswith("Most people who get this check do not have")
    assert "Say the words on this page" in page.do_now
    assert "Don't wait to see a family doctor first" in page.dont_now


def test_a_bad_accident_means_keeping_still(britain: Help) -> None:
    page = seen({"overall": "something", "now_signs": ("chest", "big_accident")}, britain)
    assert "Keep head, neck and back still until help comes" in page.do_now


def test_a_weak_foot_is_asked_to_be_seen_today(britain: Help) -> None:
    page = screen(story("V129"), britain)
    assert page.state == "urgent"
    assert page.headline == "Please get this checked today. Call 111 or your doctor."
    assert page.number == "111"
    assert page.moves_line == "We have paused the moves until a health professional says they are fine."


def test_one_page_names_one_time(britain: Help) -> None:
    foot: Answers = {
        "overall": "something",
        "now_signs": ("none",),
        "region": ("lower_back", "hip_leg"),
        "feel": ("weak",),
        "leg_side": "one",
        "weak_kind": "drop",
        "weak_onset": "weeks",
        "saddle": ("none",),
        "leg_swell": "no",
        "duration": "lt_1w",
        "trend": "worse",
    }
    page = seen(foot, britain, Facts())
    assert page.headline.startswith("Please get this checked today.")
    assert page.why is not None
    assert "Weakness that is growing needs a check today." in page.why.advice
    assert not any("next few days" in each for each in page.why.advice)


def test_without_an_advice_line_other_ways_are_named() -> None:
    page = screen(story("V129"), help_for(packaged_countries(), setting="US"))
    assert page.number == ""
    assert "an out-of-hours clinic or a nurse line" in page.headline


def test_four_weeks_of_back_ache_mean_a_visit(britain: Help) -> None:
    page = screen(story("V044"), britain)
    assert page.headline == "Worth booking a visit in the next 2 weeks"
    assert page.who.startswith("A doctor, a physiotherapist")
    assert page.why is not None
    assert page.why.said == "You said: 2 to 6 weeks; lower back; about the same."
    assert page.number == ""
    assert page.summary


def test_eyes_go_to_an_optician(britain: Help) -> None:
    assert screen(story("V050"), britain).who.startswith("An optician")


def test_an_everyday_ache_gets_moves_and_says_which_are_left_out(britain: Help) -> None:
    page = screen(story("V010"), britain)
    assert page.shows_moves
    assert page.moves_line == "Here are easy moves without deep forward bends or twisting. We will ask again in 3 days."
    assert page.help_sooner
    assert "No bed rest" in page.dont_now


def test_private_answers_are_read_out_only_on_the_page_for_whoever_helps(britain: Help) -> None:
    back: dict[str, str | int | tuple[str, ...]] = {
        "overall": "something",
        "now_signs": ("none",),
        "region": ("lower_back",),
        "feel": ("ache",),
    }
    page = seen({**back, "saddle": ("sex",)}, britain)
    assert page.state == "urgent"
    assert page.why is not None
    assert "sex" not in page.why.said
    page = seen({**back, "saddle": ("poo",)}, britain)
    assert page.why is not None
    assert "poo" in page.why.said


def test_a_rule_with_a_private_reason_gives_no_half_reason(britain: Help) -> None:
    neck: dict[str, str | int | tuple[str, ...]] = {"overall": "something", "now_signs": ("none",), "region": ("neck",)}
    page = seen({**neck, "feel": ("ache",), "cord_signs": ("clumsy", "zap")}, britain)
    assert page.why is not None
    assert page.why.said == ""
    assert page.why.advice[0].startswith("Two or more of clumsy hands")


def test_studies_and_cases_are_not_passed_off_as_advice(britain: Help) -> None:
    page = screen(next(case for case in cases("each_rule") if case.id == "E26_over50_sudden_back"), britain)
    assert page.why is not None
    assert page.why.source == "Medical reports say that signs like these are worth a check."


def test_who_stops_early_is_told_so_and_shown_the_signs(britain: Help) -> None:
    page = seen({"overall": "something", "now_signs": ("none",)}, britain)
    assert page.headline == "You stopped before the end"
    assert page.shows_signs
    assert not page.shows_moves


def test_a_hold_is_named(britain: Help) -> None:
    page = seen({"overall": "good"}, britain, Facts(prev_tier=3, prev_age_days=9))
    assert page.state == "visit"
    assert any("health professional" in note for note in page.notes)


def test_the_employer_comes_last_and_only_where_it_helps() -> None:
    help_ = help_for(packaged_countries(), setting="GB", employer=AT_WORK)
    assert seen(CHEST, help_).employer == (
        "After you call, tell reception, ext. 2222, so they can guide the ambulance.",
    )
    assert screen(story("V044"), help_).employer == ("At work: occupational health, ext. 4410 can also advise.",)
    assert seen({"overall": "good"}, help_).employer == ()


def test_the_employer_changes_nothing_else() -> None:
    plain = help_for(packaged_countries(), setting="GB")
    added = help_for(packaged_countries(), setting="GB", employer=AT_WORK)
    for case in stories():
        one, other = screen(case, plain), screen(case, added)
        same = [name for name in one.__slots__ if name != "employer"]
        assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same], case.id


@pytest.mark.parametrize("country", ["GB", "US", "DE", ""])
def test_every_page_of_every_story_is_whole(country: str) -> None:
    help_ = help_for(packaged_countries(), setting=country)
    for case in (*stories(), *cases("each_rule")):
        answers, facts = split(case.answers, packaged(), case.id)
        result = assess(answers, facts, packaged())
        page = view(result, answers, packaged(), packaged_wording(), help_)
        for line in every_line(page):
            assert "{" not in line, f"{case.id}: {line}"
            assert "  " not in line, f"{case.id}: {line}"
        assert page.headline
        assert page.limits[0].startswith("General information")
        assert page.alert == (result.tier >= Tier.URGENT)
        assert page.shows_moves == (result.tier is Tier.SELF_CARE and result.moves < Moves.NONE)
        if result.tier > Tier.GOOD:
            assert page.why is not None
            assert page.do_now, case.id
            assert page.dont_now, case.id
            assert page.moves_line, case.id
            assert page.sources, case.id
            assert page.closes_after_s == 0
        if result.tier is Tier.VISIT:
            assert page.who, case.id
        if result.tier >= Tier.VISIT:
            assert page.why is not None
            assert page.why.advice, case.id
        if result.tier < Tier.URGENT:
            assert page.number == ""
            assert "lease" not in page.headline
