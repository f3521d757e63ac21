"""Answers leave no trace: not in a file, not at the door, not in a log, not on the terminal, not when it crashes.

Somebody goes through a whole check-in with rare answers, in a process of its own with every log open, while a stand-in
for the daemon writes down each byte it hears. Then everything is searched for what they said.
"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ergobreak.screens.card import Card, Look
from ergobreak.triage.loader import packaged

pytestmark = [
    pytest.mark.screens,
    pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the stand-in listens on a Unix socket"),
]
ALLOWED_KEYS = {"do", "tier", "moves", "avoid", "until", "hold_rise_until", "ask_on"}
# A rare mixture. None of these ids is also a place, a tag or a column.
SAID = {
    "overall": "something",
    "now_signs": ["none"],
    "region": ["wrist_hand"],
    "feel": ["tingle", "hot_swollen"],
    "arm_side": "unsure",
    "pattern": "gone_fast",
    "duration": "recurring",
    "seen_before": "yes_changed",
    "trend": "worse_fast",
    "night": "settles",
    "effect": "lots",
    "pain": 7,
    "background": ["pregnant", "thin_bones", "immune"],
    "worse_with": ["type_grip"],
}
DRIVER = """
import json, logging, os, signal, sys
logging.basicConfig(level=logging.DEBUG)
from PySide6.QtCore import QTimer
from ergobreak.screens import app, check_in_screen
from ergobreak.triage.interview import is_answered

said, fate = json.loads(os.environ["SAID"]), os.environ["FATE"]
made = []
opened = check_in_screen.open_check_in

def keep(stage):
    made.append(opened(stage))
    QTimer.singleShot(0, walk)
    return made[0]

def walk():
    screen = made[0]
    for _turn in range(60):
        if screen._result is not None:
            break
        page = screen.talk.page()
        question = next((q for q in page.questions if not screen.talk.chosen(q)), None)
        if question is None:
            screen._page.next.click()
            continue
        given = said.get(question.id, next((o.id for o in question.options if o.exclusive), None) or "no")
        if fate == "crash" and question.id == "effect":
            QTimer.singleShot(0, crash)
            return
        if fate == "killed" and question.id == "effect":
            os.kill(os.getpid(), signal.SIGSEGV)
        for each in [given] if isinstance(given, (str, int)) else given:
            row = screen._page.row_of(question.id, str(each))
            if row is None:
                continue
            row.click()
        if screen._result is None and screen._page.next is not None and screen.talk.answered():
            screen._page.next.click()
    sys.stderr.write("reached " + screen._result.view.state + "\\n")
    screen._result.see_summary()
    screen._result.copy_summary()
    screen._result.sources()
    screen.clip.clear()
    around = {name: value for name, value in os.environ.items() if name not in {"SAID", "FATE"}}
    with open(os.environ["AROUND"], "w") as file:
        json.dump([around, sys.orig_argv[3:], made[0].window.windowTitle()], file)
    screen._end()

def crash():
    QTimer.singleShot(300, made[0]._end)
    raise KeyError(repr(made[0].talk.answers))

check_in_screen.open_check_in = keep
sys.exit(app.main())
"""


class Listener:
    """Stands at the door and writes down every byte."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "d.sock")
        self.heard = b""
        self._socket = socket.socket(getattr(socket, "AF_UNIX"))  # noqa: B009 - Windows does not know the name
        self._socket.bind(self.address)
        self._socket.listen()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                peer, _who = self._socket.accept()
            except OSError:
                return
            with peer:
                self.heard += peer.recv(65536)
                peer.sendall(b'{"ok": true}\n')

    def close(self) -> None:
        self._socket.close()

    @property
    def messages(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.heard.splitlines()]


def words_of(said: dict[str, object]) -> set[str]:
    """Every answer's id, text and short words, and the questions' own names."""
    found: set[str] = set()
    for name, given in said.items():
        question = packaged().question(name)
        assert question is not None
        if name not in {"overall", "pain", "region"}:
            found |= {f'"{name}"', f"'{name}'"}
        for each in given if isinstance(given, list) else [given]:
            option = question.option(str(each))
            if option is not None and name != "region" and option.id not in {"none", "unsure", "no"}:
                found |= {option.id, option.text, option.short}
    return found - {"something"}


def run(tmp_path: Path, fate: str) -> tuple[subprocess.CompletedProcess[str], Listener]:
    door = Listener(tmp_path)
    try:
        return go_through(tmp_path, fate, door.address, tmp_path / "home"), door
    finally:
        door.close()


