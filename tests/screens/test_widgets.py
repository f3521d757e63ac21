"""The parts that every screen is built from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ergobreak.screens.card import Look
from ergobreak.screens.choices import CheckRow, Chip, OptionRow
from ergobreak.screens.flow import FlowRow
from ergobreak.screens.focus_ring import FocusRing
from ergobreak.screens.placement import corner_rect, window_rect
from ergobreak.screens.ring import Ring
from ergobreak.screens.state_head import StateHead
from ergobreak.screens.theme import Theme, dress, theme_for, tokens
from ergobreak.screens.widgets import LinkButton, PrimaryButton, ScrollPage, SecondaryButton, TextLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.screens
LONG = "A sudden, very bad headache, the worst I have had, or one that came with a stiff neck"


@pytest.fixture
def theme(app: QApplication) -> Theme:
    return theme_for(Look(theme="light"), app)


@pytest.fixture
def column(app: QApplication) -> Iterator[QWidget]:
    window = QWidget()
    QVBoxLayout(window)
    window.resize(400, 300)
    yield window
    window.deleteLater()


def painted(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def colors_of(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


def test_enter_and_space_press_a_button(theme: Theme, column: QWidget) -> None:
    pressed: list[str] = []
    for make in (PrimaryButton, SecondaryButton, LinkButton):
        button = make(theme, "Start", parent=column)
        button.clicked.connect(lambda: pressed.append("yes"))
        QTest.keyClick(button, Qt.Key.Key_Return)
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert len(pressed) == 6


def test_a_primary_button_is_accent_and_a_dead_one_is_not(theme: Theme, column: QWidget) -> None:
    button = PrimaryButton(theme, "Next", parent=column)
    button.resize(button.sizeHint())
    assert theme.colors["accent"] in colors_of(painted(button))

    button.setEnabled(False)
    assert theme.colors["accent"] not in colors_of(painted(button))


def test_an_option_says_its_place_and_wraps(theme: Theme, column: QWidget) -> None:
    option = OptionRow(theme, LONG, key="2", place=(2, 4), parent=column)

    spoken = QAccessible.queryAccessibleInterface(option).text(QAccessible.Text.Name)
    assert spoken == f"2 of 4, {LONG}"
    assert option.heightForWidth(300) > option.heightForWidth(1200) == theme.target("option_single")


def test_a_ticked_box_has_a_tick_and_not_only_a_colour(theme: Theme, column: QWidget) -> None:
    row = CheckRow(theme, "Not sure", parent=column)
    row.resize(row.sizeHint())
    row.setChecked(True)
    seen = colors_of(painted(row))

    assert {theme.colors["accent"], theme.colors["on_accent"], theme.colors["accent_soft"]} <= seen
    assert QAccessible.queryAccessibleInterface(row).state().checked


def test_a_chip_grows_for_its_tick(theme: Theme, column: QWidget) -> None:
    chip = Chip(theme, "Balanced", column)
    before = chip.sizeHint().width()
    chip.setChecked(True)

    assert chip.sizeHint().width() > before
    assert chip.sizeHint().height() >= theme.target()


@pytest.mark.parametrize("state", ["calm", "attention", "urgent", "emergency"])
def test_a_state_has_its_word_and_its_own_shape(theme: Theme, state: str) -> None:
    others = {"calm", "attention", "urgent", "emergency"} - {state}
    head = StateHead(theme, state, "Do this now")
    head.resize(400, head.heightForWidth(400))

    assert head.word.text()
    assert all(head.shape_image() != StateHead(theme, other, "Do this now").shape_image() for other in others)


def test_buttons_go_two_by_two_when_one_row_is_too_narrow(theme: Theme) -> None:
    row = FlowRow(14, pairs=True)
    row.add(*(SecondaryButton(theme, words) for words in ("Start", "In 3 min", "Shorter", "Skip")))
    row.show()
    wide = row.flow.sizeHint().width()

    assert row.flow.heightForWidth(wide) == 48
    assert row.flow.heightForWidth(wide - 1) == 2 * 48 + 14
    assert row.flow.heightForWidth(120) == 4 * 48 + 3 * 14
    row.deleteLater()


def test_links_wrap(theme: Theme) -> None:
    row = FlowRow(24)
    row.add(*(LinkButton(theme, words) for words in ("Another", "Just a pause", "Why this?")))
    row.show()

    assert row.flow.heightForWidth(1000) == theme.target()
    assert row.flow.heightForWidth(100) > 2 * theme.target()
    row.deleteLater()


def test_there_is_one_focus_ring_and_it_stands_round_the_focus(theme: Theme, column: QWidget) -> None:
    first, second = PrimaryButton(theme, "One", parent=column), SecondaryButton(theme, "Two", parent=column)
    for button in (first, second):
        column.layout().addWidget(button)  # type: ignore[union-attr] # the fixture gave it one
    ring = FocusRing(theme, column)
    column.show()
    QApplication.processEvents()
    ring.follow(first)
    assert ring.geometry().contains(first.geometry())

    ring.follow(second)
    assert ring.geometry() == second.geometry().adjusted(-5, -5, 5, 5)
    second.hide()
    assert not ring.isVisible()


def test_the_focus_ring_scrolls_along(theme: Theme, column: QWidget) -> None:
    page, inner = ScrollPage(theme, column), QWidget()
    button = PrimaryButton(theme, "Far down", parent=inner)
    button.move(20, 900)
    inner.resize(200, 1000)
    page.setWidget(inner)
    ring = FocusRing(theme, column)
    ring.follow(button)

    assert ring.parentWidget() is inner


def test_a_new_theme_reaches_everything(app: QApplication, theme: Theme, column: QWidget) -> None:
    label, ring = TextLabel(theme, "Words", parent=column), Ring(theme, parent=column)
    before = label.font().pixelSize(), ring.sizeHint().width()
    dress(column, theme.zoomed(5))

    assert label.font().pixelSize() == before[0] * 1.5
    assert ring.sizeHint().width() == before[1] * 1.5


def test_a_label_keeps_the_line_height_of_the_scale(theme: Theme, column: QWidget) -> None:
    label = TextLabel(theme, LONG, "lead", parent=column)
    height = tokens()["type"]["scale"]["lead"][1]

    assert label.heightForWidth(2000) == height
    assert label.heightForWidth(label.line_width() // 2 + 60) == 2 * height


def test_a_countdown_does_not_jitter(theme: Theme, column: QWidget) -> None:
    ring = Ring(theme, parent=column)
    ring.resize(ring.sizeHint())
    edges = []
    for number in ("1:11", "0:00", "4:44"):
        ring.show_time(100, 300, number, "")
        image = painted(ring)
        middle = image.height() // 2
        ink = [
            x
            for x in range(40, image.width() - 40)
            for y in range(middle - 16, middle + 16)
            if image.pixelColor(x, y).name().upper() == theme.colors["ink"]
        ]
        edges.append((min(ink) + max(ink)) / 2)
    assert max(edges) - min(edges) <= 6


def test_an_hour_in_a_small_ring_still_fits(theme: Theme, column: QWidget) -> None:
    ring = Ring(theme, "cue", parent=column)
    ring.resize(ring.sizeHint())
    ring.show_time(1, 2, "60:00", "minutes")

    assert theme.colors["ink"] in colors_of(painted(ring)) or ring.number == "60:00"


@pytest.mark.parametrize("corner", ["top_right", "top_left", "bottom_right", "bottom_left"])
def test_corners_keep_a_margin(corner: str) -> None:
    screen, margin = QRect(100, 50, 1280, 800), tokens()["window"]["corner_margin"]
    rect = corner_rect(screen, QSize(372, 78), corner)
    inner = screen.adjusted(margin, margin, -margin, -margin)

    assert inner.contains(rect)
    assert (rect.right() == inner.right()) == ("right" in corner)
    assert (rect.bottom() == inner.bottom()) == ("bottom" in corner)


def test_a_window_stands_in_the_middle_or_fills_a_small_monitor() -> None:
    assert window_rect(QRect(0, 0, 1366, 728), QSize(1280, 800)) is None
    assert window_rect(QRect(0, 0, 1280, 800), QSize(1280, 800)) is None
    middle = window_rect(QRect(1920, 0, 1920, 1080), QSize(1280, 800))
    assert middle is not None
    assert middle.center() == QRect(1920, 0, 1920, 1080).center()
