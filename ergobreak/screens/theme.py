"""Colours, lengths and letters of every screen, read from ``tokens.toml`` and from nowhere else.

No widget holds a colour or a length of its own: it asks its theme by name, so one file changes every screen and the
text scale reaches everything. ``dress`` gives a theme to a whole window at once; it is called again when the system
turns dark or the person presses Ctrl and plus.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QWidget

from ergobreak.screens import system_look

if TYPE_CHECKING:
    from ergobreak.screens.card import Look

HERE = Path(__file__).parent
SMALLEST_SCALE, LARGEST_SCALE, SCALE_STEP = 1.0, 2.0, 0.1
UNNAMED = frozenset({"", "Sans Serif"})  # what Qt says where the system names no font of its own
LINEAR_LOW, LINEAR_DIVISOR, GAMMA_OFFSET, GAMMA = 0.04045, 12.92, 0.055, 2.4
LUMINANCE, FLARE = (0.2126, 0.7152, 0.0722), 0.05


@cache
def tokens() -> Mapping[str, Any]:
    """The whole token file."""
    return tomllib.loads((HERE / "tokens.toml").read_text(encoding="utf-8"))


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two sRGB colours, 1 to 21."""
    low, high = sorted((_luminance(QColor(one)), _luminance(QColor(other))))
    return (high + FLARE) / (low + FLARE)


def _luminance(color: QColor) -> float:
    def linear(value: float) -> float:
        if value <= LINEAR_LOW:
            return value / LINEAR_DIVISOR
        return float(((value + GAMMA_OFFSET) / (1 + GAMMA_OFFSET)) ** GAMMA)

    parts = (color.redF(), color.greenF(), color.blueF())
    return sum(share * linear(part) for share, part in zip(LUMINANCE, parts, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One look, complete.

    Args:
        name: ``light``, ``dark`` or ``contrast``.
        scale: the person's text scale, 1.0 to 2.0.
        family: the font family for every text.
        colors: colour names of ``[color.<name>]`` as hex.
        figure: the table ``[figure.<name>]``.
    """

    name: str
    scale: float
    reduced_motion: bool
    family: str
    colors: Mapping[str, str]
    figure: Mapping[str, Any]

    def color(self, name: str) -> QColor:
        """A colour by its token name."""
        return QColor(self.colors[name])

    def text(self, pixels: float) -> int:
        """A length that grows with the text."""
        return round(pixels * self.scale)

    def space(self, name: str) -> int:
        """A distance of ``[space]``; distances do not grow."""
        return int(tokens()["space"][name])

    def target(self, name: str = "min") -> int:
        """A height of ``[target]``, grown with the text."""
        return self.text(tokens()["target"][name])

    def radius(self, name: str) -> int:
        """A corner radius."""
        return int(tokens()["radius"][name])

    def border(self, name: str) -> float:
        """The width of an edge."""
        return float(tokens()["border"][name])

    def of(self, table: str, key: str) -> Any:  # noqa: ANN401 - tokens are numbers, lists and words
        """Any other token as it stands."""
        return tokens()[table][key]

    def table(self, name: str) -> Mapping[str, Any]:
        """A whole table of tokens as it stands."""
        found: Mapping[str, Any] = tokens()[name]
        return found

    def font(self, role: str) -> QFont:
        """The letters of a role in ``[type.scale]``."""
        size, _, weight = tokens()["type"]["scale"][role]
        font = QFont(self.family)
        font.setPixelSize(self.text(size))
        font.setWeight(QFont.Weight(weight))
        _tabular(font)
        return font

    def line_height(self, role: str) -> int:
        """From one baseline to the next."""
        return self.text(tokens()["type"]["scale"][role][1])

    def motion_ms(self, name: str) -> int:
        """How long a movement lasts; 0 where motion is reduced and the movement can be left out."""
        motion = tokens()["motion"]
        if not self.reduced_motion:
            return int(motion[name])
        return int(motion["reduced"].get(name, 0))

    def zoomed(self, steps: int) -> Theme:
        """This theme with larger (or smaller) text; 0 goes back to 100 %."""
        scale = SMALLEST_SCALE if steps == 0 else self.scale + steps * SCALE_STEP
        return replace(self, scale=round(min(LARGEST_SCALE, max(SMALLEST_SCALE, scale)), 2))


def theme_for(look: Look, app: QGuiApplication) -> Theme:
    """The theme a person asked for, or the system's where they left it to the system."""
    strong = system_look.is_high_contrast(app)
    name = look.theme if look.theme in tokens()["meta"]["themes"] else ""
    if not name:
        name = "contrast" if strong else "dark" if system_look.is_dark(app) else "light"
    own_palette = name == "contrast" and strong and app.platformName() == "windows"
    return Theme(
        name=name,
        scale=min(LARGEST_SCALE, max(SMALLEST_SCALE, look.text_scale)),
        reduced_motion=look.reduced_motion or system_look.wants_less_motion(app),
        family=family_for(readable=look.readable_font),
        colors=system_look.palette_colors(app.palette()) if own_palette else tokens()["color"][name],
        figure=tokens()["figure"][name],
    )


def family_for(*, readable: bool) -> str:
    """The system's own font, or our vendored one when it is wanted, unnamed or a bitmap."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if not readable and system.family() not in UNNAMED:
        found = QFontInfo(system).family()
        if QFontDatabase.isSmoothlyScalable(found):
            return system.family()
    return _vendored_family() or system.family()


@cache
def _vendored_family() -> str:
    names: list[str] = []
    for path in sorted((HERE / "fonts").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        names += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return names[0] if names else ""


def _tabular(font: QFont) -> None:
    chosen: Any = font  # setFeature came with Qt 6.7; before it, whoever paints digits gives each the same width
    if hasattr(chosen, "setFeature"):
        chosen.setFeature(QFont.Tag("tnum"), 1)


def dress(root: QWidget, theme: Theme) -> None:
    """Give ``theme`` to ``root`` and to everything inside it that has a ``wear`` method."""
    for widget in (root, *root.findChildren(QWidget)):
        wear = getattr(widget, "wear", None)
        if wear is not None:
            wear(theme)
            widget.updateGeometry()
            QWidget.update(widget)  # a list's own update wants an index, and in Qt 6.4 hides this one
