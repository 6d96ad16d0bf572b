"""What a test run has to say at its end besides passed and failed."""

import pytest

_notes: list[str] = []


def note(text: str) -> None:
    """Have a line printed at the end of the run."""
    _notes.append(text)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for text in _notes:
        terminalreporter.write_line(text)
    _notes.clear()
