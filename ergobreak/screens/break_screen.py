"""The break: hidden and ready, cue, offered, running, gone. Keeps the state, speaks to the daemon, owns the windows.

Every window here (cue, break, dimmed monitors) is shown or closed from this one place, so that none can be left over
when a monitor comes or goes or the daemon dies.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from ergobreak.routines.wording import told
from ergobreak.screens.break_choice import Choice, figure
from ergobreak.screens.break_flow import Countdown, Keys
from ergobreak.screens.break_sound import Sound, after_hurt, start_detached
from ergobreak.screens.break_view import Action, Break, Phase, break_of, view_of
from ergobreak.screens.break_window import BreakWindow
from ergobreak.screens.cue import Cue
from ergobreak.screens.later import later
from ergobreak.screens.placement import Dimmer, pointer_screen, when_monitors_change
from ergobreak.screens.times import MINUTE_S

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from ergobreak.screens.app import Stage
    from ergobreak.screens.card import Card
    from ergobreak.screens.cue import CueWindow

SECOND_MS = 1000
SKIP_AFTER_MS = 3000  # firm style only
LAST_WORD_MS = 2000
UNSEEN_MS = 500  # a window on a workspace that nobody looks at is not painted; its routine is chosen all the same
EARLY_MS = 5  # a tick a little late shows the right second; a little early would show the last one twice


def open_break(stage: Stage) -> BreakScreen:
    """The screen for a card ``break``."""
    return BreakScreen(stage)


class BreakScreen(QObject):
    """One prompt's windows."""

    def __init__(
        self,
        stage: Stage,
        make_figure: Callable[[Mapping[str, Any], str, QWidget], Any] = figure,
        sound: Sound | None = None,
        start: Callable[[tuple[str, ...]], None] = start_detached,
    ) -> None:
        super().__init__()
        card = stage.card
        self._stage, self._start = stage, start
        self._sound = sound or Sound(card, self)
        self._sound.unavailable.connect(self._no_voice)
        self._keys, self._chosen = Keys(), -1
        self._state = self._know(card, choosing=stage.fill is not None)
        self._choice = None if stage.fill is None else Choice(card, stage.fill, self._take_choice)
        self._unsaid = ""
        self._may_skip = card.may_skip
        self._running_at_once = card.running
        self._ended = False
        self._cue = Cue(stage, self._cue_clicked, partial(self._end, "postpone"), self)
        self._dimmer = Dimmer()
        self.window = BreakWindow(
            stage.theme,
            make_figure,
            single_keys=card.look.single_keys,
            firm=self._state.firm,
            full_screen=card.look.full_screen,
            clock=stage.clock,
            used=self._used_here,
        )
        self.window.acted.connect(self.act)
        self.window.first_painted.connect(stage.painted)
        self.window.first_painted.connect(self._choose)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self.tick)
        self.window.destroyed.connect(self._tick.stop)  # nothing is left to be told
        when_monitors_change(self._monitors_changed)
        self._render()

    @property
    def state(self) -> Break:
        """The break as it stands."""
        return self._state

    @property
    def cue(self) -> CueWindow | None:
        """The cue, while there is one."""
        return self._cue.window

    def prepare(self) -> None:
        """Be ready to be shown at once."""
        self.window.get_ready()

    def open(self) -> None:
        """Show the offer, or the running break when the card says so."""
        self._cue.drop()
        self.window.snooze_keys(self._state.snooze_min)
        if self._running_at_once:
            self._begin("start", self._state.duration_s, self._state.routine)
        self._render()
        self.window.present(self._stage.theme.motion_ms("window_in_ms"))
        if not self._state.choosing:
            self._say_offered()
        self._monitors_changed()
        later(self, UNSEEN_MS, self._choose)
        if self._state.firm and self._may_skip:
            later(self, SKIP_AFTER_MS, self._allow_skip)

    def order(self, order: dict[str, Any]) -> None:
        """Obey the daemon."""
        match order.get("do"):
            case "cue":
                self._show_cue(float(order.get("seconds", MINUTE_S)))
            case "show":
                self._take(order)
                self.open()
            case "typing":
                self._keys = self._keys.told(typing=bool(order.get("on")))
                self.tick()

    def leave(self) -> None:
        """Close every window and end, without an answer."""
        self._tick.stop()
        self._ended = True
        self._cue.drop()
        self._dimmer.lift()
        self.window.leave()
        self._sound.stop()
        self._stage.quit()

    def act(self, action: Action) -> None:
        """Somebody pressed something."""
        if self._ended or self._state.phase is Phase.CLOSING:
            if action is Action.CLOSE:
                self.leave()
            return
        state = self._state
        match action:
            case Action.START:
                self._begin("start", state.duration_s, state.routine)
            case Action.SHORTER:
                self._begin("shorter", state.shorter_s, state.routine)
            case Action.JUST_PAUSE:
                self._begin("just_pause", state.duration_s, None)
            case Action.SNOOZE:
                self._end("postpone", seconds=state.snooze_min[0] * MINUTE_S)
            case Action.SNOOZE_LONG:
                self._end("postpone", seconds=state.snooze_min[-1] * MINUTE_S)
            case Action.SKIP | Action.BACK:
                self._end(action.value)
            case Action.HURT:
                self._start(after_hurt(self._stage.card))
                self._end("hurt")
            case Action.CLOSE:
                self._end("closed")
            case _:
                self._change(action)
        self._render()

    def _change(self, action: Action) -> None:
        state = self._state
        if action is Action.ANOTHER and state.others:
            self._chosen = (self._chosen + 1) % len(self._choices)
            self._state = replace(state, routine=self._choices[self._chosen])
            self._say_offered()
        elif action is Action.WHY:
            self._state = replace(state, why_open=not state.why_open)
        elif action is Action.PAUSE:
            self._state = replace(state, paused=not state.paused).settled(self._stage.clock())
            self._plan_tick()
        elif action is Action.VOICE:
            self._state = replace(state, voice=not state.voice)
            self._sound.again()

    def tick(self) -> None:
        """A second may have passed."""
        if self._state.phase is not Phase.RUNNING:
            return
        now = self._stage.clock()
        self._state = replace(self._state, typing=self._keys.elsewhere(now)).settled(now)
        if self._state.countdown.left(now) <= 0:
            self._finish()
            return
        self._render()
        self._plan_tick()

    def _plan_tick(self) -> None:
        now = self._stage.clock()
        left = self._state.countdown.left(now)
        part = (left - math.floor(left)) * SECOND_MS if self._state.countdown.running else 0
        self._tick.start(round(part) + EARLY_MS if part else SECOND_MS)

    def _choose(self) -> None:
        """Choose now, where the first picture did not wait for it."""
        if self._choice is not None:
            self._choice.begin()

    def _know(self, card: Card, *, choosing: bool) -> Break:
        """What *Another* walks through, kept; and the card's break."""
        self._choices = tuple(each for each in (card.routine, *card.others) if each is not None)
        self._chosen = 0 if card.routine is not None else -1
        less_motion = self._stage.theme.reduced_motion
        return break_of(card, others=len(card.others), reduced_motion=less_motion, choosing=choosing)

    def _take_choice(self, card: Card) -> None:
        known = self._know(card, choosing=False)
        state = replace(self._state, routine=card.routine, others=known.others, choosing=False)
        state = replace(state, half_range=known.half_range, rest=known.rest, known=known.known)
        self._state = replace(state, why=card.why, stop_rule=card.stop_rule)
        if self._ended:
            return
        self._say_offered()
        self._say_begun()
        self._render()
        QTimer.singleShot(0, self._stage.chosen)

    def _say_offered(self) -> None:
        """What was offered is told at once, however it ends: the same routine is not to come twice running."""
        if self._state.routine is not None and self._state.phase is not Phase.CLOSING:
            self._stage.answers.say({"do": "offered", "routine": str(self._state.routine.get("id", ""))})

    def _say_begun(self) -> None:
        if self._unsaid:
            word, self._unsaid = self._unsaid, ""
            self._stage.answers.answer(word, routine=str((self._state.routine or {}).get("id", "")))

    def _begin(self, word: str, seconds: float, routine: Mapping[str, Any] | None) -> None:
        now = self._stage.clock()
        begun = replace(self._state, phase=Phase.RUNNING, countdown=Countdown.of(seconds), routine=routine)
        self._state = replace(begun, why_open=False).settled(now)
        self._unsaid = word
        if not begun.choosing:  # else it is said with the routine that will be shown
            self._say_begun()
        self.window.page.ring.begin_again()
        self._sound.begin()
        self._plan_tick()

    def _end(self, word: str, **more: object) -> None:
        """The final answer: the windows go first, so that nobody waits for the daemon."""
        self._say_last(word, **more)
        self.leave()

    def _finish(self) -> None:
        """The countdown ran out."""
        self._say_last("done")
        self._sound.end(aloud=self._state.voice)
        taken = self._stage.card.breaks_today
        if not taken:
            self.leave()
            return
        self._state = replace(self._state, phase=Phase.CLOSING, taken_today=taken + 1)
        self._render()
        later(self, LAST_WORD_MS, self.leave)

    def _say_last(self, word: str, **more: object) -> None:
        if not self._ended:
            self._ended = True
            self._say_begun()
            self._stage.answers.answer(word, routine=str((self._state.routine or {}).get("id", "")), **more)

    def _render(self) -> None:
        self.window.page.set_routine(self._state.routine)
        view = view_of(self._state, self._stage.clock())
        self.window.show_view(view)
        if self._state.voice and view.phase is Phase.RUNNING:
            self._sound.say(f"{view.title} {view.line}".strip(), view.left_s / view.total_s)

    def _no_voice(self, sentence: str) -> None:
        """There is none here: say so where it is switched, and show it as off."""
        self._state = replace(self._state, voice=False, can_speak=False, silent=sentence)
        self._render()

    def _take(self, order: dict[str, Any]) -> None:
        """What the daemon knows better now than when the card was written."""
        self._may_skip = bool(order.get("may_skip", self._may_skip))
        self._state = self._state.told(order, may_skip=self._may_skip)
        self._running_at_once = bool(order.get("running", self._running_at_once))

    def _allow_skip(self) -> None:
        self._state = replace(self._state, may_skip=True)
        self._render()

    def _used_here(self) -> None:
        self._keys = self._keys.used_here(self._stage.clock())

    def _show_cue(self, seconds: float) -> None:
        state = self._state
        words = told(state.words, state.sat_s)
        self._cue.show(seconds, words, state.snooze_min[0] if state.snooze_min else 0.0)

    def _cue_clicked(self) -> None:
        """The daemon opens the break when asked; with no daemon it opens by itself."""
        self._stage.answers.say({"do": "cue_clicked", "prompt": self._stage.card.prompt})
        self._cue.drop()
        if not self._stage.card.door:
            self.open()

    def _monitors_changed(self) -> None:
        """Windows follow the monitors there are now."""
        if not self.window.isVisible():
            return
        own = self.window.screen()
        if own not in QGuiApplication.screens():
            own = pointer_screen()
            self.window.present(0)
        if self._stage.card.look.dim_others:
            self._dimmer.cover(QGuiApplication.screens(), own)
