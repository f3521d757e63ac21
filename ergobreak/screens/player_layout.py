"""Where everything in the player goes. Two shapes: beside each other, or low, for large text and small windows.

In the low shape the buttons stand in one row at the bottom and stay in sight, the figure shrinks first, and only the
words scroll. Every place is computed for left-to-right and mirrored at the end; the figure is never mirrored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStyle, QWidget

from ergobreak.screens.player_flow import Phase
from ergobreak.screens.player_view import CONTROLS, HEAD, STEPPING, Action

if TYPE_CHECKING:
    from ergobreak.screens.player_window import PlayerWindow
    from ergobreak.screens.text_label import TextLabel
    from ergobreak.screens.theme import Theme

Places = dict[QWidget, QRect]
RING_SHARE = 0.42  # of the height, under the figure
HEAD_SHARE = 0.45  # of the width for the name, or the links go under it


class Layout:
    """The places for one window, theme and view."""

    def __init__(self, window: PlayerWindow, theme: Theme) -> None:
        self._window, self._theme = window, theme
        content = min(window.width(), theme.of("player_page", "content"))
        margin = theme.space("screen_margin")
        self._left = (window.width() - content) // 2 + margin
        self._width = content - 2 * margin
        self.places: Places = {}
        self.low = False

    def arrange(self) -> None:
        """Compute and move."""
        top = self._head()
        bottom = self._window.height() - self._theme.space("xl")
        if self._window.view.phase in {Phase.DONE, Phase.HURT}:
            self._end(top, bottom)
        elif not self._beside(top, bottom):
            self._low(top, bottom)
        self._move()

    def _move(self) -> None:
        window = self._window
        window.words.be_low(low=self.low)
        for widget in window.movable():
            widget.setVisible(widget in self.places)
        bounds = QRect(self._left, 0, self._width, window.height())
        for widget, place in self.places.items():
            moved = QStyle.visualRect(window.layoutDirection(), bounds, place.translated(self._left, 0))
            if widget in window.columns():
                aside = self._theme.space("s") if widget is window.end else 0  # or the focus ring would be cut off
                moved.adjust(-aside, -aside, aside, 0)
                widget.put(moved)
            else:
                widget.setGeometry(moved)

    # -- the head ----------------------------------------------------------------------------------------------------

    def _head(self) -> int:
        window, theme = self._window, self._theme
        top, gap = theme.space("xl"), theme.space("xl") + theme.space("xs")
        links: list[QWidget] = [window.press[action] for action in HEAD if action in window.view.buttons]
        if window.view.phase in {Phase.DONE, Phase.HURT}:
            links = [window.press[Action.CLOSE]]
        cap = window.cap.sizeHint()
        widths = [each.sizeHint().width() for each in links]
        across = sum(widths) + gap * (len(links) - 1) + theme.space("s") + cap.width()
        beside = self._width - across - theme.space("xl")
        under = beside < self._width * HEAD_SHARE and beside < window.title.line_width()
        name = self._width if under else beside
        down = self._label(window.title, 0, top, name)
        down = self._label(window.regions, 0, down, name)
        height = theme.target()
        at = 0 if under else self._width - across
        line = down + theme.space("xs") if under else top + max(0, (down - top - height) // 2)
        for link, width in zip(links, widths, strict=True):
            if under and at + width > self._width:
                at, line = 0, line + height
            self.places[link] = QRect(at, line, width, height)
            at += width + gap
        at += theme.space("s") - gap
        self.places[window.cap] = QRect(at, line + (height - cap.height()) // 2, cap.width(), cap.height())
        return max(down, line + height) + theme.space("xl")

    def _label(self, label: TextLabel, left: int, down: int, width: int) -> int:
        if not label.text():
            return down
        wide = min(width, max(label.line_width() + 1, 1))
        self.places[label] = QRect(left, down, wide, label.heightForWidth(wide))
        return down + self.places[label].height()

    # -- beside each other -------------------------------------------------------------------------------------------

    def _beside(self, top: int, bottom: int) -> bool:
        """Figure and strip at the start, the words and everything else at the end; false when that does not fit."""
        window, theme, page = self._window, self._theme, self._theme.table("player_page")
        window.words.be_low(low=False)
        window.card.view.say(window.figure_name)
        gap = page["column_gap"]
        column = max(theme.text(page["column"]), round(self._width * page["column_share"]))
        has_figure = window.card.figure is not None
        left = self._width - column - gap if has_figure else 0
        if has_figure and left < 2 * theme.text(page["figure_floor"]):
            return False
        if not has_figure:
            column = min(self._width, theme.text(page["end_column"]))
        at = left + gap if has_figure else 0
        natural = window.ring.sizeHint().width()
        for ring in (natural, page["ring_floor"]):
            places = self._column(at, top, column, min(ring, natural))
            if max(place.bottom() for place in places.values()) <= bottom:
                break
        else:
            return False
        if not self._whole(places):
            return False
        self.places |= places
        if window.view.why:
            room = left if has_figure else self._width - column - gap
            if room < window.why.least():
                return False
            self.places[window.why] = QRect(0 if has_figure else column + gap, top, room, bottom - top)
        elif has_figure:
            self._pictures(top, bottom, left)
        return True

    def _pictures(self, top: int, bottom: int, width: int) -> None:
        window, theme = self._window, self._theme
        strip = window.strip.cell().height() if window.strip.count() > 1 else 0
        high = min(bottom - top - strip - (theme.space("m") if strip else 0), theme.of("player_page", "figure_max"))
        if high < theme.of("player_page", "figure_floor") * 2 and strip:
            strip, high = 0, min(bottom - top, theme.of("player_page", "figure_max"))
        self.places[window.card] = QRect(0, top, width, high)
        if strip:
            half = theme.of("player_strip", "gap") // 2
            across = min(window.strip.whole(width + 2 * half), window.strip.wished().width())
            self.places[window.strip] = QRect(-half, top + high + theme.space("m"), across, strip)

    def _column(self, left: int, top: int, width: int, ring: int) -> Places:
        window, theme = self._window, self._theme
        places: Places = {window.words: QRect(left, top, width, window.words.height_for(width))}
        down = places[window.words].bottom() + 1 + theme.space("xl")
        facts = left + ring + theme.of("player_page", "facts_gap")
        beside = self._facts(facts, down, left + width - facts)
        high = max((place.bottom() + 1 for place in beside.values()), default=down) - down
        row = max(ring, high)
        places |= {each: place.translated(0, (row - high) // 2) for each, place in beside.items()}
        places[window.ring] = QRect(left, down + (row - ring) // 2, ring, ring)
        down += row + theme.space("xl")
        controls = self._controls(left, down, width)
        places |= controls
        down = max(place.bottom() for place in controls.values()) + 1 + theme.space("l")
        if window.stop.text():
            wide = min(width, window.stop.widest())
            places[window.stop] = QRect(left, down, wide, window.stop.heightForWidth(wide))
        return places

    def _facts(self, left: int, down: int, width: int) -> Places:
        places: Places = {}
        gaps = (0, 0, self._theme.space("m"), 0)
        for label, gap in zip(self._window.facts, gaps, strict=True):
            if not label.text():
                continue
            wide = max(1, min(width, label.line_width() + 1))
            places[label] = QRect(left, down + gap, wide, label.heightForWidth(wide))
            down = places[label].bottom() + 1
        return places

    def _controls(self, left: int, down: int, width: int) -> Places:
        """Previous, Pause, next in a row; the quiet ones under them, That hurt at the end."""
        window, theme = self._window, self._theme
        gap = theme.of("space", "gap_between_buttons")
        before, pause, after = (window.press[each] for each in STEPPING)
        side, high = before.sizeHint().width(), pause.sizeHint().height()
        places: Places = {
            before: QRect(left, down, side, high),
            pause: QRect(left + side + gap, down, width - 2 * side - 2 * gap, high),
            after: QRect(left + width - side, down, side, high),
        }
        down += high + gap
        at = left
        hurt = window.press[Action.HURT].sizeHint()
        for action in (Action.EASIER, Action.SEATED):
            if action not in window.view.buttons:
                continue
            size = window.press[action].sizeHint()
            if at > left and at + size.width() > left + width:
                at, down = left, down + hurt.height()
            top = down + (hurt.height() - size.height()) // 2
            places[window.press[action]] = QRect(at, top, size.width(), size.height())
            at += size.width() + theme.space("xl")
        if at + hurt.width() > left + width:
            down += hurt.height() + theme.space("xs")
        places[window.press[Action.HURT]] = QRect(left + width - hurt.width(), down, hurt.width(), hurt.height())
        return places

    def _whole(self, places: Places) -> bool:
        """Whether no word and no button is cut."""
        for widget, place in places.items():
            least = widget.least() if widget in self._window.columns() else widget.minimumSizeHint().width()
            if widget is not self._window.ring and place.width() < least:
                return False
        return True

    # -- low ---------------------------------------------------------------------------------------------------------

    def _low(self, top: int, bottom: int) -> None:
        """Buttons in one row at the bottom; figure over ring at the start; the words beside them scroll."""
        window, theme, page = self._window, self._theme, self._theme.table("player_page")
        self.low = True
        window.words.be_low(low=True)
        self.places = {each: place for each, place in self.places.items() if place.bottom() < top}
        controls = self._one_row(bottom)
        self.places |= controls
        end = min(place.top() for place in controls.values()) - theme.space("l")
        if window.view.why:
            self.places[window.why] = QRect(0, top, self._width, end - top)
            return
        room, gap = end - top, theme.space("xl")
        natural, least = window.ring.sizeHint().width(), page["ring_floor"]
        figure = page["figure_floor"] if window.card.figure is not None else 0
        ring = max(least, min(natural, round(room * RING_SHARE))) if figure else min(natural, max(least, room))
        if figure and room < ring + gap + figure:
            figure = 0
        ring = min(ring, max(theme.target(), room))
        left = ring
        for share in page["figure_shares"] if figure else ():
            left = max(ring, round(self._width * share))
            if window.words.height_for(self._width - left - gap) <= room:
                break
        if self._width - left - gap < window.words.least():
            left = ring
        high = min(room - ring - gap, page["figure_max"])
        if figure:
            window.card.view.say("")
            self.places[window.card] = QRect(0, top, left, high)
        self.places[window.ring] = QRect((left - ring) // 2, top + (high + gap if figure else 0), ring, ring)
        self.places[window.words] = QRect(left + gap, top, self._width - left - gap, room)

    def _one_row(self, bottom: int) -> Places:
        """All buttons in one row if they fit, else as in the other shape."""
        window, theme = self._window, self._theme
        gap = theme.of("space", "gap_between_buttons")
        shown = [action for action in CONTROLS if action in window.view.buttons]
        sizes = {action: window.press[action].sizeHint() for action in shown}
        pause = max(sizes[Action.PAUSE].width(), theme.text(theme.of("player_button", "pause")))
        widths = {action: pause if action is Action.PAUSE else size.width() for action, size in sizes.items()}
        high = max(size.height() for size in sizes.values())
        if sum(widths.values()) + gap * len(shown) + theme.space("xl") > self._width:
            places = self._controls(0, 0, self._width)
            lift = bottom - max(place.bottom() for place in places.values())
            return {each: place.translated(0, lift) for each, place in places.items()}
        found: Places = {}
        at = 0
        for action in shown:
            left = self._width - widths[action] if action is Action.HURT else at
            down = bottom - high + (high - sizes[action].height()) // 2
            found[window.press[action]] = QRect(left, down, widths[action], sizes[action].height())
            at += widths[action] + (theme.space("xl") if action not in STEPPING[:-1] else gap)
        return found

    # -- the last page -----------------------------------------------------------------------------------------------

    def _end(self, top: int, bottom: int) -> None:
        """After a whole routine the figure stays beside the words; after That hurt there is none."""
        window, theme, page = self._window, self._theme, self._theme.table("player_page")
        column = max(theme.text(page["column"]), round(self._width * page["column_share"]))
        left = self._width - column - page["column_gap"]
        fits = left >= 2 * theme.text(page["figure_floor"]) and column >= window.end.least()
        if window.view.phase is Phase.DONE and window.card.figure is not None and fits:
            self._pictures(top, bottom, left)
            self.places.pop(window.strip, None)
            self.places[window.end] = QRect(left + page["column_gap"], top, column, bottom - top)
        else:
            wide = min(self._width, max(theme.text(page["end_column"]), window.end.least()))
            self.places[window.end] = QRect(0, top, wide, bottom - top)


def arrange(window: Any, theme: Theme) -> bool:  # noqa: ANN401 - the window imports this module
    """Put everything in its place; true when the window has the low shape."""
    layout = Layout(window, theme)
    layout.arrange()
    return layout.low
