"""What a choice of a routine needs, gathered from the settings, the journal and the clock; and ``routine choose``.

The same keys as on a break's card, so that a routine asked for by hand obeys the same rules. Nothing is written here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ergobreak import paths, snapshot
from ergobreak.cli import OK, daily
from ergobreak.cli.near import near, plain
from ergobreak.core.plan import PromptKind
from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.routines import accepted
from ergobreak.standing import standing
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Mapping

    from ergobreak.routines.choose import Choice
    from ergobreak.routines.library import Library
    from ergobreak.routines.model import Routine

HISTORY_DAYS = 14
LONGEST_S = 3600.0
SETTINGS = (
    "place", "floor_ok", "privacy", "opt_in", "conditions", "avoid_moves", "routine_cap_s", "max_still_stand_min",
    "strength_sets",
)  # fmt: skip
KINDS = {"micro": PromptKind.MICRO.value, "movement": PromptKind.MOVEMENT.value, "asked": ""}


def now() -> datetime:
    """The local time."""
    from ergobreak.desktop import clock  # noqa: PLC0415 - the one place that reads it

    return clock.now().wall


def in_force() -> snapshot.Snapshot:
    """The settings as they are now: the daemon's snapshot, or a fresh one where that is out of date."""
    found = snapshot.read(paths.snapshot_file())
    if found is not None and snapshot.is_current(found):
        return found
    from ergobreak import planning  # noqa: PLC0415 - the settings' gate; only where nobody keeps the snapshot fresh

    return planning.compile_snapshot(previous=found)


def library() -> Library:
    """The packaged routines, and those of the person and the machine."""
    from ergobreak.routines.library import load_all  # noqa: PLC0415 - many files

    return load_all(*own_folders())


def own_folders() -> list[Any]:
    """The folders of added routines that are there."""
    return [each for each in (paths.machine_routines(), paths.user_routines()) if each.is_dir()]


def past(at: datetime, days: int = HISTORY_DAYS) -> list[dict[str, Any]]:
    """What became of each routine in the last days, as a card carries it.

    Raises:
        ErgobreakError: the journal cannot be read.
    """
    from ergobreak.desktop import journal  # noqa: PLC0415 - a database, only here

    path = paths.journal_file()
    try:
        entries = journal.read_entries(path, at - timedelta(days=days))
    except OSError as error:
        title = _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror or error)
        raise ErgobreakError(title, _("Look at: ergobreak doctor")) from error
    return [
        {
            "at": each.at,
            "fact": each.fact,
            "routine": str(each.details["routine"]),
            "rating": str(each.details.get("rating", "")),
        }
        for each in entries
        if each.details.get("routine") and datetime.fromisoformat(each.at) <= at
    ]


def situation(
    at: datetime, settings: snapshot.Snapshot, history: list[dict[str, Any]], status: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The situation as a card carries it.

    Args:
        status: of the daemon, for the time spent sitting; ``None`` where none runs.
    """
    counters = (status or {}).get("counters", {})
    return {
        "now": at.isoformat(),
        "seed": at.toordinal(),
        "kind": "",
        "slot_s": LONGEST_S,
        "sat_s": float(counters.get("sitting_s", 0.0)),
        "hands_s": float(counters.get("hands_s", 0.0)),
        "history": history,
        "profile": dict(settings.profile),
        "standing": standing(at.date()),
        "plans": accepted.rows(),
        "settings": {key: settings.values[key] for key in SETTINGS if key in settings.values},
        "own": [str(each) for each in own_folders()],
    }


def choose(options: Namespace) -> int:
    """Say what would be offered, what else, and why each of the others would not."""
    from ergobreak.routines import reasons  # noqa: PLC0415 - with the library
    from ergobreak.screens.offering import chosen  # noqa: PLC0415 - no toolkit comes with it

    data = _asked(options)
    books, choice = chosen(data)
    if options.json:
        asked = {key: data[key] for key in ("now", "seed", "kind", "slot_s", "sat_s", "region")}
        asked["settings"], asked["patterns"] = data["settings"], data["standing"].get("patterns", [])
        daily.out_json({"version": 1, "asked": asked, **reasons.as_dict(choice)})
        return OK
    _print(choice, books)
    return OK


def _print(choice: Choice, books: Library) -> None:
    from ergobreak.routines import reasons  # noqa: PLC0415 - with the library

    daily.out(_("Nothing is offered.") if choice.offer is None else _line(choice.offer))
    daily.out(reasons.why(choice))
    if choice.runners_up:
        daily.out("")
        daily.out(_("Then:"))
        for each in choice.runners_up:
            daily.out(f"  {_line(each)}")
    out = {name: reasons.out(reason) for name, reason in sorted(choice.excluded.items())}
    if choice.offer is None and set(out.values()) == {reasons.why(choice)}:
        return  # said already, and it goes for every one of them
    if out:
        daily.out("")
        daily.out(_("Not now:"))
        for name, reason in out.items():
            daily.out(f"  {_line(books.by_id[name])}: {reason}")


def _line(routine: Routine) -> str:
    return f"{routine.id.replace('_', '-')} ({_(routine.title)})"


def _asked(options: Namespace) -> dict[str, Any]:
    """The settings in force, with what the options say laid over them."""
    from ergobreak.routines.tables import patterns, vocabulary  # noqa: PLC0415 - files, only here

    words = vocabulary()
    if not 1 <= options.seconds <= LONGEST_S:
        raise UsageError(_("--seconds {n} is not between 1 and 3600.").format(n=options.seconds))
    if options.sat < 0:
        raise UsageError(_("--sat {n} is less than nothing.").format(n=options.sat))
    avoid = [known("--avoid", each, words.tags) for each in options.avoid]
    conditions = [known("--condition", each, words.conditions) for each in options.condition]
    stands = [known("--pattern", each, patterns()) for each in options.pattern]
    at = _moment(options.at)
    data = situation(at, in_force(), [] if options.no_history else past(at))
    data |= {"kind": KINDS[options.kind], "slot_s": float(options.seconds), "sat_s": options.sat * 60.0}
    data |= {"region": known("--region", options.region, words.regions) if options.region else ""}
    data |= {"seed": data["seed"] if options.seed is None else options.seed}
    if stands:
        data["standing"] = {**data["standing"], "patterns": [*data["standing"].get("patterns", ()), *stands]}
    over = data["settings"]
    over["avoid_moves"] = [*over.get("avoid_moves", ()), *avoid]
    over["conditions"] = [*over.get("conditions", ()), *conditions]
    if options.place:
        over |= {"place": options.place, "floor_ok": options.place == "floor"}
    if options.privacy:
        over["privacy"] = options.privacy
    return data


def known(option: str, given: str, words: Collection[str]) -> str:
    """The word as the library spells it.

    Raises:
        UsageError: it is none of the words.
    """
    for each in words:
        if each.lower() == plain(given):
            return each
    meant = near(plain(given), words)
    raise UsageError(
        _("{option} {given} is not known.").format(option=option, given=repr(given)),
        _("Did you mean: {names}").format(names=", ".join(meant))
        if meant
        else _("Known: {names}").format(names=", ".join(sorted(words))),
    )


def _moment(text: str | None) -> datetime:
    if text is None:
        return now()
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            _("--at {text} is no date and time.").format(text=repr(text)), _("Write for example 2026-03-02T09:00.")
        ) from None
