"""The picture of a day: well-formed, whole, and with words for whoever cannot see it."""

from __future__ import annotations

import re
import stat
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from ergobreak.cli import main
from ergobreak.simulate import LIVES, PERSONS, Person, days, named_life, simulate
from ergobreak.timeline import ROW, WIDTH, draw
from tests.core.plans import small

if TYPE_CHECKING:
    from pathlib import Path

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def picture(name: str, count: int = 1, person: Person = "pauses", begin: datetime = NINE) -> ET.Element:
    plan = small()
    found = simulate(plan, days(named_life(name), count), begin, person)
    return ET.fromstring(draw(found, plan, count))  # noqa: S314 - our own words


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("name", LIVES)
def test_every_day_is_a_picture_and_every_mark_has_its_words(name: str, person: Person) -> None:
    root = picture(name, person=person)
    assert root.tag == f"{SVG}svg"
    assert (root.get("role"), root.get("aria-label")) == ("img", "A simulated day")
    titled = [each for each in root.iter() if each.find(f"{SVG}title") is not None]
    assert titled
    words = [each.findtext(f"{SVG}title") or "" for each in titled]
    marks = [each for each in words if re.match(r"\d\d:\d\d ", each)]
    assert marks
    assert all(re.fullmatch(r"\d\d:\d\d [\w -]+(, [\w ]+)?", each) for each in marks)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_nothing_is_drawn_outside(count: int) -> None:
    root = picture("office", count)
    height = float(root.get("height") or 0)
    assert root.get("viewBox") == f"0 0 {WIDTH} {height:.0f}"
    for each in root.iter():
        for name, most in (("x", WIDTH), ("cx", WIDTH), ("y", height), ("cy", height)):
            if (value := each.get(name)) is not None:
                assert 0 <= float(value) <= most, ET.tostring(each)
        if each.tag == f"{SVG}rect":
            assert float(each.get("x") or 0) + float(each.get("width") or 0) <= WIDTH
    names = [each.text for each in root.iter(f"{SVG}text") if each.text in {"Mon", "Tue", "Wed", "Thu", "Fri"}]
    assert names == ["Mon", "Tue", "Wed", "Thu", "Fri"][:count]
    assert height > count * ROW


def test_a_day_that_goes_past_midnight_keeps_its_hours() -> None:
    root = picture("office", begin=NINE.replace(hour=20, minute=30))
    labels = [each.text for each in root.iter(f"{SVG}text") if re.fullmatch(r"\d\d:00", each.text or "")]
    assert labels[:2] == ["20:00", "21:00"]
    assert "24:00" not in labels
    assert labels[4] == "00:00"


def test_every_break_of_the_day_is_on_it() -> None:
    plan = small()
    found = simulate(plan, named_life("unbroken"), NINE)
    root = ET.fromstring(draw(found, plan, 1))  # noqa: S314 - our own words
    titles = [each.text or "" for each in root.iter(f"{SVG}title")]
    for kind, count in (("micro-break", found.totals.micro_breaks), ("movement break", found.totals.movement_breaks)):
        assert sum(each.endswith((f"{kind}, credited", f"{kind}, taken")) for each in titles) == count
    assert found.totals.micro_breaks > 5


def test_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "home"))
    path = tmp_path / "day.svg"
    assert main(["simulate", "--svg", str(path), "--start", "2026-03-02T09:00"]) == 0
    assert capsys.readouterr().out == f"The timeline is in {path}\n"
    ET.parse(path)  # noqa: S314 - our own words
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert main(["simulate", "--svg", str(path / "below.svg")]) == 1
    assert "cannot be written" in capsys.readouterr().err
