"""The bytes of a routine file that did not come with ergobreak: a person's own, or one for everybody on this machine.

What lies in the machine's folder counts only where an administrator alone can have put it (``trusted``). In a portable
copy (``ERGOBREAK_HOME``) that folder is the person's own, and so may be its owner.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ergobreak import paths, trusted
from ergobreak.errors import ContentError
from ergobreak.words import _

if TYPE_CHECKING:
    from pathlib import Path

BIGGEST = 256 * 1024  # the longest packaged file has 5 KiB


def raw(path: Path) -> bytes:
    """What the file holds.

    Raises:
        ContentError: it cannot be read, is too big, or somebody else could have written it.
    """
    try:
        if path.parent == paths.machine_routines():
            with trusted.folder(path.parent, _owner()) as opened:
                found = opened.read(path.name, BIGGEST)
        else:
            with path.open("rb") as file:
                found = file.read(BIGGEST + 1)
    except trusted.UntrustedError as error:
        hint = _("Routines for everybody on a machine count only where nobody but an administrator can write them.")
        raise ContentError(error.title, hint) from None
    except OSError as error:
        raise ContentError(f"{path}: {error}", _("Check that the file is there and may be read.")) from None
    if len(found) > BIGGEST:
        title = _("{path}: the file is too big to be read.").format(path=path)
        raise ContentError(title, _("A routine needs a few KiB."))
    return found


def _owner() -> int:
    if sys.platform == "win32" or not os.environ.get(paths.HOME_VARIABLE):
        return trusted.ROOT
    return os.geteuid()
