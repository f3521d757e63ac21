"""``ergobreak policy`` as an administrator uses it, and what a managed machine refuses a person, with the reason."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from ergobreak import paths
from ergobreak.settings.sources import folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="policy files are Linux's; the registry has its own test"
)


@pytest.fixture
def managed(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes a policy file as root would, whoever runs the tests."""
    if sys.platform != "win32":
        real, owner = folders.layers, os.getuid()
        monkeypatch.setattr(folders, "layers", lambda places: real(places, owner))
        monkeypatch.setattr(paths, "_is_root", lambda: True)

    def put(name: str, text: str) -> Path:
        path = home / "machine" / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        path.write_text(text, encoding="utf-8")
        for each in (path, *path.parents[:3]):
            each.chmod(0o755)
        return path

    return put


def test_nobody_manages_this_machine(ergobreak: Callable[..., Said], managed: Callable[..., Path]) -> None:
    assert callable(managed)
    assert ergobreak("policy", "show").out == "No policy is set: nobody manages ergobreak on this machine.\n"
    told = ergobreak("policy", "show", "--json")
    assert (told.code, told.json) == (
        0,
        {"version": 1, "hash": "", "errors": 0, "managed_reason": "", "support_contact": "", "policies": []},
    )


def test_what_is_set_is_shown_with_all_that_is_to_be_known(
    ergobreak: Callable[..., Said], managed: Callable[..., Path]
) -> None:
    path = managed("managed/10.json", '{\n "corner": "top_left",\n "support_contact": "IT, 2222"\n}')
    told = ergobreak("policy", "show", "--json")
    assert told.code == 0
    assert told.json["policies"][0] == {
        "name": "corner", "value": "top_left", "text": "top_left", "source": str(path), "line": 2, "level": "mandatory",
        "scope": "machine", "locked": True, "error": "", "note": "",
    }  # fmt: skip
    assert told.json["support_contact"] == "IT, 2222"
    assert len(told.json["hash"]) == 8
    assert f"corner = top_left   (mandatory, machine, locked; {path}:2)" in ergobreak("policy", "show").out


def test_any_error_is_exit_1_and_the_rest_still_holds(
    ergobreak: Callable[..., Said], managed: Callable[..., Path]
) -> None:
    path = managed("managed/10.toml", 'corner = "top_left"\nmovement_every_min = 60\n')
    said = ergobreak("policy", "show")
    assert said.code == 1
    assert (
        f"! {path}:2: movement_every_min: a policy may recommend this key or set movement_every_min_at_most.\n"
        in said.out
    )
    told = ergobreak("policy", "show", "--json").json
    assert (told["errors"], told["policies"][0]["locked"]) == (1, True)


def test_the_list_tells_nothing_of_what_the_person_chose(
    ergobreak: Callable[..., Said], managed: Callable[..., Path], home: Path
) -> None:
    managed("recommended/10.toml", 'theme = "dark"\n')
    before = ergobreak("policy", "show", "--json").out
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text(
        'theme = "contrast"\nconditions = ["pregnancy"]\nmicro_every_min = 7\n'
    )
    assert ergobreak("policy", "show", "--json").out == before


def test_a_file_is_judged_by_line_before_it_is_installed(ergobreak: Callable[..., Said], tmp_path: Path) -> None:
    good, bad = tmp_path / "managed" / "ok.toml", tmp_path / "tmpabc"  # Ansible's temporary file has no suffix
    good.parent.mkdir()
    good.write_text('corner = "top_left"\nmicro_every_min_at_most = 30\n')
    bad.write_text('{"corner": "left",\n\n "micro_every_min": 20,\n "weight_shift": true}')
    assert ergobreak("policy", "validate", str(good)).code == 0
    said = ergobreak("policy", "validate", str(bad))
    assert said.code == 1
    assert [line.removeprefix(str(bad))[:4] for line in said.out.splitlines()] == [":1: ", ":4: "]
    strict = ergobreak("policy", "validate", "--level", "managed", "--json", str(bad)).json
    assert [each["key"] for each in strict["problems"]] == ["corner", "micro_every_min", "weight_shift"]
    missing = ergobreak("policy", "validate", str(tmp_path / "none.json"))
    assert missing.code == 2
    assert "cannot be read" in missing.err


