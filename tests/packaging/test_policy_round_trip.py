"""What an administrator sets in a template is what ergobreak reads: through every kind of element, on every system."""

from __future__ import annotations

import json
import os
import plistlib
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.settings import policies as told
from ergobreak.settings import resolve
from ergobreak.settings.layers import Layer, LayerName
from ergobreak.settings.policy_check import check_policy
from ergobreak.settings.policy_model import Levels, Policy
from ergobreak.settings.sources import folders, managed_preferences, registry
from ergobreak.settings.texts import plain

HERE = Path(__file__).resolve().parents[2] / "packaging" / "policy"
if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy import catalogue, samples, windows
else:
    sys.path.insert(0, str(HERE.parent))
    catalogue, samples, windows = (import_module(f"policy.{name}") for name in ("catalogue", "samples", "windows"))
    sys.path.remove(str(HERE.parent))

Value = int | str | list[str] | None
if sys.platform == "win32":
    OWNER = 0
else:
    OWNER = os.getuid()
N = f"{{{windows.NAMESPACE}}}"
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="these folders and their owners are those of Unix")


@dataclass
class FakeRegistry:
    """One hive: values by key, as the reader asks for them."""

    content: dict[str, dict[str, Any]] = field(default_factory=dict)

    def values(self, hive: str, path: str) -> list[tuple[str, Any]]:
        if hive != "HKLM" or not any(each == path or each.startswith(path + "\\") for each in self.content):
            raise FileNotFoundError
        return list(self.content.get(path, {}).items())

    def keys(self, hive: str, path: str) -> list[str]:
        below = [each.removeprefix(path + "\\") for each in self.content if each.startswith(path + "\\")]
        return list(dict.fromkeys(each.split("\\")[0] for each in below))


@dataclass
class Editor:
    """Group Policy's editor: what it writes for the state of one policy, by what the template says."""

    template: ET.Element
    registry: FakeRegistry = field(default_factory=FakeRegistry)

    def enable(self, name: str, given: Value = None) -> None:
        policy = self.policy(name)
        if value_name := policy.get("valueName"):
            self.put(policy.get("key", ""), value_name, self.value(policy.find(f"{N}enabledValue"), 1))
        for element in policy.iterfind(f"{N}elements/*"):
            key, kind = element.get("key", policy.get("key", "")), element.tag.removeprefix(N)
            if kind == "list":
                prefix = element.get("valuePrefix")
                assert prefix is not None
                assert isinstance(given, list)
                for index, each in enumerate(given, 1):
                    self.put(key, f"{prefix}{index}", each)
            else:
                self.put(key, element.get("valueName", ""), self.fill_in(element, kind, given))

    def disable(self, name: str) -> None:
        policy = self.policy(name)
        value = self.value(policy.find(f"{N}disabledValue"), None)
        if value is not None:
            self.put(policy.get("key", ""), policy.get("valueName", ""), value)

    def fill_in(self, element: ET.Element, kind: str, given: Value) -> Value:
        if kind == "decimal":
            assert isinstance(given, int)
            assert int(element.get("minValue", "")) <= given <= int(element.get("maxValue", ""))
            return given
        if kind == "enum":
            values = [self.value(each.find(f"{N}value"), None) for each in element.iterfind(f"{N}item")]
            assert given in values
            return given
        assert kind == "text"
        assert isinstance(given, str)
        assert len(given) <= int(element.get("maxLength", ""))
        return given

    def policy(self, name: str) -> ET.Element:
        return next(each for each in self.template.iter(f"{N}policy") if each.get("name") == name)

    def put(self, key: str, name: str, value: Value) -> None:
        self.registry.content.setdefault(key, {})[name] = value

    @staticmethod
    def value(holder: ET.Element | None, otherwise: int | str | None) -> int | str | None:
        if holder is None:
            return otherwise
        decimal = holder.find(f"{N}decimal")
        return int(decimal.get("value", "")) if decimal is not None else holder.findtext(f"{N}string")


@pytest.fixture
def editor() -> Editor:
    return Editor(ET.parse(HERE / "windows" / "ergobreak.admx").getroot())  # noqa: S314 - our own file


def tries(policy: Policy) -> list[tuple[Any, Any]]:
    """What can be set in the form, and what has to come out."""
    kind = catalogue.shape(policy)
    if kind == "decimal":
        numbers = {int(policy.minimum or 0), int(policy.maximum or 0)}
        return [(each, each) for each in sorted(numbers)]
    if halves := catalogue.halves(policy):
        return [(each, float(each)) for each in halves]
    if kind == "enum":
        return [(each, each) for each in map(str, policy.choices)]
    example = catalogue.example(policy)
    if kind == "list":
        return [([str(each) for each in example], example)]
    return [(example, example)]


def read(found: FakeRegistry) -> dict[str, tuple[LayerName, Any]]:
    layers = registry.layers(found)
    return {name: (layer.name, value) for layer in layers for name, value in layer.values.items()}


LEVEL = {
    False: (LayerName.MACHINE_MANDATORY, Levels.MANDATORY),
    True: (LayerName.MACHINE_RECOMMENDED, Levels.RECOMMENDED),
}
ENTRIES = {each.name: each for each in catalogue.entries()}


