"""Help, exit codes and bad input, for every verb there is; and that the manual knows them all."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak import __version__
from ergobreak.cli import NOT_RUNNING, OK, PROBLEM, USAGE
from ergobreak.cli.completion import walk
from ergobreak.cli.parser import HIDDEN, VERBS, build

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Said

TREE = list(walk(build(), ()))
COMMANDS = [each.path for each in TREE]
MANUAL = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")


def about(path: tuple[str, ...]) -> str:
    """The manual's rows and section on a command; what its parent's row tells of it, where it has no row."""
    if not path:
        return MANUAL
    name = re.escape(" ".join(path))
    rows = [line for line in MANUAL.splitlines() if re.search(rf"`ergobreak {name}\b", line.partition(" | ")[0])]
    section = re.search(rf"^### `{name}`\n(.*?)^##", MANUAL, re.MULTILINE | re.DOTALL)
    own = "\n".join([*rows, section[1] if section else ""]).strip()
    return own or "\n".join(line for line in about(path[:-1]).splitlines() if re.search(rf"`{path[-1]}\b", line))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help(path: tuple[str, ...], ergobreak: Callable[..., Said]) -> None:
    said = ergobreak(*path, "--help")

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(" ".join(("usage: ergobreak", *path)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_refuses_what_it_does_not_know(path: tuple[str, ...], ergobreak: Callable[..., Said]) -> None:
    said = ergobreak(*path, "--no-such-option")

    assert (said.code, said.out) == (2, "")
    assert "See: ergobreak" in said.err


def test_a_command_that_is_none(ergobreak: Callable[..., Said]) -> None:
    said = ergobreak("brake")

    assert said.code == 2
    assert "'brake'" in said.err


@pytest.mark.parametrize("name", sorted(set(VERBS()) - HIDDEN))
def test_the_manual_knows_every_verb(name: str) -> None:
    assert f"`ergobreak {name}" in MANUAL


@pytest.mark.parametrize("each", TREE, ids=lambda each: " ".join(each.path))
def test_the_manual_knows_every_option(each: object) -> None:
    words = [word for word, _help in each.words if word.startswith("--") and word not in {"--help", "--version"}]  # type: ignore[attr-defined] # a row of the tree
    told = about(each.path)  # type: ignore[attr-defined] # as above

    assert told
    assert [word for word in words if word not in told] == []


@pytest.mark.parametrize("code", [OK, PROBLEM, USAGE, NOT_RUNNING, 130])
def test_the_manual_knows_every_exit_code(code: int) -> None:
    assert f"\n| {code} | " in MANUAL.partition("## Exit codes")[2].partition("\n## ")[0]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("stauts",), "status"),
        (("brake",), "break"),
        (("routine", "lst"), "list"),
        (("routine", "list", "--place", "flor"), "floor"),
        (("routine", "list", "--regoin", "neck"), "--region"),
        (("pause", "--untill", "14:00"), "--until"),
        (("status", "--jsn"), "--json"),
        (("routine", "plan", "lits"), "list"),
        (("completion", "bsh"), "bash"),
        (("--verison",), "--version"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_a_slip_is_told_with_the_nearest_word(
    words: tuple[str, ...], meant: str, ergobreak: Callable[..., Said]
) -> None:
    said = ergobreak(*words)

    assert (said.code, said.out) == (2, "")
    assert f"Did you mean {meant}?" in said.err.splitlines()


@pytest.mark.parametrize("words", [("xyzzy",), ("status", "--xyzzy"), ("skip", "it"), ("routine",), ("screne",)])
def test_where_nothing_is_near_nothing_is_guessed(words: tuple[str, ...], ergobreak: Callable[..., Said]) -> None:
    said = ergobreak(*words)

    assert (said.code, said.out) == (2, "")
    assert "Did you mean" not in said.err
    assert "screen'" not in said.err  # not for people


def test_the_version(ergobreak: Callable[..., Said]) -> None:
    assert ergobreak("version").out == ergobreak("--version").out == f"ergobreak {__version__}\n"
    assert set(ergobreak("version", "--json").json) == {"ergobreak", "python", "system"}


def test_settings_at_the_command_line(ergobreak: Callable[..., Said]) -> None:
    assert ergobreak("settings", "set", "theme", "dark").out == "theme = dark\n"
    assert ergobreak("settings", "show").out.splitlines()[1].startswith("theme = dark")
    told = ergobreak("settings", "show", "--json", "--all").json
    assert set(told) == {"version", "settings", "problems"}
    assert {"key", "value", "layer"} <= set(told["settings"][0])
    assert ergobreak("settings", "explain", "theme", "--json").json["key"] == "theme"
    assert "theme = system again" in ergobreak("settings", "unset", "theme").out
    path = ergobreak("settings", "path").out.strip()
    assert path.endswith("config.toml")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("settings", "set", "theme", "pink"), "theme"),
        (("settings", "set", "no_such_key", "1"), "no_such_key"),
        (("settings", "explain", "no_such_key"), "no_such_key"),
        (("settings",), "required"),
        (("simulate", "--profile", "nobody"), "There is no profile 'nobody'"),
        (("simulate", "--life", "nowhere"), "There is no day and no file 'nowhere'"),
        (("simulate", "--days", "99"), "--days 99"),
        (("simulate", "--start", "noon"), "--start 'noon'"),
        (("export", "--since", "monday"), "--since 'monday'"),
        (("forget",), "deletes every break"),
        (("autostart",), "required"),
        (("completion", "tcsh"), "invalid choice: 'tcsh'"),
        (("content", "check"), "required"),
        (("routine",), "required"),
        (("routine", "show"), "required"),
        (("routine", "show", "cat-camel", "--svg", "--json"), "not allowed with"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_bad_input_is_named_and_is_two(
    words: tuple[str, ...], complaint: str, ergobreak: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    said = ergobreak(*words)

    assert (said.code, said.out) == (2, "")
    assert complaint in said.err


def test_a_broken_settings_file_is_a_problem_with_a_line(ergobreak: Callable[..., Said], home: Path) -> None:
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text('theme = "dark"\nmicro_every_min = 999\n', encoding="utf-8")
    said = ergobreak("settings", "show")

    assert said.code == 1
    assert "config.toml:2: micro_every_min: " in said.out
    assert ergobreak("settings", "show", "--json").json["problems"][0]["line"] == 2


def test_a_simulated_day(ergobreak: Callable[..., Said], tmp_path: Path) -> None:
    words = ("simulate", "--profile", "balanced", "--start", "2026-03-02T09:00")
    plain, told = ergobreak(*words), ergobreak(*words, "--json").json

    assert plain.code == 0
    assert plain.out.startswith("Profile: balanced")
    assert set(told) == {"version", "profile", "start", "seconds", "steps", "spans", "timeline", "totals", "problems"}
    assert {"at", "seconds", "what", "kind", "details"} == set(told["timeline"][0])
    drawn = ergobreak(*words, "--svg", str(tmp_path / "day.svg"))
    assert drawn.code == 0
    assert (tmp_path / "day.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_life_of_ones_own_as_in_the_manual(ergobreak: Callable[..., Said], tmp_path: Path) -> None:
    life = tmp_path / "life.toml"
    life.write_text(MANUAL.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    words = ("simulate", "--start", "2026-03-02T09:00", "--json", "--life")

    assert ergobreak(*words, str(life)).json["seconds"] == 95 * 60
    life.write_text('[[part]]\ndo = "dreaming"\nminutes = 1\n', encoding="utf-8")
    assert ergobreak(*words, str(life)).code == 2


def test_nothing_to_take_away_yet(ergobreak: Callable[..., Said]) -> None:
    assert ergobreak("export").json == {"version": 1, "entries": []}
    assert ergobreak("export", "--csv").out == "at,fact,kind,details\r\n"
    assert ergobreak("forget", "--yes").out == "0 facts were deleted.\n"
    assert ergobreak("export", "--csv", "--json").code == 2


def test_start_at_log_in(ergobreak: Callable[..., Said], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "xdg"))
    monkeypatch.setenv("HOME", str(home))

    assert ergobreak("autostart", "on").out.startswith("ergobreak starts when you log in.")
    told = ergobreak("autostart", "status", "--json").json
    assert set(told) == {"enabled", "where", "locked_by"}
    assert told["enabled"] is True
    assert ergobreak("autostart", "off").code == 0
    assert ergobreak("autostart", "status", "--json").json["enabled"] is False


def test_doctor_without_a_daemon(ergobreak: Callable[..., Said]) -> None:
    said = ergobreak("doctor")

    assert said.code in {0, 1}
    assert "ergobreak is not running" in said.out
    assert ("There is no display" in said.out) is (sys.platform != "win32")  # Windows always has one
