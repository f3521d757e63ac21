"""Starting: the daemon, or one screen."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from ergobreak.cli import OK, daily
from ergobreak.errors import NotRunning
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Start the daemon with the options of the command line."""
    return daemon(headless=options.headless, log=options.log)


def daemon(*, headless: bool, log: str) -> int:
    """Start the daemon; a second start shows the first one's status."""
    logging.basicConfig(level=log.upper(), format="%(levelname)s %(name)s: %(message)s")
    from ergobreak.daemon.app import ALREADY_RUNNING, Daemon  # noqa: PLC0415 - only here

    code = Daemon(headless=headless).run()
    if code != ALREADY_RUNNING:
        return code
    daily.out(_("ergobreak is running already."))
    try:
        return daily.status(as_json=False)
    except NotRunning:
        daily.out(_("It has only just started, or is about to end."))
        return OK


def screen(_options: Namespace) -> int:
    """Paint the screen whose card comes on standard input."""
    from ergobreak.screens.app import main  # noqa: PLC0415 - only here

    return main(sys.argv[2:])
