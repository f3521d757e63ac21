"""The store: what goes in comes out, damage is put aside, and nothing that goes wrong loses a row or stops anybody."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.desktop import journal as module
from ergobreak.desktop.journal import KEPT_DAYS, Entry, Journal, forget, read_entries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def entry(fact: str = "taken", at: datetime = NINE, **details: Any) -> Entry:  # noqa: ANN401 - plain values
    return Entry(at=at.isoformat(), fact=fact, kind="micro_break", details=details)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    found = Journal(path)
    yield found
    found.close()


def facts(path: Path) -> list[str]:
    return [each.fact for each in read_entries(path)]


class Clock:
    """Time for trying again, as the test says."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(module, "monotonic", found)
    return found


# -- in and out --------------------------------------------------------------------------------------------------------


def test_state_and_facts_come_back_as_they_went_in(path: Path, journal: Journal) -> None:
    assert journal.load_state() is None
    rows = [entry("shown", sat_s=90), entry("taken", routine="chin_tuck", seconds=41.5, note="Grüße, 休憩")]
    journal.save(NINE, {"version": 1, "hands_s": 12.25}, rows)
    journal.save(NINE, {"version": 1, "hands_s": 13.0}, [])
    journal.close()
    journal.close()

    again = Journal(path)
    assert again.load_state() == {"version": 1, "hands_s": 13.0}
    assert again.entries() == rows == read_entries(path)
    assert again.problem == ""
    again.close()


@given(details=st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=20), st.floats(allow_nan=False))))
def test_any_plain_words_and_numbers_survive(
    tmp_path_factory: pytest.TempPathFactory, details: dict[str, str | float]
) -> None:
    path = tmp_path_factory.mktemp("any") / "journal.sqlite"
    journal = Journal(path)
    try:
        details = {key: each for key, each in details.items() if _plain(key) and _plain(each)}
        journal.save(NINE, {}, [Entry(at=NINE.isoformat(), fact="taken", details=details)])
        assert journal.problem == ""
        assert journal.entries()[0].details == details
    finally:
        journal.close()


def _plain(value: str | float) -> bool:
    return not isinstance(value, str) or value.isprintable()


def test_only_what_is_wanted_is_given(path: Path, journal: Journal) -> None:
    journal.save(NINE, {}, [entry("old", NINE - timedelta(days=2)), entry("new", NINE)])
    assert [each.fact for each in journal.entries(NINE - timedelta(days=1))] == ["new"]
    elsewhere = (NINE + timedelta(hours=1)).astimezone()
    assert [each.fact for each in read_entries(path, elsewhere)] == []


def test_after_a_year_and_a_bit_it_forgets_by_itself(path: Path, journal: Journal) -> None:
    rows = [entry("ancient", NINE - timedelta(days=KEPT_DAYS + 1)), entry("old", NINE - timedelta(days=KEPT_DAYS - 1))]
    journal.save(NINE, {}, rows)
    journal.prune(NINE)
    assert facts(path) == ["old"]


def test_forgetting_leaves_nothing_in_the_file(path: Path, journal: Journal) -> None:
    journal.save(NINE, {"secret": "knee"}, [entry(routine=f"secret_{n}") for n in range(500)])
    assert journal.forget() == 500
    assert (journal.entries(), journal.load_state()) == ([], None)
    for each in path.parent.iterdir():
        assert b"secret" not in each.read_bytes()
    journal.save(NINE, {}, [entry("again")])
    assert facts(path) == ["again"]


def test_forgetting_without_a_daemon(path: Path) -> None:
    assert forget(path) == 0
    assert not path.exists(), "looking for something to delete makes nothing"
    journal = Journal(path)
    journal.save(NINE, {}, [entry(), entry()])
    journal.close()
    assert forget(path) == 2
    assert facts(path) == []
    path.write_bytes(b"no database" * 100)
    with pytest.raises(OSError, match="not a database"):
        forget(path)


