"""The result of scanning the bytes of an input file, before any row is loaded."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from warehouse.catalogue import ACTION
from warehouse.engine.quoting import Quoted, plain_name
from warehouse.errors import DataWarning, Fault
from warehouse.extract.inputs import InputFile

#: The format of times in the documentation of the extract.
DOCUMENTED_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass
class Scan:
    """The result of scanning a file.

    path is the file to read: the input itself, or its unpacked content. size is that of the input on disk; sha256 is
    that of the unpacked content. content_size is the size without trailing blanks, rounded up to a megabyte. rows
    counts the records after the header, including blank lines; commas counts those between their cells. header has the
    columns in the order of the file, trimmed and in lower case; it is on header_line, which begins at the byte
    header_start. is_strict_csv says that the typed reader can read the file; any other file is read line by line.
    has_blanks says that there may be blanks to trim, has_line_ends that there are line ends inside quotes. time_format
    is that of the first time in the file; the typed reader accepts no other, so that it never guesses. times_have_zone
    says whether that first time has a zone.
    """

    file: InputFile
    path: Path
    size: int = 0
    text_size: int = 0
    content_size: int = 0
    modified_ns: int = 0
    sha256: str = ""
    rows: int = 0
    commas: int = 0
    header: list[str] = field(default_factory=list)
    header_line: int = 1
    header_start: int = 0
    is_strict_csv: bool = True
    has_blanks: bool = False
    has_line_ends: bool = False
    time_format: str = DOCUMENTED_TIME
    times_have_zone: bool | None = None
    faults: list[Fault] = field(default_factory=list)
    warnings: list[DataWarning] = field(default_factory=list)

    @property
    def modified_utc(self) -> str:
        """When the file was last written, in UTC to the microsecond."""
        seconds, nanoseconds = divmod(self.modified_ns, 10**9)
        moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=nanoseconds // 1000, tzinfo=None)
        return moment.isoformat(" ", "microseconds")

    @property
    def bytes_per_line(self) -> int:
        """The average number of bytes per line, at least 1."""
        return self.text_size // (self.rows + 1) + 1

    @property
    def reader_types(self) -> dict[Quoted, str]:
        """The columns in the order of the file, with the types for the reader."""
        types = {str(name): kind for name, kind in self.file.table.header(self.file.is_delta).items()}
        return {
            plain_name(name if name in types or name == ACTION else f"extra_{position}"): types.get(name, "varchar")
            for position, name in enumerate(self.header)
        }

    @property
    def has_action_column(self) -> bool:
        """Whether it is an initial file with a column `action`, which only deltas should have."""
        return not self.file.is_delta and ACTION in self.header

    @property
    def columns(self) -> list[Quoted]:
        """The columns of the file that are read, in the order of the catalogue."""
        return [*self.file.table.header(self.file.is_delta), *([ACTION] if self.has_action_column else [])]

    def position_of(self, column: str) -> int:
        """Return the position of a column in a row, from 1."""
        return self.header.index(column) + 1

    def fault(self, kind: str, reason: str, *, line: int | None = None, column: str | None = None) -> None:
        """Add a fault of the file."""
        self.faults.append(Fault(self.file.name, kind, reason, line, column))


def is_unchanged_since(scan: Scan) -> bool:
    """Return whether the file has still the size and modification time that it had when it was scanned."""
    status = scan.file.path.stat()
    return (status.st_size, status.st_mtime_ns) == (scan.size, scan.modified_ns)
