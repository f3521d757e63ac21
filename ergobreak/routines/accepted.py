"""The plans a person took up: a few ids and days in one small file that only they can read.

A file that cannot be read counts as no plan; a plan that is gone from the library is passed over and kept in the file,
since it can come back. The daemon hands the rows on as they are (``rows``), and the screen's process makes plans of
them.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from ergobreak import paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ergobreak.routines.plans import Accepted, Plan

NAME = "plans.json"
LAST_WEEKDAY = 6
Row = dict[str, Any]


def file() -> Path:
    """Where they are kept."""
    return paths.state_folder() / NAME


def rows() -> list[Row]:
    """What is kept, as plain values; rows that are none are left out."""
    try:
        raw = json.loads(file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    found = raw.get("plans") if isinstance(raw, dict) else None
    return [each for each in found if _sound(each)] if isinstance(found, list) else []


def _sound(row: object) -> bool:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        return False
    days, rests = row.get("weekdays", []), row.get("paused") or None
    return (
        _date(row.get("since")) is not None
        and (rests is None or _date(rests) is not None)
        and isinstance(days, list)
        and all(isinstance(each, int) and 0 <= each <= LAST_WEEKDAY for each in days)
    )


def _date(raw: object) -> date | None:
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        return None


def accepted(kept: Iterable[Mapping[str, Any]], plans: Mapping[str, Plan]) -> tuple[Accepted, ...]:
    """The plans behind the rows, in the order they were taken up; what is unsound or unknown is passed over."""
    from ergobreak.routines.plans import Accepted  # noqa: PLC0415 - the daemon only hands rows on

    return tuple(
        Accepted(
            plan=plans[each["id"]],
            since=date.fromisoformat(each["since"]),
            weekdays=frozenset(each.get("weekdays", ())),
            paused=_date(each.get("paused")),
        )
        for each in kept
        if _sound(each) and each["id"] in plans
    )


def keep(changed: Accepted) -> None:
    """Keep one plan as it is now, the others as they are.

    Raises:
        OSError: it cannot be written; what was kept before stays.
    """
    row: Row = {"id": changed.plan.id, "since": changed.since.isoformat()}
    if changed.weekdays:
        row["weekdays"] = sorted(changed.weekdays)
    if changed.paused is not None:
        row["paused"] = changed.paused.isoformat()
    every = rows()
    if any(each["id"] == row["id"] for each in every):
        _write([row if each["id"] == row["id"] else each for each in every])
    else:
        _write([*every, row])


def stop(name: str) -> bool:
    """Keep that plan no longer; false when it was not kept.

    Raises:
        OSError: it cannot be written; what was kept before stays.
    """
    every = rows()
    left = [each for each in every if each["id"] != name]
    if len(left) != len(every):
        _write(left)
    return len(left) != len(every)


def _write(every: list[Row]) -> None:
    paths.write_private(file(), json.dumps({"version": 1, "plans": every}) + "\n")
