"""What earlier check-ins add, told as weeks of somebody's life."""

from __future__ import annotations

from datetime import date, timedelta

from ergobreak.triage.assess import assess
from ergobreak.triage.history import Past, facts, hold_alone, is_worse
from ergobreak.triage.loader import packaged
from ergobreak.triage.model import Answers, Facts, Tier

TODAY = date(2026, 11, 22)
BACK: dict[str, str | int | tuple[str, ...]] = {
    "overall": "something",
    "now_signs": ("none",),
    "region": ("lower_back",),
    "feel": ("ache",),
    "saddle": ("none",),
    "duration": "w1_2",
    "trend": "same",
    "night": "no",
    "effect": "none",
    "pain": 3,
    "background": ("none",),
    "worse_with": ("none",),
}


def ago(
    days: int,
    tier: Tier = Tier.SELF_CARE,
    *places: str,
    pain: int | None = None,
    cleared: bool = False,
) -> Past:
    return Past(on=TODAY - timedelta(days=days), tier=tier, places=frozenset(places), pain=pain, cleared=cleared)


def fired(answers: Answers, *past: Past) -> set[str]:
    result = assess(answers, facts(past, answers, TODAY), packaged())
    return {rule.id for rule in result.fired if rule.id.startswith("H") or rule.id == "S03_desk_check"}


def test_a_first_check_in_has_no_past() -> None:
    assert facts([], BACK, TODAY) == Facts()
    assert fired(BACK) == set()


def test_two_weeks_in_one_place_and_three_check_ins_are_time_for_a_visit() -> None:
    past = [ago(14, Tier.SELF_CARE, "lower_back"), ago(7, Tier.SELF_CARE, "lower_back")]
    assert facts(past, BACK, TODAY).days_same_region == 14
    assert facts(past, BACK, TODAY).checkins_same_region == 3
    assert fired(BACK, *past) == {"H01_two_weeks"}
    assert fired({**BACK, "trend": "better"}, *past) == set()


def test_another_place_is_another_story() -> None:
    assert fired(BACK, ago(14, Tier.SELF_CARE, "neck"), ago(7, Tier.SELF_CARE, "neck")) == set()


def test_a_good_day_in_between_starts_anew() -> None:
    past = [ago(20, Tier.SELF_CARE, "lower_back"), ago(10, Tier.GOOD), ago(3, Tier.SELF_CARE, "lower_back")]
    assert facts(past, BACK, TODAY).days_same_region == 3
    assert facts(past, BACK, TODAY).episodes_90d == 2


def test_six_weeks_of_the_same_stiffness_are_worth_a_desk_check() -> None:
    stiff: Answers = {"overall": "bit_stiff", "extra_signs": ("none",), "region": ("neck",)}
    past = [ago(days, Tier.SELF_CARE, "neck") for days in (45, 30, 15, 2)]
    assert fired(stiff, *past) == {"S03_desk_check"}


def test_a_pain_number_that_rose_by_two_within_a_week_counts() -> None:
    worse = {**BACK, "pain": 6}
    assert fired(worse, ago(5, Tier.SELF_CARE, "lower_back", pain=4)) == {"H02_pain_rise"}
    assert fired(worse, ago(9, Tier.SELF_CARE, "lower_back", pain=4)) == set()
    assert fired(worse, ago(5, Tier.SELF_CARE, "lower_back", pain=5)) == set()


def test_a_falling_number_is_no_rise() -> None:
    assert facts([ago(1, Tier.SELF_CARE, "lower_back", pain=8)], BACK, TODAY).pain_rise == 0


def test_the_third_spell_in_90_days_is_worth_a_plan() -> None:
    past = [ago(80, Tier.SELF_CARE, "lower_back"), ago(40, Tier.SELF_CARE, "lower_back")]
    assert facts(past, BACK, TODAY).episodes_90d == 3
    assert fired({**BACK, "pain": 4}, *past) == {"H03_episodes"}


def test_a_visit_that_did_not_happen_is_asked_for_again_when_it_is_worse() -> None:
    past = [ago(16, Tier.VISIT, "lower_back"), ago(5, Tier.VISIT, "lower_back")]
    worse = {**BACK, "trend": "worse"}
    assert facts(past, worse, TODAY).prev_age_days == 16
    assert "H04_tier2_ignored" in fired(worse, *past)
    assert "H04_tier2_ignored" not in fired(BACK, *past)


def test_an_old_visit_for_another_place_is_not_held_against_anybody() -> None:
    worse = {**BACK, "trend": "worse"}
    past = [ago(60, Tier.VISIT, "wrist_hand"), ago(3, Tier.SELF_CARE, "lower_back")]
    assert fired(worse, *past) == set()


