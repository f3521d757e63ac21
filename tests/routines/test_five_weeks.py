"""The page of five people's weeks: made from the real parts, and nothing on it that must not be."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ergobreak
from ergobreak.routines import library

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(ergobreak.__file__).parent.parent


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("five_weeks", ROOT / "packaging" / "five_weeks.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules["five_weeks"] = made  # dataclasses look their module up there
    spec.loader.exec_module(made)
    return made


def test_the_page_is_current_and_safe(maker: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "load_all", library.load_all)  # the page keeps one library; it goes with the test
    text = maker.page()

    assert (ROOT / "docs" / "five-weeks.md").read_text(encoding="utf-8") == text
    assert text.count("\n## ") == 5
    assert text.count(" 0 that were to be left out.") == 5


def test_what_must_not_be_would_be_told(maker: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "load_all", library.load_all)
    plain, leg = maker.PEOPLE[0], maker.PEOPLE[1]
    routine = library.load_all().by_id["chair_twist"]
    twice = [maker.Row(at=maker.MONDAY, kind="micro_break", choice=maker.Choice(offer=routine))] * 2

    told = list(maker.problems(leg, twice))
    assert "chair_twist is blocked: movement rotation" in told[0]
    assert told[-1].endswith("chair_twist twice running")
    assert any("only 1 different" in each for each in maker.problems(plain, twice))
