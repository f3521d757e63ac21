"""The measuring program measures right: on made-up kernel files, on a real sleeping process, and in its table."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from benchmarks.app import Moment, moments
from benchmarks.proc import Sample, between, family, fields_of, sample, stat_fields
from benchmarks.table import Row, markdown, number

if TYPE_CHECKING:
    from pathlib import Path

ASLEEP = "import time; print(1, flush=True); time.sleep(60)"
BUSY = """
import subprocess, time
print(1, flush=True)
for _ in range(40): time.sleep(0.01)
subprocess.run(["true"])
time.sleep(60)
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


def write_process(root: Path, pid: int, parent: int, *, tasks: int = 1, name: str = "python") -> None:
    folder = root / str(pid)
    (folder / "task").mkdir(parents=True)
    numbers = [parent, 1, 1, 0, -1, 0, 0, 7, 0, 0, 0, 0, 100, 50]  # from ppid on; cminflt 7, cutime 100, cstime 50
    (folder / "stat").write_text(f"{pid} ({name}) S {' '.join(map(str, numbers))}\n")
    (folder / "smaps_rollup").write_text(
        "00-ff ---p 0 [rollup]\nPss:  2048 kB\nPrivate_Clean: 24 kB\nPrivate_Dirty: 1000 kB\n"
    )
    (folder / "io").write_text("rchar: 1\nwchar: 30\nwrite_bytes: 4096\ncancelled_write_bytes: 0\n")
    for number_of_task in range(tasks):
        task = folder / "task" / str(pid + number_of_task)
        task.mkdir()
        (task / "status").write_text("Name:\tpython\nvoluntary_ctxt_switches:\t11\nnonvoluntary_ctxt_switches:\t900\n")
        (task / "schedstat").write_text("500000000 1 2\n")


def test_a_program_is_measured_with_its_children_and_threads(tmp_path: Path) -> None:
    write_process(tmp_path, 10, 1, tasks=2)
    write_process(tmp_path, 20, 10, name="a (strange) name")
    write_process(tmp_path, 30, 20)
    write_process(tmp_path, 40, 1)
    (tmp_path / "uptime").write_text("not a process")
    found = sample(10, tmp_path)
    assert found.pids == (10, 20, 30)
    assert found.threads == 4
    assert found.pss_kib == 3 * 2048
    assert found.uss_kib == 3 * 1024
    assert found.wakeups == 4 * 11
    assert found.cpu_s == pytest.approx(4 * 0.5 + 3 * 1.5)
    assert found.written_b == 3 * 4096
    assert found.dead_faults == 3 * 7


def test_a_program_that_is_gone_is_not_a_program_that_costs_nothing(tmp_path: Path) -> None:
    with pytest.raises(ProcessLookupError):
        sample(10, tmp_path)


def test_the_fields_after_a_name_with_brackets() -> None:
    assert stat_fields("7 (a) b) R 3 4")[:2] == ["R", "3"]
    assert fields_of("Pss:   12 kB\nName:\tx\nodd line\n") == {"Pss": 12}


def one(**changed: float | tuple[int, ...]) -> Sample:
    zero = {"threads": 1, "pss_kib": 100, "uss_kib": 0, "cpu_s": 0.0, "wakeups": 0, "dead_faults": 0}
    values = {"pids": (1,), **zero, "written_b": 0, "syscall_written_b": 0, **changed}
    return Sample(**values)  # type: ignore[arg-type] # a test's shorthand


def test_rates_are_what_changed_over_the_time() -> None:
    rates = between(one(wakeups=10, cpu_s=1.0), one(wakeups=40, cpu_s=1.5, pss_kib=160, written_b=8), 60.0)
    assert rates.wakeups_per_s == 0.5
    assert rates.cpu_s_per_h == 30.0
    assert (rates.pss_growth_kib, rates.written_b, rates.children) == (60, 8, 0)


def test_a_child_counts_whether_it_was_seen_or_only_left_its_faults() -> None:
    assert between(one(), one(), 1.0, frozenset({1, 5, 6})).children == 2
    assert between(one(), one(dead_faults=3), 1.0).children == 1


@linux
def test_a_sleeping_python_costs_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ASLEEP], stdout=-1) as child:
        assert child.stdout is not None
        child.stdout.readline()
        before = sample(child.pid)
        time.sleep(0.5)
        after = sample(child.pid)
        child.kill()
    rates = between(before, after, 0.5)
    assert before.pss_kib > 500
    assert before.cpu_s > 0
    assert (rates.wakeups_per_s, rates.written_b, rates.children) == (0, 0, 0)


@linux
def test_a_busy_program_with_a_child_is_seen_to_be_one() -> None:
    code = BUSY
    with subprocess.Popen([sys.executable, "-c", code], stdout=-1) as child:
        assert child.stdout is not None
        child.stdout.readline()
        before = sample(child.pid)
        end = time.monotonic() + 20
        while (rates := between(before, sample(child.pid), 1.0)).children == 0 and time.monotonic() < end:
            time.sleep(0.05)
        assert family(child.pid)[0] == child.pid
        child.kill()
    assert rates.children == 1
    assert rates.wakeups_per_s >= 30


def test_a_half_written_line_of_the_trace_waits_for_its_rest() -> None:
    text = "ready 10.5\npainted 11.25\npainted 12.\n"
    assert moments(text) == [
        Moment(what="ready", at=10.5),
        Moment(what="painted", at=11.25),
        Moment(what="painted", at=12),
    ]
    assert moments(text[:-1]) == moments("ready 10.5\npainted 11.25\n")


@pytest.mark.parametrize(
    ("values", "verdict"),
    [((100.0,), "stretch"), ((180.0, 200.0, 900.0), "must"), ((251.0,), "missed"), ((), "not measured")],
)
def test_the_median_is_held_against_the_goals(values: tuple[float, ...], verdict: str) -> None:
    assert Row(what="icon", unit="ms", values=values, must=250, stretch=180).verdict == verdict


def test_more_may_be_better_and_no_goal_is_no_verdict() -> None:
    assert Row(what="steps", unit="/s", values=(5.0, 7.0), must=6, at_least=True).verdict == "must"
    assert Row(what="steps", unit="/s", values=(5.0,), must=6, at_least=True).verdict == "missed"
    assert Row(what="steps", unit="/s", values=(5.0,)).verdict == ""


@pytest.mark.parametrize(
    ("value", "text"), [(None, "-"), (0.0, "0"), (0.0123, "0.012"), (1.5, "1.50"), (22.68, "22.7"), (5821.4, "5,821")]
)
def test_numbers_have_as_many_figures_as_they_deserve(value: float | None, text: str) -> None:
    assert number(value) == text


def test_the_table_says_what_could_not_be_measured() -> None:
    text = markdown(
        [Row(what="icon", unit="ms", note="no panel"), Row(what="a", unit="s", values=(1, 2), must=3)], ["here"]
    )
    assert "| icon, ms | - |  |  | not measured |" in text
    assert "| a, s | 1.50 (1.00 to 2.00) | &le; 3.00 |  | must |" in text
    assert "- icon: no panel" in text
