"""What somebody probably meant: the nearest of the words there are. Loads what it needs only when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 80  # of a word that is no word, the beginning is enough


def plain(given: str) -> str:
    """An id as files have it: hyphens and capitals do not matter."""
    return given.strip().lower().replace("-", "_")


def near(given: str, words: Iterable[str], most: int = 3) -> list[str]:
    """The nearest first; empty where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only when something is wrong

    return get_close_matches(given[:LONGEST].lower(), list(words), most)
