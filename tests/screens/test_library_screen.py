"""The library: finding, choosing, starting, keeping favourites, and what is held back."""

from __future__ import annotations

import json
import stat
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton

from ergobreak.routines import favourites
from ergobreak.routines.library import load_all
from ergobreak.routines.model import Group, Place
from ergobreak.screens.card import Look
from ergobreak.screens.library_screen import LibraryScreen
from ergobreak.screens.library_view import Filters, groups_of, in_order, moving_step, seconds_words, still_frame
from ergobreak.screens.names import SCREENS
from tests.screens.stage import FakeFigure, Scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.screens
HELD = "Held back until your next check-in, since you told of new weakness in a leg."
ALL = load_all()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    return tmp_path


class Player:
    """Remembers what it was asked to play."""

    def __init__(self, *, broken: bool = False) -> None:
        self.asked: list[str] = []
        self.broken = broken

    def __call__(self, routine: str) -> None:
        if self.broken:
            raise FileNotFoundError(routine)
        self.asked.append(routine)


def shown(
    scene: Callable[..., Scene],
    size: QSize | None = None,
    **more: Any,  # noqa: ANN401 - whatever the data of a card may hold
) -> tuple[LibraryScreen, Player]:
    player = more.pop("player", None) or Player()
    look = more.pop("look", Look(theme="light"))
    act = scene(screen="library", routine=None, look=look, data=more)
    screen = LibraryScreen(act.stage, FakeFigure, player, pick=lambda names: names[0])
    screen.open()
    screen.window.showNormal()
    screen.window.resize(size or QSize(1280, 800))
    QApplication.processEvents()
    return screen, player


