"""That the organisation's word may have changed is told at once, and nobody looks by the clock."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from ergobreak import paths
from ergobreak.desktop import policy
from ergobreak.desktop.policy.macos import ManagedPreferencesWatch
from ergobreak.desktop.policy.null import NullPolicyWatch
from ergobreak.desktop.policy.win32 import upwards
from ergobreak.snapshot import POLICY_KEY, file_state
from tests.fakes.world import Ear, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ergobreak.desktop.policy import PolicyWatch

linux = pytest.mark.skipif(sys.platform != "linux", reason="policy files are Linux's")


@pytest.fixture
def watch() -> Iterator[Callable[[Ear], PolicyWatch]]:
    made: list[PolicyWatch] = []

    def open_it(ear: Ear) -> PolicyWatch:
        made.append(policy.choose(ear))
        return made[-1]

    yield open_it
    for each in made:
        each.stop()
        each.stop()


@linux
def test_the_first_policy_file_ever_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watch: Callable[[Ear], PolicyWatch]
) -> None:
    folders = {level: tmp_path / "ergobreak" / "policies" / level for level in ("managed", "recommended")}
    monkeypatch.setattr("ergobreak.desktop.policy.linux.policy_folders", lambda: folders)
    ear = Ear()
    found = watch(ear)
    assert "noticed at once" in found.sentence()
    folders["managed"].mkdir(parents=True)
    assert ear.hears(1)
    assert until(lambda: ear.stays_silent(0.1))
    before = ear.count
    (folders["managed"] / "10.json").write_text("{}", encoding="ascii")
    assert ear.hears(before + 1)
    found.stop()
    before = ear.count
    (folders["managed"] / "20.json").write_text("{}", encoding="ascii")
    assert ear.stays_silent(0.2)


def test_where_nobody_tells_it_says_so() -> None:
    found = NullPolicyWatch()
    assert "within half an hour" in found.sentence()
    found.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="managed preferences are files with POSIX owners")
def test_managed_preferences_are_watched_as_folders(tmp_path: Path) -> None:
    ear = Ear()
    found = ManagedPreferencesWatch(ear, tmp_path, {"USER": "ann"})
    (tmp_path / "ann").mkdir()
    assert ear.hears(1)
    assert until(lambda: ear.stays_silent(0.1))
    before = ear.count
    (tmp_path / "ann" / "io.github.ergobreak.plist").write_bytes(b"")
    assert ear.hears(before + 1)
    found.stop()


def test_the_way_up_ends_with_the_hive() -> None:
    assert upwards(POLICY_KEY) == [r"Software\Policies\Ergobreak", r"Software\Policies", "Software"]


def test_a_name_of_the_registry_is_no_file() -> None:
    assert file_state("HKLM\\" + POLICY_KEY + r"\Nothing\Of\The\Kind") is None
    assert paths.policy_folders().keys() == {"managed", "recommended"}


if sys.platform == "win32":
    import winreg

    from ergobreak.settings import LayerName, load, policy_source
    from ergobreak.settings.policies import policy_hash, statements

    OURS = rf"Software\Policies\ErgobreakTest{os.getpid()}"  # not the real one: other tests read that at this moment
    HIVES = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}

    def write(hive: str, below: str, **values: int | str | list[str]) -> None:
        access = winreg.KEY_WRITE | winreg.KEY_WOW64_64KEY
        with winreg.CreateKeyEx(HIVES[hive], OURS + below, 0, access) as key:
            for name, value in values.items():
                kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
                winreg.SetValueEx(key, name, 0, winreg.REG_MULTI_SZ if isinstance(value, list) else kind, value)

    def remove(root: int, path: str) -> None:
        access = winreg.KEY_ALL_ACCESS | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(root, path, 0, access) as key:
                below = [winreg.EnumKey(key, index) for index in range(winreg.QueryInfoKey(key)[0])]
        except FileNotFoundError:
            return
        for each in below:
            remove(root, f"{path}\\{each}")
        winreg.DeleteKeyEx(root, path, winreg.KEY_WOW64_64KEY)

    @pytest.fixture
    def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setattr("ergobreak.settings.sources.registry.POLICY_KEY", OURS)
        monkeypatch.setattr("ergobreak.desktop.policy.win32.POLICY_KEY", OURS)
        for each in HIVES.values():
            remove(each, OURS)
        yield
        for each in HIVES.values():
            remove(each, OURS)

    @pytest.mark.usefixtures("clean")
    def test_the_real_registry_is_read_in_all_its_forms(tmp_path: Path) -> None:
        write(
            "HKLM",
            "",
            Corner="top_left",
            MicroEveryMinAtMost=20,
            CheckInMode="off",
            ManagedReason="so that help is quick",
        )
        write("HKCU", "", Corner="bottom_left", EdgeCue=1)
        write("HKLM", r"\Recommended", PosturePerDay="0.5", HoldApps=["soffice", "Blender"], TextScale="1.5")
        write("HKCU", r"\Recommended\SnoozeMin", **{"2": "15", "1": "5", "10": "30"})
        loaded = load(path=tmp_path / "config.toml", environ={}, policy=policy_source)
        values = loaded.values
        assert (values.corner, values.edge_cue, values.micro_every_min) == ("top_left", True, 20)
        assert (values.posture_per_day, values.hold_apps, values.text_scale) == (0.5, ("soffice", "Blender"), 1.5)
        assert (values.snooze_min, loaded.layer["snooze_min"]) == ((5, 15, 30), LayerName.USER_RECOMMENDED)
        assert loaded.locked == {"corner", "edge_cue"}
        (problem,) = loaded.problems
        assert (problem.file, problem.key) == ("HKLM\\" + OURS, "check_in_mode")
        assert len(policy_hash(loaded)) == 8
        assert {each.source for each in statements(loaded) if each.name == "edge_cue"} == {"HKCU\\" + OURS}

    @pytest.mark.usefixtures("clean")
    def test_the_state_of_a_key_changes_with_its_values(tmp_path: Path) -> None:
        name = "HKLM\\" + OURS
        assert file_state(name) is None
        write("HKLM", "", Corner="top_left")
        before = file_state(name)
        assert before is not None
        assert name in {path for layer in policy_source() for path in layer.watch}
        write("HKLM", "", EdgeCue=1)
        assert file_state(name) != before

    @pytest.mark.usefixtures("clean")
    @pytest.mark.parametrize("hive", ["HKLM", "HKCU"])
    def test_a_change_in_the_registry_is_noticed(hive: str, watch: Callable[[Ear], PolicyWatch]) -> None:
        ear = Ear()
        assert watch(ear).name == "registry"
        write(hive, "", Corner="top_left")  # the first policy ever
        assert ear.hears(1)
        assert until(lambda: ear.stays_silent(0.2))
        before = ear.count
        write(hive, "", Corner="bottom_left")
        assert ear.hears(before + 1)
        assert until(lambda: ear.stays_silent(0.2))
        before = ear.count
        write(hive, r"\HoldApps", **{"1": "soffice"})
        assert ear.hears(before + 1)
