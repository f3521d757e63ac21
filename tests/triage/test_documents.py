"""What docs/triage.md says in numbers is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from ergobreak.triage.loader import packaged
from tests.triage.people import cases, stories

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "triage.md").read_text(encoding="utf-8")
ACCEPTED = {
    "0, or 0 to 1": {(0, 0), (0, 1)},
    "1": {(1, 1)},
    "1 to 2": {(1, 2)},
    "2": {(2, 2)},
    "2 to 3": {(2, 3)},
    "3": {(3, 3)},
    "3 to 4": {(3, 4)},
    "4": {(4, 4)},
}


def test_the_table_of_stories_is_true() -> None:
    table = packaged()
    for name, accepted in ACCEPTED.items():
        group = [case for case in stories() if case.tier in accepted]
        judged = [sum(case.judged(table).tier == tier for case in group) for tier in range(5)]
        assert f"| {name} | {len(group)} | {' / '.join(map(str, judged))} |" in PAGE


def test_the_counts_are_true() -> None:
    assert f"- {len(packaged().questions)} questions" in PAGE
    assert f"- {len(packaged().rules)} rules" in PAGE
    assert f"{len(stories())} stories in" in PAGE
    assert f"; {len(cases('each_rule'))} more answer sets" in PAGE
    assert f"(0 of {sum(case.tier[0] >= 3 for case in stories())})" in PAGE
    assert f"(0 of {sum(case.tier[1] <= 1 for case in stories())})" in PAGE


def test_every_test_that_the_hazard_log_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert named
    there = {path.stem for path in DOCS.parent.joinpath("tests").rglob("test_*.py")}
    assert named - there == set()


def test_every_hazard_has_a_test_or_says_that_it_is_open() -> None:
    rows = PAGE.split("## Hazard log")[1].split("\n\n")[1].splitlines()[2:]
    assert len(rows) > 20
    for row in rows:
        hazard, stops, holds = (each.strip() for each in row.strip("|").rsplit(" | ", 2))
        assert hazard
        assert stops
        assert "`test_" in holds or "**open**" in holds or "**not measured**" in holds, hazard
