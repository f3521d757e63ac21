"""Choosing a break's routine while its window can be seen already: in a thread, so that the window never stands still.

Reading the library and loading what draws a figure takes longer than everything else of a break that was asked for; so
the window comes first and its words follow. Whatever goes wrong, the card comes back, if need be without a routine.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.screens.card import Card

DRAWS = "ergobreak.screens.figure"


class Choice(QObject):
    """One choice; ``made`` carries the completed card, once."""

    made = Signal(object)

    def __init__(self, card: Card, fill: Callable[[Card], Card]) -> None:
        super().__init__()
        self._card, self._fill = card, fill

    def begin(self) -> None:
        """Begin to choose."""
        threading.Thread(target=self._work, name="choice", daemon=True).start()

    def _work(self) -> None:
        card = self._card
        try:
            card = self._fill(card)
            if card.routine is not None:
                import_module(DRAWS)  # the window makes its figure from it next
        finally:
            with suppress(RuntimeError):  # the application may have gone, and its signals with it
                self.made.emit(card)
