"""The screen process: one card in, one screen, one answer out.

Started as ``python -m ergobreak.screens.app`` (or ``ergobreak screen``) with the card as the first line on standard
input. Only what that screen needs is imported. A card with ``hidden`` builds and draws everything out of sight, so that
the order ``show`` finds it ready.

``ERGOBREAK_SCREEN_TRACE`` may name a file: lines such as ``painted <seconds>`` (monotonic clock) are appended
to it, for the benchmark. *Ready* is when the event loop runs with the screen built; *painted* is one turn of the loop
after the first paint of a window that can be seen; *chosen*, where a break is shown before its routine is chosen, is
when the routine stands there too.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from ergobreak.screens.card import Card
from ergobreak.screens.names import SCREENS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator  # noqa: TC004 - a dataclass names it

    from ergobreak.screens.orders import Answers  # noqa: TC004 - a dataclass names it; Qt must not load with this module
    from ergobreak.screens.theme import Theme  # noqa: TC004 - the same

TRACE = "ERGOBREAK_SCREEN_TRACE"
BAD_CARD = 2


class Screen(Protocol):
    """What a screen's opener gives back."""

    def prepare(self) -> None:
        """Get ready out of sight."""

    def open(self) -> None:
        """Show now."""

    def order(self, order: dict[str, Any]) -> None:
        """Obey a later line of standard input; ``close`` never comes this way."""

    def leave(self) -> None:
        """Go away without an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a screen is given to work with.

    Args:
        clock: monotonic seconds.
        quit: ends the process once everything is said.
        painted: to be called once, one loop turn after the first paint.
        fill: completes the card where its routine is chosen after the first paint; ``None`` when it is complete.
        chosen: to be called once that choice is on the screen.
    """

    card: Card
    theme: Theme
    answers: Answers
    quit: Callable[[], None]
    clock: Callable[[], float] = time.monotonic
    painted: Callable[[], None] = lambda: None
    fill: Callable[[Card], Card] | None = None
    chosen: Callable[[], None] = lambda: None


def main(argv: list[str] | None = None) -> int:
    """Show the screen of the card on standard input; returns the exit code."""
    del argv  # everything comes with the card, nothing on the command line
    gc.disable()  # hardly anything that is made before the first paint goes away again
    from ergobreak.screens.orders import lines  # noqa: PLC0415 - this loads Qt, which only a screen process may

    source = lines(0)
    try:
        card = Card.from_json(next(source, ""))
        opener = SCREENS[card.screen]
    except (ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"ergobreak screen: no usable card on standard input ({error}).\n")
        return BAD_CARD
    return _run(card, opener, source)


def _fill(card: Card) -> Card:
    from ergobreak.screens.offering import fill  # noqa: PLC0415 - the library is only read where something is offered

    return fill(card)


def _run(card: Card, opener: str, source: Iterator[str]) -> int:
    from PySide6.QtCore import Qt, QTimer  # noqa: PLC0415 - only in a screen process
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - as above

    from ergobreak import words  # noqa: PLC0415 - as above
    from ergobreak.screens.orders import Answers, Orders  # noqa: PLC0415 - as above
    from ergobreak.screens.theme import theme_for  # noqa: PLC0415 - as above

    words.use_language(card.look.language)
    unchosen = card.screen in {"break", "posture", "routine"} and card.routine is None and "now" in card.data
    at_once = card.screen == "break" and not card.hidden  # somebody waits for it: a window first, then the choice
    if unchosen and at_once:
        from ergobreak.routines.stop_rule import stop_rule  # noqa: PLC0415 - the rule stands there from the first paint

        card = replace(card, stop_rule=card.stop_rule or stop_rule())
    elif unchosen:
        card = _fill(card)
    app = QApplication(["ergobreak", "-style", "Fusion"])  # said this way, PySide need not load QStyle
    app.setApplicationName("ergobreak")
    app.setDesktopFileName("ergobreak")
    app.setQuitOnLastWindowClosed(False)
    if card.look.language not in {"", "system"}:
        app.setLayoutDirection(_direction(card.look.language))
    answers = Answers(card.door, card.prompt)
    stage = Stage(
        card=card,
        theme=theme_for(card.look, app),
        answers=answers,
        quit=app.quit,
        painted=lambda: trace("painted"),
        fill=_fill if unchosen and at_once else None,
        chosen=lambda: trace("chosen"),
    )
    module, _, function = opener.partition(":")
    screen: Screen = getattr(import_module(module), function)(stage)

    def obey(order: dict[str, Any]) -> None:
        if order["do"] == "close":
            screen.leave()
        else:
            screen.order(order)

    orders = Orders()
    orders.came.connect(obey, Qt.ConnectionType.QueuedConnection)
    if card.hidden:
        screen.prepare()
    else:
        screen.open()
    orders.listen(source)
    QTimer.singleShot(0, _ready)
    code = int(app.exec())
    answers.drain()
    return code


def _ready() -> None:
    trace("ready")
    gc.freeze()  # what was loaded stays for good: it need not be looked through
    gc.enable()


def _direction(language: str) -> Any:  # noqa: ANN401 - Qt may only be named inside functions here
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - as above

    return QLocale(language).textDirection()


def trace(word: str) -> None:
    """Append a moment to the benchmark's file, if there is one."""
    path = os.environ.get(TRACE)
    if path:
        with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123 - no pathlib on the way to the first paint
            file.write(f"{word} {time.monotonic():.6f}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
