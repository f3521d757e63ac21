"""The figure on a screen: it paints in every theme, sleeps when it can, and says what it shows."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter

import ergobreak.routines
from ergobreak.routines.bases import base_poses
from ergobreak.routines.pose.film import Film
from ergobreak.routines.pose.scene import mirrored
from ergobreak.routines.svg import PAPER_COLOURS
from ergobreak.screens.figure import FigureView, paint_scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from ergobreak.routines.pose.scene import Scene

LIBRARY = Path(ergobreak.routines.__file__).parent / "library"
PAPER = "#F4F6F3"

pytestmark = pytest.mark.screens


def routine(name: str) -> dict[str, Any]:
    return tomllib.loads((LIBRARY / f"{name}.toml").read_text(encoding="utf-8"))


def painted(scene: Scene, size: int = 200) -> QImage:
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    paint_scene(painter, scene, QRectF(0, 0, size, size), PAPER_COLOURS, PAPER)
    painter.end()
    return image


def pixels(image: QImage, colour: str) -> int:
    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


@pytest.fixture
def view(app: QApplication) -> Iterator[FigureView]:
    made = FigureView(PAPER_COLOURS, PAPER)
    made.resize(300, 300)
    yield made
    made.close()
    made.deleteLater()
    app.processEvents()


def test_the_moving_part_has_the_accent_and_the_rest_has_not(app: QApplication) -> None:
    assert app is not None
    film = Film(routine("knee_extension")["frames"], base_poses())
    still, moved = painted(film.scene("a")), painted(film.scene("b", before="a"))
    assert pixels(still, str(PAPER_COLOURS["move"])) == 0
    assert pixels(moved, str(PAPER_COLOURS["move"])) > 300
    assert pixels(moved, str(PAPER_COLOURS["body"])) > 300
    assert pixels(moved, str(PAPER_COLOURS["prop_fill"])) > 50


def test_parts_read_apart_by_a_gap_in_paper_colour(app: QApplication) -> None:
    assert app is not None
    film = Film({"a": {"base": "sit"}}, base_poses())
    image = painted(film.scene("a"), 400)
    scale = 400 / film.box.height
    body = film.placed["a"].stance.body
    x = 200 + (body.pelvis[0] - (film.box.left + film.box.right) / 2) * scale
    column = [image.pixelColor(round(x), y).name().upper() for y in range(400)]
    first, last = column.index(str(PAPER_COLOURS["body"])), 399 - column[::-1].index(str(PAPER_COLOURS["body"]))
    assert PAPER in column[first:last]


def test_the_other_side_is_the_mirror_image(app: QApplication) -> None:
    assert app is not None
    scene = Film(routine("bird_dog")["frames"], base_poses()).scene("b")
    one, other = painted(scene), painted(mirrored(scene))
    body = QColor(str(PAPER_COLOURS["body"])).rgb()
    same = sum((one.pixel(x, y) == body) == (other.pixel(199 - x, y) == body) for x in range(200) for y in range(200))
    assert same > 0.99 * 200 * 200
    assert one != other


def test_painting_leaves_the_painter_as_it_was(app: QApplication) -> None:
    assert app is not None
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = painter.transform()
    paint_scene(
        painter, Film({"a": {"base": "quad"}}, base_poses()).scene("a"), QRectF(5, 5, 90, 90), PAPER_COLOURS, PAPER
    )
    assert painter.transform() == before
    assert not painter.hasClipping()
    painter.end()


def test_a_sharp_screen_gets_a_figure_in_the_same_place(app: QApplication) -> None:
    assert app is not None
    scene = Film(routine("desk_lean")["frames"], base_poses()).scene("b", before="a")
    plain, sharp = painted(scene), QImage(400, 400, QImage.Format.Format_RGB32)
    sharp.setDevicePixelRatio(2.0)
    sharp.fill(QColor(PAPER))
    painter = QPainter(sharp)
    paint_scene(painter, scene, QRectF(0, 0, 200, 200), PAPER_COLOURS, PAPER)
    painter.end()
    body, far = pixels(plain, str(PAPER_COLOURS["move"])), pixels(sharp, str(PAPER_COLOURS["move"]))
    assert 3.5 * body < far < 5.5 * body


def test_twenty_thousand_primitives_lose_no_reference_to_none(app: QApplication) -> None:
    """One release of the toolkit lost one at every void call, and aborted after some thousands."""
    assert app is not None
    scene = Film(routine("seated_cat_camel")["frames"], base_poses()).scene("b", before="a")
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    painted_items = 0
    while painted_items < 20_000:
        paint_scene(painter, scene, QRectF(0, 0, 60, 60), PAPER_COLOURS, PAPER)
        painted_items += len(scene.items)
    after = sys.getrefcount(None)
    painter.end()
    assert after > before - 500


def test_it_is_an_image_named_from_the_step(view: FigureView) -> None:
    view.set_routine(routine("knee_extension"))
    view.show_step(1)
    assert view.accessibleName() == "Side view, on a chair. Moving: one leg."
    assert QAccessible.queryAccessibleInterface(view).role() == QAccessible.Role.Graphic
    view.show_step(1, mirrored=True)
    assert view.accessibleName().endswith("Other side.")


def test_every_packaged_step_has_a_name_and_paints(view: FigureView) -> None:
    for path in sorted(LIBRARY.glob("*.toml")):
        view.set_routine(routine(path.stem))
        assert view.can_draw
        for index in range(len(routine(path.stem)["steps"])):
            view.show_step(index)
            assert len(view.accessibleName()) > 8
        assert not view.grab().isNull()


def test_it_moves_while_seen_and_sleeps_while_hidden(view: FigureView, app: QApplication) -> None:
    view.set_routine(routine("knee_extension"))
    view.show_step(1)
    assert not view.moving
    view.show()
    app.processEvents()
    assert view.moving
    view.hide()
    assert not view.moving


def test_between_two_moves_it_sleeps(view: FigureView, app: QApplication) -> None:
    view.set_routine(routine("knee_extension"))
    view.show()
    view.show_step(1)
    app.processEvents()
    view.seek(0.2)
    moving = view.grab().toImage()
    view.seek(1.6)  # at rest in the second frame
    resting = view.grab().toImage()
    assert moving != resting
    view.seek(1.7)
    assert view.grab().toImage() == resting


def test_a_step_of_one_frame_never_wakes(view: FigureView, app: QApplication) -> None:
    view.set_routine(routine("cat_camel"))
    view.show()
    view.show_step(0)
    app.processEvents()
    assert not view.moving


def test_a_still_frame_has_an_arrow_only_where_it_is_large_enough(view: FigureView) -> None:
    view.set_routine(routine("knee_extension"))
    view.show_frame("b")
    large = view.grab().toImage()
    view.resize(110, 110)
    small = view.grab().toImage()
    assert not view.moving
    assert pixels(large, str(PAPER_COLOURS["move"])) > pixels(small, str(PAPER_COLOURS["move"]))


def test_reduced_motion_shows_a_strip_with_one_frame_framed(view: FigureView, app: QApplication) -> None:
    view.set_routine(routine("knee_extension"))
    view.set_reduced_motion(True)
    view.resize(500, 220)
    view.show()
    view.show_step(1)
    app.processEvents()
    image = view.grab().toImage()
    edge = [image.pixelColor(x, 4).name().upper() for x in range(30, 220)]
    other = [image.pixelColor(x, 4).name().upper() for x in range(280, 470)]
    paper = view.grab().toImage().pixelColor(2, 2).name().upper()
    assert set(edge) != {paper}
    assert set(other) == {paper}


def test_what_cannot_be_drawn_leaves_the_words_alone(view: FigureView) -> None:
    view.set_routine(routine("walk_2"))
    with pytest.raises(ValueError, match="handstand"):
        view.set_routine({"id": "odd", "frames": {"a": {"base": "handstand"}}, "steps": [{"show": ["a"]}]})
    assert not view.can_draw
    assert view.accessibleName() == ""
    view.show_step(0)
    assert not view.grab().isNull()
    view.set_routine(None)
    assert not view.can_draw


def test_another_theme_changes_the_colours(view: FigureView) -> None:
    view.set_routine(routine("walk_2"))
    view.set_colors({**PAPER_COLOURS, "body": "#FFFFFF"}, "#000000")
    assert pixels(view.grab().toImage(), "#FFFFFF") > 300
