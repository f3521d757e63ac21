"""What may be set, by whom, and what is in force: the one home of pydantic-settings.

Only short processes import this (``planning``, ``ergobreak settings``); everybody else reads the snapshot.
"""

from __future__ import annotations

from ergobreak.settings.describe import Explanation, explain, rows
from ergobreak.settings.layers import Layer, LayerName, PolicySource, no_policy
from ergobreak.settings.model import KEYS, Settings
from ergobreak.settings.profiles import Profile, profiles
from ergobreak.settings.sources import policy_source
from ergobreak.settings.store import Loaded, load, resolve, set_value, unset

__all__ = [
    "KEYS",
    "Explanation",
    "Layer",
    "LayerName",
    "Loaded",
    "PolicySource",
    "Profile",
    "Settings",
    "explain",
    "load",
    "no_policy",
    "policy_source",
    "profiles",
    "resolve",
    "rows",
    "set_value",
    "unset",
]
