"""Speaking from a screen, with a small program of the test's own in the place of the voice."""

from __future__ import annotations

import json
import sys
import time
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from ergobreak.desktop import speech
from ergobreak.screens.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.screens
LISTENS = """
import sys
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write(" ".join(sys.argv[2:]) + "\\n")
    for line in sys.stdin.buffer:
        file.write(line.decode())
        file.flush()
"""
SILENT = 'import sys; print(\'{"silent": "There is no voice here."}\', flush=True); sys.stdin.read()'


def until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        if true():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.usefixtures("app")
def test_lines_go_to_one_process_on_its_standard_input(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    voice = Voice((sys.executable, "-c", LISTENS, str(heard)), language="de")
    voice.speak("  ")
    assert voice._process is None, "nothing is started before the first word"

    voice.speak("Über die Schulter schauen.")
    voice.louder(1)
    voice.speak("Half way.")
    voice.stop()
    voice.end()
    options, *lines = heard.read_text(encoding="utf-8").splitlines()
    assert options == "de"
    assert [json.loads(line) for line in lines] == [
        {"say": "Über die Schulter schauen.", "volume": 50},
        {"say": "Half way.", "volume": 75},
        {"say": ""},
    ]


def test_the_volume_has_two_ends() -> None:
    voice = Voice(("nothing",))
    for _ in range(10):
        voice.louder(1)
    assert voice.volume == 100
    for _ in range(20):
        voice.louder(-1)
    assert voice.volume == 10


@pytest.mark.usefixtures("app")
def test_a_machine_without_a_voice_says_so() -> None:
    voice = Voice((sys.executable, "-c", SILENT))
    said: list[str] = []
    voice.unavailable.connect(said.append)
    voice.speak("Get ready.")
    assert until(lambda: bool(said))
    assert said == ["There is no voice here."]
    voice.end()


@pytest.mark.usefixtures("app")
def test_a_program_that_is_not_there_is_silence() -> None:
    voice = Voice(("/nowhere/at/all",))
    voice.speak("Get ready.")
    voice.end()


class Listener:
    """A voice that remembers."""

    name = "espeak"

    def __init__(self) -> None:
        self.did: list[Any] = []

    def speak(self, text: str) -> None:
        self.did.append(text)

    def set_volume(self, percent: int) -> None:
        self.did.append(percent)

    def stop(self) -> None:
        self.did.append("stop")

    def wait(self, timeout_s: float) -> None:
        self.did.append("wait")

    def sentence(self) -> str:
        return ""


def test_the_other_end_obeys_each_line_and_reads_the_last_to_its_end() -> None:
    voice, out = Listener(), StringIO()
    lines = ['{"say": "One.", "volume": 75}\n', "rubbish\n", "[]\n", '{"say": ""}\n', '{"say": "Two."}\n']
    speech.serve(StringIO("".join(lines)), out, voice)
    assert voice.did == [75, "One.", "stop", "Two.", "wait"]
    assert out.getvalue() == ""


def test_the_other_end_says_when_there_is_no_voice() -> None:
    out = StringIO()
    speech.serve(StringIO('{"say": "One."}\n'), out, speech.NullVoice())
    assert json.loads(out.getvalue())["silent"] == speech.NullVoice().sentence()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
def test_espeak_is_told_how_loud_and_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/options\n/bin/cat > {tmp_path}/said\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    speech.serve(StringIO('{"say": "One.", "volume": 75}\n'), StringIO(), speech.choose("de"))
    assert (tmp_path / "options").read_text().split() == ["--stdin", "-v", "de", "-a", "150"]
    assert (tmp_path / "said").read_text() == "One."
