"""The exception for errors that users can cause, the faults that it reports, and warnings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

#: How many characters of a cell a message quotes.
MAX_QUOTED = 40
#: The faults of a header, whose reason names the column.
HEADER_KINDS = ("missing_column", "repeated_column")


def shortened(text: str) -> str:
    """Return a text, shortened to the length that messages quote."""
    return text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True)
class Fault:
    """An error in an input file, with its location.

    kind is a row of `sql/kinds.csv`. line is a physical line and counts from 1; without a line the fault concerns the
    whole file.
    """

    file: str
    kind: str
    reason: str
    line: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        where = f"{place}: {self.column}" if self.column and self.kind not in HEADER_KINDS else place
        if self.value is None:
            return f"{where}: {self.reason}"
        found = f"found '{shortened(self.value)}'"
        return f"{where}: {self.reason}" + (f", {found}" if self.reason.startswith("expected") else f" ({found})")


@dataclass(frozen=True)
class FaultCount:
    """The number of faults of one kind in one column."""

    kind: str
    column: str | None
    reason: str
    number: int

    def __str__(self) -> str:
        return f"{self.number:,} x {self.column}: {self.reason}" if self.column else f"{self.number:,} x {self.reason}"


@dataclass(frozen=True)
class DataWarning:
    """A warning about data that was ignored, or loaded although it looks implausible: a row of `ops.warnings`.

    file is the file or relation that it is about, kind a row of `sql/kinds.csv`. what is a clause that contains the
    number of occurrences; advice is one or more full sentences.
    """

    file: str
    kind: str
    what: str
    occurrences: int | None = None
    example: str | None = None
    advice: str = ""

    def __str__(self) -> str:
        """`FILE: N ROWS HAVE A PROBLEM (e.g. KEY). ADVICE.`, as the macro `with_example` writes it in SQL."""
        prefix = "e.g. " if (self.occurrences or 0) > 1 else ""
        example = f" ({prefix}{self.example})" if self.example else ""
        return " ".join(part for part in (f"{self.file}: {self.what}{example}.", self.advice) if part)


class Advice(TypedDict, total=False):
    """What to do about an error: an imperative, and a command for it, without `supportwh`."""

    advice: str
    command: str


class WarehouseError(Exception):
    """An error that ends a command: a message, details, and advice.

    Details are faults, warnings or lines of text. If they are only the first faults, counts has the totals. excerpt has
    the lines of SQL with the error. command is the command to run next, without `supportwh`; the command line adds the
    paths that it was given.
    """

    MAX_DETAILS = 20

    def __init__(
        self,
        message: str,
        *,
        details: Sequence[Fault | DataWarning | str] = (),
        counts: Sequence[FaultCount] = (),
        excerpt: Sequence[str] = (),
        advice: str = "",
        command: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.details = list(details)
        self.counts = list(counts)
        self.excerpt = list(excerpt)
        self.advice = advice
        self.command = command

    def detail_lines(self) -> list[str]:
        """Return the lines to print: the first details, and the number of the others."""
        shown = [
            f"warning: {detail}" if isinstance(detail, DataWarning) else str(detail)
            for detail in self.details[: self.MAX_DETAILS]
        ]
        more = max(sum(count.number for count in self.counts), len(self.details)) - len(shown)
        if not more:
            return shown
        totals = ["Total:", *(f"  {count}" for count in self.counts)] if self.counts else []
        return [*shown, f"... and {more:,} more", *totals]


#: The advice if the files do not match the warehouse.
REBUILD = Advice(advice="Rebuild from the CSV files", command="build --full-refresh")


def first_line(error: BaseException) -> str:
    """Return the message of DuckDB, without excerpts and links."""
    return str(error).strip().partition("\n")[0]


def excerpt_of(error: Exception) -> list[str]:
    """Return the other lines of an error in SQL: suggestions, and the line of SQL with a mark below it."""
    if type(error).__name__ not in ("ParserException", "BinderException", "CatalogException"):
        return []  # by name, because importing duckdb takes as long as `--help`
    lines = str(error).strip().splitlines()[1:]
    return [line for line in lines if line.strip() and "documentation" not in line.lower()]


def _message_of(error: Exception) -> str:
    """Return the message of an error in lower case, without quoted text, which may contain any word."""
    text = error.strerror or "" if isinstance(error, OSError) else str(error)
    return re.sub(r'".*"', "", text, flags=re.DOTALL).lower()


def advice_on(error: Exception) -> Advice:
    """Return the advice for an error of DuckDB that users can cause; empty for any other."""
    for pattern, advice in ADVICE.items():
        if re.search(pattern, _message_of(error)):
            return advice
    return Advice()


def is_damage(error: Exception) -> bool:
    """Return whether an error of DuckDB means a damaged file; its errors have no code for that."""
    return re.search(DAMAGE, _message_of(error)) is not None


def is_disk_full(error: Exception) -> bool:
    """Return whether an error of the system or of DuckDB means a full disk or an exceeded quota."""
    return re.search(FULL, _message_of(error)) is not None


#: Patterns of messages. DuckDB offloads data that does not fit into its memory.
FULL = r"no space left|file too large|disk quota|failed to offload"
DAMAGE = r"corrupt|could not read|checksum|failed to deserialize"
ADVICE = {
    FULL: Advice(advice="Free some space, then try again."),
    r"out of memory": Advice(advice="Increase --memory-limit, or reduce --threads."),
    r"\block on file": Advice(advice="Close the program that has it open for writing, then try again."),
    DAMAGE: Advice(advice="Rebuild the damaged file from the CSV files", command="build --full-refresh"),
}
