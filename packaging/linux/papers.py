"""The papers of a Debian package: who wrote what under which licence, and the change log, made from what is shipped."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from email import message_from_string
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

ROOT = Path(__file__).resolve().parents[2]
MAINTAINER = "The ergobreak maintainers <maintainers@ergobreak.invalid>"
# Debian's names; what it keeps in /usr/share/common-licenses is pointed at, the rest stands in full.
COMMON = {
    "Apache-2.0": "Apache-2.0", "GPL-2.0": "GPL-2", "GPL-3.0": "GPL-3", "LGPL-2.1": "LGPL-2.1", "LGPL-3.0": "LGPL-3",
    "MPL-2.0": "MPL-2.0",
}  # fmt: skip
# What older metadata calls by other names than SPDX.
SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "LGPLv2+": "LGPL-2.1-or-later",
    "LGPLv3": "LGPL-3.0-only",
    "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only": "LGPL-3.0-only or GPL-2.0-only or GPL-3.0-only",
}
FONTS, FONT_LICENCE = "ergobreak/screens/fonts", "LICENSE-AtkinsonHyperlegible.txt"
_HOLDER = re.compile(r"^\W*(?:Copyright|©|\(c\)).*\d{4}.*$", re.IGNORECASE | re.MULTILINE)


def copyrights(site: Path, inside: str) -> str:
    """The file ``copyright`` in Debian's machine-readable form.

    Args:
        site: the folder of libraries, whose metadata is read.
        inside: where the package puts that folder.
    """
    head = (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: ergobreak\nUpstream-Contact: " + MAINTAINER + "\n\n"
        "Files: *\nCopyright: The ergobreak maintainers\nLicense: LGPL-3.0-or-later\n" + pointed(("LGPL-3", "GPL-3"))
    )
    fonts = _text((ROOT / FONTS / FONT_LICENCE).read_text(encoding="utf-8"))
    holder = _holders((ROOT / FONTS / FONT_LICENCE).read_text(encoding="utf-8"), "")
    own = f"\nFiles: {inside}/{FONTS}/*\nCopyright: {holder}\nLicense: OFL-1.1\n{fonts}"
    return head + own + "".join(_paragraph(folder, inside) for folder in sorted(site.glob("*.dist-info")))


def pointed(names: tuple[str, ...]) -> str:
    """Where these licences stand on every Debian system."""
    places = " and ".join(f"/usr/share/common-licenses/{name}" for name in names)
    return f" On Debian systems the full text is in\n {places}.\n"


def _paragraph(folder: Path, inside: str) -> str:
    meta = message_from_string((folder / "METADATA").read_text(encoding="utf-8"))
    files = "\n ".join(f"{inside}/{each}" for each in _files(folder))
    licence = licence_of(meta)
    texts = [path.read_text(encoding="utf-8") for path in _licence_files(folder)]
    names = tuple(debian for spdx, debian in COMMON.items() if spdx in licence)
    text = pointed(names) if names else _text("\n\n".join(texts))
    holders = _holders("\n".join(texts), meta["Author"] or meta["Author-email"] or meta["Name"])
    return f"\nFiles: {files}\nCopyright: {holders}\nLicense: {licence}\n{text}"


def licence_of(meta: Message) -> str:
    """The licence's name as SPDX has it.

    Raises:
        SystemExit: the library does not say.
    """
    said = str(meta["License-Expression"] or meta["License"] or "").strip()
    if not said or "\n" in said:
        raise SystemExit(f"{meta['Name']} does not name its licence: look at packaging/linux/papers.py.")
    return SPDX.get(said, said)


def _files(folder: Path) -> list[str]:
    """The folders and files at the top that belong to the library."""
    found = set()
    for row in csv.reader((folder / "RECORD").read_text(encoding="utf-8").splitlines()):
        parts = row[0].split("/")
        shared = parts[0] in {"opentelemetry", "google"}  # several libraries put something into these
        found.add("/".join(parts[:-1]) + "/*" if shared else parts[0] + ("/*" if parts[1:] else ""))
    return sorted(found)


def _licence_files(folder: Path) -> Iterator[Path]:
    for path in sorted([*folder.glob("*"), *folder.glob("licenses/**/*")]):
        if path.is_file() and re.match(r"(?i)(licen[cs]e|copying|notice)", path.name):
            yield path


def _holders(text: str, otherwise: str) -> str:
    found = list(dict.fromkeys(" ".join(each.split()) for each in _HOLDER.findall(text)))
    return "\n ".join(found or [otherwise])


def _text(text: str) -> str:
    """Free text in a field: indented, an empty line is a dot."""
    return "".join(f" {line.rstrip()}\n" if line.strip() else " .\n" for line in text.strip().splitlines())


def changes(version: str, when: int) -> str:
    """Debian's change log: what ours says about this version."""
    ours = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    said = ours.partition("\n## ")[2].partition("\n")[2].partition("\n## ")[0]
    rows = [" ".join(each.split()) for each in said.strip().split("\n\n") if each.strip()]
    day = datetime.fromtimestamp(when, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    body = "\n".join(f"  * {each}" for each in map(_folded, rows))
    return f"ergobreak ({version}) unstable; urgency=medium\n\n{body}\n\n -- {MAINTAINER}  {day}\n"


def _folded(text: str) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 72:  # noqa: PLR2004 - Debian's width, less the indent
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n    ".join([*lines, line])
