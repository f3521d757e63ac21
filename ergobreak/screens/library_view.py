"""What the library shows: which routines pass the filters, in which order, and the words about each. No toolkit.

Filters of one row widen (on a chair *or* standing), filters of different rows narrow (standing *and* under a minute).
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ergobreak.routines.model import Group, Place, Routine
from ergobreak.routines.tables import cards, patterns, vocabulary
from ergobreak.screens.times import MINUTE_S
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ergobreak.errors import ContentError
    from ergobreak.routines.adaptation import Pattern

ORDER = (
    Group.PRESCRIBED,
    Group.DESK,
    Group.SEATED_ONLY,
    Group.WALK,
    Group.EYES,
    Group.CALM,
    Group.HOME,
    Group.STRENGTH,
    Group.LESSON,
    Group.OPT_IN,
)
WHOLE_BODY = "whole_body"
WALKS = frozenset({"walking"})  # the other movements that a pattern likes are too wide to search by


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the person asked for; nothing asked shows everything."""

    words: str = ""
    places: frozenset[Place] = frozenset()
    groups: frozenset[str] = frozenset()
    short: bool = False
    discreet: bool = False
    favourite: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        return self != Filters()

    def with_place(self, place: Place, *, on: bool) -> Filters:
        """One more place, or one less."""
        return replace(self, places=self.places | {place} if on else self.places - {place})

    def with_group(self, group: str, *, on: bool) -> Filters:
        """One more part of the body, or one less."""
        return replace(self, groups=self.groups | {group} if on else self.groups - {group})

    def passes(self, routine: Routine, favourites: frozenset[str]) -> bool:
        """Whether a routine is shown."""
        return (
            (not self.places or bool(self.places & set(routine.place)))
            and (not self.groups or bool(self.groups & groups_of(routine)))
            and (not self.short or routine.seconds() < MINUTE_S)
            and (not self.discreet or routine.discreet)
            and (not self.favourite or routine.id in favourites)
            and _found(routine, self.words)
        )


def groups_of(routine: Routine) -> set[str]:
    """The parts of the body a routine counts for; one for the whole body counts for each."""
    if WHOLE_BODY in routine.regions:
        return set(vocabulary().groups)
    regions = vocabulary().regions
    return {regions[name].group for name in routine.regions if name in regions} - {""}


def in_order(routines: Iterable[Routine]) -> list[Routine]:
    """As they stand in the grid: what is prescribed, what goes at the desk by part of the body, then the rest."""
    names = list(vocabulary().regions)

    def place(routine: Routine) -> tuple[int, int, str]:
        first = routine.regions[0] if routine.regions else ""
        return ORDER.index(routine.set), names.index(first) if first in names else len(names), routine.title

    return sorted(routines, key=place)


def _plain(text: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in taken_apart if not unicodedata.combining(each)).replace("-", " ")


def _found(routine: Routine, words: str) -> bool:
    wanted = _plain(words).split()
    if not wanted:
        return True
    told = (_(routine.title), _(routine.purpose), regions_words(routine), place_words(routine), set_words(routine))
    more = (*needs_met(routine), *_explained(routine), routine.set.value)
    text = _plain(" ".join((*told, *more, routine.id.replace("_", " "))))
    return all(each in text for each in wanted)


def _explained(routine: Routine) -> tuple[str, ...]:
    """The cards about this very routine, so that "trapped" and "carpal" lead somewhere."""
    found = (each for each in cards().values() if routine.id in each.about)
    return tuple(text for each in found for text in (_(each.title), _(each.text)))


@cache
def _needs() -> tuple[Pattern, ...]:
    return tuple(each for each in patterns().values() if not each.no_exercises)


def needs_met(routine: Routine) -> tuple[str, ...]:
    """What bothers the people it is preferred for, in plain words; nobody it is not for is among them."""
    tags, regions = set(routine.tags), set(routine.regions)
    return tuple(
        _(each.when)
        for each in _needs()
        if (routine.id in each.prefer or tags & WALKS & set(each.prefer_tags) or regions & set(each.prefer_regions))
        and not tags & set(each.avoid)
        and not set(routine.not_if) & set(each.sets)
    )


def seconds_words(seconds: float) -> str:
    """A length, short: "34 s", "5 min"."""
    whole = round(seconds)
    if whole < 2 * MINUTE_S:
        return _("{n} s").format(n=whole)
    minutes, rest = divmod(whole, MINUTE_S)
    if rest:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    return _("{n} min").format(n=minutes)


def place_words(routine: Routine) -> str:
    """Where it goes: "chair or standing"."""
    names = [_PLACES[each]() for each in routine.place]
    return (
        names[0] if len(names) == 1 else _("{first} or {second}").format(first=", ".join(names[:-1]), second=names[-1])
    )


_PLACES = {
    Place.CHAIR: lambda: _("chair"),
    Place.STANDING: lambda: _("standing"),
    Place.FLOOR: lambda: _("floor"),
}


