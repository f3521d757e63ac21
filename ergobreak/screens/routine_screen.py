"""The player: a routine from "Get ready" to the end. Keeps the state, speaks to the daemon, owns the window.

With a prompt it answers as the break does: *start* when the first step begins and one final word. *Done* is said with
the rating, so the last page says it by itself after a while, or when it goes. With no prompt it tells the door that a
routine was done or hurt, and the card's ``data`` may hold:

- ``level`` (1 to 3), ``half_range``, ``left_first``: the dose;
- ``twins``: routines by id, for *Seated*;
- ``sources``: lines of text, or rows with ``title``, ``year``, ``link``;
- ``check_in``: whether "Check in now" may be offered; ``signs``: the signs that need help fast.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer

from ergobreak.routines.model import Place
from ergobreak.screens.break_flow import Keys
from ergobreak.screens.break_sound import CHECK_IN, start_detached
from ergobreak.screens.player_figure import MakeFigure, Pictures, make_figure
from ergobreak.screens.player_flow import Phase, Player, dose_of
from ergobreak.screens.player_view import Action, extras_of, view_of
from ergobreak.screens.player_window import PlayerWindow
from ergobreak.screens.tones import Tones
from ergobreak.screens.voice import Voice
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.screens.app import Stage

SECOND_MS = 1000
EARLY_MS = 5  # a tick a little late shows the right second; a little early would show the last one twice
RATING_MS = 45_000  # the last page waits this long for a tap, then says "done" without one
RATINGS = {Action.NICE: "nice", Action.MEH: "meh", Action.RATED_HURT: "hurt"}


def open_routine(stage: Stage) -> RoutineScreen:
    """The screen for a card ``routine``."""
    return RoutineScreen(stage)


class RoutineScreen(QObject):
    """One routine.

    Args:
        voice: how to speak; made only when needed.
        start: how to start another ergobreak, ``tones`` how to sound; they stand in for the real ones in tests.
    """

    def __init__(
        self,
        stage: Stage,
        make_figure: MakeFigure = make_figure,
        voice: Voice | None = None,
        start: Callable[[tuple[str, ...]], None] = start_detached,
        tones: Tones | None = None,
    ) -> None:
        super().__init__()
        card = stage.card
        self._stage, self._start = stage, start
        self._keys = Keys()
        self._voice = voice or Voice(language=card.look.language, parent=self)
        self._voice.unavailable.connect(self._no_voice)
        self._tones = tones or Tones(on=bool(card.data.get("sounds")))
        self._extras = extras_of(card, reduced_motion=stage.theme.reduced_motion)
        self._other: Mapping[str, Any] | None = None  # what Seated gives, or what it came from
        self._spoken: tuple[object, ...] = ()
        self._half: tuple[object, ...] = ()
        self._began = self._ended = self._gone = False
        self.window = PlayerWindow(
            stage.theme,
            single_keys=card.look.single_keys,
            on_top=card.prompt > 0,
            firm=self._extras.firm,
            clock=stage.clock,
            used=self._used_here,
        )
        self.window.acted.connect(self.act)
        self.window.louder.connect(self._voice.louder)
        self.window.first_painted.connect(stage.painted)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self.tick)
        self._last = QTimer(self)
        self._last.setSingleShot(True)
        self._last.setInterval(RATING_MS)
        self._last.timeout.connect(self.leave)
        for each in (self._tick, self._last):  # a window that is gone has nothing to be told
            self.window.destroyed.connect(each.stop)
        self._pictures = Pictures(stage.theme, self.window.card, self.window.strip, make_figure)
        self._player = Player.of(card.routine, dose_of(card))
        self._play(card.routine)

    @property
    def player(self) -> Player:
        """The routine as it stands."""
        return self._player

    def prepare(self) -> None:
        """Be ready to be shown at once."""
        self._render()
        self.window.get_ready()
        self.window.grab()

    def open(self) -> None:
        """Show, and get ready."""
        self._render()
        self.window.present(self._stage.theme.motion_ms("window_in_ms"))
        self._player = self._player.settled(self._stage.clock())
        self._render()
        self._plan_tick()

    def order(self, order: dict[str, Any]) -> None:
        """Obey the daemon."""
        match order.get("do"):
            case "show":
                self.open()
            case "typing":
                self._keys = self._keys.told(typing=bool(order.get("on")))
                self.tick()

    def leave(self) -> None:
        """Go away. What was done is still said."""
        if self._player.phase is Phase.DONE:
            self._say_done("")
        self._tick.stop()
        self._last.stop()
        if not self._gone:
            self._gone = True
            self.window.leave()
            self._voice.end()
            self._stage.quit()

    def act(self, action: Action) -> None:
        """Somebody pressed something."""
        now, player = self._stage.clock(), self._player.passed(self._stage.clock())
        self._player = player
        match action:
            case Action.CLOSE:
                self._close()
                return
            case Action.PREVIOUS | Action.NEXT:
                self._player = player.moved(1 if action is Action.NEXT else -1, now)
            case Action.PAUSE:
                self._player = replace(player, paused=not player.paused, reading=False).settled(now)
            case Action.WHY:
                self._player = replace(player, reading=not player.reading).settled(now)
            case Action.EASIER if player.routine is not None and player.routine.easier:
                self._player = player.made_easier(now)
                self._pictures.play(self._player)
                self._spoken = ()
            case Action.SEATED if self._other is not None:
                self._play(self._other, came_from=player.usual_raw)
                self._player = self._player.settled(now)
            case Action.VOICE:
                self._switch_voice()
            case Action.HURT:
                self._hurt()
            case Action.NICE | Action.MEH | Action.RATED_HURT:
                self._rated(action)
                return
            case Action.CHECK_IN:
                self._start(CHECK_IN)
                self.leave()
                return
        self._go_on()

    def tick(self) -> None:
        """A second may have passed, or the picture's frame may have changed."""
        if self._player.over:
            return
        now = self._stage.clock()
        typing = self._keys.elsewhere(now)
        self._player = replace(self._player.passed(now), typing=typing).settled(now)
        self._go_on()

    def _go_on(self) -> None:
        if self._player.phase is Phase.STEP and not self._began:
            self._began = True
            self._tones.begin()
            if self._stage.card.prompt:
                self._stage.answers.answer("start", routine=self._id())
        self._render()
        if self._player.phase is Phase.DONE and not self._last.isActive() and not self._ended:
            self._last.start()
            self._tones.end()
        self._plan_tick()

    def _plan_tick(self) -> None:
        if self._player.over:
            self._tick.stop()
            return
        left = self._player.countdown.left(self._stage.clock())
        part = left - math.floor(left) or 1.0
        soon = min(part, self._pictures.for_s) if self._player.countdown.running else part
        self._tick.start(round(soon * SECOND_MS) + EARLY_MS)

    def _play(self, raw: Mapping[str, Any] | None, came_from: Mapping[str, Any] | None = None) -> None:
        """Begin with this routine."""
        self._player = Player.of(raw, dose_of(self._stage.card))
        self._spoken = self._half = ()
        self._other, label = self._twin(came_from)
        self._extras = replace(self._extras, twin=label)
        self._pictures.play(self._player)

    def _twin(self, came_from: Mapping[str, Any] | None) -> tuple[Mapping[str, Any] | None, str]:
        """What Seated gives and how it is called; after it, the way back, called by its place."""
        routine = self._player.routine
        if came_from is not None:
            floor = Place.FLOOR.value in came_from.get("place", ())
            return came_from, _("On the floor") if floor else _("Standing")
        twins = self._stage.card.data.get("twins")
        found = twins.get(routine.seated) if isinstance(twins, Mapping) and routine is not None else None
        return (found, _("Seated")) if isinstance(found, Mapping) else (None, "")

    def _render(self) -> None:
        now = self._stage.clock()
        name = self._pictures.show(self._player, now)
        view = view_of(self._player, self._extras, now)
        self.window.show_view(view, name)
        self._speak(now)

    def _speak(self, now: float) -> None:
        """Each line once, its half-way mark once, and nothing while the time waits."""
        player, line = self._player, self._player.line
        if not self._extras.voice or player.phase is Phase.HURT:
            return
        place = (player.at, player.easier, player.routine.id if player.routine else "")
        if place != self._spoken:
            self._spoken = place
            self._voice.speak(line.spoken)
        elif line.half_way and place != self._half and player.within(now) >= line.seconds / 2:
            self._half = place
            self._voice.speak(line.half_way)

    def _switch_voice(self) -> None:
        self._extras = replace(self._extras, voice=not self._extras.voice, note="")
        self._spoken = ()
        if not self._extras.voice:
            self._voice.stop()

    def _no_voice(self, sentence: str) -> None:
        """There is none here: say so, and show it as off."""
        self._extras = replace(self._extras, voice=False, note=sentence)
        self._render()

    def _hurt(self) -> None:
        """It ends at once and the check-in opens; the page after it is calm and stays until it is closed."""
        self._player = self._player.hurt(self._stage.clock())
        self._voice.stop()
        if self._stage.card.prompt:
            self._say_last("hurt")
        elif not self._ended:
            self._ended = True
            self._stage.answers.say({"do": "routine_hurt", "routine": self._id()})
        self._check_in()

    def _check_in(self) -> None:
        """After pain the check-in opens by itself, where there is one."""
        if self._extras.check_in:
            self._start(CHECK_IN)

    def _rated(self, action: Action) -> None:
        self._say_done(RATINGS[action])
        if action is Action.RATED_HURT:
            self._last.stop()
            self._player = self._player.hurt(self._stage.clock())
            self._check_in()
            self._render()
        else:
            self.leave()

    def _say_done(self, rating: str) -> None:
        if self._stage.card.prompt:
            self._say_last("done", rating=rating)
        elif not self._ended:
            self._ended = True
            seconds = round(self._player.active(self._stage.clock()))
            done = {"do": "routine_done", "routine": self._id(), "rating": rating, "seconds": seconds}
            self._stage.answers.say(done)

    def _close(self) -> None:
        """Closed before its end: with a prompt, *back* once a step was begun; a routine of one's own says nothing."""
        if self._stage.card.prompt and not self._player.over:
            self._say_last("back" if self._began else "closed")
        self.leave()

    def _say_last(self, word: str, **more: object) -> None:
        if not self._ended:
            self._ended = True
            self._stage.answers.answer(word, routine=self._id(), **more)

    def _id(self) -> str:
        return self._player.routine.id if self._player.routine is not None else ""

    def _used_here(self) -> None:
        self._keys = self._keys.used_here(self._stage.clock())
