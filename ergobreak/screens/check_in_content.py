"""What the check-in works with: rules, words, settings, numbers, and the file of earlier check-ins. No toolkit here.

Everything is optional but the rules and their words: settings that cannot be read give the built-in ones, a file of
earlier check-ins that cannot be opened counts as empty, a country nobody knows gives "your local emergency number".
Only when the rules themselves are damaged is there no check-in, and the emergency page is shown instead.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from ergobreak import paths, snapshot
from ergobreak.errors import ContentError, ErgobreakError
from ergobreak.triage.emergency import Help, employer_lines, help_for
from ergobreak.triage.extras import packaged_follow_ups, summary_words
from ergobreak.triage.loader import packaged
from ergobreak.triage.region import system_region
from ergobreak.triage.safety import packaged_countries
from ergobreak.triage.store import CheckInStore
from ergobreak.triage.wording import packaged_wording

if TYPE_CHECKING:
    from ergobreak.triage.extras import FollowUpQuestion  # noqa: TC004 - a dataclass names it
    from ergobreak.triage.history import Past
    from ergobreak.triage.model import Table, Tier  # noqa: TC004 - the same
    from ergobreak.triage.wording import Wording, Words  # noqa: TC004 - the same

EMPLOYER_KEYS = ("first_aider", "occupational_health", "office_phone")
MODES = ("guided", "signpost", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The rules and every sentence around them."""

    table: Table
    wording: Wording
    summary: Words
    follow_ups: Mapping[Tier, FollowUpQuestion]
    asking: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What the person's settings say about the check-in.

    Args:
        mode: ``guided``, ``signpost`` or ``off``.
        keep: whether anything is remembered at all.
        compare: whether earlier check-ins may raise the advice.
        profile: what the routines need of the profile.
        values: every setting in force.
        look: how screens look.
    """

    mode: str = "guided"
    keep: bool = False
    compare: bool = False
    country: str = "system"
    profile: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    look: Mapping[str, Any] = field(default_factory=dict)


def today() -> date:
    """The day, as this machine has it."""
    return date(*time.localtime()[:3])


def content() -> Content:
    """All of it, or nothing.

    Raises:
        ContentError: a file is damaged or missing.
    """
    asking, follow_ups = packaged_follow_ups()
    return Content(
        table=packaged(),
        wording=packaged_wording(),
        summary=summary_words(),
        follow_ups=follow_ups,
        asking=asking,
    )


def preferences() -> Preferences:
    """The settings in force, the built-in ones, or the most careful ones. Never raises."""
    try:
        found = snapshot.read(paths.snapshot_file()) or snapshot.built_in_snapshot()
    except (ErgobreakError, OSError, RuntimeError):  # no home folder, or a damaged installation
        return Preferences()
    mode = str(found.values.get("check_in_mode", "guided"))
    return Preferences(
        mode=mode if mode in MODES else "guided",
        keep=found.values.get("check_in_history") is True,
        compare=found.values.get("check_in_patterns") is True,
        country=str(found.values.get("country", "system")),
        profile=found.profile,
        values=found.values,
        look=found.look,
    )


def help_here(wanted: Preferences) -> Help:
    """Who to call here. Never raises."""
    try:
        countries = packaged_countries()
    except ContentError:
        return Help()
    region = system_region()
    code = region if wanted.country in {"", "system"} else wanted.country
    given = {key: wanted.values[key] for key in EMPLOYER_KEYS if wanted.values.get(key)}
    employer, _refused = employer_lines(given, countries, code)
    return help_for(countries, setting=wanted.country, system_region=region, employer=employer)


class Memory:
    """Earlier check-ins, or nothing at all where nothing may be kept or the file is broken.

    Args:
        keep: false never opens the file.
        standing: what the plan of the day still holds back, so that a hold stands without a file too.
    """

    def __init__(self, *, keep: bool, standing: tuple[Past, ...] = ()) -> None:
        self._store = _store() if keep else None
        self._standing = standing
        self._before: tuple[Past, ...] | None = None

    def past(self, day: date) -> tuple[Past, ...]:
        """What is known of earlier days; read once."""
        if self._before is None:
            self._before = self._read(day)
        if any(each.tier >= one.tier and not each.cleared for one in self._standing for each in self._before):
            return self._before
        return (*self._before, *self._standing)

    def _read(self, day: date) -> tuple[Past, ...]:
        if self._store is None:
            return ()
        try:
            return self._store.past(day)
        except (sqlite3.Error, OSError, ValueError):
            return ()

    def remember(self, one: Past) -> None:
        """Keep one check-in, if anything may be kept."""
        if self._store is not None:
            try:
                self._store.remember(one)
            except (sqlite3.Error, OSError):
                return  # a full or locked disk must not take the result off the screen

    def take_back(self, day: date) -> None:
        """What was remembered since ``past`` was read was a slip."""
        if self._store is None or self._before is None:
            return
        before = self._before
        try:
            self._store.forget()
            for each in before:
                self._store.remember(each)
            self._store.past(day)
        except (sqlite3.Error, OSError, ValueError):
            return

    def clear(self) -> None:
        """A health professional says moves are fine."""
        self._standing = ()
        self._before = None
        if self._store is not None:
            try:
                self._store.clear()
            except (sqlite3.Error, OSError):
                return


def _store() -> CheckInStore | None:
    try:
        return CheckInStore(paths.check_in_file())
    except RuntimeError:  # no home folder
        return None
