"""Choosing a break's routine while its window can be seen already: in a thread, so that the window never stands still.

Reading the library and loading what draws a figure takes longer than everything else of a break that was asked for; so
the window comes first and its words follow. Whatever goes wrong, the card comes back, if need be without a routine.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from ergobreak.screens.card import Card

DRAWS = "ergobreak.screens.figure"


def figure(colors: Mapping[str, Any], paper: str, parent: QWidget) -> Any:  # noqa: ANN401 - made by a lazy import
    """The view that draws a routine."""
    return import_module(DRAWS).FigureView(colors, paper, parent)


class Choice(QObject):
    """One choice.

    Args:
        card: what there is to choose with.
        fill: completes the card, however long it takes.
        take: gets the completed card once, in the thread of the windows.
    """

    made = Signal(object)

    def __init__(self, card: Card, fill: Callable[[Card], Card], take: Callable[[Card], None]) -> None:
        super().__init__()
        self._card, self._fill = card, fill
        self._begun = False
        self.made.connect(take, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Begin to choose, unless it was begun before."""
        if self._begun:
            return
        self._begun = True
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