def test_a_hold_stays_through_good_days_until_it_is_cleared() -> None:
    good: Answers = {"overall": "good"}
    assert fired(good, ago(10, Tier.URGENT, "neck")) == {"H05_hold"}
    assert fired(good, ago(10, Tier.URGENT, "neck"), ago(3, Tier.VISIT)) == {"H05_hold"}
    assert fired(good, ago(10, Tier.URGENT, "neck", cleared=True), ago(3, Tier.GOOD)) == set()


def test_an_emergency_sign_of_this_week_is_today_even_when_all_is_good_again() -> None:
    good: Answers = {"overall": "good"}
    assert fired(good, ago(1, Tier.EMERGENCY)) == {"H05_hold", "H06_hold_recent"}
    assert fired(good, ago(8, Tier.EMERGENCY)) == {"H05_hold"}
    assert fired(good, ago(1, Tier.EMERGENCY, cleared=True)) == set()


def test_a_later_milder_hold_does_not_hide_the_emergency() -> None:
    assert "H06_hold_recent" in fired({"overall": "good"}, ago(2, Tier.EMERGENCY), ago(1, Tier.URGENT))


def test_a_feeling_that_moved_into_the_leg_is_a_visit_this_week() -> None:
    leg = {
        **BACK,
        "region": ("lower_back", "hip_leg"),
        "feel": ("tingle",),
        "leg_side": "one",
        "pattern": "gone_fast",
        "leg_swell": "no",
    }
    assert "H07_new_limb" in fired(leg, ago(4, Tier.SELF_CARE, "lower_back"))
    assert "H07_new_limb" not in fired(leg, ago(4, Tier.SELF_CARE, "lower_back", "hip_leg"))
    assert "H07_new_limb" not in fired(leg, ago(4, Tier.SELF_CARE))


def test_what_is_older_than_90_days_is_as_if_it_never_was() -> None:
    assert facts([ago(91, Tier.EMERGENCY)], BACK, TODAY) == Facts()


def test_a_clock_that_ran_ahead_harms_nobody() -> None:
    assert facts([ago(-3, Tier.SELF_CARE, "lower_back", pain=2)], BACK, TODAY).days_same_region == 0


def test_places_that_are_not_kept_still_leave_the_hold() -> None:
    assert fired({"overall": "good"}, ago(10, Tier.URGENT)) == {"H05_hold"}
    assert fired({**BACK, "trend": "worse"}, ago(16, Tier.VISIT)) == {"H04_tier2_ignored"}


def test_who_does_not_want_check_ins_compared_still_keeps_a_hold() -> None:
    weeks = (ago(20, Tier.VISIT, "lower_back", pain=1), ago(16, Tier.SELF_CARE, "lower_back", pain=1), ago(3, pain=1))
    assert hold_alone(facts(weeks, BACK, TODAY)) == Facts()
    held = hold_alone(facts((*weeks, ago(20, Tier.EMERGENCY, "lower_back")), BACK, TODAY))
    assert (held.prev_tier, held.cleared, held.recent) == (4, False, False)
    result = assess({**BACK, "trend": "worse"}, held, packaged())
    named = {rule.id for rule in result.fired}
    assert "H05_hold" in named
    assert named & {"H01_two_weeks", "H02_pain_rise", "H03_episodes", "H04_tier2_ignored", "H07_new_limb"} == set()
    assert hold_alone(facts((ago(20, Tier.EMERGENCY, cleared=True),), BACK, TODAY)) == Facts()


def test_worse_than_the_one_before_is_a_higher_tier_a_higher_number_or_the_persons_word() -> None:
    def worse(tier: Tier, answers: Answers, *past: Past) -> bool:
        return is_worse(past, tier, answers, TODAY)

    assert not worse(Tier.SELF_CARE, BACK)
    assert worse(Tier.SELF_CARE, {**BACK, "trend": "worse"})
    assert worse(Tier.SELF_CARE, BACK, ago(9, Tier.URGENT), ago(2, Tier.GOOD))
    assert not worse(Tier.SELF_CARE, BACK, ago(2, Tier.SELF_CARE, pain=3), ago(9, Tier.GOOD))
    assert worse(Tier.SELF_CARE, BACK, ago(2, Tier.SELF_CARE, pain=2))
    assert not worse(Tier.GOOD, {**BACK, "trend": "worse"}, ago(2, Tier.SELF_CARE, pain=2))
    assert not worse(Tier.VISIT, BACK, ago(91, Tier.GOOD))
