"""People who check in: their answers, and how they press them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ergobreak.screens.check_in_screen import CheckInScreen
from ergobreak.triage.interview import prune, screens
from ergobreak.triage.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.stage import Scene

Given = Mapping[str, str | int | Sequence[str]]
DAY = date(2026, 3, 2)
USUAL = QSize(1280, 800)
ACHE: Given = {
    "overall": "something",
    "now_signs": ["none"],
    "region": ["lower_back"],
    "feel": ["ache"],
    "arm_side": "none",
    "leg_side": "none",
    "saddle": ["none"],
    "cord_signs": ["none"],
    "leg_swell": "no",
    "duration": "lt_1w",
    "seen_before": "no",
    "trend": "same",
    "night": "no",
    "effect": "none",
    "pain": 3,
    "background": ["none"],
    "worse_with": ["sit_bend"],
}
TWO_WEEKS: Given = {**ACHE, "duration": "w2_6", "effect": "some", "pain": 4}
FOOT_DROP: Given = {
    **ACHE,
    "region": ["lower_back", "hip_leg"],
    "feel": ["weak"],
    "leg_side": "one",
    "weak_kind": "drop",
    "weak_onset": "weeks",
    "trend": "worse",
}
CHEST: Given = {"overall": "something", "now_signs": ["chest"]}
RESULTS: Mapping[str, Given] = {
    "good": {"overall": "good"},
    "self_care": ACHE,
    "visit": TWO_WEEKS,
    "urgent": FOOT_DROP,
    "emergency": CHEST,
}


def opened(scene: Callable[..., Scene], size: QSize | None = None, **card: object) -> tuple[CheckInScreen, Scene]:
    """A check-in on the screen, with everything it was given."""
    act = scene(**{"screen": "check_in", "prompt": 0, "door": "somewhere", "data": {}, **card})
    screen = CheckInScreen(act.stage, DAY)
    screen.open()
    if size is not None:
        screen.window.resize(size)
    QApplication.processEvents()
    act.clock.passes(1.0)
    return screen, act


def row(screen: CheckInScreen, question: str, option: str) -> QAbstractButton:
    """What stands for an answer on the page that is shown."""
    assert screen._page is not None, f"no question is shown, so no {question}"
    found = screen._page.row_of(question, option)
    assert isinstance(found, QAbstractButton), f"{option} is not offered for {question}"
    return found


def go(screen: CheckInScreen) -> None:
    """Press Next."""
    assert screen._page is not None
    assert screen._page.next is not None
    screen._page.next.click()
    QApplication.processEvents()


def answer(screen: CheckInScreen, given: Given, *, before: str = "") -> None:
    """Press every answer as its question comes, up to the result, or until ``before`` is asked."""
    while screen._result is None:
        page = screen.talk.page()
        assert page is not None
        question = next((each for each in page.questions if not screen.talk.chosen(each)), None)
        if question is None:
            go(screen)
            continue
        if question.id == before:
            return
        wanted = given[question.id]
        for each in [wanted] if isinstance(wanted, (str, int)) else wanted:
            row(screen, question.id, str(each)).click()
        if question.kind is not Kind.SINGLE and screen.talk.answered():
            go(screen)
    QApplication.processEvents()


def jump(screen: CheckInScreen, given: Given, *, before: str = "") -> None:
    """The same as ``answer``, without pressing every page on the way."""
    for question in screen.content.table.questions:
        if question.id == before:
            break
        if (said := given.get(question.id)) is not None:
            screen.talk.answers[question.id] = said if isinstance(said, (str, int)) else tuple(said)
    screen.talk.answers = prune(screen.talk.answers, screen.content.table)
    pages = screens(screen.talk.answers, screen.content.table)
    screen.talk._at = len(pages) - (1 if before else 0)
    screen._ask()
    QApplication.processEvents()


def press(screen: CheckInScreen, key: Qt.Key | str) -> None:
    """A key, as the keyboard sends it."""
    code = Qt.Key(ord(key.upper())) if isinstance(key, str) else key
    handle = screen.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, code)
    QApplication.processEvents()


def texts(window: QWidget) -> list[str]:
    """Every text that can be seen in it, from top to bottom."""
    seen = []
    for each in window.findChildren(QWidget):
        text: object = getattr(each, "text", None)
        words = str(text()) if callable(text) else ""
        if words and each.isVisibleTo(window):
            corner = each.mapTo(window, QPoint(0, 0))
            seen.append((corner.y(), corner.x(), words))
    return [text for _down, _across, text in sorted(seen)]
