"""An organisation may add two contacts to a result. Whatever else touches emergency help is refused, and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak.screens.check_in_content import Preferences, help_here
from ergobreak.settings import Layer, LayerName, load
from tests.fakes.places import stands_in

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.settings import Loaded

FILE = "/etc/ergobreak/policies/managed/10.json"


@pytest.fixture(autouse=True)
def _kiwi(monkeypatch: pytest.MonkeyPatch) -> None:
    stands_in("NZ", monkeypatch)


def under(tmp_path: Path, **policy: object) -> Loaded:
    layer = Layer(name=LayerName.MACHINE_MANDATORY, source=FILE, values=policy)
    return load(path=tmp_path / "config.toml", environ={}, options=None, policy=lambda: (layer,), last_good=None)


def number(loaded: Loaded) -> str:
    values = loaded.plain()
    return help_here(Preferences(country=str(values["country"]), values=values)).number


@pytest.mark.parametrize(
    "attempt",
    [
        {"country": "US"},
        {"country": "system"},
        {"office_phone": "0 555 1234"},
        {"office_phone": "9 111"},
        {"first_aider": "Call reception first, ext. 2222"},
        {"first_aider": "Do not call 111. Ring 2222 instead"},
        {"occupational_health": "Wait for the health team"},
        {"occupational_health": "x" * 200},
        {"first_aider": 2222},
        {"check_in_patterns": True},
        {"check_in_history": True},
        {"check_in_mode": "off"},
        {"check_in_per_day": 3},
    ],
)
def test_what_would_touch_the_advice_is_refused_and_named(tmp_path: Path, attempt: dict[str, object]) -> None:
    loaded = under(tmp_path, **attempt)
    key = next(iter(attempt))
    assert loaded.layer[key] is not LayerName.MACHINE_MANDATORY
    assert key not in loaded.locked
    assert any(key in str(each) for each in loaded.problems), loaded.problems
    assert number(loaded) == "111", "New Zealand's own"


@pytest.mark.parametrize("key", ["emergency_number", "emergency.number", "advice_line", "number"])
def test_there_is_no_key_for_the_number_itself(tmp_path: Path, key: str) -> None:
    loaded = under(tmp_path, **{key: "5551234"})
    assert any(key in str(each) for each in loaded.problems)
    assert number(loaded) == "111"


def test_two_contacts_may_be_added(tmp_path: Path) -> None:
    loaded = under(tmp_path, first_aider="reception, ext. 2222", occupational_health="health team, ext. 4410")
    assert loaded.problems == ()
    added = help_here(Preferences(country="NZ", values=loaded.plain())).employer
    assert (added.first_aider, added.occupational_health) == ("reception, ext. 2222", "health team, ext. 4410")


def test_the_office_prefix_and_the_country_are_the_persons_own(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('country = "GB"\noffice_phone = "9 999"\n', encoding="utf-8")
    loaded = under(tmp_path, country="US", office_phone="1 911")
    values = loaded.plain()
    found = help_here(Preferences(country=str(values["country"]), values=values))
    assert (found.number, found.employer.office_phone) == ("999", "9 999")


def test_a_sentence_in_ones_own_file_is_named_too(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('first_aider = "call me first"\noffice_phone = "ask Ann"\n', encoding="utf-8")
    loaded = under(tmp_path)
    said = " ".join(str(each) for each in loaded.problems)
    assert "first_aider" in said
    assert "office_phone" in said
    assert (loaded.values.first_aider, loaded.values.office_phone) == ("", "")
