"""Which number to call, and what an employer may add.

The country comes from the person's own setting, else from the system's region; never from the language, the network or
the company. A country that is not in the table, or none, gives no number: the screens then say "your local emergency
number". An employer may add lines at the end and nothing else; whatever tries to remove, reorder, delay or replace
emergency advice is refused, and named so that a log can say which key it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MIN_DIGITS = 2
_MIN_CONTACT, _MAX_CONTACT, _MAX_WORDS = 2, 60, 8
_MAX_NUMBER = 12
_DIALLED = frozenset("0123456789*# ")
# A contact is a name and a number. These words turn it into an instruction that could delay or replace the call.
_INSTRUCTIONS = frozenset(
    [
        "after",
        "ambulance",
        "before",
        "call",
        "dial",
        "don't",
        "dont",
        "emergency",
        "first",
        "hold",
        "ignore",
        "instead",
        "never",
        "no",
        "not",
        "only",
        "ring",
        "unless",
        "until",
        "wait",
        "112",
        "911",
        "999",
    ],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One row of the table.

    Args:
        code: ISO 3166, two capital letters.
        name: as in "the number for the United Kingdom".
        also: other numbers that reach an ambulance.
        advice_line: the country's line for medical advice, empty where there is none.
        checked: those of the numbers that were read in a source.
    """

    code: str
    name: str
    number: str
    also: tuple[str, ...] = ()
    advice_line: str = ""
    checked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """What an employer may add, last on the page.

    Args:
        first_aider: told after the call, so that they can guide the ambulance; tier 4 only.
        occupational_health: can also advise; tiers 1 to 3 only.
        office_phone: the emergency number with the prefix of the office telephones, such as ``9 999``.
    """

    first_aider: str = ""
    occupational_health: str = ""
    office_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Who to call here.

    Args:
        number: empty when the country is not known.
        country: its name, empty when it is not known.
        advice_line: empty where there is none.
    """

    number: str = ""
    country: str = ""
    advice_line: str = ""
    also: tuple[str, ...] = ()
    employer: Employer = Employer()


def spoken(number: str) -> str:
    """The number for a screen reader, digit by digit."""
    return " ".join(number.replace(" ", ""))


def is_number(text: str) -> bool:
    """Whether this can be dialled: 2 to 12 of ``0-9 * #`` and blanks, with at least two digits."""
    digits = sum(each.isdigit() for each in text)
    return len(text) <= _MAX_NUMBER and set(text) <= _DIALLED and digits >= _MIN_DIGITS


def find(code: str, countries: Mapping[str, Country]) -> Country | None:
    """The row for a country code in any case; ``UK`` is read as ``GB``."""
    wanted = code.strip().upper()
    return countries.get("GB" if wanted == "UK" else wanted)


def help_for(
    countries: Mapping[str, Country],
    *,
    setting: str = "",
    system_region: str = "",
    own_number: str = "",
    employer: Employer | None = None,
) -> Help:
    """Who to call, from the person's settings and the system.

    Args:
        setting: the country the person chose; empty or ``system`` asks the system. One that is set and unknown is not
            replaced by the system's region.
        own_number: a number the person has set; left out when it cannot be dialled.
    """
    country = find(system_region if setting in {"", "system"} else setting, countries)
    added = employer or Employer()
    own = own_number.strip()
    if own and is_number(own):
        return Help(
            number=own,
            country="" if country is None or country.number != own else country.name,
            advice_line=country.advice_line if country else "",
            also=country.also if country else (),
            employer=added,
        )
    if country is None:
        return Help(employer=Employer(first_aider=added.first_aider, occupational_health=added.occupational_health))
    return Help(
        number=country.number,
        country=country.name,
        advice_line=country.advice_line,
        also=country.also,
        employer=added,
    )


def employer_lines(
    given: Mapping[str, object], countries: Mapping[str, Country], country: str
) -> tuple[Employer, tuple[str, ...]]:
    """What an organisation's settings may add, and the keys that were refused.

    Args:
        given: ``first_aider``, ``occupational_health`` and ``office_phone``. Any other key is refused: there is no key
            by which an organisation could touch the advice itself.
    """
    kept: dict[str, str] = {}
    refused: list[str] = []
    row = find(country, countries)
    for key, value in given.items():
        text = value.strip() if isinstance(value, str) else ""
        contact = key in {"first_aider", "occupational_health"} and is_contact(text)
        prefix = key == "office_phone" and row is not None and _leads_to(text, row)
        if contact or prefix:
            kept[key] = text
        else:
            refused.append(key)
    return Employer(**kept), tuple(refused)


def is_contact(text: str) -> bool:
    """Whether this is a name and a number, and no instruction that could delay or replace the emergency call."""
    if not _MIN_CONTACT <= len(text) <= _MAX_CONTACT or not text.isprintable():
        return False
    # "ext. 4410" is how people write it; any other full stop starts a second sentence.
    plain = text.replace("ext. ", "ext ").replace("\u2019", "'")
    if any(each in plain for each in '.!?;:"<>{}'):
        return False
    words = [each.strip(",()'").lower() for each in plain.split()]
    return len(words) <= _MAX_WORDS and not _INSTRUCTIONS.intersection(words)


def _leads_to(text: str, country: Country) -> bool:
    dialled = text.replace(" ", "")
    return is_number(text) and dialled != country.number and dialled.endswith(country.number)
