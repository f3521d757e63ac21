"""Where everything lies on this machine: settings, state, caches, the control door, policies and added content.

On Linux the XDG variables are read by hand, so that a short command (``ergobreak status``) finds the door without
importing anything; elsewhere platformdirs knows. ``ERGOBREAK_HOME`` moves all of a person's folders into one, for a
portable copy or a trial. It never moves the policy folders, unless root asks: otherwise anybody could leave their
organisation's policy behind with one variable.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from ergobreak.errors import DesktopError
from ergobreak.words import _

NAME = "ergobreak"
HOME_VARIABLE = "ERGOBREAK_HOME"
_LONGEST_SOCKET_PATH = 100  # bytes; Linux allows 107 and macOS 103
_PRIVATE = 0o700


def config_folder() -> Path:
    """The person's settings; follows them to another machine where the system does that."""
    return _folder("config")


def state_folder() -> Path:
    """What must survive a restart but belongs to this machine: the journal, the snapshot, the check-in history."""
    return _folder("state")


def cache_folder() -> Path:
    """What can be made again at any time."""
    return _folder("cache")


def config_file() -> Path:
    """The one file a person edits."""
    return config_folder() / "config.toml"


def snapshot_file() -> Path:
    """The settings and plan as the daemon reads them, and the last good values."""
    return state_folder() / "snapshot.json"


def journal_file() -> Path:
    """One fact a row."""
    return state_folder() / "journal.sqlite"


def check_in_file() -> Path:
    """The check-in's own small history, written by the check-in process only."""
    return state_folder() / "check_ins.sqlite"


def user_routines() -> Path:
    """Routines the person added, one TOML file each."""
    return config_folder() / "routines"


def machine_routines() -> Path:
    """Routines added for everybody on this machine."""
    if home := _home():
        return home / "machine" / "routines"
    return _machine_folder() / "routines"


def policy_folders() -> dict[str, Path]:
    """The folders of policy files, by level: ``managed`` cannot be changed by a person, ``recommended`` can."""
    root = _machine_folder() / "policies"
    if (home := _home()) and _is_root():
        root = home / "machine" / "policies"
    return {"managed": root / "managed", "recommended": root / "recommended"}


def runtime_folder() -> Path:
    """The folder of the control door, there and private.

    Raises:
        DesktopError: it belongs to somebody else, is a link, or cannot be made.
    """
    if home := _home():
        return private_folder(home / "runtime")
    if sys.platform == "win32" or sys.platform == "darwin":
        return private_folder(state_folder() / "runtime")
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given.startswith("/") and os.path.isdir(given):  # noqa: PTH112 - a client's fast path
        return private_folder(Path(given) / NAME)
    return private_folder(_temporary_runtime())


def door_address() -> str:
    """Where the daemon listens: a socket path, or the name of a pipe on Windows.

    Raises:
        DesktopError: the folder of the socket is not safe to use.
    """
    if sys.platform == "win32":
        return pipe_name(windows_sid(), _windows_session(), _home())
    path = str(runtime_folder() / "ctl.sock")
    if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
        return path
    from zlib import crc32  # noqa: PLC0415 - only for a very deep folder

    return str(private_folder(_temporary_runtime()) / f"{crc32(os.fsencode(path)):08x}.sock")


def pipe_name(sid: str, session: int, home: Path | None = None) -> str:
    r"""The name of the Windows pipe: one for each account, each of its sessions, and each portable copy.

    >>> pipe_name("S-1-5-21-7", 2)
    '\\\\.\\pipe\\ergobreak-S-1-5-21-7-2'
    """
    name = rf"\\.\pipe\{NAME}-{sid}-{session}"
    if home is None:
        return name
    from zlib import crc32  # noqa: PLC0415 - only for a portable copy

    return f"{name}-{crc32(os.fsencode(os.path.normcase(home))):08x}"


