"""The library: every routine to look at, and to start.

It reads the routines itself (packaged, the person's, the machine's), keeps favourites, and starts the player as a
process of its own; it says nothing to the resident process. What a check-in holds back can be seen and not started.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from ergobreak import paths
from ergobreak.errors import ContentError
from ergobreak.routines import favourites
from ergobreak.routines.library import Library, load_all
from ergobreak.routines.model import Group, Place
from ergobreak.screens.library_gate import gate
from ergobreak.screens.library_logs import Outside, print_log, save_log, times
from ergobreak.screens.library_plans import Act
from ergobreak.screens.library_thumbs import Thumbnails
from ergobreak.screens.library_view import bad_files, in_order
from ergobreak.screens.library_window import LibraryWindow
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from ergobreak.routines.plan_words import PlanView
    from ergobreak.screens.app import Stage

SURPRISES = frozenset(Group) - {Group.LESSON, Group.OPT_IN}


def open_library(stage: Stage) -> LibraryScreen:
    """The screen for a card ``library``."""
    return LibraryScreen(stage)


def start_player(routine: str) -> None:
    """Open the player in a process of its own, which outlives this one.

    Raises:
        OSError: it cannot be started.
    """
    import subprocess  # noqa: PLC0415 - not on the way to the first paint

    flags = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-m", "ergobreak", "routine", "start", routine],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=flags,
    )


def _any_of(names: Sequence[str]) -> str:
    from random import choice  # noqa: PLC0415 - not on the way to the first paint

    return choice(names)  # noqa: S311 - a surprise, not a secret


def _figure(colors: Mapping[str, Any], paper: str, parent: QWidget) -> Any:  # noqa: ANN401 - made by a lazy import
    from ergobreak.screens.figure import FigureView  # noqa: PLC0415 - after the window is in sight

    return FigureView(colors, paper, parent)


class LibraryScreen(QObject):
    """Keeps what is chosen and what is asked for.

    Args:
        start: opens the player.
        pick: chooses one of several ids, for *Surprise me*.
    """

    def __init__(
        self,
        stage: Stage,
        make_figure: Callable[[Mapping[str, Any], str, QWidget], Any] = _figure,
        start: Callable[[str], None] = start_player,
        pick: Callable[[Sequence[str]], str] = _any_of,
        outside: Outside | None = None,
    ) -> None:
        super().__init__()
        data = stage.card.data
        self._stage, self._start, self._pick = stage, start, pick
        self._data, self._outside = data, outside or Outside()
        self._ended = False
        own = data.get("own")
        folders = [paths.machine_routines(), paths.user_routines()] if own is None else [Path(each) for each in own]
        self.library = _read(folders)
        routines = in_order(self.library)
        self._gate = gate(data, routines)
        self._favourites = favourites.load()
        self._thumbnails = Thumbnails()
        self.window = LibraryWindow(stage, routines, self._thumbnails, make_figure)
        for name in self._favourites & set(self.library.by_id):
            self.window.grid.cards[name].set_favourite(on=True)
        self.window.notice.say(str(data.get("said", "")) or bad_files(self.library.errors, folders))
        self._connect()
        if data.get("place") == Place.CHAIR.value:
            self.window.filters.places[Place.CHAIR].setChecked(True)
        self._filter()
        wanted = self.library.get(str(data.get("wanted", "")))
        if wanted is not None:
            self.window.grid.choose(wanted.id)
        if data.get("plans_first"):
            self.window.plans_button.setChecked(True)

    def _connect(self) -> None:
        window = self.window
        window.search.textChanged.connect(window.filters.say)
        window.filters.changed.connect(self._filter)
        window.clear_button.clicked.connect(self._clear)
        window.grid.chosen.connect(self._show)
        window.start.connect(self.begin)
        window.star.connect(self.toggle_favourite)
        window.surprise.connect(self.surprise)
        window.seen.connect(self._draw)
        window.plans_asked.connect(self._plans)
        window.plans.acted.connect(self._act)
        below = window.preview.below
        below.print_log.connect(lambda: self._hand_on(print_log))
        below.save_log.connect(lambda: self._hand_on(save_log))
        window.why.connect(lambda: window.preview.toggle_more(_source_titles()))

    def prepare(self) -> None:
        """Be ready to be shown at once."""
        self.window.winId()

    def open(self) -> None:
        """Show."""
        chosen = self.window.grid.cards.get(self.window.grid.current)
        self.window.present(chosen or self.window.search)
        self.window.bring_into_sight(chosen)

    def _draw(self) -> None:
        """The moving figure comes once the window is in sight."""
        if not self._ended:
            self.window.preview.make_figure()

    def order(self, order: dict[str, Any]) -> None:
        """Only ``show`` means something here."""
        if order.get("do") == "show":
            self.open()

    def leave(self) -> None:
        """Close the window and end."""
        self._ended = True
        self._thumbnails.stop()
        self.window.leave()
        self._stage.quit()

    def begin(self) -> None:
        """Start the chosen routine and go, unless it is held back."""
        if self.window.grid.current in self.window.grid.shown:
            self._begin(self.window.grid.current)

    def _begin(self, name: str) -> None:
        routine = self.library.by_id.get(name)
        if routine is None or self._gate.reason(routine):
            return
        try:
            self._start(routine.id)
        except OSError:
            self.window.notice.say(_("The routine could not be opened. The words beside its figure are all it needs."))
            self.window.fit()
            return
        self.leave()

    def surprise(self) -> None:
        """Choose another one of those in sight, one that can be started if there is any."""
        here = self.window.grid.current
        every = [name for name in self.window.grid.shown if name != here]
        suited = [name for name in every if self._may(name)] or every
        if suited:
            self.window.grid.choose(self._pick(suited))
            self.window.focus_grid()

    def _may(self, name: str) -> bool:
        routine = self.library.by_id[name]
        return routine.set in SURPRISES and not self._gate.reason(routine)

    def toggle_favourite(self) -> None:
        """Mark the chosen routine, or take its mark away."""
        name = self.window.grid.current
        if name not in self.window.grid.shown:
            return
        wanted = favourites.toggled(self._favourites, name)
        try:
            favourites.keep(wanted)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self.window.notice.say(_("The favourite could not be kept: {why}.").format(why=why))
            self.window.preview.set_favourite(on=name in self._favourites)
            self.window.fit()
            return
        self._favourites = wanted
        self.window.grid.cards[name].set_favourite(on=name in wanted)
        self.window.preview.set_favourite(on=name in wanted)
        if self.window.filters.filters.favourite:
            self._filter()

    def _plans(self, on: bool) -> None:  # noqa: FBT001 - a slot of Qt's
        """Show the plans in place of the grid, or the grid again."""
        if not on:
            self._filter()
            return
        self._fill_plans()
        self.window.show_plans()

    def _fill_plans(self) -> tuple[PlanView, ...]:
        from ergobreak.screens.library_plans_view import views_of  # noqa: PLC0415 - only when somebody asks

        views = views_of(self._data, self.library)
        self.window.plans.show_plans(views, _source_titles())
        return views

    def _act(self, name: str, act: Act) -> None:
        """Somebody took a plan up, or let it rest, or started what is due."""
        from ergobreak.screens.library_plans_view import change  # noqa: PLC0415 - only when somebody asks

        view = next(each for each in self._fill_plans() if each.plan.id == name)
        if act is Act.START:
            self._begin(view.due)
            return
        said = change(view, act.value, self._data)
        self._fill_plans()
        self.window.plans.focus_on(name)
        self.window.notice.say(said)
        self.window.fit()

    def _hand_on(self, how: Callable[..., str]) -> None:
        routine = self.window.preview.routine
        if routine is not None:
            self.window.preview.below.told.say(how(routine, self._data, self._outside, self.window))
            self.window.fit()

    def _filter(self) -> None:
        filters = self.window.filters.filters
        names = [each.id for each in in_order(self.library) if filters.passes(each, self._favourites)]
        if names and self.window.grid.current not in names:
            self.window.grid.choose(names[0])
        elif names:
            self._show(self.window.grid.current)
        self.window.show_result(names)

    def _clear(self) -> None:
        self.window.search.clear()
        self.window.filters.clear()
        self.window.focus_grid()

    def _show(self, name: str) -> None:
        routine = self.library.by_id[name]
        titles = _source_titles() if self.window.isVisible() else {}
        reason = self._gate.reason(routine)
        self.window.preview.show_routine(routine, reason, titles, favourite=name in self._favourites)
        self.window.preview.below.show_routine(
            routine,
            times(routine, self._data),
            log=routine.set is Group.PRESCRIBED and "now" in self._data,
            can_print=self._outside.can_print(),
        )
        self.window.bring_into_sight(self.window.grid.cards[name])


def _read(folders: Sequence[Path]) -> Library:
    try:
        return load_all(*folders)
    except ContentError as error:  # a damaged installation: say so instead of dying
        return Library(by_id={}, errors=(error,))


def _source_titles() -> dict[str, str]:
    from ergobreak.routines.tables import sources  # noqa: PLC0415 - only when somebody asks

    return {key: each.title for key, each in sources().items()}
