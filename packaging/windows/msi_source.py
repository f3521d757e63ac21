"""The installer's source: the fixed part in ``ergobreak.wxs.in``, and one component for each file of the built folder.

Every identifier follows from a path or a version, so the same folder gives the same installer, and a file keeps its
component from one version to the next, which is what upgrade, repair and removal go by. ``wixl`` knows no folder
harvesting that works, no conditions in components and no schema of short names, hence this.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from pathlib import Path

# Made once from the project's name; another value would make another product of it, installed beside this one.
FAMILY = uuid.uuid5(uuid.NAMESPACE_URL, "urn:ergobreak:windows-installer")
_VERSION = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,5})")


def code(name: str) -> str:
    """The identifier that Windows Installer knows something by."""
    return "{" + str(uuid.uuid5(FAMILY, name)).upper() + "}"


UPGRADE_CODE = code("upgrade")


def product_code(version: str, variant: str = "") -> str:
    """Of one version; a variant (another Qt, for wine) is another product of the same family."""
    return code(f"product {version} {variant}".strip())


def check_version(version: str) -> str:
    """The version, if Windows Installer can compare it.

    Raises:
        ValueError: it is not three numbers, the first two up to 255.
    """
    found = _VERSION.fullmatch(version)
    if found is None or int(found[1]) > 255 or int(found[2]) > 255 or int(found[3]) > 65535:  # noqa: PLR2004 - its limits
        message = f"Windows Installer compares versions of three numbers such as 1.4.0, and this is {version}"
        raise ValueError(message)
    return version


def identifier(kind: str, path: str) -> str:
    """A name for a file or folder inside the installer: at most 72 letters, digits and low lines."""
    return f"{kind}_{hashlib.sha256(path.encode()).hexdigest()[:24]}"


def files(folder: Path) -> tuple[str, str]:
    """The folders with their files, and the references to them, as XML."""
    listed: list[str] = []
    references: list[str] = []
    _folder(folder, folder, listed, references)
    return "\n".join(listed), "\n".join(references)


def _folder(folder: Path, whole: Path, listed: list[str], references: list[str]) -> None:
    for path in sorted(folder.iterdir(), key=lambda each: (each.is_dir(), each.name)):
        inside = path.relative_to(whole).as_posix()
        if path.is_dir():
            listed.append(f"<Directory Id={quoteattr(identifier('d', inside))} Name={quoteattr(path.name)}>")
            _folder(path, whole, listed, references)
            listed.append("</Directory>")
            continue
        name, place = identifier("f", inside), quoteattr(f"{whole.name}/{inside}")
        listed.append(
            f'<Component Id="c{name[1:]}" Guid="{code(inside)}" Win64="yes">'
            f'<File Id="{name}" Name={quoteattr(path.name)} Source={place} KeyPath="yes"/></Component>'
        )
        references.append(f'<ComponentRef Id="c{name[1:]}"/>')


def source(template: str, folder: Path, *, version: str, variant: str, icon: str) -> str:
    """The whole.

    Args:
        template: the fixed part.
        folder: the built one.
        version: three numbers.
        variant: see ``product_code``.
        icon: for the list of installed programs; beside the source, as the folder is.
    """
    directories, components = files(folder)
    filled = {
        "product_code": product_code(version, variant), "upgrade_code": UPGRADE_CODE, "version": version,
        "icon": icon, "directories": directories, "components": components,
    }  # fmt: skip
    return re.sub(r"@(?:guid:(\w+)|(\w+))@", lambda sign: code(sign[1]) if sign[1] else filled[sign[2]], template)
