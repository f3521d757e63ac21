"""Words for people, in their language. Every sentence a person can see goes through ``_`` or ``ngettext``, whole.

The catalogue is looked for once, at the first word, in ``ergobreak/locale/<language>/LC_MESSAGES/ergobreak.mo``.
Without one (English, or a language nobody has translated yet) ``gettext`` is not even imported.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

_catalogue: NullTranslations | None = None
_looked = False


def use_language(language: str) -> None:
    """Speak ``language`` (a code such as ``de`` or ``pt_BR``; ``system`` follows the environment) from now on."""
    global _catalogue, _looked  # noqa: PLW0603 - the one process-wide choice
    _looked = True
    wanted = [language] if language not in {"", "system"} else _system_languages()
    folder = Path(__file__).parent / "locale"
    expanded = [part for each in wanted for part in (each, each.split("_")[0])]
    if not any((folder / each / "LC_MESSAGES" / "ergobreak.mo").exists() for each in expanded):
        _catalogue = None
        return
    from gettext import translation  # noqa: PLC0415 - only where there is a catalogue

    _catalogue = translation("ergobreak", folder, expanded, fallback=True)


def _system_languages() -> list[str]:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return [each.split(".")[0] for each in value.split(":")]
    return []


def _(text: str) -> str:
    """The sentence in the person's language."""
    if not _looked:
        use_language("system")
    return text if _catalogue is None else _catalogue.gettext(text)


def ngettext(one: str, many: str, count: float) -> str:
    """The sentence for ``count`` things; put the number in with ``format`` afterwards."""
    if not _looked:
        use_language("system")
    if _catalogue is None:
        return one if count == 1 else many
    return _catalogue.ngettext(one, many, int(count))
