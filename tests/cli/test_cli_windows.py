"""The verbs that open a window: the card they hand over, what comes back, and what they say without a display."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak import paths
from ergobreak.cli import choosing, desk, player, screens
from ergobreak.cli.noting import entries_of
from ergobreak.desktop.journal import Entry, Journal, read_entries
from ergobreak.errors import ErgobreakError
from ergobreak.posture import answers, offer
from ergobreak.posture.model import Answer, questions
from ergobreak.screens.names import SCREENS
from tests.cli.conftest import environment, process

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ergobreak.screens.card import Card
    from tests.cli.conftest import Said

SCREEN = """\
import json, sys
card = json.loads(sys.stdin.readline())
with open({seen!r}, "w", encoding="utf-8") as file:
    json.dump(card, file)
for line in {said!r}:
    print(line)
sys.stdout.flush()
{then}
sys.exit({code})
"""


@pytest.fixture
def shown(ergobreak: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Run a verb and see the card that its screen would get."""
    monkeypatch.setenv("DISPLAY", ":77")
    cards: list[Card] = []

    def show(card: Card) -> int:
        cards.append(card)
        return 0

    monkeypatch.setattr(screens, "show", show)

    def run(*words: str) -> dict[str, Any]:
        said = ergobreak(*words)
        assert (said.code, said.err) == (0, "")
        card: dict[str, Any] = json.loads(cards[-1].to_json())
        return card

    return run


def fake_screen(tmp_path: Path, *, said: list[str], code: int = 0, then: str = "") -> dict[str, str]:
    """A stand-in for the screens' module, found before the real one; returns the environment that finds it."""
    source = tmp_path / "fake"
    source.mkdir()
    script = SCREEN.format(seen=str(tmp_path / "card.json"), said=said, code=code, then=then)
    (source / "screen.py").write_text(script, encoding="utf-8")
    # In the same process: on Windows os.execv starts a second one, and whoever waits for the first waits no more.
    (source / "sitecustomize.py").write_text(
        "import os, runpy, sys\n"
        "if '-m' in sys.orig_argv and 'ergobreak.screens.app' in sys.orig_argv:\n"
        "    try:\n"
        f"        runpy.run_path({str(source / 'screen.py')!r})\n"
        "    except SystemExit as ended:\n"
        "        sys.stdout.flush()\n"
        "        os._exit(ended.code)\n",
        encoding="utf-8",
    )
    return {"PYTHONPATH": str(source), "DISPLAY": ":77"}


