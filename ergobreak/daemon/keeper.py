"""Settings in force: the snapshot the daemon runs on, and the short processes that read or change the settings anew."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from ergobreak import paths, snapshot
from ergobreak.words import _, use_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.watch import FolderWatch

log = logging.getLogger(__name__)
PATIENCE_S = 60.0


class Keeper:
    """Holds the snapshot; ``take`` is called, on any thread, with each new one."""

    def __init__(self) -> None:
        self.snapshot = snapshot.read(paths.snapshot_file()) or snapshot.built_in_snapshot()
        self.take: Callable[[snapshot.Snapshot], None] = lambda _found: None
        self._one_at_a_time = threading.Lock()
        self._watch: FolderWatch | None = None
        use_language(str(self.snapshot.look.get("language", "system")))

    def watch(self) -> None:
        """From now on a changed file is read without being told."""
        from ergobreak.desktop import watch  # noqa: PLC0415 - after the icon

        self._watch = watch.choose((paths.config_folder(), *paths.policy_folders().values()), self.renew)
        self.renew()

    def current(self) -> bool:
        """Whether nothing has changed since the settings were read."""
        return snapshot.is_current(self.snapshot)

    def stop(self) -> None:
        """Stop watching. Safe to call twice."""
        if self._watch is not None:
            self._watch.stop()

    def renew(self) -> None:
        """Read everything again, in a short process, if anything changed. Returns at once."""
        if not snapshot.is_current(self.snapshot):
            threading.Thread(target=self._plan_anew, name="planning", daemon=True).start()

    def set(self, key: str, value: str) -> None:
        """Change one of the person's settings, in a short process. Returns at once."""
        words = ("settings", "set", key, value)
        threading.Thread(target=self._short_process, args=("ergobreak", *words), name="settings", daemon=True).start()

    def problems(self) -> list[str]:
        """What could not be used, one line each."""
        return [
            _("{file}, line {line}, {key}: {message}").format(
                file=each.get("file", "?"), line=each.get("line", "?"), key=each.get("key", ""), message=each["message"]
            )
            for each in self.snapshot.problems
        ]

    def _plan_anew(self) -> None:
        with self._one_at_a_time:
            if snapshot.is_current(self.snapshot):
                return
            self._short_process("ergobreak.planning")
            found = snapshot.read(paths.snapshot_file())
            if found is None:
                return
            self.snapshot = found
            use_language(str(found.look.get("language", "system")))
            for each in self.problems():
                log.warning("%s", each)
            self.take(found)

    def _short_process(self, module: str, *words: str) -> None:
        options: dict[str, Any] = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and our own module
                [sys.executable, "-m", module, *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE_S,
                **options,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.warning("%s could not be run: %s", module, error)
            return
        if done.returncode != 0:
            log.warning("%s said: %s", module, done.stderr.strip()[-500:])
