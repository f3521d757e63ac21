"""The voice, with programs of a test's own in the place of eSpeak."""

from __future__ import annotations

import sys
import threading
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.desktop import speech
from tests.fakes.world import until

if TYPE_CHECKING:
    from pathlib import Path


scripts = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")


def put(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@scripts
def test_espeak_reads_what_comes_on_its_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(
        tmp_path,
        "espeak-ng",
        f'echo "$@" > {tmp_path}/options; /bin/cat > {tmp_path}/part; /bin/mv {tmp_path}/part {tmp_path}/said',
    )
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    voice = speech.choose("de")
    voice.speak("  ")
    voice.speak("--help, and über the rest")
    said = tmp_path / "said"
    assert until(said.exists)
    assert said.read_text(encoding="utf-8") == "--help, and über the rest"
    assert (tmp_path / "options").read_text().split() == ["--stdin", "-v", "de"]
    assert "read aloud with espeak" in voice.sentence()


@scripts
def test_a_new_line_cuts_the_old_one_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "espeak-ng", "exec /bin/sleep 30")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    voice = speech.choose()
    assert isinstance(voice, speech.EspeakVoice)
    voice.speak("one")
    first: Any = voice._speaking
    voice.speak("two")
    second: Any = voice._speaking
    assert until(lambda: first.poll() is not None)
    assert second.poll() is None
    voice.stop()
    voice.stop()
    assert until(lambda: second.poll() is not None)
    assert until(lambda: all(each.name != "voice" for each in threading.enumerate()))
    assert "read aloud" in voice.sentence(), "being cut off is no fault"


@scripts
def test_a_voice_that_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "espeak-ng", "exit 3")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    voice = speech.choose()
    voice.speak("one")
    assert until(lambda: "did not work" in voice.sentence())
    (tmp_path / "espeak-ng").unlink()
    voice.speak("two")
    assert "did not work" in voice.sentence()


def test_plyer_reads_the_newest_line_only(monkeypatch: pytest.MonkeyPatch) -> None:
    go, said = threading.Event(), []

    def speak(message: str) -> None:
        said.append(message)
        go.wait(5)

    plyer = ModuleType("plyer")
    plyer.tts = SimpleNamespace(speak=speak)  # type: ignore[attr-defined]  # a stand-in
    monkeypatch.setitem(sys.modules, "plyer", plyer)
    voice = speech.PlyerVoice()
    voice.speak("-- one")
    assert until(lambda: said == ["one"])
    voice.speak("two")
    voice.speak("three")
    go.set()
    assert until(lambda: said == ["one", "three"])
    assert "system's voice" in voice.sentence()
    plyer.tts = SimpleNamespace(speak=lambda message: 1 / 0)  # type: ignore[attr-defined]  # a stand-in
    voice.speak("four")
    assert until(lambda: "did not work" in voice.sentence())
    voice.stop()


def test_a_silent_machine_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    voice = speech.choose()
    voice.speak("one")
    voice.stop()
    assert "Install espeak-ng" in voice.sentence()
    put(tmp_path, "flite", "exit 0")
    assert speech.choose().name == "plyer"
    monkeypatch.setattr(sys, "platform", "win32")
    assert speech.choose().name == "null"
    put(tmp_path, "say", "exit 0")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert speech.choose().name == "plyer"
