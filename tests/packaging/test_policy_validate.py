"""The command that hands the policy templates to their judges: it runs who is here, and says plainly who is not."""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

HERE = Path(__file__).resolve().parents[2] / "packaging" / "policy"
if TYPE_CHECKING:
    from policy import validate
else:
    sys.path.insert(0, str(HERE))
    validate = import_module("validate")
    sys.path.remove(str(HERE))


def test_who_is_not_here_is_named_with_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ADMX_XSD_DIR", "MACADMIN_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    asked = (validate.microsoft, validate.property_lists, validate.ansible, validate.mac_admins)
    found = [each for validator in asked for each in validator()]
    assert {each.state for each in found} == {"not here"}
    assert [each.what for each in found] == [
        "Microsoft's ADMX schema", "plistutil", "ansible-lint", "ansible-playbook", "pre-commit-macadmin",
    ]  # fmt: skip
    assert all(each.detail for each in found)


def test_a_judge_that_objects_is_heard_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    code = "print('first line'); print('second line'); raise SystemExit(3)"
    found = validate.run("a judge", [sys.executable, "-c", code])
    assert found == ("FAILED", "a judge", "exit code 3\nfirst line\nsecond line")
    assert validate.run("another", [sys.executable, "-c", "print('one'); print('fine')"]).detail == "fine"
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("state", "code"), [("ok", 0), ("not here", 0), ("FAILED", 1)])
def test_only_a_failed_one_fails_the_command(
    state: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(validate, "VALIDATORS", (lambda: iter([validate.Result(state, "a judge", "why\nand more")]),))
    assert validate.main() == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [*state.split(), "a", "judge", "why"]
    assert ("and more" in "\n".join(lines)) == (state == "FAILED")


def test_what_needs_no_program_of_others_finds_nothing_wrong() -> None:
    found = [each for validator in (validate.structure, validate.own_check) for each in validator()]
    assert [each for each in found if each.state != "ok"] == []
    assert len(found) == 3


def test_the_json_schema_is_a_schema_and_the_samples_fit() -> None:
    found = list(validate.json_schema())
    assert [each.state for each in found] == ["ok", "ok", "ok"], found


@pytest.mark.skipif(shutil.which("plistutil") is None, reason="plistutil is in Debian's libplist-utils")
def test_every_profile_is_a_property_list() -> None:
    assert [each for each in validate.property_lists() if each.state != "ok"] == []


@pytest.mark.skipif("ADMX_XSD_DIR" not in os.environ, reason="Microsoft's schema is not ours to pass on")
def test_microsofts_schema_accepts_ours_and_refuses_a_broken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [each.state for each in validate.microsoft()] == ["ok", "ok", "ok"]
    shutil.copytree(HERE / "windows", tmp_path / "windows")
    template = tmp_path / "windows" / "ergobreak.admx"
    good = template.read_text(encoding="utf-8")
    for old, new in (('policy name="Corner"', 'policy name="Cor.ner"'), ('minValue="15"', 'minValue="1.5"')):
        template.write_text(good.replace(old, new), encoding="utf-8")
        monkeypatch.setattr(validate, "HERE", tmp_path)
        assert [each.state for each in validate.microsoft()] == ["FAILED", "ok", "ok"]


def test_a_pattern_that_fits_no_file_is_no_success() -> None:
    with pytest.raises(FileNotFoundError):
        validate.files("macos/*.nothing")
