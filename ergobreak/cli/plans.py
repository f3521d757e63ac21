"""``routine plan``: plans over weeks, to see, take up, rest and stop. Needs no display and no daemon.

A plan is taken up by the person and by nobody else. What is kept are its id and its days, on this computer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.cli import OK, choosing, daily
from ergobreak.cli.near import near, plain
from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from datetime import date

    from ergobreak.routines.library import Library
    from ergobreak.routines.plan_words import PlanView
    from ergobreak.routines.plans import Accepted


def views() -> tuple[PlanView, ...]:
    """Every plan and where it stands now, as the library's window shows them too."""
    from ergobreak.screens.library_plans_view import views_of  # noqa: PLC0415 - no toolkit comes with it

    return views_of(_situation(), _books())


def _situation() -> dict[str, object]:
    at = choosing.now()
    return choosing.situation(at, choosing.in_force(), choosing.past(at))


def _books() -> Library:
    return choosing.library()


def show_all(options: Namespace) -> int:
    """Every plan there is."""
    found = views()
    if options.json:
        from ergobreak.routines.plan_words import as_dict  # noqa: PLC0415 - only here

        daily.out_json({"version": 1, "plans": [as_dict(each) for each in found]})
        return OK
    for each in found:
        _print(each)
    daily.out(_("Take one up with: ergobreak routine plan accept ID"))
    return OK


def show(options: Namespace) -> int:
    """The plans that were taken up, or the one asked for."""
    from ergobreak.routines.plan_words import as_dict  # noqa: PLC0415 - only here

    every = views()
    if options.plan_id:
        name = _known(options.plan_id, every)
        found = [each for each in every if each.plan.id == name]
    else:
        found = [each for each in every if each.accepted is not None]
    if options.json:
        daily.out_json({"version": 1, "plans": [as_dict(each) for each in found]})
        return OK
    for each in found:
        _print(each)
    if not found:
        daily.out(_("No plan was taken up. See what there is: ergobreak routine plan list"))
    return OK


def _print(view: PlanView) -> None:
    from ergobreak.routines.plan_words import floor_note, shape, state, step_up  # noqa: PLC0415 - only here

    daily.out(f"{view.plan.id.replace('_', '-')}  {_(view.plan.title)}")
    daily.out(f"  {_(view.plan.purpose)}")
    lines = [
        state(view),
        step_up(view),
        _(view.plan.begin) if view.accepted is None else shape(view.plan) + ".",
        floor_note(view),
    ]
    if view.held:
        lines.append(view.held)
    for line in lines:
        if line:
            daily.out(f"  {line}")


def accept(options: Namespace) -> int:
    """Take one up, from today on."""
    from ergobreak.routines.plans import Accepted  # noqa: PLC0415 - only here

    every = views()
    name = _known(options.plan_id, every)
    view = next(each for each in every if each.plan.id == name)
    if view.accepted is not None:
        raise ErgobreakError(
            _("This plan was taken up already."),
            _("Where it stands: ergobreak routine plan show {id}").format(id=_spelled(name)),
        )
    if view.held:
        raise ErgobreakError(_("This plan waits for now. {reason}").format(reason=view.held))
    _keep(Accepted(plan=view.plan, since=_today(), weekdays=frozenset(options.days or ())))
    return _told(options, name)


def rest(options: Namespace) -> int:
    """Let it rest; its weeks do not run on."""
    from ergobreak.routines.plans import paused  # noqa: PLC0415 - only here

    return _change(options, paused)


def resume(options: Namespace) -> int:
    """Go on where it was left."""
    from ergobreak.routines.plans import resumed  # noqa: PLC0415 - only here

    return _change(options, resumed)


def _change(options: Namespace, how: Callable[[Accepted, date], Accepted]) -> int:
    every = views()
    name = _known(options.plan_id, every)
    _keep(how(_taken(name, every), _today()))
    return _told(options, name)


def _taken(name: str, every: tuple[PlanView, ...]) -> Accepted:
    found = next(each.accepted for each in every if each.plan.id == name)
    if found is None:
        raise ErgobreakError(
            _("This plan was not taken up."),
            _("Take it up with: ergobreak routine plan accept {id}").format(id=_spelled(name)),
        )
    return found


def stop(options: Namespace) -> int:
    """Keep it no longer. What was done stays in the journal."""
    from ergobreak.routines import accepted  # noqa: PLC0415 - only here

    every = views()
    name = _known(options.plan_id, every)
    _taken(name, every)
    try:
        accepted.stop(name)
    except OSError as error:
        raise _unwritten(error) from error
    return _told(options, name, _("The plan is stopped. What you did stays yours."))


def _keep(changed: Accepted) -> None:
    from ergobreak.routines import accepted  # noqa: PLC0415 - only here

    try:
        accepted.keep(changed)
    except OSError as error:
        raise _unwritten(error) from error


def _unwritten(error: OSError) -> ErgobreakError:
    from ergobreak.routines.accepted import file  # noqa: PLC0415 - only when something is wrong

    reason = error.strerror or error
    return ErgobreakError(_("{path} cannot be written: {reason}").format(path=file(), reason=reason))


def _told(options: Namespace, name: str, words: str = "") -> int:
    from ergobreak.routines.plan_words import as_dict  # noqa: PLC0415 - only here

    view = next(each for each in views() if each.plan.id == name)
    if options.json:
        daily.out_json({"version": 1, "plans": [as_dict(view)]})
    elif words:
        daily.out(words)
    else:
        _print(view)
    return OK


def _known(given: str, every: tuple[PlanView, ...]) -> str:
    """The plan's id as the library spells it.

    Raises:
        UsageError: it is none of them.
    """
    names = [each.plan.id for each in every]
    if (name := plain(given)) in names:
        return name
    meant = near(name, names)
    hint = _("Did you mean: {names}") if meant else _("There are: {names}")
    spelled = ", ".join(each.replace("_", "-") for each in meant or names)
    raise UsageError(_("There is no plan {name}.").format(name=repr(given)), hint.format(names=spelled))


def _today() -> date:
    return choosing.now().date()


def _spelled(name: str) -> str:
    return name.replace("_", "-")
