"""The Settings screen as a person meets it: found, changed, refused, locked."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from ergobreak.cli.simulation import as_json
from ergobreak.screens.card import Look
from ergobreak.screens.settings_controls import ChoiceChips, Stepper, Switch, TextField
from ergobreak.screens.settings_hours import RangesField
from ergobreak.screens.settings_runner import Outcome, Runner
from ergobreak.screens.settings_screen import SettingsScreen
from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.theme import theme_for, tokens
from ergobreak.simulate import named_life, simulate
from ergobreak.snapshot import built_in_snapshot, plan_of
from tests.screens.eye import faults, place
from tests.screens.today_stage import LOCKED, FakeRunner, look_of, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.screens.theme import Theme
    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
SIZES = (QSize(1280, 800), QSize(1920, 1080))
GROUPS = ("Breaks", "When to stay quiet", "Routines", "Posture checks", "Check-in and privacy", "Look and sound")


@pytest.fixture
def theme(app: QApplication) -> Theme:
    return theme_for(Look(theme="light"), app)


def settle(screen: SettingsScreen) -> None:
    for _turn in range(4):
        QApplication.processEvents()
    screen.window.fit()


def shown(
    build: Callable[..., Scene], data: dict[str, Any], size: QSize = SIZES[0], **look: str | float
) -> tuple[SettingsScreen, FakeRunner]:
    made = build(screen="settings", prompt=0, data=data, look=look_of(**look))
    runner = FakeRunner()
    screen = SettingsScreen(made.stage, runner)  # type: ignore[arg-type] # a fake has the same words
    screen.open()
    screen.window.showNormal()
    screen.window.resize(size)
    settle(screen)
    return screen, runner


def row_of(data: dict[str, Any], key: str) -> dict[str, Any]:
    return dict(next(each for each in data["rows"] if each["key"] == key))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_is_cut_and_nothing_overlaps(scene: Callable[..., Scene], size: QSize, scale: float) -> None:
    wrong = {"problems": ["settings.toml:4: 500 is above 120."], "layer": "file", "value": 45, "text": "45"}
    data = settings(
        max_prompts_per_hour=LOCKED, movement_every_min=wrong, hours_monday={"text": "09:00-12:00, 13:00-17:00"}
    )
    screen, _runner = shown(scene, data, size, text_scale=scale)
    window = screen.window
    for name in window.menu.names:
        window.menu.press(name)
        settle(screen)
        assert faults(window) == [], name
        assert too_low(window) == []


def too_low(window: QWidget) -> list[str]:
    least = tokens()["target"]["min"]
    fields = [each for each in window.findChildren(QLineEdit) if each.isVisibleTo(window)]
    return [each.accessibleName() for each in fields if min(each.width(), each.height()) < least]


@pytest.mark.parametrize("name", GROUPS)
def test_longer_words_fit(scene: Callable[..., Scene], long_words: None, name: str) -> None:
    screen, _runner = shown(scene, settings(max_prompts_per_hour=LOCKED), text_scale=1.5)
    screen.window.menu.press(name)
    settle(screen)
    assert faults(screen.window) == []


@pytest.mark.parametrize("look", ["dark", "contrast"])
def test_from_right_to_left(scene: Callable[..., Scene], right_to_left: None, look: str) -> None:
    screen, _runner = shown(scene, settings(), theme=look)
    window = screen.window

    assert faults(window) == []
    assert place(window.menu, window).left() > place(window.content, window).right()


def test_every_key_has_a_row_with_its_own_control(scene: Callable[..., Scene]) -> None:
    data = settings()
    screen, _runner = shown(scene, data)
    for name in GROUPS:
        screen.window.menu.press(name)
    kinds = {key: type(row.control) for key, row in screen.window.rows.items()}

    assert set(kinds) == {each["key"] for each in data["rows"]} - {"profile", "welcomed"}
    assert kinds["micro_every_min"] is Stepper
    assert kinds["sounds"] is Switch
    assert kinds["theme"] is ChoiceChips
    assert kinds["hours_monday"] is kinds["lunch"] is RangesField
    assert kinds["hold_apps"] is TextField


def test_steps_are_saved_once_and_the_effect_is_told(scene: Callable[..., Scene]) -> None:
    data = settings()
    screen, runner = shown(scene, data)
    window = screen.window
    stepper = window.rows["micro_every_min"].control
    assert isinstance(stepper, Stepper)
    for _press in range(3):
        stepper.more.click()
    assert runner.asked == []
    window.save()
    assert runner.asked == [("settings", "set", "micro_every_min", "40")]

    runner.answers()
    assert window.effect.text() == "Saved. Counts from now on; time already counted stays."
    assert ("settings", "show", "--all", "--json") in runner.asked
    fresh = settings(micro_every_min={"value": 40, "text": "40", "layer": "file"})
    runner.answers(out=json.dumps({"settings": fresh["rows"]}))
    assert "every 40 min" in window.profile.numbers.text()
    assert window.rows["micro_every_min"].link.text() == "Back to 25\u00a0min"

    window.rows["micro_every_min"].link.click()
    assert ("settings", "unset", "micro_every_min") in runner.asked


def test_a_refused_value_keeps_the_last_good_one_and_says_so_under_the_key(scene: Callable[..., Scene]) -> None:
    screen, runner = shown(scene, settings())
    window = screen.window
    window.menu.press("Check-in and privacy")
    row = window.rows["country"]
    assert isinstance(row.control, TextField)
    before = row.control.text()
    row.control.setText("germany")
    QTest.keyClick(row.control, Qt.Key.Key_Return)
    window.save()
    runner.answers(code=2, err="ergobreak: country: two capital letters or system.\nNothing was changed.\n")

    assert row.control.text() == before
    assert row.problem.text() == "Not saved: two capital letters or system."
    assert row.problem.isVisible()
    assert window.effect.text() == "Not saved. The last value stays."


def test_a_locked_key_is_text_that_tab_reaches_with_its_reason_and_source(scene: Callable[..., Scene]) -> None:
    screen, runner = shown(scene, settings(max_prompts_per_hour=LOCKED))
    row = screen.window.rows["max_prompts_per_hour"]
    spoken = QAccessible.queryAccessibleInterface(row.value).text(QAccessible.Text.Name)

    assert spoken.replace("\u00a0", " ") == (
        "At most this many prompts an hour, 3 an hour, locked, managed by your organisation"
    )
    assert row.value.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert row.help.text() == "Managed by your organisation: Set so that prompts stay few."
    assert not [each for each in row.findChildren(QAbstractButton) if each is not row.link]
    row.link.click()
    assert "policy.toml:3" in row.details.text()
    assert row.details.isVisible()
    assert runner.asked == []


POLICY: dict[str, Any] = {
    "version": 1, "hash": "3f60d63e", "errors": 1, "managed_reason": "", "support_contact": "IT service desk, 2222",
    "policies": [
        {
            "name": "corner", "value": "top_left", "text": "top_left", "source": "/etc/10.json", "line": 2,
            "level": "mandatory", "scope": "machine", "locked": True, "error": "", "note": "",
        },
        {
            "name": "styl", "value": None, "text": "", "source": "/etc/10.json", "line": 3, "level": "mandatory",
            "scope": "machine", "locked": False, "error": "there is no such policy.", "note": "",
        },
    ],
}  # fmt: skip


def texts(card: QWidget) -> list[str]:
    return [each.text().replace("\u200b", "") for each in card.findChildren(TextLabel) if each.isVisible()]


def test_a_number_with_a_bound_says_so_and_keeps_to_it(scene: Callable[..., Scene]) -> None:
    limit = {"limited": "at most 20 min (/etc/10.json)", "bounds": {"min": 10, "max": 20}, "value": 20, "text": "20"}
    screen, _runner = shown(scene, settings(micro_every_min=limit))
    row = screen.window.rows["micro_every_min"]

    assert row.help.text().endswith("Limited by your organisation.")
    assert isinstance(row.control, Stepper)
    assert not row.control.more.isEnabled()


def test_about_shows_every_policy_who_to_ask_and_reads_them_again(scene: Callable[..., Scene]) -> None:
    screen, runner = shown(scene, settings() | {"policy": POLICY})
    window = screen.window
    window.menu.press(window.menu.names[-1])
    settle(screen)
    said = texts(window.policies)
    assert "Questions about this program: IT service desk, 2222" in said
    assert "corner: top_left" in said
    assert "fixed for this machine, /etc/10.json:2" in said
    assert "Not used: there is no such policy." in said

    window.policies.button.click()
    assert runner.asked[-1] == ("policy", "reload", "--json")
    assert not window.policies.button.isEnabled()
    runner.answers(out=json.dumps(POLICY | {"policies": [], "hash": "", "support_contact": ""}))
    settle(screen)
    assert "No organisation manages ergobreak on this computer." in texts(window.policies)
    assert window.policies.button.isEnabled()
    runner.answers(out=json.dumps({"settings": settings(corner=LOCKED)["rows"]}))
    window.search.setText("where small windows float")
    settle(screen)
    assert window.rows["corner"].locked

    window.policies.button.click()
    runner.answers(code=2, err="ergobreak: it went wrong")
    assert window.effect.text() == "it went wrong"


def test_a_row_changes_its_kind_when_a_policy_comes(scene: Callable[..., Scene]) -> None:
    screen, runner = shown(scene, settings())
    window = screen.window
    assert not window.rows["prelude_s"].locked
    window.change("micro_every_min", "30")
    window.save()
    runner.answers()
    runner.answers(out=json.dumps({"settings": settings(prelude_s=LOCKED)["rows"]}))
    settle(screen)
    assert window.rows["prelude_s"].locked
    assert window.rows["prelude_s"].isVisible()


def test_a_profile_is_chosen_and_a_refusal_goes_back(scene: Callable[..., Scene]) -> None:
    screen, runner = shown(scene, settings())
    card = screen.window.profile
    assert card.numbers.text().startswith("Micro-break 40 s every 25 min; movement break 5 min every 50 min;")
    card.chips["gentle"].click()
    screen.window.save()
    assert runner.asked == [("settings", "set", "profile", "gentle")]
    runner.answers(code=1, err="profile: locked.")

    assert card.chips["balanced"].isChecked()
    assert not card.chips["gentle"].isChecked()
    assert card.problem.text() == "Not saved: profile: locked."


def test_more_shows_the_other_profiles(scene: Callable[..., Scene]) -> None:
    screen, _runner = shown(scene, settings())
    card = screen.window.profile
    assert not card.chips["back_return"].isVisible()
    card.more.click()
    settle(screen)

    assert all(chip.isVisible() for chip in card.chips.values())
    assert faults(screen.window) == []


def test_a_sample_day_is_drawn(scene: Callable[..., Scene]) -> None:
    plan = plan_of(built_in_snapshot())
    found = simulate(plan, named_life("office"), datetime(2026, 3, 2, 9, tzinfo=UTC), "pauses")
    screen, runner = shown(scene, settings())
    window = screen.window
    window.try_it.click()
    assert runner.asked == [("simulate", "--profile", "balanced", "--json")]
    runner.answers(out=json.dumps(as_json(found, plan, [])))
    settle(screen)

    assert window.sample.isVisible()
    assert window.sample.title.text() == "A sample day: Balanced"
    assert "movement breaks" in window.sample.note.text()
    assert any("taken" in each for each in window.sample.rows)
    assert faults(window) == []


def test_a_sample_day_that_fails_says_so(scene: Callable[..., Scene]) -> None:
    screen, runner = shown(scene, settings())
    screen.window.try_it.click()
    runner.answers(code=1, err="There is no profile.")

    assert screen.window.effect.text() == "There is no profile."
    assert screen.window.try_it.isEnabled()


def test_search_finds_keys_of_every_group_and_esc_empties_it(scene: Callable[..., Scene]) -> None:
    screen, _runner = shown(scene, settings())
    window = screen.window
    QTest.keyClick(window, Qt.Key.Key_Slash)
    assert window.focusWidget() is window.search
    window.search.setText("microphone")
    settle(screen)
    assert [key for key, row in window.rows.items() if row.isVisible()] == ["hold_microphone"]
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.focusWidget() is window.rows["hold_microphone"].control
    window.search.setText("nothing like this")
    settle(screen)
    assert window.nothing.isVisible()

    QTest.keyClick(window.search, Qt.Key.Key_Escape)
    settle(screen)
    assert window.search.text() == ""
    assert window.rows["micro_every_min"].isVisible()
    assert window.isVisible()


def test_closing_saves_what_was_still_on_its_way(scene: Callable[..., Scene]) -> None:
    screen, runner = shown(scene, settings())
    control = screen.window.rows["weight_shift"].control
    assert isinstance(control, Switch)
    QTest.keyClick(control, Qt.Key.Key_Space)
    QTest.keyClick(screen.window, Qt.Key.Key_Escape)

    assert runner.asked == [("settings", "set", "weight_shift", "on")]
    assert runner.finished == 1


def test_hours_of_a_weekday(theme: Theme) -> None:
    said: list[str] = []
    field = RangesField(theme, "Monday")
    field.chosen.connect(said.append)
    field.show_text("00:00-24:00")
    field.choice.chips["hours"].click()
    field.add.click()
    field.fields[0].end.setText("12:00")
    QTest.keyClick(field.fields[0].end, Qt.Key.Key_Return)
    field.fields[1].remove.click()
    field.choice.chips["none"].click()

    assert said == ["09:00-17:00", "09:00-17:00, 17:00-24:00", "09:00-12:00, 17:00-24:00", "09:00-12:00", "[]"]
    field.deleteLater()


def test_lunch_is_one_range_or_none(theme: Theme) -> None:
    said: list[str] = []
    field = RangesField(theme, "Lunch", single=True)
    field.chosen.connect(said.append)
    field.show_text("")
    assert field.choice.chips["none"].isChecked()
    field.choice.chips["hours"].click()
    field.choice.chips["none"].click()

    assert said == ["12:30-13:15", ""]
    field.deleteLater()


def test_a_stepper_keeps_to_its_bounds_and_its_grid(theme: Theme) -> None:
    said: list[str] = []
    stepper = Stepper(theme, "Every", unit="min", step=5, bounds=(10, 60))
    stepper.chosen.connect(said.append)
    stepper.show_text("12")
    stepper.move_by(1)
    stepper.show_text("12")
    stepper.move_by(-1)
    assert not stepper.less.isEnabled()
    stepper.show_text("60")
    stepper.move_by(1)

    assert said == ["15", "10"]
    assert not stepper.more.isEnabled()
    assert stepper.less.accessibleName() == "Every: less, now 60\u00a0min"
    stepper.deleteLater()


def test_a_switch_says_its_state_by_word_and_to_the_ear(theme: Theme) -> None:
    switch = Switch(theme, "Sounds")
    assert switch.words() == "Off"
    switch.show_text("on")

    assert switch.words() == "On"
    spoken = QAccessible.queryAccessibleInterface(switch)
    assert spoken.state().checked
    assert spoken.text(QAccessible.Text.Name) == "Sounds"
    switch.deleteLater()


def test_the_runner_runs_ergobreak_in_order_and_hears_how_it_went(app: QApplication) -> None:
    heard: list[Outcome] = []
    runner = Runner()
    runner.run(["settings", "set", "no_such_key", "1"], heard.append)
    runner.run(["version"], heard.append)
    runner.finish()

    assert [each.code == 0 for each in heard] == [False, True]
    assert heard[0].complaint
    assert heard[1].out.strip()
    assert not runner.busy


def test_a_program_that_cannot_start_is_an_answer_too(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    heard: list[Outcome] = []
    runner = Runner()
    runner.run(["version"], heard.append)
    for _turn in range(5):
        QApplication.processEvents()
    runner.finish()

    assert len(heard) == 1
    assert heard[0].code != 0


def test_a_complaint_is_its_first_line() -> None:
    assert Outcome(code=1, err="\nergobreak: too much.\nTry less.").complaint == "too much."
    assert Outcome(code=1).complaint == ""
