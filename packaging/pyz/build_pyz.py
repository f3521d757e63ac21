"""One file for people without rights on their machine: ``python3 ergobreak-0.1.0-linux-x86_64-py311.pyz``.

    python3 packaging/pyz/build_pyz.py [--out FOLDER] [--version VERSION] [--python 3.11] [--fresh]

Everything is in it, Qt too: without Qt there would be no break screen, and whoever may not install packages may not
install Qt either. It is for one system and one minor version of Python, which its name says; pydantic's and Pillow's
libraries are made for one each. The same commit gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
import zipfile
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
for _place in (HERE.parent, HERE.parent / "linux", HERE.parent / "release"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import bill  # noqa: E402 - found through the lines above
import slim  # noqa: E402 - the same
import tree  # noqa: E402 - the same

FIRST_LINE = b"#!/usr/bin/env python3\n"
EARLIEST = 315532800  # 1980, when the time of zip files begins


def build(
    out: Path, as_version: str = "", *, python: str = tree.LINUX.python, fresh: bool = False, level: int = 9
) -> Path:
    """Build the file into a folder, and say where it is.

    Args:
        out: where to.
        as_version: another version than the source has, to try an upgrade.
        python: the minor version of Python that it is for.
        fresh: fetch the libraries anew even if they are there.
        level: how hard to squeeze, 0 to 9.
    """
    target = replace(tree.LINUX, python=python)
    libraries = tree.libraries(target, slim.slim, fresh=fresh)
    version = as_version or tree.version()
    out.mkdir(parents=True, exist_ok=True)
    built = out / f"ergobreak-{version}-linux-x86_64-py{python.replace('.', '')}.pyz"
    with tempfile.TemporaryDirectory(prefix="ergobreak-pyz-") as room:
        own = Path(room)
        tree.add_ergobreak(own, "pyz", as_version)
        members = sorted([*tree.contents(libraries), *tree.contents(own)])
        fingerprint = hashlib.sha256()
        for name, path in members:
            fingerprint.update(f"{name} {tree.sha256(path)}\n".encode())
        first = (HERE / "bootstrap.py").read_text(encoding="utf-8")
        first = first.replace("@PYTHON@", python).replace("@FINGERPRINT@", f"{version}-{fingerprint.hexdigest()[:16]}")
        with built.open("wb") as file:
            file.write(FIRST_LINE)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as packed:
                packed.writestr(_entry("__main__.py"), first)
                for name, path in members:
                    packed.writestr(_entry(f"site/{name}"), path.read_bytes())
    built.chmod(0o755)
    return built


def _entry(name: str) -> zipfile.ZipInfo:
    when = time.gmtime(max(tree.epoch(), EARLIEST))
    found = zipfile.ZipInfo(name, when[:6])
    found.compress_type = zipfile.ZIP_DEFLATED
    found.create_system = 3  # Unix, whatever this is built on
    found.external_attr = 0o100644 << 16
    return found


def main(arguments: list[str]) -> int:
    """Build, and say what and how large."""
    parser = argparse.ArgumentParser(prog="build_pyz.py", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=tree.ROOT / "dist")
    parser.add_argument("--version", default="", help="another version than the source has, to try an upgrade")
    parser.add_argument("--python", default=tree.LINUX.python, help="the minor version of Python that it is for")
    parser.add_argument("--level", type=int, default=9, help="how hard to squeeze, 0 to 9")
    parser.add_argument("--fresh", action="store_true", help="fetch the libraries anew")
    options = parser.parse_args(arguments)
    chosen = {"python": options.python, "fresh": options.fresh, "level": options.level}
    built = build(options.out, options.version, **chosen)
    bill.beside(tree.libraries(replace(tree.LINUX, python=options.python), slim.slim), built)
    print(tree.told(built))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
