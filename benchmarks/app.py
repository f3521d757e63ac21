"""ergobreak as the measures see it: a program to start and stop, a command line, a trace of its screens."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from benchmarks.desk import until
from benchmarks.proc import Sample, sample
from ergobreak.door import send

if TYPE_CHECKING:
    from benchmarks.desk import Desk

COMMAND = Path(sys.executable).with_name("ergobreak")
ANSWERS_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of the trace: a screen process was ``ready`` (nothing shown yet) or had ``painted``."""

    what: str
    at: float


def moments(text: str) -> list[Moment]:
    """The trace, in the order in which it was written; a line that is not whole yet is left for later."""
    whole = [line.split() for line in text.splitlines(keepends=True) if line.endswith("\n")]
    return [Moment(what=words[0], at=float(words[1])) for words in whole if len(words) > 1]


class App:
    """One running ergobreak, ended with the ``with`` block.

    Args:
        place: the hidden desktop to run on.
    """

    def __init__(self, place: Desk) -> None:
        self.home = Path(place.env["ERGOBREAK_HOME"])
        self.trace = place.folder / "trace.log"
        self.trace.write_text("")
        self._log = place.folder / "ergobreak.log"
        self._env = place.env | {"ERGOBREAK_SCREEN_TRACE": str(self.trace)}
        self._child: subprocess.Popen[bytes] | None = None
        self.started = 0.0

    def __enter__(self) -> Self:
        with self._log.open("ab") as out:
            self.started = time.monotonic()
            self._child = subprocess.Popen(
                [COMMAND], env=self._env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=self._log.parent
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None and self._child.poll() is None:
            self.say("quit")
            try:
                self._child.wait(10)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()

    @property
    def pid(self) -> int:
        """Of the resident process."""
        if self._child is None or self._child.poll() is not None:
            message = f"ergobreak is not running: {self._log.read_text()[-2000:]}"
            raise RuntimeError(message)
        return self._child.pid

    def sample(self) -> Sample:
        """What it uses now."""
        return sample(self.pid)

    def say(self, *words: str) -> tuple[float, subprocess.CompletedProcess[str]]:
        """Type a command, and the seconds until it had ended."""
        begun = time.monotonic()
        done = subprocess.run(
            [COMMAND, *words], env=self._env, capture_output=True, text=True, stdin=subprocess.DEVNULL,
            timeout=30, check=False,
        )  # fmt: skip
        return time.monotonic() - begun, done

    def ask(self, **message: object) -> dict[str, Any]:
        """Speak to the daemon directly, without the time that a command needs to start."""
        return send(str(self.home / "runtime" / "ctl.sock"), message)

    def status(self) -> dict[str, Any]:
        """What ``status --json`` says; empty while nobody answers."""
        _, done = self.say("status", "--json")
        found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
        return found

    def answers(self) -> None:
        """Wait until it can be spoken to."""
        until("ergobreak's answer", lambda: bool(self.pid and self.status()), ANSWERS_WITHIN_S)

    def wait_for(self, what: str, since: float, seconds: float = 20.0) -> float:
        """Wait until a screen was ``ready`` or had ``painted`` after ``since``, and say when it was."""
        until(f"a screen that is {what}", lambda: self._first(what, since) is not None, seconds)
        return self._first(what, since) or 0.0

    def _first(self, what: str, since: float) -> float | None:
        found = (each.at for each in moments(self.trace.read_text()) if each.what == what and each.at > since)
        return next(found, None)

    def end_break(self) -> None:
        """Press Esc, once the keys are no longer dead, and wait until no screen is left."""
        time.sleep(1.2)
        subprocess.run(["xdotool", "key", "Escape"], env=self._env, check=True, timeout=10)
        self.alone()

    def when(self, fact: str) -> float | None:
        """When the journal says that it last happened, in the time of ``time.monotonic``."""
        with closing(sqlite3.connect(f"file:{self.home / 'state' / 'journal.sqlite'}?mode=ro", uri=True)) as journal:
            row = journal.execute("SELECT at FROM entry WHERE fact = ? ORDER BY id DESC LIMIT 1", (fact,)).fetchone()
        return None if row is None else datetime.fromisoformat(row[0]).timestamp() - time.time() + time.monotonic()

    def alone(self) -> None:
        """Wait until no screen is left."""
        until("the end of the screens", lambda: len(self.sample().pids) == 1, 10.0)
