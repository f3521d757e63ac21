"""Screens as child processes: one card in, orders after it, and somebody who notices when a screen dies.

The card goes through standard input, never through the command line, where every other process could read it. A screen
answers through the control door; when its process ends, ``gone`` is called, and the core decides whether that was an
answer.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)
STDERR_KEPT = 4000


def start_verb(*words: str) -> None:
    """Start ``ergobreak WORDS`` as a process that goes its own way: a screen that answers to nobody.

    A process that cannot be started is reported in the log; there is nobody to tell.
    """
    options: dict[str, Any] = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
    if sys.platform != "win32":
        options["start_new_session"] = True
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-m", "ergobreak", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **options,
        )
    except OSError as error:
        log.warning("%s cannot be started: %s", words, error)
        return
    threading.Thread(target=process.wait, name="verb", daemon=True).start()  # so that it leaves no zombie


def windowless_python() -> str:
    """This very Python; on Windows the one without a console, which costs another process."""
    if sys.platform == "win32":
        beside = os.path.join(os.path.dirname(sys.executable), "pythonw.exe")  # noqa: PTH118, PTH120 - no Path is needed
        if os.path.isfile(beside):  # noqa: PTH113 - as above
            return beside
    return sys.executable


class Screen:
    """One running screen process."""

    def __init__(
        self, card: str, gone: Callable[[Screen, int, str], None], extra: Mapping[str, str] | None = None
    ) -> None:
        """Start it.

        Args:
            card: one line of JSON.
            gone: called once from the reaper's thread with this screen, its exit code and its last words.
            extra: more environment.

        Raises:
            OSError: the process cannot be started.
        """
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [windowless_python(), "-m", "ergobreak.screens.app"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, **(extra or {})},
            creationflags=flags,
        )
        self._gone = gone
        self._lock = threading.Lock()
        self._reaper = threading.Thread(target=self._reap, name="screen", daemon=True)
        self._reaper.start()
        self._write(card)

    @property
    def pid(self) -> int:
        """Process number."""
        return self._process.pid

    def order(self, do: str, **values: Any) -> None:  # noqa: ANN401 - plain JSON values
        """Tell the screen something; a screen that is gone hears nothing."""
        self._write(json.dumps({"do": do, **values}, separators=(",", ":")))

    def close(self, *, patient: bool = False) -> None:
        """Ask it to go; whoever does not within two seconds is ended.

        Args:
            patient: let it go when it is ready: advice in an emergency stays for as long as it is needed.
        """
        self.order("close")
        self._hang_up()
        if patient:
            return
        timer = threading.Timer(2.0, self._kill)
        timer.daemon = True
        timer.start()

    def _hang_up(self) -> None:
        """Close its input; what it did not read any more is lost."""
        with self._lock, suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()

    def _kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()

    def _write(self, line: str) -> None:
        pipe = self._process.stdin
        with self._lock:
            if pipe is None or pipe.closed:
                return
            try:
                pipe.write(line.encode() + b"\n")
                pipe.flush()
            except OSError:
                log.debug("the screen was gone already")

    def _reap(self) -> None:
        said = b""
        if self._process.stderr is not None:
            for part in iter(lambda: self._process.stderr.read(4096), b""):  # type: ignore[union-attr] # checked above
                said = (said + part)[-STDERR_KEPT:]
            self._process.stderr.close()
        code = self._process.wait()
        self._hang_up()
        self._gone(self, code, said.decode(errors="replace").strip())
