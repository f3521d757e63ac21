"""The end of a console on Windows: what is to be done needs none; that Windows tells us does."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from ergobreak.desktop import console


def test_ctrl_c_begins_the_end_and_waits_for_nothing() -> None:
    asked: list[str] = []
    assert console.answer(0, lambda: asked.append("stop"), threading.Event())
    assert asked == ["stop"]


def test_a_closed_window_leaves_time_for_the_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    threading.Timer(0.2, done.set).start()
    assert console.answer(console.CLOSE_EVENT, lambda: None, done)
    assert done.is_set()
    monkeypatch.setattr(console, "LAST_WORDS_S", 0.05)
    assert console.answer(console.CLOSE_EVENT, lambda: None, threading.Event()), "but not for ever"


# Gets a console of its own, so that the tests' own is left alone; the inner one waits as the tray does.
OUTER = """
import ctypes, subprocess, sys, threading
from ergobreak.desktop import console
kernel32 = ctypes.WinDLL("kernel32")
kernel32.FreeConsole()
assert kernel32.AllocConsole()
console.heed(lambda: None, threading.Event())
inner = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
inner.stdout.readline()
assert kernel32.GenerateConsoleCtrlEvent(0, 0)
print(inner.stdout.read().decode().strip(), inner.wait(20), flush=True)
"""
INNER = """
import threading
from ergobreak.desktop import console
ended, done = threading.Event(), threading.Event()
def stop():
    print("told", flush=True)
    ended.set()
console.heed(stop, done)
print("ready", flush=True)
raise SystemExit(7 if ended.wait(10) else 1)
"""


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has these")
def test_a_process_that_waits_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OUTER, INNER],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == ["told", "7"], done.stderr
