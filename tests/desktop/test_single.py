"""There can be only one, and it is the one that holds the lock."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ergobreak.desktop.single import claim
from ergobreak.errors import DesktopError

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys, time
from pathlib import Path
from ergobreak.desktop.single import claim
held = claim(Path(sys.argv[1]))
print("yes" if held else "no", flush=True)
time.sleep(60 if held else 0)
"""


def start(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_second_one_is_told_no(tmp_path: Path) -> None:
    path = tmp_path / "run" / "ergobreak.lock"
    first = claim(path)
    assert first is not None
    assert claim(path) is None
    with start(path) as other:
        assert answer(other) == "no"
    first.release()
    first.release()
    assert claim(path) is not None


def test_a_killed_one_leaves_the_place_free(tmp_path: Path) -> None:
    path = tmp_path / "ergobreak.lock"
    with start(path) as other:
        assert answer(other) == "yes"
        assert claim(path) is None
        other.kill()
        other.wait(10)
    again = claim(path)
    assert again is not None
    again.release()


def test_the_file_says_who_and_is_for_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ergobreak.lock"
    held = claim(path)
    assert held is not None
    assert path.read_text(encoding="ascii") == f"{os.getpid()}\n"
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0
    held.release()


def test_a_place_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="ascii")
    with pytest.raises(DesktopError) as caught:
        claim(tmp_path / "file" / "ergobreak.lock")
    assert "ergobreak.lock" in caught.value.title
    assert caught.value.hint
