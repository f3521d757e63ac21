"""The policy templates: made from the one model, whole in every language, and refused when somebody breaks one."""

from __future__ import annotations

import json
import plistlib
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from ergobreak.settings.fields import Limit
from ergobreak.settings.policy_file import validate_file
from ergobreak.settings.policy_model import Levels, by_pascal, policies
from ergobreak.settings.policy_schema import policy_schema, policy_schema_text

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "packaging" / "policy"
if TYPE_CHECKING:
    from policy import catalogue, checks, generate, outputs, samples
else:
    for folder in (HERE.parent, HERE):
        sys.path.insert(0, str(folder))
    generate = import_module("generate")
    catalogue, checks, outputs, samples = (
        import_module(f"policy.{name}") for name in ("catalogue", "checks", "outputs", "samples")
    )
    for folder in (HERE.parent, HERE):
        sys.path.remove(str(folder))

LANGUAGES = ("en-US", "de-DE")
TEMPLATE = "windows/ergobreak.admx"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    files, complaints = outputs.everything()
    assert complaints == []
    return files


def text(made: dict[str, bytes], name: str) -> str:
    return made[name].decode()


def words(made: dict[str, bytes]) -> dict[str, str]:
    return {name: text(made, f"windows/{name}/ergobreak.adml") for name in LANGUAGES}


def test_what_is_committed_is_what_the_model_says(made: dict[str, bytes]) -> None:
    stale = [name for name, content in made.items() if generate._now(HERE / name) != content]
    assert stale == []


def test_a_stale_file_is_named_and_only_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main([], tmp_path) == 0
    (tmp_path / TEMPLATE).write_text("old", encoding="utf-8")
    capsys.readouterr()
    assert generate.main(["--check"], tmp_path) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"packaging/policy/{TEMPLATE} is out of date: run packaging/policy/generate.py"
    ]
    assert (tmp_path / TEMPLATE).read_text(encoding="utf-8") == "old"


def test_a_sentence_without_german_is_named_and_so_is_one_that_nobody_needs() -> None:
    table = tomllib.loads((HERE / "german.toml").read_text(encoding="utf-8"))["texts"]
    del table["Camera"]
    table["Yesterday's sentence"] = "Der Satz von gestern"
    lines = "\n".join(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in table.items())
    assert outputs.everything(f"[texts]\n{lines}\n")[1] == [
        "de-DE: not translated: Camera",
        "de-DE: translated, but not used any more: Yesterday's sentence",
    ]


def test_german_keeps_every_place_for_a_value() -> None:
    table = tomllib.loads((HERE / "german.toml").read_text(encoding="utf-8"))["texts"]
    places = {
        key: value
        for key, value in table.items()
        if sorted(part.split("}")[0] for part in key.split("{")[1:])
        != sorted(part.split("}")[0] for part in value.split("{")[1:])
    }
    assert places == {}
    assert {key for key, value in table.items() if key == value} == {"Check-in", "min", "s"}  # the same in German


def test_the_template_and_both_languages_are_whole(made: dict[str, bytes]) -> None:
    assert checks.problems(text(made, TEMPLATE), words(made)) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('policy name="Corner"', 'policy name="Corner.Of"', "other characters than letters"),
        ('id="FirstAider"', 'id="First-Aider"', "other characters than letters"),
        ('minValue="15"', 'minValue="0.5"', "are not all whole numbers"),
        ('minValue="15" maxValue="720"', 'minValue="730" maxValue="720"', "the minimum is greater"),
        ('parentCategory ref="Routines"', 'parentCategory ref="Nowhere"', "which is not there"),
        ('supportedOn ref="SUPPORTED_Ergobreak_0_1"', 'supportedOn ref="Sometime"', "supportedOn does not resolve"),
        ("$(string.Corner)", "$(string.Cornr)", "$(string.Cornr) does not resolve"),
        ("$(string.Corner)", "$(string.Cornr)", "the string Corner is used nowhere"),
        ("$(string.Corner)", "Corner", "the string Corner is used nowhere"),
        ("$(presentation.Corner)", "$(presentation.Privacy)", "Corner is only in the template"),
        ("2006/07/PolicyDefinitions", "2006/08/PolicyDefinitions", "root is"),
        ('policy name="EdgeCue"', 'policy name="Corner"', "two of policy are called corner"),
        ('valueName="EdgeCue"', 'valueName="Corner"', "two policies write corner"),
        (r'key="Software\Policies\Ergobreak"', r'key="Software\Ergobreak"', r"writes to Software\Ergobreak"),
        (r"Ergobreak\Recommended\HoldApps", r"Other\HoldApps", "HoldApps_Recommended writes to"),
        ('class="Both"', 'class="Machine"', "not for machines and people both"),
        ("<elements>", "<elements><hole></elements>", "not well-formed"),
    ],
)
def test_a_broken_template_is_caught(made: dict[str, bytes], old: str, new: str, complaint: str) -> None:
    good = text(made, TEMPLATE)
    assert old in good
    found = checks.problems(good.replace(old, new), words(made))
    assert any(complaint in each for each in found), found


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('<string id="Corner">', '<string id="Corner_Old">', "$(string.Corner) does not resolve"),
        ('<string id="Corner">', '<string id="Corner_Old">', "the string Corner_Old is used nowhere"),
        ('refId="MinGapMin"', 'refId="MinGap"', "MinGap is only in the form"),
        ('<listBox refId="HoldApps">', '<text>x</text><listBox refId="HoldApp">', "HoldApps is only in the template"),
        (">Kamera: eingeschaltet lassen<", "><", "the string HoldCamera is empty"),
    ],
)
def test_a_broken_language_is_caught(made: dict[str, bytes], old: str, new: str, complaint: str) -> None:
    languages = words(made)
    assert old in languages["de-DE"]
    languages["de-DE"] = languages["de-DE"].replace(old, new)
    found = checks.problems(text(made, TEMPLATE), languages)
    assert any(each.startswith("de-DE: ") and complaint in each for each in found), found


