"""Rules about what o'clock it is: working hours, lunch, wind-down, and when a day begins.

Only the wall clock is asked here, so a traveller's hours follow the place they are in, and nothing counted moves.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ergobreak.core.plan import WorkingHours

DAY_MIN = 24 * 60


def outside(hours: WorkingHours, wall: datetime) -> bool:
    """Whether prompts rest by the clock: no range stands, it is lunch, or a range ends within the wind-down."""
    if not hours.ranges:
        return _in_lunch(hours, wall)
    minute = wall.hour * 60 + wall.minute + wall.second / 60
    if _in_lunch(hours, wall):
        return True
    today = hours.ranges[wall.weekday()]
    last = max((end for _start, end in today), default=0)
    return not any(start <= minute < (end - hours.wind_down_s / 60 if end == last else end) for start, end in today)


def _in_lunch(hours: WorkingHours, wall: datetime) -> bool:
    if hours.lunch is None:
        return False
    minute = wall.hour * 60 + wall.minute + wall.second / 60
    return hours.lunch[0] <= minute < hours.lunch[1]


def next_change(hours: WorkingHours, wall: datetime) -> float | None:
    """Seconds until ``outside`` may change, or ``None`` if it never does. Never more than one day."""
    if not hours.ranges and hours.lunch is None:
        return None
    minute = wall.hour * 60 + wall.minute + (wall.second + wall.microsecond / 1e6) / 60
    edges: set[float] = {DAY_MIN}
    if hours.lunch is not None:
        edges.update(hours.lunch)
    if hours.ranges:
        for start, end in hours.ranges[wall.weekday()]:
            edges.update((start, end, end - hours.wind_down_s / 60))
    later = [edge for edge in edges if edge > minute]
    return (min(later) - minute) * 60


def day_of(wall: datetime, starts_min: int) -> str:
    """The ISO date of the working day that ``wall`` belongs to."""
    return (wall - timedelta(minutes=starts_min)).date().isoformat()


def seconds_to_day(wall: datetime, day: str, starts_min: int) -> float:
    """Seconds by the wall clock until that working day begins; 0 when it has begun."""
    begins = datetime.fromisoformat(day) + timedelta(minutes=starts_min)
    return max(0.0, (begins - wall.replace(tzinfo=None)).total_seconds())


def next_time(wall: datetime, minute: int) -> datetime:
    """The next moment at which the clock shows ``minute`` minutes since midnight."""
    at = wall.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    return at if at > wall else at + timedelta(days=1)
