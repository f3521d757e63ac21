"""Signs that need help fast, and the numbers to call: what has to work when everything else is broken.

Two small files of their own, no settings, no database, no network. When even those cannot be read, the built-in
sentence below is what the person sees; it is the only advice that lives in code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ergobreak.errors import ContentError
from ergobreak.triage.emergency import Country, Help, is_number, spoken
from ergobreak.triage.loader import HERE, read, review_of
from ergobreak.triage.model import Tier
from ergobreak.triage.wording import Words, lines_of, reading, said
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def built_in_sentence() -> str:
    """What is shown when the content of the check-in cannot be read."""
    return _(
        "If you have chest pain, trouble breathing, a drooping face, sudden weakness, numbness between the legs,"
        " new trouble with peeing, or feel unsafe: call your local emergency number now. 112 works in the EU,"
        " 999 in the United Kingdom, 911 in the United States and Canada, 000 in Australia, 111 in New Zealand.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card of the list of signs."""

    id: str
    tier: Tier
    title: str
    title_unknown: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignsWords:
    """The list of signs."""

    words: Words
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """One card as it is shown."""

    id: str
    tier: Tier
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignsView:
    """The page "Signs that need help fast".

    Args:
        number: large, with a button to copy it; empty when the country is not known.
        number_note: which country the number is for, or what to do when it is not known.
        cards: empty when the content could not be read; ``lead`` is then the built-in sentence.
    """

    title: str
    lead: str
    number: str
    number_spoken: str
    number_note: str
    cards: tuple[CardView, ...]
    limits: str


def signs_view(help_: Help, folder: Path = HERE) -> SignsView:
    """The list of signs with the numbers filled in. Never raises for broken content."""
    try:
        content = packaged_signs(folder)
    except ContentError:
        return SignsView(
            title=_("Signs that need help fast"),
            lead=built_in_sentence(),
            number=help_.number,
            number_spoken=spoken(help_.number),
            number_note="",
            cards=(),
            limits="",
        )
    words = content.words
    cards = []
    for card in content.cards:
        known = help_.number if card.tier is Tier.EMERGENCY else help_.advice_line
        title = card.title.format(number=help_.number, line=help_.advice_line) if known else card.title_unknown
        cards.append(CardView(id=card.id, tier=card.tier, title=title, lines=card.lines))
    if not help_.number:
        note = words["unknown_country"]
    else:
        note = words["other_country"].format(country=help_.country) if help_.country else ""
    return SignsView(
        title=words["title"],
        lead=words["lead"],
        number=help_.number,
        number_spoken=spoken(help_.number),
        number_note=note,
        cards=tuple(cards),
        limits=words["limits"],
    )


def signs_text(view: SignsView) -> str:
    """The same as plain text, for the terminal."""
    out = [view.title, "", view.lead, ""]
    if view.number_note:
        out += [view.number_note, ""]
    for card in view.cards:
        out += [card.title, *(f"  - {line}" for line in card.lines), ""]
    if view.limits:
        out.append(view.limits)
    return "\n".join(out).rstrip() + "\n"


@cache
def packaged_countries(folder: Path = HERE) -> Mapping[str, Country]:
    """Emergency numbers by country code.

    Raises:
        ContentError: the file is missing or wrong.
    """
    with reading("emergency.toml"):
        raw = read(folder / "emergency.toml", "country")
        review_of(raw, "emergency.toml")
        rows = {}
        for row in raw["country"]:
            country = Country(
                code=row["code"],
                name=_(row["name"]),
                number=row["number"],
                also=tuple(row.get("also", ())),
                advice_line=row.get("advice_line", ""),
                checked=tuple(row.get("checked", ())),
            )
            if not is_number(country.number):
                msg = f"{country.code}: {country.number!r} cannot be dialled"
                raise ValueError(msg)
            rows[country.code] = country
        return rows


@cache
def packaged_signs(folder: Path = HERE) -> SignsWords:
    """The list of signs that need help fast.

    Raises:
        ContentError: the file is missing or wrong.
    """
    with reading("signs.toml"):
        raw = read(folder / "signs.toml", "words", "card")
        review_of(raw, "signs.toml")
        return SignsWords(
            words=said(raw["words"]),
            cards=tuple(
                Card(
                    id=row["id"],
                    tier=Tier(row["tier"]),
                    title=_(row["title"]),
                    title_unknown=_(row["title_unknown"]),
                    lines=lines_of(row, "lines"),
                    sources=tuple(row["sources"]),
                )
                for row in raw["card"]
            ),
        )
