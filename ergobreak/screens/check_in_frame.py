"""The frame of the check-in's process: its window, what it is told, what it tells, and what happens when it breaks.

A failure anywhere shows the list of signs, and what Python would print about it is cut down to where it happened: an
error's own words could hold an answer.
"""

from __future__ import annotations

import sys
import traceback
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QTimer

from ergobreak import standing as stands
from ergobreak.screens.check_in_front import OneAtATime
from ergobreak.screens.check_in_sharing import Clip
from ergobreak.screens.check_in_window import CheckInWindow
from ergobreak.screens.later import later
from ergobreak.screens.red_flags_screen import SignsPanel
from ergobreak.screens.ring import announce
from ergobreak.triage.safety import signs_view
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from types import TracebackType

    from ergobreak.screens.app import Stage
    from ergobreak.screens.check_in_content import Content
    from ergobreak.triage.emergency import Help

P = ParamSpec("P")
F = TypeVar("F", bound="CheckInFrame")


def say_where(kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
    """Tell whoever reads the log where it broke, and never what was being handled."""
    del error
    for frame in traceback.extract_tb(where):
        name = kind.__name__ if kind is not None else ""
        sys.stderr.write(f"ergobreak: {name} in {frame.name}, {frame.filename}:{frame.lineno}\n")


def or_signs(do: Callable[Concatenate[F, P], None]) -> Callable[Concatenate[F, P], None]:
    """A page that cannot be made gives way to the list of signs, at once and whatever the toolkit does with errors."""

    @wraps(do)
    def safely(self: F, /, *given: P.args, **named: P.kwargs) -> None:
        try:
            do(self, *given, **named)
        except Exception as error:  # noqa: BLE001 - told by where it broke, never by what it held
            self.failed(type(error), error, error.__traceback__)

    return safely


class CheckInFrame(QObject):
    """What does not depend on where in the check-in somebody is."""

    def __init__(self, stage: Stage, help_: Help, day: date) -> None:
        super().__init__()
        sys.excepthook = self.failed
        self._stage = stage
        self.card = stage.card
        self.help = help_
        self.day = day
        self.clip = Clip()
        self.window = CheckInWindow(stage)
        self._only = OneAtATime()
        self._only.called.connect(self._called)
        self.window.destroyed.connect(self._only.give_back)
        self._ended = self._broken = False
        self._content: Content | None = None
        self._return: Callable[[], None] | None = None
        self._closing = QTimer(self)
        self._closing.setSingleShot(True)
        self._closing.timeout.connect(self.close)
        self.window.destroyed.connect(self._closing.stop)  # nothing is left to be told

    @property
    def content(self) -> Content:
        """Rules and words."""
        assert self._content is not None  # noqa: S101 - without them nothing but the signs is shown
        return self._content

    # -- what the process asks for ---------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Be ready to be shown at once."""
        self.window.fit()

    def open(self) -> None:
        """Show; keys are dead at first when nobody asked for it. Where a check-in is open already, that one comes."""
        if self._only.take():
            self.window.present(guarded=bool(self.card.prompt))
        elif self.card.prompt:  # somebody is checking in at this moment: that is the answer, and nothing moves
            self._stage.answers.answer("fine")
            self._stand_down()
        elif self._only.call("hurt" if self.card.data.get("because") == "hurt" else ""):
            self._stand_down()
        else:
            self._only.take()
            self.window.present(guarded=False)

    def _stand_down(self) -> None:
        self._ended = True
        self.window.leave()
        later(self, 0, self._stage.quit)  # the loop may not have begun

    def _called(self, because: str) -> None:
        """Somebody asked for a check-in while this one is open."""
        if self._over(because):
            self._end()
        else:
            self.window.come_back()

    def _over(self, because: str) -> bool:
        """Whether what is shown has had its time, so that a new check-in is wanted instead."""
        del because
        return False

    def order(self, order: dict[str, Any]) -> None:
        """Only ``show`` means something here."""
        if order.get("do") == "show":
            self.open()

    def leave(self) -> None:
        """Told to go away. An emergency, and the list of signs, stay until the person closes them."""
        panel = self.window.panel
        if panel is None or not (panel.stays and self.window.isVisible()) or self._closing.isActive():
            self._end()

    def close(self) -> None:
        """The person closes the window."""
        self._end()

    def _end(self) -> None:
        """Go; what was copied can be pasted for a while."""
        self._ended = True
        self.window.leave()
        self._only.give_back()
        self.clip.afterwards(self._stage.quit)

    def _drop(self) -> None:
        """Forget which page was shown."""
        self._return = None

    def _tell(self, outcome: dict[str, Any] | None) -> None:
        """To the file that the plan is made from, which counts without a daemon; and to the daemon that listens."""
        if outcome is None:
            return
        with suppress(OSError):  # a full disk must not take the result off the screen
            stands.keep(stands.checked(outcome))
        if self.card.door:
            self._stage.answers.say(outcome)

    def _tell_again(self, question: dict[str, Any] | None) -> None:
        """To both: when to ask again, and nothing else."""
        if question is None:
            return
        with suppress(OSError):
            stands.asked(question)
        if self.card.door:
            self._stage.answers.say(question)

    def show_signs(self) -> None:
        """The list of signs, from wherever the person is."""
        self._closing.stop()
        back = self._return
        page = SignsPanel(
            self.window.theme,
            signs_view(self.help),
            leave=back or self.close,
            word=_("Back") if back else _("Close"),
            copied=lambda: self._copied(page),
        )
        self.window.show_panel(page.panel)

    def _copied(self, page: SignsPanel) -> None:
        self.clip.copy(self.help.number, private=False)
        if page.number is not None:
            page.number.copy.setText(_("Copied"))
            announce(page.number.copy, _("Copied."))

    def failed(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        """Something broke. Say where, never what; and show the list of signs, which needs nothing that can break."""
        say_where(kind, error, where)
        if self._broken:
            self._stage.quit()
            return
        self._broken = True
        self._drop()
        self.show_signs()
