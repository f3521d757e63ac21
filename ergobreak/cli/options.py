"""The quick verbs when they come through the parser, and the version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak import __version__
from ergobreak.cli import OK, daily

if TYPE_CHECKING:
    from argparse import Namespace


def status(options: Namespace) -> int:
    """Print the status."""
    return daily.status(as_json=options.json)


def why(options: Namespace) -> int:
    """Print the decisions."""
    return daily.why(as_json=options.json)


def resume(options: Namespace) -> int:
    """End the pause."""
    return daily.quick("resume", as_json=options.json)


def skip(options: Namespace) -> int:
    """Skip what stands, or the next."""
    return daily.quick("skip", as_json=options.json)


def version(options: Namespace) -> int:
    """Print the version."""
    if options.json:
        import platform  # noqa: PLC0415 - rarely asked for

        daily.out_json(
            {"ergobreak": __version__, "python": platform.python_version(), "system": platform.platform(terse=True)}
        )
    else:
        daily.out(f"ergobreak {__version__}")
    return OK
