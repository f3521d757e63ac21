"""The check-in as a person uses it: one tap when all is well, one question at a time when it is not."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication

from ergobreak import standing
from ergobreak.screens import capture, check_in_screen
from ergobreak.screens.check_in_content import Memory, preferences
from ergobreak.screens.check_in_parts import AnswerRow
from ergobreak.screens.check_in_sharing import Clip
from ergobreak.screens.check_in_talk import standing_past
from ergobreak.screens.choices import CheckRow, OptionRow
from ergobreak.screens.theme import tokens
from ergobreak.triage.history import Past
from ergobreak.triage.model import Tier
from tests.fakes.places import stands_in
from tests.screens.check_in_people import (
    ACHE,
    CHEST,
    DAY,
    FOOT_DROP,
    TWO_WEEKS,
    answer,
    go,
    opened,
    press,
    row,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    stands_in("GB", monkeypatch)
    before = sys.excepthook
    yield
    sys.excepthook = before


def test_good_is_one_tap_and_one_line(scene: Callable[..., Scene]) -> None:
    screen, act = opened(scene, prompt=7, data={"next_break": "14:36"})
    press(screen, "1")

    assert "Good to hear. Next break at 14:36." in texts(screen.window)
    assert act.answers.heard == [{"do": "assessed", "tier": 0, "moves": "normal", "avoid": [], "until": "2026-03-09"}]
    assert screen._closing.interval() == 8000
    screen.close()
    assert act.answers.words == ["fine"]
    assert act.ended


def test_skip_today_is_not_called_good_and_tells_nobody_anything(scene: Callable[..., Scene]) -> None:
    screen, act = opened(scene, prompt=7)
    press(screen, "2")

    assert "Not checked today." in texts(screen.window)
    screen.close()
    assert act.answers.words == ["skip"]
    assert [each["do"] for each in act.answers.heard] == ["answer"]
    assert Memory(keep=True).past(DAY) == ()


def test_enter_cannot_answer_because_the_question_has_the_focus(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    press(screen, Qt.Key.Key_Return)
    press(screen, Qt.Key.Key_Space)

    assert screen.talk.answers == {}
    assert screen.window.focusWidget() is screen.window.panel.first  # type: ignore[union-attr] # a page is shown
    assert screen.window.ring.isHidden()


def test_keys_typed_into_a_window_that_came_by_itself_are_dead_at_first(scene: Callable[..., Scene]) -> None:
    screen, act = opened(scene, prompt=7)
    screen.window.guard.opened()
    press(screen, "4")
    assert screen.talk.answers == {}
    act.clock.passes(1.0)
    press(screen, "4")
    assert screen.talk.answers == {"overall": "something"}


def test_next_is_off_until_something_is_ticked_and_says_why(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    press(screen, "4")
    page = screen._page
    assert page is not None
    assert page.next is not None
    spoken = QAccessible.queryAccessibleInterface(page.next)

    assert not page.next.isEnabled()
    assert spoken.text(QAccessible.Text.Description) == "Tick at least one answer first."
    press(screen, Qt.Key.Key_Return)
    assert "region" not in {name for name, _option in page.rows}

    press(screen, "0")  # none of these
    assert page.next.isEnabled()
    assert spoken.text(QAccessible.Text.Description) == ""
    press(screen, Qt.Key.Key_Return)
    assert row(screen, "region", "neck").isVisible()


def test_none_of_these_clears_the_others_and_any_other_clears_it(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    press(screen, "4")
    press(screen, "2")
    assert row(screen, "now_signs", "breath").isChecked()
    press(screen, "0")
    assert not row(screen, "now_signs", "breath").isChecked()
    assert row(screen, "now_signs", "none").isChecked()
    press(screen, "3")
    assert not row(screen, "now_signs", "none").isChecked()


def test_a_box_that_a_screen_reader_ticks_counts_like_a_press(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    answer(screen, ACHE, before="now_signs")
    box = row(screen, "now_signs", "chest")
    spoken = QAccessible.queryAccessibleInterface(box).actionInterface()
    assert spoken is not None
    spoken.doAction(spoken.actionNames()[0])
    assert screen.talk.answers["now_signs"] == ("chest",)
    assert screen._page is not None
    assert screen._page.next is not None
    assert screen._page.next.isEnabled()
    spoken.doAction(spoken.actionNames()[0])
    assert "now_signs" not in screen.talk.answers


def test_a_chosen_answer_without_a_key_leaves_room_for_its_tick(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    answer(screen, ACHE, before="pain")
    chosen, other = row(screen, "effect", "none"), row(screen, "effect", "some")
    assert isinstance(chosen, AnswerRow)
    assert isinstance(other, AnswerRow)
    tick = chosen._theme.space("l") + chosen._theme.text(chosen._theme.of("check", "box"))
    assert chosen._indent() > tick
    assert other._indent() < chosen._indent()


def test_earlier_check_ins_are_compared_only_where_the_person_wants_that(
    scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    for back in (20, 10, 5):
        Memory(keep=True).remember(
            Past(on=DAY - timedelta(days=back), tier=Tier.SELF_CARE, places=frozenset({"lower_back"}), pain=3)
        )
    screen, _act = opened(scene)
    answer(screen, {**ACHE, "duration": "w1_2"})
    assert screen.talk.assessment().tier is Tier.SELF_CARE
    screen._end()

    wanted = replace(preferences(), compare=True)
    monkeypatch.setattr(check_in_screen, "preferences", lambda: wanted)
    standing.file().unlink()
    again, _act = opened(scene)
    answer(again, {**ACHE, "duration": "w1_2"})
    assert "H01_two_weeks" in [rule.id for rule in again.talk.assessment().deciding]


def test_back_keeps_every_answer(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    answer(screen, ACHE, before="trend")
    said = dict(screen.talk.answers)
    for _page in range(4):
        press(screen, Qt.Key.Key_Backspace)
    assert screen.talk.answers == said
    answer(screen, ACHE, before="trend")
    assert screen.talk.answers == said


def test_an_answer_given_before_shows_its_tick(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    press(screen, "4")
    press(screen, Qt.Key.Key_Backspace)
    chosen = row(screen, "overall", "something")
    assert chosen.property("chosen") is True
    assert chosen.accessibleDescription() == "Chosen before."
    go(screen)
    assert row(screen, "now_signs", "chest").isVisible()


def test_a_second_question_opens_under_the_first(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    answer(screen, ACHE, before="effect")
    press(screen, "1")
    assert row(screen, "effect", "none").property("chosen") is True
    press(screen, "1")
    press(screen, "0")  # 1 and then 0 is ten
    assert screen.talk.answers["pain"] == 10
    press(screen, "3")
    assert screen.talk.answers["pain"] == 3


def test_the_whole_way_with_keys_alone(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    press(screen, "4")
    for _number in range(60):
        if screen._result is not None:
            break
        page = screen.talk.page()
        assert page is not None
        press(screen, "1" if page.name not in {"now_signs", "saddle", "cord_signs", "background"} else "0")
        press(screen, Qt.Key.Key_Return)
    assert screen._result is not None, (screen.talk.page(), screen.talk.answers)


def test_arrows_walk_and_space_ticks(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    press(screen, "4")
    press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_Space)
    assert screen.talk.answers["now_signs"] == ("breath",)
    assert screen.window.ring.target is row(screen, "now_signs", "breath")


@pytest.mark.parametrize("given", [{}, CHEST, ACHE, FOOT_DROP], ids=["first", "chest", "ache", "foot drop"])
def test_the_signs_are_one_key_away_on_every_page(scene: Callable[..., Scene], given: dict[str, object]) -> None:
    screen, _act = opened(scene)
    stops = list(given) or ["overall"]
    for stop in [*stops, ""]:
        if stop not in {"arm_side", "seen_before", "leg_swell"} and given:
            answer(screen, given, before=stop)  # type: ignore[arg-type] # plain answers
        assert "Signs that need help fast" in texts(screen.window)
        press(screen, "?")
        assert "If you have one of these, or feel unsafe, do not wait for this program." in texts(screen.window)
        press(screen, Qt.Key.Key_Escape)
        assert screen.window.isVisible()
        if not given:
            break


def test_option_rows_are_large_enough_for_numb_hands(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    assert all(each.height() >= 60 for each in screen.window.findChildren(OptionRow))
    press(screen, "4")
    boxes = screen.window.findChildren(CheckRow)
    assert len(boxes) == 11
    assert all(min(each.height(), each.width()) >= tokens()["target"]["min"] for each in boxes)


def test_names_for_screen_readers(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    spoken = QAccessible.queryAccessibleInterface(row(screen, "overall", "skip"))
    assert spoken.text(QAccessible.Text.Name) == "2 of 4, Skip today"
    assert screen.window.accessibleName() == "How does your body feel right now?"
    assert screen.window.windowTitle() == "Check-in"
    press(screen, "4")
    box = QAccessible.queryAccessibleInterface(row(screen, "now_signs", "breath"))
    assert box.role() == QAccessible.Role.CheckBox
    assert box.text(QAccessible.Text.Name) == "It suddenly got hard to breathe"


def test_the_title_never_says_what_it_is_about(scene: Callable[..., Scene]) -> None:
    for given in (ACHE, FOOT_DROP, CHEST):
        screen, _act = opened(scene)
        screen.talk._memory._store = None
        if screen.talk.hold is not None:
            screen.talk.cleared()
            screen._begin()
        answer(screen, given)
        assert screen.window.windowTitle() == "Check-in"
        screen._end()


def test_stopping_half_way_counts_and_shows_the_signs(scene: Callable[..., Scene]) -> None:
    screen, act = opened(scene, prompt=7)
    answer(screen, FOOT_DROP, before="trend")
    press(screen, Qt.Key.Key_Escape)

    assert screen.window.isVisible()
    assert "You stopped before the end. What you said so far counts." in texts(screen.window)
    assert act.answers.heard[0]["moves"] == "none"
    press(screen, Qt.Key.Key_Escape)
    assert act.answers.words == ["fine"]
    assert not screen.window.isVisible()


def test_closing_the_first_page_changes_nothing(scene: Callable[..., Scene]) -> None:
    screen, act = opened(scene, prompt=7)
    screen.window.close()
    QApplication.processEvents()
    assert act.answers.words == ["skip"]
    assert [each["do"] for each in act.answers.heard] == ["answer"]


def test_left_alone_it_forgets(scene: Callable[..., Scene]) -> None:
    screen, act = opened(scene)
    answer(screen, TWO_WEEKS, before="trend")
    screen.window.idle.emit()
    assert screen.talk.answers == {}
    assert "Cleared, since nobody was here for a while." in texts(screen.window)
    assert act.answers.heard[0]["moves"] == "none"
    assert not any("ache" in each for each in texts(screen.window))


def test_an_emergency_is_never_cleared_and_never_closed_by_others(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene, prompt=7)
    answer(screen, CHEST)
    assert not screen.window._idle.isActive()
    assert not screen._closing.isActive()
    screen.leave()
    screen.order({"do": "cue"})
    assert screen.window.isVisible()
    assert "999" in texts(screen.window)


def test_a_slip_is_asked_about_once_and_can_be_taken_back(scene: Callable[..., Scene]) -> None:
    screen, act = opened(scene)
    answer(screen, CHEST)
    assert [each.tier for each in Memory(keep=True).past(DAY)] == [Tier.EMERGENCY]
    screen.change_an_answer()
    press(screen, "0")
    answer(screen, ACHE, before="worse_with")
    row(screen, "worse_with", "none").click()
    go(screen)
    assert "A second look" in texts(screen.window)

    press(screen, "3")  # the first was a slip
    assert screen._result is not None, (screen.talk.page(), screen.talk.answers)
    assert screen._result.view.state == "self_care"
    assert act.answers.heard[-1]["tier"] == 1
    assert [each.tier for each in Memory(keep=True).past(DAY)] == [Tier.SELF_CARE]


def test_without_a_slip_the_first_answers_stand(scene: Callable[..., Scene]) -> None:
    screen, act = opened(scene)
    answer(screen, CHEST)
    screen.change_an_answer()
    press(screen, "0")
    answer(screen, ACHE, before="worse_with")
    row(screen, "worse_with", "none").click()
    go(screen)
    press(screen, "2")  # not sure

    assert screen._result is not None, (screen.talk.page(), screen.talk.answers)
    assert screen._result.view.state == "emergency"
    assert act.answers.heard[-1]["tier"] == 4


def test_a_hold_is_asked_about_and_lifted_only_by_a_professional(scene: Callable[..., Scene]) -> None:
    first, _act = opened(scene)
    answer(first, FOOT_DROP)
    first._end()

    again, act = opened(scene)
    assert "Were you able to speak to someone?" in texts(again.window)
    press(again, "1")  # yes, and they say moves are fine
    assert act.answers.heard[-1] == {
        "do": "assessed",
        "tier": 0,
        "moves": "normal",
        "avoid": [],
        "until": None,
    }
    assert "Moves are on again" in texts(again.window)
    press(again, Qt.Key.Key_Escape)
    third, _act = opened(scene)
    assert "How does your body feel right now?" in texts(third.window)


def test_a_good_day_does_not_end_a_hold(scene: Callable[..., Scene]) -> None:
    first, _act = opened(scene)
    answer(first, FOOT_DROP)
    first._end()
    again, act = opened(scene)
    press(again, "4")  # it is worse, or something is new
    press(again, "1")  # good
    assert act.answers.heard[-1]["tier"] == 3
    assert act.answers.heard[-1]["moves"] == "none"
    assert act.answers.heard[-1]["until"] is None


def test_a_hold_stands_without_any_memory(scene: Callable[..., Scene], tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(exist_ok=True)
    held = {"tier": 3, "moves": "none", "avoid": [], "until": None}
    (tmp_path / "state" / "standing.json").write_text(json.dumps(held), encoding="utf-8")
    screen, _act = opened(scene)
    assert "Were you able to speak to someone?" in texts(screen.window)
    assert standing_past({"tier": "?"}, DAY) == (Past(on=DAY, tier=Tier.URGENT),)


def test_after_hurt_the_safety_check_comes_first(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene, data={"because": "hurt"})
    assert row(screen, "now_signs", "chest").isVisible()
    press(screen, Qt.Key.Key_Backspace)
    assert row(screen, "overall", "something").property("chosen") is True


@pytest.mark.parametrize("mode", ["signpost", "off"])
def test_switched_off_or_signpost_only_shows_the_signs(
    scene: Callable[..., Scene], mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = preferences()
    monkeypatch.setattr(check_in_screen, "preferences", lambda: type(found)(mode=mode))
    screen, act = opened(scene, prompt=7)
    shown = texts(screen.window)
    assert "Signs that need help fast" in shown
    assert "Get help now: call 999" in shown
    screen.close()
    assert [each["do"] for each in act.answers.heard] == ["answer"]


def test_nothing_is_kept_where_the_person_wants_nothing_kept(
    scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = preferences()
    monkeypatch.setattr(check_in_screen, "preferences", lambda: type(found)(keep=False))
    screen, _act = opened(scene)
    answer(screen, TWO_WEEKS)
    assert not (tmp_path / "state" / "check_ins.sqlite").exists()


def test_text_size_keys_keep_the_page(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    press(screen, "4")
    before = row(screen, "now_signs", "breath").height()
    for _step in range(8):
        screen.window.put_on(screen.window.theme.zoomed(1))
    QApplication.processEvents()
    assert row(screen, "now_signs", "breath").height() > before


def test_what_is_copied_leaves_the_clipboard_unless_it_is_somebody_elses(app: QApplication) -> None:
    clip = Clip()
    clip.copy("a summary", private=True)
    data = app.clipboard().mimeData()
    assert bytes(data.data("x-kde-passwordManagerHint").data()) == b"secret"
    clip.clear()
    assert app.clipboard().text() == ""
    clip.copy("a summary", private=True)
    app.clipboard().setText("something else")
    ended: list[bool] = []
    clip.afterwards(lambda: ended.append(True))
    assert ended == []
    clip.clear()
    assert app.clipboard().text() == "something else"
    assert ended == [True]


def test_the_window_is_left_out_of_captures_where_the_system_can() -> None:
    asked: list[tuple[object, int]] = []

    class User32:
        @staticmethod
        def SetWindowDisplayAffinity(handle: object, how: int) -> int:  # noqa: N802 - the system's name
            asked.append((handle, how))
            return int(how == capture.WDA_MONITOR)  # an older Windows

    class Call:
        restype: object = None
        argtypes: object = None

        def __init__(self, do: Callable[..., object]) -> None:
            self.do = do

        def __call__(self, *given: object) -> object:
            return self.do(*given)

    sent: list[tuple[object, ...]] = []

    def send(*given: object) -> int:
        sent.append(given)
        return 77

    class ObjC:
        sel_registerName = Call(lambda name: name)  # noqa: N815 - the system's name
        objc_msgSend = Call(send)  # noqa: N815 - the system's name

    assert capture.hide_from_capture(5, "windows", lambda _name: User32)
    assert [how for _handle, how in asked] == [capture.WDA_EXCLUDE_FROM_CAPTURE, capture.WDA_MONITOR]
    assert capture.hide_from_capture(5, "cocoa", lambda _name: ObjC)
    assert sent == [(5, b"window"), (77, b"setSharingType:", 0)]
    assert not capture.hide_from_capture(5, "xcb")
    assert not capture.hide_from_capture(5, "wayland")
    assert "cannot" in capture.sentence("xcb")
    assert "left out" in capture.sentence("windows")


def test_buttons_are_targets(scene: Callable[..., Scene]) -> None:
    for given in (ACHE, CHEST):
        screen, _act = opened(scene)
        answer(screen, given)
        for each in screen.window.findChildren(QAbstractButton):
            if each.isVisibleTo(screen.window):
                assert min(each.width(), each.height()) >= 44, each.text()
        screen._slip()
        screen.talk.cleared()
        screen._end()
