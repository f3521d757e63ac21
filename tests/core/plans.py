"""A small plan whose numbers are easy to follow."""

from __future__ import annotations

from dataclasses import replace

from ergobreak.core.plan import BreakPlan, Plan, Presence, PromptKind


def small(**changes: object) -> Plan:
    """A micro-break of 40 s every 25 min and a movement break of 5 min every 50 min; nothing else."""
    plan = Plan(
        profile="small",
        breaks=(
            BreakPlan(kind=PromptKind.MICRO, limit_s=1500.0, duration_s=40.0, clears_after_s=40.0),
            BreakPlan(kind=PromptKind.MOVEMENT, limit_s=3000.0, duration_s=300.0, clears_after_s=120.0),
        ),
        presence=Presence(event_driven=True),
    )
    return replace(plan, **changes)  # type: ignore[arg-type] # fields of Plan, checked by replace
