"""Start at log-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.cli import OK, daily
from ergobreak.errors import SettingsError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace


def autostart(options: Namespace) -> int:
    """Switch it, or say how it stands."""
    from ergobreak import settings  # noqa: PLC0415 - only here
    from ergobreak.desktop import autostart as starts  # noqa: PLC0415 - as above
    from ergobreak.settings.policies import as_snapshot  # noqa: PLC0415 - as above

    chosen = starts.choose(decision=starts.decision(as_snapshot(settings.load())))
    state = chosen.status()
    if options.what in {"on", "off"}:
        if state.locked_by:
            raise SettingsError(
                _("Start at log-in is settled by {who}.").format(who=state.locked_by), _("Nothing was changed.")
            )
        (chosen.on if options.what == "on" else chosen.off)()
        state = chosen.status()
    if options.json:
        daily.out_json({"enabled": state.enabled, "where": state.where, "locked_by": state.locked_by})
        return OK
    line = _("ergobreak starts when you log in.") if state.enabled else _("ergobreak does not start when you log in.")
    daily.out(line)
    if state.where:
        daily.out(_("It is set here: {where}").format(where=state.where))
    if state.locked_by:
        daily.out(_("It is settled by {who}.").format(who=state.locked_by))
    return OK
