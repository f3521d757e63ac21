"""Linux: files in ``/etc/ergobreak/policies/managed`` and ``recommended``, JSON or TOML, in the order of their names.

A later file goes before an earlier one. Only files that root alone can have written are read (``trusted``); one that
is refused is told with its reason, and nothing in it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import trusted
from ergobreak.content import Problem
from ergobreak.settings.layers import Layer, LayerName
from ergobreak.settings.sources.written import BIGGEST, SUFFIXES, written
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS = {"managed": LayerName.MACHINE_MANDATORY, "recommended": LayerName.MACHINE_RECOMMENDED}
MOST_FILES = 200


def layers(places: Mapping[str, Path], owner: int = trusted.ROOT) -> list[Layer]:
    """One layer a file, and one that says nothing but watches the folders."""
    found = [
        Layer(
            name=LayerName.MACHINE_RECOMMENDED,
            source="",
            values={},
            watch=tuple(str(each) for place in places.values() for each in (place, place.parent, place.parent.parent)),
        )
    ]
    for level, place in places.items():
        found += _folder(LEVELS[level], place, owner)
    return found


def _folder(name: LayerName, place: Path, owner: int) -> list[Layer]:
    try:
        with trusted.folder(place, owner) as opened:
            chosen = [each for each in opened.names() if _counts(each)]
            found = [_file(name, place / each, opened) for each in chosen[:MOST_FILES]]
    except trusted.Missing:
        return []
    except (trusted.UntrustedError, OSError) as error:
        return [_refused(name, place, str(error))]
    if len(chosen) > MOST_FILES:
        message = _("more than {n} files; the later ones are not read.").format(n=MOST_FILES)
        found.append(_refused(name, place, message))
    return found


def _counts(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES


def _file(name: LayerName, path: Path, opened: trusted.Folder) -> Layer:
    try:
        raw = opened.read(path.name, BIGGEST)
    except trusted.UntrustedError as error:
        return _refused(name, path, _("refused: {reason}").format(reason=error.title))
    found = written(raw, path)
    return Layer(
        name=name,
        source=str(path),
        values=found.values,
        lines=found.lines,
        broken=found.broken,
        faults=found.faults,
        watch=(str(path),),
    )


def _refused(name: LayerName, path: Path, message: str) -> Layer:
    problem = Problem(file=str(path), line=0, key="", message=message)
    return Layer(name=name, source=str(path), values={}, broken=(problem,), watch=(str(path),))
