"""What is run first in ``ergobreak.pyz``: unpacks the libraries once, and starts ergobreak from there.

Native libraries cannot be loaded out of an archive, so everything goes into the person's cache, into a folder that has
the archive's own fingerprint in its name: a private environment whose Python is the one that runs this. It needs
nothing of the system but that Python; no ``venv``, no ``pip``. What is there stays for the next time; one older
version stays too, since it may still be running.
"""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path

if sys.platform != "linux":
    raise SystemExit(f"This file is for Linux, and this is {sys.platform}.")

import fcntl  # no other system has it, so not before the line above

PYTHON, FINGERPRINT = "@PYTHON@", "@FINGERPRINT@"
INSIDE = "site/"
KEPT = 2
WRONG_PYTHON = 69


def archive() -> str:
    """The file that was started."""
    named = Path(sys.argv[0])
    return str((named if zipfile.is_zipfile(named) else Path(__file__).parent).absolute())


def cache() -> Path:
    """Where the environments of all versions are, readable by their owner only."""
    home, given = os.environ.get("ERGOBREAK_HOME", ""), os.environ.get("XDG_CACHE_HOME", "")
    if home:
        base = Path(home).absolute() / "cache"
    else:
        base = (Path(given) if given.startswith("/") else Path.home() / ".cache") / "ergobreak"
    folder = base / "pyz"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise SystemExit(f"ergobreak: {folder} belongs to another account or is a link. Remove it and try again.")
    folder.chmod(0o700)
    return folder


def environment(folder: Path, source: str) -> Path:
    """The private environment of this very archive, made if it is not there yet."""
    home = folder / FINGERPRINT
    if (home / "pyvenv.cfg").is_file() and (home / "bin" / "python3").exists():
        return home
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two first starts at once unpack it once
        if not (home / "pyvenv.cfg").is_file():
            fresh = folder / f".{FINGERPRINT}"
            shutil.rmtree(fresh, ignore_errors=True)
            unpack(source, fresh / "lib" / f"python{PYTHON}" / "site-packages")
            shutil.rmtree(home, ignore_errors=True)
            fresh.rename(home)
        link(home)
        tidy(folder, home)
    return home


def unpack(source: str, site: Path) -> None:
    """Everything below ``site/`` in the archive."""
    with zipfile.ZipFile(source) as packed:
        for each in packed.infolist():
            if each.filename.startswith(INSIDE) and not each.is_dir():
                path = site / each.filename.removeprefix(INSIDE)
                path.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(each) as from_, path.open("wb") as to:
                    shutil.copyfileobj(from_, to)


def link(home: Path) -> None:
    """Make it an environment of the Python that runs this: last, so that a half-made one is never taken for whole."""
    real = os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable)
    (home / "bin").mkdir(exist_ok=True)
    python = home / "bin" / "python3"
    python.unlink(missing_ok=True)
    python.symlink_to(real)
    (home / "pyvenv.cfg").write_text(
        f"home = {Path(real).parent}\ninclude-system-site-packages = false\nversion = {PYTHON}\n", encoding="utf-8"
    )


def tidy(folder: Path, home: Path) -> None:
    """Leave this version and the newest other one."""
    others = [each for each in folder.iterdir() if each.is_dir() and each != home]
    others.sort(key=lambda each: each.stat().st_mtime, reverse=True)
    for each in others[KEPT - 1 :]:
        shutil.rmtree(each, ignore_errors=True)


def main() -> int:
    """Start ergobreak, having made sure that this Python is the one its libraries are for."""
    here = ".".join(map(str, sys.version_info[:2]))
    if here != PYTHON:
        sys.stderr.write(f"This file is for Python {PYTHON}, and this is Python {here}. There is one for each.\n")
        return WRONG_PYTHON
    source = archive()
    home = environment(cache(), source)
    site = str(home / "lib" / f"python{PYTHON}" / "site-packages")
    sys.path[:] = [site, *(each for each in sys.path if each != source and not each.endswith("-packages"))]
    sys.executable = str(home / "bin" / "python3")
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP"):
        os.environ.pop(name, None)
    os.environ["PYTHONSAFEPATH"] = "1"
    # What is to start at log-in is the archive, not what lies in a cache that may be emptied.
    os.environ["ERGOBREAK_STARTED_AS"] = source
    from ergobreak.__main__ import main as run  # noqa: PLC0415 - it is there only now

    return run()


if __name__ == "__main__":
    raise SystemExit(main())
