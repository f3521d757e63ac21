"""Where prompts appear when there is no display: as lines in the terminal, answered from the command line."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, TextIO

from ergobreak.core.events import Answer
from ergobreak.sentences import kind_name, span
from ergobreak.words import _

if TYPE_CHECKING:
    from ergobreak.core.effects import Nudge, OpenScreen
    from ergobreak.daemon.stage import Answers

log = logging.getLogger(__name__)


class TerminalStage:
    """No display: prompts are lines in the terminal, and are answered from the command line."""

    def __init__(self, answers: Answers, out: TextIO | None = None) -> None:
        self._answers = answers
        self._out = out or sys.stdout
        self._running: dict[int, float] = {}
        self._say(_("ergobreak keeps the time here. There is no display, so prompts are printed in this terminal."))
        self._say(_("Answer them from another one: ergobreak break, ergobreak snooze, ergobreak skip."))

    def nudge(self, effect: Nudge) -> None:
        """Say that a break is near."""
        if effect.kind is None:
            return
        if not effect.prompt_id:
            self._say(_("Look far away for {span}.").format(span=span(effect.seconds)))
            return
        self._say(_("Break soon. Pause now and it counts."))

    def open(self, effect: OpenScreen) -> None:
        """Say that it is time, and how to answer."""
        if effect.running:
            self._begin(effect)
            return
        self._say(
            _("Time for a {kind}, {span}. You have sat for {sat}.").format(
                kind=kind_name(effect.kind.value), span=span(effect.duration_s), sat=span(effect.sat_s)
            )
        )
        self._say(_("Answer with: ergobreak break, ergobreak snooze, or ergobreak skip"))

    def close(self, prompt_id: int) -> None:
        """Nothing stands that could be taken away."""
        self._running.pop(prompt_id, None)

    def typing(self, *, on: bool) -> None:
        """A terminal's countdown does not wait."""

    def stop(self) -> None:
        """Nothing to end."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""
        return _("There is no display: prompts are printed in the terminal and answered from the command line.")

    def _begin(self, effect: OpenScreen) -> None:
        prompt_id, seconds = effect.prompt_id, effect.duration_s
        self._say(_("Your break has begun: {span}. Stand up, look far, move a little.").format(span=span(seconds)))
        self._running[prompt_id] = seconds

        def over() -> None:
            if self._running.pop(prompt_id, None) is not None:
                self._say(_("The break is over."))
                self._answers.answered(prompt_id, Answer.DONE)

        timer = threading.Timer(seconds, over)
        timer.daemon = True
        timer.start()

    def _say(self, line: str) -> None:
        try:
            print(line, file=self._out, flush=True)
        except (OSError, ValueError):
            log.info("%s", line)
