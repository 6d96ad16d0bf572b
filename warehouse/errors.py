"""The one exception of our own, and the fault it carries."""

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
