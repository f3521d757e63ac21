"""Completion scripts: in the shells themselves where they are installed, else by reading them."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from ergobreak.cli.completion import routine_ids
from ergobreak.cli.parser import HIDDEN, VERBS
from ergobreak.routines.library import load_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed; its script is read above")
SHELLS = ("bash", "zsh", "fish", "powershell")
OFFERED = [
    ("", {"status", "routine", "content", "completion"}),
    ("routine", {"list", "show", "start", "choose"}),
    ("routine start", {"cat-camel", "gaze-20", "--surprise", "--region"}),
    ("routine show", {"cat-camel", "--svg", "--json"}),
    ("settings", {"show", "open", "set", "unset", "path", "explain"}),
    ("autostart", {"on", "off", "status"}),
    ("break", {"micro", "movement", "weight_shift", "--offer"}),
]


@pytest.fixture
def script(ergobreak: Callable[..., Said], tmp_path: Path) -> Callable[[str], Path]:
    def write(shell: str) -> Path:
        said = ergobreak("completion", shell)
        assert (said.code, said.err) == (0, "")
        path = tmp_path / f"completion.{shell}"
        path.write_text(said.out, encoding="utf-8")
        return path

    return write


def shell(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_ids_are_those_of_the_library() -> None:
    assert routine_ids() == sorted(each.replace("_", "-") for each in load_all().by_id)


@pytest.mark.parametrize("name", SHELLS)
def test_every_verb_is_in_every_script_and_hidden_ones_in_none(name: str, script: Callable[[str], Path]) -> None:
    text = script(name).read_text(encoding="utf-8")

    for verb in set(VERBS()) - HIDDEN:
        assert re.search(rf"(?<![\w-]){verb}(?![\w-])", text), verb
    for verb in HIDDEN:
        assert not re.search(rf"""["' ]{verb}["':]""", text), verb


@bash
@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=[each[0] or "nothing" for each in OFFERED])
def test_bash_offers(typed: str, offered: set[str], script: Callable[[str], Path]) -> None:
    words = ["ergobreak", *typed.split(), ""]
    listed = " ".join(f"'{each}'" for each in words)
    code = f"source {script('bash')}; COMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}; _ergobreak"

    assert offered <= set(shell("bash", "--norc", "-c", code + '; printf "%s\\n" "${COMPREPLY[@]}"').split())


@bash
def test_bash_offers_what_begins_so(script: Callable[[str], Path]) -> None:
    code = f"source {script('bash')}; COMP_WORDS=(ergobreak routine start cat); COMP_CWORD=3; _ergobreak"

    assert shell("bash", "--norc", "-c", code + '; echo "${COMPREPLY[@]}"').split() == ["cat-camel"]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed; its script is read above")
@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=[each[0] or "nothing" for each in OFFERED])
def test_zsh_offers(typed: str, offered: set[str], script: Callable[[str], Path]) -> None:
    words = " ".join(f"'{each}'" for each in ["ergobreak", *typed.split(), ""])
    code = (
        "compdef() { :; }; _describe() { for each in $found; do print -r -- ${each%%:*}; done; }; "
        f"source {script('zsh')}; words=({words}); CURRENT=$#words; _ergobreak"
    )

    assert offered <= set(shell("zsh", "-f", "-c", code).split())


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed; its script is read above")
@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=[each[0] or "nothing" for each in OFFERED])
def test_fish_offers(typed: str, offered: set[str], script: Callable[[str], Path]) -> None:
    line = " ".join(each for each in ("ergobreak", typed) if each)

    def asked(end: str) -> set[str]:
        told = shell("fish", "--no-config", "-c", f"source {script('fish')}; complete -C '{line} {end}'")
        return {each.split("\t")[0] for each in told.splitlines()}

    assert offered <= asked("") | asked("--")


def test_powershells_table_is_whole(script: Callable[[str], Path]) -> None:
    text = script("powershell").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^    '([a-z -]*)' = @\((.*)\)$", text, re.MULTILINE))

    for typed, offered in OFFERED:
        assert offered <= set(re.findall(r"'([^']+)'", rows[typed]))
    assert text.count("{") == text.count("}")
