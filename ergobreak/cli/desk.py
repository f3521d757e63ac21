"""The verbs about how one sits and what the desk is like: one posture check, and the workstation review."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ergobreak import paths
from ergobreak.cli import OK, choosing, daily, screens
from ergobreak.errors import ErgobreakError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from ergobreak.posture.model import Check
    from ergobreak.posture.rotation import Seen
    from ergobreak.snapshot import Snapshot

POSTURE = "posture_check"


def posture(options: Namespace) -> int:
    """The next posture check, in its window; as text where there is none to open it on."""
    settings, at = choosing.in_force(), choosing.now()
    found = next_one(settings, at)
    seated = seated_only(settings)
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
    return screens.show(screens.card("posture", settings=settings, status=status, kind=POSTURE, data={"check": row}))


def next_one(settings: Snapshot, at: datetime) -> Check | None:
    """The check to show now, or nothing while all of them rest."""
    from ergobreak.posture.model import checks  # noqa: PLC0415 - a file, only here
    from ergobreak.posture.rotation import Circumstances, next_check  # noqa: PLC0415 - with it

    here = Circumstances(
        now=at,
        areas_first=tuple(str(each) for each in settings.profile.get("posture_areas_first", ())),
        seated_only=seated_only(settings),
        seed=at.toordinal(),
    )
    return next_check(checks(), seen(at), here)


def seated_only(settings: Snapshot) -> bool:
    """Whether nothing may speak of standing."""
    conditions = [*settings.values.get("conditions", ()), *settings.profile.get("conditions", ())]
    return settings.values.get("place") == "chair" or "cannot_stand" in conditions


def as_dict(check: Check, *, seated: bool) -> dict[str, Any]:
    """A check ready for JSON, in the words that fit the person."""
    from ergobreak.posture.rotation import words  # noqa: PLC0415 - with the checks

    return {
        "id": check.id,
        "area": check.area,
        "say": _(words(check, seated_only=seated)),
        "fix": _(check.fix),
        "sources": list(check.sources),
    }


def seen(at: datetime) -> Iterator[Seen]:
    """The checks that were shown and answered, as the journal has them."""
    from ergobreak.desktop import journal  # noqa: PLC0415 - a database, only here
    from ergobreak.posture.rotation import Reply, Seen  # noqa: PLC0415 - with the checks

    path = paths.journal_file()
    try:
        entries = journal.read_entries(path)
    except OSError as error:
        reason = error.strerror or error
        raise ErgobreakError(_("{path} cannot be read: {reason}").format(path=path, reason=reason)) from error
    replies = {each.value for each in Reply}
    for each in entries:
        when, check, reply = datetime.fromisoformat(each.at), each.details.get("check"), each.details.get("reply")
        if each.kind == POSTURE and check and reply in replies and when <= at:
            yield Seen(at=when, check=str(check), reply=Reply(reply))


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
        return screens.show(screens.card("workstation", settings=settings, status=status))
    return OK
