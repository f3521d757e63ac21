"""What kind of package this installation came in: somebody who looks after many machines asks that first.

Each package's builder leaves one word in the file ``package_type`` beside this module. Without it this is an
installation by pip, pipx or uv, or a checkout. Packages that an administrator rolls out never update themselves, and
nor does any other: there is no code for that.
"""

from __future__ import annotations

import os
import sys

KINDS = ("deb", "rpm", "msi", "pyz", "app", "pip", "checkout")
MARKER = "package_type"
STARTED_AS = "ERGOBREAK_STARTED_AS"  # set by ergobreak.pyz


def package_type(folder: str = os.path.dirname(__file__)) -> str:  # noqa: PTH120 - a quick verb asks; no Path is needed
    """One of ``KINDS``. Never raises.

    Args:
        folder: the installed package.
    """
    try:
        with open(os.path.join(folder, MARKER), encoding="ascii") as file:  # noqa: PTH118, PTH123 - the same
            found = file.read(20).strip()
    except (OSError, UnicodeDecodeError):
        found = ""
    if found in KINDS:
        return found
    above = os.path.dirname(folder)  # noqa: PTH120 - the same
    return "checkout" if os.path.isfile(os.path.join(above, "pyproject.toml")) else "pip"  # noqa: PTH113, PTH118 - the same


def start_command() -> tuple[str, ...]:
    """How to start a one-file package from outside, which its unpacked Python does not know; empty for all others."""
    archive = os.environ.get(STARTED_AS, "")
    if package_type() != "pyz" or not os.path.isfile(archive):  # noqa: PTH113 - the same
        return ()
    return (os.path.realpath(sys.executable), archive)
