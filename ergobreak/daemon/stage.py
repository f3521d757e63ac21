"""Where prompts appear on a desktop: the quiet cue, and the screen's process.

A screen is started hidden with the cue, so that it shows without delay. If it cannot start, or dies before anybody
could answer, the prompt becomes a notice with the same answers: a break is never lost to a broken screen.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ergobreak.core.effects import Nudge, OpenScreen
from ergobreak.core.events import Answer
from ergobreak.core.plan import PromptKind
from ergobreak.desktop.launcher import Screen
from ergobreak.desktop.notify import Notice
from ergobreak.routines.wording import told
from ergobreak.sentences import kind_name, reason_name
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.notify import Notifier
    from ergobreak.screens.card import Card

log = logging.getLogger(__name__)
TOO_SOON_S = 5.0  # a screen that ends with an error within this time was never seen
SCREENS = {"posture_check": "posture", "check_in": "check_in"}


class Answers(Protocol):
    """What the stage tells the loop. Called from any thread."""

    def answered(self, prompt_id: int, answer: Answer, seconds: float = 0.0) -> None:
        """A prompt was answered."""

    def clicked(self) -> None:
        """The cue was clicked."""


@dataclass(slots=True)
class _Playing:
    screen: Screen
    kind: PromptKind
    started: float
    words: str = ""
    opened: OpenScreen | None = None
    done: bool = False


class Stage:
    """The desktop's stage.

    Args:
        card: makes the card of a screen.
        notifier: for cues and for what cannot be shown.
        answers: the loop.
        cues: ``window`` and ``notice`` switched on or off, asked at each cue.
    """

    def __init__(
        self,
        card: Callable[[int, PromptKind, OpenScreen | None], Card],
        notifier: Callable[[], Notifier],
        answers: Answers,
        cues: Callable[[], tuple[bool, bool]],
    ) -> None:
        self._card, self._notifier, self._answers, self._cues = card, notifier, answers, cues
        self._playing: dict[int, _Playing] = {}

    # -- what the core asks for ----------------------------------------------------------------------------------

    def nudge(self, effect: Nudge) -> None:
        """A quiet cue; for a prompt, its screen gets ready behind it."""
        if effect.reason is not None:
            self._report_hold(effect)
            return
        if not effect.prompt_id or effect.kind is None:
            return
        window, notice = self._cues()
        playing = self._start(effect.prompt_id, effect.kind, None)
        if playing is not None and window:
            playing.screen.order("cue", seconds=effect.seconds)
        if notice and not (window and playing is not None):
            self._cue_notice(effect.prompt_id, "" if playing is None else playing.words)

    def open(self, effect: OpenScreen) -> None:
        """Show the prompt."""
        self._notifier().close("cue")
        playing = self._playing.get(effect.prompt_id)
        if playing is not None and (playing.kind is not effect.kind or effect.ask):
            self.close(effect.prompt_id)  # it got ready for a shorter break
            self._playing.pop(effect.prompt_id, None)
            playing = None
        if playing is None:
            playing = self._start(effect.prompt_id, effect.kind, effect)
            if playing is None:
                self._ask_by_notice(effect)
            return
        playing.opened = effect
        playing.screen.order(
            "show",
            sat_s=effect.sat_s,
            snooze_min=[each / 60 for each in effect.snooze_s],
            may_skip=effect.may_skip,
            running=effect.running,
        )

    def close(self, prompt_id: int) -> None:
        """Take cue and screen away."""
        self._notifier().close("cue")
        self._notifier().close("prompt")
        playing = self._playing.get(prompt_id)
        if playing is not None:
            playing.done = True
            playing.screen.close(patient=playing.kind is PromptKind.CHECK_IN)

    def typing(self, *, on: bool) -> None:
        """The person is at the keys during a break, or has stopped."""
        for each in list(self._playing.values()):
            if each.opened is not None and not each.done:
                each.screen.order("typing", on=on)

    def stop(self) -> None:
        """End every screen."""
        for prompt_id in list(self._playing):
            self.close(prompt_id)

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""
        return _("Break screens are shown on this desktop.")

    # -- screens ---------------------------------------------------------------------------------------------------

    def _start(self, prompt_id: int, kind: PromptKind, opened: OpenScreen | None) -> _Playing | None:
        card = self._card(prompt_id, kind, opened)

        def gone(which: Screen, code: int, said: str) -> None:
            self._gone(prompt_id, which, code, said)

        try:
            screen = Screen(card.to_json(), gone)
        except OSError as error:
            log.warning("a screen cannot be started: %s", error)
            return None
        words = told(str(card.data.get("words", "")), card.sat_s)
        playing = _Playing(screen, kind, time.monotonic(), words, opened)
        self._playing[prompt_id] = playing
        return playing

    def _gone(self, prompt_id: int, screen: Screen, code: int, said: str) -> None:
        """Reaper's thread: a screen process has ended."""
        playing = self._playing.get(prompt_id)
        if playing is None or playing.screen is not screen:
            return
        del self._playing[prompt_id]
        if playing.done:
            return
        if code != 0:
            log.warning("a screen ended with code %s: %s", code, said[-500:])
            if playing.opened is not None and time.monotonic() - playing.started < TOO_SOON_S:
                self._ask_by_notice(playing.opened)
                return
        self._answers.answered(prompt_id, Answer.DIED)

    # -- notices ---------------------------------------------------------------------------------------------------

    def _cue_notice(self, prompt_id: int, words: str) -> None:
        def act(key: str) -> None:
            if key == "later":
                self._answers.answered(prompt_id, Answer.POSTPONE, 180.0)
            else:
                self._answers.clicked()

        actions = (("default", _("Open")), ("later", _("In 3 min")))
        title, body = words or _("Break soon"), _("Pause now and it counts.")
        self._notifier().notify(
            Notice(id="cue", title=title, body=body, actions=actions, plain=f"{title}. {body}"), act
        )

    def _ask_by_notice(self, effect: OpenScreen) -> None:
        """The screen cannot be shown: ask in a notice."""

        def act(key: str) -> None:
            said = {"later": Answer.POSTPONE, "skip": Answer.SKIP}.get(key, Answer.START)
            self._answers.answered(effect.prompt_id, said, 180.0 if said is Answer.POSTPONE else 0.0)
            if said is Answer.START:  # nothing counts down on the screen, so this does
                over = threading.Timer(effect.duration_s, self._answers.answered, (effect.prompt_id, Answer.DONE))
                over.daemon = True
                over.start()

        self._notifier().notify(
            Notice(
                id="prompt",
                title=_("Time for a {kind}").format(kind=kind_name(effect.kind.value)),
                body=_("Look far, breathe out, change position."),
                actions=(("default", _("Start")), ("later", _("In 3 min")), ("skip", _("Skip"))),
            ),
            act,
        )

    def _report_hold(self, effect: Nudge) -> None:
        if effect.reason is None:
            return
        body = _("Breaks have been held for a long time: {reason}.").format(reason=reason_name(effect.reason.value))
        self._notifier().notify(Notice(id="hold", title=_("Breaks are held"), body=body, actions=()), lambda _key: None)
