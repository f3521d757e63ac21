"""The outside of the door: what a command says when nobody, or somebody odd, is behind it."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.desktop.control import open_door
from ergobreak.door import MAX_BYTES, send
from ergobreak.errors import ErgobreakError, NotRunning, UsageError

if sys.platform == "win32":
    pytest.skip("a Unix socket; the pipe has tests of its own", allow_module_level=True)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def somebody(path: Path, behave: Callable[[socket.socket], object]) -> Iterator[str]:
    """Listens at the address, and does what the test says with the one who knocks."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            client, _peer = listener.accept()
            with client:
                client.settimeout(10.0)
                behave(client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield str(path)
        thread.join(10.0)


def saying(line: bytes) -> Callable[[socket.socket], None]:
    """Somebody who hears one line and says one."""

    def behave(client: socket.socket) -> None:
        client.recv(99)
        client.sendall(line)

    return behave


def test_a_request_and_its_answer(tmp_path: Path) -> None:
    heard: list[dict[str, Any]] = []

    def handler(message: dict[str, Any]) -> dict[str, Any]:
        heard.append(message)
        return {"said": "schön", "big": "x" * 200_000}

    door = open_door(str(tmp_path / "ctl"), handler)
    answer = send(str(tmp_path / "ctl"), {"do": "status", "note": "Grüße \ud800"}, timeout_s=10.0)
    door.close()
    assert (answer["ok"], answer["said"], len(answer["big"])) == (True, "schön", 200_000)
    assert heard == [{"do": "status", "note": "Grüße \ud800"}]


def test_a_refusal_keeps_its_words_and_its_exit_code(tmp_path: Path) -> None:
    def handler(_message: dict[str, Any]) -> dict[str, Any]:
        raise UsageError("There is no such break.", "Known: micro.")

    door = open_door(str(tmp_path / "ctl"), handler)
    with pytest.raises(ErgobreakError) as refused:
        send(str(tmp_path / "ctl"), {"do": "break"}, timeout_s=10.0)
    door.close()
    assert (refused.value.title, refused.value.hint, refused.value.exit_code) == (
        "There is no such break.",
        "Known: micro.",
        2,
    )


@pytest.mark.parametrize("left_behind", ["nothing", "file", "dead socket", "folder missing"])
def test_nobody_is_there(tmp_path: Path, left_behind: str) -> None:
    path = tmp_path / "ctl"
    if left_behind == "file":
        path.write_text("")
    elif left_behind == "dead socket":
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(path))
    elif left_behind == "folder missing":
        path = tmp_path / "nowhere" / "ctl"
    with pytest.raises(NotRunning) as refused:
        send(str(path), {"do": "status"})
    assert refused.value.exit_code == 3
    assert "ergobreak" in refused.value.hint


def test_whoever_hangs_up_in_the_middle_is_as_good_as_nobody(tmp_path: Path) -> None:
    for number, said in enumerate((b"", b'{"ok": tr')):
        with somebody(tmp_path / f"ctl{number}", saying(said)) as at, pytest.raises(NotRunning):
            send(at, {"do": "status"}, timeout_s=10.0)


def test_whoever_is_silent_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    gone = threading.Event()
    begun = time.monotonic()
    with somebody(tmp_path / "ctl", lambda _client: gone.wait(10.0)) as at:
        with pytest.raises(NotRunning):
            send(at, {"do": "status"}, timeout_s=0.3)
        assert time.monotonic() - begun < 5.0
        gone.set()


def test_an_answer_without_end_is_cut_off(tmp_path: Path) -> None:
    def talk(client: socket.socket) -> None:
        client.recv(99)
        try:
            while True:
                client.sendall(b"x" * 65536)
        except OSError:
            return

    with somebody(tmp_path / "ctl", talk) as at, pytest.raises(NotRunning):
        send(at, {"do": "status"}, timeout_s=10.0)
    assert MAX_BYTES < 10_000_000


@pytest.mark.parametrize("line", [b"hello there\n", b"[]\n", b"null\n", b'"ok"\n', b"\xff\xfe\n"])
def test_an_answer_that_is_none_is_said_in_plain_words(tmp_path: Path, line: bytes) -> None:
    with somebody(tmp_path / "ctl", saying(line)) as at, pytest.raises(ErgobreakError, match="Something else"):
        send(at, {"do": "status"}, timeout_s=10.0)


def test_what_is_sent_is_one_line_of_json(tmp_path: Path) -> None:
    heard: list[bytes] = []

    def listen(client: socket.socket) -> None:
        heard.append(client.recv(65536))
        client.sendall(b'{"ok":true}\n')

    with somebody(tmp_path / "ctl", listen) as at:
        assert send(at, {"do": "note", "text": "two\nlines"}, timeout_s=10.0) == {"ok": True}
    assert heard[0].count(b"\n") == 1
    assert json.loads(heard[0]) == {"do": "note", "text": "two\nlines"}
