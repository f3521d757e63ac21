"""What earlier check-ins add: two weeks in one place, a rising number, a third spell, advice not acted on, a new limb.

A remembered check-in is a tier, a date, places (if the person lets them be kept), a pain number and whether a health
professional has cleared it. Nothing else is known here, and nothing older than 90 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ergobreak.triage.interview import ticked
from ergobreak.triage.model import Answers, Facts, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

KEEP_DAYS = 90
LIMBS = frozenset({"shoulder_arm", "wrist_hand", "hip_leg"})
WORSE = frozenset({"worse", "worse_fast"})
_WEEK = 7
_SPELL_GAP = 21  # a place that was not named for three weeks starts a new spell


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One remembered check-in.

    Args:
        places: empty when the person does not let them be kept.
        pain: ``None`` when it was not asked.
        cleared: a health professional has checked this and says moves are fine.
    """

    on: date
    tier: Tier
    places: frozenset[str] = frozenset()
    pain: int | None = None
    cleared: bool = False


def facts(past: Sequence[Past], answers: Answers, today: date) -> Facts:
    """What the past says about these answers.

    Args:
        past: remembered check-ins in any order; one in the future (the clock was wrong) counts as today's.
    """
    known = sorted((each for each in past if _age(each, today) <= KEEP_DAYS), key=lambda each: each.on)
    if not known:
        return Facts()
    here = frozenset(ticked(answers.get("region", ())))
    pain = answers.get("pain")
    spells = _spells(known, here)
    spell = spells[-1] if spells and _goes_on(spells[-1], known, today) else []
    advice = _standing_advice(known, spell)
    return Facts(
        days_same_region=_age(spell[0], today) if spell else 0,
        checkins_same_region=len(spell) + 1 if here else 0,
        pain_rise=_rise(known[-1], pain, today) if isinstance(pain, int) else 0,
        episodes_90d=len(spells) + (0 if spell else 1) if here else 0,
        prev_tier=advice.tier,
        prev_age_days=_age(_first_advice(spell, advice), today),
        recent=_age(advice, today) < _WEEK,
        new_limb=_has_moved(known[-1], here, today),
        cleared=advice.cleared,
    )


def hold_alone(found: Facts) -> Facts:
    """Only the hold of an uncleared tier 3 or 4: what counts for somebody who does not want check-ins compared."""
    held = found.prev_tier >= Tier.URGENT and not found.cleared
    return Facts(prev_tier=found.prev_tier, recent=found.recent) if held else Facts()


def is_worse(past: Sequence[Past], tier: Tier, answers: Answers, today: date) -> bool:
    """Whether a check-in is worse than the one before it: the person says so, or its tier or its pain number is higher.

    Args:
        past: empty for somebody who does not want check-ins compared: then only what the person says counts.
    """
    if tier is Tier.GOOD:
        return False
    if WORSE & frozenset(ticked(answers.get("trend", ()))):
        return True
    known = [each for each in past if _age(each, today) <= KEEP_DAYS]
    if not known:
        return False
    last, pain = max(known, key=lambda each: each.on), answers.get("pain")
    return tier > last.tier or (isinstance(pain, int) and last.pain is not None and pain > last.pain)


def _age(one: Past, today: date) -> int:
    return max(0, (today - one.on).days)


def _spells(known: Sequence[Past], here: frozenset[str]) -> list[list[Past]]:
    """Check-ins that named one of these places, split where it was gone: a good day, or three weeks without it."""
    spells: list[list[Past]] = []
    open_spell = False
    for each in known:
        if each.tier is Tier.GOOD:
            open_spell = False
        elif each.places & here:
            if open_spell and (each.on - spells[-1][-1].on).days <= _SPELL_GAP:
                spells[-1].append(each)
            else:
                spells.append([each])
            open_spell = True
    return spells


def _goes_on(spell: Sequence[Past], known: Sequence[Past], today: date) -> bool:
    good_since = any(each.tier is Tier.GOOD and each.on >= spell[-1].on for each in known)
    return not good_since and _age(spell[-1], today) <= _SPELL_GAP


def _standing_advice(known: Sequence[Past], spell: Sequence[Past]) -> Past:
    """The check-in whose advice still stands.

    That is a hold that nobody has cleared, else the visit advised in this spell, else simply the last one. The highest
    tier counts, and of several the latest.
    """
    holds = [each for each in known if each.tier >= Tier.URGENT and not each.cleared]
    visits = [each for each in spell if each.tier >= Tier.VISIT and not each.cleared]
    for group in (holds, visits):
        if group:
            return max(group, key=lambda each: (each.tier, each.on))
    return known[-1]


def _first_advice(spell: Sequence[Past], advice: Past) -> Past:
    """The first time in this spell that a visit was advised: the advice has stood for that long."""
    if advice not in spell:
        return advice
    return next((each for each in spell if each.tier >= Tier.VISIT and not each.cleared), advice)


def _rise(last: Past, pain: int, today: date) -> int:
    if last.pain is None or _age(last, today) > _WEEK:
        return 0
    return max(0, pain - last.pain)


def _has_moved(last: Past, here: frozenset[str], today: date) -> bool:
    if not last.places or _age(last, today) > _SPELL_GAP:
        return False
    return bool((here & LIMBS) - last.places)
