"""The verbs that open a window: a card is made, a process of its own paints it, and its exit code is handed on.

The card goes through standard input, which stays open until the window is gone: when this command is ended, the window
goes with it. Without a display each verb says so; what can be read as text is printed instead.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak import paths
from ergobreak.cli import OK, PROBLEM, choosing, daily
from ergobreak.errors import DesktopError, ErgobreakError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from ergobreak.desktop.journal import Entry
    from ergobreak.screens.card import Card
    from ergobreak.snapshot import Snapshot
    from ergobreak.triage.model import Tier

SEEN_FIRST = 3  # from this tier on nothing is offered, whatever the move level says
TODAY_DAYS = 35  # what the Today window may look back on: this week, and when somebody was last here


# -- any screen --------------------------------------------------------------------------------------------------------


def need_display(hint: str = "") -> None:
    """Go on only where a window can be shown.

    Raises:
        DesktopError: there is no display.
    """
    if not has_display():
        raise DesktopError(_("There is no display to open a window on."), hint)


def has_display() -> bool:
    """Whether a window could be shown at all."""
    from ergobreak.desktop.tray import display_there  # noqa: PLC0415 - the rule by which the daemon starts

    return display_there()


def has(screen: str) -> bool:
    """Whether this installation has the screen."""
    from ergobreak.screens.names import SCREENS  # noqa: PLC0415 - a table; no toolkit comes with it

    return screen in SCREENS


def status_now() -> dict[str, Any] | None:
    """The daemon's status; ``None`` when none runs, or when it is too busy to say."""
    try:
        found: dict[str, Any] = daily.ask("status")["status"]
    except ErgobreakError:
        return None
    return found


def card(screen: str, *, settings: Snapshot, status: dict[str, Any] | None, **more: Any) -> Card:  # noqa: ANN401 - a card's fields
    """A card with the person's look, and a door where somebody listens behind it."""
    from ergobreak.screens.card import Card, Look  # noqa: PLC0415 - only for a screen

    return Card(
        screen=screen,
        door="" if status is None else paths.door_address(),
        look=Look(**settings.look),
        sat_s=float((status or {}).get("counters", {}).get("sitting_s", 0.0)),
        breaks_today=int((status or {}).get("breaks_today", 0)),
        **more,
    )


def show(given: Card) -> int:
    """Open it and wait until it is gone; its exit code.

    Raises:
        ErgobreakError: this installation has no such screen, or it cannot be started.
    """
    if not has(given.screen):
        raise ErgobreakError(_("This installation has no window for that."), _("Look at: ergobreak doctor"))
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "ergobreak.screens.app"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL if given.door else subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=sys.platform != "win32",  # Ctrl-C is for this process, which then closes the window
        )
    except OSError as error:
        raise ErgobreakError(
            _("The window cannot be opened: {reason}").format(reason=error.strerror or error)
        ) from error
    with process:
        said = _hold(process, given.to_json())
    keep(said)
    if process.returncode not in {OK, PROBLEM}:
        sys.stderr.write(_("The window ended with an error. Look at: ergobreak doctor") + "\n")
    return process.returncode if process.returncode >= 0 else PROBLEM


def _hold(process: subprocess.Popen[str], line: str) -> list[str]:
    """Hand over the card, wait for the end, and return what was said. Ctrl-C closes the window in good order."""
    if process.stdin is None:
        raise RuntimeError
    with suppress(OSError):  # it died before it read its card; its own code says more
        process.stdin.write(line + "\n")
        process.stdin.flush()
    said: list[str] = []
    try:
        said += process.stdout or ()
        process.wait()
    except KeyboardInterrupt:
        with suppress(OSError):
            process.stdin.close()
        said += process.stdout or ()
        process.wait()
        keep(said)
        raise
    return said


def keep(said: list[str]) -> None:
    """Note what a routine came to, as the daemon would: without one, "That hurt" still counts for its two weeks."""
    from ergobreak.cli.noting import entries_of, write_down  # noqa: PLC0415 - mostly nothing was said

    if entries := entries_of(said, choosing.now()):
        write_down(entries, choosing.now())


