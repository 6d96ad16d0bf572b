"""Reads every byte of an input file once, before a row is loaded.

It finds what makes a file unfit as a whole, and counts its rows without the reader of the CSV,
so that a row that the reader loses is missed.
"""

import codecs
import hashlib
import os
import re
import stat
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from warehouse.errors import Fault
from warehouse.files import InputFile
from warehouse.grammar import cells_of

CHUNK = 1 << 20
#: How many chunks may wait to be hashed.
AHEAD = 8
BLANKS = (b"\t", b"\v", b"\f")
#: The bytes that say nothing about how a file is to be read.
ORDINARY = bytes(set(range(128)) - set(b'\n\r\0\t\v\f_" ,'))
DOCUMENTED_TIME = "%Y-%m-%dT%H:%M:%SZ"
TIME = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ])[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|\+00:00)?")
#: A quote in the middle of a cell, which the typed reader takes for text, or a doubled one that may be.
#: It begins with the quote, as the next one begins with its mark, so that both are found at once.
STRAY_QUOTE = re.compile(rb'"(?:(?<=[^,\n"]")[^",\r\n]|(?<=[^,\n]")"|"[^,\r\n])')
#: DuckDB reads `1_000` as a thousand.
DIGITS_JOINED = re.compile(rb"_(?<=[0-9]_)[0-9]")
MAGIC = {
    b"\x1f\x8b": "it is compressed with gzip; unpack it first",
    b"PK\x03\x04": "it is a zip or Excel file; save it as CSV",
    b"\xff\xfe": "it is UTF-16; save it as UTF-8",
    b"\xfe\xff": "it is UTF-16; save it as UTF-8",
}


@dataclass
class Scan:
    """What a file is, from its bytes alone.

    rows counts records after the header, blank lines among them. header has the columns in the
    file's own order, trimmed and in lower case. is_plain says that the typed reader can be
    trusted with it as it stands; what is not plain goes through the salvage. has_blanks says that
    there may be something to trim. time_format is that of the first time in the file: the typed
    reader takes no other, so that it cannot guess.
    """

    file: InputFile
    size: int = 0
    modified_ns: int = 0
    sha256: str = ""
    rows: int = 0
    header: list[str] = field(default_factory=list)
    is_plain: bool = True
    has_blanks: bool = False
    time_format: str = DOCUMENTED_TIME
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def modified_utc(self) -> str:
        seconds, nanoseconds = divmod(self.modified_ns, 10**9)
        moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=nanoseconds // 1000, tzinfo=None)
        return moment.isoformat(" ", "microseconds")

    @property
    def reader_types(self) -> dict[str, str]:
        """The columns of the file in its own order with the types to read them as."""
        types = self.file.table.reader_types(self.file.is_delta)
        return {
            name if name in types else f"extra_{position}": types.get(name, "varchar")
            for position, name in enumerate(self.header)
        }

    def fault(self, reason: str, *, line: int | None = None, column: str | None = None) -> None:
        self.faults.append(Fault(self.file.name, reason, line, column, fatal=True))


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_unchanged_since(path: Path, scan: Scan) -> bool:
    """Whether the file still is what was scanned, by its size and time of writing."""
    status = path.stat()
    return (status.st_size, status.st_mtime_ns) == (scan.size, scan.modified_ns)


def prescan(file: InputFile) -> Scan:
    """Scan a file; its faults are in the result, never raised."""
    scan = Scan(file)
    try:
        if stat.S_IFMT(file.path.stat().st_mode) not in (stat.S_IFREG, stat.S_IFDIR):
            scan.fault("it is no file; a pipe or a device cannot be read twice")
            return scan
        with file.path.open("rb", buffering=0) as stream:
            status = os.fstat(stream.fileno())
            scan.size, scan.modified_ns = status.st_size, status.st_mtime_ns
            _read(stream, scan)
    except FileNotFoundError:
        scan.fault("there is no such file")
    except IsADirectoryError:
        scan.fault("it is a folder, not a file")
    except OSError as error:
        scan.fault(f"it cannot be read: {error.strerror}")
    return scan


def _read(stream: BinaryIO, scan: Scan) -> None:
    chunk = stream.read(CHUNK)
    while chunk.isspace() and (more := stream.read(CHUNK)):
        chunk += more
    for magic, reason in MAGIC.items():
        if chunk.startswith(magic):
            return scan.fault(reason)
    _check_header(chunk, scan)
    if not scan.header and not scan.faults:
        return scan.fault("it is empty; a file without rows still has a header")
    sha256 = hashlib.sha256()
    counter = _Counter(scan)
    with ThreadPoolExecutor(max_workers=1) as hasher:
        # Hashing leaves Python's lock and goes on beside the counting; to wait for each chunk would
        # have them take turns.
        hashing: deque[Future[None]] = deque()
        while chunk:
            if chunk.endswith(b"\r"):
                chunk += stream.read(1)
            hashing.append(hasher.submit(sha256.update, chunk))
            counter.add(chunk)
            chunk = stream.read(CHUNK)
            if len(hashing) > AHEAD:
                hashing.popleft().result()
    counter.close()
    scan.sha256 = sha256.hexdigest()
    return None


