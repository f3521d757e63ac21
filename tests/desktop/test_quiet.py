"""Is this a bad moment? Each source against the real thing or a stand-in for it, and all of them together."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.quiet import Quiet, Senses, choose
from ergobreak.desktop.quiet import win32 as windows
from ergobreak.desktop.quiet.debounce import OFF_S, Debounce
from ergobreak.desktop.quiet.devices import LinuxDevices
from ergobreak.desktop.quiet.macos import address as mac_address
from ergobreak.desktop.quiet.power import LinuxPower
from ergobreak.errors import DesktopError
from tests.fakes.world import Ear

if TYPE_CHECKING:
    from pathlib import Path

MIC, CAMERA, FULL = HoldReason.MICROPHONE, HoldReason.CAMERA, HoldReason.FULL_SCREEN


def holding(*reasons: HoldReason) -> Quiet:
    return Quiet(reasons=frozenset(reasons))


class Says:
    """A source that says what the test says."""

    def __init__(self, quiet: Quiet, *, event_driven: bool = True) -> None:
        self.quiet, self.event_driven, self.stopped = quiet, event_driven, False

    def read(self) -> Quiet:
        return self.quiet

    def sentence(self) -> str:
        return "So it says."

    def stop(self) -> None:
        self.stopped = True


class Breaks(Says):
    def read(self) -> Quiet:
        raise RuntimeError("the probe failed")


class TestTogether:
    def test_reasons_add_up_and_a_broken_probe_costs_nothing(self) -> None:
        sources = (Says(holding(FULL)), Breaks(Quiet()), Says(holding(HoldReason.DO_NOT_DISTURB)))
        senses = Senses(sources, lambda: 0.0)
        assert senses.read() == Quiet(reasons=frozenset({FULL, HoldReason.DO_NOT_DISTURB}), passive=True)
        assert senses.look_again_s() is None
        senses.stop()
        assert all(each.stopped for each in sources)

    def test_do_not_disturb_says_nothing_of_presence(self) -> None:
        assert not Senses((Says(holding(HoldReason.DO_NOT_DISTURB)),), lambda: 0.0).read().passive

    def test_a_film_holds_nothing_but_somebody_may_be_there(self) -> None:
        assert Senses((Says(Quiet(passive=True)),), lambda: 0.0).read() == Quiet(passive=True)

    def test_a_call(self) -> None:
        """A microphone opens at ten, drops for an instant and closes for good at a quarter past."""
        now = [600.0]
        source = Says(holding(MIC))
        senses = Senses((source,), lambda: now[0])
        assert senses.read() == Quiet(), "one look is not a call"
        assert senses.look_again_s() == 1.0
        now[0] += 1.0
        assert senses.read() == Quiet(reasons=frozenset({MIC}), passive=True)
        assert senses.look_again_s() is None, "the device tells when it is closed"
        now[0] += 900.0
        senses.read()
        source.quiet = Quiet()
        now[0] += 3.0
        assert senses.read().reasons == {MIC}, "perhaps it only dropped"
        assert senses.look_again_s() == OFF_S - 3.0
        source.quiet = holding(MIC)
        now[0] += 2.0
        assert senses.read().reasons == {MIC}
        source.quiet = Quiet()
        now[0] += OFF_S
        assert senses.read() == Quiet()

    def test_what_is_only_polled_wants_another_look_while_it_holds(self) -> None:
        senses = Senses((Says(holding(FULL), event_driven=False),), lambda: 0.0)
        senses.read()
        assert senses.look_again_s() == 15.0

    @given(st.lists(st.tuples(st.floats(0.01, 30.0), st.booleans()), max_size=40))
    def test_a_steadied_switch_never_lies_for_long(self, looks: list[tuple[float, bool]]) -> None:
        switch, now, off_since = Debounce(), 0.0, 0.0
        previous = False
        for gap, on in looks:
            now += gap
            steady = switch.seen(now, on=on)
            if on:
                off_since = now
            if not on and now - off_since >= OFF_S:
                assert not steady, "off for ten seconds is off"
            if steady and not previous:
                assert on, "it goes on only while it is on"
            assert switch.pending_s is None or 0.0 < switch.pending_s <= OFF_S
            previous = steady


class Machine:
    """A ``/dev`` and a ``/proc`` of the test's own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.stream = root / "proc/asound/card0/pcm0c/sub0/status"
        self.stream.parent.mkdir(parents=True)
        (root / "dev/snd").mkdir(parents=True)
        self.device = root / "dev/snd/pcmC0D0c"
        self.device.write_bytes(b"")
        self.speaker = root / "dev/snd/pcmC0D0p"
        self.speaker.write_bytes(b"")
        self.camera = root / "dev/video0"
        self.camera.write_bytes(b"")
        self.fds = root / "proc/77/fd"
        self.fds.mkdir(parents=True)
        self.stream.write_text("closed\n", encoding="ascii")


