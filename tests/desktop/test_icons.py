"""The icons' bytes: current, complete, and to be seen on every panel."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from ergobreak.core.effects import TrayState
from ergobreak.desktop import icons

if TYPE_CHECKING:
    from types import ModuleType

STATES = [str(each) for each in TrayState]


def drawer() -> ModuleType:
    path = Path(__file__).parents[2] / "packaging" / "icons.py"
    given = importlib.util.spec_from_file_location("packaging_icons", path)
    assert given is not None
    assert given.loader is not None
    module = importlib.util.module_from_spec(given)
    sys.modules[given.name] = module
    given.loader.exec_module(module)
    return module


def luminance(colour: tuple[float, ...]) -> float:
    parts = [each / 255 for each in colour[:3]]
    red, green, blue = (each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, ...], two: tuple[float, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pixels(state: str, size: int, inks: icons.Inks = icons.UNKNOWN) -> list[tuple[int, ...]]:
    raw = icons.rgba(state, size, inks)
    return [tuple(raw[at : at + 4]) for at in range(0, len(raw), 4)]


def on(panel: tuple[int, int, int], pixel: tuple[int, ...]) -> tuple[float, ...]:
    share = pixel[3] / 255
    return tuple(pixel[each] * share + panel[each] * (1 - share) for each in range(3))


def test_every_state_has_a_shape_of_its_own() -> None:
    assert set(drawer().STATES) == set(STATES)
    assert len({icons.rgba(state, 16, icons.TEMPLATE) for state in STATES}) == len(STATES)


@pytest.mark.parametrize("state", STATES)
def test_the_generated_files_are_current(state: str) -> None:
    drawn, kept = drawer().tray_bytes(state), (icons.FOLDER / f"{state}.planes").read_bytes()
    assert len(drawn) == len(kept)
    different = sum(abs(one - other) for one, other in zip(drawn, kept, strict=True)) / len(kept)
    assert different < 0.5, "run packaging/icons.py"  # image libraries differ in the last bit of an edge


def test_the_colour_files_are_current() -> None:
    program = drawer()
    for size in (48, 256):
        with Image.open(icons.app_icon(size)) as picture:
            drawn, kept = program.app(size).tobytes(), picture.convert("RGBA").tobytes()
        assert sum(abs(one - other) for one, other in zip(drawn, kept, strict=True)) / len(kept) < 0.5
    with Image.open(icons.FOLDER / "app.ico") as ico, Image.open(icons.FOLDER / "app.icns") as icns:
        assert set(ico.info["sizes"]) >= {(16, 16), (32, 32), (256, 256)}
        assert (512, 512, 1) in icns.info["sizes"] or (256, 256, 2) in icns.info["sizes"]


@pytest.mark.parametrize("state", STATES)
def test_all_sizes_come_as_argb(state: str) -> None:
    got = icons.argb(state)
    assert [(wide, high) for wide, high, _ in got] == [(size, size) for size in icons.SIZES]
    for size, _, raw in got:
        turned = icons.rgba(state, size)
        assert raw[0::4] == turned[3::4]
        assert raw[1::4] == turned[0::4]
        assert raw[2::4] == turned[1::4]
        assert raw[3::4] == turned[2::4]


@pytest.mark.parametrize("panel", [(0x10, 0x14, 0x16), (0xFF, 0xFF, 0xFF), (0x80, 0x80, 0x80), (0x2A, 0x5C, 0xAA)])
@pytest.mark.parametrize("size", [16, 22, 32, 48])
@pytest.mark.parametrize("state", STATES)
def test_it_is_seen_on_every_panel(state: str, size: int, panel: tuple[int, int, int]) -> None:
    clear = sum(contrast(on(panel, pixel), panel) >= 3 for pixel in pixels(state, size))
    assert clear >= size, "at least a line's worth of pixels stands out three to one"


@pytest.mark.parametrize("size", icons.SIZES)
def test_straight_bars_have_sharp_sides(size: int) -> None:
    row = pixels("paused", size, icons.TEMPLATE)[size * (size // 2) : size * (size // 2 + 1)]
    assert {pixel[3] for pixel in row} == {0, 255}, "no half-covered pixel beside a bar"


def test_a_bare_shape_has_one_colour_only() -> None:
    assert {pixel[:3] for pixel in pixels("break", 32, icons.ON_LIGHT) if pixel[3]} == {icons.INK_ON_LIGHT}
