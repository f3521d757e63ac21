"""The figure as SVG text: the same scenes the screens paint, for the documentation and for print.

Plain SVG 1.1 without scripts, styles or links. Title and description are what a screen reader says of the picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from ergobreak.routines.pose.scene import Item, Role, Scene

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.routines.pose.outline import Outline

# For paper: the light theme's figure. Screens pass their own theme's colours.
PAPER_COLOURS: Final[Mapping[str, str | float]] = {
    "body": "#3F5F67",
    "far": "#A3B7BA",
    "move": "#C75B26",
    "move_far": "#E9B393",
    "face": "#F1DCC6",
    "prop": "#B8AD97",
    "prop_fill": "#D9D1C1",
    "mat": "#D5E3DD",
    "ground": "#C3CCC8",
    "shadow": "#1C2A2D",
    "shadow_opacity": 0.1,
}


def svg(
    scenes: Sequence[Scene],
    *,
    title: str,
    description: str = "",
    colors: Mapping[str, str | float] = PAPER_COLOURS,
    paper: str = "#FFFFFF",
    height: float = 240.0,
) -> str:
    """Scenes side by side as one SVG document.

    Args:
        scenes: at least one; a strip of key frames when more.
        title: the picture's name.
        description: what it shows, in words.
        colors: figure colours by role, and ``shadow_opacity``.
        paper: the colour the figure stands on.
        height: of the picture, in pixels.
    """
    tall = max(scene.box.height for scene in scenes)
    wide = sum(scene.box.width for scene in scenes)
    scale = height / tall
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_number(wide * scale)}" '
            f'height="{_number(height)}" viewBox="0 0 {_number(wide)} {_number(tall)}">'
        ),
        f"<title>{escape(title)}</title>",
    ]
    if description:
        lines.append(f"<desc>{escape(description)}</desc>")
    lines.append(f'<rect width="{_number(wide)}" height="{_number(tall)}" fill={quoteattr(paper)}/>')
    left = 0.0
    for number, scene in enumerate(scenes):
        dx, dy = left - scene.box.left, tall - scene.box.bottom
        lines.append(f'<g transform="translate({_number(dx)} {_number(dy)})">')
        lines += _scene(scene, f"f{number}", colors, paper)
        lines.append("</g>")
        left += scene.box.width
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def _scene(scene: Scene, name: str, colors: Mapping[str, str | float], paper: str) -> list[str]:
    lines: list[str] = []
    for index, item in enumerate(scene.items):
        data = path_data(item.outline)
        if item.cuts and item.halo is not None:
            clip = f"{name}c{index}"
            cuts = "".join(f'<path d="{path_data(scene.items[cut].outline)}"/>' for cut in item.cuts)
            lines.append(f'<clipPath id="{clip}">{cuts}</clipPath>')
            lines.append(f'<path d="{path_data(item.halo)}" fill={quoteattr(paper)} clip-path="url(#{clip})"/>')
        lines.append(_painted(item, data, colors, paper))
    return lines


def _painted(item: Item, data: str, colors: Mapping[str, str | float], paper: str) -> str:
    colour = quoteattr(paper if item.role is Role.PAPER else str(colors[item.role.value]))
    if item.width is not None:
        return (
            f'<path d="{data}" fill="none" stroke={colour} stroke-width="{_number(item.width)}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )
    if item.role is Role.SHADOW:
        opacity = float(colors.get("shadow_opacity", 0.1)) * 0.6
        return f'<path d="{data}" fill={colour} fill-opacity="{_number(opacity)}"/>'
    return f'<path d="{data}" fill={colour}/>'


def path_data(outline: Outline) -> str:
    """An outline as the ``d`` of an SVG path."""
    return "".join(kind + " ".join(_number(value) for value in values) for kind, values in outline)


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
