"""The profiles of ``profiles.toml``: a set of numbers for the settings each, and what the routines need to know."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ergobreak.content import load as load_file

FILE = Path(__file__).parent.parent / "profiles.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One profile.

    Args:
        line: what it is, one sentence.
        numbers: settings keys and their values; a person's own value goes before them.
        avoid: movement tags to leave out.
        avoid_at_first: more tags, for the first ``first_weeks`` weeks after the profile was chosen.
        conditions: what is true of everybody who chooses it (``cannot_stand``).
        posture_areas_first: areas of the posture checks that come first.
        blink_cycle_s: every second eye break is slow blinking, this long; 0 for none.
        check_in_per_day_later: check-ins a day after the first weeks; 0 keeps the number.
        micro_grows_min: each steady week adds this to the micro-break's interval, up to ``micro_grows_to_min``.
        offer: the profile to offer after ``offer_after_days`` days of work; never switched silently.
    """

    name: str
    title: str
    line: str
    why: str
    source: str
    reviewed: date
    numbers: dict[str, Any]
    avoid: tuple[str, ...] = ()
    avoid_at_first: tuple[str, ...] = ()
    first_weeks: int = 0
    conditions: tuple[str, ...] = ()
    posture_areas_first: tuple[str, ...] = ()
    blink_cycle_s: int = 0
    check_in_per_day_later: float = 0
    micro_grows_min: int = 0
    micro_grows_to_min: int = 0
    offer: str = ""
    offer_after_days: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON, without the numbers, which the settings carry."""
        values = asdict(self) | {"reviewed": self.reviewed.isoformat()}
        return {
            key: list(each) if isinstance(each, tuple) else each for key, each in values.items() if key != "numbers"
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Profiles:
    profile: tuple[Profile, ...]


@lru_cache(maxsize=1)
def profiles() -> dict[str, Profile]:
    """All profiles by name, in the order of the file."""
    return {each.name: each for each in load_file(FILE, _Profiles).profile}