def windows_sid() -> str:
    """The number by which Windows knows this account: the same in each session and after a change of name.

    Raises:
        DesktopError: Windows does not say.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        kernel32, advapi32 = ctypes.WinDLL("kernel32"), ctypes.WinDLL("advapi32", use_last_error=True)
        token, text, size = ctypes.c_void_p(), ctypes.c_wchar_p(), ctypes.c_ulong()
        user = (ctypes.c_void_p * 32)()  # TOKEN_USER: begins with the address of the SID that lies behind it
        this_process, query, token_user = ctypes.c_void_p(-1), 0x0008, 1
        try:
            if (
                advapi32.OpenProcessToken(this_process, query, ctypes.byref(token))
                and advapi32.GetTokenInformation(token, token_user, user, ctypes.sizeof(user), ctypes.byref(size))
                and advapi32.ConvertSidToStringSidW(ctypes.c_void_p(user[0]), ctypes.byref(text))
            ):
                return str(text.value)
            reason = ctypes.WinError(ctypes.get_last_error()).strerror
            raise DesktopError(_("Windows does not say whose session this is: {reason}.").format(reason=reason))
        finally:
            kernel32.LocalFree(text)
            if token.value:
                kernel32.CloseHandle(token)
    return ""


def private_folder(path: Path) -> Path:
    """That folder, made if need be, readable by its owner only.

    Raises:
        DesktopError: it is a link, no folder, somebody else's, or cannot be made.
    """
    try:
        make_folder(path)
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode) or not stat.S_ISDIR(found.st_mode):
            raise DesktopError(_("{path} is not a real folder.").format(path=path), _("Remove it and try again."))
        if sys.platform != "win32":
            if found.st_uid != os.geteuid():
                raise DesktopError(
                    _("{path} belongs to another account.").format(path=path), _("Remove it and try again.")
                )
            if found.st_mode & 0o077:
                path.chmod(_PRIVATE)
    except OSError as error:
        raise DesktopError(
            _("{path} cannot be used: {reason}.").format(path=path, reason=error.strerror),
            _("Check who owns the folder above it."),
        ) from error
    return path


def make_folder(path: Path) -> None:
    """Have that folder; whatever had to be made on the way, a portable copy's own folder too, is its owner's alone.

    Raises:
        OSError: it cannot be made, or something else has its name.
    """
    if path.is_dir():
        return
    if path != path.parent:  # a drive that is not there has no parent to make
        make_folder(path.parent)
    path.mkdir(mode=_PRIVATE, exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Replace the file by ``text`` in one step, readable by its owner only; a link stays a link.

    Raises:
        OSError: it cannot be written; then the old file is as it was.
    """
    from tempfile import mkstemp  # noqa: PLC0415 - readers need not pay for it

    target = Path(os.path.realpath(path))
    make_folder(target.parent)
    handle, name = mkstemp(prefix=f".{target.name}.", dir=target.parent)  # made 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)  # noqa: PTH105 - the same call, without a Path in between
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _home() -> Path | None:
    given = os.environ.get(HOME_VARIABLE, "")
    return Path(os.path.abspath(given)) if given else None  # noqa: PTH100 - must not follow links


def _folder(kind: str) -> Path:
    if home := _home():
        return home / kind
    if sys.platform == "win32" or sys.platform == "darwin":
        from platformdirs import PlatformDirs  # noqa: PLC0415 - Linux needs none of it

        dirs = PlatformDirs(NAME, appauthor=False, roaming=kind == "config")
        if kind == "config":
            return Path(dirs.user_config_dir)
        if kind == "state":
            local = PlatformDirs(NAME, appauthor=False)
            return Path(local.user_state_dir) / "state"  # beside, not among, the settings
        return Path(dirs.user_cache_dir)
    variable, below = {
        "config": ("XDG_CONFIG_HOME", ".config"),
        "state": ("XDG_STATE_HOME", ".local/state"),
        "cache": ("XDG_CACHE_HOME", ".cache"),
    }[kind]
    given = os.environ.get(variable, "")
    base = Path(given) if given.startswith("/") else Path.home() / below  # XDG: a relative path does not count
    return base / NAME


def _machine_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / NAME
    if sys.platform == "darwin":
        return Path("/Library/Application Support") / NAME
    return Path("/etc") / NAME


def _temporary_runtime() -> Path:
    if sys.platform == "win32":
        return state_folder() / "runtime"
    return Path("/tmp") / f"{NAME}-{os.geteuid()}"  # noqa: S108 - private_folder checks owner, mode and links


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _windows_session() -> int:
    """The session of this process: 0 for services, 1 for the first person who logs in, and so on."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        session = ctypes.c_ulong()
        if ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(session)):
            return int(session.value)
    return 0
