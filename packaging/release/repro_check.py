"""Build a package twice, in two places, and compare the bytes: ``python packaging/release/repro_check.py [KIND...]``.

Ends with 1 if two builds differ; ``diffoscope`` then says where. 69: a builder's tools are not on this machine.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILDERS = {
    "wheel": ("uv", "build", "--wheel", "--quiet", "--out-dir"),
    "deb": ("python3", "packaging/linux/build_deb.py", "--out"),
    "rpm": ("python3", "packaging/linux/build_rpm.py", "--out"),
    "pyz": ("python3", "packaging/pyz/build_pyz.py", "--out"),
    "msi": ("python3", "packaging/windows/build_msi.py", "--out"),
}
ENDINGS = (".whl", ".deb", ".rpm", ".pyz", ".msi")
UNAVAILABLE = 69


def epoch() -> str:
    """The moment of the last commit: what every builder takes for now."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    log = ["git", "log", "-1", "--format=%ct"]
    return given or subprocess.run(log, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def hashes(folder: Path) -> dict[str, tuple[int, str]]:
    """Each package in that folder: its size in bytes and its SHA-256."""
    return {
        each.name: (each.stat().st_size, hashlib.sha256(each.read_bytes()).hexdigest())
        for each in sorted(folder.iterdir())
        if each.name.endswith(ENDINGS)
    }


def build(kind: str, folder: Path) -> int:
    """One build into ``folder``; the builder's exit code."""
    folder.mkdir()
    environment = os.environ | {"SOURCE_DATE_EPOCH": epoch(), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*BUILDERS[kind], str(folder)], cwd=ROOT, env=environment, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
    return done.returncode


def check(kind: str) -> int:
    """0 the same bytes, 1 not, or whatever the builder ended with."""
    with tempfile.TemporaryDirectory(prefix="ergobreak-repro-") as place:
        first, second = Path(place) / "first", Path(place) / "a second place"
        if code := build(kind, first):
            return code
        time.sleep(2)  # a time that slips into a file, in whole seconds, shall be seen
        if code := build(kind, second):
            return code
        one, other = hashes(first), hashes(second)
    for name, (size, digest) in one.items():
        same = other.get(name, (0, ""))[1] == digest
        print(f"{'same' if same else 'DIFFERENT'}  {name}  {size:,} bytes  {digest}", flush=True)
    return 0 if one and one == other else 1


def main(arguments: list[str]) -> int:
    """Check each kind."""
    kinds = arguments or list(BUILDERS)
    if unknown := [each for each in kinds if each not in BUILDERS]:
        print(f"repro_check: no such kind: {', '.join(unknown)}. There are: {', '.join(BUILDERS)}", file=sys.stderr)
        return 2
    codes = [check(each) for each in kinds]
    return max(codes, key=lambda code: (code not in {0, UNAVAILABLE}, code))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
