"""On battery? Linux keeps the answer in a few small files. Asked, never told: it is off by default."""

from __future__ import annotations

from pathlib import Path

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.quiet import Quiet
from ergobreak.errors import DesktopError
from ergobreak.words import _

_SUPPLIES = Path("/sys/class/power_supply")


class LinuxPower:
    """The source. Raises DesktopError on a machine without a battery."""

    event_driven = False

    def __init__(self, folder: Path = _SUPPLIES) -> None:
        self._folder = folder
        if not any(_word(each / "type") == "Battery" and _word(each / "scope") != "Device" for each in self._all()):
            raise DesktopError(_("This machine has no battery."))

    def _all(self) -> list[Path]:
        try:
            return sorted(self._folder.iterdir())
        except OSError:
            return []

    def read(self) -> Quiet:
        """The answer now. A mouse's or keyboard's battery is not the machine's."""
        draining = False
        for supply in self._all():
            kind = _word(supply / "type")
            if kind in {"Mains", "USB"} and _word(supply / "online") == "1":
                return Quiet()
            if kind == "Battery" and _word(supply / "scope") != "Device":
                draining |= _word(supply / "status") == "Discharging"
        return Quiet(reasons=frozenset({HoldReason.BATTERY})) if draining else Quiet()

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Battery: from the kernel.")

    def stop(self) -> None:
        """There is nothing to give back."""


def _word(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
