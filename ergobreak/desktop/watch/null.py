"""Where folders cannot be watched: changes are taken up by ``reload`` or at the next start."""

from __future__ import annotations

from ergobreak.words import _


class NullWatch:
    """Never calls."""

    name = "null"

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Settings files: changes are noticed at the next start.")

    def stop(self) -> None:
        """There is nothing to give back."""
