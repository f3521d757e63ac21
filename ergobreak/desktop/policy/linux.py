"""Linux: the policy folders, watched like any folder; one that is not there yet is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.desktop import watch
from ergobreak.errors import DesktopError
from ergobreak.paths import policy_folders
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable


class FolderPolicyWatch:
    """The watch. Raises DesktopError where folders cannot be watched."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._watch = watch.choose(policy_folders().values(), changed)
        self.name = self._watch.name
        if self.name == "null":
            raise DesktopError(_("The policy folders cannot be watched here."))

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Policies: changes in {folder} are noticed at once.").format(folder=policy_folders()["managed"].parent)

    def stop(self) -> None:
        """Give everything back."""
        self._watch.stop()
