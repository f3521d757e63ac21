"""Signs that need help fast: one click, one command, and never an empty page."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from ergobreak.errors import ContentError
from ergobreak.triage.emergency import Help, help_for
from ergobreak.triage.extras import learn_more, packaged_follow_ups, summary_words
from ergobreak.triage.loader import HERE, packaged
from ergobreak.triage.safety import built_in_sentence, packaged_countries, packaged_signs, signs_text, signs_view
from ergobreak.triage.wording import packaged_wording

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_shows_the_number_of_the_country(britain: Help) -> None:
    page = signs_view(britain)
    assert page.number == "999"
    assert page.cards[0].title == "Get help now: call 999"
    assert page.cards[1].title == "Get checked today: call 111 or your doctor"
    assert "the United Kingdom" in page.number_note


def test_without_a_country_it_still_says_what_to_do() -> None:
    page = signs_view(help_for(packaged_countries()))
    assert page.cards[0].title == "Get help now: call your local emergency number"
    assert "112 works in the EU" in page.number_note


def test_the_terminal_gets_the_same(britain: Help) -> None:
    text = signs_text(signs_view(britain))
    assert "Get help now: call 999\n  - Chest pain" in text
    assert text.endswith("examine you.\n")


@pytest.mark.parametrize("damage", ["", "not toml [", '[review]\nstatus = "x"\n', "[words]\n[[card]]\n"])
def test_broken_content_ends_in_the_built_in_sentence(tmp_path: Path, damage: str, britain: Help) -> None:
    if damage:
        (tmp_path / "signs.toml").write_text(damage, encoding="utf-8")
    page = signs_view(britain, tmp_path)
    assert page.lead == built_in_sentence()
    assert page.number == "999"
    assert page.cards == ()
    assert "call your local emergency number now" in signs_text(page)


def test_the_list_needs_none_of_the_rules(tmp_path: Path, britain: Help) -> None:
    shutil.copy(HERE / "signs.toml", tmp_path)
    assert signs_view(britain, tmp_path).cards == signs_view(britain).cards


@pytest.mark.parametrize(
    "name", ["advice", "sources", "emergency", "signs", "follow_up", "nerve_lines", "recovery", "summary"]
)
@pytest.mark.parametrize("damage", ["missing", "empty", "broken", "a word for a table"])
def test_any_broken_file_is_a_content_fault_that_names_it(tmp_path: Path, name: str, damage: str) -> None:
    folder = tmp_path / "content"
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    target = folder / f"{name}.toml"
    if damage == "missing":
        target.unlink()
    else:
        texts = {
            "empty": "",
            "broken": "[[",
            "a word for a table": target.read_text(encoding="utf-8") + "\n[extra]\nx = 1\n",
        }
        target.write_text(texts[damage], encoding="utf-8")
    with pytest.raises(ContentError, match=name):
        read_everything(folder)


def read_everything(folder: Path) -> None:
    packaged_wording(folder)
    packaged_countries(folder)
    packaged_follow_ups(folder)
    packaged_signs(folder)
    summary_words(folder)
    learn_more(packaged(), folder)


def test_a_number_that_cannot_be_dialled_never_gets_in(tmp_path: Path) -> None:
    text = (HERE / "emergency.toml").read_text(encoding="utf-8")
    (tmp_path / "emergency.toml").write_text(text.replace('number = "112"', 'number = "one"', 1), encoding="utf-8")
    with pytest.raises(ContentError, match="cannot be dialled"):
        packaged_countries(tmp_path)
