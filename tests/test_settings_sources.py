"""Where an organisation's word is read: files of root's, the registry, managed preferences; and what is refused."""

from __future__ import annotations

import os
import plistlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak import trusted
from ergobreak.settings import Layer, LayerName, Loaded, load
from ergobreak.settings.layers import check
from ergobreak.settings.policies import statements
from ergobreak.settings.sources import folders, managed_preferences, registry
from ergobreak.settings.sources.pascal import known_name
from ergobreak.settings.sources.written import BIGGEST, written

if TYPE_CHECKING:
    from collections.abc import Callable

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has its policies in the registry, not in files")
AT = r"Software\Policies\Ergobreak"


def owner() -> int:
    if sys.platform == "win32":
        return 0
    return os.getuid()


def resolved(layers: list[Layer], tmp_path: Path) -> Loaded:
    return load(path=tmp_path / "none.toml", environ={}, policy=lambda: layers)


def messages(layers: list[Layer]) -> list[str]:
    return [each.message for layer in layers for each in check(layer).problems]


# -- a file as written -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b'{"corner": "top_left",\n "edge_cue" true}', 2, "this is not JSON: expecting ':' delimiter."),
        (b'{"corner": "top_left"', 1, "this is not JSON"),
        (b"", 1, "this is not JSON"),
        (b'["corner"]', 1, "this is not a JSON object"),
        (b"[" * 100_000, 1, "too deep or too long"),
        (b'{"a": ' + b"9" * 5000 + b"}", 1, "too deep or too long"),
        (b'{\n"corner": "\xff"}', 2, "this is not UTF-8 text."),
        (b" " * (BIGGEST + 1), 0, "too big"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(raw: bytes, line: int, says: str) -> None:
    (problem,) = written(raw, "10.json").broken
    assert says in problem.message
    assert (problem.file, problem.line) == ("10.json", line)


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    for text in ('{\r\n "corner": "top_left",\r\n "edge_cue": true\r\n}', 'corner = "top_left"\r\nedge_cue = true\r\n'):
        found = written(text.encode("utf-8-sig"), "10")
        assert (found.values, found.broken) == ({"corner": "top_left", "edge_cue": True}, ())
        assert found.lines["edge_cue"] - found.lines["corner"] == 1


def test_a_name_that_stands_twice_is_told_and_left_out_and_the_rest_holds() -> None:
    text = '{"corner": "top_left",\n "hold_apps": ["{", "a:b", "\\"c"], "edge_cue": true,\n "corner": "top_right"}'
    found = written(text.encode(), "10.json")
    assert set(found.values) == {"hold_apps", "edge_cue"}
    assert [(each.line, each.key) for each in found.faults] == [(3, "corner")]
    assert "stands twice (line 1)" in found.faults[0].message


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", '"\\ud800"', "[[]]", "{}", "null"])
def test_no_strange_value_voids_the_rest(value: str) -> None:
    found = written(f'{{"hold_ceiling_min": {value}, "corner": "top_left"}}'.encode(), "10.json")
    layer = Layer(name=LayerName.MACHINE_MANDATORY, source="10.json", values=found.values, lines=found.lines)
    voice = check(layer)
    assert voice.values == {"corner": "top_left"}
    assert len(voice.problems) == 1


@given(
    st.binary(max_size=60) | st.text('{}[]":,\n\\0a.e-', max_size=60).map(str.encode),
    st.sampled_from([".json", ".toml", ""]),
)
def test_no_file_whatever_stops_anybody(raw: bytes, suffix: str) -> None:
    found = written(raw, "10" + suffix)
    assert isinstance(dict(found.values), dict)
    assert all(each.message for each in (*found.broken, *found.faults))


# -- Linux -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def etc(tmp_path: Path) -> Path:
    root = tmp_path / "etc" / "ergobreak" / "policies"
    for level in ("managed", "recommended"):
        (root / level).mkdir(parents=True)
    for each in (root, *root.parents[:2], *root.iterdir()):
        each.chmod(0o755)
    return root


def read(etc: Path) -> list[Layer]:
    return folders.layers({level: etc / level for level in ("managed", "recommended")}, owner())


def put(etc: Path, name: str, text: str, mode: int = 0o644) -> Path:
    path = etc / name
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


@posix
def test_files_are_read_in_the_order_of_their_names_and_the_later_wins(etc: Path, tmp_path: Path) -> None:
    put(etc, "managed/20-site.json", '{"corner": "bottom_left"}')
    put(etc, "managed/10-base.toml", 'corner = "top_left"\nedge_cue = true\n')
    put(etc, "recommended/10.toml", 'theme = "dark"\ncorner = "bottom_right"\n')
    put(etc, "managed/README.md", "not for us")
    put(etc, "managed/.30-hidden.json", '{"corner": "top_right"}')
    loaded = resolved(read(etc), tmp_path)
    assert (loaded.values.corner, loaded.values.edge_cue, loaded.values.theme) == ("bottom_left", True, "dark")
    assert loaded.locked == {"corner", "edge_cue"}
    assert loaded.problems == ()
    notes = {each.source.rpartition("/")[2]: each.note for each in statements(loaded) if each.name == "corner"}
    assert notes["20-site.json"] == ""
    assert "20-site.json:1 has the word" in notes["10-base.toml"]


@posix
def test_where_nobody_manages_anything_there_is_nothing_and_it_is_watched_for(tmp_path: Path) -> None:
    place = tmp_path / "etc" / "ergobreak" / "policies" / "managed"
    layers = folders.layers({"managed": place}, owner())
    assert [layer.values for layer in layers] == [{}]
    assert str(place) in layers[0].watch
    assert messages(layers) == []


def loosen(path: Path) -> None:
    path.chmod(path.stat().st_mode | 0o002)


def loosen_group(path: Path) -> None:
    path.chmod(path.stat().st_mode | 0o020)


@posix
@pytest.mark.parametrize("change", [loosen, loosen_group])
@pytest.mark.parametrize("where", ["managed/10.json", "managed", ".", ".."])
def test_what_others_can_write_to_is_refused_and_nothing_in_it_is_used(
    where: str, change: Callable[[Path], None], etc: Path, tmp_path: Path
) -> None:
    put(etc, "managed/10.json", '{"corner": "top_left"}')
    put(etc, "managed/20.json", '{"edge_cue": true}')
    change(etc / where)
    loaded = resolved(read(etc), tmp_path)
    assert "corner" not in loaded.locked
    assert ("edge_cue" in loaded.locked) == (where == "managed/10.json")
    told = [each.message for each in loaded.problems]
    assert told
    assert all("is writable by group or others." in each for each in told)
    assert all("Nothing in it is used." in each for each in told)


@posix
def test_a_link_is_not_followed_wherever_it_stands(etc: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "10.json").write_text('{"corner": "top_left"}')
    (etc / "managed" / "10.json").symlink_to(elsewhere / "10.json")
    assert "is a link" in messages(read(etc))[0]
    (etc / "managed" / "10.json").unlink()
    (etc / "managed").rmdir()
    (etc / "managed").symlink_to(elsewhere, target_is_directory=True)
    layers = read(etc)
    assert "is a link" in messages(layers)[0]
    assert resolved(layers, tmp_path).locked == frozenset()


@posix
def test_what_belongs_to_somebody_else_is_refused(etc: Path) -> None:
    path = put(etc, "managed/10.json", '{"corner": "top_left"}')
    if sys.platform != "win32" and owner() == 0:
        os.chown(path, 12345, 0)
    assert "does not belong to root" in messages(folders.layers({"managed": etc / "managed"}))[0]


@posix
def test_a_pipe_in_the_folder_makes_nobody_wait(etc: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(etc / "managed" / "10.json", 0o644)
    assert "is not an ordinary file" in messages(read(etc))[0]


@posix
def test_a_file_that_is_too_big_or_broken_costs_only_itself(etc: Path, tmp_path: Path) -> None:
    put(etc, "managed/10.json", '{"managed_reason": "' + "x" * BIGGEST + '"}')
    put(etc, "managed/20.json", "{")
    put(etc, "managed/30.json", '{"corner": "top_left"}')
    loaded = resolved(read(etc), tmp_path)
    assert loaded.locked == {"corner"}
    assert [Path(each.file).name for each in loaded.problems] == ["10.json", "20.json"]


@posix
def test_a_sticky_folder_further_up_is_trusted_and_the_last_one_is_not(etc: Path) -> None:
    put(etc, "managed/10.json", '{"corner": "top_left"}')
    etc.parents[1].chmod(0o1777)
    assert messages(read(etc)) == []
    (etc / "managed").chmod(0o1777)
    assert "writable by group or others" in messages(read(etc))[0]


@posix
def test_a_swap_between_looking_and_reading_is_no_way_in(etc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever could exchange the folder at the last moment gets a refusal: it is the opened folder that is read."""
    put(etc, "managed/10.json", '{"corner": "top_left"}')
    listed = trusted.Folder.names

    def swapped(opened: trusted.Folder) -> list[str]:
        found = listed(opened)
        (etc / "managed").rename(etc / "aside")
        (etc / "managed").mkdir()
        (etc / "managed" / "10.json").write_text('{"corner": "bottom_right"}')
        return found

    monkeypatch.setattr(trusted.Folder, "names", swapped)
    layers = folders.layers({"managed": etc / "managed"}, owner())
    assert [each.values for each in layers if each.values] == [{"corner": "top_left"}]


# -- Windows, by a stand-in; the real registry has its own test --------------------------------------------------------


class PaperRegistry:
    """Keys and values by hive and path, in any case, as Windows has them."""

    def __init__(self, **hives: dict[str, dict[str, Any]]) -> None:
        self._keys = {
            (hive, f"{AT}\\{path}".rstrip("\\").lower()): values
            for hive, keys in hives.items()
            for path, values in keys.items()
        }

    def values(self, hive: str, path: str) -> list[tuple[str, Any]]:
        if (hive, path.lower()) not in self._keys:
            raise FileNotFoundError(path)
        return list(self._keys[hive, path.lower()].items())

    def keys(self, hive: str, path: str) -> list[str]:
        self.values(hive, path)
        head = path.lower() + "\\"
        return [
            key[len(head) :]
            for found, key in self._keys
            if found == hive and key.startswith(head) and "\\" not in key[len(head) :]
        ]


def test_the_registry_speaks_at_four_levels(tmp_path: Path) -> None:
    paper = PaperRegistry(
        HKLM={"": {"Corner": "top_left"}, "Recommended": {"Theme": "dark", "HoldBattery": 1}},
        HKCU={"": {"Corner": "bottom_left", "EdgeCue": 1}, "Recommended": {"Theme": "light"}},
    )
    loaded = resolved(registry.layers(paper), tmp_path)
    assert loaded.problems == ()
    assert (loaded.values.corner, loaded.values.edge_cue, loaded.values.theme) == ("top_left", True, "light")
    assert loaded.values.hold_battery
    assert loaded.locked == {"corner", "edge_cue"}
    found = {(each.name, each.scope, each.level): each.locked for each in statements(loaded)}
    assert found["corner", "machine", "mandatory"]
    assert not found["corner", "user", "mandatory"]
    assert next(each for each in statements(loaded) if each.name == "edge_cue").source == rf"HKCU\{AT}"


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("HoldCeilingMin", 90, 90),
        ("holdceilingmin", "90", 90),
        ("PosturePerDay", "0.5", 0.5),
        ("PosturePerDay", "2", 2),
        ("TextScale", 2, 2),
        ("EdgeCue", 1, True),
        ("EdgeCue", "true", True),
        ("EdgeCue", "0", False),
        ("Clock", 24, "24"),
        ("FirstAider", 112233, "112233"),
        ("HoldApps", ["soffice", "Blender"], ["soffice", "Blender"]),
        ("SnoozeMin", ["5", "15"], [5, 15]),
        ("StartAtLogin", 0, False),
        ("ReportGroupSize", "500", 500),
    ],
)
def test_values_of_the_registry_become_what_they_mean(name: str, raw: object, value: object) -> None:
    known = known_name(name)
    layers = registry.layers(PaperRegistry(HKLM={"Recommended": {name: raw}, "": {}}))
    assert layers[0].values == {known: value}
    level = (
        LayerName.MACHINE_RECOMMENDED
        if known not in {"start_at_login", "report_group_size"}
        else LayerName.MACHINE_MANDATORY
    )
    assert check(Layer(name=level, source="r", values=layers[0].values, pascal=True)).problems == ()


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("HoldCeilingMin", "1e2", "needs a whole number"),
        ("HoldCeilingMin", "90,5", "needs a whole number"),
        ("HoldCeilingMin", b"", "this kind of registry value is not understood"),
        ("EdgeCue", 2, "needs true or false"),
        ("EdgeCue", "yes please", "needs true or false"),
        ("Corner", ["top_left"], "must be one of"),
        ("Cornr", "top_left", 'Did you mean "Corner"?'),
        ("MicroEveryMin", 20, "a policy may recommend this key or set MicroEveryMinAtMost."),
        ("WeightShift", 1, "this key is the person's own"),
        ("CheckInMode", "off", "a policy may not set this value: off."),
    ],
)
def test_a_wrong_value_in_the_registry_is_named_and_the_next_layer_speaks(
    name: str, raw: object, says: str, tmp_path: Path
) -> None:
    paper = PaperRegistry(HKLM={"": {name: raw, "DimOthers": 0}, "Recommended": {"HoldCeilingMin": 60}})
    loaded = resolved(registry.layers(paper), tmp_path)
    (problem,) = loaded.problems
    assert says in problem.message
    assert problem.file == rf"HKLM\{AT}"
    assert loaded.locked == {"dim_others"}
    assert loaded.values.hold_ceiling_min == 60


def test_a_list_may_be_a_key_with_numbered_values() -> None:
    numbered = {"10": "c", "2": "b", "1": "a", "x": "last", "": "unnamed"}
    layers = registry.layers(PaperRegistry(HKLM={"": {"": "unnamed"}, "HoldApps": numbered, "Recommended": {}}))
    assert layers[0].values == {"hold_apps": ["a", "b", "c", "last"]}
    assert rf"HKLM\{AT}\holdapps" in [
        each.lower().replace("hklm", "HKLM").replace(AT.lower(), AT) for each in layers[-1].watch
    ]


def test_a_name_that_is_a_value_and_a_key_is_told() -> None:
    (layer, _watch) = registry.layers(PaperRegistry(HKLM={"": {"HoldApps": ["a"]}, "HoldApps": {"1": "b"}}))
    assert layer.values == {}
    assert "stands twice" in check(layer).problems[0].message


def test_a_key_that_may_not_be_read_is_told() -> None:
    class Closed(PaperRegistry):
        def values(self, hive: str, path: str) -> list[tuple[str, Any]]:
            raise PermissionError(13, "Permission denied")

    assert messages(registry.layers(Closed())) == ["cannot be read: permission denied. Nothing in it is used."] * 4


def test_an_empty_registry_says_nothing_and_all_four_keys_are_watched() -> None:
    (layer,) = registry.layers(PaperRegistry())
    assert layer.values == {}
    assert layer.watch == tuple(
        rf"{hive}\{AT}{below}"
        for hive, below in (("HKLM", ""), ("HKCU", ""), ("HKLM", r"\Recommended"), ("HKCU", r"\Recommended"))
    )


# -- macOS, by a stand-in for Core Foundation and real property lists --------------------------------------------------


class Sequenceish:
    """As an NSArray comes over the bridge: it can be walked, and is no list."""

    def __init__(self, *items: object) -> None:
        self._items = items

    def __iter__(self) -> Any:  # noqa: ANN401 - as the bridge has it
        return iter(self._items)


class PaperPreferences:
    """What Core Foundation would answer; ``wavering`` keys change while they are being read."""

    def __init__(
        self, forced: dict[str, object], loose: dict[str, object] | None = None, wavering: tuple[str, ...] = ()
    ) -> None:
        self._forced, self._loose, self._wavering, self._asked = forced, loose or {}, wavering, 0

    def forced(self, name: str) -> bool:
        self._asked += 1
        return self._asked % 2 == 0 if name in self._wavering else name in self._forced

    def value(self, name: str) -> object:
        return self._forced.get(name, self._loose.get(name))


def plist(folder: Path, values: dict[str, object]) -> None:
    folder.mkdir(exist_ok=True, parents=True)
    folder.chmod(0o755)
    path = folder / "io.github.ergobreak.plist"
    path.write_bytes(plistlib.dumps(values))
    path.chmod(0o644)


@posix
def test_forced_is_mandatory_and_managed_but_not_forced_is_recommended(tmp_path: Path) -> None:
    managed = tmp_path / "Managed Preferences"
    plist(managed, {"Corner": "top_left", "Theme": "dark", "PayloadUUID": "x", "Recommended": {"HoldBattery": True}})
    plist(managed / "ann", {"EdgeCue": True})
    asked = PaperPreferences(
        {
            "Corner": "top_left",
            "EdgeCue": True,
            "HoldApps": Sequenceish("a", "b"),
            "Recommended": {"HoldBattery": True},
        },
        {"Theme": "dark", "Sounds": True},
    )
    loaded = resolved(managed_preferences.layers(asked, managed, "ann", owner()), tmp_path)
    assert {each.key: each.message for each in loaded.problems} == {
        "hold_apps": "a policy may recommend this key, but not fix it."
    }
    assert loaded.locked == {"corner", "edge_cue"}
    assert loaded.layer["edge_cue"] is LayerName.USER_MANDATORY
    assert (loaded.values.theme, loaded.layer["theme"]) == ("dark", LayerName.MACHINE_RECOMMENDED)
    assert loaded.values.hold_battery
    assert not loaded.values.sounds  # the person's own `defaults write` is no policy


@posix
def test_a_key_that_changes_while_it_is_read_is_told_and_not_used(tmp_path: Path) -> None:
    asked = PaperPreferences({"Corner": "top_left", "EdgeCue": True}, wavering=("Corner",))
    loaded = resolved(managed_preferences.layers(asked, tmp_path, "ann", owner()), tmp_path)
    assert loaded.locked == {"edge_cue"}
    assert [(each.key, each.message[:10]) for each in loaded.problems] == [("corner", "it changes")]


@posix
def test_without_core_foundation_the_managed_files_speak_for_themselves(tmp_path: Path) -> None:
    managed = tmp_path / "Managed Preferences"
    plist(managed, {"Corner": "top_left", "MicroEveryMinAtMost": 20, "Recommended": {"Theme": "dark"}, "Nonsense": 1})
    plist(managed / "ann", {"Corner": "bottom_left", "PosturePerDay": 0.5})
    loaded = resolved(managed_preferences.layers(None, managed, "ann", owner()), tmp_path)
    assert (loaded.values.corner, loaded.values.theme, loaded.values.micro_every_min) == ("top_left", "dark", 20)
    assert sorted(each.key for each in loaded.problems) == ["Nonsense", "posture_per_day"]


@posix
@pytest.mark.parametrize("raw", [b"<?xml", b"bplist00", plistlib.dumps(["a"]), b"\x00" * (BIGGEST + 1)])
def test_a_managed_file_that_is_no_property_list_is_told(raw: bytes, tmp_path: Path) -> None:
    managed = tmp_path / "Managed Preferences"
    plist(managed, {})
    (managed / "io.github.ergobreak.plist").write_bytes(raw)
    (message,) = messages(managed_preferences.layers(None, managed, "ann", owner()))
    assert "no property list" in message


@posix
def test_a_managed_file_that_others_can_write_to_is_refused(tmp_path: Path) -> None:
    managed = tmp_path / "Managed Preferences"
    plist(managed, {"Corner": "top_left"})
    (managed / "io.github.ergobreak.plist").chmod(0o666)
    (message,) = messages(managed_preferences.layers(None, managed, "", owner()))
    assert "writable by group or others" in message


# -- whose variable counts ---------------------------------------------------------------------------------------------


@posix
def test_only_root_can_move_the_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from ergobreak import paths  # noqa: PLC0415 - the one test that asks it

    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    monkeypatch.setattr(paths, "_is_root", lambda: False)
    assert not str(paths.policy_folders()["managed"]).startswith(str(tmp_path))
    monkeypatch.setattr(paths, "_is_root", lambda: True)
    assert paths.policy_folders()["managed"] == tmp_path / "machine" / "policies" / "managed"
