"""The libraries of ``uv.lock`` and ergobreak itself as a folder of files, for any system, on any system.

Every package begins here: what is fetched carries the hash that ``uv.lock`` gives it, nothing is compiled, and nothing
of this machine gets in: no time but that of the last commit, no mode but 0644 and 0755, no path, no note of the
install. So whoever builds the same commit twice has the same bytes.

What each kind of package leaves out, and where it puts the rest, is its own business (``linux/``, ``pyz/``).
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
EXTRAS = ("aggregate",)
# What an installer notes about an install: paths and times of this machine.
NOTES = ("REQUESTED", "INSTALLER", "direct_url.json", "uv_build.json", "uv_cache.json")
UNAVAILABLE = 69  # the exit code where this machine lacks a tool (EX_UNAVAILABLE)
MARKER = "package_type"  # read by ergobreak/packaged.py
_VERSION = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The machine that the files are for.

    Args:
        platform: as ``uv pip install --python-platform`` calls it.
        python: the minor version; pydantic and Pillow have a library of their own for each.
    """

    platform: str
    python: str = "3.11"

    @property
    def site(self) -> str:
        """Where a private environment on a POSIX system has its libraries."""
        return f"lib/python{self.python}/site-packages"


# PySide6's own wheels ask for glibc 2.34: Debian 12, Ubuntu 22.04, RHEL 9 and whatever is newer.
LINUX = Target(platform="x86_64-manylinux_2_34")


def epoch() -> int:
    """The one time that goes into a package: ``SOURCE_DATE_EPOCH``, or that of the last commit."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode or not done.stdout.strip():
        raise SystemExit("This is no git checkout: say when it was made with SOURCE_DATE_EPOCH.")
    return int(done.stdout)


def version() -> str:
    """Of ergobreak, without importing it."""
    found = _VERSION.search((ROOT / "ergobreak" / "__init__.py").read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit("ergobreak/__init__.py does not say its version.")
    return found.group(1)


def run(command: list[str], *, cwd: Path = ROOT, more: dict[str, str] | None = None) -> str:
    """Run a build tool; what it says is shown only when it fails. The language and the time zone are fixed."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC", "SOURCE_DATE_EPOCH": str(epoch()), **(more or {})}
    try:
        done = subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
    except FileNotFoundError:
        print(f"{command[0]} is needed here and not installed.", file=sys.stderr)
        raise SystemExit(UNAVAILABLE) from None
    if done.returncode:
        print(" ".join(command), done.stdout, done.stderr, sep="\n", file=sys.stderr)
        raise SystemExit(1)
    return done.stdout


def uv() -> str:
    """The program uv: the one that dev.py names, from PATH, or this checkout's own."""
    own = ROOT / ".uv" / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    return os.environ.get("UV") or shutil.which("uv") or str(own)


def libraries(target: Target, slim: Callable[[Path], None] | None = None, *, fresh: bool = False) -> Path:
    """Every library of ``uv.lock`` for the target, in a folder that is not to be changed.

    It is kept in ``build/tree`` until the lock, the target or the programs beside this one change.

    Args:
        target: the machine it is for.
        slim: takes out what ergobreak does not use.
        fresh: make it even if it is there.
    """
    made = BUILD / "tree" / f"{target.platform}-{target.python}-{_fingerprint(target, slim)}"
    if made.is_dir() and not fresh:
        return made
    made.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=made.parent, prefix=".new-") as room:
        listed, site = Path(room) / "requirements.txt", Path(room) / "site"
        export = [uv(), "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--output-file", str(listed)]
        run([*export, *(word for extra in EXTRAS for word in ("--extra", extra))])
        install = [uv(), "pip", "install", "--quiet", "--target", str(site), "--link-mode", "copy", "--no-deps"]
        install += ["--require-hashes", "--requirements", str(listed), "--only-binary", ":all:"]
        run([*install, "--python-platform", target.platform, "--python-version", target.python])
        forget(site)
        if slim is not None:
            slim(site)
        keep_true(site)
        shutil.rmtree(made, ignore_errors=True)
        site.rename(made)
    return made


def _fingerprint(target: Target, slim: Callable[[Path], None] | None) -> str:
    found = hashlib.sha256(f"{target} {slim and slim.__module__}".encode())
    for path in (ROOT / "uv.lock", Path(__file__), *sorted((ROOT / "packaging" / "linux").glob("*.py"))):
        if path.name in {"uv.lock", "tree.py", "elf.py", "slim.py"}:
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def forget(site: Path) -> None:
    """Take out what the installer noted about itself, its launchers, the libraries' tests, and types for checkers."""
    for folder in [site / "bin", *site.glob("*/tests"), *site.glob("*/*/tests"), *site.rglob("__pycache__")]:
        shutil.rmtree(folder, ignore_errors=True)
    notes = [path for path in site.glob("*.dist-info/*") if path.name in NOTES]
    for path in [*notes, *site.rglob("*.pyi"), site / ".lock"]:
        path.unlink(missing_ok=True)


def keep_true(site: Path) -> None:
    """Leave in each library's list of files those that are there, each with the hash that its wheel gives it."""
    for record in site.glob("*.dist-info/RECORD"):
        lines = sorted(record.read_text(encoding="utf-8").splitlines())
        there = [line for line in lines if (site / _file_of(line)).is_file()]
        record.write_text("\n".join(there) + "\n", encoding="utf-8", newline="\n")


def _file_of(line: str) -> str:
    """The file that a line of a list is about; a name with a comma in it is quoted there."""
    return next(csv.reader([line]))[0]


def add_ergobreak(site: Path, package_type: str, as_version: str = "") -> None:
    """Put ergobreak beside its libraries, with the mark that says what kind of package this is.

    Args:
        site: the folder of libraries.
        package_type: what ``ergobreak.packaged.package_type`` will say.
        as_version: another version than the source has, to try an upgrade.
    """
    target = site / "ergobreak"
    shutil.copytree(ROOT / "ergobreak", target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "*.orig", "*~"))
    (target / MARKER).write_text(package_type + "\n", encoding="ascii", newline="\n")
    if as_version:
        named = target / "__init__.py"
        text = named.read_text(encoding="utf-8")
        named.write_text(_VERSION.sub(f'__version__ = "{as_version}"', text), encoding="utf-8", newline="\n")


def settle(folder: Path, when: int, programs: tuple[str, ...] = ()) -> None:
    """Give everything one time, and the modes of an installed system whatever umask it was made with.

    Args:
        folder: of which everything is meant.
        when: seconds since 1970.
        programs: the files that can be run, relative to the folder.
    """
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path.relative_to(folder).as_posix() in programs
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)


def contents(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below, as (relative name with slashes, path), in one order everywhere."""
    for path in sorted(folder.rglob("*"), key=lambda each: each.relative_to(folder).as_posix()):
        if path.is_symlink() or not path.is_dir():
            yield path.relative_to(folder).as_posix(), path


def size(folder: Path) -> int:
    """Bytes of all files."""
    return sum(path.lstat().st_size for _, path in contents(folder))


def sha256(path: Path) -> str:
    """Of one file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def told(path: Path) -> str:
    """One line about what was built: hash, size, name."""
    return f"{sha256(path)}  {path.stat().st_size / 1e6:.1f} MB  {path}"
