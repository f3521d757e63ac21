"""The verbs about how one sits and what the desk is like: one posture check, and the workstation review."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ergobreak import paths
from ergobreak.cli import OK, choosing, daily, screens
from ergobreak.errors import ErgobreakError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace


POSTURE = "posture_check"
DAYS = 90  # how far back answers to checks matter


def posture(options: Namespace) -> int:
    """The next posture check, in its window; as text where there is none to open it on."""
    from ergobreak.posture import answers  # noqa: PLC0415 - files, only here
    from ergobreak.posture.model import questions  # noqa: PLC0415 - as above
    from ergobreak.posture.offer import as_dict, for_window, next_one, seated_only  # noqa: PLC0415 - as above

    settings, at = choosing.in_force(), choosing.now()
    review = answers.load(questions()).answers
    found = next_one(answered(at), at, settings.values, settings.profile, review)
    seated = seated_only(settings.values, settings.profile)
    if options.json:
        daily.out_json({"version": 1, "check": None if found is None else as_dict(found, seated=seated)})
        return OK
    if found is None:
        daily.out(_("Nothing to look at for now. Every check is resting."))
        return OK
    row = as_dict(found, seated=seated)
    if not screens.has_display():
        daily.out(str(row["say"]))
        daily.out(_("What helps: {fix}").format(fix=row["fix"]))
        return OK
    status = screens.status_now()
    data = for_window(found, seated=seated)
    return screens.show(screens.card("posture", settings=settings, status=status, kind=POSTURE, data=data))


def answered(at: datetime) -> list[dict[str, Any]]:
    """What the journal knows of checks that were answered."""
    from ergobreak.desktop import journal  # noqa: PLC0415 - a database, only here

    path = paths.journal_file()
    try:
        entries = journal.read_entries(path, at - timedelta(days=DAYS))
    except OSError as error:
        reason = error.strerror or error
        raise ErgobreakError(_("{path} cannot be read: {reason}").format(path=path, reason=reason)) from error
    keys = ("routine", "rating")
    return [{"at": each.at, "fact": each.fact, **{key: each.details.get(key, "") for key in keys}} for each in entries]


def workstation(options: Namespace) -> int:
    """The workstation review in its window, or what came of it as text, page or JSON."""
    from ergobreak.posture import answers  # noqa: PLC0415 - files, only here
    from ergobreak.posture import workstation as review  # noqa: PLC0415 - the same
    from ergobreak.posture.model import questions  # noqa: PLC0415 - the same

    if options.forget:
        try:
            answers.forget()
        except OSError as error:
            reason = error.strerror or error
            raise ErgobreakError(
                _("{path} cannot be removed: {reason}").format(path=answers.file(), reason=reason)
            ) from error
        daily.out(_("The answers of the workstation review were deleted."))
        return OK
    every = questions()
    kept = answers.load(every)
    on = kept.changed or choosing.now().date()
    if options.json:
        changed = kept.changed.isoformat() if kept.changed else None
        daily.out_json({"version": 1, "changed": changed, **review.as_dict(every, kept.answers)})
    elif options.html:
        screens.write(options.html, review.as_html(every, kept.answers, on))
        daily.out(_("The action list is in {path}").format(path=options.html))
    elif options.text:
        daily.out(review.as_text(every, kept.answers, on).rstrip("\n"))
    else:
        screens.need_display(_("What was answered so far, as text: ergobreak workstation --text"))
        settings, status = choosing.in_force(), screens.status_now()
        data = {"changed": options.changed}
        return screens.show(screens.card("workstation", settings=settings, status=status, data=data))
    return OK
