"""The screen process from outside: a card in, orders, answers, an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.errors import NotRunning
from ergobreak.screens.card import Card, Look
from ergobreak.screens.names import SCREENS
from ergobreak.screens.orders import Answers, Orders, lines

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.screens


def screen_process(stdin: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ergobreak.screens.app"],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | environment,
    )


def test_a_process_that_gets_no_card_says_so() -> None:
    for stdin in ("", "not a card\n", '{"screen": "no such screen"}\n'):
        ended = screen_process(stdin)
        assert ended.returncode == 2
        assert "no usable card" in ended.stderr


def test_the_end_of_the_input_ends_the_process_without_an_answer() -> None:
    card = Card(screen="break", prompt=3, kind="micro_break", duration_s=40.0, look=Look(theme="light"))
    ended = screen_process(card.to_json() + "\n")

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_a_whole_break_in_one_process(tmp_path: Path) -> None:
    card = Card(screen="break", prompt=3, kind="micro_break", duration_s=0.3, running=True, look=Look(theme="light"))
    trace = tmp_path / "trace"
    with subprocess.Popen(
        [sys.executable, "-m", "ergobreak.screens.app"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "ERGOBREAK_SCREEN_TRACE": str(trace)},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(card.to_json() + "\n")
        process.stdin.flush()
        said = [json.loads(line) for line in process.stdout]
        assert process.wait(30) == 0

    assert [each["answer"] for each in said] == ["start", "done"]
    assert {each["prompt"] for each in said} == {3}
    assert {line.split()[0] for line in trace.read_text().splitlines()} == {"ready", "painted"}


@pytest.mark.parametrize("opener", SCREENS.values())
def test_every_screen_of_the_table_can_be_opened(opener: str) -> None:
    module, _, function = opener.partition(":")

    assert callable(getattr(import_module(module), function))


def test_the_module_itself_loads_no_toolkit() -> None:
    code = "import ergobreak.screens.app, sys; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], timeout=30, check=False).returncode == 0


def test_lines_come_whole_however_they_were_cut() -> None:
    reader, writer = os.pipe()
    os.write(writer, b'{"screen": "bre')
    os.write(writer, 'ak"}\n{"do": "close"}\nüb'.encode())
    os.close(writer)

    assert list(lines(reader)) == ['{"screen": "break"}', '{"do": "close"}', "üb"]
    os.close(reader)


def test_orders_that_are_none_are_left_out_and_the_end_means_close(app: QApplication) -> None:
    came: list[dict[str, Any]] = []
    orders = Orders()
    orders.came.connect(came.append)
    orders._read(iter(['{"do": "show"}', "garbage", "[1]", '{"what": 1}']))

    assert came == [{"do": "show"}, {"do": "close"}]


def test_answers_go_through_the_door_in_order() -> None:
    heard: list[tuple[str, dict[str, Any]]] = []
    answers = Answers("/run/door", 12, lambda door, message: heard.append((door, message)))
    answers.answer("start", routine="walk")
    answers.answer("done")
    answers.drain()

    assert heard == [
        ("/run/door", {"do": "answer", "prompt": 12, "answer": "start", "routine": "walk"}),
        ("/run/door", {"do": "answer", "prompt": 12, "answer": "done"}),
    ]


def test_a_daemon_that_has_gone_is_no_reason_to_fail() -> None:
    def gone(_door: str, _message: dict[str, Any]) -> None:
        title = "ergobreak is not running."
        raise NotRunning(title)

    answers = Answers("/run/door", 12, gone)
    answers.answer("start")
    answers.answer("done")
    answers.drain()


def test_without_a_door_answers_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    Answers("", 4).answer("postpone", seconds=180.0)

    printed = json.loads(capsys.readouterr().out)
    assert printed == {"do": "answer", "prompt": 4, "answer": "postpone", "seconds": 180.0}
