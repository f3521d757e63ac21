"""The rule that stands under every routine."""

from __future__ import annotations

import tomllib
from pathlib import Path

from ergobreak.words import _

FILE = Path(__file__).with_name("stop_rule.toml")


def stop_rule() -> str:
    """When to stop, in the person's language.

    Raises:
        OSError, tomllib.TOMLDecodeError: the installation is damaged.
    """
    with FILE.open("rb") as file:
        return _(str(tomllib.load(file)["text"]))
