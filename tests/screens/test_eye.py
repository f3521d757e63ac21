"""The eye that judges the screens is itself looked at: it must see what is wrong."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ergobreak.screens.card import Look
from ergobreak.screens.theme import theme_for
from ergobreak.screens.widgets import PrimaryButton, TextLabel
from tests.screens.eye import faults

pytestmark = pytest.mark.screens


def test_it_sees_cut_words_overlaps_and_small_targets(app: QApplication) -> None:
    theme = theme_for(Look(theme="light"), app)
    window = QWidget()
    window.resize(300, 300)
    label = TextLabel(theme, "These words need more than this one line, by far", parent=window)
    label.setGeometry(10, 10, 120, 24)
    button = PrimaryButton(theme, "Start", parent=window)
    button.setGeometry(100, 20, 40, 40)
    beyond = TextLabel(theme, "Out", parent=window)
    beyond.setGeometry(280, 200, 100, 24)
    for widget in (label, button, beyond):
        widget.show()
    found = " / ".join(faults(window))

    assert "is too low" in found
    assert "lies over" in found
    assert "is smaller than 44" in found
    assert "leaves" in found

    label.setGeometry(10, 10, 280, label.heightForWidth(280))
    button.setGeometry(10, 100, 140, 56)
    beyond.setGeometry(10, 200, 100, 24)
    assert faults(window) == []
    window.deleteLater()
