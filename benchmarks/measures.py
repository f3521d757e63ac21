"""The measures. Each makes its own desktop, so that no earlier one can spoil it, and gives rows for the table."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from benchmarks.app import App
from benchmarks.desk import desk, person
from benchmarks.proc import Rates, between, family
from benchmarks.screen import MOVES
from benchmarks.table import Row
from benchmarks.watcher import IconWatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SETTLED_S = 35.0  # longer than the gap without input that counts as rest
ALONE_S = 2.5
BREAKS = 10
MIB, MS = 1024, 1000
FIGURE_S = 6
DUE_S, PRELUDE_S, LULL_S = 8.0, 4.0, 0.5


def starting(runs: int) -> list[Row]:
    """How soon the icon is there, and what has been used by then and a moment later."""
    announced, pictured, cpu, pss, uss, threads = [], [], [], [], [], []
    with desk() as place:
        with App(place) as warm_up:
            warm_up.answers()
        for _ in range(runs):
            with IconWatch(place.env["DBUS_SESSION_BUS_ADDRESS"]) as icon, App(place) as app:
                icon.ear.done.wait(10)
                if icon.ear.announced is not None:
                    announced.append((icon.ear.announced - app.started) * MS)
                if icon.ear.pictured is not None:
                    pictured.append((icon.ear.pictured - app.started) * MS)
                time.sleep(max(0.0, app.started + ALONE_S - time.monotonic()))
                used = app.sample()
                cpu.append(used.cpu_s)
                pss.append(used.pss_kib / MIB)
                uss.append(used.uss_kib / MIB)
                threads.append(float(used.threads))
    fetched = "from exec until the panel has the icon's picture, on a real panel"
    return [
        Row(what="icon announced after exec", unit="ms", values=tuple(announced)),
        Row(what="icon visible after exec", unit="ms", values=tuple(pictured), must=250, stretch=180, note=fetched),
        Row(
            what="CPU of a start", unit="s", values=tuple(cpu), must=0.25, stretch=0.15, note=f"{ALONE_S} s after exec"
        ),
        Row(what="PSS alone", unit="MiB", values=tuple(pss), must=36, stretch=22, note=f"{ALONE_S} s after exec"),
        Row(what="USS alone", unit="MiB", values=tuple(uss)),
        Row(what="threads", unit="", values=tuple(threads), must=4, stretch=2),
    ]


def _window(seconds: float, *, with_person: bool) -> Rates:
    with desk() as place, App(place) as app:
        app.answers()
        with person(place.env) if with_person else nullcontext():
            time.sleep(SETTLED_S)
            before, begun = app.sample(), time.monotonic()
            seen: set[int] = set()
            while time.monotonic() < begun + seconds:
                time.sleep(min(0.5, max(0.0, begun + seconds - time.monotonic())))
                seen.update(family(app.pid))
            after, ended = app.sample(), time.monotonic()
    return between(before, after, ended - begun, frozenset(seen))


def away(seconds: float) -> list[Row]:
    """What it costs while nobody is there."""
    rates = _window(seconds, with_person=False)
    return [
        Row(what="away: wake-ups", unit="/s", values=(rates.wakeups_per_s,), must=0.05, stretch=0.01),
        Row(what="away: CPU", unit="s/h", values=(rates.cpu_s_per_h,), must=0.1, stretch=0.02),
        Row(what="away: processes started", unit="", values=(float(rates.children),), must=0, stretch=0),
        Row(what="away: written to disk", unit="bytes", values=(float(rates.written_b),), must=0, stretch=0),
        Row(what="away: given to write calls", unit="bytes", values=(float(rates.syscall_written_b),)),
    ]


def user(seconds: float) -> list[Row]:
    """What it costs while somebody works: a burst of the pointer and one key every three seconds."""
    rates = _window(seconds, with_person=True)
    return [
        Row(what="user: wake-ups", unit="/s", values=(rates.wakeups_per_s,), must=1.0, stretch=0.1),
        Row(what="user: CPU", unit="s/h", values=(rates.cpu_s_per_h,), must=0.5, stretch=0.15),
        Row(what="user: processes started", unit="", values=(float(rates.children),), must=0, stretch=0),
        Row(what="user: written to disk", unit="bytes", values=(float(rates.written_b),)),
    ]


def command_line(runs: int) -> list[Row]:
    """How long a person waits for ``ergobreak status``, from the first to the last of its process."""
    with desk() as place, App(place) as app:
        app.answers()
        took = [app.say("status")[0] * MS for _ in range(runs)]
    return [Row(what="ergobreak status", unit="ms", values=tuple(took), must=60, stretch=35)]


def break_now(runs: int) -> list[Row]:
    """How soon a break asked for is on the screen, and what ten of them leave in memory."""
    typed: list[float] = []
    asked: list[float] = []
    with desk() as place, App(place) as app:
        app.answers()
        time.sleep(ALONE_S)
        fresh = app.sample().pss_kib
        first = fresh
        for number in range(max(runs, BREAKS)):
            begun = time.monotonic()
            if number % 2:
                app.say("break", "micro")
            else:
                app.ask(do="break", kind="micro")
            (typed if number % 2 else asked).append((app.wait_for("painted", begun) - begun) * MS)
            app.end_break()
            if number == 0:
                first = app.sample().pss_kib
        time.sleep(1.0)
        last = app.sample().pss_kib
    cold = "no screen process was ready; from the request at the door"
    return [
        Row(what="break now to painted, cold", unit="ms", values=tuple(asked), must=150, note=cold),
        Row(what="the same from typing `ergobreak break micro`", unit="ms", values=tuple(typed)),
        Row(what="memory growth over ten breaks", unit="MiB", values=((last - fresh) / MIB,), must=1, stretch=0),
        Row(what="of which after the first", unit="MiB", values=((last - first) / MIB,)),
    ]


def scheduled(runs: int) -> list[Row]:
    """How late a break is that announced itself: its screen waits, hidden, for a lull in the typing."""
    late, shown_to_painted, starting_up = [], [], []
    with desk() as place:
        with App(place) as app:  # writes the snapshot
            app.answers()
            time.sleep(ALONE_S)
        hurry(app.home / "state" / "snapshot.json")
        for _ in range(min(runs, 5)):
            for path in (app.home / "state").glob("journal*"):
                path.unlink()
            with App(place) as app:
                app.answers()
                begun = time.monotonic()
                with person(place.env, every_s=1.0) as bursts:
                    ready = app.wait_for("ready", begun, 60)
                    painted = app.wait_for("painted", ready)
                    typed = max(each for each in bursts if each < painted)
                late.append((painted - typed - LULL_S) * MS)
                if (cue := app.when("cue")) is not None and (shown := app.when("shown")) is not None:
                    starting_up.append((ready - cue) * MS)
                    shown_to_painted.append((painted - shown) * MS)
                app.end_break()
    note = (
        f"due after {DUE_S:.0f} s here, with a prelude of {PRELUDE_S:.0f} s; the deadline is the lull it waits for,"
        f" {LULL_S} s after the last key press"
    )
    return [
        Row(
            what="scheduled break painted after its deadline",
            unit="ms",
            values=tuple(late),
            must=50,
            stretch=25,
            note=note,
        ),
        Row(
            what="order to show until painted, started ahead",
            unit="ms",
            values=tuple(shown_to_painted),
            must=50,
            stretch=40,
        ),
        Row(what="hidden screen ready after the cue", unit="ms", values=tuple(starting_up)),
    ]


def hurry(snapshot: Path) -> None:
    """Make a break due in seconds, below what settings allow."""
    found = json.loads(snapshot.read_text(encoding="utf-8"))
    plan = found["plan"]
    plan["breaks"] = [each | {"limit_s": DUE_S} for each in plan["breaks"] if each["kind"] == "micro_break"]
    plan["dailies"] = []
    plan["budget"] |= {
        "prelude_s": PRELUDE_S,
        "lull_s": LULL_S,
        "min_gap_s": 1.0,
        "after_return_s": 0.0,
        "max_prompts_h": 60,
    }
    snapshot.write_text(json.dumps(found), encoding="utf-8")


def core(_: int) -> list[Row]:
    """The core without a desktop."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.core"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found = json.loads(done.stdout)
    growth = found["growth_kib_per_week"] / MIB
    return [
        Row(what="core", unit="steps/s", values=tuple(found["steps_per_s"])),
        Row(what="a simulated week of five working days", unit="ms", values=tuple(found["week_ms"]), must=100),
        Row(what="memory growth over a simulated week", unit="MiB", values=(growth,), must=1, stretch=0),
    ]


