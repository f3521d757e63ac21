"""What stands from the last check-in: tier, move level, what to leave out, until when, and the day to ask again.

After a check-in that was worse than the one before, a day stands too, up to which no dose grows. No answer is among it.
It is kept in a file of its own, readable by its owner only, and is never logged, put into the journal or exported; of
all this ``status`` and the menu say one thing, that moves are held. What cannot be read counts as *rest*, since
guessing would not be safe. The daemon writes it when a check-in tells its outcome; where no daemon runs, the check-in
does.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ergobreak.paths import state_folder, write_private

if TYPE_CHECKING:
    from pathlib import Path

MOVES = ("normal", "adapted", "gentle_only", "none")
HOLD = "hold_rise_until"
MOST_WORDS = 60
HIGHEST_TIER = 4
MOST_DISMISSED = 1  # the second time ends the asking
HELD_FROM = 3  # from this tier on, moves stay off until the person clears them
REMEMBERED = timedelta(days=90)  # how long after it a day without growing counts: as long as a check-in is kept
UNREADABLE = {"tier": 0, "moves": "none", "avoid": [], "until": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The one question that a check-in leaves behind.

    Args:
        tier: which question.
        on: the day on which it may come.
        dismissed: how often it was put away.
        at_start: the next start of the program may offer it before that day.
    """

    tier: int
    on: date
    dismissed: int = 0
    at_start: bool = False


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
    found = {"tier": tier, "moves": moves, "avoid": _words(message, "avoid"), "until": until}
    if (hold := message.get(HOLD)) is not None:
        found[HOLD] = date.fromisoformat(str(hold)[:10]).isoformat()
    return found | _question(message)


def _question(message: dict[str, Any]) -> dict[str, Any]:
    """When to ask how it went; nothing where nobody is to be asked.

    Raises:
        ValueError, TypeError: it makes no sense.
    """
    on = message.get("ask_on")
    if on is None:
        return {}
    dismissed = int(message.get("dismissed", 0))
    if not 0 <= dismissed <= MOST_DISMISSED:
        raise ValueError(dismissed)
    found: dict[str, Any] = {"ask_on": date.fromisoformat(str(on)[:10]).isoformat()}
    if dismissed:
        found["dismissed"] = dismissed
    if message.get("at_start") is True:
        found["at_start"] = True
    return found


def keep(outcome: dict[str, Any]) -> None:
    """Remember it; an ordinary outcome leaves nothing behind. Until then a day up to which no dose grows goes on.

    Raises:
        OSError: it cannot be written.
    """
    if outcome["tier"] == 0 and outcome["moves"] == "normal" and not outcome["avoid"]:
        with contextlib.suppress(FileNotFoundError):
            file().unlink()
        return
    if earlier := _read().get(HOLD, ""):
        outcome = {**outcome, HOLD: max(earlier, str(outcome.get(HOLD, "")))}
    write_private(file(), json.dumps(outcome))


def standing(today: date) -> dict[str, Any]:
    """What stands today; empty when nothing does."""
    found = _read()
    until = found.get("until")
    if until is not None and today.isoformat() > until:
        return {}
    return {key: value for key, value in found.items() if key in UNREADABLE}


def held(today: date) -> bool:
    """Whether moves stay off until the person clears them; also when it cannot be read: then nothing is offered."""
    found = standing(today)
    return bool(found) and (found["tier"] >= HELD_FROM or found == UNREADABLE)


def hold_rise_until(today: date) -> str:
    """The day up to which no dose grows, as an ISO date, also when it is past; empty where there is none."""
    found = str(_read().get(HOLD, ""))
    return found if found and date.fromisoformat(found) + REMEMBERED >= today else ""


def question() -> Question | None:
    """The question that waits, also after what stood has run out; none when nobody is to be asked (again)."""
    found = _read()
    if "ask_on" not in found or not found["tier"]:
        return None
    return Question(
        tier=found["tier"],
        on=date.fromisoformat(found["ask_on"]),
        dismissed=found.get("dismissed", 0),
        at_start=found.get("at_start", False),
    )


def asked(message: dict[str, Any]) -> None:
    """The question was answered, put away or offered: keep what stands, and when to ask again.

    Args:
        message: ``ask_on``, ``dismissed`` and ``at_start``; nothing for "do not ask again".

    Raises:
        ValueError, TypeError: it makes no sense.
        OSError: it cannot be written.
    """
    found = _read()
    if not found or found == UNREADABLE:
        return
    kept = {key: value for key, value in found.items() if key in UNREADABLE or key == HOLD}
    later = _question(message)
    if kept["until"] is not None and later:
        kept["until"] = max(str(kept["until"]), str(later["ask_on"]))  # advice goes on until the next question
    keep(kept | later)


def _read() -> dict[str, Any]:
    try:
        text = file().read_bytes()
    except FileNotFoundError:
        return {}
    except OSError:
        return dict(UNREADABLE)
    try:
        return checked(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return dict(UNREADABLE)


def _words(message: dict[str, Any], key: str) -> list[str]:
    words = message.get(key, [])
    if not isinstance(words, list) or len(words) > MOST_WORDS:
        raise TypeError(key)
    return [str(each)[:40] for each in words]