@pytest.mark.skipif(sys.platform != "linux", reason="the devices of Linux, and inotify")
class TestDevices:
    @pytest.fixture
    def machine(self, tmp_path: Path) -> Machine:
        return Machine(tmp_path)

    def test_a_microphone_that_runs(self, machine: Machine) -> None:
        source = LinuxDevices(Ear(), machine.root)
        assert source.read() == Quiet()
        machine.stream.write_text("state: RUNNING\nowner_pid   : 77\n", encoding="ascii")
        assert source.read() == holding(MIC)
        machine.stream.write_text("state: SETUP\n", encoding="ascii")
        assert source.read() == Quiet()
        source.stop()

    def test_opening_the_device_is_heard_at_once_and_the_speaker_is_not(self, machine: Machine) -> None:
        ear = Ear()
        source = LinuxDevices(ear, machine.root)
        with machine.speaker.open("rb"):
            assert ear.stays_silent()
        with machine.device.open("rb"):
            assert ear.hears(1)
        assert ear.hears(2), "closing it too"
        source.stop()
        source.stop()

    def test_a_headset_that_is_plugged_in_later_is_heard_too(self, machine: Machine) -> None:
        ear = Ear()
        source = LinuxDevices(ear, machine.root)
        fresh = machine.root / "dev/snd/pcmC1D0c"
        fresh.write_bytes(b"")
        assert ear.stays_silent(0.2)
        with fresh.open("rb"):
            assert ear.hears(1)
        source.stop()

    def test_a_camera_that_is_held(self, machine: Machine) -> None:
        ear = Ear()
        source = LinuxDevices(ear, machine.root)
        assert source.read() == Quiet()
        link = machine.fds / "5"
        link.symlink_to(machine.camera)
        assert source.read() == Quiet(), "nobody looks through the processes without a sign"
        with machine.camera.open("rb"):
            assert ear.hears(1)
        assert source.read() == holding(CAMERA)
        link.unlink()
        assert source.read() == Quiet(), "while it is in use, each look is a real one"
        source.stop()

    def test_a_machine_without_devices_is_not_busy(self, tmp_path: Path) -> None:
        source = LinuxDevices(Ear(), tmp_path)
        assert source.read() == Quiet()
        source.stop()


class TestBattery:
    @staticmethod
    def supply(folder: Path, name: str, **words: str) -> None:
        (folder / name).mkdir()
        for key, value in words.items():
            (folder / name / key).write_text(value + "\n", encoding="ascii")

    def test_a_laptop_on_the_train(self, tmp_path: Path) -> None:
        self.supply(tmp_path, "AC", type="Mains", online="0")
        self.supply(tmp_path, "BAT0", type="Battery", status="Discharging", scope="System")
        source = LinuxPower(tmp_path)
        assert source.read() == holding(HoldReason.BATTERY)
        (tmp_path / "AC/online").write_text("1\n", encoding="ascii")
        assert source.read() == Quiet()

    def test_the_battery_of_a_mouse_is_not_the_machine(self, tmp_path: Path) -> None:
        self.supply(tmp_path, "hidpp_battery_0", type="Battery", status="Discharging", scope="Device")
        with pytest.raises(DesktopError):
            LinuxPower(tmp_path)


class TestWindows:
    BOOT_S = 1_700_000_000.0

    def filetime(self, after_boot_s: float) -> int:
        return int((self.BOOT_S + after_boot_s + 11_644_473_600) * 1e7)

    def test_a_use_without_an_end_goes_on(self) -> None:
        assert windows.in_use([(self.filetime(60), 0)], self.BOOT_S)
        assert not windows.in_use([(self.filetime(60), self.filetime(90))], self.BOOT_S)
        assert not windows.in_use([], self.BOOT_S)

    def test_a_use_from_before_the_last_start_is_stale(self) -> None:
        assert not windows.in_use([(self.filetime(-3600), 0)], self.BOOT_S)
        assert not windows.in_use([(0, 0)], self.BOOT_S)

    @pytest.mark.parametrize(
        ("state", "reason"),
        [(1, None), (2, FULL), (3, FULL), (4, HoldReason.SHARING), (5, None), (6, HoldReason.DO_NOT_DISTURB)],
    )
    def test_what_windows_says_of_notices(self, state: int, reason: HoldReason | None) -> None:
        assert windows.reason_for(state) is reason

    @pytest.mark.parametrize(
        ("line", "flag", "answer"), [(0, 1, True), (1, 1, False), (0, 128, False), (255, 255, False)]
    )
    def test_battery(self, line: int, flag: int, answer: bool) -> None:
        assert windows.on_battery(windows.PowerStatus(ac_line=line, battery_flag=flag)) is answer

    def test_a_program_may_be_listed_with_or_without_its_ending(self) -> None:
        assert windows.program_of("C:\\Program Files\\Zoom\\Zoom.exe") == {"zoom.exe", "zoom"}


def test_the_four_letters_of_a_mac_property() -> None:
    assert mac_address("gone").selector == 0x676F6E65
    assert mac_address("gone").scope == 0x676C6F62


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems are never that bare")
def test_a_bare_machine_is_not_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    sensor = choose(Ear(), wanted=frozenset({HoldReason.DO_NOT_DISTURB}))
    assert sensor.read() == Quiet()
    assert sensor.sentences() == []
    sensor.stop()
