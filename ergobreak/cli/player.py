"""``routine start``: the player, with the routine asked for or with what fits now.

A routine asked for by name can only be refused by what keeps a person safe, never by a meeting or an open office. It
needs a display and no daemon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak import standing
from ergobreak.cli import choosing, routines, screens
from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.routines.library import Library
    from ergobreak.routines.model import Routine
    from ergobreak.routines.situation import Situation
    from ergobreak.screens.card import Card

WHOLE_PAST_DAYS = 400  # as far back as the journal goes


def start(options: Namespace) -> int:
    """Open the player with the routine asked for, or with what fits now."""
    if options.routine_id and (options.surprise or options.region):
        raise UsageError(
            _("Name a routine, or ask for a surprise; not both."), _("Try: ergobreak routine start --surprise")
        )
    books = choosing.library()
    routine = routines.wanted(books, options.routine_id) if options.routine_id else None
    screens.need_display(_("To read it instead: ergobreak routine show ID"))
    status = screens.status_now()
    try:
        card = player_card(options.region, routine, books, status)
    except UsageError:
        raise
    except ErgobreakError as error:
        if not options.or_library:
            raise
        card = screens.library_card(wanted=routine.id if routine else "", said=error.title)
    return screens.show(card)


def player_card(region: str | None, routine: Routine | None, books: Library, status: dict[str, Any] | None) -> Card:
    """Everything the player needs.

    Args:
        routine: ``None`` to choose what fits now.

    Raises:
        ErgobreakError: it may not be done now, or nothing fits.
    """
    from ergobreak.routines.player_script import begins_left  # noqa: PLC0415 - only for a routine that begins
    from ergobreak.routines.situation import situation  # noqa: PLC0415 - the same
    from ergobreak.routines.stop_rule import stop_rule  # noqa: PLC0415 - the same
    from ergobreak.routines.tables import patterns  # noqa: PLC0415 - the same

    at, settings = choosing.now(), choosing.in_force()
    data = choosing.situation(at, settings, choosing.past(at), status)
    routine, why = _checked(data, routine, books) if routine is not None else _surprise(data, region)
    whole = choosing.past(at, WHOLE_PAST_DAYS)
    now = situation({**data, "history": whole}, patterns())
    twin = books.seated(routine)
    known, read = _worth_knowing(routine)
    return screens.card(
        "routine",
        settings=settings,
        status=status,
        routine=routine.as_dict(),
        why=why,
        stop_rule=stop_rule(),
        duration_s=routine.seconds(),
        data={
            "twins": {twin.id: twin.as_dict()} if twin is not None and twin is not routine else {},
            "known": known,
            "sources": read,
            "signs": screens.signs(str(settings.values.get("country", "system"))),
            "check_in": screens.has("check_in") and settings.values.get("check_in_mode") != "off",
            "level": _level(routine, books, now, whole),
            "half_range": now.adaptation.half_range,
            "sounds": settings.sounds,
            "left_first": begins_left(routine, at.date()),
        },
    )


def _worth_knowing(routine: Routine) -> tuple[str, list[dict[str, Any]]]:
    """What explains the routine to whoever asks why, and where both were read."""
    from ergobreak.routines.learn import cards_for, worth_knowing  # noqa: PLC0415 - only for a routine that begins

    keys = [key for card in cards_for(routine)[:1] for key in card.sources if key not in routine.sources]
    return worth_knowing(routine), [*routines.sources(routine), *routines.source_rows(keys)]


def _checked(data: dict[str, Any], routine: Routine, books: Library) -> tuple[Routine, str]:
    """The routine asked for by name, unless it is not safe now."""
    from ergobreak.screens.library_gate import gate  # noqa: PLC0415 - the same rule as in the library's window
    from ergobreak.screens.offering import RESTS, chosen  # noqa: PLC0415 - no toolkit comes with it

    if reason := gate(data, books).reason(routine):
        resting = chosen(data)[1].fallback in RESTS
        instead = _("{reason} A new check-in can lift that: ergobreak check-in")
        if not resting:
            instead = _("{reason} What fits instead: ergobreak routine choose")
        title = _("{title} is left out now.").format(title=_(routine.title))
        raise ErgobreakError(title, instead.format(reason=reason))
    return routine, ""


def _surprise(data: dict[str, Any], region: str | None) -> tuple[Routine, str]:
    """What fits now."""
    from ergobreak.routines.reasons import why  # noqa: PLC0415 - only for a choice
    from ergobreak.routines.tables import vocabulary  # noqa: PLC0415 - a file
    from ergobreak.screens.offering import chosen  # noqa: PLC0415 - no toolkit comes with it

    asked = {"region": choosing.known("--region", region, vocabulary().regions)} if region else {}
    _books, choice = chosen({**data, **asked})
    if choice.offer is None:
        raise ErgobreakError(why(choice))
    return choice.offer, why(choice)


def _level(routine: Routine, books: Library, now: Situation, whole: list[dict[str, Any]]) -> int:
    from ergobreak.routines.history import lived, relived  # noqa: PLC0415 - only for a routine that begins
    from ergobreak.routines.progression import level_now, levels  # noqa: PLC0415 - as above

    risen = levels(relived(lived(whole)), books, standing.hold_rise_until(choosing.now().date()))
    return level_now(routine, risen, now.history, now.adaptation, now.request.now)
