"""Which sources exist on Linux, in the order in which ``doctor`` names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core.plan import HoldReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ergobreak.desktop.bus import Bus
    from ergobreak.desktop.quiet import Source


def makers(
    changed: Callable[[], None],
    apps: frozenset[str],
    session_bus: Bus | None,
    system_bus: Bus | None,
    wanted: frozenset[HoldReason],
    environ: Mapping[str, str],
) -> Iterator[Callable[[], Source]]:
    """One maker per source; a maker raises DesktopError where its source does not work."""
    # Asking for the X server on Wayland would start one where none runs, and it knows only its own windows.
    wayland = environ.get("XDG_SESSION_TYPE") == "wayland" or environ.get("WAYLAND_DISPLAY")
    if environ.get("DISPLAY") and not wayland and wanted & {HoldReason.FULL_SCREEN, HoldReason.APP}:
        from ergobreak.desktop.quiet.x11 import X11Front  # noqa: PLC0415 - only where it is used

        yield lambda: X11Front(changed, apps)
    if session_bus is not None and HoldReason.DO_NOT_DISTURB in wanted:
        from ergobreak.desktop.quiet.dnd import sources  # noqa: PLC0415 - only where it is used

        yield from sources(session_bus, changed, environ)
    if wanted & {HoldReason.MICROPHONE, HoldReason.CAMERA}:
        from ergobreak.desktop.quiet.devices import LinuxDevices  # noqa: PLC0415 - only where it is used

        yield lambda: LinuxDevices(changed)
    if session_bus is not None or system_bus is not None:
        from ergobreak.desktop.quiet.inhibitors import sources as inhibitors  # noqa: PLC0415 - only where it is used

        yield from inhibitors(session_bus, system_bus, changed)
    if HoldReason.BATTERY in wanted:
        from ergobreak.desktop.quiet.power import LinuxPower  # noqa: PLC0415 - only where it is used

        yield LinuxPower
