"""The one exception that users see, and the fault it carries."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something wrong with an input file, at the place where a person would look for it.

    line is physical and counts from 1; no line means the whole file. A fatal fault cannot be
    set aside: it stops a build even with --quarantine.
    """

    file: str
    reason: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    raw: str | None = None
    fatal: bool = False

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        where = f"{place}: {self.column}" if self.column else place
        return f"{where}: {self.reason}"


class WarehouseError(Exception):
    """What stops a command: a sentence, the faults behind it, and what to do next."""

    SHOWN = 20

    def __init__(self, message: str, *, faults: list[Fault] | None = None, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.faults = faults or []
        self.advice = advice

    def fault_lines(self) -> list[str]:
        """The faults as a terminal shows them: the first in full, the rest counted."""
        shown = [str(fault) for fault in self.faults[: self.SHOWN]]
        more = len(self.faults) - len(shown)
        return [*shown, f"... and {more:,} more"] if more else shown


def first_line(error: Exception) -> str:
    """What DuckDB said, without the excerpts and links that follow."""
    return str(error).strip().partition("\n")[0]


def advice_on(error: Exception) -> str:
    """What to do about an error of DuckDB that the user can cause; nothing for any other."""
    said = str(error).lower()
    for pattern, advice in ADVICE.items():
        if re.search(pattern, said):
            return advice
    return ""


ADVICE = {
    r"out of memory": "Give it more with --memory-limit, or use fewer --threads.",
    r"no space left|file too large|disk quota": "Free some space, then try again.",
    r"\block on file": "Close the program that has it open for writing, then try again.",
    r"corrupt|could not read|not a valid duckdb|checksum": (
        "The file is damaged; rebuild it from the CSV files: supportwh build --full-refresh"
    ),
}
