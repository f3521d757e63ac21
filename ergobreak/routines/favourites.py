"""The routines a person marked as favourites: a few ids in one small file that only they can read.

A file that cannot be read counts as no favourites: losing them is a pity, a library that does not open would be worse.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.errors import ContentError
from ergobreak.routines.own import raw
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "favourites.json"
PACKAGED = Path(__file__).with_name("library")


def file() -> Path:
    """Where they are kept."""
    return paths.state_folder() / NAME


def load() -> frozenset[str]:
    """The ids marked; those of routines that are gone too, since a file can come back."""
    try:
        kept = json.loads(file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    names = kept.get("favourites") if isinstance(kept, dict) else None
    return frozenset(each for each in names if isinstance(each, str)) if isinstance(names, list) else frozenset()


def keep(names: Iterable[str]) -> None:
    """Keep these, and no others.

    Raises:
        OSError: they cannot be written; the old ones stay.
    """
    text = json.dumps({"version": 1, "favourites": sorted(set(names))}, ensure_ascii=False)
    paths.write_private(file(), text + "\n")


def titles(most: int) -> list[tuple[str, str]]:
    """The favourites with their titles, for a menu: only their own files are read, and what is gone is passed over.

    Args:
        most: how many at most.
    """
    names = load()
    if not names:
        return []
    import tomllib  # noqa: PLC0415 - whoever has no favourites needs no parser

    found: list[tuple[str, str]] = []
    for folder in (PACKAGED, paths.machine_routines(), paths.user_routines()):
        for name in sorted(names):
            try:
                values = tomllib.loads(raw(folder / f"{name}.toml").decode("utf-8"))
            except (ContentError, ValueError):
                continue
            found.append((name, _(str(values.get("title", name)))))
    return sorted(found, key=lambda each: each[1])[:most]


def toggled(names: frozenset[str], name: str) -> frozenset[str]:
    """The set with ``name`` put in, or taken out if it was there."""
    return names ^ {name}