def _screen(*words: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.screen", *words], capture_output=True, text=True, check=True, timeout=300
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def library(runs: int) -> list[Row]:
    """How long the whole library takes in a screen's process, which has its toolkit already."""
    found = [_screen("library") for _ in range(runs)]
    read, checked = (tuple(each[key] for each in found) for key in ("library_ms", "checked_ms"))
    return [
        Row(what="whole library read and validated", unit="ms", values=read, must=150),
        Row(what="the same with the authors' whole check", unit="ms", values=checked),
    ]


def figure(_: int) -> list[Row]:
    """How the figure moves at 800 pixels, painted by software."""
    found = _screen("figure", str(FIGURE_S)).values()
    fps, core, cost = (tuple(each[key] for each in found) for key in ("fps", "core", "cpu_ms_a_frame"))
    note = f"{', '.join(name for name, _step in MOVES)}, one after the other, {FIGURE_S} s each; offscreen, no GPU"
    return [
        Row(what="figure, 800 pixels: frames while it moves", unit="/s", values=fps, note=note),
        Row(what="figure: share of one core", unit="", values=core, must=1.0),
        Row(what="figure: CPU of one frame", unit="ms", values=cost, must=16.6),
    ]


MEASURES: dict[str, Callable[[int], list[Row]]] = {
    "starting": starting,
    "core": core,
    "library": library,
    "figure": figure,
    "command_line": command_line,
    "break_now": break_now,
    "scheduled": scheduled,
    "away": away,
    "user": user,
}
COUNTED_IN_SECONDS = frozenset({"away", "user"})
