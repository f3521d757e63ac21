"""``ergobreak`` and ``python -m ergobreak``. The command line is imported when there is something to say."""

from __future__ import annotations

import sys


def main() -> int:
    """Run one command; returns its exit code."""
    from ergobreak.cli import main as run  # noqa: PLC0415 - so that importing this module costs nothing

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
