"""Files that only an administrator can have written: opened step by step from the root, each step looked at as opened.

A path is not trusted by its name. Every folder on the way and the file itself is opened relative to the one before,
without following a link, and judged by what was opened: a change between looking and reading is therefore no way in.
A folder further up that everybody may write to is accepted only with the sticky bit, as ``/tmp`` has it: there nobody
can move what belongs to somebody else.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.errors import PolicyError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = 0
if sys.platform == "win32":  # has no such files and never comes here
    _FOLDER = _FILE = 0
else:
    _FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    _FILE = os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC  # a pipe must not make anybody wait


class Missing(PolicyError):  # noqa: N818 - a state of the world, not a fault
    """There is no such folder or file, which is no fault: nobody manages this machine."""


@contextmanager
def folder(path: Path, owner: int = ROOT) -> Iterator[int]:
    """The folder, opened, when it and everything above it can be trusted.

    Args:
        owner: whose it has to be; root, but for tests.

    Raises:
        Missing: there is none.
        PolicyError: it cannot be trusted or read.
    """
    parts = Path(os.path.abspath(path)).parts  # noqa: PTH100 - must not follow links
    here = _open(parts[0], Path(parts[0]), None, _FOLDER)
    try:
        _judge(here, Path(parts[0]), owner, leaf=len(parts) == 1)
        for count, name in enumerate(parts[1:], 2):
            place = Path(*parts[:count])
            below = _open(name, place, here, _FOLDER)
            os.close(here)
            here = below
            _judge(here, place, owner, leaf=count == len(parts))
        yield here
    finally:
        os.close(here)


def names(opened: int) -> list[str]:
    """The names in an opened folder, in their order."""
    return sorted(os.listdir(opened))


def read(name: str, place: Path, opened: int, limit: int, owner: int = ROOT) -> bytes:
    """The bytes of a file in an opened folder, at most ``limit`` and one.

    Raises:
        PolicyError: it cannot be trusted or read.
    """
    file = _open(name, place, opened, _FILE)
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise PolicyError(_("it is not an ordinary file."))
        _judge(file, place, owner, leaf=True)
        chunks, left = [], limit + 1
        while left > 0 and (chunk := os.read(file, left)):
            chunks.append(chunk)
            left -= len(chunk)
        return b"".join(chunks)
    except OSError as error:
        raise _unreadable(place, error) from None
    finally:
        os.close(file)


def _open(name: str, place: Path, above: int | None, flags: int) -> int:
    try:
        return os.open(name, os.O_RDONLY | flags, dir_fd=above)
    except FileNotFoundError:
        raise Missing(_("{path} is not there.").format(path=place)) from None
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR, errno.EMLINK} and _is_link(name, above):
            raise PolicyError(_("{path} is a link.").format(path=place)) from None
        raise _unreadable(place, error) from None


def _is_link(name: str, above: int | None) -> bool:
    try:
        return stat.S_ISLNK(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode)
    except OSError:
        return False


def _judge(opened: int, place: Path, owner: int, *, leaf: bool) -> None:
    found = os.fstat(opened)
    if found.st_uid not in {ROOT, owner}:
        raise PolicyError(_("{path} does not belong to root.").format(path=place))
    loose = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if loose and (leaf or not found.st_mode & stat.S_ISVTX):
        raise PolicyError(_("{path} is writable by group or others.").format(path=place))


def _unreadable(place: Path, error: OSError) -> PolicyError:
    reason = (error.strerror or type(error).__name__).lower()
    return PolicyError(_("{path} cannot be read: {reason}.").format(path=place, reason=reason))
