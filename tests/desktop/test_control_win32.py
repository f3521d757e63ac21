"""The door on Windows: a pipe of this account alone. What needs no Windows is tested everywhere."""

from __future__ import annotations

import ctypes
import re
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak import door, paths
from ergobreak.desktop.control import win32
from ergobreak.errors import DesktopError, NotRunning
from tests.desktop.callers import Caller, address_in

if TYPE_CHECKING:
    from collections.abc import Iterator


def echo(message: dict[str, Any]) -> dict[str, Any]:
    return {"heard": message}


def test_the_access_list_names_the_account_and_nobody_else() -> None:
    text = win32.descriptor_of("S-1-5-21-1-2-3-1001")
    assert re.findall(r"\([^)]*\)", text) == ["(A;;GA;;;S-1-5-21-1-2-3-1001)"]
    assert text.startswith("O:S-1-5-21-1-2-3-1001D:P("), "owned by it, and protected from what is inherited"


def test_a_portable_copy_has_a_pipe_of_its_own() -> None:
    names = {paths.pipe_name("S-1-5-21-7", 1, home) for home in (None, Path("/a"), Path("/b"))}
    assert len(names) == 3
    assert all(name.startswith(r"\\.\pipe\ergobreak-S-1-5-21-7-1") for name in names)


if sys.platform == "win32":
    import _winapi

    @pytest.fixture
    def address(tmp_path: Path) -> str:
        return address_in(tmp_path)

    @pytest.fixture
    def here(address: str) -> Iterator[win32.PipeDoor]:
        opened = win32.PipeDoor(address, echo)
        yield opened
        opened.close()

    def security_of(handle: int) -> str | None:
        """Owner and access list as Windows holds them."""
        advapi32, kernel32 = ctypes.WinDLL("advapi32"), ctypes.WinDLL("kernel32")
        owner_and_list, found, text = 1 | 4, ctypes.c_void_p(), ctypes.c_wchar_p()
        nothing = [None] * 4
        assert advapi32.GetSecurityInfo(ctypes.c_void_p(handle), 6, owner_and_list, *nothing, ctypes.byref(found)) == 0
        convert = advapi32.ConvertSecurityDescriptorToStringSecurityDescriptorW
        assert convert(found, 1, owner_and_list, ctypes.byref(text), None)
        try:
            return text.value
        finally:
            kernel32.LocalFree(found)
            kernel32.LocalFree(text)

    def pipe_of_somebody_else(address: str, whose: str = "BA") -> int:
        """A pipe that everybody may use and that belongs to the administrators."""
        found = ctypes.c_void_p()
        convert = ctypes.WinDLL("advapi32").ConvertStringSecurityDescriptorToSecurityDescriptorW
        assert convert(ctypes.c_wchar_p(f"O:{whose}D:P(A;;GA;;;WD)"), 1, ctypes.byref(found), None)
        guard = win32._SecurityAttributes(ctypes.sizeof(win32._SecurityAttributes), found.value, 0)
        mode = _winapi.PIPE_ACCESS_DUPLEX | _winapi.FILE_FLAG_OVERLAPPED
        return _winapi.CreateNamedPipe(address, mode, 0, 5, 1000, 1000, 0, ctypes.addressof(guard))

    def test_the_account_has_a_number() -> None:
        assert re.fullmatch(r"S-1-5-21(-\d+){4}", paths.windows_sid())
        assert paths.windows_sid() in paths.door_address()

    def test_the_pipe_belongs_to_this_account_alone(here: win32.PipeDoor) -> None:
        every_instance = [each.handle for each in here._clients]
        assert every_instance
        for each in every_instance:
            found = security_of(each) or ""
            sid = paths.windows_sid()
            assert found.startswith(f"O:{sid}D:P(A;;")
            assert found.endswith(f";;;{sid})")
            assert found.count("(") == 1

    def test_later_instances_are_as_private_as_the_first(address: str, here: win32.PipeDoor) -> None:
        with Caller(address), Caller(address):
            assert door.send(address, {"do": "hello"})["ok"]
            assert len({security_of(each.handle) for each in here._clients}) == 1
            assert len(here._clients) >= 3

    def test_nothing_is_said_to_a_pipe_of_another_account(address: str) -> None:
        trap = pipe_of_somebody_else(address)
        with pytest.raises(NotRunning) as refused:
            door.send(address, {"do": "hello"})
        assert isinstance(refused.value.__cause__, PermissionError)
        assert _winapi.PeekNamedPipe(trap, 10)[0] == b"" if _connected(trap) else True
        _winapi.CloseHandle(trap)

    def _connected(handle: int) -> bool:
        try:
            _winapi.PeekNamedPipe(handle)
        except OSError:
            return False
        return True

    def test_a_name_that_somebody_took_before_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(win32, "_TAKE_OVER_S", 0.2)
        taken = pipe_of_somebody_else(address)
        with pytest.raises(DesktopError, match="cannot be heard"):
            win32.PipeDoor(address, echo)
        _winapi.CloseHandle(taken)

    def test_a_name_that_is_no_pipes_name_is_told() -> None:
        with pytest.raises(DesktopError, match="cannot be heard"):
            win32.PipeDoor("C:\\no pipe", echo)

    def test_who_finds_every_instance_taken_waits_for_one(
        address: str, here: win32.PipeDoor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(win32, "MOST_CLIENTS", 2)
        with Caller(address) as first, Caller(address):
            time.sleep(0.2)  # they have the only two instances now
            leaving = threading.Timer(0.5, first.say, [b"{}\n"])
            leaving.start()
            before = time.monotonic()
            assert door.send(address, {"do": "hello"}, timeout_s=5)["ok"]
            assert time.monotonic() - before > 0.2
            leaving.join()

    def test_it_sleeps_until_somebody_knocks(
        address: str, here: win32.PipeDoor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        woken: list[float] = []
        wait = _winapi.WaitForMultipleObjects

        def counted(handles: list[int], every: bool, milliseconds: int) -> int:
            found = wait(handles, every, milliseconds)
            woken.append(time.monotonic())
            return found

        monkeypatch.setattr(_winapi, "WaitForMultipleObjects", counted)
        assert door.send(address, {"do": "hello"})["ok"]  # the wait before this one was not counted yet
        time.sleep(0.3)
        woken.clear()
        time.sleep(1.0)
        assert woken == []
        assert door.send(address, {"do": "hello"})["ok"]
        assert woken
