"""One set of sample values for every system: what an organisation might fix, and what it might recommend.

The values go through the model's own check before anything is written, so no sample can be wrong.
"""

from __future__ import annotations

from typing import Any

from ergobreak.settings.policy_model import by_name, check_value
from ergobreak.settings.texts import plain

from .catalogue import may_be_fixed, may_be_recommended

MANAGED: dict[str, Any] = {
    "micro_every_min_at_most": 45,
    "micro_length_s_at_least": 30,
    "movement_every_min_at_most": 90,
    "hold_microphone": True,
    "hold_camera": True,
    "hold_sharing": True,
    "privacy": "open",
    "check_in_mode": "guided",
    "first_aider": "reception, ext. 4000",
    "full_screen": False,
    "start_at_login": True,
    "reporting": "inventory",
    "managed_reason": "Agreed with the works council.",
    "support_contact": "IT service desk, ext. 5000",
}
RECOMMENDED: dict[str, Any] = {
    "profile": "gentle",
    "micro_every_min": 30,
    "movement_every_min": 60,
    "snooze_min": [5, 15],
    "hours_friday": ["08:00-12:00", "12:45-16:00"],
    "lunch": "12:00-12:45",
    "hold_apps": ["soffice", "Blender"],
    "hold_battery": False,
    "posture_per_day": 1.5,
    "corner": "bottom_right",
    "text_scale": 1.25,
    "voice": False,
}


def checked() -> tuple[dict[str, Any], dict[str, Any]]:
    """Both samples, each value as the model keeps it.

    Raises:
        ValueError: a sample does not fit the model any more.
    """
    found = []
    for values, may in ((MANAGED, may_be_fixed), (RECOMMENDED, may_be_recommended)):
        kept = {}
        for name, value in values.items():
            policy = by_name().get(name)
            if policy is None or not may(policy):
                message = f"the sample {name} is no policy at that level"
                raise ValueError(message)
            kept[name] = plain(check_value(policy, value))
        found.append(kept)
    return found[0], found[1]
