"""Start at log-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.cli import OK, daily
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace


def autostart(options: Namespace) -> int:
    """Switch it, or say how it stands."""
    from ergobreak.desktop import autostart as starts  # noqa: PLC0415 - only here

    chosen = starts.choose()
    if options.what == "on":
        chosen.on()
    elif options.what == "off":
        chosen.off()
    state = chosen.status()
    if options.json:
        daily.out_json({"enabled": state.enabled, "where": state.where, "locked_by": state.locked_by})
        return OK
    line = _("ergobreak starts when you log in.") if state.enabled else _("ergobreak does not start when you log in.")
    daily.out(line)
    if state.where:
        daily.out(_("It is set here: {where}").format(where=state.where))
    return OK