@pytest.mark.parametrize("name", [each for each, it in ENTRIES.items() if catalogue.shape(it.policy) != "switch"])
def test_a_value_set_in_group_policy_is_read_as_it_was_meant(name: str, editor: Editor) -> None:
    entry = ENTRIES[name]
    for given, meant in tries(entry.policy):
        editor.registry.content.clear()
        editor.enable(name, given)
        ((found, (layer, value)),) = read(editor.registry).items()
        assert (found, layer) == (entry.policy.name, LEVEL[entry.recommended][0])
        assert plain(check_policy(found, value, LEVEL[entry.recommended][1])) == meant


@pytest.mark.parametrize("name", [each for each, it in ENTRIES.items() if catalogue.shape(it.policy) == "switch"])
def test_a_switch_has_just_the_positions_that_may_be_set(name: str, editor: Editor) -> None:
    entry = ENTRIES[name]
    editor.enable(name)
    ((found, (layer, value)),) = read(editor.registry).items()
    assert (found, layer) == (entry.policy.name, LEVEL[entry.recommended][0])
    assert check_policy(found, value, LEVEL[entry.recommended][1]) is bool((entry.policy.choices or (True,))[0])
    editor.registry.content.clear()
    editor.disable(name)
    if len(entry.policy.choices) == 1:
        assert read(editor.registry) == {}
    else:
        assert check_policy(found, read(editor.registry)[found][1], LEVEL[entry.recommended][1]) is False


def settled(layers: Sequence[Layer]) -> dict[tuple[str, str], Any]:
    """The one table that the command line and the window show, by name and level; nothing in it may be wrong."""
    shown = told.table(resolve(layers))
    assert shown["errors"] == 0, shown
    return {(each["level"], each["name"]): each["value"] for each in shown["policies"]}


def expected() -> dict[tuple[str, str], Any]:
    managed, recommended = samples.checked()
    return {("mandatory", name): value for name, value in managed.items()} | {
        ("recommended", name): value for name, value in recommended.items()
    }


def test_the_registry_sample_says_what_the_samples_say() -> None:
    content = FakeRegistry()
    key = ""
    for line in (HERE / "windows" / "sample.reg").read_text(encoding="ascii").splitlines():
        if line.startswith("["):
            key = line.strip("[]").removeprefix("HKEY_LOCAL_MACHINE\\")
        elif line.startswith('"'):
            name, _, raw = line.partition("=")
            number = int(raw.removeprefix("dword:"), 16) if raw.startswith("dword:") else None
            content.content.setdefault(key, {})[name.strip('"')] = json.loads(raw) if number is None else number
    assert settled(registry.layers(content)) == expected()


@on_unix
def test_the_linux_samples_say_what_the_samples_say(tmp_path: Path) -> None:
    places = {}
    for name in ("managed", "recommended"):
        places[name] = tmp_path / name
        places[name].mkdir(mode=0o755)
        sample = (HERE / "linux" / name / "50-sample.json").read_bytes()
        (places[name] / "50-sample.json").write_bytes(sample)
        (places[name] / "50-sample.json").chmod(0o644)
    assert settled(folders.layers(places, owner=OWNER)) == expected()


@on_unix
def test_the_profile_says_what_the_samples_say(tmp_path: Path) -> None:
    profile = plistlib.loads((HERE / "macos" / "ergobreak.mobileconfig").read_bytes())
    (payload,) = profile["PayloadContent"]
    managed = tmp_path / f"{payload['PayloadType']}.plist"
    managed.write_bytes(plistlib.dumps(payload))
    managed.chmod(0o644)
    layers = managed_preferences.layers(None, tmp_path, user="nobody", owner=OWNER)
    assert settled(layers) == expected()


def test_an_example_in_the_intune_table_is_read_as_it_was_meant(editor: Editor) -> None:
    rows = [
        line.strip("| ").split("` | `")
        for line in (HERE / "windows" / "oma-uri.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `./Device/Vendor/MSFT/Policy/Config/")
    ]
    seen = []
    for path, example in rows:
        name = path.rpartition("/")[2]
        data = ET.fromstring(f"<value>{example.rstrip('`')}</value>").find("data")  # noqa: S314 - our own file
        entry = ENTRIES[name]
        given: Any = None if data is None else data.get("value")
        if data is not None:
            assert data.get("id") == entry.policy.pascal
        if catalogue.shape(entry.policy) == "decimal":
            given = int(given)
        if catalogue.shape(entry.policy) == "list":
            given = given.split("\uf000")[1::2]
        editor.registry.content.clear()
        editor.enable(name, given)
        ((found, (_layer, value)),) = read(editor.registry).items()
        check_policy(found, value, LEVEL[entry.recommended][1])
        seen.append(name)
    assert sorted(seen) == sorted(ENTRIES)


def test_every_category_path_in_the_intune_table_is_one_of_the_template(editor: Editor) -> None:
    parents = {}
    for each in editor.template.iter(f"{N}category"):
        parent = each.find(f"{N}parentCategory")
        parents[each.get("name", "")] = "" if parent is None else parent.get("ref", "")
    for line in (HERE / "windows" / "oma-uri.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("| `./Device/Vendor/MSFT/Policy/Config/"):
            continue
        middle, name = line.split("`")[1].split("/")[-2:]
        app, kind, *path = middle.split("~")
        assert (app, kind) == ("ergobreak", "Policy")
        parent = editor.policy(name).find(f"{N}parentCategory")
        assert parent is not None
        chain = [parent.get("ref", "")]
        while parents[chain[0]]:
            chain.insert(0, parents[chain[0]])
        assert path == chain