def test_there_is_no_journal_yet(path: Path) -> None:
    assert read_entries(path) == []
    assert not path.parent.exists()


@posix_only
def test_it_is_for_its_owner_only(path: Path, journal: Journal) -> None:
    journal.save(NINE, {}, [entry()])
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert set(found) == {"journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"}
    assert set(found.values()) == {0o600}


# -- damage ------------------------------------------------------------------------------------------------------------


def damaged(path: Path) -> list[Path]:
    return sorted(each for each in path.parent.glob("*.damaged-*") if not each.name.endswith(("-wal", "-shm")))


@pytest.mark.parametrize("garbage", [b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 5000, b"\0" * 100])
def test_what_is_no_database_is_put_aside(path: Path, garbage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(garbage)
    journal = Journal(path)
    [aside] = damaged(path)
    assert aside.read_bytes() == garbage
    assert aside.name in journal.problem
    journal.save(NINE, {"version": 1}, [entry()])
    assert (facts(path), journal.load_state()) == (["taken"], {"version": 1})
    assert aside.name in journal.problem, "it stays said until the next start"
    journal.close()
    again = Journal(path)
    assert again.problem == ""
    again.close()


def test_a_file_that_was_cut_off_is_put_aside_and_its_log_with_it(path: Path) -> None:
    journal = Journal(path)
    for number in range(300):
        journal.save(NINE, {}, [entry(number=number)])
    journal.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 - 100])
    log = path.with_name(path.name + "-wal")
    log.write_bytes(b"what had not been brought over yet")
    again = Journal(path)
    again.save(NINE, {"version": 1}, [entry("next")])
    assert facts(path)[-1] == "next"
    again.close()
    [aside] = damaged(path)
    assert aside.stat().st_size == len(whole) // 2 - 100


