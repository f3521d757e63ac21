"""Lock, sleep and the end of the session on macOS, through the notices that every application may hear.

They arrive on the main thread's run loop, which the tray icon turns; without a tray icon they are silent. Lock is told
by a distributed notice that Apple has not documented but has sent for many years. Written from documentation, and not
yet run on a Mac.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ergobreak.desktop.session import SessionState
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)
ASLEEP = "NSWorkspaceWillSleepNotification"
AWAKE = "NSWorkspaceDidWakeNotification"
AWAY = "NSWorkspaceSessionDidResignActiveNotification"
BACK = "NSWorkspaceSessionDidBecomeActiveNotification"
GOING = "NSWorkspaceWillPowerOffNotification"
LOCKED = "com.apple.screenIsLocked"
UNLOCKED = "com.apple.screenIsUnlocked"


def after(notice: str, state: SessionState) -> SessionState:
    """The state once that notice has come."""
    if notice in {LOCKED, AWAY}:
        return SessionState(locked=True, asleep=state.asleep)
    if notice in {UNLOCKED, BACK}:
        return SessionState(locked=False, asleep=state.asleep)
    if notice in {ASLEEP, AWAKE}:
        return SessionState(locked=state.locked, asleep=notice == ASLEEP)
    return state


if sys.platform == "darwin":

    class MacSession:
        """The sensor. Raises DesktopError without PyObjC, which the tray icon brings along."""

        name = "macos"

        def __init__(self, changed: Callable[[], None], ending: Callable[[], None]) -> None:
            self._changed, self._ending = changed, ending
            self._state = SessionState()
            self._tokens: list[tuple[Any, Any]] = []
            try:
                appkit, foundation = import_module("AppKit"), import_module("Foundation")
            except ImportError as error:
                raise DesktopError(_("macOS does not tell of lock and sleep without PyObjC.")) from error
            workspace = appkit.NSWorkspace.sharedWorkspace().notificationCenter()
            everywhere = foundation.NSDistributedNotificationCenter.defaultCenter()
            for center, notices in (
                (workspace, (ASLEEP, AWAKE, AWAY, BACK, GOING)),
                (everywhere, (LOCKED, UNLOCKED)),
            ):
                for notice in notices:
                    token = center.addObserverForName_object_queue_usingBlock_(notice, None, None, self._hear)
                    self._tokens.append((center, token))

        def _hear(self, notification: Any) -> None:  # noqa: ANN401 - an Objective-C object
            notice = str(notification.name())
            if notice == GOING:
                self._ending()
                return
            self._state = after(notice, self._state)
            self._changed()

        def read(self) -> SessionState:
            """The state now."""
            return self._state

        def saved(self) -> None:
            """Nobody waits for it here; the journal is written at every fact anyway."""

        def sentence(self) -> str:
            """One sentence for ``doctor``."""
            return _("Lock and sleep: from macOS, while the tray icon runs.")

        def stop(self) -> None:
            """Stop listening."""
            for center, token in self._tokens:
                center.removeObserver_(token)
            self._tokens = []
