"""Who may be named on a result: a contact and never a sentence, so that nothing can delay or replace emergency advice.

The rule itself is the check-in's; here it stands at the gate, so that a value that tries is refused in every layer and
named with its file and key, as any wrong value is.
"""

from __future__ import annotations

from ergobreak.triage.emergency import is_contact, is_number
from ergobreak.words import _


def only_a_contact(text: str) -> str:
    """A name and a number, or nothing.

    Raises:
        ValueError: it reads like an instruction, or is no contact at all.
    """
    tidy = text.strip()
    if tidy and not is_contact(tidy):
        raise ValueError(_("Only a name and a number, such as: reception, ext. 2222. No instruction belongs here."))
    return tidy


def office_number(text: str) -> str:
    """A number that can be dialled, or nothing.

    Raises:
        ValueError: it cannot be dialled.
    """
    tidy = text.strip()
    if tidy and not is_number(tidy):
        raise ValueError(_("Only digits, * and #, such as: 9 999."))
    return tidy
