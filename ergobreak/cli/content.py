"""``ergobreak content check``: everything that is wrong with a routine file, by line, before it reaches a screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.cli import OK, USAGE, choosing, daily
from ergobreak.errors import ContentError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Iterator

    from ergobreak.content import Problem
    from ergobreak.routines.model import Routine


def check(options: Namespace) -> int:
    """Check each file: 0 when all are fine, 2 when anything is wrong."""
    from ergobreak.content import Problem  # noqa: PLC0415 - the gate; only this verb pays for it

    files = [Path(each) for each in options.file]
    taken = others({each.resolve() for each in files})
    twins = {*taken, *map(named, files)}  # files checked together may name each other
    wrong = False
    for path in files:
        found, routine = problems(path, twins)
        if routine is not None and routine.id in taken:
            title = _("“{id}” is already the id of another routine").format(id=routine.id)
            found.append(Problem(file=str(path), line=_line(path, ("id",)), key="id", message=title))
        if routine is not None:
            taken[routine.id] = path
        for each in found:
            daily.out(str(each))
        if not found:
            daily.out(_("{path}: fine.").format(path=path))
        wrong = wrong or bool(found)
    return USAGE if wrong else OK


def problems(path: Path, twins: Collection[str]) -> tuple[list[Problem], Routine | None]:
    """Every fault of a file, and the routine where its keys are of the right kind."""
    from ergobreak import content  # noqa: PLC0415 - the gate
    from ergobreak.routines import checks  # noqa: PLC0415 - with the library
    from ergobreak.routines.model import Routine  # noqa: PLC0415 - the same
    from ergobreak.routines.reading import BadKeyError, routine_from  # noqa: PLC0415 - the same

    found = content.check(path, Routine)
    if found:
        return found, None
    toml = content.read_toml(path)
    try:
        routine = routine_from(toml.values)  # as a screen reads it: bounds on numbers that a type does not hold
        faults = list(checks.problems(routine, twins=twins))
    except BadKeyError as error:
        routine, faults = None, [error]
    from ergobreak.toml_lines import line_of  # noqa: PLC0415 - only for what is wrong

    return [
        content.Problem(file=str(path), line=line_of(toml.lines, each.where), key=each.key, message=each.why)
        for each in faults
    ], routine


def others(checked: set[Path]) -> dict[str, Path]:
    """The ids that are taken by files other than the ones to check."""
    from ergobreak.routines.library import PACKAGED  # noqa: PLC0415 - many files
    from ergobreak.routines.reading import read  # noqa: PLC0415 - the same

    def files() -> Iterator[Path]:
        for folder in (PACKAGED, *choosing.own_folders()):
            yield from sorted(folder.glob("*.toml"))

    found: dict[str, Path] = {}
    for path in files():
        if path.resolve() not in checked:
            try:
                found.setdefault(read(path).id, path)
            except ContentError:
                continue  # left out by the library, so that its id is free
    return found


def named(path: Path) -> str:
    """The id a file gives itself, whatever else is wrong with it."""
    from ergobreak import content  # noqa: PLC0415 - the gate

    return str(content.read_toml(path).values.get("id", ""))


def _line(path: Path, where: tuple[str, ...]) -> int:
    from ergobreak import content  # noqa: PLC0415 - the gate
    from ergobreak.toml_lines import line_of  # noqa: PLC0415 - only for what is wrong

    return line_of(content.read_toml(path).lines, where)
