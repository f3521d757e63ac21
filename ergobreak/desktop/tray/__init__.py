"""The tray: a shape, a tooltip and a menu. Works without any tray too, and says so.

The daemon keeps a ``TrayModel``, which makes tooltip and menu when somebody asks. A ``Tray`` takes the main thread. On
Linux our own StatusNotifierItem comes first (it needs no GTK), then pystray's AppIndicator and X11 icons, then none;
Windows and macOS have pystray. Menu actions and clicks run on the tray's own threads: they are to post and to return.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ergobreak.core.effects import TrayState
    from ergobreak.desktop.bus import Bus

APP = "ergobreak"


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """One row of the menu.

    Args:
        label: plain words; no mnemonics, no markup.
        action: what a click does; ``None`` for a row that only says something or opens ``children``.
        checked: ``None`` for a row that has no check mark.
        default: the row a host may make bold.
        separator: a line; everything else is ignored.
    """

    label: str = ""
    action: Callable[[], None] | None = None
    enabled: bool = True
    checked: bool | None = None
    default: bool = False
    separator: bool = False
    children: tuple[MenuItem, ...] = ()


SEPARATOR = MenuItem(separator=True)


class TrayModel(Protocol):
    """What the tray shows, made when it is asked for. Called from the tray's threads."""

    def tooltip(self) -> str:
        """One or two short lines: the state in words and when the next break comes."""

    def menu(self) -> tuple[MenuItem, ...]:
        """All rows, from top to bottom."""

    def activate(self) -> None:
        """Do what a left click on the icon does."""


class Tray(Protocol):
    """An icon that stands somewhere, or nowhere."""

    name: str  # "sni", "appindicator", "xorg", "win32", "darwin", "null"

    def run(self, ready: Callable[[], None]) -> None:
        """Show the icon, call ``ready`` once, and keep the main thread until ``stop``."""

    def show(self, state: TrayState) -> None:
        """Change the shape (and the tooltip with it). From any thread."""

    def refresh(self) -> None:
        """Bring tooltip and open menu up to date, where they differ. For moments when the daemon is awake anyway."""

    def stop(self) -> None:
        """Take the icon away and let ``run`` return. From any thread, as often as you like."""

    def visible(self) -> bool:
        """Whether somebody shows the icon."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""


def choose(model: TrayModel, bus: Bus | None = None, *, wait_s: float = 3.0) -> Tray:
    """Take the best tray that this machine has; never raises.

    Args:
        bus: the session bus, where there is one.
        wait_s: how long a desktop that is still starting may take to bring its panel.
    """
    if sys.platform in {"win32", "darwin"}:
        from ergobreak.desktop.tray import stock  # noqa: PLC0415 - not on Linux

        return stock.choose(model, (sys.platform,))
    if bus is not None:
        from ergobreak.desktop.tray import sni  # noqa: PLC0415 - not without a bus

        if sni.host_is_there(bus, wait_s):
            return sni.SniTray(model, bus)
    from ergobreak.desktop.tray import stock  # noqa: PLC0415 - pulls an image library in

    found = stock.choose(model, ("appindicator", "xorg"))
    if found.name == "null" and bus is not None:
        return sni.SniTray(model, bus)  # a panel may still come; until then it is not visible and says so
    return found


def display_there() -> bool:
    """Whether a window could be shown at all."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
