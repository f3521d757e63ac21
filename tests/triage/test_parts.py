"""What the parts may know: pure judges, no network, no settings, a quick start, and nobody's answers in any output."""

from __future__ import annotations

import ast
import io
import json
import logging
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from ergobreak.triage.assess import assess
from ergobreak.triage.command import run
from ergobreak.triage.loader import HERE, load, packaged
from ergobreak.triage.model import Facts

if TYPE_CHECKING:
    from pathlib import Path

JUDGES = ("conditions", "model", "interview", "assess", "history", "follow_up", "nerve_lines", "emergency")
MAY_KNOW = {"__future__", "collections.abc", "dataclasses", "datetime", "enum", "typing"}
NETWORK = {"socket", "ssl", "http", "urllib", "smtplib", "ftplib", "asyncio", "xmlrpc", "requests", "httpx"}
HEAVY = {"pydantic", "PySide6", "apscheduler", "pystray", "plyer", "gi", "PIL", "email", "logging"}


def imports(name: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("name", JUDGES)
def test_judges_know_only_values(name: str) -> None:
    ours = {f"ergobreak.triage.{each}" for each in JUDGES}
    assert imports(name) <= MAY_KNOW | ours


def test_no_part_of_the_check_in_can_reach_a_network_or_a_log() -> None:
    for path in HERE.glob("*.py"):
        tops = {each.partition(".")[0] for each in imports(path.stem)}
        assert tops & (NETWORK | {"logging", "syslog"}) == set(), path.name


def modules_after(code: str) -> set[str]:
    ending = "\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code + ending], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_safety_path_needs_no_settings_no_database_and_no_toolkit() -> None:
    code = (
        "from ergobreak.triage.loader import packaged\nfrom ergobreak.triage.assess import assess\n"
        "from ergobreak.triage.model import Facts\nfrom ergobreak.triage.safety import signs_view\n"
        "from ergobreak.triage.emergency import Help\n"
        "assess({'overall': 'good'}, Facts(), packaged()); signs_view(Help())"
    )
    loaded = modules_after(code)
    assert {each.partition(".")[0] for each in loaded} & (HEAVY | NETWORK | {"sqlite3"}) <= {"urllib"}
    assert not {each for each in loaded if each.startswith("urllib.request")}
    ours = {each for each in loaded if each.startswith("ergobreak.") and not each.startswith("ergobreak.triage")}
    assert ours <= {"ergobreak.errors", "ergobreak.words"}


def test_the_rules_are_read_in_well_under_a_tenth_of_a_second() -> None:
    times = []
    for _ in range(5):
        started = time.process_time()
        load(HERE)
        times.append(time.process_time() - started)
    assert min(times) < 0.1


def test_importing_reads_no_file() -> None:
    code = (
        "import builtins, io, pathlib\n"
        "def refuse(self, *a, **k): raise SystemExit('a file was read at import: ' + str(self))\n"
        "pathlib.Path.read_text = refuse\n"
        + "".join(f"import ergobreak.triage.{path.stem}\n" for path in sorted(HERE.glob("*.py")))
    )
    assert "ergobreak.triage.command" in modules_after(code)


def test_answers_never_reach_a_log_or_the_standard_streams(
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    answers = {"overall": "something", "now_signs": ("none",), "region": ("lower_back",), "saddle": ("poo",)}
    with caplog.at_level(logging.DEBUG):
        assess(answers, Facts(), packaged())
        run(io.StringIO(json.dumps([{"id": "x", "answers": {"saddle": ["poo"]}}])), io.StringIO(), io.StringIO())
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_no_python_file_of_the_check_in_gives_advice_but_the_built_in_sentence() -> None:
    said = {rule.advice for rule in packaged().rules if len(rule.advice) > 20}
    for path in HERE.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [each for each in said if each in text], path.name
