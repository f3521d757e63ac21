"""Known vulnerabilities in what uv.lock names: ``python packaging/release/audit.py [--strict]``.

uv asks the OSV data base. A machine without a network cannot ask: then this says so in plain words and ends with 0, or
with 69 under ``--strict``, which a release uses. A finding ends with 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOUND, UNAVAILABLE = 1, 69
PATIENCE_S = 120
UNREACHABLE = ("dns error", "connect", "timed out", "request failed", "network", "offline")


def judge(code: int, said: str) -> int:
    """What uv's answer means: 0 nothing known, 1 something found, 69 could not ask."""
    if code == 0:
        return 0
    words = said.lower()
    if "error:" in words and any(each in words for each in UNREACHABLE):
        return UNAVAILABLE
    return FOUND


def ask() -> tuple[int, str]:
    """The exit code of uv and its words."""
    uv = os.environ.get("UV") or "uv"
    command = [uv, "audit", "--frozen", "--preview-features", "audit-command"]
    environment = os.environ | {"UV_HTTP_RETRIES": "0"}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL,
            timeout=PATIENCE_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return UNAVAILABLE, "error: the request timed out"
    return done.returncode, done.stdout + done.stderr


def main(arguments: list[str]) -> int:
    """Ask, and say what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--strict", action="store_true", help="fail when the question cannot be asked")
    options = parser.parse_args(arguments)
    code, said = ask()
    verdict = judge(code, said)
    if verdict == UNAVAILABLE:
        print("audit: NOT AUDITED, the data base of known vulnerabilities cannot be reached from here.")
        return UNAVAILABLE if options.strict else 0
    print(said.strip())
    print("audit: nothing known" if verdict == 0 else "audit: see above")
    return verdict


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
