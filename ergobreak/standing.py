"""What stands from the last check-in: tier, move level, movements to leave out, until when. No answer is among it.

It is kept in a file of its own, readable by its owner only, and is never logged, shown by ``status``, put into the
journal or exported. What cannot be read counts as *rest*, since guessing would not be safe. The daemon writes it when a
check-in tells its outcome; where no daemon runs, the check-in does.
"""

from __future__ import annotations

import contextlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from ergobreak.paths import state_folder, write_private

if TYPE_CHECKING:
    from pathlib import Path

MOVES = ("normal", "adapted", "gentle_only", "none")
MOST_WORDS = 60
HIGHEST_TIER = 4
UNREADABLE = {"tier": 0, "moves": "none", "avoid": [], "until": None}


def file() -> Path:
    """Where it is kept."""
    return state_folder() / "standing.json"


def checked(message: dict[str, Any]) -> dict[str, Any]:
    """The outcome in a message, and nothing that came with it.

    Raises:
        ValueError, TypeError: it is no outcome.
    """
    tier, moves, until = int(message["tier"]), str(message["moves"]), message.get("until")
    if not 0 <= tier <= HIGHEST_TIER or moves not in MOVES:
        raise ValueError(tier, moves)
    if until is not None:
        until = date.fromisoformat(str(until)[:10]).isoformat()
    return {"tier": tier, "moves": moves, "avoid": _words(message, "avoid"), "until": until}


def keep(outcome: dict[str, Any]) -> None:
    """Remember it; an ordinary outcome leaves nothing behind.

    Raises:
        OSError: it cannot be written.
    """
    if outcome["tier"] == 0 and outcome["moves"] == "normal" and not outcome["avoid"]:
        with contextlib.suppress(FileNotFoundError):
            file().unlink()
        return
    write_private(file(), json.dumps(outcome))


def standing(today: date) -> dict[str, Any]:
    """What stands today; empty when nothing does."""
    try:
        text = file().read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except OSError:
        return dict(UNREADABLE)
    try:
        found = checked(json.loads(text))
    except (ValueError, TypeError, KeyError):
        return dict(UNREADABLE)
    until = found["until"]
    return {} if until is not None and today.isoformat() > until else found


def _words(message: dict[str, Any], key: str) -> list[str]:
    words = message.get(key, [])
    if not isinstance(words, list) or len(words) > MOST_WORDS:
        raise TypeError(key)
    return [str(each)[:40] for each in words]
