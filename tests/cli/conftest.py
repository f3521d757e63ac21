"""A home of its own for each test, and a real daemon without a display for those that need one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SHOWS = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was printed
        return json.loads(self.out)


def environment(home: Path, **more: str) -> dict[str, str]:
    """No display, no bus, nobody's settings."""
    kept = {key: value for key, value in os.environ.items() if key not in SHOWS and not key.startswith("ERGOBREAK_")}
    return kept | {"ERGOBREAK_HOME": str(home), "LC_ALL": "C.UTF-8"} | more


def process(home: Path, *words: str, stdin: str = "", **more: str) -> Said:
    """The command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "ergobreak", *words],
        input=stdin, capture_output=True, text=True, check=False, timeout=60, env=environment(home, **more),
    )  # fmt: skip
    return Said(code=done.returncode, out=done.stdout, err=done.stderr)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All folders of ergobreak in one that goes with the test."""
    for name in SHOWS:
        monkeypatch.delenv(name, raising=False)
    for name in [each for each in os.environ if each.startswith("ERGOBREAK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


@pytest.fixture
def ergobreak(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """The command in this very process: quick, for what needs no daemon."""

    def run(*words: str) -> Said:
        try:
            code = main(list(words))
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        said = capsys.readouterr()
        return Said(code=code, out=said.out, err=said.err)

    return run


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a daemon that keeps the time without a display."""
    folder = tmp_path_factory.mktemp("home")
    with (folder.parent / f"{folder.name}.said").open("wb") as said:  # no pipe, which a child of it could hold open
        daemon = subprocess.Popen(
            [sys.executable, "-m", "ergobreak", "run", "--headless"],
            stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, env=environment(folder),
        )  # fmt: skip
    try:
        until = time.monotonic() + 30
        while process(folder, "status").code != 0:
            assert daemon.poll() is None, "the daemon has ended"
            assert time.monotonic() < until, "the daemon does not answer"
            time.sleep(0.2)
        yield folder
    finally:
        daemon.terminate()
        daemon.wait(timeout=20)
