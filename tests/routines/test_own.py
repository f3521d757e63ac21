"""Routines of one's own: a clinician's sheet in a folder, and what happens when a line of it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak.routines.library import load_all
from ergobreak.routines.model import Group

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
