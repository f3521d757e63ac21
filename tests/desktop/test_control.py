"""The control door, the same on each system: whoever is slow, dead or talks nonsense disturbs nobody."""

from __future__ import annotations

import json
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ergobreak import door
from ergobreak.desktop import control
from ergobreak.errors import ErgobreakError, NotRunning, UsageError
from tests.desktop.callers import Caller, address_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Opener = Callable[[control.Handler], control.Door]

if sys.platform == "win32":
    from ergobreak.desktop.control import win32 as inside
else:
    from ergobreak.desktop.control import unix as inside

SOON_S = 2.0  # far less than the patience with a slow client, far more than an answer takes


def echo(message: dict[str, Any]) -> dict[str, Any]:
    return {"heard": message}


@pytest.fixture
def address(tmp_path: Path) -> str:
    return address_in(tmp_path)


@pytest.fixture
def opened(address: str) -> Iterator[Opener]:
    doors: list[control.Door] = []

    def open_it(handler: control.Handler) -> control.Door:
        doors.append(control.open_door(address, handler))
        return doors[-1]

    yield open_it
    for each in doors:
        each.close()


def served(address: str) -> bool:
    """Whether a well-behaved client is answered at once."""
    before = time.monotonic()
    answered = door.send(address, {"do": "hello"}, timeout_s=SOON_S)["ok"]
    return bool(answered) and time.monotonic() - before < SOON_S


def test_what_is_asked_is_answered(address: str, opened: Opener) -> None:
    opened(echo)
    message = {"do": "snooze", "why": "Rückenübung, 5 min ☕", "deep": {"list": [1, 2.5, None, True]}}
    assert door.send(address, message) == {"ok": True, "heard": message}


def test_a_refusal_arrives_with_its_words_and_its_exit_code(address: str, opened: Opener) -> None:
    def refuse(message: dict[str, Any]) -> dict[str, Any]:
        raise UsageError("No such break.", "Known: micro, movement")

    opened(refuse)
    with pytest.raises(ErgobreakError, match=r"No such break\.") as refused:
        door.send(address, {"do": "break"})
    assert (refused.value.title, refused.value.hint) == ("No such break.", "Known: micro, movement")
    assert refused.value.exit_code == UsageError.exit_code


def test_nobody_at_home_is_told_at_once(address: str) -> None:
    before = time.monotonic()
    with pytest.raises(NotRunning) as nobody:
        door.send(address, {"do": "status"}, timeout_s=30)
    assert nobody.value.exit_code == 3
    assert time.monotonic() - before < SOON_S


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\n",
        b"hello\n",
        b"[1]\n",
        b"{}\n",
        b'{"do": 3}\n',
        b"\xff\xfe\x00\n",
        b"[" * 100_000 + b"\n",
        b"NaN\n",
        b'{"do"\n',
    ],
    ids=["nothing", "text", "list", "empty", "no verb", "bytes", "deep", "no number", "half"],
)
def test_nonsense_is_told_so_and_the_door_stays_open(nonsense: bytes, address: str, opened: Opener) -> None:
    opened(echo)
    with Caller(address) as caller:
        caller.say(nonsense)
        reply = json.loads(caller.hear())
    assert reply["ok"] is False
    assert reply["exit_code"] == 2
    assert reply["error"]
    assert served(address)


@given(st.binary(max_size=300))
@example(b'{"do": "\\ud800"}')
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_bytes_at_all_can_break_the_answering(line: bytes) -> None:
    reply = control.answer(line, echo)
    assert reply.endswith(b"\n")
    assert reply.count(b"\n") == 1
    assert isinstance(json.loads(reply)["ok"], bool)


def test_the_longest_message_passes_and_a_longer_one_is_hung_up_on(address: str, opened: Opener) -> None:
    opened(lambda message: {"length": len(message.get("text", ""))})
    room = door.MAX_BYTES - len(b'{"do":"x","text":""}\n')
    assert door.send(address, {"do": "x", "text": "a" * room})["length"] == room
    with pytest.raises(NotRunning):
        door.send(address, {"do": "x", "text": "a" * (room + 70_000)})
    with Caller(address) as caller:
        while caller.say(b"a" * 65536):  # a line without an end
            pass
    assert served(address)


def test_a_client_who_is_slow_to_speak_keeps_nobody_waiting(
    address: str, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inside, "PATIENCE_S", 0.6)
    opened(echo)
    with Caller(address) as silent, Caller(address) as halting:
        halting.say(b'{"do": "hel')
        assert served(address)
        before = time.monotonic()
        assert silent.hear() == b""
        assert halting.hear() == b""
        assert time.monotonic() - before < SOON_S
    assert served(address)


