"""macOS: the folders of managed preferences, watched like any folder. Not yet run on a Mac."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.desktop import watch
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MANAGED = Path("/Library/Managed Preferences")


class ManagedPreferencesWatch:
    """The watch. Raises DesktopError where folders cannot be watched."""

    def __init__(
        self, changed: Callable[[], None], managed: Path = MANAGED, environ: Mapping[str, str] = os.environ
    ) -> None:
        folders = [managed]
        if person := environ.get("USER", ""):
            folders.append(managed / Path(person).name)
        self._watch = watch.choose(folders, changed)
        self.name = self._watch.name
        if self.name == "null":
            raise DesktopError(_("Managed preferences cannot be watched here."))

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Policies: changes of managed preferences are noticed at once.")

    def stop(self) -> None:
        """Give everything back."""
        self._watch.stop()
