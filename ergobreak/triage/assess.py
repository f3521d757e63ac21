"""What the answers add up to.

All rules whose condition holds are collected. Tier: the highest. Time: the shortest among the rules of that tier.
Moves: the strictest level of all. Tags to leave out: all of them. Next question: the soonest of that tier. Earlier
check-ins come in as ``Facts``; a question that was shown and not answered comes in as the finding "stopped early".
"""

from __future__ import annotations

from datetime import date, timedelta

from ergobreak.triage.conditions import STOPPED_EARLY, support
from ergobreak.triage.interview import walk
from ergobreak.triage.model import Answers, Assessment, Facts, Outcome, Table, Tier


def fact_bits(facts: Facts, table: Table) -> int:
    """The findings that earlier check-ins add."""
    found = 0
    numbers = {
        "hist_days_same_region": facts.days_same_region,
        "hist_checkins_same_region": facts.checkins_same_region,
        "hist_pain_rise": facts.pain_rise,
        "hist_episodes_90d": facts.episodes_90d,
        "hist_prev_tier": facts.prev_tier,
        "hist_prev_age_days": facts.prev_age_days,
    }
    for name, value in numbers.items():
        for step in table.steps.get(name, ()):
            if value >= step:
                found |= table.bits[name, step]
    words = {
        "hist_recent": "yes" if facts.recent else "no",
        "hist_new_limb": "yes" if facts.new_limb else "no",
        "hist_cleared": "yes" if facts.cleared else "no",
    }
    for pair in words.items():
        found |= table.bits.get(pair, 0)
    return found


def assess(answers: Answers, facts: Facts, table: Table) -> Assessment:
    """Judge one set of answers. Some rule always fires, so there is always exactly one tier."""
    way = walk(answers, table)
    found = way.found | fact_bits(facts, table)
    if way.missing:
        found |= STOPPED_EARLY
    fired = tuple(rule for rule in table.rules if rule.when.holds(found))
    tier = max(rule.tier for rule in fired)
    deciding = tuple(rule for rule in fired if rule.tier is tier)
    times = [rule.within_hours for rule in deciding if rule.within_hours is not None]
    return Assessment(
        tier=tier,
        within_hours=min(times) if times else None,
        moves=max(rule.moves for rule in fired),
        avoid=tuple(sorted({tag for rule in fired for tag in rule.avoid})),
        ask_again_days=min(rule.ask_again_days for rule in deciding),
        deciding=deciding,
        fired=fired,
        support={rule.id: support(rule.when, found) for rule in deciding},
        incomplete=bool(way.missing),
        asked=tuple(each.id for each in way.shown),
        unexpected=way.unexpected,
    )


def outcome(assessment: Assessment, today: date) -> Outcome:
    """What the plan of the day has to know, and nothing else."""
    held = assessment.holds_moves_back
    return Outcome(
        tier=assessment.tier,
        moves=assessment.moves,
        avoid=assessment.avoid,
        until=None if held else today + timedelta(days=assessment.ask_again_days),
        quiet_today=assessment.tier is Tier.EMERGENCY,
    )
