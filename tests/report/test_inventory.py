"""The status file: what is in it, when it is written, and that the tools we ship for reading it can read it."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from ergobreak import __version__, packaged, paths
from ergobreak.inventory import STOPPED, Inventory, Organisation, StatusFile, status_file

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "packaging" / "telemetry" / "inventory"
SCHEMA = FOLDER / "status.schema.json"
DAY = date(2026, 11, 22)
NAMES = {"tray": "sni", "idle": "x11", "notices": "freedesktop"}
MANAGED = Organisation(hash="0badcafe", errors=2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "status.json"


@pytest.fixture
def file(path: Path) -> StatusFile:
    return StatusFile(path, DAY, NAMES, "deb")


def told(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def fits(path: Path) -> bool:
    """What check-jsonschema says of a file."""
    line = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMA), str(path)]
    return subprocess.run(line, capture_output=True, check=False, timeout=60).returncode == 0


def test_it_says_this_and_nothing_more(file: StatusFile, path: Path) -> None:
    file.tell(MANAGED)
    assert told(path) == {
        "schema": 1,
        "app_version": __version__,
        "policy_hash": "0badcafe",
        "policy_errors": 2,
        "service": "running",
        "backends": NAMES,
        "package_type": "deb",
        "last_start_day": "2026-11-22",
    }
    assert not re.search(r"\d\d:\d\d", path.read_text()), "no time of day"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_written_when_something_changes_and_only_then(file: StatusFile, path: Path) -> None:
    assert file.tell(Organisation())
    before = path.stat()
    assert not [True for _each in range(100) if file.tell(Organisation())]
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert file.tell(MANAGED)
    assert file.tell(MANAGED, STOPPED)
    assert told(path)["service"] == "stopped"


def test_a_policy_can_switch_it_off_and_on(file: StatusFile, path: Path) -> None:
    file.tell(MANAGED)
    assert file.tell(Organisation(reporting="off"))
    assert not path.exists()
    assert not file.tell(Organisation(reporting="off"), STOPPED)
    assert not path.exists()
    assert file.tell(MANAGED)
    assert path.exists()


def test_one_left_from_before_is_taken_away_too(file: StatusFile, path: Path) -> None:
    path.write_text("{}")
    assert file.tell(Organisation(reporting="off"))
    assert not path.exists()


def test_the_file_fits_the_schema(file: StatusFile, path: Path) -> None:
    file.tell(MANAGED)
    assert fits(path)
    file.tell(Organisation(), STOPPED)
    assert fits(path)


@pytest.mark.parametrize(
    "change",
    [{"user": "me"}, {"schema": 2}, {"last_start_day": "2026-11-22T10:00"}, {"breaks": 3}, {"package_type": "snap"}],
)
def test_the_schema_refuses_what_does_not_belong(path: Path, change: dict[str, object]) -> None:
    path.write_text(json.dumps(json.loads(Inventory(last_start_day="2026-11-22").to_json()) | change))
    assert not fits(path)


def test_the_schema_is_one_and_knows_every_package() -> None:
    line = [sys.executable, "-m", "check_jsonschema", "--check-metaschema", str(SCHEMA)]
    assert subprocess.run(line, capture_output=True, check=False, timeout=60).returncode == 0
    assert tuple(told(SCHEMA)["properties"]["package_type"]["enum"]) == packaged.KINDS
    assert set(told(SCHEMA)["required"]) == set(json.loads(Inventory().to_json()))


def test_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "home"))
    if sys.platform in {"win32", "darwin"}:
        assert status_file() == tmp_path / "home" / "status.json"
    else:
        assert status_file() == tmp_path / "home" / "runtime" / "status.json"
        monkeypatch.delenv("ERGOBREAK_HOME")
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        assert status_file() == tmp_path / "ergobreak" / "status.json"


@pytest.mark.parametrize(("system", "below"), [("win32", "AppData/Local/ergobreak"), ("darwin", "Library/x/ergobreak")])
def test_where_it_lies_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, below: str) -> None:
    monkeypatch.setattr("ergobreak.inventory.sys.platform", system)
    monkeypatch.setattr(paths, "state_folder", lambda: tmp_path / below / "state")
    assert status_file() == tmp_path / below / "status.json"


# -- the tools that read it --------------------------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name != "posix", reason="shell scripts for Linux and macOS")


def shell(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(FOLDER / script)], capture_output=True, text=True, check=False, timeout=30,
        env={"PATH": os.environ["PATH"], **environment},
    )  # fmt: skip


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for number in ("1000", "1001"):
        (tmp_path / number / "ergobreak").mkdir(parents=True)
    return tmp_path


def glob(folder: Path) -> str:
    return f"{folder}/*/ergobreak/status.json"


@posix
def test_the_linux_script_reads_everybodys(many: Path) -> None:
    for number in ("1000", "1001"):
        StatusFile(many / number / "ergobreak" / "status.json", DAY, NAMES, "deb").tell(Organisation(hash="1a2b3c4d"))
    done = shell("read-status.sh", ERGOBREAK_STATUS_GLOB=glob(many))
    line = (
        f"app_version={__version__} service=running policy_hash=1a2b3c4d policy_errors=0 package_type=deb "
        "last_start_day=2026-11-22\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, line * 2, "")


@posix
@pytest.mark.parametrize(("said", "service"), [(MANAGED, "running"), (Organisation(), "stopped")])
def test_the_linux_script_reports_what_is_wrong(many: Path, said: Organisation, service: str) -> None:
    StatusFile(many / "1000" / "ergobreak" / "status.json", DAY, NAMES, "rpm").tell(said, service)
    done = shell("read-status.sh", ERGOBREAK_STATUS_GLOB=glob(many))
    assert done.returncode == 1
    assert f"service={service} policy_hash={said.hash} policy_errors={said.errors} " in done.stdout


@posix
def test_the_linux_script_says_when_there_is_none(many: Path) -> None:
    assert shell("read-status.sh", ERGOBREAK_STATUS_GLOB=glob(many)).returncode == 3


@posix
def test_a_script_that_runs_as_root_prints_nobodys_secrets(many: Path, tmp_path: Path) -> None:
    secret = tmp_path / "shadow"
    secret.write_text('"app_version": "root:x:0:0"\n')
    (many / "1000" / "ergobreak" / "status.json").symlink_to(secret)
    odd = json.dumps({"app_version": "$(id) <b>", "service": "a b"}, indent=1)
    (many / "1001" / "ergobreak" / "status.json").write_text(odd)
    done = shell("read-status.sh", ERGOBREAK_STATUS_GLOB=glob(many))
    assert done.returncode == 1
    assert done.stdout == "app_version= service= policy_hash= policy_errors= package_type= last_start_day=\n"


@posix
def test_jamf_gets_its_one_line(tmp_path: Path) -> None:
    home = tmp_path / "pat" / "Library" / "Application Support" / "ergobreak"
    home.mkdir(parents=True)
    here = {"ERGOBREAK_USERS": str(tmp_path), "ERGOBREAK_CONSOLE_USER": "pat"}
    assert shell("jamf-extension-attribute.sh", **here).stdout == "<result>not reporting</result>\n"
    StatusFile(home / "status.json", DAY, NAMES, "app").tell(MANAGED)
    line = f"<result>{__version__} running policy 0badcafe errors 2</result>\n"
    assert shell("jamf-extension-attribute.sh", **here).stdout == line
    StatusFile(home / "status.json", DAY, NAMES, "app").tell(Organisation(), STOPPED)
    line = f"<result>{__version__} stopped policy none errors 0</result>\n"
    assert shell("jamf-extension-attribute.sh", **here).stdout == line
    assert shell("jamf-extension-attribute.sh", **here | {"ERGOBREAK_CONSOLE_USER": "root"}).stdout == (
        "<result>not reporting</result>\n"
    )


@posix
@pytest.mark.parametrize("script", sorted(each.name for each in FOLDER.glob("*.sh")))
def test_the_scripts_are_plain_shell(script: str) -> None:
    for program in filter(None, map(shutil.which, ("sh", "dash", "bash"))):
        assert subprocess.run([program, "-n", str(FOLDER / script)], check=False, timeout=10).returncode == 0


def test_the_powershell_scripts_read_only_what_the_schema_has() -> None:
    """There is no PowerShell here to run them with; this holds their names, brackets, exit codes and letters."""
    known = set(told(SCHEMA)["properties"])
    for script in FOLDER.glob("*.ps1"):
        text = script.read_text(encoding="ascii")
        assert set(re.findall(r"\$status\.(\w+)", text)) <= known
        assert [text.count(each) for each in "({["] == [text.count(each) for each in ")}]"]
        assert set(re.findall(r"\bexit (\d)", text)) == {"0", "1"}
        assert re.findall(r"\b(?:UserName|COMPUTERNAME|USERPROFILE|whoami)\b", text) == []


def tables() -> sqlite3.Connection:
    """Tables with the columns that osquery and fleetd document, as far as our queries use them."""
    database = sqlite3.connect(":memory:")
    database.executescript(
        "CREATE TABLE deb_packages (name, version); CREATE TABLE rpm_packages (name, version, release);"
        "CREATE TABLE programs (name, version); CREATE TABLE processes (pid, name, cmdline);"
        "CREATE TABLE apps (name, bundle_identifier, bundle_short_version); CREATE TABLE file (path, size);"
        "CREATE TABLE parse_json (path, fullkey, parent, key, value);"
    )
    return database


def rows_of(path: str, value: dict[str, Any], parent: str = "") -> Iterator[tuple[str, str, str, str, str]]:
    """A document as fleetd's ``parse_json`` gives it: a row a leaf."""
    for key, each in value.items():
        if isinstance(each, dict):
            yield from rows_of(path, each, key)
        else:
            yield path, f"{parent}/{key}" if parent else key, parent, key, str(each)


