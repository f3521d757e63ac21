"""What an organisation may learn of this installation: the status file, and when the weekly number goes.

Called on the loop's thread, at moments when the daemon is awake anyway. Nothing here may cost a break: what fails is
logged and left.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ergobreak.desktop import clock
from ergobreak.errors import DesktopError
from ergobreak.inventory import AGGREGATE, STOPPED, StatusFile, organisation, status_file
from ergobreak.packaged import package_type

if TYPE_CHECKING:
    from ergobreak.daemon.app import Daemon
    from ergobreak.report.due import Weekly

log = logging.getLogger(__name__)


class Sharing:
    """One for each daemon; nothing is written until ``begin``."""

    def __init__(self, daemon: Daemon) -> None:
        self._daemon = daemon
        self._file: StatusFile | None = None
        self._weekly: Weekly | None = None

    @property
    def on(self) -> bool:
        """Whether the weekly number is shared."""
        return self._weekly is not None and self._weekly.on

    def begin(self) -> None:
        """The daemon runs: say so."""
        names = {"notices": self._daemon.notifier.name}
        if self._daemon.tray is not None:
            names["tray"] = self._daemon.tray.name
        if self._daemon.loop is not None:
            names["idle"] = self._daemon.loop.senses.idle.name
        try:
            self._file = StatusFile(status_file(), clock.now().wall.date(), names, package_type())
        except DesktopError as error:
            log.warning("%s", error)
        self.changed()

    def changed(self) -> None:
        """There are new settings, and perhaps a new policy."""
        self._tell()
        loop, settings = self._daemon.loop, self._daemon.keeper.snapshot
        if self._weekly is None:
            if loop is None or organisation(settings).reporting != AGGREGATE:
                return  # nobody asks for a number: its code is not even read
            from ergobreak.report.due import Weekly  # noqa: PLC0415 - see above
            from ergobreak.report.memory import memory_file  # noqa: PLC0415 - see above

            self._weekly = Weekly(self._daemon.keeper.send_weekly_number, memory_file())
        if loop is not None:
            self._weekly.settle(settings, loop.plan.hours, clock.now().wall)

    def look(self) -> None:
        """The daemon is awake: is it time for the weekly number?"""
        if self._weekly is not None and self._weekly.on:
            self._weekly.look(clock.now().wall)

    def end(self) -> None:
        """The daemon ends in good order."""
        self._tell(STOPPED)

    def _tell(self, *service: str) -> None:
        if self._file is None:
            return
        try:
            self._file.tell(organisation(self._daemon.keeper.snapshot), *service)
        except OSError as error:
            log.warning("the status file cannot be written: %s", error)
