"""The map of facts is complete and names only what is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import ergobreak
from ergobreak import content
from ergobreak.posture.model import checks, questions
from ergobreak.routines import tables
from ergobreak.routines.library import load_all

PACKAGE = Path(ergobreak.__file__).parent
TEXT = (PACKAGE.parent / "docs" / "content-map.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (\d+) \| (.+) \|$", TEXT, re.MULTILINE))


def known() -> set[str]:
    """Every name the map may use."""
    library = load_all()
    asked = tomllib.loads((PACKAGE / "triage" / "questions.toml").read_text(encoding="utf-8"))["question"]
    files = {path.name for path in PACKAGE.rglob("*.toml")} | {path.name for path in PACKAGE.rglob("*.py")}
    profiles = {
        each["name"] for each in tomllib.loads((PACKAGE / "profiles.toml").read_text(encoding="utf-8"))["profile"]
    }
    words = tables.vocabulary()
    return {
        *library.by_id, *tables.patterns(), *tables.plans(), *tables.cards(), *tables.sources(), *words.tags,
        *words.conditions, *(each.id for each in checks()), *(each.id for each in questions()),
        *(each["id"] for each in asked), *files, *profiles,
    }  # fmt: skip


def test_each_of_the_ninety_six_facts_has_its_place() -> None:
    assert list(ROWS) == [str(number) for number in range(1, 97)]
    for row in ROWS.values():
        fact, article, where = row.split(" | ")
        assert fact
        assert set(re.findall(r"`([^`]+)`", article)) <= tables.sources().keys()
        assert "article-" in article
        assert where


def test_what_was_left_out_has_its_reason() -> None:
    for row in ROWS.values():
        if "left out" in row:
            assert re.search(r"left out[^:;]*: \w+", row), row


def test_every_name_on_the_map_exists() -> None:
    names = {name for name in re.findall(r"`([^`]+)`", TEXT) if "/" not in name and name != "code font"}

    assert names - known() == set()


def test_every_place_on_the_map_exists() -> None:
    for place in re.findall(r"`(ergobreak/[^`<]+)`", TEXT):
        assert (PACKAGE.parent / place).exists(), place


def test_cards_are_sourced_calm_and_short() -> None:
    assert tuple(tables.cards().values()) == content.load(tables.HERE / "cards.toml", tables.CardFile).card
    for each in tables.cards().values():
        assert set(each.sources) <= tables.sources().keys()
        assert len(each.text.split()) <= 60
        assert "!" not in each.title + each.text
        assert "should " not in each.text
    assert {name for name in tables.cards() if f"`{name}`" not in TEXT} <= {"numbers_are_conventions"}
