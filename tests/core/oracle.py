"""A naive second opinion on counted time: one list of seconds, judged with hindsight.

Written without a look at ``presence.py``. Each second of a life is *alive* (input came), *passive*, *gone* (locked or
asleep) or *still*. A run of still seconds as long as ``idle_after`` is rest from its first second; a shorter one is
work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core.life import PATTERNS, Activity, Part

if TYPE_CHECKING:
    from ergobreak.core.plan import BreakPlan

GONE = {Activity.LOCKED, Activity.ASLEEP}


def seconds_of(parts: list[Part]) -> list[str]:
    """What happened in each second."""
    line: list[str] = []
    for part in parts:
        pattern = PATTERNS[part.activity]
        for second in range(round(part.seconds)):
            if part.activity in GONE:
                line.append("gone")
            elif pattern.period_s is not None and second % pattern.period_s < max(1.0, pattern.on_s):
                line.append("alive")
            else:
                line.append("passive" if pattern.passive else "still")
    return line


def judge(line: list[str], idle_after: int) -> list[str]:
    """``work``, ``passive`` or ``rest`` for each second."""
    verdict: list[str] = []
    place = 0
    while place < len(line):
        if line[place] != "still":
            verdict.append({"alive": "work", "passive": "passive", "gone": "rest"}[line[place]])
            place += 1
            continue
        end = place
        while end < len(line) and line[end] == "still":
            end += 1
        long_enough = end - place >= idle_after
        verdict += ["rest" if long_enough else "work"] * (end - place)
        place = end
    return verdict


def counter(line: list[str], layer: BreakPlan, idle_after: int) -> float:
    """Where the layer's counter stands at the end."""
    value, verdict, place = 0.0, judge(line, idle_after), 0
    while place < len(verdict):
        if verdict[place] != "rest":
            value += 1
            place += 1
            continue
        end = place
        while end < len(verdict) and verdict[end] == "rest":
            end += 1
        rest = end - place
        if rest >= layer.clears_after_s:
            value = 0.0
        else:
            value = max(0.0, value - max(layer.limit_s, value) * rest / layer.clears_after_s)
        place = end
    return value
