"""Starting and stopping: the icon first, then everything else on the loop's thread."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from ergobreak import __version__, paths, snapshot
from ergobreak.daemon.menu import Menu
from ergobreak.desktop import bus as buses
from ergobreak.desktop import clock, single
from ergobreak.desktop import tray as trays
from ergobreak.errors import DesktopError, ErgobreakError
from ergobreak.words import _, use_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.effects import OpenScreen
    from ergobreak.core.events import Complaint
    from ergobreak.core.plan import PromptKind
    from ergobreak.daemon.loop import Loop, Scene
    from ergobreak.desktop.control import Door
    from ergobreak.desktop.notify import Notifier
    from ergobreak.screens.card import Card

log = logging.getLogger(__name__)


class Daemon:
    """One for each person's session. ``run`` holds the main thread until somebody quits."""

    def __init__(self, *, headless: bool = False) -> None:
        from ergobreak.daemon.stage import display_there  # noqa: PLC0415 - after the icon where there is a display

        self.headless = headless or not display_there()
        self._claim: single.Claim | None = None
        self._snapshot = self._read_snapshot()
        use_language(str(self._snapshot.look.get("language", "system")))
        self._problems: list[str] = []
        self._session_bus: buses.Bus | None = None
        self._system_bus: buses.Bus | None = None
        self._tray: trays.Tray | None = None
        self._door: Door | None = None
        self._notifier: Notifier | None = None
        self._watch: Any = None
        self._planning = threading.Lock()
        self._stopped = threading.Event()
        self.loop: Loop | None = None

    # -- start and stop ------------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Run until told to stop; returns the exit code.

        Raises:
            DesktopError: the runtime folder is not safe to use.
        """
        self._claim = single.claim(paths.runtime_folder() / "lock")
        if self._claim is None:
            return ALREADY_RUNNING
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._on_signal)
        self._session_bus = _bus("session")
        self._tray = self._choose_tray()
        try:
            self._tray.run(self._begin)
        finally:
            self._end()
        return 0

    def _choose_tray(self) -> trays.Tray:
        if self.headless:
            from ergobreak.desktop.tray.null import NullTray  # noqa: PLC0415 - no icon without a display

            return NullTray()
        return trays.choose(Menu(self), self._session_bus)

    def _begin(self) -> None:
        """The icon stands (or never will): start the clock."""
        threading.Thread(target=self._clockwork, name="loop", daemon=True).start()

    def _clockwork(self) -> None:
        try:
            self._build()
        except Exception:
            log.exception("ergobreak cannot start")
            self.stop()
            return
        loop = self.loop
        if loop is None:
            return
        from ergobreak.desktop.heartbeat import Heartbeat  # noqa: PLC0415 - the icon came first

        heartbeat = Heartbeat(loop.post)
        if not snapshot.is_current(self._snapshot):
            self._compile()
        try:
            loop.run(heartbeat)
        finally:
            heartbeat.stop()
            loop.senses.session.saved()
            loop.senses.stop()
            loop.journal.close()
            self._stopped.set()
            if self._tray is not None:
                self._tray.stop()

    def _build(self) -> None:
        from ergobreak.daemon.loop import Loop  # noqa: PLC0415 - the icon came first
        from ergobreak.daemon.requests import Requests  # noqa: PLC0415
        from ergobreak.daemon.senses import Senses  # noqa: PLC0415
        from ergobreak.desktop import control, notify  # noqa: PLC0415
        from ergobreak.desktop.journal import Journal  # noqa: PLC0415

        self._system_bus = _bus("system")
        plan = snapshot.plan_of(self._snapshot)
        self._notifier = notify.choose(self._session_bus)
        posted: list[Loop] = []

        def changed() -> None:
            if posted:
                posted[0].post()

        senses = Senses(changed, self.stop, (self._session_bus, self._system_bus), self._apps(), plan.holds.enabled)
        journal = Journal(paths.journal_file())
        journal.prune(clock.now().wall)
        loop = Loop(journal, plan, senses, self._scene, self._show)
        loop.refresh = self._refresh
        self.loop = loop
        posted.append(loop)
        try:
            self._door = control.open_door(paths.door_address(), Requests(self))
        except ErgobreakError as error:
            self._problems.append(str(error))
            log.warning("%s", error)
        self._watch = self._watch_files()

    def _scene(self, loop: Loop) -> Scene:
        from ergobreak.daemon.stage import Stage, TerminalStage  # noqa: PLC0415

        if self.headless:
            print(
                _("ergobreak keeps the time here. There is no display, so prompts are printed in this terminal."),
                _("Answer them from another one: ergobreak break, ergobreak snooze, ergobreak skip."),
                sep="\n",
                flush=True,
            )
            return TerminalStage(loop)
        return Stage(self._card, self._notifier_now, loop, self._cues)

    def _notifier_now(self) -> Notifier:
        if self._notifier is None:
            from ergobreak.desktop import notify  # noqa: PLC0415

            self._notifier = notify.choose(self._session_bus)
        return self._notifier

    def stop(self) -> None:
        """End in good order. From any thread, as often as you like."""
        if self.loop is not None:
            self.loop.end()
        elif self._tray is not None:
            self._tray.stop()

    def quit(self) -> dict[str, Any]:
        """The person asked for the end."""
        self.stop()
        return {}

    def _on_signal(self, number: int, _frame: object) -> None:
        if number == getattr(signal, "SIGHUP", None) and not sys.stdin.isatty():
            self.reload()
            return
        self.stop()

    def _end(self) -> None:
        self.stop()
        self._stopped.wait(5.0)
        for part in (self._watch, self._notifier, self._session_bus, self._system_bus, self._door):
            if part is not None:
                with contextlib.suppress(OSError):
                    (part.stop if hasattr(part, "stop") else part.close)()
        if self._claim is not None:
            self._claim.release()

    # -- the tray ------------------------------------------------------------------------------------------------------

    def _show(self, state: Any) -> None:  # noqa: ANN401 - TrayState
        if self._tray is not None:
            self._tray.show(state)

    def _refresh(self) -> None:
        if self._tray is not None:
            self._tray.refresh()

    def ask(self, do: str, **values: Any) -> None:  # noqa: ANN401 - plain JSON values
        """A click in the menu: the same requests as at the door, with nobody waiting for the answer."""
        from ergobreak.daemon.requests import Requests  # noqa: PLC0415

        requests = Requests(self)
        if self.loop is not None:
            self.loop.post(lambda: requests.now({"do": do, **values}))

    def show(self, screen: str) -> None:
        """Open a screen that answers to nobody."""
        from ergobreak.desktop.launcher import Screen  # noqa: PLC0415
        from ergobreak.screens.card import Card, Look  # noqa: PLC0415

        card = Card(screen=screen, door=paths.door_address(), look=Look(**self._snapshot.look))
        Screen(card.to_json(), lambda _screen, code, said: log.debug("%s ended with %s: %s", screen, code, said))

    def screens(self) -> frozenset[str]:
        """The screens that this installation has."""
        from ergobreak.screens import AVAILABLE  # noqa: PLC0415

        return frozenset() if self.headless else AVAILABLE

    # -- what is known -------------------------------------------------------------------------------------------------

    def status(self) -> dict[str, Any]:
        """The whole status, as ``status --json`` prints it."""
        from ergobreak.status import status  # noqa: PLC0415

        if self.loop is None:
            return {"version": 1, "state": "running", "mode": "normal", "holds": [], "next": [], "prompt": None,
                    "breaks_today": 0, "present": True, "pause": None}  # fmt: skip
        loop = self.loop
        problems = [*self._problems, *self._snapshot_problems()]
        if loop.journal.problem:
            problems.append(loop.journal.problem)
        return {
            **status(loop.state, loop.plan, clock.now()),
            "pid": os.getpid(),
            "policy_hash": None,
            "backends": {
                **loop.senses.names(),
                "tray": "none" if self._tray is None else self._tray.name,
                "notify": "none" if self._notifier is None else self._notifier.name,
            },
            "tray_visible": self._tray is not None and self._tray.visible(),
            "problems": problems,
        }

    def doctor(self) -> list[str]:
        """What each part says of itself."""
        lines = [f"ergobreak {__version__}, process {os.getpid()}"]
        if self._tray is not None:
            lines.append(self._tray.sentence())
        if self._notifier is not None:
            lines.append(self._notifier.sentence())
        if self.loop is not None:
            lines += self.loop.senses.sentences()
            lines.append(self.loop.scene.sentence())
        if self._door is not None:
            lines.append(self._door.sentence())
        return lines

    def _snapshot_problems(self) -> list[str]:
        return [
            _("{file}, line {line}, {key}: {message}").format(
                file=each.get("file", "?"), line=each.get("line", "?"), key=each.get("key", ""), message=each["message"]
            )
            for each in self._snapshot.problems
        ]

    def _card(self, prompt_id: int, kind: PromptKind, opened: OpenScreen | None) -> Card:
        from ergobreak.daemon.cards import card_for  # noqa: PLC0415

        if self.loop is None:
            raise RuntimeError
        return card_for(self.loop, self._snapshot, prompt_id, kind, opened)

    def _cues(self) -> tuple[bool, bool]:
        values = self._snapshot.values
        return bool(values.get("edge_cue", True)), bool(values.get("notices", True))

    def _apps(self) -> frozenset[str]:
        return frozenset(str(each) for each in self._snapshot.values.get("hold_apps", ()))

    # -- settings ------------------------------------------------------------------------------------------------------

    def _read_snapshot(self) -> snapshot.Snapshot:
        return snapshot.read(paths.snapshot_file()) or snapshot.built_in_snapshot()

    def reload(self) -> dict[str, Any]:
        """Read the settings again, in a short process."""
        self._compile()
        return {}

    def _compile(self) -> None:
        threading.Thread(target=self._plan_anew, name="planning", daemon=True).start()

    def _plan_anew(self) -> None:
        import subprocess  # noqa: PLC0415 - only when settings change

        with self._planning:
            if snapshot.is_current(self._snapshot):
                return
            done = subprocess.run(
                [sys.executable, "-m", "ergobreak.planning"],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
            if done.returncode != 0:
                log.warning("the settings could not be read anew: %s", done.stderr.strip()[-500:])
            found = snapshot.read(paths.snapshot_file())
            if found is not None and self.loop is not None:
                self.loop.post(lambda: self._take(found))

    def _take(self, found: snapshot.Snapshot) -> None:
        """On the loop's thread: the new settings are in force from now on."""
        before, self._snapshot = self._snapshot, found
        use_language(str(found.look.get("language", "system")))
        loop = self.loop
        if loop is None:
            return
        plan = snapshot.plan_of(found)
        if before.values.get("hold_apps") != found.values.get("hold_apps") or plan.holds != loop.plan.holds:
            loop.senses.rewire(self._apps(), plan.holds.enabled)
        if found.plan != before.plan:
            loop.replan(plan)
        for each in self._snapshot_problems():
            log.warning("%s", each)

    def _watch_files(self) -> Any:  # noqa: ANN401 - a FolderWatch
        from ergobreak.desktop import watch  # noqa: PLC0415

        folders = [paths.config_folder(), *paths.policy_folders().values()]
        return watch.choose(tuple(folders), self._compile)

    def heed_complaint(self, kind: PromptKind, complaint: Complaint) -> None:
        """One tap changes the setting: a break that came too often comes half as often again as before."""
        from ergobreak.daemon.cards import remedy  # noqa: PLC0415

        if self.loop is None or (change := remedy(self.loop.plan, kind, complaint)) is None:
            return
        threading.Thread(target=self._set, args=change, name="settings", daemon=True).start()

    def _set(self, key: str, value: str) -> None:
        import subprocess  # noqa: PLC0415 - only when settings change

        done = subprocess.run(
            [sys.executable, "-m", "ergobreak", "settings", "set", key, value],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        if done.returncode != 0:
            log.warning("a setting could not be changed: %s", done.stderr.strip()[-300:])

    def forget(self) -> int:
        """Delete the journal and begin a fresh day."""
        if self.loop is None:
            return 0
        gone = self.loop.journal.forget()
        self.loop.reset()
        return gone


ALREADY_RUNNING = -1


def _bus(which: str) -> buses.Bus | None:
    if sys.platform != "linux":
        return None
    opener: Callable[[str], buses.Bus] = buses.open_bus
    try:
        return opener(which)
    except DesktopError as error:
        log.debug("no %s bus: %s", which, error)
        return None
