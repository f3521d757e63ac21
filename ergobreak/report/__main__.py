"""The short-lived process ``python -m ergobreak.report``: sends this week's number, or says why not, and ends.

It asks all conditions again by itself. A week is marked as dealt with *before* the number goes, so that it never goes
twice; what could not be delivered is gone, and next week has its own. Exit code 0 when it went, 1 when it did not.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from ergobreak import paths, snapshot
from ergobreak.desktop import clock, journal
from ergobreak.report import memory as memories
from ergobreak.report.prepare import prepare
from ergobreak.report.randomised import system_chance
from ergobreak.report.terms import Reason, sentence
from ergobreak.words import _

if TYPE_CHECKING:
    from ergobreak.snapshot import Snapshot

TIMEOUT_S = 10.0


def main() -> int:
    """Send it, if it may go."""
    return run(_in_force())


def _in_force() -> Snapshot:
    """The settings as they are now: somebody may have said no, or a policy may have gone, a moment ago."""
    found = snapshot.read(paths.snapshot_file())
    if found is not None and snapshot.is_current(found):
        return found
    from ergobreak.planning import compile_snapshot  # noqa: PLC0415 - only where the daemon has not caught up

    return compile_snapshot(previous=found)


def run(settings: Snapshot, timeout_s: float = TIMEOUT_S) -> int:
    """The same for settings that are at hand."""
    now, path = clock.now().wall, memories.memory_file()
    try:
        prepared = prepare(settings, journal.read_entries(paths.journal_file()), now, path, system_chance())
        if prepared.message is None or prepared.reasons:
            return _said(" ".join(map(sentence, prepared.reasons)))
        try:
            from ergobreak.report import otlp  # noqa: PLC0415 - only when something goes
        except ImportError:
            return _said(sentence(Reason.NO_PARTS))
        memories.write(path, replace(memories.read(path), done=memories.week_of(now)))
    except OSError as error:
        return _said(_("The weekly number was not sent: {reason}").format(reason=error.strerror or error))
    if otlp.send(prepared.message, timeout_s):
        return 0
    return _said(_("The weekly number could not be delivered. It is not kept; next week has its own."))


def _said(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
