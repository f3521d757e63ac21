r"""Whether routines for everybody on a machine can only have been put there by an administrator.

On Linux and macOS the folder, everything above it and each file belong to root, are no links, and nobody else may write
to them; a folder further up that everybody may write to needs the sticky bit, as ``/tmp`` has it. On Windows nobody
but administrators and the system may write, delete or change the rights; further up others may add, as they may to
``C:\ProgramData``. What is not trusted is left out and told; it never stops the app. In a portable copy
(``ERGOBREAK_HOME``) the folder is the person's own, and so may be its owner.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = 0
# Administrators, the system, the installer of Windows itself, and the two placeholders for whoever made a file
ADMINISTRATORS = frozenset({"BA", "SY", "LA", "CO", "OW", "TI"})
TRUSTED_INSTALLER = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
ADD = 0x2 | 0x4  # a new file, a new folder in it
CHANGE = 0x10 | 0x40 | 0x100 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000
LETTERS = {
    "GA": 0x10000000, "GW": 0x40000000, "FA": 0x1F01FF, "FW": 0x120116, "WD": 0x40000, "WO": 0x80000, "SD": 0x10000,
    "DC": 0x2, "LC": 0x4, "DT": 0x40, "WP": 0x20, "SW": 0x8,
}  # fmt: skip
_RULE = re.compile(r"\(([^;]*);([^;]*);([^;]*);[^;]*;[^;]*;([^;)]*)[^)]*\)")


def is_machines(folder: Path) -> bool:
    """Whether it is the folder of everybody on this machine."""
    return folder == paths.machine_routines()


def why_not(path: Path) -> str:
    """Why the folder or file is not to be trusted; empty when it is."""
    if sys.platform == "win32":
        return next(_windows(path, _rights_of), "")
    owners = {ROOT, os.geteuid()} if os.environ.get(paths.HOME_VARIABLE) else {ROOT}
    return next(_posix(path, owners), "")


def _posix(path: Path, owners: set[int]) -> Iterator[str]:
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - must not follow links
    for each in (*reversed(whole.parents), whole):
        try:
            found = each.lstat()
        except OSError as error:
            yield _("{path} cannot be read: {reason}").format(path=each, reason=error.strerror or error)
            return
        if stat.S_ISLNK(found.st_mode):
            yield _("{path} is a link.").format(path=each)
        elif found.st_uid not in owners:
            yield _("{path} does not belong to root.").format(path=each)
        loose = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if loose and (each == whole or not found.st_mode & stat.S_ISVTX) and not stat.S_ISLNK(found.st_mode):
            yield _("{path} can be written by a group or by others.").format(path=each)


def _windows(path: Path, rights_of: Callable[[str], str]) -> Iterator[str]:
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - must not follow links
    for each in (*reversed(whole.parents), whole):
        if each.is_symlink() or (each != each.parent and _is_junction(each)):
            yield _("{path} is a link.").format(path=each)
            continue
        try:
            text = rights_of(str(each))
        except OSError as error:
            yield _("{path} cannot be read: {reason}").format(path=each, reason=error.strerror or error)
            return
        if others_may_write(text, leaf=each == whole):
            yield _("{path} can be written by others than administrators.").format(path=each)


def _is_junction(path: Path) -> bool:
    return bool(getattr(os.path, "isjunction", lambda _path: False)(path))  # Python 3.12 on


def others_may_write(rights: str, *, leaf: bool) -> bool:
    """Whether anybody but administrators may change what carries these rights.

    Args:
        rights: as Windows writes them down (SDDL), such as ``O:BAG:SYD:(A;;FA;;;BA)(A;;0x1200a9;;;BU)``.
        leaf: for the thing itself; further up others may add.
    """
    owner, _group, rules = rights.partition("D:")
    whose = re.match(r"O:(S-[0-9-]+|[A-Z]{2})", owner)
    if whose is None or not _is_administrator(whose[1]) or not rules or rules.startswith("NO_ACCESS_CONTROL"):
        return True
    dangerous = CHANGE | (ADD if leaf else 0)
    for kind, flags, mask, who in _RULE.findall(rules.partition("S:(")[0]):
        below_only = "IO" in re.findall("..", flags)
        if kind == "A" and not below_only and not _is_administrator(who) and _mask(mask) & dangerous:
            return True
    return False


def _is_administrator(who: str) -> bool:
    return who in ADMINISTRATORS or who == TRUSTED_INSTALLER


def _mask(text: str) -> int:
    if text.startswith("0x"):
        return int(text, 16)
    found = 0
    for letters in re.findall("..", text):
        found |= LETTERS.get(letters, 0)
    return found


def _rights_of(path: str) -> str:
    """Owner and rules of a file as Windows writes them down.

    Raises:
        OSError: Windows does not say.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        advapi32, kernel32 = ctypes.WinDLL("advapi32", use_last_error=True), ctypes.WinDLL("kernel32")
        found, text = ctypes.c_void_p(), ctypes.c_wchar_p()
        a_file, owner_and_rules = 1, 0x1 | 0x4
        nothing = (None, None, None, None)
        code = advapi32.GetNamedSecurityInfoW(
            ctypes.c_wchar_p(path), a_file, owner_and_rules, *nothing, ctypes.byref(found)
        )
        if code:
            raise ctypes.WinError(code)
        try:
            if not advapi32.ConvertSecurityDescriptorToStringSecurityDescriptorW(
                found, 1, owner_and_rules, ctypes.byref(text), None
            ):
                raise ctypes.WinError(ctypes.get_last_error())
            return str(text.value)
        finally:
            kernel32.LocalFree(text)
            kernel32.LocalFree(found)
    return ""
