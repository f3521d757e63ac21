"""The guide's own example is a routine that works."""

from __future__ import annotations

import re
from pathlib import Path

import ergobreak
from ergobreak import content
from ergobreak.routines.checks import problems
from ergobreak.routines.library import load_all
from ergobreak.routines.model import Group, Place, Routine

ROOT = Path(ergobreak.__file__).parents[1]
GUIDE = (ROOT / "docs" / "writing-content.md").read_text(encoding="utf-8")


def test_the_example_in_the_guide_can_be_used_as_it_stands(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    path = tmp_path / "my_stretch.toml"
    path.write_text(found.group(1), encoding="utf-8")

    assert list(problems(content.load(path, Routine))) == []
    library = load_all(tmp_path)
    assert library.errors == ()
    assert library.by_id["my_stretch"].seconds(3) == 53


def test_the_guide_names_every_set_and_place_and_only_files_that_are_there() -> None:
    for word in (*Group, *Place):
        assert word.value in GUIDE
    for place in re.findall(r"`(ergobreak/[^`]+|docs/[^`]+)`", GUIDE):
        assert (ROOT / place).exists(), place