@pytest.mark.parametrize(
    "words",
    [("library",), ("today",), ("welcome",), ("settings", "open"), ("workstation",), ("routine", "start", "cat-camel")],
)
def test_without_a_display_it_is_said_plainly(
    words: tuple[str, ...], ergobreak: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ergobreak.desktop.tray.display_there", lambda: False)  # Windows always has one
    said = ergobreak(*words)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("ergobreak: There is no display to open a window on.\n")
    assert "ergobreak " in said.err.splitlines()[1]  # what can be done instead


def test_the_card_of_the_player(shown: Callable[..., dict[str, Any]]) -> None:
    card = shown("routine", "start", "cat-camel")

    assert (card["screen"], card["prompt"], card["door"]) == ("routine", 0, "")
    assert card["routine"]["id"] == "cat_camel"
    assert card["stop_rule"].startswith("Stop at")
    assert list(card["data"]["twins"]) == ["seated_cat_camel"]
    assert card["data"]["level"] == 1
    assert card["data"]["sources"][0]["title"]
    assert any("between the legs" in each for each in card["data"]["signs"])
    assert card["data"]["check_in"] is ("check_in" in SCREENS)


def test_a_surprise_tells_why(shown: Callable[..., dict[str, Any]]) -> None:
    for words in ((), ("--surprise",), ("--region", "neck")):
        card = shown("routine", "start", *words)
        assert card["why"]
    assert "neck" in card["routine"]["regions"]
    assert card["why"].startswith("You asked for the neck.")


def test_a_name_and_a_surprise_do_not_go_together(ergobreak: Callable[..., Said]) -> None:
    for words in (("--surprise",), ("--region", "neck")):
        said = ergobreak("routine", "start", "cat-camel", *words)
        assert said.code == 2
        assert "not both" in said.err


def test_what_is_left_out_cannot_be_started_by_name(
    ergobreak: Callable[..., Said], shown: Callable[..., dict[str, Any]]
) -> None:
    assert ergobreak("settings", "set", "avoid_moves", '["neck_rotation"]').code == 0
    refused = ergobreak("routine", "start", "neck-turns")
    opt_in = ergobreak("routine", "start", "leg-nerve-slider")

    assert refused.code == opt_in.code == 1
    assert "Slow head turns is left out now." in refused.err
    assert "turning the head" in refused.err
    assert "when a clinician suggested it" in opt_in.err
    assert shown("routine", "start", "chin-tuck")["routine"]["id"] == "chin_tuck"


def test_a_routine_done_often_grows(shown: Callable[..., dict[str, Any]]) -> None:
    now = choosing.now()
    rows = [
        Entry(at=now.replace(hour=0, minute=number).isoformat(), fact="done", details={"routine": "cat_camel"})
        for number in range(6)
    ]
    journal = Journal(paths.journal_file())
    journal.save(now, {}, rows)
    journal.close()

    assert shown("routine", "start", "cat-camel")["data"]["level"] == 2


def test_the_cards_of_the_other_windows(shown: Callable[..., dict[str, Any]]) -> None:
    library, today = shown("library"), shown("today")
    settings, welcome, workstation = shown("settings", "open"), shown("welcome"), shown("workstation")

    assert (library["screen"], library["data"]["place"]) == ("library", "standing")
    assert {"now", "settings", "history"} <= set(library["data"])
    assert {"day", "week", "moves", "status"} <= set(today["data"])
    assert {"rows", "profiles", "problems", "about", "status"} <= set(settings["data"])
    assert [each["screen"] for each in (settings, welcome, workstation)] == ["settings", "welcome", "workstation"]


def test_today_as_values(ergobreak: Callable[..., Said]) -> None:
    told = ergobreak("today", "--json")

    assert told.code == 0
    keys = {"now", "day", "planned", "week", "moves", "welcome_back", "status", "library", "due", "knowing"}
    assert keys == set(told.json)
    assert told.json["status"] is None


def test_a_posture_check_in_its_window_as_text_and_as_values(
    ergobreak: Callable[..., Said], shown: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    card = shown("posture")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setattr("ergobreak.desktop.tray.display_there", lambda: False)  # Windows always has one
    plain, told = ergobreak("posture"), ergobreak("posture", "--json").json

    assert (card["screen"], card["kind"]) == ("posture", "posture_check")
    assert set(told["check"]) == {"id", "area", "say", "fix", "sources"}
    assert card["data"] | {"figure": None} == told["check"] | {"figure": None}
    assert card["data"]["figure"] is None or card["data"]["figure"]["frames"]
    assert plain.out.splitlines() == [told["check"]["say"], f"What helps: {told['check']['fix']}"]


def test_a_check_that_was_answered_rests(home: Path) -> None:
    settings, at = choosing.in_force(), datetime(2026, 3, 2, 11).astimezone()
    came: list[str] = []
    for rating in ("done", "not_now", "less"):
        found = offer.next_one(desk.answered(at), at, settings.values, settings.profile, {})
        assert found is not None
        came.append(found.id)
        row = Entry(
            at=at.isoformat(),
            fact="rated",
            kind=desk.POSTURE,
            details={"routine": f"posture:{found.id}", "rating": rating},
        )
        journal = Journal(paths.journal_file())
        journal.save(at, {}, [row])
        journal.close()

    assert len(set(came)) == 3
    assert [(each.check, each.reply) for each in offer.seen(desk.answered(at), at)] == [
        (came[0], "fine"),
        (came[1], "not_now"),
        (came[2], "fine"),
        (came[2], "fine"),
    ]


def test_what_came_of_the_workstation_review(ergobreak: Callable[..., Said], home: Path) -> None:
    first = next(each for each in questions() if not each.private)
    private = next(each for each in questions() if each.private)
    day = date(2026, 3, 2)
    given = {first.id: Answer.NO, private.id: Answer.NO}
    answers.keep(answers.Review().answering(given, at=first.id, on=day, desk="one"))
    page = home / "list.html"

    text, told = ergobreak("workstation", "--text").out, ergobreak("workstation", "--json").json
    assert "Workstation action list, 2026-03-02" in text
    assert first.fix in text
    assert private.fix not in text
    assert (told["version"], told["changed"]) == (1, "2026-03-02")
    assert ergobreak("workstation", "--html", str(page)).code == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert ergobreak("workstation", "--html", str(home)).code == 1
    assert ergobreak("workstation", "--forget").code == 0
    assert ergobreak("workstation", "--json").json["changed"] is None
    assert ergobreak("workstation", "--text", "--json").code == 2


def test_with_a_daemon_the_card_has_a_door(running: Path, tmp_path: Path) -> None:
    found = process(running, "routine", "start", "gaze-20", **fake_screen(tmp_path, said=["not for the terminal"]))
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))

    assert (found.code, found.out, found.err) == (0, "", "")
    assert card["door"].startswith(r"\\.\pipe\ergobreak-" if sys.platform == "win32" else str(running))
    assert card["routine"]["id"] == "gaze_20"


