"""``routine log``: when a routine was done, as text, as a page for print or as JSON. It goes nowhere by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ergobreak.cli import OK, choosing, daily, routines
from ergobreak.errors import UsageError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace

MOST_DAYS = 366


def log(options: Namespace) -> int:
    """The log of one routine, today included."""
    from ergobreak.routines import history, prescribed, situation  # noqa: PLC0415 - only here

    if not 1 <= options.days <= MOST_DAYS:
        raise UsageError(_("--days {n} is not between 1 and {most}.").format(n=options.days, most=MOST_DAYS))
    routine = routines.wanted(choosing.library(), options.routine_id)
    at = choosing.now()
    first, last = at.date() - timedelta(days=options.days - 1), at.date()
    done = history.history(situation.facts(choosing.past(at, options.days + 1)))
    if options.json:
        times = [each.isoformat() for each in done.of(routine.id).done if each.date() >= first]
        days = {"first": first.isoformat(), "last": last.isoformat()}
        following = prescribed.next_due(routine, at)
        daily.out_json(
            {
                "version": 1,
                "routine": routine.id,
                "title": _(routine.title),
                "prescribed_by": routine.prescribed_by,
                "times": list(routine.times),
                "next": following.isoformat() if following else None,
                **days,
                "done": times,
            }
        )
    elif options.html:
        from ergobreak.cli.screens import write  # noqa: PLC0415 - the same words about a file that cannot be written

        write(options.html, prescribed.log_as_html(routine, done, first, last))
        daily.out(_("The log is in {path}").format(path=options.html))
    else:
        daily.out(prescribed.log_as_text(routine, done, first, last).rstrip("\n"))
    return OK