def test_what_is_exported_can_be_dropped_on_another_machine(
    ergobreak: Callable[..., Said], managed: Callable[..., Path], tmp_path: Path
) -> None:
    managed("managed/10.json", '{"corner": "top_left", "hold_ceiling_min": 60, "edge_cue": true}')
    managed("managed/20.toml", "hold_ceiling_min = 90\nedge_cue = false\n")
    managed("recommended/10.toml", 'theme = "dark"\nsnooze_min = [5, 10]\n')
    first = ergobreak("policy", "show", "--json").json["hash"]
    for words, suffix in (((), "toml"), (("--json",), "json")):
        out = {
            level: ergobreak("policy", "export", "--level", level, *words).out for level in ("managed", "recommended")
        }
        for each in (tmp_path / "machine" / "policies").glob("*/*"):
            each.unlink()
        for level, text in out.items():
            managed(f"{level}/50.{suffix}", text)
        assert ergobreak("policy", "show", "--json").json["hash"] == first
    assert json.loads(out["managed"]) == {"corner": "top_left", "edge_cue": False, "hold_ceiling_min": 90}


def test_the_schema_is_the_same_each_time(ergobreak: Callable[..., Said]) -> None:
    first = ergobreak("policy", "schema")
    assert first.code == 0
    assert first.out == ergobreak("policy", "schema").out
    assert first.json["additionalProperties"] is False


def test_a_locked_or_limited_key_is_refused_with_its_source(
    ergobreak: Callable[..., Said], managed: Callable[..., Path], home: Path
) -> None:
    path = managed(
        "managed/10.json", '{"corner": "top_left", "micro_every_min_at_most": 20, "managed_reason": "so it is"}'
    )
    for words in (("set", "corner", "top_right"), ("unset", "corner")):
        said = ergobreak("settings", *words)
        assert said.code == 2
        assert f"corner is managed by your organisation ({path})." in said.err
    said = ergobreak("settings", "set", "micro_every_min", "30")
    assert said.code == 2
    assert f"at most 20, limited by your organisation ({path})." in said.err
    assert not (home / "config" / "config.toml").exists()
    assert ergobreak("settings", "set", "micro_every_min", "15").code == 0
    explained = ergobreak("settings", "explain", "micro_every_min").out
    assert f"Limited by your organisation: at most 20 min ({path}:1)" in explained
    assert "Managed by your organisation. so it is" in ergobreak("settings", "explain", "corner").out


@pytest.mark.parametrize("start", ["true", "false"])
def test_start_at_log_in_is_settled_by_the_policy(
    start: str,
    ergobreak: Callable[..., Said],
    managed: Callable[..., Path],
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "xdg"))
    path = managed("managed/10.json", f'{{"start_at_login": {start}}}')
    for word in ("on", "off"):
        said = ergobreak("autostart", word)
        assert said.code == 2
        assert f"Start at log-in is settled by your organisation ({path}:1)." in said.err
    assert not (home / "xdg").exists()
    told = ergobreak("autostart", "status", "--json").json
    assert told["locked_by"] == f"your organisation ({path}:1)"
    path.unlink()
    assert ergobreak("autostart", "on").code == 0
    assert ergobreak("autostart", "status", "--json").json["enabled"]


def test_reloading_without_a_daemon_shows_what_holds(
    ergobreak: Callable[..., Said], managed: Callable[..., Path]
) -> None:
    managed("managed/10.json", '{"corner": "top_left"}')
    assert ergobreak("policy", "reload", "--json").json == ergobreak("policy", "show", "--json").json
