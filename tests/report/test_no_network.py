"""Out of the box no network code is even read: not by the daemon, and not by any verb of the command line."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ergobreak.cli
import ergobreak.daemon

if TYPE_CHECKING:
    from types import ModuleType

NETWORK = {
    "aiohttp", "ftplib", "google.protobuf", "grpc", "http.client", "httpx", "opentelemetry", "requests", "smtplib",
    "urllib.request", "urllib3", "xmlrpc.client",
}  # fmt: skip
REPORT = ("ergobreak.report.due", "ergobreak.report.prepare", "ergobreak.report.terms", "ergobreak.report.__main__")
WATCH = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""


def loaded(home: Path, *names: str) -> set[str]:
    """Every module that a fresh interpreter has after it read these."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH, json.dumps(names)], capture_output=True, text=True, check=True, timeout=60,
        env=os.environ | {"ERGOBREAK_HOME": str(home)},
    )  # fmt: skip
    return set(json.loads(done.stdout))


def modules_of(package: ModuleType) -> list[str]:
    return [f"{package.__name__}.{each.name}" for each in pkgutil.iter_modules(package.__path__)]


def network_in(found: set[str]) -> set[str]:
    return {name for name in found for root in NETWORK if name == root or name.startswith(f"{root}.")}


def test_the_daemon_reads_no_network_code(tmp_path: Path) -> None:
    found = loaded(tmp_path, *modules_of(ergobreak.daemon), "ergobreak.desktop.control", "ergobreak.desktop.journal")
    assert "ergobreak.daemon.sharing" in found
    assert network_in(found) == set()
    assert not [name for name in found if name.startswith("ergobreak.report")], "nobody asked for a number"


def test_the_command_line_reads_no_network_code(tmp_path: Path) -> None:
    found = loaded(tmp_path, *modules_of(ergobreak.cli), "ergobreak.planning", "ergobreak.settings")
    assert "ergobreak.cli.report" in found
    assert network_in(found) == set()


def test_even_who_shares_reads_none_in_the_daemon(tmp_path: Path) -> None:
    assert network_in(loaded(tmp_path, *REPORT)) == set()


def test_the_one_module_that_can_send_does(tmp_path: Path) -> None:
    """The search above would find something."""
    assert {"opentelemetry", "requests", "urllib3", "http.client"} <= network_in(
        loaded(tmp_path, "ergobreak.report.otlp")
    )


@pytest.mark.parametrize("word", ["opentelemetry", "requests", "urllib", "http.client", "import socket"])
def test_only_that_module_names_them(word: str) -> None:
    folder = Path(__file__).parents[2] / "ergobreak"
    named = {
        path.name
        for path in folder.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("import ", "from ")) and word in line and "ergobreak" not in line.split("#")[0]
    }
    allowed = {"otlp.py"} if word in {"opentelemetry", "requests"} else set()
    local = {"door.py", "unix.py", "win32.py", "bus_line.py", "wayland.py", "x11.py", "x11_door.py", "wayland_door.py"}
    assert named <= (local if word == "import socket" else allowed)
