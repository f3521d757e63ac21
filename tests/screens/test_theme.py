"""One token file: its contrasts are true, its letters are there, and nobody else holds a colour or a length."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QPalette

from ergobreak.screens import system_look, theme
from ergobreak.screens.card import Look
from ergobreak.screens.theme import contrast, family_for, theme_for, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

SCREENS = Path(theme.__file__).parent
THEMES = ("light", "dark", "contrast")
NO_WIDGETS = {"theme.py", "orders.py", "app.py"}  # the theme's own arithmetic; a pipe and a process
SMALL_NUMBERS = {0, 1, 2, 100}  # none, one, both sides, per cent
NOT_A_LENGTH = re.compile(r"(_MS|_S|_TURN|TOP|_SHARE|_STEPS|UNBOUNDED|LIGHTNESS|SPI_|ON$)")


def pairs(name: str) -> Iterator[tuple[str, str, str, float, float]]:
    for words, ratio in tokens()["contrast_check"][name].items():
        for between in (" on ", " beside "):
            one, found, other = words.partition(between)
            if found and not words.startswith("figure"):
                yield words, one, other, ratio, 4.5 if between == " on " else 3.0


@pytest.mark.parametrize("name", THEMES)
def test_every_stated_contrast_is_true_and_high_enough(name: str) -> None:
    colors = tokens()["color"][name]
    checked = 0
    for words, one, other, stated, least in pairs(name):
        measured = contrast(colors[one], colors[other])
        assert measured == pytest.approx(stated, abs=0.02), words
        assert measured >= least, words
        checked += 1
    assert checked > 20


@pytest.mark.parametrize("name", THEMES)
def test_the_figure_stands_out_from_its_paper(name: str) -> None:
    figure, paper = tokens()["figure"][name], tokens()["color"][name]["bg"]
    stated = tokens()["contrast_check"][name]
    for part, color in (("figure body on paper", figure["body"]), ("figure move on paper", figure["move"])):
        assert contrast(color, paper) == pytest.approx(stated[part], abs=0.02)
        assert contrast(color, paper) >= 3


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == 1.0


def widget_modules() -> list[Path]:
    """Whatever paints; the figure has a recipe of its own."""
    found = sorted(path for path in SCREENS.glob("*.py") if "PySide6" in path.read_text(encoding="utf-8"))
    return [path for path in found if path.name not in NO_WIDGETS and "figure" not in path.name]


@pytest.mark.parametrize("path", widget_modules(), ids=lambda path: path.name)
def test_no_module_holds_a_colour_or_a_length(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        literal
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if NOT_A_LENGTH.search(node.targets[0].id) or not isinstance(node.value, (ast.Constant, ast.BinOp))
        for literal in ast.walk(node.value)
        if isinstance(literal, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or node in named:
            continue
        if isinstance(node.value, str):
            assert not re.search(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b", node.value), f"a colour in line {node.lineno}"
        elif isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
            assert node.value in SMALL_NUMBERS, f"{node.value} in line {node.lineno}"


def test_text_grows_and_distances_do_not(app: QApplication) -> None:
    plain = theme_for(Look(theme="light"), app)
    large = theme_for(Look(theme="light", text_scale=2.0), app)

    assert large.font("body").pixelSize() == 2 * plain.font("body").pixelSize()
    assert large.target() == 2 * plain.target() == 88
    assert large.space("l") == plain.space("l")


def test_ctrl_plus_stops_at_two_hundred_per_cent(app: QApplication) -> None:
    look = theme_for(Look(theme="light", text_scale=1.95), app)

    assert look.zoomed(1).scale == look.zoomed(1).zoomed(1).scale == 2.0
    assert look.zoomed(0).scale == 1.0
    assert look.zoomed(0).zoomed(-1).scale == 1.0


def test_less_motion_leaves_out_fades_and_slows_the_ring(app: QApplication) -> None:
    calm = theme_for(Look(theme="light", reduced_motion=True), app)

    assert calm.motion_ms("window_in_ms") == 0
    assert calm.motion_ms("prelude_fade_ms") == 0
    assert calm.motion_ms("ring_step_ms") == 5000


def test_easier_letters_are_our_own(app: QApplication) -> None:
    assert family_for(readable=True) == tokens()["type"]["readable_family"]
    assert (SCREENS / "fonts" / "LICENSE-AtkinsonHyperlegible.txt").read_text().count("SIL OPEN FONT LICENSE")
    assert "Bold" in QFontDatabase.styles(tokens()["type"]["readable_family"])


def test_the_system_font_is_used_where_the_system_names_one(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    named = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    named.setFamily("DejaVu Sans")
    monkeypatch.setattr(QFontDatabase, "systemFont", lambda _kind: named)

    assert family_for(readable=False) in {"DejaVu Sans", tokens()["type"]["readable_family"]}
    monkeypatch.setattr(QFontDatabase, "isSmoothlyScalable", lambda _family: False)
    assert family_for(readable=False) == tokens()["type"]["fallback_when_bitmap_or_missing"]


def test_an_unknown_theme_follows_the_system(app: QApplication) -> None:
    assert theme_for(Look(theme="system"), app).name in THEMES


def test_a_contrast_theme_of_the_system_brings_its_own_colours() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#202020"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#FFFFFF"))
    colors = system_look.palette_colors(palette)

    assert set(colors) == set(tokens()["color"]["contrast"])
    assert colors["bg"] == colors["urgent_bg"] == "#202020"
    assert colors["ink"] == colors["emergency"] == "#ffffff"


def test_windows_says_that_contrast_is_on() -> None:
    def asked(question: int, _size: int, answer: object, _: int) -> int:
        assert question == system_look.SPI_GET_HIGH_CONTRAST
        answer._obj.flags = 1  # type: ignore[attr-defined] # what byref points at
        return 1

    assert system_look.windows_contrast(asked)
    assert not system_look.windows_contrast(lambda *_: 0)


def test_windows_says_that_animations_are_off() -> None:
    def asked(_question: int, _size: int, answer: object, _: int) -> int:
        answer._obj.value = 0  # type: ignore[attr-defined] # what byref points at
        return 1

    assert not system_look.windows_animations(asked)
    assert system_look.windows_animations(lambda *_: 0)
