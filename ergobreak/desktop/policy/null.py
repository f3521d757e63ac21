"""Where nobody tells: the keeper looks now and then, when the daemon is awake anyway."""

from __future__ import annotations

from ergobreak.words import _


class NullPolicyWatch:
    """Never calls."""

    name = "null"

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Policies: changes are noticed within half an hour.")

    def stop(self) -> None:
        """There is nothing to give back."""
