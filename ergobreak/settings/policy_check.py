"""One policy, checked alone: is there such a policy, may it stand at this level, and does its value fit?

What is refused here is dropped and told, and the next layer below speaks; nothing else in the same file suffers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.settings.fields import Limit
from ergobreak.settings.model import KEYS, extra_of
from ergobreak.settings.policy_model import Levels, Policy, by_name, by_pascal, check_value
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

CUTOFF = 0.6


def check_policy(name: str, value: object, level: Levels, *, pascal: bool = False) -> Any:  # noqa: ANN401 - each policy has its own type
    """The value of that policy as it may stand at that level; ``None`` where it says "not set".

    Args:
        level: mandatory or recommended; ``BOTH`` where it is not known yet.
        pascal: whether names are spelled as in the registry.

    Raises:
        ValueError: it may not, or does not fit; the message says why in plain words.
    """
    policy = by_name().get(name)
    if policy is None:
        raise ValueError(_no_such(name, pascal=pascal))
    if Levels.BOTH not in {level, policy.levels} and level is not policy.levels:
        raise ValueError(_wrong_level(policy, pascal=pascal))
    return check_value(policy, value)


def spelled(policy: Policy, *, pascal: bool) -> str:
    """Its name as it is written in that kind of place."""
    return policy.pascal if pascal else policy.name


def near(word: str, words: Iterable[str]) -> str:
    """The word that was probably meant, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only when something is wrong

    found = get_close_matches(word[:80].lower().replace("-", "_"), list(words), 1, CUTOFF)
    return found[0] if found else ""


def _no_such(name: str, *, pascal: bool) -> str:
    if name in KEYS and extra_of(name)["policy"] == "no":
        return _("this key is the person's own; no policy may set it.")
    said = _("there is no such policy.")
    if pascal:
        guess = near(name, by_pascal())
        meant = by_pascal()[guess].pascal if guess else ""
    else:
        meant = near(name, by_name())
    return said + " " + _('Did you mean "{guess}"?').format(guess=meant) if meant else said


def _wrong_level(policy: Policy, *, pascal: bool) -> str:
    if policy.levels is Levels.MANDATORY:
        return _("this policy is always fixed; it belongs among the mandatory ones, not the recommended ones.")
    bound = next((each for each in by_name().values() if each.key == policy.key and each.bound is not Limit.NONE), None)
    if bound is None:
        return _("a policy may recommend this key, but not fix it.")
    return _("a policy may recommend this key or set {bound}.").format(bound=spelled(bound, pascal=pascal))