def write(file: str, text: str) -> None:
    """Write a file for its owner only.

    Raises:
        ErgobreakError: it cannot be written.
    """
    try:
        paths.write_private(Path(file), text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or error
        raise ErgobreakError(_("{path} cannot be written: {reason}").format(path=file, reason=reason)) from error


def signs(country: str) -> list[str]:
    """The signs that need help fast, for the page after "That hurt": who to call, then each sign."""
    from ergobreak.triage.emergency import help_for  # noqa: PLC0415 - only for a screen
    from ergobreak.triage.model import Tier  # noqa: PLC0415 - the same
    from ergobreak.triage.region import system_region  # noqa: PLC0415 - the same
    from ergobreak.triage.safety import packaged_countries, signs_view  # noqa: PLC0415 - the same

    try:
        countries = packaged_countries()
    except ErgobreakError:  # damaged: the signs themselves still go out, without a number
        countries = {}
    view = signs_view(help_for(countries, setting=country, system_region=system_region()))
    return _lines(view.cards, Tier.EMERGENCY) or [view.lead]


def _lines(cards: Any, tier: Tier) -> list[str]:  # noqa: ANN401 - rows of the signs' view
    return [line for each in cards if each.tier is tier for line in (f"{each.title}:", *each.lines)]


# -- the verbs ---------------------------------------------------------------------------------------------------------


def library(_options: Namespace) -> int:
    """The library's window."""
    need_display(_("The list as text: ergobreak routine list"))
    return show(library_card())


def library_card(**more: str) -> Card:
    """The card of the library.

    Args:
        more: the routine it begins with (``wanted``), and what it says at its foot (``said``).
    """
    from ergobreak.routines.prescribed import LOG_DAYS  # noqa: PLC0415 - only here

    settings, status, at = choosing.in_force(), status_now(), choosing.now()
    data = choosing.situation(at, settings, choosing.past(at, LOG_DAYS), status)
    data |= {"place": settings.values.get("place"), "held_back": held_back(data["standing"]), **more}
    return card("library", settings=settings, status=status, data=data)


def held_back(stands: Mapping[str, Any]) -> str:
    """Why no routine can be started, in one line; empty when nothing stands in the way."""
    if int(stands.get("tier", 0)) >= SEEN_FIRST:
        return _("Your last check-in says to have this looked at first. A new check-in can lift that.")
    if stands.get("moves") != "none":
        return ""
    return _("Your last check-in asks you to rest these for now. A new check-in can lift that.")


def today(options: Namespace) -> int:
    """The Today window, or its values."""
    if not options.json:
        need_display(_("The same as numbers: ergobreak today --json"))
    from ergobreak.cli.today_lines import lines  # noqa: PLC0415 - only here
    from ergobreak.views import today_data  # noqa: PLC0415 - as above

    status, at = status_now(), choosing.now()
    data = {**today_data(_entries(at), status, at, library=has("library")), **lines(at, status)}
    if options.json:
        daily.out_json(data)
        return OK
    return show(card("today", settings=choosing.in_force(), status=status, data=data))


def _entries(at: datetime) -> list[Entry]:
    from ergobreak.desktop import journal  # noqa: PLC0415 - a database

    path = paths.journal_file()
    try:
        return journal.read_entries(path, at - timedelta(days=TODAY_DAYS))
    except OSError as error:
        reason = error.strerror or error
        raise ErgobreakError(_("{path} cannot be read: {reason}").format(path=path, reason=reason)) from error


def settings_open(_options: Namespace) -> int:
    """The settings window."""
    need_display(_("The settings as text: ergobreak settings show --all"))
    return _settings_screen("settings")


def welcome(_options: Namespace) -> int:
    """The first steps."""
    need_display(_("To choose a profile: ergobreak settings set profile NAME"))
    return _settings_screen("welcome")


def _settings_screen(screen: str) -> int:
    from ergobreak.views import settings_data  # noqa: PLC0415 - the settings' gate, only here

    status = status_now()
    data = {**settings_data(), "status": status}
    data["problems"] = [*data["problems"], *left_out()]
    return show(card(screen, settings=choosing.in_force(), status=status, data=data))


def left_out() -> list[str]:
    """The routine files that are left out, each with line and reason; About says so."""
    try:
        found = choosing.library().errors
    except ErgobreakError as error:  # the packaged library is damaged
        return [error.title]
    return [_("A routine file is left out. {what}").format(what=each.title) for each in found]
