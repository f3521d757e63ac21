"""The core by itself, in a process of its own: steps a second, a simulated week, and what it leaves in memory.

Prints one JSON object. A process of its own, so that its memory is not the measuring program's.
"""

from __future__ import annotations

import gc
import json
import os
import time
from datetime import UTC, datetime

from benchmarks.proc import sample
from ergobreak.core.plan import BreakPlan, DailyPlan, Plan, PromptKind
from ergobreak.simulate import days, named_life, simulate

# The balanced profile's figures
PLAN = Plan(
    breaks=(
        BreakPlan(kind=PromptKind.MICRO, limit_s=1500.0, duration_s=40.0, clears_after_s=40.0),
        BreakPlan(kind=PromptKind.MOVEMENT, limit_s=3000.0, duration_s=300.0, clears_after_s=120.0),
        BreakPlan(kind=PromptKind.EYE_CUE, limit_s=1200.0, duration_s=20.0, clears_after_s=20.0, silent=True),
    ),
    dailies=(DailyPlan(kind=PromptKind.POSTURE, per_day=3.0), DailyPlan(kind=PromptKind.CHECK_IN, per_day=1.0)),
)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WEEKS = 8


def week() -> tuple[float, int]:
    """Seconds and steps of one simulated working week."""
    parts = days(named_life("office"), 5)
    begun = time.perf_counter()
    done = simulate(PLAN, parts, MONDAY)
    return time.perf_counter() - begun, done.steps


def main() -> None:
    """Simulate, measure and print."""
    runs = [week()]  # the first one warms up
    gc.collect()
    before = sample(os.getpid()).pss_kib
    runs = [week() for _ in range(WEEKS)]
    gc.collect()
    after = sample(os.getpid()).pss_kib
    result = {
        "week_ms": [seconds * 1000 for seconds, _ in runs],
        "steps_per_s": [steps / seconds for seconds, steps in runs],
        "growth_kib_per_week": (after - before) / WEEKS,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
