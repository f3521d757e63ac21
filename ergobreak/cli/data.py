"""The person's own data: take it away, or delete it."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.cli import OK, PROBLEM, daily
from ergobreak.errors import ErgobreakError, NotRunning, UsageError
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.desktop.journal import Entry

COLUMNS = ("at", "fact", "kind", "details")


def export(options: Namespace) -> int:
    """Print or write the journal. It holds breaks and nothing about anybody's health."""
    text = _check_ins(options) if options.check_ins else _journal(options)
    if options.out is None:
        sys.stdout.write(text)
        return OK
    try:
        paths.write_private(Path(options.out), text)
    except OSError as error:
        raise ErgobreakError(
            _("{path} cannot be written: {reason}").format(path=options.out, reason=error.strerror or error)
        ) from error
    return OK


def _journal(options: Namespace) -> str:
    from ergobreak.desktop import journal  # noqa: PLC0415 - only here

    try:
        entries = journal.read_entries(paths.journal_file(), _since(options.since))
    except OSError as error:
        raise ErgobreakError(
            _("{path} cannot be read: {reason}").format(path=paths.journal_file(), reason=error.strerror or error)
        ) from error
    return _as_csv(entries) if options.csv else _as_json(entries)


def _check_ins(options: Namespace) -> str:
    """Only when the person asks for just this: it is about their health."""
    from ergobreak.cli.check_in import kept_check_ins  # noqa: PLC0415 - only here

    since = _since(options.since)
    rows = kept_check_ins(None if since is None else since.date())
    return json.dumps({"version": 1, "check_ins": rows}, ensure_ascii=False, indent=1) + "\n"


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise UsageError(
            _("--since {text} is not a day.").format(text=repr(text)), _("Write for example 2026-03-01.")
        ) from None


def _as_json(entries: list[Entry]) -> str:
    rows = [{"at": each.at, "fact": each.fact, "kind": each.kind, "details": dict(each.details)} for each in entries]
    return json.dumps({"version": 1, "entries": rows}, ensure_ascii=False, indent=1) + "\n"


def _as_csv(entries: list[Entry]) -> str:
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for each in entries:
        rows.writerow([each.at, each.fact, each.kind, json.dumps(dict(each.details), ensure_ascii=False)])
    return text.getvalue()


def _sure(what: str) -> bool:
    """Ask once.

    Raises:
        UsageError: there is nobody to ask.
    """
    if not sys.stdin.isatty():
        raise UsageError(_("This deletes {what}.").format(what=what), _("Say so with: ergobreak forget --yes"))
    answer = input(_("Delete {what}? Type yes: ").format(what=what))
    return answer.strip().lower() in {"yes", "y", _("yes")}


def _forget_check_ins() -> int:
    from ergobreak.cli.check_in import forget_check_ins  # noqa: PLC0415 - only here

    there = forget_check_ins()
    with contextlib.suppress(NotRunning):  # whoever runs lifts what stood
        daily.ask("assessed", tier=0, moves="normal", avoid=[], until=None)
    daily.out(_("The check-ins were deleted.") if there else _("There was no check-in on record."))
    return OK


def forget(options: Namespace) -> int:
    """Delete the journal, whoever has it open; or the check-ins."""
    if not options.yes and not _sure(_("every check-in") if options.check_ins else _("every break on record")):
        daily.out(_("Nothing was deleted."))
        return PROBLEM
    if options.check_ins:
        return _forget_check_ins()
    from ergobreak.desktop import journal  # noqa: PLC0415 - only here

    try:
        gone = int(daily.ask("forget")["forgotten"])
    except NotRunning:
        try:
            gone = journal.forget(paths.journal_file())
        except OSError as error:
            raise ErgobreakError(
                _("{path} cannot be emptied: {reason}").format(
                    path=paths.journal_file(), reason=error.strerror or error
                )
            ) from error
    daily.out(ngettext("{n} fact was deleted.", "{n} facts were deleted.", gone).format(n=gone))
    return OK
