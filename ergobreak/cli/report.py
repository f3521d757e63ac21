"""``ergobreak report``: what the weekly number is, why it goes or does not, and the request to the last byte."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from ergobreak import paths
from ergobreak.cli import OK, choosing, daily
from ergobreak.errors import ErgobreakError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from ergobreak.report.prepare import Prepared

VERSION = 1


def report(options: Namespace) -> int:
    """Say how it stands; ``--dry-run`` prints what would go, ``--open`` shows it in a window. Sends nothing."""
    prepared = _prepared()
    if options.open:
        return _open(_told(prepared))
    if options.dry_run:
        daily.out_json(_told(prepared))
        return OK
    from ergobreak.report.terms import sentence  # noqa: PLC0415 - only here

    if prepared.message is not None and not prepared.reasons:
        daily.out(_("The weekly number is shared: {bucket} % is this week's randomised answer.").format(
            bucket=prepared.message.bucket
        ))  # fmt: skip
        daily.out(_("It goes to {url}, once, at a random minute of the week.").format(url=prepared.message.url))
        daily.out(_("To stop: ergobreak settings set share_weekly_number false"))
    else:
        daily.out(_("Nothing is sent."))
        for each in prepared.reasons:
            daily.out(sentence(each))
    daily.out(_("Each byte of it: ergobreak report --dry-run"))
    return OK


def _prepared() -> Prepared:
    from ergobreak.desktop import journal  # noqa: PLC0415 - only here
    from ergobreak.report.memory import memory_file  # noqa: PLC0415 - as above
    from ergobreak.report.prepare import prepare  # noqa: PLC0415 - as above
    from ergobreak.report.randomised import system_chance  # noqa: PLC0415 - as above

    try:
        entries = journal.read_entries(paths.journal_file())
        return prepare(choosing.in_force(), entries, choosing.now(), memory_file(), system_chance())
    except OSError as error:
        raise ErgobreakError(
            _("{path} cannot be used: {reason}.").format(
                path=error.filename or paths.state_folder(), reason=error.strerror or error
            )
        ) from error


def _told(prepared: Prepared) -> dict[str, Any]:
    """The whole answer as JSON knows it. ``request`` is what would go if nothing stood against it."""
    from ergobreak.report.terms import Reason, sentence  # noqa: PLC0415 - only here

    reasons = list(prepared.reasons)
    request: dict[str, Any] | None = None
    if prepared.message is not None:
        try:
            from ergobreak.report import otlp  # noqa: PLC0415 - the only module that could send; here it does not
        except ImportError:
            reasons.append(Reason.NO_PARTS)
        else:
            request = otlp.show(prepared.message)
            body = bytes(request.pop("body"))
            request |= {
                "body_bytes": len(body),
                "body_sha256": hashlib.sha256(body).hexdigest(),
                "body_base64": base64.b64encode(body).decode(),
                "body": otlp.in_words(body),
            }
    return {
        "version": VERSION,
        "goes": not reasons,
        "reasons": [{"reason": each.value, "sentence": sentence(each)} for each in reasons],
        "request": request,
    }


def _open(told: dict[str, Any]) -> int:
    """Show it with the program that this person reads text files with.

    Raises:
        ErgobreakError: there is none; the file is named, and can be read by hand.
    """
    import json  # noqa: PLC0415 - only here

    head = [each["sentence"] for each in told["reasons"]] or [_("This goes this week, once, and nothing else does.")]
    path = paths.cache_folder() / "weekly-number.txt"
    text = "\n".join(head) + "\n\n" + json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    try:
        paths.write_private(path, text)
        _hand_over(path)
    except OSError as error:
        raise ErgobreakError(
            _("It cannot be shown in a window: {reason}").format(reason=error.strerror or error),
            _("Read it with: ergobreak report --dry-run"),
        ) from error
    return OK


def _hand_over(path: Path) -> None:
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - our own text file, with the program that Windows has for it
        return
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    done = subprocess.run(  # noqa: S603 - the system's own opener and our own text file
        [opener, str(path)], check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    if done.returncode != 0:
        raise OSError(done.returncode, _("no program opens a text file"))
