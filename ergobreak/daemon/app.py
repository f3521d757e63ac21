"""Starting and stopping: the icon first, then everything else on the loop's thread."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from ergobreak import paths, snapshot, standing
from ergobreak.daemon.keeper import Keeper
from ergobreak.daemon.menu import Menu
from ergobreak.daemon.sharing import Sharing
from ergobreak.desktop import clock, console, single
from ergobreak.desktop import tray as trays
from ergobreak.errors import DesktopError, ErgobreakError

if TYPE_CHECKING:
    from ergobreak.core.effects import OpenScreen, TrayState
    from ergobreak.core.events import Complaint
    from ergobreak.core.plan import Plan, PromptKind
    from ergobreak.daemon.loop import Loop, Scene
    from ergobreak.daemon.requests import Requests
    from ergobreak.desktop.bus import Bus
    from ergobreak.desktop.control import Door
    from ergobreak.desktop.notify import Notifier
    from ergobreak.screens.card import Card

log = logging.getLogger(__name__)
ALREADY_RUNNING = -1
LAST_WORDS_S = 5.0  # for the loop to settle and save when the end has come


class Daemon:
    """One for each person's session. ``run`` holds the main thread until somebody quits."""

    def __init__(self, *, headless: bool = False) -> None:
        self.headless = headless or not trays.display_there()
        self.keeper = Keeper()
        self.sharing = Sharing(self)
        self.problems: list[str] = []
        self.tray: trays.Tray | None = None
        self.door: Door | None = None
        self.loop: Loop | None = None
        self.requests: Requests | None = None
        self._notifier: Notifier | None = None
        self._greeted = False
        self._claim: single.Claim | None = None
        self._session_bus: Bus | None = None
        self._system_bus: Bus | None = None
        self._ending = threading.Event()
        self._clock: threading.Thread | None = None
        self._stopped = threading.Event()
        self._failed = False

    # -- start and stop ------------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Run until told to stop; returns the exit code: 1 when it could not even start.

        Raises:
            DesktopError: the runtime folder is not safe to use.
        """
        self._claim = single.claim(paths.runtime_folder() / "lock")
        if self._claim is None:
            return ALREADY_RUNNING
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._on_signal)
        console.heed(self.stop, self._stopped)
        self._session_bus = _bus("session")
        self.tray = self._choose_tray()
        try:
            if not self._ending.is_set():  # choosing may take seconds, and somebody may have thought better of it
                self.tray.run(self._begin)
        finally:
            self._end()
        return 1 if self._failed else 0

    def _choose_tray(self) -> trays.Tray:
        if self.headless:
            from ergobreak.desktop.tray.null import NullTray  # noqa: PLC0415 - no icon without a display

            return NullTray()
        return trays.choose(Menu(self), self._session_bus)

    def _begin(self) -> None:
        """The icon stands (or never will): start the clock."""
        self._clock = threading.Thread(target=self._clockwork, name="loop", daemon=True)
        self._clock.start()

    def _clockwork(self) -> None:
        try:
            loop = self._build()
        except Exception:
            log.exception("ergobreak cannot start")
            self._failed = True
            self._stopped.set()
            self.stop()
            return
        from ergobreak.desktop.heartbeat import Heartbeat  # noqa: PLC0415 - the icon came first

        heartbeat = Heartbeat(loop.post)
        self.sharing.begin()
        self.keeper.watch()
        if self.keeper.current():
            self._welcome()
        loop.post(lambda: loop.post(self._ask_at_start))  # after the first look at what holds
        if self._ending.is_set():
            loop.end()
        try:
            loop.run(heartbeat)
        finally:
            heartbeat.stop()
            loop.senses.session.saved()
            loop.senses.stop()
            loop.journal.close()
            self.sharing.end()
            self._stopped.set()
            if self.tray is not None:
                self.tray.stop()

    def _build(self) -> Loop:
        from ergobreak.daemon.loop import Loop  # noqa: PLC0415 - the icon came first
        from ergobreak.daemon.requests import Requests  # noqa: PLC0415 - as above
        from ergobreak.daemon.senses import Senses  # noqa: PLC0415 - as above
        from ergobreak.desktop import control  # noqa: PLC0415 - as above
        from ergobreak.desktop.journal import Journal  # noqa: PLC0415 - as above

        self._system_bus = _bus("system")
        plan = self._plan(self.keeper.snapshot)
        made: list[Loop] = []

        def changed() -> None:
            if made:
                made[0].post()

        senses = Senses(changed, self.stop, (self._session_bus, self._system_bus), self._apps(), plan.holds.enabled)
        journal = Journal(paths.journal_file())
        journal.prune(clock.now().wall)
        loop = Loop(journal, plan, senses, self._scene, self._show)
        loop.refresh = self._refresh
        made.append(loop)
        self.loop = loop
        self.requests = Requests(self, loop)
        loop.new_day = self.replan
        self.keeper.take = lambda found: loop.post(lambda: self._take(found))
        try:
            self.door = control.open_door(paths.door_address(), self.requests)
        except ErgobreakError as error:
            self.problems.append(str(error))
            log.warning("%s", error)
        return loop

    def _welcome(self) -> None:
        """The very first time, three short pages; each can be passed over. Asked once, of settings that are current."""
        if not self._greeted and not self.keeper.snapshot.values.get("welcomed", False) and "welcome" in self.screens():
            self.show("welcome")
        self._greeted = True

    def _scene(self, loop: Loop) -> Scene:
        if self.headless:
            from ergobreak.daemon.terminal import TerminalStage  # noqa: PLC0415 - only without a display

            return TerminalStage(loop)
        from ergobreak.daemon.stage import Stage  # noqa: PLC0415 - the icon came first

        return Stage(self._card, lambda: self.notifier, loop, self._cues)

    @property
    def notifier(self) -> Notifier:
        """Who shows notices here; chosen at the first one."""
        if self._notifier is None:
            from ergobreak.desktop import notify  # noqa: PLC0415 - at the first notice

            self._notifier = notify.choose(self._session_bus)
        return self._notifier

    def stop(self) -> None:
        """End in good order. From any thread, as often as you like."""
        self._ending.set()
        if self.loop is not None:
            self.loop.end()
        elif self.tray is not None:
            self.tray.stop()

    def _on_signal(self, number: int, _frame: object) -> None:
        if number == getattr(signal, "SIGHUP", None) and not (sys.stdin and sys.stdin.isatty()):
            self.keeper.renew()
        else:
            self.stop()

    def _end(self) -> None:
        self.stop()
        if self._clock is not None:
            self._stopped.wait(LAST_WORDS_S)
        closers = [self.keeper.stop]
        closers += [part.stop for part in (self._notifier,) if part is not None]
        closers += [part.close for part in (self._session_bus, self._system_bus, self.door) if part is not None]
        for close in closers:
            with contextlib.suppress(OSError):
                close()
        if self._claim is not None:
            self._claim.release()

    # -- the tray ------------------------------------------------------------------------------------------------------

    def _show(self, state: TrayState) -> None:
        if self.tray is not None:
            self.tray.show(state)

    def _refresh(self) -> None:
        self.sharing.look()
        self.keeper.look()
        if self.tray is not None:
            self.tray.refresh()

    def ask(self, do: str, **values: Any) -> None:  # noqa: ANN401 - plain JSON values
        """A click in the menu: the same requests as at the door, with nobody waiting for the answer."""
        requests, loop = self.requests, self.loop
        if requests is not None and loop is not None:
            loop.post(lambda: requests.now({"do": do, **values}))

    def show(self, verb: str, *words: str) -> None:
        """Open a screen that answers to nobody, by its own verb: ``today``, ``library``, ``check-in`` ..."""
        from ergobreak.desktop.launcher import start_verb  # noqa: PLC0415 - on a click

        start_verb(verb, *words)

    def screens(self) -> frozenset[str]:
        """The screens that can be shown here."""
        if self.headless:
            return frozenset()
        from ergobreak.daemon.after_check_in import offered  # noqa: PLC0415 - after the icon
        from ergobreak.screens.names import SCREENS  # noqa: PLC0415 - as above

        return frozenset(SCREENS) if offered(self.keeper.snapshot) else frozenset(SCREENS) - {"check_in"}

    # -- what is known -------------------------------------------------------------------------------------------------

    def status(self) -> dict[str, Any]:
        """The whole status, as ``status --json`` prints it."""
        from ergobreak.daemon.telling import whole_status  # noqa: PLC0415 - when somebody asks

        return whole_status(self)

    def doctor(self) -> list[str]:
        """What each part says of itself."""
        from ergobreak.daemon.telling import sentences  # noqa: PLC0415 - when somebody asks

        return sentences(self)

    def _card(self, prompt_id: int, kind: PromptKind, opened: OpenScreen | None) -> Card:
        from ergobreak.daemon.cards import card_for  # noqa: PLC0415 - with the first prompt

        if self.loop is None:
            raise RuntimeError
        return card_for(self.loop, self.keeper.snapshot, prompt_id, kind, opened)

    def _cues(self) -> tuple[bool, bool]:
        values = self.keeper.snapshot.values
        return bool(values.get("edge_cue", True)), bool(values.get("notices", True))

    # -- settings ------------------------------------------------------------------------------------------------------

    def _plan(self, found: snapshot.Snapshot) -> Plan:
        """The plan, without the prompts for which this installation has no screen."""
        from ergobreak.daemon.after_check_in import ask_on  # noqa: PLC0415 - after the icon
        from ergobreak.daemon.cards import fitted  # noqa: PLC0415 - as above

        stands = standing.standing(clock.now().wall.date())
        return fitted(snapshot.plan_of(found), self.screens(), stands, ask_on(found))

    def _apps(self) -> frozenset[str]:
        return frozenset(str(each) for each in self.keeper.snapshot.values.get("hold_apps", ()))

    def _take(self, found: snapshot.Snapshot) -> None:
        """On the loop's thread: the new settings are in force from now on."""
        if self.loop is not None:
            plan = self._plan(found)
            self.loop.senses.rewire(self._apps(), plan.holds.enabled)
            self.loop.replan(plan)
            self.sharing.changed()
            self._welcome()

    def replan(self) -> None:
        """On the loop's thread: what stands from a check-in has changed, or may have run out with its day."""
        if self.loop is not None:
            plan = self._plan(self.keeper.snapshot)
            if (plan.breaks, plan.dailies) != (self.loop.plan.breaks, self.loop.plan.dailies):
                self.loop.replan(plan)

    def _ask_at_start(self) -> None:
        """On the loop's thread, once: what the last check-in left for the start of the program."""
        from ergobreak.daemon.after_check_in import begin  # noqa: PLC0415 - rarely needed

        if self.loop is not None:
            begin(self, self.loop)

    def heed_complaint(self, kind: PromptKind, complaint: Complaint) -> None:
        """One tap changes the setting."""
        from ergobreak.daemon.cards import remedy  # noqa: PLC0415 - rarely needed

        if self.loop is not None and (change := remedy(self.loop.plan, kind, complaint)) is not None:
            self.keeper.set(*change)


def _bus(which: str) -> Bus | None:
    if sys.platform != "linux":
        return None
    from ergobreak.desktop.bus import open_bus  # noqa: PLC0415 - its library is installed on Linux alone

    try:
        return open_bus(which)
    except DesktopError as error:
        log.debug("no %s bus: %s", which, error)
        return None
