"""Settings in force: the snapshot the daemon runs on, and the short processes that read or change the settings anew."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from ergobreak import paths, snapshot
from ergobreak.desktop import clock
from ergobreak.errors import DesktopError
from ergobreak.words import _, ngettext, use_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.policy import PolicyWatch
    from ergobreak.desktop.watch import FolderWatch

log = logging.getLogger(__name__)
PATIENCE_S = 60.0
LOOK_S = 900.0  # half as long to half as long again


class Keeper:
    """Holds the snapshot; ``take`` is called, on any thread, with each new one."""

    def __init__(self) -> None:
        self.snapshot = snapshot.read(paths.snapshot_file()) or snapshot.built_in_snapshot()
        self.take: Callable[[snapshot.Snapshot], None] = lambda _found: None
        self._one_at_a_time = threading.Lock()
        self._watch: FolderWatch | None = None
        self._policy: PolicyWatch | None = None
        self._look_at = 0.0
        self._told: tuple[str, int] = ("", 0)
        use_language(str(self.snapshot.look.get("language", "system")))

    def watch(self) -> None:
        """From now on a changed file or policy is read without being told."""
        from ergobreak.desktop import policy, watch  # noqa: PLC0415 - after the icon

        self._watch = watch.choose((paths.config_folder(),), self.renew)
        self._policy = policy.choose(self.renew)
        if self.current():
            threading.Thread(target=self._heed_policy, name="policy", daemon=True).start()
        self.renew()

    def look(self) -> None:
        """The daemon is awake anyway: where nobody tells of policies, look for them now and then."""
        if self._policy is None or self._policy.name != "null":
            return
        at = clock.now().mono
        if at >= self._look_at:
            due, self._look_at = self._look_at > 0, at + LOOK_S * (0.5 + os.urandom(1)[0] / 256)
            if due:
                self.renew()

    def sentence(self) -> str:
        """One sentence for ``doctor`` about the policy in force."""
        known, wrong = self.policy_hash, int(self.snapshot.policy.get("errors", 0))
        if wrong:
            line = ngettext("{n} policy cannot be used.", "{n} policies cannot be used.", wrong).format(n=wrong)
            return line + " " + _("See: ergobreak policy show")
        if known is None:
            return _("No organisation manages ergobreak here.")
        return _("Your organisation's policy {hash} is in force.").format(hash=known)

    @property
    def policy_hash(self) -> str | None:
        """Names the policy in force; ``None`` where there is none."""
        return str(self.snapshot.policy.get("hash", "")) or None

    def current(self) -> bool:
        """Whether nothing has changed since the settings were read."""
        return snapshot.is_current(self.snapshot)

    def stop(self) -> None:
        """Stop watching. Safe to call twice."""
        for each in (self._watch, self._policy):
            if each is not None:
                each.stop()

    def renew(self) -> None:
        """Read everything again, in a short process, if anything changed. Returns at once."""
        if not snapshot.is_current(self.snapshot):
            threading.Thread(target=self._plan_anew, name="planning", daemon=True).start()

    def set(self, key: str, value: str) -> None:
        """Change one of the person's settings, in a short process. Returns at once."""
        words = ("settings", "set", key, value)
        threading.Thread(target=self._short_process, args=("ergobreak", *words), name="settings", daemon=True).start()

    def send_weekly_number(self) -> None:
        """Send this week's number, if it may go, in a short process. Returns at once."""
        threading.Thread(target=self._short_process, args=("ergobreak.report",), name="report", daemon=True).start()

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
            self._heed_policy()
            self.take(found)

    def _heed_policy(self) -> None:
        """Say which policy is in force, when that has changed, and start at log-in as it wants."""
        policy = self.snapshot.policy
        now = (self.policy_hash or "", int(policy.get("errors", 0)))
        if now != self._told:
            log.log(logging.WARNING if now[1] else logging.INFO, "policy %s, errors %d", now[0] or "none", now[1])
            self._told = now
        if policy.get("organisation", {}).get("start_at_login") is None:
            return
        from ergobreak.desktop import autostart  # noqa: PLC0415 - only on a managed machine

        decision = autostart.decision(policy)
        if decision is None:
            return
        try:
            autostart.apply(decision)
        except DesktopError as error:
            log.warning("start at log-in: %s", error)

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
