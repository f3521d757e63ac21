"""The figure as SVG: well-formed, self-contained, and the same scene the screens paint."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from ergobreak.routines.bases import base_poses
from ergobreak.routines.pose.film import Film
from ergobreak.routines.pose.scene import mirrored
from ergobreak.routines.svg import PAPER_COLOURS, svg

NS = "{http://www.w3.org/2000/svg}"
FILM = Film(
    {"a": {"base": "quad"}, "b": {"base": "quad", "lo": 38, "hi": 342, "nk": 300, "an": [268, 272, 0]}}, base_poses()
)


def test_a_strip_is_well_formed_and_says_what_it_shows() -> None:
    text = svg([FILM.scene("a"), FILM.scene("b", before="a")], title="Cat & camel", description="a < b")
    root = ET.fromstring(text)  # noqa: S314 - our own text
    assert root.tag == f"{NS}svg"
    assert root.findtext(f"{NS}title") == "Cat & camel"
    assert root.findtext(f"{NS}desc") == "a < b"
    assert len(root.findall(f"{NS}g")) == 2


def test_every_clip_named_is_there_once() -> None:
    text = svg([FILM.scene("a"), FILM.scene("b")], title="Cat")
    named = re.findall(r"url\(#(\w+)\)", text)
    there = re.findall(r'clipPath id="(\w+)"', text)
    assert sorted(named) == sorted(there)
    assert len(set(there)) == len(there)


def test_it_needs_nothing_from_elsewhere_and_has_no_scripts() -> None:
    text = svg([mirrored(FILM.scene("b"))], title="Cat")
    assert "href" not in text
    assert "<script" not in text
    assert "nan" not in text


def test_each_part_is_painted_once_in_its_colour() -> None:
    scene = FILM.scene("b", before="a")
    root = ET.fromstring(svg([scene], title="Cat"))  # noqa: S314 - our own text
    group = root.find(f"{NS}g")
    assert group is not None
    painted = [path for path in group.findall(f"{NS}path") if "clip-path" not in path.attrib]
    assert len(painted) == len(scene.items)
    colours = [path.get("fill") if path.get("fill") != "none" else path.get("stroke") for path in painted]
    assert colours == [PAPER_COLOURS[item.role.value] for item in scene.items]
