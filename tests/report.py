"""What a test run has to say at its end besides passed and failed, and how to make it shorter."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

_notes: list[str] = []
_tallies: dict[str, Counter[str]] = {}


def note(text: str) -> None:
    """Have a line printed at the end of the run."""
    _notes.append(text)


def tally(harness: str, counts: Mapping[str, int]) -> None:
    """Have the counts of a harness, by what they count, added up over all processes and printed at the end."""
    sums = _tallies.setdefault(harness, Counter())
    for counted, number in counts.items():
        sums[counted] += number


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thin", type=int, default=1, help="Of the chunks of a harness run every N-th only.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    step = config.getoption("--thin")
    harness = [item for item in items if "seeds_from_" in item.name]
    left_out = [item for number, item in enumerate(harness) if number % step]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["notes"] = _notes
        session.config.workeroutput["tallies"] = {harness: dict(counts) for harness, counts in _tallies.items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    output = getattr(node, "workeroutput", {})
    _notes.extend(output.get("notes", []))
    for harness, counts in output.get("tallies", {}).items():
        tally(harness, counts)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    sums = [
        f"{harness}: {', '.join(f'{number} {counted}' for counted, number in counts.items())}"
        for harness, counts in _tallies.items()
    ]
    for text in sorted(_notes + sums):
        terminalreporter.write_line(text)
    _notes.clear()
    _tallies.clear()
