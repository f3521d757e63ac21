"""The routines a person marked as favourites: a few ids in one small file that only they can read.

A file that cannot be read counts as no favourites: losing them is a pity, a library that does not open would be worse.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ergobreak import paths

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "favourites.json"


def file() -> Path:
    """Where they are kept."""
    return paths.state_folder() / NAME


def load() -> frozenset[str]:
    """The ids marked; those of routines that are gone too, since a file can come back."""
    try:
        raw = json.loads(file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    names = raw.get("favourites") if isinstance(raw, dict) else None
    return frozenset(each for each in names if isinstance(each, str)) if isinstance(names, list) else frozenset()


def keep(names: Iterable[str]) -> None:
    """Keep these, and no others.

    Raises:
        OSError: they cannot be written; the old ones stay.
    """
    text = json.dumps({"version": 1, "favourites": sorted(set(names))}, ensure_ascii=False)
    paths.write_private(file(), text + "\n")


def toggled(names: frozenset[str], name: str) -> frozenset[str]:
    """The set with ``name`` put in, or taken out if it was there."""
    return names ^ {name}
