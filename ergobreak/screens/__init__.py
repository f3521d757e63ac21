"""What short-lived processes paint (PySide6). Never imports desktop or settings."""
