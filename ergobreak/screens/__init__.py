"""What short-lived processes paint (PySide6). Never imports desktop or settings."""

AVAILABLE: frozenset[str] = frozenset()  # screens that the tray may open by themselves
