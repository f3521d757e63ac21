"""What the break screen says at one moment: words and buttons as one value, computed without a toolkit.

The window paints a ``View`` and knows nothing else; the screen changes a ``Break`` and knows no pixels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ergobreak.routines.wording import told
from ergobreak.screens.break_flow import Countdown, Moment, moment, translated
from ergobreak.screens.times import MINUTE_S, clock_text, time_in_words
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from ergobreak.screens.card import Card

REDUCED_STEP_S = 5  # how often the ring moves where motion is reduced


class Phase(StrEnum):
    """Where a break stands."""

    OFFERED = "offered"
    RUNNING = "running"
    CLOSING = "closing"


class Action(StrEnum):
    """Everything that can be pressed."""

    START = "start"
    SNOOZE = "snooze"
    SHORTER = "shorter"
    SKIP = "skip"
    ANOTHER = "another"
    JUST_PAUSE = "just_pause"
    SNOOZE_LONG = "snooze_long"
    WHY = "why"
    BACK = "back"
    PAUSE = "pause"
    HURT = "hurt"
    VOICE = "voice"
    CLOSE = "close"


BUTTONS = (Action.START, Action.SNOOZE, Action.SHORTER, Action.SKIP, Action.BACK, Action.PAUSE, Action.HURT)
LINKS = (Action.ANOTHER, Action.JUST_PAUSE, Action.SNOOZE_LONG, Action.WHY, Action.VOICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A break, offered or running.

    Args:
        routine: what is offered; ``None`` for the plain words.
        paused: the person pressed Pause.
        typing: the person is at the keys of something else.
        may_skip: Skip is on the screen now.
        silent: why nothing is heard, where the voice was switched on and there is none.
        words: how the prompt is put this time, with ``{minutes}`` where the honest minutes go.
        half_range: only half the range is asked today; ``rest``: no moves at all.
        known: what explains each routine to whoever asks why, by its id.
        choosing: the routine is being chosen; its words and its figure come in a moment.
    """

    kind: str
    duration_s: float
    countdown: Countdown
    phase: Phase = Phase.OFFERED
    routine: Mapping[str, Any] | None = None
    others: int = 0
    shorter_s: float = 0.0
    sat_s: float = 0.0
    snooze_min: tuple[float, ...] = ()
    why: str = ""
    stop_rule: str = ""
    firm: bool = False
    paused: bool = False
    typing: bool = False
    may_skip: bool = True
    why_open: bool = False
    can_speak: bool = True
    voice: bool = False
    silent: str = ""
    taken_today: int = 0
    reduced_motion: bool = False
    words: str = ""
    half_range: bool = False
    rest: bool = False
    known: Mapping[str, str] = field(default_factory=dict)
    choosing: bool = False

    def settled(self, now: float) -> Break:
        """The countdown runs exactly while the break runs and nothing makes it wait."""
        goes = self.phase is Phase.RUNNING and not self.paused and not self.typing
        return replace(self, countdown=self.countdown.run(now) if goes else self.countdown.wait(now))

    def told(self, order: Mapping[str, Any], *, may_skip: bool) -> Break:
        """The offer as the daemon's order knows it better."""
        duration = float(order.get("duration_s", self.duration_s))
        return replace(
            self,
            duration_s=duration,
            countdown=Countdown.of(duration),
            sat_s=float(order.get("sat_s", self.sat_s)),
            snooze_min=tuple(order.get("snooze_min", self.snooze_min)),
            may_skip=may_skip and not self.firm,
        )

    def moment(self, now: float) -> Moment | None:
        """The step of the routine."""
        elapsed = 0.0 if self.phase is Phase.OFFERED else self.countdown.total_s - self.countdown.left(now)
        return moment(self.routine, elapsed)


