"""Microphone and camera on Linux: whether a device is in use, never what it hears or sees.

Microphone: the kernel's sound driver says of each capture stream whether it is running. That covers PulseAudio,
PipeWire and programs that use the device directly, for built-in, USB and analogue microphones. It does not cover
Bluetooth headsets, which have no such stream, and a sound server that keeps a device open for good reads as in use.

Camera: who holds ``/dev/video*``, among the person's own processes. A camera handed out by PipeWire shows as held by
PipeWire while it is in use. Looking through the processes costs a few milliseconds, so it is done only after a camera
was opened or closed, or while one was last seen in use.

inotify tells when a device is opened or closed, so between two such moments nothing is looked at.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.quiet import Quiet
from ergobreak.desktop.watch.inotify import CLOSE_NOWRITE, CLOSE_WRITE, CREATE, DELETE, OPEN, Inotify
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

_USE = OPEN | CLOSE_WRITE | CLOSE_NOWRITE
_COME_AND_GO = CREATE | DELETE
log = logging.getLogger(__name__)


class LinuxDevices:
    """The source.

    Args:
        root: where ``dev`` and ``proc`` are; tests have their own.
    """

    event_driven = True

    def __init__(self, changed: Callable[[], None], root: Path = Path("/")) -> None:
        self._changed = changed
        self._dev, self._proc = root / "dev", root / "proc"
        self._camera = False
        self._look_for_camera = True
        self._watched: dict[str, int] = {}
        self._inotify: Inotify | None = None
        try:
            self._inotify = Inotify(self._on_event)
        except DesktopError as error:
            log.info("devices are only looked at: %s", error)
            self.event_driven = False
        self._watch_all()

    def read(self) -> Quiet:
        """The answer now, undebounced."""
        reasons = set()
        if self._microphone():
            reasons.add(HoldReason.MICROPHONE)
        if self._look_for_camera or self._camera or self._inotify is None:
            self._look_for_camera = False
            self._camera = self._camera_held()
        if self._camera:
            reasons.add(HoldReason.CAMERA)
        return Quiet(reasons=frozenset(reasons))

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Microphone and camera: from the devices themselves; Bluetooth headsets are not seen.")

    def stop(self) -> None:
        """Give everything back."""
        if self._inotify is not None:
            self._inotify.close()

    def _microphone(self) -> bool:
        for status in self._proc.glob("asound/card*/pcm*c/sub*/status"):
            try:
                if status.read_text(encoding="ascii", errors="replace").startswith("state: RUNNING"):
                    return True
            except OSError:
                continue
        return False

    def _cameras(self) -> list[Path]:
        return sorted(self._dev.glob("video[0-9]*"))

    def _camera_held(self) -> bool:
        cameras = {str(each) for each in self._cameras()}
        if not cameras:
            return False
        own = os.getuid() if hasattr(os, "getuid") else 0
        for process in self._proc.glob("[0-9]*"):
            try:
                if process.stat().st_uid != own:
                    continue
                if any(str(each.readlink()) in cameras for each in (process / "fd").iterdir()):
                    return True
            except OSError:
                continue  # it ended meanwhile, or is not ours to look into
        return False

    def _watch_all(self) -> None:
        if self._inotify is None:
            return
        places = [(each, _USE) for each in (*self._cameras(), *sorted(self._dev.glob("snd/pcm*c")))]
        places += [(each, _COME_AND_GO) for each in (self._dev, self._dev / "snd")]
        for path, mask in places:
            number = self._inotify.add(path, mask)  # the same number again for what is watched already
            if number >= 0:
                self._watched[str(path)] = number

    def _on_event(self, number: int, mask: int, name: str) -> None:
        if mask & _COME_AND_GO:
            if name == "snd" or name.startswith(("video", "pcm")):
                self._watch_all()
            return
        if mask & _USE and number in self._watched.values():
            self._look_for_camera = True
            self._changed()
