"""The one exception that users see, the fault it carries, and the warning that stops nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

#: How much of a cell is quoted.
MAX_QUOTED = 40


def shortened(text: str) -> str:
    """A text as far as a message quotes it."""
    return text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True)
class Fault:
    """Something wrong with an input file, at the place where a person would look for it.

    kind is a row of `sql/kinds.csv`. line is physical and counts from 1; no line means the whole file.
    """

    file: str
    kind: str
    reason: str
    line: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        where = f"{place}: {self.column}" if self.column else place
        found = "" if self.value is None else f" (found '{shortened(self.value)}')"
        return f"{where}: {self.reason}{found}"


@dataclass(frozen=True)
class FaultCount:
    """How often one kind of fault is in one column."""

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
    """What to do about an error: a sentence, and the command that does it, without `supportwh`."""

    advice: str
    command: str


class WarehouseError(Exception):
    """What stops a command: a sentence, the details behind it, and what to do next.

    Details are faults, warnings or lines of text, the first of more faults where counts has how many there are in all.
    excerpt has the lines of SQL that are at fault. command is what to run next, without `supportwh`: the command line
    adds the paths that it was given.
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
        """The details as a terminal shows them: the first in full, the rest counted."""
        shown = [
            f"warning: {detail}" if isinstance(detail, DataWarning) else str(detail)
            for detail in self.details[: self.MAX_DETAILS]
        ]
        more = max(sum(count.number for count in self.counts), len(self.details)) - len(shown)
        if not more:
            return shown
        totals = ["In all:", *(f"  {count}" for count in self.counts)] if self.counts else []
        return [*shown, f"... and {more:,} more", *totals]


#: What helps where the files and the warehouse do not go together.
REBUILD = Advice(advice="Rebuild from the CSV files", command="build --full-refresh")


def first_line(error: BaseException) -> str:
    """What DuckDB said, without the excerpts and links that follow."""
    return str(error).strip().partition("\n")[0]


def excerpt_of(error: Exception) -> list[str]:
    """What DuckDB said besides to whoever wrote the SQL: what was meant, and the line with a mark below it."""
    if type(error).__name__ not in ("ParserException", "BinderException", "CatalogException"):
        return []  # by name: to import duckdb would take the time of a whole `--help`
    lines = str(error).strip().splitlines()[1:]
    return [line for line in lines if line.strip() and "documentation" not in line.lower()]


def _said(error: Exception) -> str:
    """What an error says in lower case, without what it quotes: a path may hold any word."""
    text = error.strerror or "" if isinstance(error, OSError) else str(error)
    return re.sub(r'".*"', "", text, flags=re.DOTALL).lower()


def advice_on(error: Exception) -> Advice:
    """What to do about an error of DuckDB that the user can cause; nothing for any other."""
    for pattern, advice in ADVICE.items():
        if re.search(pattern, _said(error)):
            return advice
    return Advice()


def is_damage(error: Exception) -> bool:
    """Whether DuckDB says that a file is damaged. Its errors have no code that says so."""
    return re.search(DAMAGE, _said(error)) is not None


def is_disk_full(error: Exception) -> bool:
    """Whether the system or DuckDB says that a disk has no room left, or a user no more of it."""
    return re.search(FULL, _said(error)) is not None


#: DuckDB offloads what its memory does not hold.
FULL = r"no space left|file too large|disk quota|failed to offload"
DAMAGE = r"corrupt|could not read|checksum|failed to deserialize"
ADVICE = {
    FULL: Advice(advice="Free some space, then try again."),
    r"out of memory": Advice(advice="Give it more with --memory-limit, or use fewer --threads."),
    r"\block on file": Advice(advice="Close the program that has it open for writing, then try again."),
    DAMAGE: Advice(advice="The file is damaged; rebuild it from the CSV files", command="build --full-refresh"),
}
