"""Where the base poses are kept: one packaged file, read once, with the standard library alone."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def base_poses() -> dict[str, dict[str, Any]]:
    """The base poses every key frame starts from, by name."""
    text = (Path(__file__).parent / "bases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
