"""The routines as text, JSON or picture: the list, and one of them in full. Needs no display and no daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.cli import OK, PROBLEM, choosing, daily
from ergobreak.cli.near import near, plain
from ergobreak.errors import UsageError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from ergobreak.routines.library import Library
    from ergobreak.routines.model import Routine, Step
    from ergobreak.routines.pose.film import Film

LEVELS = (1, 2, 3)


def show_all(options: Namespace) -> int:
    """The list; 1 when a file of one's own is left out because of a fault."""
    from ergobreak.routines.tables import vocabulary  # noqa: PLC0415 - a file, only here

    words = vocabulary()
    region = choosing.known("--region", options.region, [*words.regions, *words.groups]) if options.region else ""
    tag = choosing.known("--tag", options.tag, words.tags) if options.tag else ""
    books = choosing.library()
    found = [
        each
        for each in books
        if (not region or region in each.regions or region in {words.regions[name].group for name in each.regions})
        and (not options.place or options.place in each.place)
        and (options.max_seconds is None or each.seconds() <= options.max_seconds)
        and (not tag or tag in each.tags)
        and (not options.discreet or each.discreet)
    ]
    problems = [each.title for each in books.errors]
    if options.json:
        daily.out_json({"version": 1, "routines": [_row(each) for each in found], "problems": problems})
    else:
        _print_list(found)
        for problem in problems:
            daily.out(f"! {problem}")
    return PROBLEM if problems else OK


def _row(routine: Routine) -> dict[str, Any]:
    return {
        "id": routine.id,
        "title": routine.title,
        "set": routine.set.value,
        "regions": list(routine.regions),
        "place": [each.value for each in routine.place],
        "seconds": routine.seconds(),
        "seconds_most": routine.seconds(LEVELS[-1]),
        "discreet": routine.discreet,
        "seated": routine.seated,
        "tags": list(routine.tags),
        "not_if": list(routine.not_if),
        "status": routine.status,
        "reviewed": routine.reviewed.isoformat(),
        "own": is_own(routine),
    }