def go_through(tmp_path: Path, fate: str, door: str, home: Path, prompt: int = 9) -> subprocess.CompletedProcess[str]:
    """Somebody answers everything in a process of its own; ``fate`` says how that ends."""
    card = Card(screen="check_in", prompt=prompt, door=door, look=Look(theme="light"))
    reading, writing = os.pipe()
    os.write(writing, card.to_json().encode() + b"\n")
    try:
        return subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", DRIVER],
            stdin=reading,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=os.environ
            | {
                "QT_QPA_PLATFORM": "offscreen",
                "LC_ALL": "C.UTF-8",
                "ERGOBREAK_HOME": str(home),
                "TMPDIR": str(tmp_path),
                "AROUND": str(tmp_path / "around.json"),
            }
            | {"SAID": json.dumps(SAID), "FATE": fate, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
    finally:
        os.close(writing)
        os.close(reading)


def traces(tmp_path: Path, done: subprocess.CompletedProcess[str], door: Listener) -> list[str]:
    """Where anything that was said turned up."""
    return found_in(tmp_path, {"door": door.heard, "stdout": done.stdout.encode(), "stderr": done.stderr.encode()})


def found_in(folder: Path, said: dict[str, bytes]) -> list[str]:
    """The answers that stand in any file below a folder, or in any of these texts."""
    places = said | {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return [
        f"{word!r} in {place}"
        for word in sorted(words_of(SAID))
        for place, text in places.items()
        if word.encode() in text
    ]


def test_a_whole_check_in_leaves_its_outcome_and_nothing_else(tmp_path: Path) -> None:
    done, door = run(tmp_path, "end")

    assert done.returncode == 0, done.stderr
    assert "reached " in done.stderr
    assert (tmp_path / "around.json").exists(), "the environment and the command line were written down to be searched"
    assert traces(tmp_path, done, door) == []
    assessed, answer = door.messages
    assert set(assessed) <= ALLOWED_KEYS
    assert "places" not in assessed, "where it hurts is an answer"
    assert answer == {"do": "answer", "prompt": 9, "answer": "fine"}

    with sqlite3.connect(tmp_path / "home" / "state" / "check_ins.sqlite") as database:
        columns = [each[1] for each in database.execute("PRAGMA table_info(check_in)")]
        rows = database.execute("SELECT tier, places, pain, cleared FROM check_in").fetchall()
    database.close()
    assert columns == ["id", "day", "tier", "places", "pain", "cleared"]
    assert rows == [(assessed["tier"], "wrist_hand", 7, 0)]
    kept = {str(path.relative_to(tmp_path / "home")) for path in (tmp_path / "home").rglob("*") if path.is_file()}
    assert kept <= {"state/check_ins.sqlite", "state/standing.json"}
    for path in kept:
        assert os.name != "posix" or (tmp_path / "home" / path).stat().st_mode & 0o077 == 0


def test_a_crash_in_the_middle_says_where_and_never_what(tmp_path: Path) -> None:
    done, door = run(tmp_path, "crash")

    assert "ergobreak: KeyError in crash" in done.stderr
    assert "Traceback" not in done.stderr
    assert traces(tmp_path, done, door) == []
    assert [each["do"] for each in door.messages if set(each) - ALLOWED_KEYS] == ["answer"]


def test_killed_in_the_middle_it_leaves_nothing_to_read(tmp_path: Path) -> None:
    done, door = run(tmp_path, "killed")

    assert done.returncode != 0
    assert "Segmentation fault" in done.stderr, "where each thread was is printed"
    assert traces(tmp_path, done, door) == []
    assert door.messages == []
    assert list(tmp_path.rglob("core*")) == []


def test_the_search_would_find_an_answer(tmp_path: Path) -> None:
    done, door = run(tmp_path, "crash")
    (tmp_path / "leak.log").write_text("pressed: tingle", encoding="utf-8")
    assert any("leak.log" in each for each in traces(tmp_path, done, door))


def test_no_module_of_the_check_in_can_speak_to_a_network_or_a_log() -> None:
    folder = Path(__file__).parents[1] / "ergobreak"
    modules = [*folder.glob("screens/check_in_*.py"), folder / "screens" / "advice_panel.py"]
    modules += [folder / "screens" / "red_flags_screen.py", *folder.glob("triage/*.py")]
    assert len(modules) > 25
    for path in modules:
        text = path.read_text(encoding="utf-8")
        for word in ("import logging", "import socket", "import http", "import urllib", "QtNetwork", "print(f"):
            assert word not in text, f"{word} in {path.name}"
