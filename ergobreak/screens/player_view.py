"""What the player says at one moment: words and buttons as one value, computed without a toolkit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ergobreak.routines.model import Place
from ergobreak.screens.break_view import shown_seconds
from ergobreak.screens.player_flow import Phase
from ergobreak.screens.times import MINUTE_S, clock_text
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from ergobreak.routines.model import Routine
    from ergobreak.screens.card import Card
    from ergobreak.screens.player_flow import Player

SENTENCE_END = ". "
DOT = "  ·  "


class Action(StrEnum):
    """Everything that can be pressed."""

    WHY = "why"
    VOICE = "voice"
    CLOSE = "close"
    PREVIOUS = "previous"
    PAUSE = "pause"
    NEXT = "next"
    EASIER = "easier"
    SEATED = "seated"
    HURT = "hurt"
    NICE = "nice"
    MEH = "meh"
    RATED_HURT = "rated_hurt"
    CHECK_IN = "check_in"


HEAD = (Action.WHY, Action.VOICE, Action.CLOSE)
STEPPING = (Action.PREVIOUS, Action.PAUSE, Action.NEXT)
CONTROLS = (*STEPPING, Action.EASIER, Action.SEATED, Action.HURT)
ENDS = (Action.CHECK_IN, Action.NICE, Action.MEH, Action.RATED_HURT, Action.CLOSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What the card brings besides the routine.

    Args:
        twin: how the other form is called ("Seated"); empty when there is none.
        known: what is worth knowing about such moves, after why and what for.
        sources: where the routine comes from, one line each.
        signs: the signs that need help fast.
        note: something to say once, such as that there is no voice here.
        firm: it belongs to a firm break: leaving early takes three seconds.
    """

    why: str = ""
    known: str = ""
    sources: tuple[str, ...] = ()
    stop_rule: str = ""
    signs: tuple[str, ...] = ()
    check_in: bool = False
    twin: str = ""
    voice: bool = False
    note: str = ""
    reduced_motion: bool = False
    firm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is on the screen.

    Args:
        heading: the step's number, and its side.
        note: why the ring stands still.
        number: in the ring, with ``caption`` under it; ``left_s`` of ``total_s`` is its arc.
        left: time left in the whole routine; ``next`` is what follows.
        brief: the same two in one line, where there is no room beside the ring.
        stop: the stop rule in full.
        why: sentences and sources, when they were asked for.
        name: the window's first words for a screen reader.
        lines: of the last page; those of a list begin with a bullet.
    """

    phase: Phase
    title: str
    regions: str = ""
    heading: str = ""
    line: str = ""
    cue: str = ""
    note: str = ""
    number: str = ""
    caption: str = ""
    left_s: float = 0.0
    total_s: float = 1.0
    left: str = ""
    next: str = ""
    brief: str = ""
    stop: str = ""
    why: tuple[str, ...] = ()
    name: str = ""
    lines: tuple[str, ...] = ()
    question: str = ""
    buttons: Mapping[Action, str] = field(default_factory=dict)


def view_of(player: Player, extras: Extras, now: float) -> View:
    """What to show."""
    if player.phase is Phase.HURT:
        return _hurt(player, extras)
    if player.phase is Phase.DONE:
        return _done(player)
    return _going(player, extras, now)


def _going(player: Player, extras: Extras, now: float) -> View:
    line, ready = player.line, player.phase is Phase.READY
    left_s = shown_seconds(player.countdown.left(now), reduced_motion=extras.reduced_motion and not ready)
    whole_s = shown_seconds(player.left(now), reduced_motion=extras.reduced_motion)
    number, caption = _in_the_ring(player, now, left_s)
    following = "" if ready else first_sentence(line.next) if line.next else _("Done, rest")
    routine = player.routine
    title = routine.title if routine is not None else _("A short pause")
    regions = about(routine)
    left = length_text(whole_s)
    return View(
        phase=player.phase,
        title=_(title),
        regions=regions,
        heading="" if ready else _heading(player),
        line=line.say,
        cue=" ".join(part for part in (line.next if ready else "", line.cue) if part),
        note=_note(player, extras),
        number=number,
        caption=caption,
        left_s=left_s,
        total_s=player.countdown.total_s,
        left=left,
        next=following,
        brief=_("{time} left. Next: {step}").format(time=left, step=following) if following else "",
        stop=" ".join(part for part in (extras.stop_rule, _(routine.stop) if routine and routine.stop else "") if part),
        why=_why(player, extras) if player.reading else (),
        name=" ".join(f"{part}." for part in (_(title), regions.replace(DOT, ", "), _("Get ready")) if part),
        buttons=_buttons(player, extras),
    )


def _in_the_ring(player: Player, now: float, left_s: float) -> tuple[str, str]:
    line = player.line
    if player.phase is Phase.READY:
        return str(math.ceil(left_s)), ""
    if line.repetitions > 1:
        return str(player.repetition(now) + 1), _("of {n}").format(n=line.repetitions)
    if left_s >= MINUTE_S:
        return clock_text(left_s), _("minutes")
    return str(math.ceil(left_s)), _("seconds")


def _heading(player: Player) -> str:
    words = _("Step {n} of {m}").format(n=player.line.number, m=player.steps)
    return " · ".join(part for part in (words, player.line.side_words) if part)


def _note(player: Player, extras: Extras) -> str:
    if player.paused:
        return _("Paused")
    if player.typing:
        return _("Waiting while you type")
    return extras.note


def _buttons(player: Player, extras: Extras) -> dict[Action, str]:
    words = {
        Action.CLOSE: _("Hold for 3 s to close") if extras.firm else _("Close"),
        Action.PREVIOUS: _("Previous step"),
        Action.PAUSE: _("Resume") if player.paused else _("Pause"),
        Action.NEXT: _("Next step"),
        Action.HURT: _("That hurt"),
    }
    if player.reading:
        words[Action.WHY] = _("Back to the move")
    elif _why(player, extras):
        words[Action.WHY] = _("Why this?")
    words[Action.VOICE] = _("Voice off") if extras.voice else _("Voice on")
    if player.routine is not None and player.routine.easier:
        words[Action.EASIER] = _("As usual") if player.easier else _("Easier")
    if extras.twin:
        words[Action.SEATED] = extras.twin
    return words


def _why(player: Player, extras: Extras) -> tuple[str, ...]:
    purpose = _(player.routine.purpose) if player.routine is not None else ""
    sentences = tuple(part for part in (extras.why, purpose, extras.known) if part)
    if not sentences and not extras.sources:
        return ()
    return sentences + ((_("Sources"), *(f"• {each}" for each in extras.sources)) if extras.sources else ())


def _done(player: Player) -> View:
    count = player.dose.breaks_today + 1
    words = ngettext("{n} break today", "{n} breaks today", count).format(n=count)
    routine = player.routine
    return View(
        phase=player.phase,
        title=_(routine.title) if routine is not None else _("A short pause"),
        regions=about(routine),
        line=words,
        question=_("How was it?") if routine is not None else "",
        name=_("Done. {breaks}").format(breaks=words),
        buttons={Action.CLOSE: _("Close")}
        | ({Action.NICE: _("Nice"), Action.MEH: _("So-so"), Action.RATED_HURT: _("It hurt")} if routine else {}),
    )


def _hurt(player: Player, extras: Extras) -> View:
    routine = player.routine
    words = _("The routine has ended.")
    lines = [] if routine is None else [_("It will not be offered again for two weeks.")]
    if extras.signs:
        lines += [_("Signs that need help fast"), *(f"• {each}" for each in extras.signs)]
    else:
        lines += [extras.stop_rule] if extras.stop_rule else []
    buttons = {Action.CLOSE: _("Close")}
    if extras.check_in:
        buttons[Action.CHECK_IN] = _("Check in now")
    return View(
        phase=player.phase,
        title=_(routine.title) if routine is not None else _("A short pause"),
        regions=about(routine),
        line=words,
        lines=tuple(lines),
        name=words,
        buttons=buttons,
    )


def about(routine: Routine | None) -> str:
    """Parts of the body and the place: "Low back, upper back · on your chair"."""
    if routine is None:
        return ""
    from ergobreak.routines.tables import vocabulary  # noqa: PLC0415 - a file is read, once

    words = vocabulary().regions
    parts = ", ".join(_(words[each].words) if each in words else each for each in routine.regions)
    places = {
        (Place.CHAIR,): _("on your chair"),
        (Place.STANDING,): _("standing"),
        (Place.FLOOR,): _("on the floor"),
        (Place.CHAIR, Place.STANDING): _("on your chair or standing"),
    }
    place = places.get(tuple(sorted(routine.place)), "")
    text = DOT.join(part for part in (parts, place) if part)
    return text[:1].upper() + text[1:]


def first_sentence(words: str) -> str:
    """What stands before the first full stop: enough to know what comes."""
    return words.partition(SENTENCE_END)[0].rstrip(".")


def length_text(seconds: float) -> str:
    """A length: "24 s", "1:08"."""
    return clock_text(seconds) if seconds >= MINUTE_S else _("{n} s").format(n=math.ceil(seconds))


def extras_of(card: Card, *, reduced_motion: bool) -> Extras:
    """What a card brings besides the routine."""
    return Extras(
        why=card.why,
        known=str(card.data.get("known", "")),
        sources=tuple(_source(each) for each in card.data.get("sources", ())),
        stop_rule=card.stop_rule,
        signs=tuple(str(each) for each in card.data.get("signs", ())),
        check_in=bool(card.data.get("check_in")),
        voice=card.look.voice,
        reduced_motion=reduced_motion,
        firm=card.style == "firm" and card.prompt > 0,
    )


def _source(each: object) -> str:
    """A line of text, or a row of the sources' table."""
    if not isinstance(each, dict):
        return str(each)
    year = each.get("year") or ""
    return ", ".join(str(part) for part in (each.get("title", ""), year, each.get("link", "")) if part)
