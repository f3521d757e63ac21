"""The check-in from the command line, the signs that need help fast, and many answer sets at once for reviewers.

The signs ask for nothing that could be missing: no daemon, no settings, no display, no readable content.
"""

from __future__ import annotations

import sqlite3
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ergobreak import paths
from ergobreak.cli import OK
from ergobreak.errors import ErgobreakError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping
    from datetime import date

    from ergobreak.screens.card import Card


def check_in(options: Namespace) -> int:
    """Open the check-in; without a display, print the signs that need help fast."""
    from ergobreak.cli.screens import has_display, show, status_now  # noqa: PLC0415 - only for a window

    if not has_display():
        sys.stderr.write(_("There is no display to open a window on.") + "\n")
        return signs(options)
    status = status_now()
    data: dict[str, Any] = {"next_break": next_break(status)}
    if getattr(options, "because", None):
        data["because"] = options.because
    return show(_card("check_in", status, data))


def red_flags(options: Namespace) -> int:
    """Open the list of signs that need help fast, or print it."""
    from ergobreak.cli.screens import has_display, show, status_now  # noqa: PLC0415 - only for a window

    if getattr(options, "text", False) or not has_display():
        return signs(options)
    try:
        return show(_card("red_flags", status_now(), {}))
    except ErgobreakError:
        return signs(options)


def signs(_options: Namespace) -> int:
    """Print the list."""
    from ergobreak.screens.check_in_content import help_here, preferences  # noqa: PLC0415 - no toolkit comes with it
    from ergobreak.triage.safety import signs_text, signs_view  # noqa: PLC0415 - only here

    sys.stdout.write(signs_text(signs_view(help_here(preferences()))))
    return OK


def triage(options: Namespace) -> int:
    """Judge the answer sets in a file, or on the standard input; nothing is stored."""
    from ergobreak.triage.command import run_file  # noqa: PLC0415 - the rules, only here

    return run_file(options.json, sys.stdout)


def forget_check_ins() -> bool:
    """Delete every earlier check-in and what stands from the last one; false when there was nothing.

    Raises:
        ErgobreakError: it cannot be deleted.
    """
    from ergobreak import standing  # noqa: PLC0415 - only here
    from ergobreak.triage.store import CheckInStore  # noqa: PLC0415 - a database

    there = [each for each in (paths.check_in_file(), standing.file()) if each.exists()]
    try:
        CheckInStore(paths.check_in_file()).forget()
        standing.file().unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise ErgobreakError(
            _("The check-ins cannot be deleted: {reason}").format(reason=getattr(error, "strerror", "") or error)
        ) from error
    return bool(there)


def kept_check_ins(since: date | None = None) -> list[dict[str, Any]]:
    """Every earlier check-in that is kept, oldest first.

    Raises:
        ErgobreakError: the file cannot be read.
    """
    from ergobreak.desktop import clock  # noqa: PLC0415 - only here
    from ergobreak.triage.store import CheckInStore  # noqa: PLC0415 - a database

    try:
        past = CheckInStore(paths.check_in_file()).past(clock.now().wall.date())
    except (OSError, sqlite3.Error, ValueError) as error:
        raise ErgobreakError(
            _("The check-ins cannot be read: {reason}").format(reason=getattr(error, "strerror", "") or error)
        ) from error
    return [
        {
            "day": each.on.isoformat(),
            "tier": int(each.tier),
            "places": sorted(each.places),
            "pain": each.pain,
            "cleared": each.cleared,
        }
        for each in past
        if since is None or each.on >= since
    ]


def next_break(status: Mapping[str, Any] | None) -> str:
    """When the next break comes, as ``14:36``; empty when nobody knows, or none is planned today."""
    if status is None or status.get("mode") != "normal":
        return ""
    coming = [each for each in status.get("next", ()) if not each.get("silent")]
    try:
        return datetime.fromisoformat(str(coming[0]["at"])).strftime("%H:%M") if coming else ""
    except (KeyError, ValueError):
        return ""


def _card(screen: str, status: dict[str, Any] | None, data: dict[str, Any]) -> Card:
    """The card, with the person's look where it can be read."""
    from ergobreak.screens.card import Card, Look  # noqa: PLC0415 - only for a window
    from ergobreak.screens.check_in_content import preferences  # noqa: PLC0415 - no toolkit comes with it

    try:
        door = "" if status is None else paths.door_address()
        look = Look(**preferences().look)
    except (ErgobreakError, TypeError):  # an older snapshot with other words
        door, look = "", Look()
    return Card(screen=screen, door=door, look=look, data={key: value for key, value in data.items() if value})
