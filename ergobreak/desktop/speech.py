"""A voice that reads a line aloud, where the system has one.

espeak-ng is spoken to directly on Linux: the text goes in on its standard input, so it shows in no list of processes
and cannot be taken for an option. Elsewhere plyer knows the system's voice (``say`` on macOS; on Windows only an
installed eSpeak). One line at a time: a new one cuts the old one off. Nothing waits for the voice, and nothing is
loaded or started before the first word.

Screens may not know this module, so it is a small program too: ``python -m ergobreak.desktop.speech [language]`` reads
lines of JSON such as ``{"say": "Get ready.", "volume": 75}`` until its input ends. An empty ``say`` is silence. Where
there is no voice it says so in one line, ``{"silent": "..."}``.
"""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
import threading
from typing import IO, Protocol

from ergobreak.words import _

log = logging.getLogger(__name__)
LAST_WORDS_S = 8.0
AMPLITUDE = 2  # espeak counts to 200, and 100 is its usual
LOUDEST = 100


class Voice(Protocol):
    """Reads text aloud."""

    name: str  # "espeak", "plyer", "null"

    def speak(self, text: str) -> None:
        """Read ``text``, and stop reading what came before. Does not wait, never raises."""

    def set_volume(self, percent: int) -> None:
        """How loud the next line is, where the voice can tell."""

    def stop(self) -> None:
        """Be silent. Safe to call at any time."""

    def wait(self, timeout_s: float) -> None:
        """Until the last line is read, at most ``timeout_s``."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""


def choose(language: str = "") -> Voice:
    """Take the voice that this machine has; never raises.

    Args:
        language: a code such as ``de``; empty leaves it to the voice.
    """
    if sys.platform == "linux":
        for program in ("espeak-ng", "espeak"):
            if found := shutil.which(program):
                return EspeakVoice(found, language)
        return PlyerVoice() if shutil.which("flite") else NullVoice()
    program = "say" if sys.platform == "darwin" else "espeak.exe"
    return PlyerVoice() if shutil.which(program) else NullVoice()


class EspeakVoice:
    """espeak-ng, or the older espeak.

    Args:
        program: where it is.
    """

    name = "espeak"

    def __init__(self, program: str, language: str = "") -> None:
        self._command = [program, "--stdin", *(["-v", language] if language.replace("_", "").isalnum() else [])]
        self._speaking: subprocess.Popen[bytes] | None = None
        self._volume: list[str] = []
        self._lock = threading.Lock()
        self._failed = False

    def speak(self, text: str) -> None:
        """Read it aloud."""
        if not text.strip():
            return
        with self._lock:
            self._silence()
            try:
                self._speaking = subprocess.Popen(  # noqa: S603 - the program that shutil.which found, no shell
                    [*self._command, *self._volume],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            except OSError:
                self._failed = True
                log.warning("the voice could not be started", exc_info=True)
                return
            threading.Thread(target=self._hand_over, args=(self._speaking, text), name="voice", daemon=True).start()

    def set_volume(self, percent: int) -> None:
        """How loud the next line is."""
        self._volume = ["-a", str(AMPLITUDE * min(LOUDEST, max(0, percent)))]

    def wait(self, timeout_s: float) -> None:
        """Until the last line is read."""
        speaking = self._speaking
        if speaking is not None:
            try:
                speaking.wait(timeout_s)
            except subprocess.TimeoutExpired:
                self.stop()

    def stop(self) -> None:
        """Be silent."""
        with self._lock:
            self._silence()

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if self._failed:
            return _("The voice on this machine did not work.")
        return _("Steps can be read aloud with espeak.")

    def _silence(self) -> None:
        if self._speaking is not None and self._speaking.poll() is None:
            self._speaking.terminate()
        self._speaking = None

    def _hand_over(self, speaking: subprocess.Popen[bytes], text: str) -> None:
        try:
            speaking.communicate(text.encode())
        except (OSError, ValueError):
            log.debug("the voice was cut off")
        self._failed = speaking.returncode is not None and speaking.returncode > 0


class PlyerVoice:
    """The system's voice through plyer. What has begun is read to its end."""

    name = "plyer"

    def __init__(self) -> None:
        self._failed = False
        self._next: str | None = None
        self._busy = False
        self._idle = threading.Event()
        self._idle.set()
        self._lock = threading.Lock()

    def speak(self, text: str) -> None:
        """Read it aloud, after what is being read; lines that have been overtaken are left out."""
        words = text.lstrip("- ").strip()  # plyer passes it as an argument; it must not look like an option
        if not words:
            return
        with self._lock:
            self._next = words
            if self._busy:
                return
            self._busy = True
            self._idle.clear()
        threading.Thread(target=self._read, name="voice", daemon=True).start()

    def set_volume(self, percent: int) -> None:
        """Plyer cannot tell the system how loud."""

    def wait(self, timeout_s: float) -> None:
        """Until the last line is read."""
        self._idle.wait(timeout_s)

    def stop(self) -> None:
        """Read no further line."""
        with self._lock:
            self._next = None

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if self._failed:
            return _("The voice on this machine did not work.")
        return _("Steps can be read aloud with the system's voice.")

    def _read(self) -> None:
        while True:
            with self._lock:
                words, self._next = self._next, None
                if words is None:
                    self._busy = False
                    self._idle.set()
                    return
            try:
                from plyer import tts  # noqa: PLC0415 - not before the first word

                tts.speak(message=words)
            except Exception:  # whatever the system's own tools raise
                self._failed = True
                log.warning("the voice did not work", exc_info=True)


class NullVoice:
    """Silence."""

    name = "null"

    def speak(self, text: str) -> None:
        """Say nothing."""

    def set_volume(self, percent: int) -> None:
        """Silence has no volume."""

    def wait(self, timeout_s: float) -> None:
        """Nothing is being read."""

    def stop(self) -> None:
        """There is nothing to stop."""

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if sys.platform == "linux":
            return _("This machine has no voice. Install espeak-ng to have steps read aloud.")
        return _("This machine has no voice that ergobreak can use.")


def serve(lines: IO[str], out: IO[str], voice: Voice) -> None:
    """Read each line aloud as it comes, the last one to its end."""
    if voice.name == "null":
        out.write(json.dumps({"silent": voice.sentence()}) + "\n")
        out.flush()
    for line in lines:
        try:
            order = json.loads(line)
            text, volume = str(order["say"]), order.get("volume")
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        if isinstance(volume, int):
            voice.set_volume(volume)
        if text:
            voice.speak(text)
        else:
            voice.stop()
    voice.wait(LAST_WORDS_S)


def main(argv: list[str]) -> int:
    """Be a voice until standard input ends; returns the exit code."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a text stream, whatever the system's code page
    serve(sys.stdin, sys.stdout, choose(argv[0] if argv else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
