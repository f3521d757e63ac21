"""Locked, asleep, going on Windows and macOS: what their messages mean, told without them."""

from __future__ import annotations

import pytest

from ergobreak.desktop.session import SessionState, macos, win32


class TestWindows:
    def test_a_day_of_messages(self) -> None:
        state = SessionState()
        story = [
            (win32.WM_WTSSESSION_CHANGE, 7, win32.Do.CHANGED, SessionState(locked=True)),
            (win32.WM_POWERBROADCAST, 4, win32.Do.CHANGED_AND_WAIT, SessionState(locked=True, asleep=True)),
            (win32.WM_POWERBROADCAST, 18, win32.Do.CHANGED, SessionState(locked=True)),
            (win32.WM_WTSSESSION_CHANGE, 8, win32.Do.CHANGED, SessionState()),
            (win32.WM_QUERYENDSESSION, 0, win32.Do.NOTHING, SessionState()),
            (win32.WM_ENDSESSION, 0, win32.Do.NOTHING, SessionState()),
            (win32.WM_ENDSESSION, 1, win32.Do.ENDING, SessionState()),
            (0x000F, 0, win32.Do.DEFAULT, SessionState()),
        ]
        for message, wparam, do, after in story:
            decision = win32.decide(message, wparam, state)
            assert (decision.do, decision.state) == (do, after)
            state = decision.state

    def test_a_log_out_is_never_refused(self) -> None:
        assert win32.decide(win32.WM_QUERYENDSESSION, 0, SessionState()).answer == 1

    @pytest.mark.parametrize(("level", "flags", "locked"), [(1, 0, True), (1, 1, False), (1, -1, False), (0, 0, False)])
    def test_the_first_look(self, level: int, flags: int, locked: bool) -> None:
        info = level.to_bytes(8, "little") + bytes(8) + flags.to_bytes(4, "little", signed=True) + bytes(100)
        assert win32.locked_in(info) is locked


class TestMacos:
    def test_a_day_of_notices(self) -> None:
        state = macos.after(macos.LOCKED, SessionState())
        assert state == SessionState(locked=True)
        state = macos.after(macos.ASLEEP, state)
        assert state == SessionState(locked=True, asleep=True)
        state = macos.after(macos.UNLOCKED, macos.after(macos.AWAKE, state))
        assert state == SessionState()
        assert macos.after("something else", state) == state
