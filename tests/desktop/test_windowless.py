"""Programs without a console, as Windows has them, and consoles without some letters."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import cli
from ergobreak.desktop.autostart import command
from ergobreak.desktop.launcher import windowless_python

if TYPE_CHECKING:
    import pytest


def test_a_command_without_any_console_does_its_work_in_silence(tmp_path: Path) -> None:
    code = "import sys; sys.stdout = sys.stderr = None; from ergobreak.cli import main; sys.exit(main(sys.argv[1:]))"
    environment = os.environ | {"ERGOBREAK_HOME": str(tmp_path)}
    ended = {
        words: subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, env=environment, timeout=60, check=False
        )
        for words in (
            ("version",),
            ("settings", "set", "voice", "on"),
            ("status",),
            ("settings", "set", "voice", "loud"),
        )
    }
    assert [each.returncode for each in ended.values()] == [0, 0, 3, 2]
    assert {each.stdout + each.stderr for each in ended.values()} == {b""}
    assert "voice = true" in (tmp_path / "config" / "config.toml").read_text(encoding="utf-8")


def test_a_letter_that_the_console_lacks_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    poor = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    monkeypatch.setattr(sys, "stdout", poor)
    cli._mend_streams()
    sys.stdout.write("Rücken")
    poor.flush()
    assert poor.buffer.getvalue() == b"R?cken"


def test_screens_and_log_in_use_a_python_that_opens_no_console() -> None:
    assert Path(windowless_python()).is_file()
    assert Path(windowless_python()).parent == Path(sys.executable).parent
    if sys.platform == "win32":
        assert Path(windowless_python()).name == "pythonw.exe"
        assert Path(command()[0]).name in {"pythonw.exe", "ergobreakw.exe"}
    else:
        assert windowless_python() == sys.executable
