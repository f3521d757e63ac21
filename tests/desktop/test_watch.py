"""Files that change are noticed; everything else is left in peace."""

from __future__ import annotations

import shutil
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from ergobreak.desktop.watch import choose, nearest
from ergobreak.desktop.watch.null import NullWatch
from tests.fakes.world import Ear, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ergobreak.desktop.watch import FolderWatch


@pytest.fixture
def watch() -> Iterator[Callable[..., FolderWatch]]:
    made: list[FolderWatch] = []

    def open_it(ear: Ear, *folders: Path) -> FolderWatch:
        made.append(choose(folders, ear))
        assert made[-1].name != "null"
        return made[-1]

    yield open_it
    for each in made:
        each.stop()
        each.stop()


def test_a_file_written_in_place_or_moved_in_is_noticed(tmp_path: Path, watch: Callable[..., FolderWatch]) -> None:
    ear = Ear()
    watch(ear, tmp_path)
    (tmp_path / "settings.toml").write_text("a = 1", encoding="ascii")
    assert ear.hears(1)
    assert until(lambda: ear.stays_silent(0.1))
    before = ear.count
    fresh = tmp_path / "settings.new"
    fresh.write_text("a = 2", encoding="ascii")
    fresh.replace(tmp_path / "settings.toml")
    assert ear.hears(before + 1)
    assert until(lambda: ear.stays_silent(0.1))
    before = ear.count
    (tmp_path / "settings.toml").unlink()
    assert ear.hears(before + 1)


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems tell more than is asked, which does no harm")
def test_reading_is_no_news(tmp_path: Path, watch: Callable[..., FolderWatch]) -> None:
    (tmp_path / "settings.toml").write_text("a = 1", encoding="ascii")
    ear = Ear()
    watch(ear, tmp_path)
    assert (tmp_path / "settings.toml").read_text(encoding="ascii")
    assert ear.stays_silent()


def test_a_folder_that_does_not_exist_yet_is_waited_for(tmp_path: Path, watch: Callable[..., FolderWatch]) -> None:
    wanted = tmp_path / "a" / "b" / "c"
    ear = Ear()
    watch(ear, wanted)
    (tmp_path / "a").mkdir()
    assert ear.hears(1)
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    assert until(lambda: ear.stays_silent(0.1))
    before = ear.count
    (wanted / "routine.toml").write_text("x", encoding="ascii")
    assert ear.hears(before + 1)


def test_a_folder_that_goes_and_comes_back(tmp_path: Path, watch: Callable[..., FolderWatch]) -> None:
    wanted = tmp_path / "content"
    wanted.mkdir()
    ear = Ear()
    watch(ear, wanted)
    shutil.rmtree(wanted)
    assert ear.hears(1)
    wanted.mkdir()
    assert until(lambda: ear.stays_silent(0.1))
    before = ear.count
    (wanted / "routine.toml").write_text("x", encoding="ascii")
    assert ear.hears(before + 1)


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems watch the nearest parent as a whole")
def test_noise_beside_a_folder_that_is_waited_for_is_no_news(tmp_path: Path, watch: Callable[..., FolderWatch]) -> None:
    ear = Ear()
    watch(ear, tmp_path / "not yet" / "here")
    (tmp_path / "something else").mkdir()
    assert ear.stays_silent()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a thread per watch")
def test_no_thread_is_left_behind(tmp_path: Path) -> None:
    choose((tmp_path,), Ear()).stop()
    assert until(lambda: not any(each.name == "poller" for each in threading.enumerate()))


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems watch the file's folder as a whole")
def test_a_single_file_may_be_named(tmp_path: Path, watch: Callable[..., FolderWatch]) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("a = 1", encoding="ascii")
    ear = Ear()
    watch(ear, file)
    (tmp_path / "journal.sqlite").write_text("x", encoding="ascii")
    assert ear.stays_silent()
    file.write_text("a = 2", encoding="ascii")
    assert ear.hears(1)


def test_the_nearest_parent(tmp_path: Path) -> None:
    assert nearest(tmp_path) == tmp_path
    assert nearest(tmp_path / "x" / "y") == tmp_path


def test_without_a_watch_the_next_start_notices() -> None:
    assert "next start" in NullWatch().sentence()
