"""Notices: on Linux with a service of a test's own hands, elsewhere with stand-ins for the libraries."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.desktop import notify
from ergobreak.desktop.notify import CLICK, Notice
from ergobreak.desktop.notify.freedesktop import NAME, FreedesktopNotifier
from ergobreak.desktop.notify.text import NullNotifier, TextNotifier, cut
from ergobreak.desktop.notify.toast import ToastNotifier
from tests.fakes.world import Service, message_bus, on_bus, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.desktop.bus import Bus

PATH = "/org/freedesktop/Notifications"
CUE = Notice(id="cue", title="Soon", body="Tom & <Ann>", actions=((CLICK, "Start"), ("later", "Later")))


class Shown(Service):
    """A notification service: what it was told, and what a person presses."""

    def __init__(self, bus: Bus, *abilities: str) -> None:
        self.last = 0
        table = {
            "GetCapabilities": ("as", (list(abilities),)),
            "Notify": self._notify,
            "CloseNotification": ("", ()),
        }
        super().__init__(bus, NAME, PATH, methods=table)

    def _notify(self, body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        self.last = body[1] or self.last + 1
        return "u", (self.last,)

    def press(self, number: int, key: str) -> None:
        self.bus.emit(PATH, NAME, "ActionInvoked", "us", (number, key))

    def dismiss(self, number: int) -> None:
        self.bus.emit(PATH, NAME, "NotificationClosed", "uu", (number, 2))


@pytest.fixture
def address() -> Iterator[str]:
    with message_bus() as address:
        yield address


@pytest.fixture
def ours(address: str) -> Iterator[Bus]:
    with on_bus(address) as bus:
        yield bus


@pytest.fixture
def theirs(address: str) -> Iterator[Bus]:
    with on_bus(address) as bus:
        yield bus


@pytest.mark.desktop
def test_a_click_comes_back_once(ours: Bus, theirs: Bus) -> None:
    service = Shown(theirs, "actions", "body", "body-markup")
    notifier = notify.choose(ours)
    heard: list[str] = []
    notifier.notify(CUE, heard.append)
    assert until(lambda: service.last == 1)
    app, replaced, _icon, title, body, actions, hints, _timeout = service.called("Notify")[0]
    assert (app, replaced, title, body) == ("ergobreak", 0, "Soon", "Tom &amp; &lt;Ann&gt;")
    assert actions == [CLICK, "Start", "later", "Later"]
    assert hints["urgency"] == ("y", 0)
    assert Path(hints["image-path"][1]).is_file()
    service.press(1, "later")
    service.press(1, "later")
    assert until(lambda: service.called("CloseNotification") == [(1,)])
    assert heard == ["later"]
    assert "a click opens the break" in notifier.sentence()


@pytest.mark.desktop
def test_a_plain_service_gets_plain_words(ours: Bus, theirs: Bus) -> None:
    service = Shown(theirs, "body")
    notifier = FreedesktopNotifier(ours)
    notifier.notify(CUE, lambda _key: None)
    assert until(lambda: service.last == 1)
    body = service.called("Notify")[0]
    assert body[4] == "Tom & <Ann>"
    assert body[5] == []
    assert "text only" in notifier.sentence()


@pytest.mark.desktop
def test_one_takes_the_others_place_and_goes(ours: Bus, theirs: Bus) -> None:
    service = Shown(theirs, "actions")
    notifier = FreedesktopNotifier(ours)
    heard: list[str] = []
    notifier.notify(CUE, lambda key: heard.append("first " + key))
    assert until(lambda: service.last == 1)
    assert until(lambda: notifier._standing["cue"].number == 1)
    notifier.notify(CUE, lambda key: heard.append("second " + key))
    assert until(lambda: len(service.called("Notify")) == 2)
    assert service.called("Notify")[1][1] == 1, "in the place of the first"
    service.press(1, CLICK)
    assert until(lambda: heard == ["second default"])
    notifier.notify(CUE, heard.append)
    notifier.close("cue")
    notifier.close("cue")
    assert until(lambda: service.called("CloseNotification")[1:] == [(2,)]), "closed as soon as its number is known"
    notifier.notify(CUE, heard.append)
    assert until(lambda: service.last == 3)
    service.dismiss(3)
    assert until(lambda: not notifier._standing)
    notifier.stop()
    notifier.stop()


@pytest.mark.desktop
def test_another_service_takes_over(ours: Bus, theirs: Bus, address: str) -> None:
    first = Shown(theirs, "actions")
    notifier = FreedesktopNotifier(ours)
    notifier.notify(CUE, lambda _key: None)
    assert until(lambda: first.last == 1)
    first.leave()
    with on_bus(address) as bus:
        second = Shown(bus, "body")
        assert until(lambda: notifier._abilities is None)
        notifier.notify(CUE, lambda _key: None)
        assert until(lambda: second.last == 1)
        assert second.called("Notify")[0][1] == 0, "an old number means nothing to it"
        assert second.called("Notify")[0][5] == []


@pytest.mark.desktop
def test_no_service_is_reported_and_tried_again(ours: Bus, theirs: Bus) -> None:
    notifier = FreedesktopNotifier(ours)
    notifier.notify(CUE, lambda _key: None)
    assert until(lambda: "did not answer" in notifier.sentence())
    service = Shown(theirs, "actions")
    notifier.notify(CUE, lambda _key: None)
    assert until(lambda: service.last == 1)
    assert until(lambda: "a click" in notifier.sentence())


def library() -> tuple[Any, list[Any], list[str]]:
    """A stand-in for desktop-notifier 6.2: (the library, what was sent, what was cleared)."""
    sent: list[Any] = []
    cleared: list[str] = []

    class DesktopNotifier:
        def __init__(self, *, app_name: str, app_icon: SimpleNamespace) -> None:
            assert app_name == "ergobreak"
            assert app_icon.path.is_file()

        async def send(self, **what: object) -> str:
            if what["title"] == "fail":
                raise OSError("no")
            sent.append(SimpleNamespace(**what))
            return f"number {len(sent)}"

        async def clear(self, identifier: str) -> None:
            cleared.append(identifier)

    kit = SimpleNamespace(
        DesktopNotifier=DesktopNotifier,
        Icon=lambda path: SimpleNamespace(path=path),
        Button=SimpleNamespace,
        Urgency=SimpleNamespace(Low="low"),
    )
    return kit, sent, cleared


def test_windows_and_macos_have_buttons_and_a_loop_of_their_own() -> None:
    kit, sent, cleared = library()
    notifier = ToastNotifier(lambda: kit)
    notifier.stop()
    heard: list[str] = []
    notifier.notify(CUE, heard.append)
    assert until(lambda: len(sent) == 1)
    assert (sent[0].title, sent[0].message, sent[0].urgency) == ("Soon", "Tom & <Ann>", "low")
    assert [button.title for button in sent[0].buttons] == ["Later"], "the click needs no button there"
    sent[0].buttons[0].on_pressed()
    sent[0].on_clicked()
    assert heard == ["later"]
    notifier.notify(CUE, heard.append)
    notifier.notify(CUE, heard.append)
    assert until(lambda: cleared == ["number 2"]), "one at a time"
    sent[2].on_clicked()
    assert heard == ["later", CLICK]
    notifier.notify(Notice(id="x", title="fail"), heard.append)
    assert until(lambda: "did not take" in notifier.sentence())
    notifier.notify(Notice(id="y", title="well"), heard.append)
    assert until(lambda: len(sent) == 4)
    notifier.close("y")
    assert until(lambda: "number 4" in cleared)
    notifier.stop()
    assert all(each.name != "notices" for each in threading.enumerate())


def test_text_alone_never_says_what_others_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[dict[str, Any]] = []
    plyer = ModuleType("plyer")
    plyer.notification = SimpleNamespace(notify=lambda **what: said.append(what))  # type: ignore[attr-defined]  # a stand-in is enough
    monkeypatch.setitem(sys.modules, "plyer", plyer)
    notifier = TextNotifier()
    notifier.notify(Notice(id="a", title="'; rm", body="'>", plain='Time to "move", it\'s ' + "long " * 80), print)
    notifier.notify(Notice(id="b", title="'; rm", body="'>"), print)
    assert until(lambda: len(said) == 2)
    for each in said:
        assert each["title"] == "ergobreak"
        assert len(each["message"]) < 256
        assert not set(each["message"]) & set("'\"\n")
        assert "rm" not in each["message"]
    assert "text only" in notifier.sentence()
    plyer.notification = SimpleNamespace(notify=lambda **_what: 1 / 0)  # type: ignore[attr-defined]  # a stand-in is enough
    notifier.notify(CUE, print)
    assert until(lambda: "could not be shown" in notifier.sentence())


def test_cut_leaves_short_words_alone() -> None:
    assert cut("Time to move") == "Time to move"


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems have notices of their own")
def test_without_a_bus_there_is_text_or_silence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    silent = notify.choose(None)
    assert isinstance(silent, NullNotifier)
    silent.notify(CUE, print)
    silent.close("cue")
    silent.stop()
    assert "no notices" in silent.sentence()
    (tmp_path / "notify-send").write_text("#!/bin/sh\n")
    (tmp_path / "notify-send").chmod(0o755)
    assert notify.choose(None).name == "plyer"


def test_the_daemons_edge_loads_no_heavy_library() -> None:
    program = (
        "import sys, ergobreak.desktop.bus, ergobreak.desktop.notify.freedesktop, ergobreak.desktop.tray.sni,"
        " ergobreak.desktop.speech\n"
        "heavy = {'PIL', 'gi', 'asyncio', 'plyer', 'email', 'Xlib', 'PySide6', 'pydantic'} & set(sys.modules)\n"
        "sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stderr) == (0, "")
