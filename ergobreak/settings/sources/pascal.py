"""Names as Windows and macOS administrators write them: ``MicroEveryMin`` for ``micro_every_min``, in any case."""

from __future__ import annotations

from ergobreak.settings.model import KEYS
from ergobreak.settings.policy_model import by_name, by_pascal

_OWN = {key.replace("_", ""): key for key in KEYS}  # the person's own, so that they are refused by their right name


def known_name(given: str) -> str:
    """The policy's own name; what is no policy stays as it was given."""
    policy = by_pascal().get(given.lower())
    return policy.name if policy else _OWN.get(given.lower(), given)


def given_name(name: str) -> str:
    """The other way round."""
    return by_name()[name].pascal if name in by_name() else name
