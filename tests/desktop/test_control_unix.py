"""The door on Unix: a socket that is the account's own in three ways: the folder, the mode, and the peer's uid."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak import door
from ergobreak.errors import DesktopError, NotRunning
from tests.desktop.callers import Caller, is_root

if sys.platform == "win32":
    pytest.skip("Windows has pipes: test_control_win32.py", allow_module_level=True)

from ergobreak.desktop.control import unix

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534
KNOCK = """
import os, socket, sys
os.setgid({uid}); os.setuid({uid})
caller = socket.socket(socket.AF_UNIX)
caller.settimeout(5)
try:
    caller.connect(sys.argv[1])
    caller.sendall(b'{{"do": "quit"}}\\n')
    print("heard", caller.recv(100))
except OSError as error:
    print(type(error).__name__)
"""


def echo(message: dict[str, Any]) -> dict[str, Any]:
    return {"heard": message}


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "ctl.sock")


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everybody may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="ergobreak-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_only_the_owner_may_touch_the_socket(address: str) -> None:
    before = os.umask(0)
    try:
        here = unix.SocketDoor(address, echo)
    finally:
        after = os.umask(before)
    assert after == 0, "the umask is given back"
    assert stat.S_IMODE(os.stat(address).st_mode) == 0o600  # noqa: PTH116 - the address is a plain string
    here.close()


@pytest.mark.skipif(not is_root(), reason="only root can become somebody else; the next test does without")
def test_another_account_does_not_get_in_even_past_the_mode(public: Path) -> None:
    asked: list[str] = []
    address = str(public / "ctl.sock")

    def heard(message: dict[str, Any]) -> dict[str, Any]:
        asked.append(message["do"])
        return {}

    here = unix.SocketDoor(address, heard)
    program = [sys.executable, "-I", "-c", KNOCK.format(uid=NOBODY), address]
    said = [subprocess.run(program, capture_output=True, text=True, timeout=20, check=True).stdout.strip()]
    Path(address).chmod(0o666)  # as if somebody had opened it by hand
    said.append(subprocess.run(program, capture_output=True, text=True, timeout=20, check=True).stdout.strip())
    here.close()
    assert said[0] == "PermissionError"
    assert said[1] in {"heard b''", "ConnectionResetError", "BrokenPipeError"}
    assert asked == []


def test_a_peer_with_another_uid_is_hung_up_on(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = unix.SocketDoor(address, echo)
    own = unix._own_uid()
    monkeypatch.setattr(unix, "_own_uid", lambda: own + 1)
    with pytest.raises(NotRunning):
        door.send(address, {"do": "hello"})
    monkeypatch.setattr(unix, "_own_uid", lambda: own)
    assert door.send(address, {"do": "hello"})["ok"]
    here.close()


def test_what_a_killed_daemon_left_behind_is_taken_over(address: str) -> None:
    killed = socket.socket(socket.AF_UNIX)
    killed.bind(address)
    killed.close()  # the name stays, as after kill -9
    with pytest.raises(NotRunning):
        door.send(address, {"do": "hello"})
    here = unix.SocketDoor(address, echo)
    assert door.send(address, {"do": "hello"})["ok"]
    here.close()
    assert not Path(address).exists()


def test_closing_late_leaves_the_successor_its_name(address: str) -> None:
    old = unix.SocketDoor(address, echo)
    new = unix.SocketDoor(address, lambda _message: {"who": "new"})
    old.close()
    assert door.send(address, {"do": "hello"})["who"] == "new"
    new.close()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DesktopError, match="cannot be heard"):
        unix.SocketDoor(str(tmp_path / "missing" / "ctl.sock"), echo)


@pytest.mark.skipif(sys.platform != "linux", reason="counts with /proc")
def test_it_sleeps_until_somebody_knocks(address: str) -> None:
    here = unix.SocketDoor(address, echo)
    assert door.send(address, {"do": "hello"})["ok"]
    number = next(each.native_id for each in threading.enumerate() if each.name == "door")
    time.sleep(0.2)
    before = _switches(number)
    time.sleep(1.0)
    assert _switches(number) == before
    with Caller(address):
        pass
    here.close()


def _switches(thread: int | None) -> int:
    lines = Path(f"/proc/self/task/{thread}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)


def test_a_door_whose_thread_sees_the_end_first_still_closes(tmp_path: Path) -> None:
    address = str(tmp_path / "ctl.sock")

    class Late(threading.Event):
        """Whoever sets it loses the processor just then; the thread, awake over a caller, gets it and is done."""

        def set(self) -> None:
            super().set()
            Caller(address).leave()
            mine._thread.join(5)

    mine = unix.SocketDoor(address, lambda message: message)
    mine._closed = Late()
    mine.close()
    assert not mine._thread.is_alive()
    assert not Path(address).exists()