def test_without_one_what_was_done_is_noted_all_the_same(tmp_path: Path, home: Path) -> None:
    said = [
        '{"do": "routine_done", "routine": "gaze_20", "rating": "nice", "seconds": 20.4}',
        '{"do": "routine_hurt", "routine": "side_reach"}',
        "something else",
        '{"do": "answer", "prompt": 0}',
    ]
    found = process(home, "routine", "start", "gaze-20", **fake_screen(tmp_path, said=said))

    assert (found.code, found.out, found.err) == (0, "", "")
    assert [(each.fact, dict(each.details)) for each in read_entries(paths.journal_file())] == [
        ("done", {"routine": "gaze_20", "seconds": 20}),
        ("rated", {"routine": "gaze_20", "rating": "nice"}),
        ("hurt", {"routine": "side_reach", "seconds": 0}),
    ]
    refused = process(home, "routine", "start", "side-reach", DISPLAY=":77")
    assert refused.code == 1
    assert "It hurt. It rests for 14 more days." in refused.err


@pytest.mark.parametrize("code", [1, 2, 77])
def test_the_exit_code_of_the_window_is_handed_on(code: int, tmp_path: Path, home: Path) -> None:
    found = process(home, "library", **fake_screen(tmp_path, said=[], code=code))

    assert found.code == code
    assert ("The window ended with an error" in found.err) is (code != 1)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches a process differently there")
def test_ctrl_c_closes_the_window_in_good_order(tmp_path: Path, home: Path) -> None:
    then = f"sys.stdin.read()\nopen({str(tmp_path / 'closed')!r}, 'w').close()"
    command = subprocess.Popen(
        [sys.executable, "-m", "ergobreak", "library"],
        env=environment(home, **fake_screen(tmp_path, said=[], then=then)), stderr=subprocess.PIPE,
    )  # fmt: skip
    until = time.monotonic() + 30
    while not (tmp_path / "card.json").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(0.1)
    os.kill(command.pid, signal.SIGINT)

    assert command.communicate(timeout=20)[1] == b""
    assert command.returncode == 130
    assert (tmp_path / "closed").exists()


def test_a_screen_that_is_not_there_is_an_error_not_a_crash(home: Path) -> None:
    card = screens.card("no_such_screen", settings=choosing.in_force(), status=None)

    with pytest.raises(ErgobreakError, match="no window for that"):
        screens.show(card)


def test_what_is_no_routines_word_is_left_out() -> None:
    at = datetime(2026, 3, 2).astimezone()

    seen = entries_of(['{"do": "posture_seen", "routine": "posture:pc_feet", "rating": "done"}'], at)
    assert [(each.fact, each.details) for each in seen] == [("rated", {"routine": "posture:pc_feet", "rating": "done"})]
    assert entries_of(["", "[]", "3", '{"do": "routine_done"}', '{"do": "break", "routine": "x"}'], at) == []


def test_nothing_fits_is_said_and_no_window_opens(home: Path) -> None:
    none = choosing.situation(choosing.now(), choosing.in_force(), [])
    none["settings"] |= {"place": "chair", "avoid_moves": []}
    none["slot_s"] = 1.0

    with pytest.raises(ErgobreakError, match="Look far"):
        player._surprise(none, None)
