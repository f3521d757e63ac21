"""The menu over D-Bus: ``com.canonical.dbusmenu``, version 3, as panels read it.

A host asks for the layout, says that it is about to show it, and sends events. The rows are made afresh at each of
these moments, so no timer keeps them up to date while nobody looks. While the shape of the menu stays the same its rows
keep their numbers and just their words change. When the shape changes, all rows get new numbers, and the numbers of the
menu before keep their meaning: a click on a row always does what that row said.

Some hosts (Xfce) say when they are about to show the menu but not when it is gone: it then counts as open for a while.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ergobreak.desktop.bus import UnknownMethod
from ergobreak.desktop.tray import MenuItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ergobreak.desktop.bus import Body, Bus, Incoming

PATH = "/MenuBar"
INTERFACE = "com.canonical.dbusmenu"
PROPERTIES = {
    "Version": ("u", 3),
    "TextDirection": ("s", "ltr"),
    "Status": ("s", "normal"),
    "IconThemePath": ("as", []),
}

_LOOKED_AT_S = 20.0

Values = dict[str, tuple[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    number: int
    item: MenuItem
    rows: tuple[_Row, ...] = ()

    def walk(self) -> Iterator[_Row]:
        yield self
        for each in self.rows:
            yield from each.walk()


class DBusMenu:
    """Serves one menu.

    Args:
        bus: where.
        rows: makes the rows, from top to bottom.
    """

    def __init__(self, bus: Bus, rows: Callable[[], tuple[MenuItem, ...]]) -> None:
        self._bus = bus
        self._make = rows
        self._lock = threading.RLock()
        self._root = _Row(number=0, item=MenuItem())
        self._before: dict[int, _Row] = {}
        self._last_number = 0
        self._revision = 1
        self._open_until = 0.0
        self._read = False  # a host has the layout
        self._asks = False  # the host says when it is about to show the menu
        self._forget = bus.serve(PATH, self._answer)

    def close(self) -> None:
        """Serve no more."""
        self._forget()

    @property
    def open(self) -> bool:
        """Whether somebody looks at the menu, as far as the host tells."""
        return time.monotonic() < self._open_until

    def refresh(self) -> None:
        """Tell the host what has changed, as far as it has to know now.

        An open menu changes its words, never its rows: nothing jumps under the pointer. A closed one hears of new rows
        at once (told while they open, menus come out in the wrong size), and of new words when it opens.
        """
        with self._lock:
            if not self._read:
                return
            items = self._make()
            same_rows = _same_shape(self._root.rows, items)
            if same_rows == self.open or not self._asks:
                self._renew(items)

    def _renew(self, items: tuple[MenuItem, ...], *, tell: bool = True) -> bool:
        """Take new rows, and tell the host what is different in them; whether anything is."""
        old = [(row.number, _values(row)) for row in self._root.walk()]
        same_rows = _same_shape(self._root.rows, items)
        if same_rows:
            rows = _numbered_as(self._root.rows, items)
        else:
            self._before = {row.number: row for row in self._root.walk()}
            rows = self._numbered(items)
        self._root = _Row(number=0, item=self._root.item, rows=rows)
        changed = [each for row in self._root.walk() if (each := (row.number, _values(row))) not in old]
        if not changed and same_rows:
            return False
        self._revision += 1
        if tell and same_rows:
            self._bus.emit(PATH, INTERFACE, "ItemsPropertiesUpdated", "a(ia{sv})a(ias)", (changed, []))
        elif tell:
            self._bus.emit(PATH, INTERFACE, "LayoutUpdated", "ui", (self._revision, 0))
        return True

    def _numbered(self, items: tuple[MenuItem, ...]) -> tuple[_Row, ...]:
        rows = []
        for item in items:
            self._last_number += 1
            rows.append(_Row(number=self._last_number, item=item, rows=self._numbered(item.children)))
        return tuple(rows)

    def _find(self, number: int) -> _Row:
        for row in self._root.walk():
            if row.number == number:
                return row
        if number in self._before:
            return self._before[number]
        raise UnknownMethod(f"The menu has no row {number}.")

    # -- what hosts call -------------------------------------------------------------------------------------------

    def _answer(self, call: Incoming) -> tuple[str, Body]:  # noqa: PLR0911 - one return for each method
        with self._lock:
            match call.member, call.body:
                case "GetLayout", (int(parent), int(depth), list(names)):
                    self._renew(self._make(), tell=False)
                    self._read = True
                    return "u(ia{sv}av)", (self._revision, _layout(self._find(parent), depth, names))
                case "GetGroupProperties", (list(numbers), list(names)):
                    rows = [self._find(number) for number in numbers] or list(self._root.walk())
                    return "a(ia{sv})", ([(row.number, _values(row, names)) for row in rows],)
                case "GetProperty", (int(number), str(name)) if name in (found := _values(self._find(number))):
                    return "v", (found[name],)
                case "AboutToShow", (int(number),):
                    return "b", (self._about_to_show(number),)
                case "AboutToShowGroup", (list(numbers),):
                    needed = any(self._about_to_show(number) for number in numbers)
                    return "aiai", (list(numbers) if needed else [], [])
                case "Event", (int(number), str(kind), _, _):
                    action = self._event(number, kind)
                case "EventGroup", (list(events),):
                    return self._events(events)
                case _:
                    raise UnknownMethod(f"A menu has no {call.member}.")
        if action is not None:
            action()
        return "", ()

    def _about_to_show(self, number: int) -> bool:
        if number == 0:
            self._asks = True
            self._open_until = max(self._open_until, time.monotonic() + _LOOKED_AT_S)
        return self._renew(self._make())  # told as well: some hosts do not heed the answer

    def _events(self, events: list[tuple[int, str, Any, int]]) -> tuple[str, Body]:
        unknown = []
        for number, kind, _data, _time in events:
            try:
                action = self._event(number, kind)
            except UnknownMethod:
                unknown.append(number)
                continue
            if action is not None:
                action()
        return "ai", (unknown,)

    def _event(self, number: int, kind: str) -> Callable[[], None] | None:
        if number == 0:
            self._open_until = {"opened": math.inf, "closed": 0.0}.get(kind, self._open_until)
            return None
        item = self._find(number).item
        if kind != "clicked" or not item.enabled:
            return None
        self._open_until = 0.0
        return item.action


def _values(row: _Row, names: list[str] | None = None) -> Values:
    """What a host is told of one row."""
    item = row.item
    values: Values = {}
    if item.separator:
        values["type"] = ("s", "separator")
    elif row.number:
        values["label"] = ("s", item.label.replace("_", "__"))  # a single underscore would mark a mnemonic
        values["enabled"] = ("b", item.enabled)
        if item.checked is not None:
            values["toggle-type"] = ("s", "checkmark")
            values["toggle-state"] = ("i", int(item.checked))
    if row.rows or not row.number:
        values["children-display"] = ("s", "submenu")
    return {name: value for name, value in values.items() if name in names} if names else values


def _layout(row: _Row, depth: int, names: list[str]) -> tuple[int, Values, list[tuple[str, Any]]]:
    below = row.rows if depth else ()
    return row.number, _values(row, names), [("(ia{sv}av)", _layout(each, depth - 1, names)) for each in below]


def _same_shape(rows: tuple[_Row, ...], items: tuple[MenuItem, ...]) -> bool:
    return len(rows) == len(items) and all(
        row.item.separator == item.separator
        and (row.item.checked is None) == (item.checked is None)
        and _same_shape(row.rows, item.children)
        for row, item in zip(rows, items, strict=True)
    )


def _numbered_as(rows: tuple[_Row, ...], items: tuple[MenuItem, ...]) -> tuple[_Row, ...]:
    return tuple(
        _Row(number=row.number, item=item, rows=_numbered_as(row.rows, item.children))
        for row, item in zip(rows, items, strict=True)
    )
