"""The card of a prompt: everything its screen needs, and nothing about anybody's health but what to leave out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ergobreak import paths
from ergobreak.core.events import Complaint
from ergobreak.core.plan import DailyPlan, Plan, PromptKind, Style
from ergobreak.desktop import clock
from ergobreak.routines import accepted
from ergobreak.routines.history import lived
from ergobreak.screens.card import Card, Look
from ergobreak.sentences import why
from ergobreak.standing import hold_rise_until, standing
from ergobreak.status import sat_s, status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.core.effects import OpenScreen
    from ergobreak.daemon.loop import Loop
    from ergobreak.snapshot import Snapshot

HISTORY_DAYS = 14
POSTURE_DAYS = 90  # how far back answers to posture checks matter: the longest gap, four times as long once it fades
WORDINGS = 1  # the order in which the wordings come; any number would do
LONG_SIT = "long_sit"  # the check-in's word for: do not sit for long
SIT_LIMIT_S, WALK_EVERY_S = 1200.0, 2400.0  # the numbers of the profile for people who return after a bad back
SETTLED_S, QUESTION_S = 300.0, 60.0  # the question after a check-in: not at once in the morning, and for this long
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
        data={**choice_data(loop, settings, kind, duration, opened), **prompt_words(loop, settings, kind)},
    )


def prompt_words(loop: Loop, settings: Snapshot, kind: PromptKind) -> dict[str, Any]:
    """How this prompt is put, another way each time; and whether there are tones."""
    from ergobreak.routines.tables import wordings  # noqa: PLC0415 - a file, with the first prompt
    from ergobreak.routines.wording import template  # noqa: PLC0415 - as above

    values = settings.values
    seated = values.get("place") == "chair" or "cannot_stand" in {
        *values.get("conditions", ()), *settings.profile.get("conditions", ()),
    }  # fmt: skip
    turn, sat_min = loop.journal.prompts_over(kind.value), sat_s(loop.state, clock.now()) / 60
    words = template(wordings(), kind.value, seed=WORDINGS, turn=turn, sat_min=sat_min, seated=seated)
    return {"words": words, "sounds": settings.sounds, "check_in": values.get("check_in_mode", "guided") != "off"}


def choice_data(
    loop: Loop, settings: Snapshot, kind: PromptKind, duration_s: float, opened: OpenScreen | None
) -> dict[str, Any]:
    """What the screen's process needs to choose a routine: the situation and the last two weeks' routines."""
    now = clock.now()
    since = now.wall - timedelta(days=POSTURE_DAYS if kind is PromptKind.POSTURE else HISTORY_DAYS)
    rows = [
        {
            "at": each.at,
            "fact": each.fact,
            "routine": each.details["routine"],
            "rating": each.details.get("rating", ""),
        }
        for each in loop.journal.about_routines()
    ]
    return {
        "now": now.wall.isoformat(),
        **(for_check_in(loop) if kind is PromptKind.CHECK_IN else {}),
        "seed": now.wall.toordinal(),
        "kind": kind.value,
        "slot_s": duration_s,
        "hands_s": loop.state.hands_s,
        "sat_s": sat_s(loop.state, now),
        "history": [each for each in rows if datetime.fromisoformat(each["at"]) >= since],
        **({} if kind in SCREENS else {"lived": lived(rows)}),
        "wanted": "" if opened is None else opened.routine,
        "eyes": opened is not None and PromptKind.EYE_CUE in opened.also,
        "profile": dict(settings.profile),
        "standing": standing(now.wall.date()),
        "hold_rise_until": hold_rise_until(now.wall.date()),
        "plans": accepted.rows(),
        "own": [str(each) for each in (paths.machine_routines(), paths.user_routines()) if each.is_dir()],
        "settings": {key: settings.values[key] for key in CHOICE_KEYS if key in settings.values},
    }


def for_check_in(loop: Loop) -> dict[str, Any]:
    """When the next break comes."""
    now = clock.now()
    times = [datetime.fromisoformat(str(each["at"])) for each in status(loop.state, loop.plan, now)["next"]]
    return {"next_break": f"{min(times):%H:%M}" if times else ""}


def fitted(plan: Plan, screens: frozenset[str], stands: Mapping[str, Any], ask_on: str = "") -> Plan:
    """The plan without prompts that have no screen here, and with short bouts of sitting where a check-in says so.

    Args:
        ask_on: the day on which a check-in has a question left, as an ISO date; empty when it has none.
    """
    wanted = plan.dailies
    if ask_on:
        question = DailyPlan(
            kind=PromptKind.CHECK_IN, per_day=1, first_after_s=SETTLED_S, duration_s=QUESTION_S, not_before=ask_on
        )
        wanted = (*wanted, question)
    kept = tuple(each for each in wanted if SCREENS.get(each.kind, "break") in screens)
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