def _print_list(found: list[Routine]) -> None:
    if not found:
        daily.out(_("No routine fits all of this."))
        return
    from ergobreak.screens.library_view import place_words, regions_words, seconds_words  # noqa: PLC0415 - no toolkit

    rows = [
        (_id(each), seconds_words(each.seconds()), place_words(each), f"{_(each.title)} ({regions_words(each)})")
        for each in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        cells = [row[column].ljust(widths[column]) for column in range(3)]
        daily.out("  ".join([*cells, row[3]]))


def show(options: Namespace) -> int:
    """One routine in full: text, JSON or its figure."""
    books = choosing.library()
    routine = wanted(books, options.routine_id)
    if options.svg is not None:
        return _draw(routine, options.svg)
    if options.json:
        daily.out_json(_whole(routine))
        return OK
    for line in _page(routine, books):
        daily.out(line)
    return OK


def wanted(books: Library, name: str) -> Routine:
    """The routine of that name.

    Raises:
        UsageError: there is none.
    """
    found = books.get(name)
    if found is not None:
        return found
    meant = near(plain(name), books.by_id)
    hint = _("Did you mean: {names}") if meant else _("See them all with: ergobreak routine list")
    names = ", ".join(each.replace("_", "-") for each in meant)
    raise UsageError(_("There is no routine {name}.").format(name=repr(name)), hint.format(names=names))


def is_own(routine: Routine) -> bool:
    """Whether it was added by the person or their organisation."""
    from ergobreak.routines.library import PACKAGED  # noqa: PLC0415 - with the library

    return not (PACKAGED / f"{routine.id}.toml").is_file()


def _id(routine: Routine) -> str:
    return routine.id.replace("_", "-")


def _whole(routine: Routine) -> dict[str, Any]:
    from ergobreak.routines.stop_rule import stop_rule  # noqa: PLC0415 - only where it is shown

    return {
        "version": 1,
        "routine": routine.as_dict(),
        "seconds": [routine.seconds(level) for level in LEVELS],
        "figure": figure_sentences(routine),
        "stop_rule": stop_rule(),
        "sources": sources(routine),
        "own": is_own(routine),
    }


def sources(routine: Routine) -> list[dict[str, Any]]:
    """Where it comes from, a row each."""
    return source_rows(routine.sources)


def source_rows(keys: Iterable[str]) -> list[dict[str, Any]]:
    """A row each; a key of one's own file that is in no table stands for itself."""
    from ergobreak.routines import tables  # noqa: PLC0415 - a file, only here

    known = tables.sources()
    return [
        {"key": key, "title": known[key].title, "year": known[key].year, "link": known[key].link}
        if key in known
        else {"key": key, "title": key, "year": 0, "link": ""}
        for key in keys
    ]


# -- the figure --------------------------------------------------------------------------------------------------------


def _film(routine: Routine) -> Film:
    from ergobreak.routines.bases import base_poses  # noqa: PLC0415 - only for a picture
    from ergobreak.routines.pose.film import Film  # noqa: PLC0415 - the same

    return Film(routine.frames, base_poses())


def figure_sentences(routine: Routine) -> list[str]:
    """What each step's picture shows, in words."""
    from ergobreak.routines.pose.reel import turned_round  # noqa: PLC0415 - only for a picture
    from ergobreak.routines.pose.telling import tell  # noqa: PLC0415 - the same
    from ergobreak.screens.figure_words import figure_sentence  # noqa: PLC0415 - no toolkit comes with it

    film, steps = _film(routine), routine.as_dict()["steps"]
    return [
        figure_sentence(tell(film, each, mirrored=turned_round(steps, number))) for number, each in enumerate(steps)
    ]


def _pictures(routine: Routine) -> Iterator[tuple[str, bool]]:
    """Every key frame once, in the order of the steps, and whether it is drawn for the other side."""
    from ergobreak.routines.pose.reel import turned_round  # noqa: PLC0415 - only for a picture

    steps = routine.as_dict()["steps"]
    pairs = [(name, turned_round(steps, number)) for number, each in enumerate(steps) for name in each["show"]]
    yield from dict.fromkeys(pairs)


def figure_svg(routine: Routine) -> str:
    """The key frames side by side as one picture."""
    from ergobreak.routines.pose.scene import mirrored  # noqa: PLC0415 - only for a picture
    from ergobreak.routines.svg import svg  # noqa: PLC0415 - the same

    film, scenes, before = _film(routine), [], None
    for name, turned in _pictures(routine):
        scene = film.scene(name, before=before, arrow=True)
        scenes.append(mirrored(scene) if turned else scene)
        before = name
    told = " ".join(dict.fromkeys(figure_sentences(routine)))
    return svg(scenes, title=_(routine.title), description=told)


def _draw(routine: Routine, file: str) -> int:
    text = figure_svg(routine)
    if file == "-":
        daily.out(text.rstrip("\n"))
        return OK
    from ergobreak.cli.screens import write  # noqa: PLC0415 - the same words about a file that cannot be written

    write(file, text)
    daily.out(_("The figure is in {path}").format(path=file))
    return OK


# -- the page ----------------------------------------------------------------------------------------------------------


def _page(routine: Routine, books: Library) -> Iterator[str]:
    from ergobreak.routines.stop_rule import stop_rule  # noqa: PLC0415 - only where it is shown
    from ergobreak.screens import library_view as words  # noqa: PLC0415 - no toolkit comes with it

    title = _(routine.title)
    yield from (title, "=" * len(title), _(routine.purpose), words.facts(routine))
    yield from (each for each in (words.set_note(routine), words.needs(routine), words.dose(routine)) if each)
    yield ""
    for number, (step, seen) in enumerate(zip(routine.steps, figure_sentences(routine), strict=True), 1):
        yield f"{number}. {_(step.say)} ({_time(step)})"
        if step.cue:
            yield f"   {_(step.cue)}"
        yield f"   [{seen}]"
    yield ""
    seated = books.seated(routine)
    if seated is None:
        yield _("Seated: {how}").format(how=_(routine.seated))
    elif seated is not routine:
        yield _("Seated: {how}").format(how=f"{_(seated.title)} ({_id(seated)})")
    yield from (each for each in (words.easier(routine), stop_rule(), _(routine.stop) if routine.stop else "") if each)
    for each in sources(routine):
        yield _("Source: {source}").format(
            source=", ".join(str(part) for part in (each["title"], each["year"], each["link"]) if part)
        )
    yield _("Last looked at on {date}; {status}.").format(date=routine.reviewed.isoformat(), status=_(routine.status))
    yield _("Start it with: {command}").format(command=f"ergobreak routine start {_id(routine)}")


def _time(step: Step) -> str:
    if step.reps is None:
        return _("{n} s").format(n=f"{step.seconds():g}")
    return _("{reps} times {n} s").format(reps=step.repetitions(), n=f"{step.rs or 0.0:g}")