def press(screen: LibraryScreen, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(screen.window.focusWidget(), key, held)
    QApplication.processEvents()


def test_the_app_knows_the_screen(scene: Callable[..., Scene]) -> None:
    assert SCREENS["library"].endswith(":open_library")


def test_everything_is_there_at_first(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)

    assert len(screen.window.grid.shown) == len(ALL)
    assert screen.window.search.placeholderText() == f"Search {len(ALL)} routines"
    assert screen.window.filters.count.text() == f"{len(ALL)} shown"
    assert screen.window.windowTitle() == "ergobreak"
    assert screen.window.focusWidget() is screen.window.grid.cards[screen.window.grid.current]


def test_typing_finds_by_name_purpose_and_body_part(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)

    QTest.keyClicks(screen.window.search, "CAT camel")
    assert screen.window.grid.shown == ["seated_cat_camel", "cat_camel"]
    assert screen.window.preview.title.text() == ALL.by_id["seated_cat_camel"].title

    screen.window.search.setText("wrists")
    assert screen.window.grid.shown
    for name in screen.window.grid.shown:
        routine = ALL.by_id[name]
        assert "wrists" in routine.regions or "wrist" in routine.title.lower() + routine.purpose.lower()


def test_chips_narrow_and_places_widen(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)
    chips = screen.window.filters

    chips.places[Place.FLOOR].click()
    floor = set(screen.window.grid.shown)
    chips.places[Place.CHAIR].click()
    assert floor < set(screen.window.grid.shown)
    chips.short.click()
    chips.discreet.click()
    assert screen.window.grid.shown
    for name in screen.window.grid.shown:
        routine = ALL.by_id[name]
        assert routine.seconds() < 60
        assert routine.discreet
        assert {Place.CHAIR, Place.FLOOR} & set(routine.place)


def test_the_body_part_chip_opens_a_row_and_carries_what_was_chosen(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)
    chips = screen.window.filters
    assert not chips.row.isVisible()
    assert chips.part.accessibleDescription() == "Opens a row of body parts."

    chips.part.click()
    assert chips.row.isVisible()
    assert not chips.part.isChecked()

    chips.groups["eyes"].click()
    assert chips.part.isChecked()
    assert chips.part.text() == "Eyes"
    assert set(screen.window.grid.shown) == {each.id for each in ALL if "eyes" in groups_of(each)}
    chips.groups["hands"].click()
    assert chips.part.text() == "Hands and arms and 1 more"

    chips.part.click()
    assert not chips.row.isVisible()
    assert chips.part.isChecked()


def test_nothing_fits_and_one_press_clears(scene: Callable[..., Scene]) -> None:
    screen, player = shown(scene)
    screen.window.search.setText("trampoline")
    screen.window.filters.short.click()

    assert screen.window.empty_words.isVisible()
    assert screen.window.empty_words.text() == "Nothing fits all of these."
    assert not screen.window.preview.isVisible()
    screen.begin()
    assert player.asked == []

    screen.window.clear_button.click()
    assert len(screen.window.grid.shown) == len(ALL)
    assert screen.window.search.text() == ""
    assert not screen.window.filters.short.isChecked()
    assert screen.window.preview.isVisible()


def test_the_preview_tells_what_why_how_and_how_much(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene, wanted="cat-camel")
    preview, routine = screen.window.preview, ALL.by_id["cat_camel"]

    assert preview.title.text() == routine.title
    assert preview.purpose.text() == routine.purpose
    assert preview.dose.text() == "How much: 10-15 repetitions, a few seconds in each position."
    assert preview.needs.text().startswith("Needs: mat")
    steps = [each.text() for each in preview.steps.findChildren(type(preview.title)) if each.isVisible()]
    assert [each for each in steps if not each.endswith(".") or len(each) > 3] == [each.say for each in routine.steps]
    assert not preview.easier.isVisible()
    preview.easier_button.click()
    assert preview.easier.text() == f"Easier: {routine.easier}"
    assert preview.easier_button.isChecked()
    preview.easier_button.click()
    assert not preview.easier.isVisible()


def test_f1_tells_when_to_stop_and_the_sources(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene, wanted="cat_camel")
    press(screen, Qt.Key.Key_F1)

    assert "Sources: " in screen.window.preview.more.text()
    assert ALL.by_id["cat_camel"].reviewed.isoformat() in screen.window.preview.more.text()
    press(screen, Qt.Key.Key_F1)
    assert not screen.window.preview.more.isVisible()


def test_arrows_walk_the_grid_and_enter_starts(scene: Callable[..., Scene]) -> None:
    screen, player = shown(scene)
    grid = screen.window.grid
    first, columns = grid.current, grid.columns(grid.width())

    press(screen, Qt.Key.Key_Right)
    assert grid.current == grid.shown[1]
    press(screen, Qt.Key.Key_Down)
    assert grid.current == grid.shown[1 + columns]
    press(screen, Qt.Key.Key_Left)
    press(screen, Qt.Key.Key_Up)
    assert grid.current == first
    press(screen, Qt.Key.Key_Up)
    assert grid.current == first
    press(screen, Qt.Key.Key_End)
    assert grid.current == grid.shown[-1]
    press(screen, Qt.Key.Key_Home)

    press(screen, Qt.Key.Key_Return)
    assert player.asked == [first]
    assert not screen.window.isVisible()


@pytest.mark.usefixtures("right_to_left")
def test_right_to_left_the_arrow_keys_go_where_they_point(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)
    grid = screen.window.grid

    press(screen, Qt.Key.Key_Left)

    assert grid.current == grid.shown[1]
    assert grid.cards[grid.shown[1]].x() < grid.cards[grid.shown[0]].x()
    assert screen.window.preview.x() < screen.window.body.x()


def test_a_slash_goes_to_the_search_and_letters_stay_letters_there(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)
    QTest.keyClicks(screen.window, "/")
    assert screen.window.focusWidget() is screen.window.search

    QTest.keyClicks(screen.window.search, "f/")
    assert screen.window.search.text() == "f/"
    assert favourites.load() == frozenset()
    press(screen, Qt.Key.Key_Escape)
    assert screen.window.search.text() == ""
    assert screen.window.isVisible()
    press(screen, Qt.Key.Key_Down)
    assert isinstance(screen.window.focusWidget(), QRadioButton)
    press(screen, Qt.Key.Key_Escape)
    assert not screen.window.isVisible()


def test_single_letters_can_be_switched_off(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene, look=Look(theme="light", single_keys=False))
    QTest.keyClicks(screen.window.focusWidget(), "f/")

    assert favourites.load() == frozenset()
    assert screen.window.focusWidget() is not screen.window.search
    press(screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.window.focusWidget() is screen.window.search


def test_favourites_are_kept_for_next_time_and_for_nobody_else(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene, wanted="gaze_20")
    QTest.keyClicks(screen.window.focusWidget(), "f")

    assert favourites.load() == {"gaze_20"}
    if sys.platform != "win32":  # modes are not Windows's
        assert stat.S_IMODE(favourites.file().stat().st_mode) == 0o600
    assert screen.window.preview.star_button.isChecked()
    assert screen.window.grid.cards["gaze_20"].accessibleName().endswith(", favourite")
    screen.leave()

    again, _player = shown(scene)
    again.window.filters.favourite.click()
    assert again.window.grid.shown == ["gaze_20"]
    again.window.preview.star_button.click()
    assert favourites.load() == frozenset()
    assert again.window.empty_words.isVisible()


def test_a_favourite_that_cannot_be_kept_is_not_shown_as_one(scene: Callable[..., Scene], home: Path) -> None:
    screen, _player = shown(scene)
    (home / "state").write_text("not a folder")
    screen.toggle_favourite()

    assert not screen.window.preview.star_button.isChecked()
    assert screen.window.notice.text().startswith("The favourite could not be kept:")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"favourites": 3}', '{"favourites": [1, null]}', "\x00"])
def test_a_damaged_file_of_favourites_is_none(text: str, home: Path) -> None:
    (home / "state").mkdir()
    favourites.file().write_text(text)

    assert favourites.load() == frozenset()


@given(names=some.frozensets(some.text(min_size=1, max_size=20).filter(str.isprintable)))
def test_favourites_come_back_as_they_were(names: frozenset[str]) -> None:
    favourites.keep(names)

    assert favourites.load() == names
    assert json.loads(favourites.file().read_text(encoding="utf-8"))["version"] == 1


def test_held_back_shows_everything_and_starts_nothing(scene: Callable[..., Scene]) -> None:
    screen, player = shown(scene, held_back=HELD)

    assert len(screen.window.grid.shown) == len(ALL)
    assert screen.window.preview.held.words.text() == HELD
    assert not screen.window.preview.start_button.isEnabled()
    assert screen.window.preview.start_button.accessibleDescription() == HELD
    press(screen, Qt.Key.Key_Return)
    screen.begin()
    assert player.asked == []
    assert screen.window.isVisible()


def test_what_a_check_in_leaves_out_cannot_be_started_and_the_rest_can(scene: Callable[..., Scene]) -> None:
    standing = {"tier": 1, "moves": "adapted", "avoid": ["twist"], "places": []}
    screen, player = shown(scene, now="2026-11-22T10:00:00", standing=standing, wanted="chair_twist")

    assert screen.window.preview.held.words.text().startswith("Left out for now:")
    assert not screen.window.preview.start_button.isEnabled()
    screen.window.grid.choose("gaze_20")
    assert not screen.window.preview.held.isVisible()
    screen.begin()
    assert player.asked == ["gaze_20"]


def test_a_situation_that_cannot_be_read_starts_nothing(scene: Callable[..., Scene]) -> None:
    screen, player = shown(scene, now="when?")
    screen.begin()

    assert player.asked == []
    assert screen.window.preview.held.isVisible()


def test_opt_in_and_strength_carry_their_word(scene: Callable[..., Scene]) -> None:
    screen, player = shown(scene, wanted="leg_nerve_slider")
    cards = screen.window.grid.cards

    assert cards["leg_nerve_slider"].accessibleName().endswith("On advice only")
    assert screen.window.preview.set_note.text().startswith("On advice only:")
    screen.begin()
    assert player.asked == []
    for each in ALL:
        if each.set is Group.STRENGTH:
            assert cards[each.id].accessibleName().endswith("Strength")


def test_what_was_switched_on_in_the_settings_starts(scene: Callable[..., Scene]) -> None:
    screen, player = shown(scene, wanted="leg_nerve_slider", settings={"opt_in": ["leg_nerve_slider"]})
    screen.begin()

    assert player.asked == ["leg_nerve_slider"]


def test_surprise_me_chooses_among_what_is_in_sight_and_may_start(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)
    screen.window.search.setText("lesson")
    before = screen.window.grid.current
    screen.window.surprise_button.click()
    assert screen.window.grid.current != before
    assert screen.window.grid.current in screen.window.grid.shown

    screen.window.search.clear()
    screen.window.surprise_button.click()
    assert ALL.by_id[screen.window.grid.current].set not in {Group.LESSON, Group.OPT_IN}


def test_a_player_that_cannot_start_is_told(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene, player=Player(broken=True))
    screen.begin()

    assert screen.window.isVisible()
    assert screen.window.notice.text().startswith("The routine could not be opened.")


def test_one_bad_file_of_ones_own_is_one_line_in_the_foot(scene: Callable[..., Scene], home: Path) -> None:
    folder = home / "own"
    folder.mkdir()
    (folder / "mine.toml").write_text('id = "mine"\ntitle = 3\n')
    screen, _player = shown(scene, own=[str(folder)])

    assert len(screen.window.grid.shown) == len(ALL)
    assert screen.window.notice.isVisible()
    assert screen.window.notice.text().startswith("Left out: mine.toml:")


def test_ones_own_routine_stands_with_the_others(scene: Callable[..., Scene], home: Path) -> None:
    text = (load_all.__globals__["PACKAGED"] / "side_reach.toml").read_text(encoding="utf-8")
    folder = home / "config" / "routines"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(text.replace('"side_reach"', '"my_reach"').replace("Side reach", "My reach"))
    screen, _player = shown(scene, wanted="my_reach")

    assert len(screen.window.grid.shown) == len(ALL) + 1
    assert screen.window.preview.title.text() == "My reach"
    assert not screen.window.notice.isVisible()


def test_a_routine_that_cannot_be_drawn_is_told_in_larger_words(scene: Callable[..., Scene]) -> None:
    class NoFigure(FakeFigure):
        def set_routine(self, routine: object) -> None:
            msg = "no such pose"
            raise ValueError(msg)

    act = scene(screen="library", routine=None)
    screen = LibraryScreen(act.stage, NoFigure, Player())
    screen.open()
    QApplication.processEvents()
    screen.window.preview.make_figure()

    assert not screen.window.preview.paper.isVisible()
    assert screen.window.preview.purpose_large.isVisible()
    assert not screen.window.preview.purpose.isVisible()


def test_small_figures_are_painted_only_where_they_are_seen(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)
    for _turn in range(200):
        QApplication.processEvents()
    kept = screen._thumbnails._kept

    assert screen._thumbnails.waiting == 0
    assert 6 <= len(kept) < len(ALL) / 2
    assert all(picture is not None and not picture.isNull() for picture in kept.values())
    screen.leave()
    assert kept == {}


def test_a_screen_reader_finds_the_parts(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)
    window = screen.window
    card = window.grid.cards["side_reach"]

    assert QAccessible.queryAccessibleInterface(window).text(QAccessible.Text.Name) == "Routines"
    assert QAccessible.queryAccessibleInterface(card).role() == QAccessible.Role.RadioButton
    assert card.accessibleName() == "Side reach, 34 s"
    assert window.search.accessibleName() == f"Search {len(ALL)} routines"
    assert window.preview.star_button.accessibleName() == "Favourite"
    chip = window.filters.discreet
    assert QAccessible.queryAccessibleInterface(chip).role() == QAccessible.Role.CheckBox


def test_tab_reaches_only_the_chosen_card(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)
    stops = [each for each in screen.window.grid.cards.values() if each.focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert stops == [screen.window.grid.cards[screen.window.grid.current]]
    press(screen, Qt.Key.Key_Tab)
    assert screen.window.focusWidget() is screen.window.preview.start_button


def test_ctrl_plus_enlarges_the_letters(scene: Callable[..., Scene]) -> None:
    screen, _player = shown(scene)
    before = screen.window.preview.title.font().pixelSize()
    press(screen, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)

    assert screen.window.preview.title.font().pixelSize() > before


@pytest.mark.parametrize(
    ("seconds", "words"), [(34.0, "34 s"), (116.0, "116 s"), (120.0, "2 min"), (174, "2 min 54 s")]
)
def test_lengths_are_short(seconds: float, words: str) -> None:
    assert seconds_words(seconds) == words


def test_every_routine_has_a_picture_that_exists_and_frames_for_the_preview() -> None:
    for each in ALL:
        frame, before = still_frame(each)
        assert frame in each.frames
        assert before is None or before in each.frames
        assert set(moving_step(each)["show"]) <= set(each.frames)


@given(
    words=some.sampled_from(["", "neck", "stretch", "seated", "zzz"]),
    places=some.frozensets(some.sampled_from(list(Place))),
    groups=some.frozensets(some.sampled_from(["eyes", "hands", "low_back"])),
    short=some.booleans(),
)
def test_one_more_filter_never_shows_more(
    words: str, places: frozenset[Place], groups: frozenset[str], short: bool
) -> None:
    def found(filters: Filters) -> set[str]:
        return {each.id for each in in_order(ALL) if filters.passes(each, frozenset())}

    asked = Filters(words=words, places=places, groups=groups, short=short)
    assert found(asked) <= found(Filters(places=places, groups=groups, short=short))
    assert found(asked) <= found(Filters(words=words, groups=groups, short=short))
    assert found(asked) <= found(Filters(words=words, places=places, groups=groups))
