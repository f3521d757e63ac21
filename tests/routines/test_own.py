"""Routines of one's own: a clinician's sheet in a folder, and what happens when a line of it is wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ergobreak.routines.history import Fact, History, What, history
from ergobreak.routines.library import load_all
from ergobreak.routines.model import Group
from ergobreak.routines.prescribed import due, log_as_html, log_as_text, next_due

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
id = "my_stretch"
title = "My stretch"
set = "prescribed"
purpose = "From the physiotherapist."
regions = ["neck"]
place = ["chair"]
status = "prescribed"
reviewed = 2026-11-22
prescribed_by = "A. Physio"
times = ["10:00", "15:30"]

[frames.a]
base = "sit"

[[steps]]
say = "Sit tall."
s = 5
show = ["a"]

[[steps]]
say = "Turn slowly."
reps = 5
rs = 4
side = "alternate"
show = ["a"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my_stretch.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_a_prescribed_routine_is_there_with_its_times(folder: Path) -> None:
    library = load_all(folder)
    mine = library.by_id["my_stretch"]

    assert library.errors == ()
    assert len(library) == 54
    assert mine.set is Group.PRESCRIBED
    assert mine.times == ("10:00", "15:30")
    assert mine.seconds() == 25


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('say = "Turn slowly."', "say = 5", ":21: steps.2.say: text is expected"),
        ("rs = 4", "rs = -4", ":23: steps.2.rs: a number greater than 0"),
        ("reps = 5", "reps = 5.5", ":22: steps.2.reps: a whole number"),
        ("reps = 5\n", "", "steps.2: exactly one of s, hold and reps is expected"),
        ('side = "alternate"', 'side = "up"', ":24: steps.2.side: one of these is expected: both, left, right"),
        ('regions = ["neck"]', 'regions = ["gills"]', ":5: regions.1: “gills” is not a known word"),
        ('base = "sit"', 'base = "float"', "frames.a: this cannot be drawn"),
        ('base = "sit"', 'base = "sit"\nlow = 4', ":14: frames.a.low: this key is not known"),
        ('id = "my_stretch"', 'id = "My Stretch"', ":1: id: small letters"),
        ('id = "my_stretch"', 'id = "chin_tuck"', "is already the id of another routine"),
        ("reviewed = 2026-11-22", 'reviewed = "lately"', ":8: reviewed: a date such as"),
        ('title = "My stretch"', 'titel = "My stretch"', ":2: titel: this key is not known"),
        ('prescribed_by = "A. Physio"', "", "prescribed_by: a prescribed routine names who"),
        ('times = ["10:00", "15:30"]', 'times = ["25:00"]', ":10: times.1: a time such as 14:30"),
        ('show = ["a"]\n\n[[steps]]', 'show = ["z"]\n\n[[steps]]', "show.1: there is no frame “z”"),
        ("[[steps]]", "[[steps", "my_stretch.toml: "),
        ('say = "Sit tall."', f'say = "{"word " * 21}"', ":16: steps.1.say: more than 20 words"),
    ],
)
def test_a_wrong_line_leaves_out_that_routine_alone_and_says_where(folder: Path, old: str, new: str, told: str) -> None:
    path = folder / "my_stretch.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    (folder / "other.toml").write_text(GOOD.replace("my_stretch", "other"), encoding="utf-8")

    library = load_all(folder)

    assert len(library) == 54
    assert "other" in library.by_id
    assert [told in each.title for each in library.errors] == [True], library.errors
    assert str(path) in library.errors[0].title


def test_two_folders_cannot_fight_over_an_id(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    second = tmp_path_factory.mktemp("machine")
    (second / "again.toml").write_text(GOOD.replace("My stretch", "Another"), encoding="utf-8")

    library = load_all(folder, second)

    assert library.by_id["my_stretch"].title == "My stretch"
    assert "again.toml" in library.errors[0].title


def test_a_folder_that_is_not_there_and_a_file_that_is_not_text_are_no_trouble(folder: Path) -> None:
    (folder / "noise.toml").write_bytes(b"\xff\xfe\x00")

    library = load_all(folder / "nowhere", folder)

    assert "my_stretch" in library.by_id
    assert "noise.toml" in library.errors[0].title


NOW = datetime(2026, 11, 23, 11, 0)  # noqa: DTZ001 - one person's wall clock


def log_of(*times: datetime) -> History:
    return history(Fact(at=at, routine="my_stretch", what=What.DONE) for at in times)


def test_it_is_due_at_its_times_until_it_is_done(folder: Path) -> None:
    library = load_all(folder)
    mine = library.by_id["my_stretch"]

    assert due(library, History(), NOW.replace(hour=9)) == ()
    assert due(library, History(), NOW) == (mine,)
    assert due(library, log_of(NOW.replace(hour=10, minute=5)), NOW) == ()
    assert due(library, log_of(NOW.replace(hour=10, minute=5)), NOW.replace(hour=16)) == (mine,)
    assert next_due(mine, NOW) == NOW.replace(hour=15, minute=30)
    assert next_due(mine, NOW.replace(hour=20)) == NOW.replace(day=24, hour=10)
    assert next_due(library.by_id["chin_tuck"], NOW) is None


def test_its_log_shows_what_was_done_and_never_what_was_not(folder: Path) -> None:
    mine = load_all(folder).by_id["my_stretch"]
    past = log_of(NOW, NOW.replace(hour=16), NOW - timedelta(days=2))
    text = log_as_text(mine, past, date(2026, 11, 21), date(2026, 11, 23))
    page = log_as_html(mine, past, date(2026, 11, 21), date(2026, 11, 23))

    assert text.splitlines() == [
        "My stretch: 2026-11-21 to 2026-11-23",
        "====================================",
        "Prescribed by A. Physio.",
        "Done 3 times.",
        "",
        "2026-11-21  11:00",
        "2026-11-22  ·",
        "2026-11-23  11:00, 16:00",
    ]
    assert page.count("<tr>") == 3
    assert "miss" not in (text + page).lower()
