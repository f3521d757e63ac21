"""Lengths of time in words for the ear and in digits for the eye. Knows no toolkit."""

from __future__ import annotations

from ergobreak.words import _, ngettext

MINUTE_S = 60


def time_in_words(seconds: float) -> str:
    """A length for the ear: "3 minutes 42 seconds"."""
    minutes, rest = divmod(round(seconds), MINUTE_S)
    in_seconds = ngettext("{n} second", "{n} seconds", rest).format(n=rest)
    if not minutes:
        return in_seconds
    in_minutes = ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    return in_minutes if not rest else _("{minutes} {seconds}").format(minutes=in_minutes, seconds=in_seconds)


def clock_text(seconds: float) -> str:
    """A length for the eye: "3:42"."""
    minutes, rest = divmod(round(seconds), MINUTE_S)
    return f"{minutes}:{rest:02d}"
