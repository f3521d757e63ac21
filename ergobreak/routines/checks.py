"""What makes a routine sound beyond the kind of each key: known words, honest steps, frames that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator  # noqa: TC003 - cheap, and keeps the signature readable at run time

from ergobreak.routines.model import Routine
from ergobreak.routines.reading import Wrong
def problems(routine: Routine, *, twins: Collection[str] = ()) -> Iterator[Wrong]:
    return iter(())
