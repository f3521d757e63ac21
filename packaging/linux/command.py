"""The command line that both packages for Linux are built from: where to, which version, libraries fetched anew."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Protocol

HERE = Path(__file__).resolve().parent
for _place in (HERE, HERE.parent, HERE.parent / "release"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import bill  # noqa: E402 - found through the lines above
import slim  # noqa: E402 - the same
import tree  # noqa: E402 - the same


class Build(Protocol):
    """Builds one package into a folder and says where it is."""

    def __call__(self, out: Path, as_version: str = "", *, fresh: bool = False) -> Path:
        """Build it."""


def main(arguments: list[str], build: Build, program: str, about: str | None) -> int:
    """Build, put the papers beside it, and say what and how large.

    Args:
        about: the program's docstring; its first line is the help.
    """
    parser = argparse.ArgumentParser(prog=program, description=(about or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=tree.ROOT / "dist")
    parser.add_argument("--version", default="", help="another version than the source has, to try an upgrade")
    parser.add_argument("--fresh", action="store_true", help="fetch the libraries anew")
    options = parser.parse_args(arguments)
    built = build(options.out, options.version, fresh=options.fresh)
    bill.beside(tree.libraries(tree.LINUX, slim.slim), built)
    print(tree.told(built))
    return 0
