"""Routines by the command line: list, one in full, what would be offered and why, files of one's own."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ergobreak import paths, standing
from ergobreak.cli import player
from ergobreak.desktop.journal import Entry, Journal
from ergobreak.errors import ErgobreakError
from ergobreak.routines.library import PACKAGED, load_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

MONDAY = "2026-03-02T09:00"
FIXED = ("routine", "choose", "--json", "--no-history", "--at", MONDAY, "--seed", "7")
LIBRARY = load_all()


def test_the_list_has_every_packaged_routine(ergobreak: Callable[..., Said]) -> None:
    plain, told = ergobreak("routine", "list"), ergobreak("routine", "list", "--json").json

    assert [each["id"] for each in told["routines"]] == sorted(LIBRARY.by_id)
    assert len(plain.out.splitlines()) == len(LIBRARY)
    assert "cat-camel" in plain.out
    assert told["problems"] == []
    assert set(told["routines"][0]) == {
        "id", "title", "set", "regions", "place", "seconds", "seconds_most", "discreet", "seated", "tags", "not_if",
        "status", "reviewed", "own",
    }  # fmt: skip
    assert not any(each["own"] for each in told["routines"])


def test_the_list_narrowed(ergobreak: Callable[..., Said]) -> None:
    words = ("--region", "low-back", "--place", "chair", "--max-seconds", "45", "--discreet", "--tag", "rotation")
    told = ergobreak("routine", "list", "--json", *words).json

    assert [each["id"] for each in told["routines"]] == ["chair_twist"]
    nothing = ergobreak("routine", "list", "--max-seconds", "1")
    assert (nothing.code, nothing.out) == (0, "No routine fits all of this.\n")
    groups = ergobreak("routine", "list", "--json", "--region", "neck_shoulder").json["routines"]
    assert {"neck_turns", "shoulder_rolls"} <= {each["id"] for each in groups}


@pytest.mark.parametrize("name", ["cat-camel", "cat_camel", "Cat-Camel"])
def test_one_routine_in_full(name: str, ergobreak: Callable[..., Said]) -> None:
    page = ergobreak("routine", "show", name).out

    for part in ("Cat-camel on all fours", "1. Kneel on all fours.", "10 times 7 s", "[Side view, kneeling", "Stop at"):
        assert part in page
    assert "Seated: Seated cat-camel (seated-cat-camel)" in page
    told = ergobreak("routine", "show", name, "--json").json
    assert set(told) == {"version", "routine", "seconds", "figure", "stop_rule", "sources", "own"}
    assert told["seconds"] == [83, 97, 118]
    assert len(told["figure"]) == len(told["routine"]["steps"])


@pytest.mark.parametrize("name", sorted(LIBRARY.by_id))
def test_every_routine_can_be_told(name: str, ergobreak: Callable[..., Said]) -> None:
    said = ergobreak("routine", "show", name)

    assert said.code == 0
    assert LIBRARY.by_id[name].steps[-1].say in said.out


def test_its_figure_as_a_picture(ergobreak: Callable[..., Said], tmp_path: Path) -> None:
    file = tmp_path / "cat.svg"
    said = ergobreak("routine", "show", "cat-camel", "--svg", str(file))
    printed = ergobreak("routine", "show", "cat-camel", "--svg")

    assert said.code == 0
    assert file.read_text(encoding="utf-8") == printed.out
    root = ET.fromstring(printed.out)  # noqa: S314 - our own text
    assert root.findtext("{*}title") == "Cat-camel on all fours"
    assert len(root.findall("{*}g")) == 3
    refused = ergobreak("routine", "show", "cat-camel", "--svg", str(tmp_path))
    assert refused.code == 1
    assert "cannot be written" in refused.err


def test_a_name_that_is_none_is_told_with_its_neighbours(ergobreak: Callable[..., Said]) -> None:
    for verb in ("show", "start"):
        said = ergobreak("routine", verb, "catcamel")
        assert said.code == 2
        assert "There is no routine 'catcamel'." in said.err
        assert "Did you mean: cat-camel" in said.err


def test_the_same_question_has_the_same_answer(ergobreak: Callable[..., Said]) -> None:
    first, second = ergobreak(*FIXED).out, ergobreak(*FIXED).out

    assert first == second
    assert len({ergobreak(*FIXED[:-1], str(seed)).json["offer"] for seed in range(12)}) > 1


def test_everything_is_offered_or_told_why_not(ergobreak: Callable[..., Said]) -> None:
    told = ergobreak(*FIXED, "--seconds", "60").json

    assert {told["offer"], *told["runners_up"], *told["excluded"]} == set(LIBRARY.by_id)
    assert told["excluded"]["cat_camel"]["code"] == "place"
    assert told["excluded"]["belly_breathing"] == {
        "code": "too_long", "what": "88", "words": "It takes 88 seconds.",
    }  # fmt: skip
    assert told["asked"]["slot_s"] == 60


def test_what_stands_is_left_out_with_its_reason(ergobreak: Callable[..., Said]) -> None:
    words = ("--avoid", "overhead", "rotation", "--condition", "osteoporosis_or_spine_fracture", "--pattern", "p06")
    told = ergobreak(*FIXED, "--seconds", "300", "--place", "floor", "--privacy", "private", *words).json
    out = told["excluded"]

    assert out["chair_twist"]["code"] in {"movement", "condition"}
    assert (out["wall_slides"]["code"], out["wall_slides"]["what"]) == ("movement", "overhead")
    assert out["cat_camel"]["code"] == "condition"
    assert told["asked"]["patterns"] == ["P06"]
    offered = [LIBRARY.by_id[each] for each in (told["offer"], *told["runners_up"])]
    assert not any({"overhead", "rotation"} & set(each.tags) for each in offered)


def test_an_open_room_and_a_chair(ergobreak: Callable[..., Said]) -> None:
    room = ergobreak(*FIXED, "--privacy", "open").json
    chair = ergobreak(*FIXED, "--place", "chair", "--region", "neck").json

    assert room["excluded"]["side_reach"]["code"] == "open_office"
    assert "side_reach" not in ergobreak(*FIXED, "--privacy", "open", "--kind", "asked").json["excluded"]
    assert all(LIBRARY.by_id[each].on_chair for each in (chair["offer"], *chair["runners_up"]))
    assert "neck" in LIBRARY.by_id[chair["offer"]].regions
    assert chair["why"].startswith("You asked for the neck.")


def test_whoever_must_not_move_is_offered_nothing(ergobreak: Callable[..., Said]) -> None:
    told = ergobreak(*FIXED, "--pattern", "P23")

    assert told.code == 0
    assert (told.json["offer"], told.json["fallback"]) == (None, "no_exercises")
    plain = ergobreak("routine", "choose", "--no-history", "--at", MONDAY, "--pattern", "P23")
    assert plain.out.startswith("Nothing is offered.\nNo routines for now")


def test_what_a_check_in_holds_back_is_said_once_and_points_to_the_next_check_in(
    ergobreak: Callable[..., Said],
) -> None:
    standing.file().parent.mkdir(parents=True, exist_ok=True)
    standing.file().write_text('{"tier": 3, "moves": "none", "avoid": [], "until": null}', encoding="utf-8")

    said = ergobreak("routine", "choose")
    assert said.out.splitlines() == [
        "Nothing is offered.",
        "No routines for now: your last check-in says to have this looked at first.",
    ]
    with pytest.raises(ErgobreakError) as raised:
        player.player_card(None, LIBRARY.by_id["chin_tuck"], LIBRARY, None)
    assert raised.value.hint.endswith("A new check-in can lift that: ergobreak check-in")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--avoid", "flying"), "--avoid 'flying' is not known"),
        (("--condition", "tired"), "--condition 'tired' is not known"),
        (("--pattern", "P99"), "--pattern 'P99' is not known"),
        (("--region", "tail"), "--region 'tail' is not known"),
        (("--seconds", "0"), "--seconds 0.0 is not between"),
        (("--seconds", "nan"), "--seconds nan is not between"),
        (("--seconds", "long"), "invalid float value: 'long'"),
        (("--sat", "-1"), "--sat -1.0 is less than nothing"),
        (("--at", "noon"), "--at 'noon' is no date and time"),
        (("--place", "pool"), "invalid choice: 'pool'"),
    ],
)
def test_what_cannot_be_chosen_by_is_named(
    words: tuple[str, ...], complaint: str, ergobreak: Callable[..., Said]
) -> None:
    said = ergobreak("routine", "choose", *words)

    assert (said.code, said.out) == (2, "")
    assert complaint in said.err


def note(*facts: tuple[datetime, str, str]) -> None:
    journal = Journal(paths.journal_file())
    rows = [Entry(at=at.isoformat(), fact=fact, details={"routine": routine}) for at, fact, routine in facts]
    journal.save(facts[0][0], {}, rows)
    journal.close()


def test_the_past_counts_unless_it_is_left_out(ergobreak: Callable[..., Said]) -> None:
    at = datetime.fromisoformat(MONDAY).astimezone()
    note((at - timedelta(days=2), "hurt", "neck_turns"), (at - timedelta(minutes=20), "done", "chin_tuck"))
    told = ergobreak("routine", "choose", "--json", "--at", MONDAY).json["excluded"]

    assert told["neck_turns"]["code"] == "hurt"
    assert told["chin_tuck"]["code"] in {"just_offered", "done_lately"}
    assert not {"neck_turns", "chin_tuck"} & set(ergobreak(*FIXED).json["excluded"])
    earlier = ergobreak("routine", "choose", "--json", "--at", "2026-02-20T09:00").json["excluded"]
    assert "neck_turns" not in earlier


GOOD = (PACKAGED / "neck_turns.toml").read_text(encoding="utf-8").replace('"neck_turns"', '"my_turns"')


def test_a_good_file_of_ones_own(ergobreak: Callable[..., Said], home: Path) -> None:
    folder = paths.user_routines()
    folder.mkdir(parents=True)
    file = folder / "my_turns.toml"
    file.write_text(GOOD, encoding="utf-8")

    assert ergobreak("content", "check", str(file)).out == f"{file}: fine.\n"
    told = ergobreak("routine", "list", "--json").json["routines"]
    assert [each["id"] for each in told if each["own"]] == ["my_turns"]
    assert ergobreak("routine", "show", "my-turns").code == 0

    file.write_text(GOOD.replace("steps]]", "stops]]", 1), encoding="utf-8")
    listed = ergobreak("routine", "list")
    assert listed.code == 1
    assert f"! {file}:" in listed.out


def test_every_packaged_file_is_fine(ergobreak: Callable[..., Said]) -> None:
    said = ergobreak("content", "check", *map(str, sorted(PACKAGED.glob("*.toml"))))

    assert said.code == 0
    assert said.out.count(": fine.") == len(LIBRARY)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"my_turns"', '"My turns"'), "1: id: small letters"),
        (('"my_turns"', '"chin_tuck"'), "1: id: “chin_tuck” is already the id"),
        (("title =", "titel ="), "titel: there is no such key."),
        (('"neck_rotation"', '"neck_wobble"'), "tags.1: “neck_wobble” is not a known word"),
        (("discreet = true", 'discreet = "yes"'), "discreet: needs true or false"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_line_and_key(
    change: tuple[str, str], told: str, ergobreak: Callable[..., Said], tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text(GOOD.replace(*change), encoding="utf-8")
    said = ergobreak("content", "check", str(file))

    assert said.code == 2
    assert f"{file}:" in said.out
    assert told in said.out


def test_all_faults_at_once_and_two_files_of_one_id(ergobreak: Callable[..., Said], tmp_path: Path) -> None:
    one, two, broken = (tmp_path / name for name in ("one.toml", "two.toml", "broken.toml"))
    one.write_text(GOOD, encoding="utf-8")
    two.write_text(GOOD, encoding="utf-8")
    broken.write_text(GOOD.replace('"my_turns"', '"B"').replace('"neck_rotation"', '"neck_wobble"'), encoding="utf-8")
    said = ergobreak("content", "check", str(one), str(two), str(broken), str(tmp_path / "none.toml"))

    assert said.code == 2
    assert f"{one}: fine." in said.out
    assert f"{two}:1: id: “my_turns” is already" in said.out
    assert said.out.count(f"{broken}:") == 2
    assert "none.toml: cannot be read: no such file" in said.out