def break_of(card: Card, *, others: int, reduced_motion: bool, choosing: bool = False) -> Break:
    """The break of a card, offered. A firm one shows Skip a little later."""
    firm = card.style == "firm"
    return Break(
        kind=card.kind,
        duration_s=card.duration_s,
        countdown=Countdown.of(card.duration_s),
        routine=card.routine,
        others=others,
        shorter_s=card.shorter_s,
        sat_s=card.sat_s,
        snooze_min=card.snooze_min,
        why=card.why,
        stop_rule=card.stop_rule,
        firm=firm,
        may_skip=card.may_skip and not firm,
        voice=card.look.voice,
        reduced_motion=reduced_motion,
        words=str(card.data.get("words", "")),
        half_range=bool(card.data.get("half_range")),
        rest=bool(card.data.get("rest")),
        known=card.data.get("known", {}),
        choosing=choosing,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is on the screen.

    Args:
        note: beside the ring: why it stands still.
        buttons: what can be pressed now, with its words.
        foot: a sentence at the start of the foot.
        leave: how to leave, with ``{key}`` where the key cap goes; empty shows none.
        name: the window's name for a screen reader.
        choosing: room is kept for words and a figure that are about to come.
    """

    phase: Phase
    heading: str = ""
    title: str = ""
    line: str = ""
    note: str = ""
    why: str = ""
    foot: str = ""
    leave: str = ""
    name: str = ""
    buttons: dict[Action, str]
    left_s: float = 0.0
    total_s: float = 0.0
    number: str = ""
    caption: str = ""
    moment: Moment | None = None
    choosing: bool = False


def view_of(state: Break, now: float) -> View:
    """What to show."""
    if state.phase is Phase.CLOSING:
        count = state.taken_today
        words = ngettext("{n} break today", "{n} breaks today", count).format(n=count)
        return View(phase=state.phase, title=words, name=words, buttons={})
    return _offered(state) if state.phase is Phase.OFFERED else _running(state, now)


def _offered(state: Break) -> View:
    routine = state.routine or {}
    at = moment(state.routine, 0.0)
    title = "" if state.choosing else translated(routine.get("title")) or plain_words(rest=state.rest)
    long = state.duration_s >= MINUTE_S
    heading = _with_length(state.kind).format(length=time_in_words(state.duration_s))
    words = told(state.words, state.sat_s)
    return View(
        phase=state.phase,
        heading=_("{kind}  ·  {words}").format(kind=heading, words=words) if words else heading,
        title=title,
        line=" ".join((at.say, *_range(state))) if at is not None else "",
        why=_why(state) if state.why_open else "",
        foot=_sat(state.sat_s),
        leave=_("Hold {key} for 3 s to close") if state.firm else _("{key} closes at any time"),
        name=" ".join(part for part in (f"{heading}.", title and _sentence(title), _sat_aloud(state.sat_s)) if part),
        buttons=_offered_buttons(state),
        left_s=state.duration_s,
        total_s=state.duration_s,
        number=clock_text(state.duration_s) if long else str(round(state.duration_s)),
        caption=_("minutes") if long else _("seconds"),
        moment=at,
        choosing=state.choosing,
    )


def _offered_buttons(state: Break) -> dict[Action, str]:
    words = {Action.START: _("Start")}
    if state.snooze_min:
        words[Action.SNOOZE] = _("In {n} min").format(n=f"{state.snooze_min[0]:g}")
    if 0 < state.shorter_s <= state.duration_s / 2:
        words[Action.SHORTER] = _("Shorter")
    if state.may_skip:
        words[Action.SKIP] = _("Skip")
    if state.others:
        words[Action.ANOTHER] = _("Another")
    if state.routine is not None:
        words[Action.JUST_PAUSE] = _("Just a pause")
    if len(state.snooze_min) > 1:
        words[Action.SNOOZE_LONG] = _("In {n} min").format(n=f"{state.snooze_min[-1]:g}")
    if _why(state):
        words[Action.WHY] = _("Why this?")
    return words


def _running(state: Break, now: float) -> View:
    at = state.moment(now)
    left = shown_seconds(state.countdown.left(now), reduced_motion=state.reduced_motion)
    heading = kind_name(state.kind)
    title = "" if state.choosing else at.say if at is not None else plain_words(rest=state.rest)
    words = {
        Action.BACK: _("I am back"),
        Action.PAUSE: _("Resume") if state.paused else _("Pause"),
        Action.HURT: _("That hurt"),
    }
    if state.can_speak:
        words[Action.VOICE] = _("Voice off") if state.voice else _("Voice on")
    return View(
        phase=state.phase,
        heading=heading,
        title=title,
        line=" ".join(each for each in (at.cue, *_range(state)) if each) if at is not None else "",
        note=_("Paused") if state.paused else _("Waiting while you type") if state.typing else state.silent,
        foot=" ".join(part for part in (state.stop_rule, translated((state.routine or {}).get("stop"))) if part),
        leave=_("Hold {key} for 3 s to close") if state.firm else _("{key} closes"),
        name=f"{heading}. {_sentence(title)}" if title else f"{heading}.",
        buttons=words,
        left_s=left,
        total_s=state.countdown.total_s,
        number=clock_text(left),
        caption=_("left"),
        moment=at,
        choosing=state.choosing,
    )


def shown_seconds(left_s: float, *, reduced_motion: bool) -> float:
    """Whole seconds left; in steps of five where motion is reduced."""
    step = REDUCED_STEP_S if reduced_motion else 1
    return float(math.ceil(round(left_s, 3) / step) * step)


def plain_words(*, rest: bool = False) -> str:
    """What stands there when no routine fits, or none is wanted."""
    return _("Rest in an easy position.") if rest else _("Look far, breathe out, change position.")


def _why(state: Break) -> str:
    routine = state.routine or {}
    known = state.known.get(str(routine.get("id", "")), "")
    return " ".join(part for part in (state.why, translated(routine.get("purpose")), known) if part)


def _range(state: Break) -> tuple[str, ...]:
    return (_("Only half the range today."),) if state.half_range and state.routine is not None else ()


def _sat(sat_s: float) -> str:
    minutes = int(sat_s // MINUTE_S)
    return _("You have sat for {n} min.").format(n=minutes) if minutes else ""


def _sat_aloud(sat_s: float) -> str:
    minutes = int(sat_s // MINUTE_S)
    words = ngettext("You have sat for {n} minute.", "You have sat for {n} minutes.", minutes)
    return words.format(n=minutes) if minutes else ""


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!", ":")) else f"{words}."


def _with_length(kind: str) -> str:
    """The kind with its length, each a whole phrase for translators."""
    return {
        "micro_break": _("Micro-break, {length}"),
        "movement_break": _("Movement break, {length}"),
        "eye_cue": _("Rest for the eyes, {length}"),
        "weight_shift": _("Weight shift, {length}"),
    }.get(kind, _("Break, {length}"))


def kind_name(kind: str) -> str:
    """The kind alone."""
    return {
        "micro_break": _("Micro-break"),
        "movement_break": _("Movement break"),
        "eye_cue": _("Rest for the eyes"),
        "weight_shift": _("Weight shift"),
    }.get(kind, _("Break"))
