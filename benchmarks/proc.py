"""What the kernel knows about a running program and its children: memory, processor time, wake-ups, bytes written.

Everything is read from ``/proc`` by file, so that it can be tried on files made up for a test. Run time comes from
``schedstat``, which counts nanoseconds: the ticks of ``stat`` (10 ms) are too coarse for a program that sleeps.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS_PER_S = 100  # USER_HZ, the same on every Linux that Python runs on


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A program and its living children at one moment.

    Args:
        pids: all of them, the program first.
        threads: of all of them.
        pss_kib: memory, shared pages divided among those who share them.
        uss_kib: memory that nobody else has.
        cpu_s: run time since their starts, of children that have ended too (those only to 10 ms).
        wakeups: how often one of their threads gave up the processor to wait.
        dead_faults: page faults of ended children; a change means that a child lived and died.
        written_b: bytes handed to storage.
        syscall_written_b: bytes given to write calls, sockets and pipes too.
    """

    pids: tuple[int, ...]
    threads: int
    pss_kib: int
    uss_kib: int
    cpu_s: float
    wakeups: int
    dead_faults: int
    written_b: int
    syscall_written_b: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What happened between two samples."""

    seconds: float
    wakeups_per_s: float
    cpu_s_per_h: float
    children: int
    written_b: int
    syscall_written_b: int
    pss_growth_kib: int


def fields_of(text: str) -> dict[str, int]:
    """The ``name: number`` lines of a file such as ``status``, ``io`` or ``smaps_rollup``."""
    found = {}
    for line in text.splitlines():
        name, colon, rest = line.partition(":")
        word = rest.split()[:1]
        if colon and word and word[0].isdigit():
            found[name.strip()] = int(word[0])
    return found


def stat_fields(text: str) -> list[str]:
    """The fields of ``/proc/PID/stat`` after the program's name, which may hold spaces and brackets itself."""
    return text[text.rindex(")") + 2 :].split()


def family(pid: int, root: Path = PROC) -> tuple[int, ...]:
    """The program and all its descendants that are alive, parents first."""
    parents: dict[int, int] = {}
    for folder in root.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                parents[int(folder.name)] = int(stat_fields((folder / "stat").read_text())[1])
    found = [pid]
    for each in found:
        found.extend(sorted(child for child, parent in parents.items() if parent == each))
    return tuple(found)


def sample(pid: int, root: Path = PROC) -> Sample:
    """Measure the program and its children now; one that ends meanwhile counts as far as it was read.

    Raises:
        ProcessLookupError: the program itself is gone.
    """
    pids = family(pid, root)
    sums = dict.fromkeys(
        ("threads", "pss_kib", "uss_kib", "run_ns", "dead_ticks", "wakeups", "dead_faults", "written", "syscalls"), 0
    )
    for each in pids:
        try:
            _add(sums, root / str(each))
        except OSError as error:
            if each == pid:
                raise ProcessLookupError(pid) from error
    return Sample(
        pids=pids,
        threads=sums["threads"],
        pss_kib=sums["pss_kib"],
        uss_kib=sums["uss_kib"],
        cpu_s=sums["run_ns"] / 1e9 + sums["dead_ticks"] / TICKS_PER_S,
        wakeups=sums["wakeups"],
        dead_faults=sums["dead_faults"],
        written_b=sums["written"],
        syscall_written_b=sums["syscalls"],
    )


def _add(sums: dict[str, int], folder: Path) -> None:
    stat = stat_fields((folder / "stat").read_text())
    memory = fields_of((folder / "smaps_rollup").read_text())
    written = fields_of((folder / "io").read_text())
    sums["pss_kib"] += memory.get("Pss", 0)
    sums["uss_kib"] += memory.get("Private_Clean", 0) + memory.get("Private_Dirty", 0)
    sums["dead_faults"] += int(stat[8])
    sums["dead_ticks"] += int(stat[13]) + int(stat[14])
    sums["written"] += written["write_bytes"]
    sums["syscalls"] += written["wchar"]
    for task in (folder / "task").iterdir():
        with suppress(OSError):
            status = fields_of((task / "status").read_text())
            sums["threads"] += 1
            sums["wakeups"] += status["voluntary_ctxt_switches"]
            sums["run_ns"] += int((task / "schedstat").read_text().split()[0])


def between(before: Sample, after: Sample, seconds: float, seen: frozenset[int] = frozenset()) -> Rates:
    """What the two samples say about the time between them.

    Args:
        before: at its beginning.
        after: at its end.
        seconds: its length.
        seen: pids noticed meanwhile, to count children that came and went between the samples.
    """
    born = (seen | set(after.pids)) - set(before.pids)
    unseen = 1 if after.dead_faults != before.dead_faults and not born else 0
    return Rates(
        seconds=seconds,
        wakeups_per_s=max(0, after.wakeups - before.wakeups) / seconds,
        cpu_s_per_h=max(0.0, after.cpu_s - before.cpu_s) / seconds * 3600,
        children=len(born) + unseen,
        written_b=max(0, after.written_b - before.written_b),
        syscall_written_b=max(0, after.syscall_written_b - before.syscall_written_b),
        pss_growth_kib=after.pss_kib - before.pss_kib,
    )
