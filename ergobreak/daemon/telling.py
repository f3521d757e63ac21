"""What the running daemon says of itself: the whole status, and the doctor's sentences."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ergobreak import __version__
from ergobreak.daemon.after_check_in import moves_held
from ergobreak.desktop import clock
from ergobreak.status import VERSION, status

if TYPE_CHECKING:
    from ergobreak.daemon.app import Daemon

NOTHING_YET = {
    "version": VERSION,
    "app_version": __version__,
    "state": "running",
    "mode": "normal",
    "present": True,
    "pause": None,
    "prompt": None,
    "next": [],
    "holds": [],
    "breaks_today": 0,
    "moves_held": False,
}


def whole_status(daemon: Daemon) -> dict[str, Any]:
    """The status with what only the daemon knows: process, back ends, problems."""
    loop, tray = daemon.loop, daemon.tray
    if loop is None:
        return dict(NOTHING_YET)  # the icon stands before the clock runs
    told, locked = status(loop.state, loop.plan, clock.now()), daemon.keeper.snapshot.locked
    problems = [*daemon.problems, *daemon.keeper.problems()]
    if loop.journal.problem:
        problems.append(loop.journal.problem)
    return {
        **told,
        "holds": [each | {"locked": f"hold_{each['reason']}" in locked} for each in told["holds"]],
        "moves_held": moves_held(),
        "pid": os.getpid(),
        "policy_hash": daemon.keeper.policy_hash,
        "backends": {
            **loop.senses.names(),
            "tray": "none" if tray is None else tray.name,
            "notify": daemon.notifier.name,
        },
        "tray_visible": tray is not None and tray.visible(),
        "sharing": daemon.sharing.on,
        "problems": problems,
    }


def sentences(daemon: Daemon) -> list[str]:
    """What each part says of itself, one sentence a line."""
    lines = [f"ergobreak {__version__}, process {os.getpid()}"]
    if daemon.tray is not None:
        lines.append(daemon.tray.sentence())
    lines.append(daemon.notifier.sentence())
    if daemon.loop is not None:
        lines += daemon.loop.senses.sentences()
        lines.append(daemon.loop.scene.sentence())
    if daemon.door is not None:
        lines.append(daemon.door.sentence())
    lines.append(daemon.keeper.sentence())
    return lines
