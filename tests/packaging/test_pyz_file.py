"""The one-file package: how its first program unpacks and starts it, with a small stand-in for ergobreak."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the file is for Linux, and says so elsewhere")

BOOTSTRAP = Path(__file__).resolve().parents[2] / "packaging" / "pyz" / "bootstrap.py"
HERE = ".".join(map(str, sys.version_info[:2]))
SAYS = """
import json, os, subprocess, sys

def main():
    child = subprocess.run([sys.executable, "-c", "import ergobreak, sys; print(ergobreak.__file__)"],
                           capture_output=True, text=True)
    print(json.dumps({"words": sys.argv[1:], "child": child.stdout.strip(), "file": __file__,
                      "python": os.path.realpath(sys.executable), "path": sys.path,
                      "environment": {name: os.environ.get(name) for name in ("PYTHONPATH", "ERGOBREAK_STARTED_AS")}}))
    return 3
"""


def archive(path: Path, fingerprint: str = "1.0-abc", python: str = HERE) -> Path:
    first = BOOTSTRAP.read_text(encoding="utf-8").replace("@PYTHON@", python).replace("@FINGERPRINT@", fingerprint)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("__main__.py", first)
        packed.writestr("site/ergobreak/__init__.py", "")
        packed.writestr("site/ergobreak/__main__.py", SAYS)
    return path


def start(file: Path, cache: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(cache), "XDG_CACHE_HOME": str(cache), "PYTHONPATH": "/nowhere"}
    return subprocess.run(
        [sys.executable, str(file), *words], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def told(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    import json  # noqa: PLC0415 - only here

    assert done.returncode == 3, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_first_start_unpacks_and_the_second_finds_it_there(tmp_path: Path) -> None:
    file = archive(tmp_path / "ergobreak.pyz")
    first = told(start(file, tmp_path / "cache", "status", "--json"))
    home = tmp_path / "cache" / "ergobreak" / "pyz" / "1.0-abc"
    site = home / "lib" / f"python{HERE}" / "site-packages"
    assert first["words"] == ["status", "--json"]
    assert first["file"] == str(site / "ergobreak" / "__main__.py")
    (site / "ergobreak" / "__init__.py").write_text("seen = True\n")
    told(start(file, tmp_path / "cache"))
    assert (site / "ergobreak" / "__init__.py").read_text() == "seen = True\n"


def test_what_it_starts_finds_the_same_libraries_and_no_others(tmp_path: Path) -> None:
    file = archive(tmp_path / "ergobreak.pyz")
    found = told(start(file, tmp_path / "cache"))
    assert str(found["child"]).startswith(str(tmp_path / "cache"))
    assert found["environment"] == {"PYTHONPATH": None, "ERGOBREAK_STARTED_AS": str(file)}
    paths = found["path"]
    assert isinstance(paths, list)
    assert [each for each in paths if str(each).endswith("-packages")] == paths[:1]
    assert str(file) not in paths


def test_an_emptied_cache_is_filled_again(tmp_path: Path) -> None:
    file = archive(tmp_path / "ergobreak.pyz")
    told(start(file, tmp_path / "cache"))
    shutil.rmtree(tmp_path / "cache" / "ergobreak")
    told(start(file, tmp_path / "cache"))


def test_a_start_that_was_cut_short_is_made_good(tmp_path: Path) -> None:
    file = archive(tmp_path / "ergobreak.pyz")
    told(start(file, tmp_path / "cache"))
    home = tmp_path / "cache" / "ergobreak" / "pyz" / "1.0-abc"
    (home / "pyvenv.cfg").unlink()
    shutil.rmtree(home / "lib")
    told(start(file, tmp_path / "cache"))


def test_one_older_version_stays_and_the_rest_goes(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for number, name in enumerate(("1.0-a", "1.1-b", "1.2-c")):
        told(start(archive(tmp_path / "ergobreak.pyz", name), cache))
        os.utime(cache / "ergobreak" / "pyz" / name, (number, number))
    left = {each.name for each in (cache / "ergobreak" / "pyz").iterdir() if each.is_dir()}
    assert left == {"1.1-b", "1.2-c"}


def test_only_the_owner_can_look_into_the_cache(tmp_path: Path) -> None:
    told(start(archive(tmp_path / "ergobreak.pyz"), tmp_path / "cache"))
    assert (tmp_path / "cache" / "ergobreak" / "pyz").stat().st_mode & 0o077 == 0


def test_a_link_in_place_of_the_cache_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "cache" / "ergobreak").mkdir(parents=True)
    (tmp_path / "cache" / "ergobreak" / "pyz").symlink_to(elsewhere)
    done = start(archive(tmp_path / "ergobreak.pyz"), tmp_path / "cache")
    assert done.returncode == 1
    assert "is a link" in done.stderr
    assert list(elsewhere.iterdir()) == []


def test_another_python_is_told_which_one_is_meant(tmp_path: Path) -> None:
    done = start(archive(tmp_path / "ergobreak.pyz", python="3.99"), tmp_path / "cache")
    assert done.returncode == 69
    assert "for Python 3.99" in done.stderr
    assert not (tmp_path / "cache").exists()
