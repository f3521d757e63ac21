"""The check-in as the eye finds it: every page, theme, text size, language and window size."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from ergobreak.screens.card import Look
from tests.fakes.places import stands_in
from tests.screens.check_in_people import ACHE, CHEST, FOOT_DROP, TWO_WEEKS, Given, jump, opened, row
from tests.screens.eye import faults, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ergobreak.screens.check_in_screen import CheckInScreen
    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
SIZES = (QSize(1280, 800), QSize(1920, 1080))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    stands_in("GB", monkeypatch)
    before = sys.excepthook
    yield
    sys.excepthook = before


def asked(before: str) -> Callable[[CheckInScreen], None]:
    return lambda screen: jump(screen, ACHE, before=before)


def result(given: Given) -> Callable[[CheckInScreen], None]:
    return lambda screen: jump(screen, given)


def behind(given: Given, page: str) -> Callable[[CheckInScreen], None]:
    def reach(screen: CheckInScreen) -> None:
        jump(screen, given)
        assert screen._result is not None
        getattr(screen._result, page)()

    return reach


STATES: dict[str, Callable[[CheckInScreen], None]] = {
    "first question": lambda _screen: None,
    "safety list": asked("now_signs"),
    "places": asked("region"),
    "how long": asked("seen_before"),
    "number": asked("pain"),
    "background": asked("background"),
    "tier 0": result({"overall": "good"}),
    "tier 1": result(ACHE),
    "tier 2": result(TWO_WEEKS),
    "tier 3": result(FOOT_DROP),
    "tier 4": result(CHEST),
    "summary": behind(FOOT_DROP, "see_summary"),
    "sources": behind(FOOT_DROP, "sources"),
    "learn more": behind(ACHE, "learn_more"),
    "moves": behind(ACHE, "see_moves"),
    "signs": lambda screen: screen.show_signs(),
    "curtain": lambda screen: screen._nobody_here(),
}


def reached(
    scene: Callable[..., Scene], reach: Callable[[CheckInScreen], None], look: Look, size: QSize
) -> CheckInScreen:
    screen, _act = opened(scene, size, look=look)
    if screen.talk.hold is not None:  # from the page before
        screen.talk.cleared()
        screen._begin()
    reach(screen)
    screen.window.resize(size)
    QApplication.processEvents()
    return screen


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nothing_is_cut_and_nothing_overlaps(
    scene: Callable[..., Scene], theme: str, scale: float, size: QSize
) -> None:
    for name, reach in STATES.items():
        screen = reached(scene, reach, Look(theme=theme, text_scale=scale), size)
        assert faults(screen.window) == [], name
        screen._end()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.usefixtures("long_words")
def test_words_as_long_as_german_ones_fit(
    scene: Callable[..., Scene], scale: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ergobreak.triage import extras, loader, safety, wording  # noqa: PLC0415 - their caches hold English

    for each in (loader.packaged, wording.packaged_wording, extras.summary_words, extras.packaged_follow_ups,
                 safety.packaged_signs):  # fmt: skip
        each.cache_clear()
    try:
        for name, reach in STATES.items():
            screen = reached(scene, reach, Look(theme="light", text_scale=scale), SIZES[0])
            assert faults(screen.window) == [], name
            screen._end()
    finally:
        monkeypatch.undo()
        for each in (loader.packaged, wording.packaged_wording, extras.summary_words, extras.packaged_follow_ups,
                     safety.packaged_signs):  # fmt: skip
            each.cache_clear()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.usefixtures("right_to_left")
def test_right_to_left_mirrors_the_page(scene: Callable[..., Scene], scale: float) -> None:
    for name, reach in STATES.items():
        screen = reached(scene, reach, Look(theme="light", text_scale=scale), SIZES[0])
        assert faults(screen.window) == [], name
        screen._end()
    screen = reached(scene, asked("region"), Look(theme="light", text_scale=scale), SIZES[0])
    page = screen._page
    assert page is not None
    assert page.next is not None
    assert place(page.next, screen.window).center().x() < screen.window.width() / 2
    assert place(row(screen, "region", "neck"), screen.window).right() > screen.window.width() / 2


@pytest.mark.parametrize("width", [900, 800])
def test_small_windows_scroll_and_the_foot_stays(scene: Callable[..., Scene], width: int) -> None:
    for name, reach in STATES.items():
        screen = reached(scene, reach, Look(theme="light", text_scale=2.0), QSize(width, 640))
        window, panel = screen.window, screen.window.panel
        assert faults(window) == [], name
        assert panel is not None
        assert panel.foot.geometry().bottom() == window.height() - 1, name
        assert window.body.height() > 0, name
        screen._end()


def test_the_number_of_an_emergency_stays_in_sight_while_the_body_scrolls(scene: Callable[..., Scene]) -> None:
    for scale in (1.0, 2.0):
        screen = reached(scene, result(CHEST), Look(theme="light", text_scale=scale), QSize(1280, 800))
        assert screen._result is not None
        advice = screen._result.panel
        assert advice is not None
        assert advice.number is not None
        bar = screen.window.body.verticalScrollBar()
        assert bar.maximum() > 0
        before = place(advice.number, screen.window)
        bar.setValue(bar.maximum())
        QApplication.processEvents()
        assert place(advice.number, screen.window) == before
        assert screen.window.rect().contains(before)
        assert advice.number not in screen.window.body.findChildren(type(advice.number))
        screen._end()


def test_tab_goes_in_the_order_of_reading(scene: Callable[..., Scene]) -> None:
    screen = reached(scene, result(FOOT_DROP), Look(theme="light"), QSize(640, 760))
    window = screen.window
    order: list[str] = []
    for _press in range(12):
        window.focusNextPrevChild(True)
        order.append(str(window.focusWidget().property("text")))
    text = list(dict.fromkeys(order))
    assert text == [
        "Copy number",
        *(["Copy summary", "Print", "See and save"] if "Print" in text else ["Copy summary", "See and save"]),
        "Sources and version",
        "Change an answer",
        "Signs that need help fast",
        "Close",
    ]
    assert window.layoutDirection() == Qt.LayoutDirection.LeftToRight
