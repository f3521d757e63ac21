"""Do-not-disturb on GNOME and Cinnamon: one setting in dconf, read from its file and re-read when its writer says so.

Starting ``gsettings monitor`` would be a process kept for one bit. The writer's own signal and the file give the same.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.quiet import Quiet
from ergobreak.desktop.quiet.gvdb import boolean, lookup
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.bus import Bus, Incoming

_FOLDERS = {False: "/org/gnome/desktop/notifications/", True: "/org/cinnamon/desktop/notifications/"}
_KEYS = {False: "show-banners", True: "display-notifications"}


class DconfSwitch:
    """The source. The setting says "show"; do-not-disturb is its opposite, and showing is the default."""

    event_driven = True

    def __init__(
        self, bus: Bus, changed: Callable[[], None], *, cinnamon: bool = False, file: Path | None = None
    ) -> None:
        self._changed = changed
        self._key = _FOLDERS[cinnamon] + _KEYS[cinnamon]
        config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
        self._file = file or Path(config) / "dconf" / "user"
        self._forget = bus.on_signal(self._on_written, interface="ca.desrt.dconf.Writer", member="Notify")
        self._on = self._look()

    def read(self) -> Quiet:
        """The answer now, out of memory."""
        return Quiet(reasons=frozenset({HoldReason.DO_NOT_DISTURB})) if self._on else Quiet()

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Do-not-disturb: from the desktop's settings.")

    def stop(self) -> None:
        """Give everything back. Forgetting twice does nothing."""
        self._forget()

    def _look(self) -> bool:
        try:
            return boolean(lookup(self._file.read_bytes(), self._key)) is False
        except OSError:
            return False

    def _on_written(self, signal: Incoming) -> None:
        prefix, changes = str(signal.body[0]), [str(each) for each in signal.body[1]]
        if not any((prefix + each).startswith(self._key) or self._key.startswith(prefix + each) for each in changes):
            return
        now = self._look()
        if now != self._on:
            self._on = now
            self._changed()
