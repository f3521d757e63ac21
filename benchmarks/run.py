"""Measure and write ``RESULTS.md`` beside this file: ``python3 dev.py bench [--long] [--seconds N] [--only NAME]``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

from benchmarks.measures import COUNTED_IN_SECONDS, MEASURES
from benchmarks.table import Row, markdown

RESULTS = Path(__file__).with_name("RESULTS.md")
RUNS, SHORT_S, LONG_S = 10, 60, 300


def main() -> int:
    """Run the measures one after the other, the quick ones first; one that fails does not take the others along."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--seconds", type=int, help=f"length of the idle windows (default {SHORT_S})")
    parser.add_argument("--long", action="store_true", help=f"idle windows of {LONG_S} s")
    parser.add_argument("--runs", type=int, default=RUNS, help="of what is measured again and again")
    parser.add_argument("--only", choices=sorted(MEASURES), action="append", help="print this one, write nothing")
    given = parser.parse_args()
    seconds = given.seconds or (LONG_S if given.long else SHORT_S)
    rows: list[Row] = []
    failed = False
    for name, measure in MEASURES.items():
        if given.only and name not in given.only:
            continue
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            rows += measure(seconds if name in COUNTED_IN_SECONDS else given.runs)
        except Exception as error:  # noqa: BLE001 - the table says so, and the others are still worth having
            failed = True
            rows.append(Row(what=name, unit="", note=f"could not be measured: {type(error).__name__}: {error}"))
    cpus, system = os.cpu_count(), f"{platform.system()} {platform.machine()}"
    about = [
        f"{system}, {cpus} processors, Python {platform.python_version()}; hidden X11 desktop with xfce4-panel, dunst.",
        f"Idle windows of {seconds} s, begun 35 s after the start. CPU is the threads' run time, children included.",
        "Ratios between machines hold better than the figures themselves.",
    ]
    text = markdown(rows, about)
    if not given.only and not failed:
        RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