def test_the_osquery_pack_asks_good_questions() -> None:
    pack = told(ROOT / "packaging" / "osquery" / "ergobreak.conf")
    database = tables()
    for query in pack["queries"].values():
        database.execute(query["query"])
        assert query["snapshot"]
        assert query["interval"] == 86400, "once a day is often enough for a version"
        chosen = query["query"].partition("FROM")[0]
        assert not re.search(r"\b(username|uid|path|start_time|cmdline|pid)\b", chosen)
    database.close()


def test_the_fleet_query_finds_what_the_file_says(file: StatusFile, path: Path) -> None:
    file.tell(MANAGED)
    database = tables()
    documents = list(YAML(typ="safe").load_all(ROOT / "packaging" / "osquery" / "fleet-query.yml"))
    question, policy = (each["spec"]["query"] for each in documents)
    assert database.execute(policy).fetchall() == [(1,)], "no file, nothing wrong"
    here = "/run/user/1000/ergobreak/status.json"
    database.execute("INSERT INTO file VALUES (?, 300)", (here,))
    database.executemany("INSERT INTO parse_json VALUES (?, ?, ?, ?, ?)", rows_of(here, told(path)))
    row = (__version__, "running", "0badcafe", "2", "deb", "sni", "x11", "freedesktop", "2026-11-22")
    assert database.execute(question).fetchall() == [row]
    assert database.execute(policy).fetchall() == [], "two values of the policy were dropped"
    database.close()
