"""What is heard of a break, if anybody wants it: each step, half-way and the end aloud, and a soft tone at both ends.

Nothing of it is loaded, made or started before the first word or tone.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, Signal

from ergobreak.words import _

if TYPE_CHECKING:
    from ergobreak.screens.card import Card
    from ergobreak.screens.tones import Tones
    from ergobreak.screens.voice import Voice

HALF_SHARE = 0.5
HALF_WAY_FROM_S = 20.0  # shorter breaks need no half-way mark
CHECK_IN = ("-m", "ergobreak", "check-in", "--because", "hurt")
SIGNS = ("-m", "ergobreak", "red-flags")


def start_detached(arguments: tuple[str, ...]) -> None:
    """Start ergobreak once more, on its own."""
    QProcess.startDetached(sys.executable, list(arguments))


def after_hurt(card: Card) -> tuple[str, ...]:
    """What opens after "That hurt": the check-in; where somebody has none, the signs that need help fast."""
    return CHECK_IN if card.data.get("check_in") else SIGNS


class Sound(QObject):
    """Voice and tones of one break.

    Args:
        voice: how to speak, ``tones`` how to sound; made only when needed.
    """

    unavailable = Signal(str)  # a sentence: why nothing is heard

    def __init__(
        self, card: Card, parent: QObject | None = None, voice: Voice | None = None, tones: Tones | None = None
    ) -> None:
        super().__init__(parent)
        self._card, self._voice, self._tones = card, voice, tones
        if voice is not None:
            voice.unavailable.connect(self.unavailable)
        self._spoken = ""
        self._half_said = False

    def begin(self) -> None:
        """The break begins."""
        if self._card.data.get("sounds"):
            if self._tones is None:
                from ergobreak.screens.tones import Tones  # noqa: PLC0415 - mostly nothing is to be heard

                self._tones = Tones(on=True)
            self._tones.begin()

    def say(self, words: str, left: float) -> None:
        """Each line once, and the half-way mark once.

        Args:
            left: the share of the time that is left.
        """
        if words != self._spoken:
            self._spoken = words
            self._half_said = self._half_said or left <= HALF_SHARE
            self._speak(words)
        elif left <= HALF_SHARE and not self._half_said:
            self._half_said = True
            if self._card.duration_s >= HALF_WAY_FROM_S:
                self._speak(_("Half way."))

    def again(self) -> None:
        """The voice was switched on or off: silence, and the line from its beginning."""
        self._spoken = ""
        if self._voice is not None:
            self._voice.stop()

    def end(self, *, aloud: bool) -> None:
        """The time is over."""
        if self._tones is not None:
            self._tones.end()
        if aloud:
            self._speak(_("The break is over."))

    def stop(self) -> None:
        """The window has gone; the last line is read to its end."""
        if self._voice is not None:
            self._voice.end()

    def _speak(self, words: str) -> None:
        if self._voice is None:
            from ergobreak.screens.voice import Voice  # noqa: PLC0415 - mostly nothing is to be heard

            self._voice = Voice(language=self._card.look.language, parent=self)
            self._voice.unavailable.connect(self.unavailable)
        self._voice.speak(words)
