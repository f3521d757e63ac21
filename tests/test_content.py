"""The gate: a right file becomes values, a wrong one is told line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from textwrap import dedent

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.content import Problem, check, load, parse_toml
from ergobreak.errors import ContentError
from ergobreak.toml_lines import key_lines, line_of


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    seconds: int
    side: Side = Side.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    id: str
    steps: tuple[Step, ...]
    tags: frozenset[str] = frozenset()
    weight: float = 1.0
    reviewed: date | None = None
    more: Step | Lesson | None = None


def written(folder: Path, text: str) -> Path:
    path = folder / "routine.toml"
    path.write_text(dedent(text), encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.key, each.message) for each in check(written(folder, text), Routine)]


def test_a_right_file_becomes_frozen_values(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """\
        id = "cat"
        tags = ["b", "a"]
        weight = 2
        reviewed = 2026-01-31
        [[steps]]
        seconds = 30
        [[steps]]
        seconds = 5
        side = "right"
        """,
    )
    expected = Routine(
        id="cat",
        tags=frozenset({"a", "b"}),
        weight=2.0,
        reviewed=date(2026, 1, 31),
        steps=(Step(seconds=30), Step(seconds=5, side=Side.RIGHT)),
    )
    assert load(path, Routine) == expected
    assert check(path, Routine) == []


def test_all_faults_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    assert faults(
        tmp_path,
        """\
        id = 3
        extra = true
        [[steps]]
        seconds = "30"

        [[steps]]
        # no seconds here
        side = "up"
        speed = 1
        """,
    ) == [
        (1, "id", "needs text in quotes, not 3."),
        (4, "steps.1.seconds", 'needs a whole number, not "30".'),
        (6, "steps.2.seconds", "this key is missing."),
        (8, "steps.2.side", "must be one of 'left' or 'right'."),
        (9, "steps.2.speed", "there is no such key."),
        (2, "extra", "there is no such key."),
    ]


def test_nothing_is_taken_for_something_like_it(tmp_path: Path) -> None:
    for wrong in ("true", "1.5", '"1"', "[1]"):
        assert faults(tmp_path, f'id = "x"\nsteps = [{{seconds = {wrong}}}]\n')[0][:2] == (2, "steps.1.seconds")
    assert faults(tmp_path, 'id = "x"\nsteps = []\nweight = nan\n') == []  # a content model bounds its own numbers


def test_a_union_tells_each_place_once(tmp_path: Path) -> None:
    found = faults(tmp_path, 'id = "x"\nsteps = []\n[more]\nseconds = true\n')
    assert (4, "more.seconds", "needs a whole number, not true.") in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b'id = "x"\nsteps = [\n', 3, "not TOML"),
        (b'a = 1\nb = 2\nid = "x\n', 3, "not TOML"),
        (b'id = "x"\nid = "y"\n', 2, "not TOML"),
        (b"ok = 1\n\xff\n", 2, "UTF-8"),
        (b"a = " + b"[" * 20_000, 1, "too deep"),
        (b"a = " + b"9" * 20_000, 1, "too deep or too long"),
        (b"# " + b"x" * 1_100_000, 0, "too big"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(raw: bytes, line: int, says: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(raw)
    (problem,) = check(path, Routine)
    assert (problem.line, problem.key) == (line, "")
    assert says in problem.message


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert "no such file" in check(tmp_path / "none.toml", Routine)[0].message
    assert "cannot be read" in check(tmp_path, Routine)[0].message


def test_loading_a_wrong_file_says_everything_in_one_error(tmp_path: Path) -> None:
    path = written(tmp_path, 'id = 1\nsteps = "x"\n')
    with pytest.raises(ContentError) as caught:
        load(path, Routine)
    assert caught.value.title.splitlines() == [
        f"{path}:1: id: needs text in quotes, not 1.",
        f'{path}:2: steps: needs a list in square brackets, not "x".',
    ]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "notepad.toml"
    path.write_bytes(b'\xef\xbb\xbfid = "x"\r\nsteps = []\r\n')
    assert load(path, Routine).id == "x"


def test_a_problem_reads_like_a_compilers() -> None:
    assert str(Problem(file="a.toml", line=3, key="b", message="no.")) == "a.toml:3: b: no."
    assert str(Problem(file="environment", line=0, key="", message="no.")) == "environment: no."


def test_lines_are_found_in_every_form_toml_has() -> None:
    text = dedent(
        '''\
        # a comment with = and [
        plain = 1
        dotted.key = """several
        lines = 3
        """
        'quoted "key"' = '[not a table]'
        list = [ # one
          1, { inner = "}", "x.y" = [2,
            3] },
        ]
        [table.sub]
        a = 'it''
        b = "\\u00e9 \\" # no comment"
        [[rows]]
        n = 1
        [[rows]]
        n = 2
        [[rows.deep]]
        m = 1
        '''
    ).replace("'it''", "'it'")
    lines = key_lines(text)
    assert lines["plain",] == 2
    assert lines["dotted", "key"] == 3
    assert lines['quoted "key"',] == 6
    assert lines["list", 1, "inner"] == 8
    assert lines["list", 1, "x.y", 1] == 9
    assert lines["table", "sub", "b"] == 13
    assert lines["rows", 1, "n"] == 17
    assert lines["rows", 1, "deep", 0, "m"] == 19
    assert line_of(lines, ("rows", 1, "gone", "too")) == 16
    assert line_of(lines, ("nowhere",)) == 1


names = st.text("abz_-. é\"'#=[\\", min_size=1, max_size=5)
values = st.recursive(
    st.integers(-5, 5) | st.booleans() | st.text("ab#='\"[]{},\n\\é", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(names, values, max_size=5))
def test_every_key_is_found_on_a_line_that_holds_it(table: dict[str, object]) -> None:
    text = tomlkit.dumps(table)
    lines = key_lines(text)
    rows = text.split("\n")

    def look(value: object, path: tuple[str | int, ...]) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                row = rows[lines[*path, key] - 1]
                assert any(form in row for form in (key, tomlkit.key(key).as_string(), key.replace("\\", "\\\\")))
                look(inner, (*path, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                assert (*path, index) in lines
                look(inner, (*path, index))

    look(table, ())


@given(st.text(max_size=60) | st.text("a=[]{}\"'\n,.#1 \\", max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    read = parse_toml(text, Path("x.toml"))
    assert not (read.problems and read.values)