def regions_words(routine: Routine) -> str:
    """The parts of the body: "trunk, shoulders"."""
    regions = vocabulary().regions
    return ", ".join(_(regions[name].words) if name in regions else name for name in routine.regions)


def facts(routine: Routine) -> str:
    """The line under the title."""
    return "  ·  ".join((seconds_words(routine.seconds()), place_words(routine), regions_words(routine)))


def set_words(routine: Routine) -> str:
    """The word that a set carries, for those that are not for everybody at any time."""
    return {
        Group.STRENGTH: _("Strength"),
        Group.OPT_IN: _("On advice only"),
        Group.LESSON: _("Lesson"),
        Group.PRESCRIBED: _("Prescribed"),
    }.get(routine.set, "")


def set_note(routine: Routine) -> str:
    """What the set's word means, one sentence."""
    return {
        Group.STRENGTH: _("Strength: once a day at most, and not the same part two days running."),
        Group.OPT_IN: _("On advice only: for those to whom a clinician suggested it."),
        Group.LESSON: _("Lesson: a little to know, no exercise."),
        Group.PRESCRIBED: _("Prescribed by {who}.").format(who=routine.prescribed_by),
    }.get(routine.set, "")


def card_line(routine: Routine) -> str:
    """The line on a card: seconds, and the set's word."""
    word = set_words(routine)
    return "  ·  ".join(each for each in (seconds_words(routine.seconds()), word) if each)


def spoken(routine: Routine, *, favourite: bool) -> str:
    """A card for the ear."""
    marks = [_(routine.title), card_line(routine).replace("  ·  ", ", "), _("favourite") if favourite else ""]
    return ", ".join(each for each in marks if each)


def needs(routine: Routine) -> str:
    """What it needs beside the body; empty for nothing."""
    none = routine.space.startswith("none")
    parts = ["" if none else _(routine.space), "" if routine.clothes in {"", "any"} else _(routine.clothes)]
    said = "; ".join(each for each in parts if each)
    return _("Needs: {what}.").format(what=said) if said else ""


def dose(routine: Routine) -> str:
    """How much, where the file says so."""
    return _("How much: {dose}.").format(dose=_(routine.dose).rstrip(".")) if routine.dose else ""


def easier(routine: Routine) -> str:
    """The easier form."""
    return _("Easier: {how}").format(how=_(routine.easier)) if routine.easier else ""


def more(routine: Routine, titles: Mapping[str, str]) -> str:
    """When to stop, where it was read, and when it was last reviewed: what F1 opens."""
    keys = "; ".join(titles.get(key, key) for key in routine.sources)
    sentences = (
        _(routine.stop) if routine.stop else "",
        _("Sources: {sources}.").format(sources=keys.rstrip(".")) if keys else "",
        _("Last looked at on {date}; {status}.").format(date=routine.reviewed.isoformat(), status=_(routine.status)),
    )
    return " ".join(each for each in sentences if each)


def count_words(count: int) -> str:
    """How many are in sight."""
    return ngettext("{n} shown", "{n} shown", count).format(n=count)


def parts_words(groups: frozenset[str]) -> str:
    """The words of the chip for parts of the body: what is chosen, or what it is for."""
    if not groups:
        return _("Body part")
    known = vocabulary().groups
    names = [_(known[each]) for each in known if each in groups]
    first = names[0][:1].upper() + names[0][1:]
    return first if len(names) == 1 else _("{part} and {n} more").format(part=first, n=len(names) - 1)


def bad_files(errors: Iterable[ContentError], folders: Iterable[Path]) -> str:
    """One line about files that were left out: the first with file, line and reason."""
    every = [each.title for each in errors]
    if not every:
        return ""
    first = every[0]
    for folder in folders:
        first = first.removeprefix(f"{folder}{os.sep}")
    if len(every) == 1:
        return _("Left out: {what}.").format(what=first.rstrip("."))
    return _("{n} files are left out. The first: {what}.").format(n=len(every), what=first.rstrip("."))


def moving_step(routine: Routine) -> dict[str, Any]:
    """All key frames of one side as one step, for the preview."""
    sides = [each.side.value for each in routine.steps if each.side.value in {"left", "right"}]
    wanted = [each for each in routine.steps if not sides or each.side.value in {sides[0], "both", "alternate"}]
    shown = [name for step in wanted for name in step.show]
    frames = [name for number, name in enumerate(shown) if number == 0 or name != shown[number - 1]]
    first = routine.steps[0]
    timed = {"reps": first.reps, "rs": first.rs} if len(wanted) == 1 and first.reps else {"s": routine.seconds()}
    return {"say": _(first.say), "show": frames, **timed}


def still_frame(routine: Routine) -> tuple[str, str | None]:
    """The frame that says most in a small picture, and the one before it."""
    names = list(dict.fromkeys(name for step in routine.steps for name in step.show if name in routine.frames))
    names = names or list(routine.frames)
    return (names[1], names[0]) if len(names) > 1 else (names[0], None)
