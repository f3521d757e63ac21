"""One installation of ergobreak in a folder of its own: started, asked, looked into, killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak import door, snapshot
from ergobreak.core.machine import start
from ergobreak.core.plan import PromptKind
from ergobreak.core.state import dump
from ergobreak.desktop import clock
from ergobreak.desktop.journal import Entry, Journal, read_entries
from ergobreak.errors import ErgobreakError
from tests.fakes.world import until

if TYPE_CHECKING:
    from ergobreak.core.state import State

PATIENCE_S = 30.0  # for anything that takes a new process on a busy machine
CLEAN = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", "COVERAGE_PROCESS_START")
SCREEN = "ergobreak.screens.app"


@dataclass(slots=True, kw_only=True)
class Desk:
    """A running desktop.

    Args:
        env: what its programs need in their environment.
        stop_bus: ends the message bus.
    """

    env: dict[str, str]
    x: subprocess.Popen[str]
    stop_bus: Callable[[], None]
    panel: subprocess.Popen[str] | None = None

    def whole_env(self) -> dict[str, str]:
        return {**clean_env(), **self.env}

    def key(self, *names: str) -> None:
        """Press keys."""
        self.do("key", *names)

    def do(self, *words: str) -> str:
        """One xdotool command; its output."""
        done = subprocess.run(
            ["xdotool", *words], env=self.whole_env(), check=False, timeout=20, capture_output=True, text=True
        )
        return done.stdout.strip()

    def windows(self) -> list[str]:
        """The windows of ergobreak that can be seen, by number."""
        return self.do("search", "--onlyvisible", "--class", "ergobreak").split()

    def focused(self) -> str:
        """The number of the window that has the keys."""
        return self.do("getwindowfocus")


@dataclass(slots=True, kw_only=True)
class House:
    """One installation. Nothing runs until ``start``."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    # -- places --------------------------------------------------------------------------------------------------------

    @property
    def journal(self) -> Path:
        return self.folder / "state" / "journal.sqlite"

    @property
    def socket(self) -> Path:
        return self.folder / "runtime" / "ctl.sock"

    @property
    def config(self) -> Path:
        return self.folder / "config" / "config.toml"

    @property
    def said(self) -> str:
        """What the daemon has printed so far."""
        return (self.folder / "said.txt").read_text(errors="replace")

    def whole_env(self) -> dict[str, str]:
        here = {"ERGOBREAK_HOME": str(self.folder), "ERGOBREAK_WELCOMED": "true", "HOME": str(self.folder.parent)}
        return {**clean_env(), **here, **self.env}

    # -- before it starts ----------------------------------------------------------------------------------------------

    def settings(self, **values: object) -> None:
        """Write the person's file, as an editor would: in one step."""
        self.write(self.config, "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items()))

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(path.name + "~")
        fresh.write_text(text)
        fresh.replace(path)

    def compile(self) -> snapshot.Snapshot:
        """Bring the snapshot up to date before the first start."""
        self._python("-m", "ergobreak.planning")
        found = snapshot.read(self.folder / "state" / "snapshot.json")
        assert found is not None
        return found

    def shorten(self, length_s: float) -> snapshot.Snapshot:
        """Make the breaks shorter than anybody may set them, so that a test need not take a whole one."""
        found = self.compile()
        for each in found.plan["breaks"]:
            each["duration_s"] = length_s
        self.write(self.folder / "state" / "snapshot.json", found.to_json())
        return found

    def worked(self, kind: PromptKind = PromptKind.MICRO, left_s: float = 1.0, **facts: Any) -> State:  # noqa: ANN401 - fields of State
        """Begin with a state in which this break is due in ``left_s`` of work."""
        plan = snapshot.plan_of(self.shorten(4.0))
        at = clock.now()
        state = start(plan, at)
        layer = plan.layer(kind)
        assert layer is not None
        timers = tuple(
            replace(each, counted_s=layer.limit_s - left_s) if each.kind is kind else each for each in state.timers
        )
        state = replace(state, timers=timers, **facts)
        journal = Journal(self.journal)
        journal.save(at.wall, dump(state), [])
        journal.close()
        return state

    # -- running -------------------------------------------------------------------------------------------------------

    def launch(self, *words: str) -> subprocess.Popen[str]:
        """Start a daemon and return at once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "said.txt").open("a") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "ergobreak", "run", *words],
                env=self.whole_env(),
                text=True,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        self.processes.append(process)
        return process

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a daemon and wait until it answers."""
        process = self.launch(*words)
        assert until(lambda: bool(self.status()) or process.poll() is not None, PATIENCE_S), self.said
        assert process.poll() is None, self.said
        return process

    def cli(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command, as a person types it."""
        return self._python("-m", "ergobreak", *words)

    def _python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env=self.whole_env(),
            text=True,
            check=False,
            capture_output=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )

    def ask(self, do: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - plain JSON values
        """The same by the door, without a process of its own."""
        return door.send(str(self.socket), {"do": do, **values}, timeout_s=10.0)

    def status(self) -> dict[str, Any]:
        """The status; empty when nobody answers."""
        try:
            found: dict[str, Any] = self.ask("status")["status"]
        except ErgobreakError:
            return {}
        return found if "counters" in found else {}

    def wait(self, holds: Callable[[dict[str, Any]], object], patience_s: float = PATIENCE_S) -> dict[str, Any]:
        """Wait until the status is as it is to be."""
        seen: list[dict[str, Any]] = [{}]

        def look() -> bool:
            seen[0] = self.status()
            return bool(seen[0]) and bool(holds(seen[0]))

        assert until(look, patience_s), f"{seen[0]}\n{self.said}"
        return seen[0]

    def phase(self, *names: str) -> dict[str, Any]:
        """Wait for a phase of the prompt, and give the prompt."""
        status = self.wait(lambda found: found["prompt"] and found["prompt"]["phase"] in names)
        prompt: dict[str, Any] = status["prompt"]
        return prompt

    def fact(self, fact: str, kind: str = "", patience_s: float = PATIENCE_S) -> Entry:
        """Wait for a fact in the journal."""
        found: list[Entry] = []

        def look() -> bool:
            found[:] = [each for each in self.facts() if each.fact == fact and (not kind or each.kind == kind)]
            return bool(found)

        assert until(look, patience_s), f"{[(each.fact, each.kind) for each in self.facts()]}\n{self.said}"
        return found[-1]

    def facts(self) -> list[Entry]:
        """The journal."""
        try:
            return read_entries(self.journal)
        except OSError:
            return []

    def names(self) -> list[str]:
        """The journal's facts, names only."""
        return [each.fact for each in self.facts()]

    def screens(self) -> list[int]:
        """The numbers of the screen processes of this installation."""
        here = f"ERGOBREAK_HOME={self.folder}".encode()
        return [
            number
            for number in map(int, filter(str.isdigit, os.listdir("/proc")))  # noqa: PTH208 - names are numbers here
            if SCREEN.encode() in _read(number, "cmdline") and here in _read(number, "environ").split(b"\0")
        ]

    def children(self) -> dict[int, str]:
        """All processes of this installation and what they do: nothing may be left behind."""
        here = f"ERGOBREAK_HOME={self.folder}".encode()
        return {
            number: _read(number, "cmdline").replace(b"\0", b" ").decode()
            for number in map(int, filter(str.isdigit, os.listdir("/proc")))  # noqa: PTH208 - names are numbers here
            if number != os.getpid() and here in _read(number, "environ").split(b"\0")
        }

    def ends(self, process: subprocess.Popen[str], patience_s: float = PATIENCE_S) -> int:
        """Wait for its end: the exit code."""
        try:
            return process.wait(patience_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(self.said) from None

    def tear_down(self) -> None:
        """End whatever is left, and only of this installation."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(8.0)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait(5.0)
        for number in self.children() if sys.platform != "win32" else ():
            try:
                os.kill(number, 9)
            except ProcessLookupError:
                continue


def clean_env() -> dict[str, str]:
    """Nothing of the desktop in use."""
    return {name: os.environ[name] for name in CLEAN if name in os.environ}


def _read(number: int, what: str) -> bytes:
    try:
        return Path(f"/proc/{number}/{what}").read_bytes()
    except OSError:
        return b""
