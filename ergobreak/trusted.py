r"""Files that only an administrator can have written: an organisation's policies, and routines for everybody.

A path is not trusted by its name. On Linux and macOS every folder on the way and the file itself are opened relative to
the one before, without following a link, and judged by what was opened: a change between looking and reading is no way
in. They belong to root and nobody else may write to them; a folder further up that everybody may write to is accepted
with the sticky bit only, as ``/tmp`` has it: there nobody can move what belongs to somebody else.

On Windows the file is opened first and each step of its path is looked at then: where nobody but administrators and the
system may write, delete or change the rights on the way, nobody can have exchanged it. Further up others may add, as
they may to ``C:\ProgramData``. This was tried with rights as Windows writes them down, not on a real Windows.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.errors import ErgobreakError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = 0
if sys.platform == "win32":
    _ON_THE_WAY = _FOLDER = 0  # folders are not opened there
    _FILE = os.O_BINARY
else:
    _FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    _ON_THE_WAY = _FOLDER | getattr(os, "O_PATH", 0)  # Linux: passing through needs no right to list
    _FILE = os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC  # a pipe must not make anybody wait

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


class UntrustedError(ErgobreakError):
    """Somebody else could have written it, or it cannot be read: it is left out and told."""


class Missing(UntrustedError):  # noqa: N818 - a state of the world, not a fault
    """There is no such folder or file, which is no fault: nobody manages this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder that can be trusted.

    Args:
        path: where it is.
        opened: the folder itself, opened; on Windows there is no such thing.
        owner: whose it and its files may be, besides root's.
    """

    path: Path
    opened: int | None
    owner: int

    def names(self) -> list[str]:
        """The names in it, in their order."""
        return sorted(each.name for each in os.scandir(self.path if self.opened is None else self.opened))

    def read(self, name: str, limit: int) -> bytes:
        """The bytes of a file in it, at most ``limit`` and one.

        Raises:
            UntrustedError: it cannot be trusted or read.
        """
        place = self.path / name
        file = _open(str(place) if self.opened is None else name, place, self.opened, _FILE)
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise UntrustedError(_("{path} is not an ordinary file.").format(path=place))
            if sys.platform == "win32":
                _judge_windows(place)
            else:
                _judge(file, place, self.owner, leaf=True)
            chunks, left = [], limit + 1
            while left > 0 and (chunk := os.read(file, left)):
                chunks.append(chunk)
                left -= len(chunk)
            return b"".join(chunks)
        except OSError as error:
            raise _unreadable(place, error) from None
        finally:
            os.close(file)


@contextmanager
def folder(path: Path, owner: int = ROOT) -> Iterator[Folder]:
    """The folder, when it and everything above it can be trusted.

    Args:
        owner: whose it may be besides root's: of a portable copy it is the person's own.

    Raises:
        Missing: there is none.
        UntrustedError: it cannot be trusted or read.
    """
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - must not follow links
    if sys.platform == "win32":
        if not whole.is_dir():
            raise Missing(_("{path} is not there.").format(path=whole))
        _judge_windows(whole)
        yield Folder(path=whole, opened=None, owner=owner)
        return
    steps = (*reversed(whole.parents), whole)
    here: int | None = None
    try:
        for step in steps:
            leaf = step == whole
            below = _open(step.name or str(step), step, here, _FOLDER if leaf else _ON_THE_WAY)
            if here is not None:
                os.close(here)
            here = below
            _judge(here, step, owner, leaf=leaf)
        yield Folder(path=whole, opened=here, owner=owner)
    finally:
        if here is not None:
            os.close(here)


def _open(name: str, place: Path, above: int | None, flags: int) -> int:
    try:
        return os.open(name, os.O_RDONLY | flags, dir_fd=above)
    except FileNotFoundError:
        raise Missing(_("{path} is not there.").format(path=place)) from None
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR, errno.EMLINK} and _is_link(name, above):
            raise UntrustedError(_("{path} is a link.").format(path=place)) from None
        raise _unreadable(place, error) from None


def _is_link(name: str, above: int | None) -> bool:
    try:
        return stat.S_ISLNK(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode)
    except OSError:
        return False


def _judge(opened: int, place: Path, owner: int, *, leaf: bool) -> None:
    found = os.fstat(opened)
    if found.st_uid not in {ROOT, owner}:
        raise UntrustedError(_("{path} does not belong to root.").format(path=place))
    loose = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if loose and (leaf or not found.st_mode & stat.S_ISVTX):
        raise UntrustedError(_("{path} is writable by group or others.").format(path=place))


def _unreadable(place: Path, error: OSError) -> UntrustedError:
    reason = (error.strerror or type(error).__name__).lower()
    return UntrustedError(_("{path} cannot be read: {reason}.").format(path=place, reason=reason))


# -- Windows -----------------------------------------------------------------------------------------------------------


def _judge_windows(place: Path, rights_of: Callable[[str], str] | None = None) -> None:
    for step in (*reversed(place.parents), place):
        if step.is_symlink() or (step != step.parent and _is_junction(step)):
            raise UntrustedError(_("{path} is a link.").format(path=step))
        try:
            rights = (rights_of or _rights_of)(str(step))
        except OSError as error:
            raise _unreadable(step, error) from None
        if others_may_write(rights, leaf=step == place):
            raise UntrustedError(_("{path} is writable by others than administrators.").format(path=step))


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