def test_a_client_in_pieces_is_understood(address: str, opened: Opener) -> None:
    opened(echo)
    with Caller(address) as halting:
        for piece in (b'{"do"', b': "h', b'ello"}', b"\n"):
            halting.say(piece)
            time.sleep(0.02)
        assert json.loads(halting.hear())["heard"] == {"do": "hello"}


def test_a_client_who_does_not_listen_keeps_nobody_waiting(
    address: str, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inside, "PATIENCE_S", 0.6)
    opened(lambda message: {"text": "a" * (8_000_000 if message["do"] == "much" else 1)})
    with Caller(address) as deaf:
        deaf.say(b'{"do": "much"}\n')
        time.sleep(0.1)
        assert served(address)
        time.sleep(1.0)
        assert not deaf.hear().endswith(b"\n"), "it was cut off"
    assert served(address)


def test_a_client_who_dies_at_any_point_is_no_matter(address: str, opened: Opener) -> None:
    heard: list[str] = []

    def slowly(message: dict[str, Any]) -> dict[str, Any]:
        heard.append(message["do"])
        time.sleep(0.05)
        return {"text": "a" * 200_000}

    opened(slowly)
    Caller(address).leave()
    for words in (b"", b"{", b'{"do": "half"}', b'{"do": "whole"}\n'):
        caller = Caller(address)
        caller.say(words)
        caller.leave()
    assert served(address)
    assert "half" not in heard


def test_many_clients_at_once_get_each_their_own_answer(address: str, opened: Opener) -> None:
    opened(echo)
    answers: dict[int, int] = {}

    def client(number: int) -> None:
        for _ in range(5):
            answers[number] = door.send(address, {"do": "x", "number": number}, timeout_s=10)["heard"]["number"]

    clients = [threading.Thread(target=client, args=(number,)) for number in range(8)]
    for each in clients:
        each.start()
    for each in clients:
        each.join(20)
    assert answers == {number: number for number in range(8)}


def test_a_crowd_is_bounded_and_goes_away(address: str, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside, "PATIENCE_S", 1.5)
    opened(echo)
    crowd = [Caller(address) for _ in range(inside.MOST_CLIENTS - 1)]
    assert served(address), "there is room for one more"
    crowd.append(Caller(address))
    with pytest.raises(NotRunning):
        door.send(address, {"do": "hello"}, timeout_s=0.2)
    assert all(each.hear() == b"" for each in crowd)
    for each in crowd:
        each.leave()
    assert served(address)


def test_a_handler_that_takes_long_is_not_waited_for(address: str, opened: Opener) -> None:
    go_on = threading.Event()

    def think(message: dict[str, Any]) -> dict[str, Any]:
        if message["do"] == "think":
            go_on.wait(20)
        return {}

    opened(think)
    before = time.monotonic()
    with pytest.raises(NotRunning):
        door.send(address, {"do": "think"}, timeout_s=0.3)
    assert 0.2 < time.monotonic() - before < SOON_S
    go_on.set()
    assert served(address)


def test_closing_hangs_up_on_everybody_and_may_be_done_twice(address: str, opened: Opener) -> None:
    here = opened(echo)
    with Caller(address) as waiting:
        assert served(address)
        here.close()
        here.close()
        assert waiting.hear() == b""
    with pytest.raises(NotRunning):
        door.send(address, {"do": "hello"})
    opened(lambda _message: {"who": "the next"})
    assert door.send(address, {"do": "hello"})["who"] == "the next"


def test_a_door_may_be_closed_by_its_own_handler(address: str) -> None:
    doors: list[control.Door] = []

    def close(message: dict[str, Any]) -> dict[str, Any]:
        doors[0].close()
        return {}

    doors.append(control.open_door(address, close))
    with Caller(address) as caller:
        caller.say(b'{"do": "quit"}\n')
        caller.hear()  # an answer may or may not come any more; the thread must end
    assert _gone(address)


def _gone(address: str) -> bool:
    patience = time.monotonic() + SOON_S
    while time.monotonic() < patience:
        try:
            door.send(address, {"do": "hello"}, timeout_s=0.2)
        except NotRunning:
            return True
    return False


def test_it_says_where_it_listens(address: str, opened: Opener) -> None:
    assert address in opened(echo).sentence()