class _Counter:
    """Counts line ends and commas outside of quotes, and notes what else there is, chunk by chunk."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.lines = 0  # all line ends
        self.records = 0  # those outside quotes
        self.commas = 0  # outside quotes
        self.returns = 0  # line ends that are CRLF
        self.inside = False  # a quoted cell is open
        self.last = b""

    def add(self, chunk: bytes) -> None:
        # One pass over the bytes: drop the ordinary ones, and see whether more is left than commas
        # and line ends.
        odd = chunk.translate(None, ORDINARY)
        lines, commas = odd.count(b"\n"), odd.count(b",")
        if lines + commas == len(odd) and not self.inside and not self.decoder.getstate()[0]:
            self.records += lines
            self.commas += commas
        else:
            self._look_closer(chunk, odd)
        self._check_marks(self.last + chunk[:2])
        self.lines += lines
        self.last = chunk[-2:]

    def _look_closer(self, chunk: bytes, odd: bytes) -> None:
        scan = self.scan
        if b"\0" in odd:
            scan.fault("a NUL byte; this is not text", line=self._line_of(chunk, chunk.index(b"\0")))
        if not odd.isascii() or self.decoder.getstate()[0]:
            self._decode(chunk)
        if b"\r" in odd:
            self.returns += chunk.count(b"\r\n")
            scan.is_plain &= odd.count(b"\r") == chunk.count(b"\r\n")
        scan.has_blanks |= b" " in odd or not odd.isascii()
        scan.is_plain &= not any(blank in odd for blank in BLANKS)
        if b"_" in odd or b'"' in odd:
            self._check_marks(chunk)
        marks = odd.split(b'"')
        outside = marks[1 if self.inside else 0 :: 2]
        self.records += sum(mark.count(b"\n") for mark in outside)
        self.commas += sum(mark.count(b",") for mark in outside)
        self.inside ^= len(marks) % 2 == 0

    def _check_marks(self, text: bytes) -> None:
        """Marks that the typed reader would read otherwise than we do; also across two chunks."""
        self.scan.is_plain &= not DIGITS_JOINED.search(text) and not STRAY_QUOTE.search(text)

    def _decode(self, chunk: bytes) -> None:
        pending = len(self.decoder.getstate()[0])
        try:
            self.decoder.decode(chunk)
        except UnicodeDecodeError as error:
            place = max(error.start - pending, 0)
            reason = f"the byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
            self.scan.fault(reason, line=self._line_of(chunk, place))
            self.decoder.reset()

    def _line_of(self, chunk: bytes, place: int) -> int:
        return self.lines + chunk.count(b"\n", 0, place) + 1

    def close(self) -> None:
        scan = self.scan
        if self.decoder.getstate()[0]:
            scan.fault("the last character is cut off; the file is not whole", line=self.lines + 1)
        # A line end inside quotes, or two kinds of line ends: nothing for the typed reader.
        scan.is_plain &= self.records == self.lines and self.returns in (0, self.lines)
        records = self.records + (not self.last.endswith(b"\n"))
        # The typed reader forgives a comma too many at the end of a line, which may be one cell too many.
        scan.is_plain &= self.commas == records * (len(scan.header) - 1)
        scan.rows = records - 1


def _check_header(block: bytes, scan: Scan) -> None:
    text = block.removeprefix(codecs.BOM_UTF8)
    start = text.rfind(b"\n", 0, len(text) - len(text.lstrip())) + 1
    line = text[start:].partition(b"\n")[0].removesuffix(b"\r")
    if not line.strip():
        return None
    if b"\r" in line:
        return scan.fault("its lines end with a carriage return alone; save it with line feeds", line=1)
    if time := TIME.search(block):
        scan.time_format = f"%Y-%m-%d{time[1].decode()}%H:%M:%S{(time[2] or b'').decode()}"
    scan.is_plain &= start == 0
    try:
        scan.header = [cell.lower() for cell in cells_of(line)]
    except ValueError:
        return scan.fault("the header is damaged: a quote is out of place", line=1)
    wanted = list(scan.file.table.header(scan.file.is_delta))
    for name, delimiter in (("semicolons", ";"), ("tabs", "\t"), ("bars", "|")):
        if len(scan.header) == 1 and delimiter in line.decode("utf-8", "replace"):
            return scan.fault(f"its cells are parted by {name}; save it with commas", line=1)
    if not set(scan.header) & set(wanted):
        return scan.fault(f"it has no header; the first line must name {', '.join(wanted)}", line=1)
    for column in wanted:
        if column not in scan.header:
            scan.fault("the column is missing from the header", line=1, column=column)
    for column in sorted({name for name in scan.header if scan.header.count(name) > 1}):
        scan.fault("the column is in the header twice", line=1, column=column)
    for column in scan.header:
        if column not in wanted:
            scan.warnings.append(f"{scan.file.name}:1: {column or '(no name)'}: an extra column, ignored")
    return None
