"""The tones: what they are, and who plays them, with programs of a test's own in the place of the system's."""

from __future__ import annotations

import io
import itertools
import subprocess
import sys
import wave
from array import array
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from ergobreak.desktop import sound
from ergobreak.snapshot import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

scripts = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")


def put(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize("which", ["start", "end"])
def test_a_tone_is_short_soft_and_without_a_click(which: str) -> None:
    with wave.open(io.BytesIO(sound.tone(which))) as file:
        seconds = file.getnframes() / file.getframerate()
        samples = array("h", file.readframes(file.getnframes()))
    assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
    assert 0.4 < seconds < 0.9
    assert 2000 < max(samples) < 32767 * 0.25, "quiet"
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 50
    assert max(abs(one - other) for one, other in itertools.pairwise(samples)) < 1500


def test_up_for_the_start_and_down_for_the_end() -> None:
    assert sound.tone("start") == sound.tone("start")
    assert sound.tone("start") != sound.tone("end")
    (low, high), end = sound.TONES["start"], sound.TONES["end"]
    assert low < high
    assert end == (high, low)


@scripts
@pytest.mark.parametrize(
    ("system", "there", "taken", "before"),
    [
        ("linux", ("pw-play", "paplay", "aplay"), "pw-play", ""),
        ("linux", ("paplay", "aplay"), "paplay", ""),
        ("linux", ("aplay",), "aplay", "-q "),
        ("darwin", ("afplay", "paplay"), "afplay", ""),
    ],
)
def test_the_systems_own_program_plays_a_file_that_is_gone_afterwards(
    system: str, there: tuple[str, ...], taken: str, before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in there:
        take = f'for last in "$@"; do :; done; /bin/cat "$last" > {tmp_path}/heard'
        put(tmp_path, each, f'echo "{each} $@" > {tmp_path}/called; {take}')
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv("PATH", str(tmp_path))
    player = sound.choose()
    assert player.name == taken
    assert taken in player.sentence()
    assert sound.main(["end"]) == 0

    assert (tmp_path / "heard").read_bytes() == sound.tone("end")
    name, _, rest = (tmp_path / "called").read_text().strip().partition(" ")
    assert name == taken
    assert rest.startswith(before)
    assert not (tmp_path / rest.removeprefix(before)).exists(), "an absolute path takes the place of the folder"


@scripts
def test_a_program_that_fails_fails_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "paplay", "exit 3")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sound.main(["start"]) == 0


def test_with_nothing_to_play_there_is_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    player = sound.choose()
    assert player.name == "null"
    player.play(sound.tone("start"))
    assert "pw-play" in player.sentence()


def test_on_windows_the_system_plays_it_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[bytes, int]] = []
    fake = SimpleNamespace(
        __name__="winsound",  # whoever looks at imports asks each module for it
        SND_MEMORY=4, SND_NODEFAULT=2, PlaySound=lambda data, flags: heard.append((data, flags)),
    )  # fmt: skip
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winsound", fake)
    assert sound.main(["start"]) == 0
    assert heard == [(sound.tone("start"), 6)]


def test_another_word_plays_nothing() -> None:
    assert sound.main([]) == 2
    assert sound.main(["loud"]) == 2


def test_as_a_program_it_needs_nothing_else() -> None:
    done = subprocess.run([sys.executable, "-m", "ergobreak.desktop.sound", "no"], check=False, timeout=60)
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("on", "privacy", "layer", "heard"),
    [
        (False, "private", "default", False),
        (True, "open", "file", True),
        (True, "open", "environment", True),
        (True, "open", "profile", False),
        (True, "open", "user_recommended", False),
        (True, "private", "profile", True),
    ],
)
def test_in_an_open_room_only_the_person_switches_tones_on(on: bool, privacy: str, layer: str, heard: bool) -> None:
    found = Snapshot(values={"sounds": on, "privacy": privacy}, layers={"sounds": layer})
    assert found.sounds is heard
    assert Snapshot().sounds is False