def test_a_control_of_the_wrong_kind_is_caught(made: dict[str, bytes]) -> None:
    languages = {name: each.replace("dropdownList", "listBox") for name, each in words(made).items()}
    assert "Corner: Corner is shown as listBox, which is not for enum" in "\n".join(
        checks.problems(text(made, TEMPLATE), languages)
    )


def test_every_policy_is_in_every_place_where_it_may_be_said(made: dict[str, bytes]) -> None:
    manifest = {
        each["pfm_name"]: each for each in plistlib.loads(made["macos/io.github.ergobreak.plist"])["pfm_subkeys"]
    }
    jamf = json.loads(made["macos/jamf-schema.json"])["properties"]
    for policy in policies():
        fixed, soft = policy.levels is not Levels.RECOMMENDED, policy.levels is not Levels.MANDATORY
        assert (f'<policy name="{policy.pascal}"' in text(made, TEMPLATE)) == fixed
        assert (f'<policy name="{policy.pascal}_Recommended"' in text(made, TEMPLATE)) == soft
        assert (policy.pascal in manifest, policy.pascal in jamf) == (fixed, fixed)
        recommended = {each["pfm_name"] for each in manifest["Recommended"]["pfm_subkeys"]}
        assert (policy.pascal in recommended, policy.pascal in jamf["Recommended"]["properties"]) == (soft, soft)
        assert f"| `{policy.name}` | `{policy.pascal}` |" in text(made, "REFERENCE.md")
        assert f"/{policy.pascal}{'' if fixed else '_Recommended'}`" in text(made, "windows/oma-uri.md")
        assert f" {policy.name}:\n" in text(made, "ansible/roles/ergobreak/meta/argument_specs.yml")
        assert policy.name in policy_schema()["properties"]


def test_the_schema_is_the_one_that_the_command_prints(made: dict[str, bytes]) -> None:
    assert text(made, "linux/policy.schema.json") == policy_schema_text()


@pytest.mark.parametrize(("folder", "level"), [("managed", Levels.MANDATORY), ("recommended", Levels.RECOMMENDED)])
def test_each_sample_fits_the_schema_and_the_model(folder: str, level: Levels) -> None:
    path = HERE / "linux" / folder / "50-sample.json"
    assert validate_file(path, level) == []
    found = judge().iter_errors(json.loads(path.read_text(encoding="utf-8")))
    assert [each.message for each in found] == []


def judge() -> Any:  # noqa: ANN401 - jsonschema ships no types
    return import_module("jsonschema").Draft202012Validator(policy_schema())


@pytest.mark.parametrize(
    "wrong",
    [
        {"micro_every_min": 9}, {"micro_every_min": 30.5}, {"micro_every_min": "30"}, {"style": "firm"},
        {"hold_camera": False}, {"full_screen": True}, {"lunch": "noon"}, {"hours_monday": ["9-17"]},
        {"snooze_min": [1, 2, 3, 4]}, {"report_url": "http://example.org"}, {"place": "floor"}, {"nonsense": 1},
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_model_refuses(wrong: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    assert len(validate_file(path)) == 1
    assert len(list(judge().iter_errors(wrong))) == 1


def test_the_samples_show_every_kind_of_value() -> None:
    managed, recommended = samples.checked()
    shapes = {catalogue.shape(each) for each in policies() if each.name in managed | recommended}
    assert shapes == {"switch", "decimal", "enum", "text", "list"}


def test_a_sample_that_no_longer_fits_stops_the_generator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(samples.MANAGED, "micro_every_min", 30)
    with pytest.raises(ValueError, match="no policy at that level"):
        samples.checked()


def test_profiles_keep_their_identifiers_and_name_one_place(made: dict[str, bytes]) -> None:
    identifiers = []
    for name in ("ergobreak", "servicemanagement", "notificationsettings"):
        profile = plistlib.loads(made[f"macos/{name}.mobileconfig"])
        (payload,) = profile["PayloadContent"]
        for each in (profile, payload):
            identifiers.append(UUID(each["PayloadUUID"]))
            assert each["PayloadIdentifier"].startswith("io.github.ergobreak.")
    assert len(set(identifiers)) == 6
    assert {each.version for each in identifiers} == {5}  # made from names, never by chance
    assert outputs.everything()[0]["macos/ergobreak.mobileconfig"] == made["macos/ergobreak.mobileconfig"]


def test_a_bound_never_stands_among_the_defaults() -> None:
    bounds = [each for each in catalogue.entries() if each.policy.bound is not Limit.NONE]
    assert bounds
    assert [each.name for each in bounds if each.recommended] == []


def test_names_differ_even_where_case_does_not_count() -> None:
    assert len(by_pascal()) == len(policies())
    assert "recommended" not in by_pascal()  # the name of the subkey and of the dictionary


def test_no_machine_and_no_person_is_named(made: dict[str, bytes]) -> None:
    for name, content in made.items():
        assert not [each for each in (b"/home/", b"C:\\", b"S-1-5-") if each in content], name
