"""Rules of the house that neither the linter nor the layer contracts can say."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ergobreak

ROOT = Path(__file__).resolve().parents[1]
LONGEST_MODULE = 320
HEAVY = frozenset({"PIL", "PySide6", "gi", "pydantic", "pydantic_settings", "tkinter", "tomlkit"})
SLOW = HEAVY | {"apscheduler", "asyncio", "email", "jeepney", "logging", "platformdirs", "plyer", "pystray"}
NOT_OURS = frozenset({"build", "dist", "node_modules"})
TEXT = frozenset({".c", ".css", ".desktop", ".html", ".in", ".json", ".lock", ".md", ".py", ".sh", ".toml", ".txt"})
TEXT |= {".xml", ".yaml", ".yml"}
# Put together here, or this file would be the first to break its own rule.
_PLACES = ("/wo" + "rk/", r"\.\./sha" + "red", "/ro" + r"ot/\.", "/tm" + r"p/(lead|infra)", "bash_" + "jobs")
FOREIGN = re.compile("|".join(_PLACES))
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]) + r")\b")
EXCUSE = re.compile(r"#\s*(noqa|type:\s*ignore|pragma)")
REASONED = re.compile(r"#\s*(noqa: [A-Z0-9, ]+?|type: ignore\[[a-z, -]+\]|pragma: [a-z ]+)\s+(- |# )\s*\S+.*\S")


def files() -> list[Path]:
    """Every text file of the project that is not made by a tool."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(each for each in folders if not each.startswith(".") and each not in NOT_OURS)
        found += [Path(folder) / name for name in names if Path(name).suffix in TEXT or name == "run"]
    return [ROOT / ".ci" / "run", *found]


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def sources() -> list[Path]:
    return [ROOT / "dev.py", *modules("ergobreak", "benchmarks", "packaging", "tests")]


def imported(code: str, *arguments: str, home: Path) -> set[str]:
    """The top-level modules that a fresh interpreter has after running ``code``."""
    ending = "\nimport json, sys\nprint(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    environment = os.environ | {"ERGOBREAK_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code + ending, *arguments], capture_output=True, text=True, check=True, env=environment
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_resident_process_brings_no_toolkit_and_no_gate(tmp_path: Path) -> None:
    assert imported("import ergobreak.daemon", home=tmp_path) & HEAVY == set()


def test_a_question_at_the_door_imports_almost_nothing(tmp_path: Path) -> None:
    code = "import contextlib\nfrom ergobreak.__main__ import main\nwith contextlib.suppress(SystemExit): main()"
    assert imported(code, "status", home=tmp_path) & SLOW == set()


def test_the_core_brings_no_clock_and_no_file(tmp_path: Path) -> None:
    assert (
        imported("import ergobreak.core.machine", home=tmp_path) & (SLOW | {"random", "sqlite3", "subprocess"}) == set()
    )


@pytest.mark.parametrize("pattern", [FOREIGN, UNFINISHED], ids=["paths of one machine", "marks of unfinished work"])
def test_no_file_speaks_of(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_module_is_too_long_to_hold_in_the_head() -> None:
    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in modules("ergobreak")
    }
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_excuse_gives_its_reason() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sources()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if EXCUSE.search(line) and not REASONED.search(line)
    ]
    assert bare == []


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in sources() if path.read_text(encoding="utf-8").strip() and not doc(path)]
    assert [str(path.relative_to(ROOT)) for path in silent] == []


def doc(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def test_nobody_is_shouted_at() -> None:
    loud = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {said.value}"
        for path in modules("ergobreak")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}
        for said in node.args
        if isinstance(said, ast.Constant) and isinstance(said.value, str) and "!" in said.value
    ]
    assert loud == []


def test_the_change_log_knows_this_version() -> None:
    assert f"## {ergobreak.__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_decisions_are_numbered_and_have_one_shape() -> None:
    found = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in found] == list(range(1, len(found) + 1))
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert [line for line in text.splitlines() if line.startswith("## ")] == [
            "## The question", "## What was decided", "## Why", "## What follows",
        ], path.name  # fmt: skip


def test_the_two_licence_texts_are_whole() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").lstrip().startswith("GNU LESSER GENERAL PUBLIC LICENSE")
    assert (ROOT / "COPYING").read_text(encoding="utf-8").lstrip().startswith("GNU GENERAL PUBLIC LICENSE")