def test_an_empty_file_is_simply_filled(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    journal = Journal(path)
    assert journal.problem == ""
    assert damaged(path) == []
    journal.close()


def test_a_file_that_goes_bad_in_use_is_put_aside_and_the_day_goes_on(path: Path) -> None:
    journal = Journal(path)
    for number in range(2000):
        journal.save(NINE, {}, [entry(number=number)])
    journal.close()
    journal = Journal(path)
    with path.open("r+b") as file:  # every page but the first two
        file.seek(8192)
        file.write(b"\xff" * (path.stat().st_size - 8192))
    assert isinstance(journal.entries(), list), "reading it never raises"
    journal.save(NINE, {"version": 1, "hands_s": 5.0}, [entry("next")])
    assert damaged(path)
    assert "put aside" in journal.problem
    assert facts(path)[-1] == "next"
    assert journal.load_state() == {"version": 1, "hands_s": 5.0}
    journal.close()


def test_a_state_that_cannot_be_read_is_reported(path: Path, journal: Journal) -> None:
    journal.save(NINE, {}, [entry()])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE state SET body = '{half of'")
        db.execute("UPDATE entry SET details = '{half of'")
    assert journal.load_state() is None
    assert "saved state cannot be read" in journal.problem
    assert journal.entries() == []


# -- not now -----------------------------------------------------------------------------------------------------------


def test_a_locked_file_is_not_damaged_and_is_had_later(path: Path, clock: Clock) -> None:
    Journal(path).close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    journal = Journal(path)
    assert "locked" in journal.problem
    assert damaged(path) == []
    journal.save(NINE, {"version": 1}, [entry("meanwhile")])
    assert [each.fact for each in journal.entries()] == ["meanwhile"]
    with pytest.raises(OSError, match="locked"):
        journal.forget()
    other.rollback()
    other.close()
    journal.save(NINE, {"version": 1}, [entry("still")])
    assert "locked" in journal.problem, "not tried at every step: each try may wait"
    clock.now += 61.0
    journal.save(NINE, {"version": 1}, [entry("now")])
    assert journal.problem == ""
    assert facts(path) == ["meanwhile", "still", "now"]
    journal.close()


def test_a_disk_that_is_full_for_a_while(path: Path, journal: Journal) -> None:
    journal.save(NINE, {"version": 1}, [entry("before")])
    assert journal._db is not None
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count={pages}")
    journal.save(NINE, {"version": 1}, [entry(text="x" * 20_000)])
    assert journal.problem == f"{path}: database or disk is full"
    journal.save(NINE, {"version": 1}, [entry("after")])
    assert [each.fact for each in journal.entries()] == ["before", "taken", "after"], "kept in mind"
    journal._db.execute("PRAGMA max_page_count=100000")
    journal.save(NINE, {"version": 1}, [])
    assert (journal.problem, facts(path)) == ("", ["before", "taken", "after"])


def test_what_is_kept_in_mind_has_an_end(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder belongs")
    journal = Journal(tmp_path / "state" / "journal.sqlite")
    assert str(tmp_path / "state") in journal.problem
    for number in range(module.WAITING_ROWS + 5):
        journal.save(NINE, {}, [entry(number=number)])
    kept = journal.entries()
    assert len(kept) == module.WAITING_ROWS
    assert kept[-1].details == {"number": module.WAITING_ROWS + 4}
    assert journal.load_state() is None
    with pytest.raises(OSError, match="journal"):
        journal.forget()
    journal.prune(NINE)
    journal.close()


def test_a_folder_that_comes_back_is_used_again(tmp_path: Path, clock: Clock) -> None:
    place = tmp_path / "state"
    place.write_text("in the way")
    journal = Journal(place / "journal.sqlite")
    journal.save(NINE, {}, [entry("early")])
    place.unlink()
    clock.now += 61.0
    journal.save(NINE, {}, [entry("late")])
    assert (journal.problem, facts(place / "journal.sqlite")) == ("", ["early", "late"])
    journal.close()


def test_a_reader_that_is_not_the_daemon_disturbs_nothing(path: Path, journal: Journal) -> None:
    journal.save(NINE, {}, [entry()])
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        db.execute("BEGIN")
        db.execute("SELECT * FROM entry").fetchall()
        journal.save(NINE, {}, [entry("while somebody reads")])
        assert journal.problem == ""
    assert facts(path) == ["taken", "while somebody reads"]
    journal.close()
    path.write_bytes(b"no database" * 100)
    with pytest.raises(OSError, match="not a database"):
        read_entries(path)


def test_what_was_put_aside_is_forgotten_too(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    Journal(path).close()
    for aside in (path.with_name("journal.sqlite.damaged-20260302-090000"), path.with_name("journal.sqlite.damaged-2")):
        aside.write_bytes(b"facts")
    forget(path)
    assert not list(tmp_path.glob("*.damaged-*"))


def test_what_names_a_routine_and_how_often_a_prompt_came_to_its_end(tmp_path: Path) -> None:
    store = Journal(tmp_path / "journal.sqlite")
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def note(fact: str, kind: str = "", **details: str) -> None:
        store.save(at, {}, [Entry(at=at.isoformat(), fact=fact, kind=kind, details=details)])

    assert (store.about_routines(), store.prompts_over("micro_break")) == ([], 0)
    note("shown", "micro_break")
    note("taken", "micro_break", routine="chin_tuck")
    note("postponed", "micro_break")
    note("taken", "movement_break", routine="")
    note("rated", routine="chin_tuck", rating="nice")
    assert [(each.fact, each.details["routine"]) for each in store.about_routines()] == [
        ("taken", "chin_tuck"), ("rated", "chin_tuck"),
    ]  # fmt: skip
    assert (store.prompts_over("micro_break"), store.prompts_over("movement_break")) == (2, 1)
    store.close()
    assert (store.about_routines(), store.prompts_over("micro_break")) == ([], 0)
