"""Signs that need help fast: the list, the number to call, and nothing that could be missing.

It asks nothing and stores nothing. It works with no daemon, no settings, no database and no readable content: then the
built-in sentence stands alone under the head of an emergency. The same page opens from every page of the check-in, and
instead of it where the check-in is switched off or only points the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from ergobreak.screens.advice_panel import LARGE_TEXT_SHARE, NumberRow
from ergobreak.screens.check_in_content import help_here, preferences
from ergobreak.screens.check_in_parts import Bullets, FootRow, Panel, Part, heading
from ergobreak.screens.check_in_sharing import Clip
from ergobreak.screens.check_in_window import CheckInWindow
from ergobreak.screens.ring import announce
from ergobreak.screens.state_head import StateHead, StateShape
from ergobreak.screens.widgets import SecondaryButton, TextLabel
from ergobreak.triage.model import Tier
from ergobreak.triage.safety import SignsView, signs_view
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ergobreak.screens.app import Stage
    from ergobreak.screens.theme import Theme
    from ergobreak.triage.emergency import Help

CARD_STATES = {Tier.EMERGENCY: "emergency", Tier.URGENT: "urgent", Tier.VISIT: "attention"}


def open_red_flags(stage: Stage) -> RedFlagsScreen:
    """The screen for a card ``red_flags``."""
    return RedFlagsScreen(stage)


class SignsPanel:
    """Builds the panel of the list.

    Args:
        leave: *Back* to where the person came from, or *Close*.
        word: which of the two.
        copied: copies the number.
    """

    def __init__(
        self, theme: Theme, view: SignsView, *, leave: Callable[[], None], word: str, copied: Callable[[], None]
    ) -> None:
        self._theme, self._view = theme, view
        broken = not view.cards
        head: StateHead | Part
        first: QWidget
        if broken:
            head = StateHead(theme, "emergency", view.title, word=_("Emergency: get help now"))
            head.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            first, column = head, head.column
        else:
            head = Part(theme, top="xl", bottom="s", gap="xs")
            title = heading(theme, view.title, "title" if theme.scale < LARGE_TEXT_SHARE else "heading")
            head.add(title)
            first, column = title, head.column
        self.number: NumberRow | None = None
        keys: dict[str, Callable[[], None]] = {}
        if view.number:
            role = "number_emergency" if broken else "number"
            self.number = NumberRow(theme, view.number, view.number_spoken, _("Copy number"), copied, role)
            column.addWidget(self.number)
            keys["C"] = copied
        body = Part(theme, top="s")
        self._fill(body)
        body.column.addStretch(1)
        button = SecondaryButton(theme, word)
        button.clicked.connect(leave)
        foot = Part(theme, top="m", bottom="xl")
        foot.add(FootRow(theme, [], [button]))
        self.panel = Panel(
            name=f"{view.title}. {view.lead}",
            head=head,
            body=body,
            foot=foot,
            first=first,
            escape=leave,
            keys=keys,
            back=leave,
            alert=broken,
            stays=True,
        )

    def _fill(self, body: Part) -> None:
        theme, view = self._theme, self._view
        body.add(TextLabel(theme, view.lead, "lead" if not view.cards else "body"))
        if view.number_note:
            body.add(TextLabel(theme, view.number_note, "small", "ink_soft"))
        for card in view.cards:
            state = CARD_STATES.get(card.tier, "attention")
            body.space(theme.space("m"))
            block = Bullets(theme, card.title, card.lines, shape=StateShape(theme, state))
            block.title.color_by(state)
            body.add(block)
        if view.limits:
            body.space(theme.space("s"))
            body.add(TextLabel(theme, view.limits, "small", "ink_soft"))


class RedFlagsScreen(QObject):
    """The list in a window of its own."""

    def __init__(self, stage: Stage, help_: Help | None = None) -> None:
        super().__init__()
        self._stage = stage
        self._ended = False
        self.clip = Clip()
        self.view = signs_view(help_ or help_here(preferences()))
        self.window = CheckInWindow(stage)
        self.page = SignsPanel(stage.theme, self.view, leave=self.leave, word=_("Close"), copied=self._copy)
        self.window.show_panel(self.page.panel)

    def prepare(self) -> None:
        """Be ready to be shown at once."""
        self.window.fit()

    def open(self) -> None:
        """Show."""
        self.window.present(guarded=False)

    def order(self, order: dict[str, Any]) -> None:
        """Only ``show`` means something here."""
        if order.get("do") == "show":
            self.open()

    def _copy(self) -> None:
        self.clip.copy(self.view.number, private=False)
        if self.page.number is not None:
            announce(self.page.number.copy, _("Copied."))
            self.page.number.copy.setText(_("Copied"))

    def leave(self) -> None:
        """Go away; what was copied can be pasted for a while."""
        if not self._ended:
            self._ended = True
            self.window.leave()
            self.clip.afterwards(self._stage.quit)
