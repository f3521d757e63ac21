"""The card of a prompt: everything its screen needs, and nothing about anybody's health but what to leave out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ergobreak import paths
from ergobreak.core.events import Complaint
from ergobreak.core.plan import Plan, PromptKind, Style
from ergobreak.desktop import clock
from ergobreak.screens.card import Card, Look
from ergobreak.sentences import why
from ergobreak.standing import standing
from ergobreak.status import sat_s, status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.core.effects import OpenScreen
    from ergobreak.daemon.loop import Loop
    from ergobreak.snapshot import Snapshot

HISTORY_DAYS = 14
LONG_SIT = "long_sit"  # the check-in's word for: do not sit for long
SIT_LIMIT_S, WALK_EVERY_S = 1200.0, 2400.0  # the numbers of the profile for people who return after a bad back
SCREENS = {PromptKind.POSTURE: "posture", PromptKind.CHECK_IN: "check_in"}
CHOICE_KEYS = (
    "place", "floor_ok", "privacy", "opt_in", "conditions", "avoid_moves", "routine_cap_s", "max_still_stand_min",
    "strength_sets",
)  # fmt: skip
INTERVALS = {PromptKind.MICRO: "micro_every_min", PromptKind.MOVEMENT: "movement_every_min"}


def card_for(loop: Loop, settings: Snapshot, prompt_id: int, kind: PromptKind, opened: OpenScreen | None) -> Card:
    """The card for a prompt.

    Args:
        opened: ``None`` at the cue: the screen gets ready and stays hidden.
    """
    layer = loop.plan.layer(kind)
    duration = 40.0 if layer is None else layer.duration_s
    now = clock.now()
    budget = 0.0 if layer is None else layer.limit_s * loop.plan.budget.snooze_share
    snooze = () if layer is None else tuple(each for each in layer.snooze_s if each <= budget)
    if opened is not None:
        duration, snooze = opened.duration_s, opened.snooze_s
    reason = next((each for each in reversed(loop.state.decisions) if each.kind is kind), None)
    ask = opened is not None and opened.ask
    return Card(
        screen="question" if ask else SCREENS.get(kind, "break"),
        prompt=prompt_id,
        door=paths.door_address(),
        kind=kind.value,
        duration_s=duration,
        shorter_s=loop.plan.budget.shorter_s,
        sat_s=sat_s(loop.state, now) if opened is None else opened.sat_s,
        snooze_min=tuple(each / 60 for each in snooze),
        may_skip=opened is None or opened.may_skip,
        running=opened is not None and opened.running,
        hidden=opened is None,
        why="" if reason is None else why({"code": reason.code, "kind": reason.kind, "values": reason.values}),
        style="firm" if loop.plan.style is Style.FIRM else "gentle",
        breaks_today=loop.state.day.breaks,
        look=Look(**settings.look),
        data=choice_data(loop, settings, kind, duration, opened),
    )


def choice_data(
    loop: Loop, settings: Snapshot, kind: PromptKind, duration_s: float, opened: OpenScreen | None
) -> dict[str, Any]:
    """What the screen's process needs to choose a routine: the situation and the last two weeks' routines."""
    now = clock.now()
    since = now.wall - timedelta(days=HISTORY_DAYS)
    history = [
        {
            "at": each.at,
            "fact": each.fact,
            "routine": each.details["routine"],
            "rating": each.details.get("rating", ""),
        }
        for each in loop.journal.entries(since)
        if each.details.get("routine")
    ]
    return {
        "now": now.wall.isoformat(),
        **(for_check_in(loop) if kind is PromptKind.CHECK_IN else {}),
        "seed": now.wall.toordinal(),
        "kind": kind.value,
        "slot_s": duration_s,
        "hands_s": loop.state.hands_s,
        "sat_s": sat_s(loop.state, now),
        "history": history,
        "wanted": "" if opened is None else opened.routine,
        "eyes": opened is not None and PromptKind.EYE_CUE in opened.also,
        "profile": dict(settings.profile),
        "standing": standing(now.wall.date()),
        "own": [str(each) for each in (paths.machine_routines(), paths.user_routines()) if each.is_dir()],
        "settings": {key: settings.values[key] for key in CHOICE_KEYS if key in settings.values},
    }


def for_check_in(loop: Loop) -> dict[str, Any]:
    """When the next break comes, and the tier whose follow-up is open."""
    now = clock.now()
    times = [datetime.fromisoformat(str(each["at"])) for each in status(loop.state, loop.plan, now)["next"]]
    stands = standing(now.wall.date())
    open_tier = int(stands.get("tier", 0)) if stands and stands.get("until") is None else 0
    return {"next_break": f"{min(times):%H:%M}" if times else "", **({"follow_up": open_tier} if open_tier else {})}


def fitted(plan: Plan, screens: frozenset[str], stands: Mapping[str, Any]) -> Plan:
    """The plan without prompts that have no screen here, and with short bouts of sitting where a check-in says so."""
    kept = tuple(each for each in plan.dailies if SCREENS.get(each.kind, "break") in screens)
    if LONG_SIT not in stands.get("avoid", ()):
        return replace(plan, dailies=kept)
    shorter = {PromptKind.MICRO: SIT_LIMIT_S, PromptKind.MOVEMENT: WALK_EVERY_S}
    breaks = (replace(each, limit_s=min(each.limit_s, shorter.get(each.kind, each.limit_s))) for each in plan.breaks)
    return replace(plan, dailies=kept, breaks=tuple(breaks))


def remedy(plan: Plan, kind: PromptKind, complaint: Complaint) -> tuple[str, str] | None:
    """The setting that one tap changes, as key and new value; ``None`` when nothing needs to."""
    layer = plan.layer(kind)
    if layer is None:
        return None
    if complaint is Complaint.TOO_OFTEN and kind in INTERVALS:
        return INTERVALS[kind], str(round(layer.limit_s * 1.5 / 60))
    if complaint is Complaint.WRONG_MOMENT:
        return "defer_max_min", str(min(30, round(plan.budget.defer_max_s / 60) + 10))
    return None
