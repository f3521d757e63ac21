"""All routines there are: the packaged ones, and a person's or an organisation's own.

What lies in the machine's folder counts only where an administrator alone can have put it (``own``). A bad file of
one's own leaves out that routine and is told as an error; it never raises and never takes another
routine with it. An own routine cannot take the place of a packaged one by using its id.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.errors import ContentError
from ergobreak.routines.model import Group, Routine
from ergobreak.routines.own import raw
from ergobreak.routines.reading import BadKeyError, at_line, parsed, read, text_of
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGED = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The routines that could be read, by id, and what was wrong with the others."""

    by_id: dict[str, Routine]
    errors: tuple[ContentError, ...] = ()

    def __iter__(self) -> Iterator[Routine]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def get(self, name: str) -> Routine | None:
        """The routine of that id; hyphens and capitals do not matter (``cat-camel``)."""
        return self.by_id.get(name.strip().lower().replace("-", "_"))

    def seated(self, routine: Routine) -> Routine | None:
        """What to do on a chair instead: the routine itself, its twin, or ``None`` when its file has words only."""
        return routine if routine.seated == "self" else self.by_id.get(routine.seated)


def load_all(*own: Path, packaged: Path = PACKAGED) -> Library:
    """Every routine of the packaged library and of the ``own`` folders, in the order of their ids.

    Raises:
        ContentError: a *packaged* file is wrong. Files of one's own never raise: see ``Library.errors``.
    """
    by_id: dict[str, Routine] = {}
    for path in sorted(packaged.glob("*.toml")):
        routine = read(path)
        by_id[routine.id] = routine
    errors: list[ContentError] = []
    for folder in own:
        _add_own(folder, by_id, errors)
    return Library(by_id=by_id, errors=tuple(errors))


def _add_own(folder: Path, by_id: dict[str, Routine], errors: list[ContentError]) -> None:
    try:
        paths = sorted(folder.glob("*.toml"))
    except OSError as error:
        errors.append(ContentError(f"{folder}: {error}"))
        return
    for path in paths:
        try:
            by_id |= {routine.id: routine for routine in [_own(path, by_id)]}
        except ContentError as error:
            if error.title not in {each.title for each in errors}:  # what is wrong with the folder is told once
                errors.append(error)


def _own(path: Path, taken: dict[str, Routine]) -> Routine:
    from ergobreak.routines.checks import problems  # noqa: PLC0415 - packaged files are checked by the tests

    text = text_of(path, raw(path))
    routine = parsed(path, text)
    for wrong in problems(routine, twins=taken.keys()):
        raise at_line(path, text, wrong)
    if routine.id in taken:
        why = _("“{id}” is already the id of another routine").format(id=routine.id)
        raise at_line(path, text, BadKeyError(("id",), why))
    if routine.set is Group.PRESCRIBED and not routine.prescribed_by:
        title = _("{path}: prescribed_by: a prescribed routine names who prescribed it").format(path=path)
        raise ContentError(title)
    return routine
