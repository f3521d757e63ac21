"""Two soft tones, one for the start and one for the end, made here and played by what the system has.

The tones are computed, not recorded: two sine notes with slow edges, quiet, upwards for the start and downwards for the
end. Windows plays them from memory; elsewhere a small program of the system plays a file that lives for as long as it
sounds. Nothing waits for it and nothing fails with it.

Screens may not know this module, so it is a small program too: ``python -m ergobreak.desktop.sound start`` (or ``end``)
plays one tone and ends.
"""

from __future__ import annotations

import io
import logging
import math
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from pathlib import Path
from typing import Protocol

from ergobreak.words import _

log = logging.getLogger(__name__)
RATE = 22_050
LOUDNESS = 0.14  # of full scale
NOTE_S, EDGE_S, OVERLAP_S = 0.42, 0.12, 0.2
LOW, HIGH = 440.0, 587.33  # a fourth apart
TONES = {"start": (LOW, HIGH), "end": (HIGH, LOW)}
LONGEST_S = 5.0
PROGRAMS = {"darwin": ("afplay",), "linux": ("pw-play", "paplay", "aplay")}
OPTIONS = {"aplay": ("-q",)}


class Player(Protocol):
    """Plays a sound."""

    name: str  # "winsound", "pw-play", "null", ...

    def play(self, sound: bytes) -> None:
        """Play a WAV file's content to its end; never raises."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""


def choose() -> Player:
    """Take what this machine plays sounds with; never raises."""
    if sys.platform == "win32":
        return WindowsPlayer()
    for name in PROGRAMS.get(sys.platform, PROGRAMS["linux"]):
        if found := shutil.which(name):
            return ProgramPlayer(name, found)
    return NullPlayer()


def tone(which: str) -> bytes:
    """The WAV file of a tone: ``start`` or ``end``.

    Raises:
        KeyError: there is no such tone.
    """
    notes, begins = TONES[which], NOTE_S - OVERLAP_S
    samples = array("h", bytes(2 * round((begins + NOTE_S) * RATE)))
    for number, pitch in enumerate(notes):
        first = round(number * begins * RATE)
        for each in range(round(NOTE_S * RATE)):
            if first + each < len(samples):
                samples[first + each] += round(32767 * LOUDNESS * _edge(each / RATE) * _wave(pitch, each / RATE))
    if sys.byteorder == "big":
        samples.byteswap()
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _edge(at: float) -> float:
    """From silence and back to it, without a click."""
    near = min(at / EDGE_S, (NOTE_S - at) / (NOTE_S - EDGE_S), 1.0)
    return 0.5 - 0.5 * math.cos(math.pi * max(0.0, near))


def _wave(pitch: float, at: float) -> float:
    """A sine with a little of its octave; never beyond 1."""
    return 0.85 * math.sin(2 * math.pi * pitch * at) + 0.15 * math.sin(4 * math.pi * pitch * at)


class WindowsPlayer:
    """The system's own call, from memory."""

    name = "winsound"

    def play(self, sound: bytes) -> None:
        """Play it."""
        if sys.platform == "win32":
            import winsound  # noqa: PLC0415 - only there on Windows

            try:
                winsound.PlaySound(sound, winsound.SND_MEMORY | winsound.SND_NODEFAULT)
            except RuntimeError:
                log.warning("the tone could not be played", exc_info=True)

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Tones can be played, when they are switched on.")


class ProgramPlayer:
    """A small program of the system: ``afplay`` on macOS; ``pw-play``, ``paplay`` or ``aplay`` on Linux.

    Args:
        program: where it is.
    """

    def __init__(self, name: str, program: str) -> None:
        self.name, self._program = name, program

    def play(self, sound: bytes) -> None:
        """Play it, from a file that is gone afterwards."""
        try:
            with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
                file = Path(folder) / "tone.wav"
                file.write_bytes(sound)
                subprocess.run(  # noqa: S603 - the program that shutil.which found, no shell
                    [self._program, *OPTIONS.get(self.name, ()), str(file)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    timeout=LONGEST_S,
                    check=True,
                )
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("the tone could not be played: %s", error)

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Tones can be played with {program}, when they are switched on.").format(program=self.name)


class NullPlayer:
    """Silence."""

    name = "null"

    def play(self, sound: bytes) -> None:
        """Play nothing."""

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("This machine has nothing to play tones with: pw-play, paplay and aplay are missing.")


def main(argv: list[str]) -> int:
    """Play one tone; returns the exit code."""
    if len(argv) != 1 or argv[0] not in TONES:
        return 2
    choose().play(tone(argv[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
