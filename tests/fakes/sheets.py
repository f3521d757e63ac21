"""A routine as a clinic prescribes it, for the tests that add one."""

from __future__ import annotations

_SHEET = """\
id = "my_sheet"
title = "My sheet"
set = "prescribed"
purpose = "From the clinic."
regions = ["neck"]
place = ["chair"]
status = "prescribed"
reviewed = 2026-11-02
prescribed_by = "A. Physio"
times = [TIMES]

[frames.a]
base = "sit"

[[steps]]
say = "Sit tall."
s = 20
show = ["a"]
"""


def sheet(*times: str) -> str:
    """The text of its file, with its times of day (``10:00``)."""
    return _SHEET.replace("TIMES", ", ".join(f'"{each}"' for each in times))
