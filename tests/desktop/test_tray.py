"""Our own tray icon, with a panel made of a test's own hands on a real bus."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.core.effects import TrayState
from ergobreak.desktop import tray
from ergobreak.desktop.bus import Bus, Remote, open_bus
from ergobreak.desktop.tray import SEPARATOR, MenuItem
from ergobreak.desktop.tray.null import NullTray
from ergobreak.desktop.tray.sni import SniTray
from ergobreak.errors import DesktopError
from tests.fakes.world import Service, message_bus, needs, on_bus, program, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ergobreak.desktop.bus import Incoming

pytestmark = pytest.mark.desktop

WATCHER = "org.kde.StatusNotifierWatcher"
MENU = "com.canonical.dbusmenu"


@dataclass(slots=True, kw_only=True)
class Model:
    """What a daemon would say."""

    minutes: int = 12
    paused: bool = False
    extra: bool = False
    done: list[str] = field(default_factory=list)

    def tooltip(self) -> str:
        return f"Next break in {self.minutes} min\nSat for <1 h"

    def activate(self) -> None:
        self.done.append("activate")

    def menu(self) -> tuple[MenuItem, ...]:
        def does(word: str) -> Callable[[], None]:
            return lambda: self.done.append(word)

        extra = (MenuItem(label="Extra", action=does("extra")),) if self.extra else ()
        return (
            MenuItem(label=f"Next in {self.minutes} min", enabled=False, action=does("disabled")),
            SEPARATOR,
            *extra,
            MenuItem(label="Take a break", action=does("break"), default=True),
            MenuItem(label="Routines", children=(MenuItem(label="wrist_hand", action=does("wrist")),)),
            MenuItem(label="Pause", checked=self.paused, action=does("pause")),
        )


class Panel:
    """A watcher and a host in one: what a desktop's panel does on the bus."""

    def __init__(self, bus: Bus, *, shows: bool = True) -> None:
        self.bus = bus
        self.items: list[str] = []
        self.heard: list[tuple[str, tuple[Any, ...]]] = []
        self.service = Service(
            bus,
            WATCHER,
            "/StatusNotifierWatcher",
            methods={"RegisterStatusNotifierItem": self._register},
            properties={"IsStatusNotifierHostRegistered": ("b", shows)},
        )
        bus.on_signal(self._hear, interface="org.kde.StatusNotifierItem")
        bus.on_signal(self._hear, interface=MENU)

    def _register(self, body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        self.items.append(body[0])
        return "", ()

    def _hear(self, signal: Incoming) -> None:
        self.heard.append((signal.member, signal.body))

    def heard_names(self) -> list[str]:
        return [name for name, _ in self.heard]

    def item(self, method: str, signature: str = "", body: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        there = Remote(name=self.items[-1], path="/StatusNotifierItem", interface="org.kde.StatusNotifierItem")
        return self.bus.call(there, method, signature, body)

    def value(self, name: str) -> Any:  # noqa: ANN401 - a property's own type
        there = Remote(name=self.items[-1], path="/StatusNotifierItem", interface="org.kde.StatusNotifierItem")
        return self.bus.get(there, name)

    def menu(self, method: str, signature: str, *body: object) -> Any:  # noqa: ANN401 - a method's own type
        there = Remote(name=self.items[-1], path="/MenuBar", interface=MENU)
        return self.bus.call(there, method, signature, body)

    def rows(self, parent: int = 0) -> list[tuple[int, dict[str, Any]]]:
        """The rows below one: (number, plain values)."""
        _revision, (_number, _values, below) = self.menu("GetLayout", "iias", parent, -1, [])
        return [(row[0], {key: value for key, (_, value) in row[1].items()}) for _, row in below]

    def number(self, label: str, parent: int = 0) -> int:
        return next(number for number, values in self.rows(parent) if values.get("label") == label)

    def click(self, number: int) -> None:
        self.menu("Event", "isvu", number, "clicked", ("s", ""), 0)


@pytest.fixture
def address() -> Iterator[str]:
    with message_bus() as address:
        yield address


@pytest.fixture
def ours(address: str) -> Iterator[Bus]:
    with on_bus(address) as bus:
        yield bus


@pytest.fixture
def panel(address: str) -> Iterator[Panel]:
    with on_bus(address) as bus:
        yield Panel(bus)


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def shown(ours: Bus, panel: Panel, model: Model) -> Iterator[SniTray]:
    """The icon, standing in the panel."""
    icon = SniTray(model, ours)
    ready = threading.Event()
    runner = threading.Thread(target=icon.run, args=(ready.set,))
    runner.start()
    assert ready.wait(5)
    assert until(icon.visible)
    yield icon
    icon.stop()
    icon.stop()
    runner.join(5)
    assert not runner.is_alive()
    assert not icon.visible()
    with pytest.raises(DesktopError):
        panel.value("Id")


def test_the_panel_sees_icon_tooltip_and_click(shown: SniTray, panel: Panel, model: Model) -> None:
    assert "stands in the panel" in shown.sentence()
    assert panel.value("Id") == "ergobreak"
    assert panel.value("ToolTip") == ("", [], "Next break in 12 min", "Sat for &lt;1 h")
    assert panel.value("ItemIsMenu") is False
    assert [each[0] for each in panel.value("IconPixmap")] == [16, 20, 22, 24, 32, 48, 64]
    panel.item("Activate", "ii", (1, 2))
    assert model.done == ["activate"]
    with pytest.raises(DesktopError, match="UnknownMethod"):
        panel.item("Dance")


def test_the_shape_follows_the_state(shown: SniTray, panel: Panel) -> None:
    before = panel.value("IconPixmap")
    shown.show(TrayState.ATTENTION)
    assert until(lambda: "NewIcon" in panel.heard_names())
    assert panel.value("IconPixmap") != before
    assert panel.value("Status") == "NeedsAttention"
    panel.heard.clear()
    shown.show(TrayState.ATTENTION)
    shown.show(TrayState.RUNNING)
    assert until(lambda: ("NewStatus", ("Active",)) in panel.heard)
    assert panel.heard_names().count("NewIcon") == 1, "the same shape again is no news"
    assert panel.value("IconPixmap") == before


def test_the_tooltip_is_told_only_when_it_differs(shown: SniTray, panel: Panel, model: Model) -> None:
    shown.refresh()
    model.minutes = 11
    shown.refresh()
    assert until(lambda: panel.value("ToolTip")[2] == "Next break in 11 min")
    assert panel.heard_names().count("NewToolTip") == 1


def test_the_menu_is_read_with_marks_and_branches(shown: SniTray, panel: Panel, model: Model) -> None:
    assert shown.visible()
    rows = [values for _, values in panel.rows()]
    assert rows[0] == {"label": "Next in 12 min", "enabled": False}
    assert rows[1] == {"type": "separator"}
    assert rows[3]["children-display"] == "submenu"
    assert rows[4] == {"label": "Pause", "enabled": True, "toggle-type": "checkmark", "toggle-state": 0}
    branch = panel.number("Routines")
    assert [values["label"] for _, values in panel.rows(branch)] == ["wrist__hand"], "no mnemonic is made of it"
    panel.click(panel.number("wrist__hand", branch))
    panel.click(panel.number("Next in 12 min"))
    assert model.done == ["wrist"], "a disabled row does nothing"


def test_the_menu_is_made_when_it_opens(shown: SniTray, panel: Panel, model: Model) -> None:
    assert shown.visible()
    panel.rows()
    model.minutes, model.paused = 3, True
    assert panel.menu("AboutToShow", "i", 0) == (True,)
    assert until(lambda: "ItemsPropertiesUpdated" in panel.heard_names())
    assert panel.menu("AboutToShow", "i", 0) == (False,)
    (changed, removed) = panel.heard[-1][1]
    assert removed == []
    assert [values["label"] for _, values in changed] == [("s", "Next in 3 min"), ("s", "Pause")]
    assert panel.menu("GetGroupProperties", "aias", [panel.number("Pause")], ["toggle-state"])[0][0][1] == {
        "toggle-state": ("i", 1)
    }


def test_an_open_menu_changes_its_words_but_never_its_rows(shown: SniTray, panel: Panel, model: Model) -> None:
    before = [number for number, _ in panel.rows()]
    panel.menu("AboutToShow", "i", 0)
    model.minutes = 4
    shown.refresh()
    assert until(lambda: panel.heard_names() == ["ItemsPropertiesUpdated"]), "and no tooltip comes on top of it"
    model.extra = True
    shown.refresh()
    panel.menu("Event", "isvu", 0, "closed", ("s", ""), 0)
    assert panel.heard_names() == ["ItemsPropertiesUpdated"]
    shown.refresh()
    assert until(lambda: panel.heard_names()[1:] == ["NewToolTip", "LayoutUpdated"])
    assert [number for number, _ in panel.rows()] != before


def test_a_click_does_what_the_row_said(shown: SniTray, panel: Panel, model: Model) -> None:
    pressed = panel.number("Take a break")
    model.extra = True
    shown.refresh()
    panel.click(pressed)
    assert model.done == ["break"]
    unknown = panel.menu("EventGroup", "a(isvu)", [(pressed, "clicked", ("s", ""), 0), (999, "clicked", ("s", ""), 0)])
    assert unknown == ([999],)
    assert model.done == ["break", "break"]


def test_the_panel_goes_and_comes_back(shown: SniTray, panel: Panel, address: str) -> None:
    panel.service.leave()
    assert until(lambda: not shown.visible())
    assert "appears as soon as one does" in shown.sentence()
    with on_bus(address) as other:
        again = Panel(other)
        assert until(shown.visible)
        assert again.value("Id") == "ergobreak"


def test_a_watcher_without_a_panel_is_not_visible(ours: Bus, address: str, model: Model) -> None:
    with on_bus(address) as bus:
        panel = Panel(bus, shows=False)
        icon = SniTray(model, ours)
        runner = threading.Thread(target=icon.run, args=(lambda: None,))
        runner.start()
        assert until(lambda: bool(panel.items))
        assert not icon.visible()
        panel.service.properties["IsStatusNotifierHostRegistered"] = ("b", True)
        bus.emit("/StatusNotifierWatcher", WATCHER, "StatusNotifierHostRegistered")
        assert until(icon.visible)
        icon.stop()
        runner.join(5)


def test_quit_in_the_menu_ends_it(ours: Bus, panel: Panel) -> None:
    class Quits(Model):
        icon: SniTray

        def menu(self) -> tuple[MenuItem, ...]:
            return (MenuItem(label="Quit", action=self.icon.stop),)

    model = Quits()
    model.icon = SniTray(model, ours)
    runner = threading.Thread(target=model.icon.run, args=(lambda: None,))
    runner.start()
    assert until(model.icon.visible)
    panel.click(panel.number("Quit"))
    runner.join(5)
    assert not runner.is_alive()


def test_stopped_before_it_ran(ours: Bus, model: Model) -> None:
    icon = SniTray(model, ours)
    icon.stop()
    runner = threading.Thread(target=icon.run, args=(lambda: None,))
    runner.start()
    runner.join(5)
    assert not runner.is_alive()


def test_the_best_tray_is_chosen(ours: Bus, panel: Panel, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert tray.choose(model, ours).name == "sni"
    panel.service.leave()
    waiting = tray.choose(model, ours, wait_s=0.1)
    assert not waiting.visible(), "no panel: it waits for one, and says so"
    assert "No panel" in waiting.sentence()


def test_a_machine_without_tray_or_bus(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    none = tray.choose(model, None)
    assert isinstance(none, NullTray)
    ready = threading.Event()
    runner = threading.Thread(target=none.run, args=(ready.set,))
    runner.start()
    assert ready.wait(5)
    none.show(TrayState.BREAK)
    none.refresh()
    assert not none.visible()
    assert "has no tray" in none.sentence()
    none.stop()
    runner.join(5)
    assert not runner.is_alive()


def test_the_bus_dies_and_the_icon_comes_back(tmp_path: Path, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("dbus-daemon")
    monkeypatch.setattr(Bus, "first_wait_s", 0.05)
    address = f"unix:path={tmp_path}/bus"
    daemon = ("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}")
    with program(*daemon):
        assert until((tmp_path / "bus").exists)
        ours, theirs = open_bus(address), open_bus(address)
        panel = Panel(theirs)
        icon = SniTray(model, ours)
        runner = threading.Thread(target=icon.run, args=(lambda: None,))
        runner.start()
        assert until(icon.visible)
    assert until(lambda: not icon.visible())
    icon.show(TrayState.BREAK)
    icon.refresh()
    (tmp_path / "bus").unlink(missing_ok=True)
    with program(*daemon):
        assert until(icon.visible, 10.0)
        assert len(panel.items) == 2
        assert panel.value("Id") == "ergobreak"
        icon.stop()
        runner.join(5)
        assert not runner.is_alive()
        for each in (ours, theirs):
            each.close()
