"""Plans and logs at the command line: see, take up, let rest, go on, stop; and a log to take along."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ergobreak import paths, standing
from ergobreak.cli import choosing, screens
from ergobreak.desktop.journal import Entry, Journal
from tests.fakes.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

SHEET = sheet("00:00")


def done(routine: str) -> None:
    now = choosing.now()
    journal = Journal(paths.journal_file())
    journal.save(now, {}, [Entry(at=now.isoformat(), fact="done", details={"routine": routine})])
    journal.close()


def test_all_plans_are_told(ergobreak: Callable[..., Said]) -> None:
    plain, told = ergobreak("routine", "plan", "list"), ergobreak("routine", "plan", "list", "--json")

    assert plain.code == told.code == 0
    names = [each["id"] for each in told.json["plans"]]
    assert names == ["two_minute_shoulder", "full_blinks", "hands", "home_back"]
    assert all(name.replace("_", "-") in plain.out for name in names)
    assert not any(each["accepted"] for each in told.json["plans"])
    assert "No plan was taken up" in ergobreak("routine", "plan", "show").out


def test_a_plan_taken_up_shows_where_it_stands_and_is_offered(ergobreak: Callable[..., Said]) -> None:
    assert ergobreak("routine", "plan", "accept", "two-minute-shoulder").code == 0
    mine = ergobreak("routine", "plan", "show", "--json").json["plans"]

    assert [(each["id"], each["week"], each["due"]) for each in mine] == [
        ("two_minute_shoulder", 1, "two_minute_shoulder")
    ]
    ways = ("routine", "choose", "--kind", "movement", "--seconds", "300", "--sat", "50", "--json", "--seed")
    offers = [ergobreak(*ways, str(seed)).json["offer"] for seed in range(6)]
    assert "two_minute_shoulder" in offers
    assert ergobreak("today", "--json").json["due"] == {
        "line": "From your plan today: Two-minute band raise.",
        "routine": "two_minute_shoulder",
    }
    done("two_minute_shoulder")
    assert ergobreak("routine", "plan", "show", "--json").json["plans"][0]["due"] == ""
    assert ergobreak("today", "--json").json["due"] == {}


def test_it_can_rest_go_on_and_stop(ergobreak: Callable[..., Said]) -> None:
    ergobreak("routine", "plan", "accept", "hands")

    assert "It rests in week 1" in ergobreak("routine", "plan", "pause", "hands").out
    assert "Due today" in ergobreak("routine", "plan", "resume", "hands").out
    assert "What you did stays yours" in ergobreak("routine", "plan", "stop", "hands").out
    assert ergobreak("routine", "plan", "show", "--json").json["plans"] == []


def test_only_on_days_of_ones_choice(ergobreak: Callable[..., Said]) -> None:
    told = ergobreak("routine", "plan", "accept", "hands", "--days", "mon", "Wednesday", "--json").json

    assert told["plans"][0]["weekdays"] == [0, 2]


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (("accept", "two-minute-sholder"), 2, "Did you mean: two-minute-shoulder"),
        (("show", "xyz"), 2, "There are: two-minute-shoulder"),
        (("stop", "hands"), 1, "This plan was not taken up."),
        (("accept", "hands", "--days", "noday"), 2, "'noday' is no day"),
        (("accept",), 2, "ID"),
    ],
)
def test_wrong_use_is_told(words: tuple[str, ...], code: int, complaint: str, ergobreak: Callable[..., Said]) -> None:
    said = ergobreak("routine", "plan", *words)

    assert (said.code, said.out) == (code, "")
    assert complaint in said.err


def test_a_plan_is_taken_up_once_and_not_while_it_is_held_back(ergobreak: Callable[..., Said]) -> None:
    ergobreak("routine", "plan", "accept", "hands")

    assert "taken up already" in ergobreak("routine", "plan", "accept", "hands").err
    standing.keep(standing.checked({"tier": 3, "moves": "none", "avoid": [], "until": None}))
    assert "have this looked at first" in ergobreak("routine", "plan", "accept", "full-blinks").err
    assert "Due" not in ergobreak("routine", "plan", "show").out
    assert ergobreak("today", "--json").json["due"] == {}


def test_what_stands_from_a_check_in_holds_for_choose_too(ergobreak: Callable[..., Said]) -> None:
    standing.keep(standing.checked({"tier": 3, "moves": "none", "avoid": [], "until": None}))
    told = ergobreak("routine", "choose", "--json").json

    assert (told["offer"], told["fallback"]) == (None, "see_advice")
    assert len(told["excluded"]) == 53


def test_a_prescribed_sheet_is_due_and_has_its_log(ergobreak: Callable[..., Said], home: Path, tmp_path: Path) -> None:
    folder = home / "config" / "routines"
    folder.mkdir(parents=True)
    (folder / "my_sheet.toml").write_text(SHEET, encoding="utf-8")

    assert ergobreak("today", "--json").json["due"]["line"] == "Prescribed for now: My sheet."
    assert ergobreak("routine", "choose", "--json").json["offer"] == "my_sheet"
    done("my_sheet")
    text = ergobreak("routine", "log", "my-sheet", "--days", "3").out
    assert "Prescribed by A. Physio." in text
    assert "Done 1 time." in text
    assert text.count("·") == 2
    told = ergobreak("routine", "log", "my-sheet", "--json").json
    assert (told["routine"], told["times"], len(told["done"])) == ("my_sheet", ["00:00"], 1)
    assert (
        told["next"]
        == (choosing.now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0).isoformat()
    )
    page = tmp_path / "log.html"
    assert ergobreak("routine", "log", "my-sheet", "--html", str(page)).code == 0
    assert "<h1>My sheet" in page.read_text(encoding="utf-8")
    assert ergobreak("routine", "log", "my-sheet", "--days", "0").code == 2
    assert ergobreak("today", "--json").json["due"] == {}


def test_a_file_that_is_left_out_is_told_by_the_doctor_and_in_about(ergobreak: Callable[..., Said], home: Path) -> None:
    folder = home / "config" / "routines"
    folder.mkdir(parents=True)
    (folder / "my_sheet.toml").write_text(SHEET.replace('"neck"', '"nek"'), encoding="utf-8")
    checks = ergobreak("doctor", "--json").json["checks"]

    told = [each for each in checks if each["name"] in {"routines", "routine file"}]
    assert [each["ok"] for each in told] == [True, False]
    assert told[0]["sentence"] == "There are 53 routines."
    assert f"{folder / 'my_sheet.toml'}:5: regions.1" in told[1]["sentence"]
    assert screens.left_out() == [told[1]["sentence"]]
