"""Reads every byte of an input file once, before a row is loaded.

It finds what makes a file unreadable as a whole, and counts its rows without the reader of the CSV,
so that a row that the reader loses is missed.
"""

import codecs
import gzip
import hashlib
import os
import re
import shutil
import stat
import unicodedata
import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from warehouse.extract.csv_format import INVISIBLE_BYTES
from warehouse.extract.header import read_header
from warehouse.extract.inputs import InputFile
from warehouse.extract.scan import Scan, sha256_of

CHUNK = 1 << 20
#: How many chunks may wait to be hashed.
MAX_PENDING_CHUNKS = 8
#: Blanks that the typed reader does not trim.
CONTROL_BLANKS = (b"\t", b"\v", b"\f")
#: The bytes that say nothing about how a file is to be read.
ORDINARY = bytes(set(range(128)) - set(b'\n\r\0\t\v\f_" ,+'))
#: A quote in the middle of a cell, which the typed reader takes for text, or a doubled one that may be.
#: It begins with the quote, as the next one begins with its mark, so that both are found at once.
STRAY_QUOTE = re.compile(rb'"(?:(?<=[^,\n"]")[^",\r\n]|(?<=[^,\n]")"|"[^,\r\n])')
#: DuckDB reads `1_000` as a thousand.
DIGITS_JOINED = re.compile(rb"_(?<=[0-9]_)[0-9]")
#: What may be a key that a spreadsheet has cut short, such as 1.23E+10.
CUT_SHORT = re.compile(rb"\+(?<=[0-9][Ee]\+)[0-9]")
MAGIC = {
    b"\x1f\x8b": "it is compressed with gzip; unpack it, or name it .csv.gz",
    b"PK\x03\x04": "it is a zip or Excel file; save it as CSV",
    b"\xff\xfe": "it is UTF-16; save it as UTF-8",
    b"\xfe\xff": "it is UTF-16; save it as UTF-8",
}


def prescan(file: InputFile, folder: Path) -> Scan:
    """Scan a file, and unpack it into a folder if it is compressed; its faults are in the result, never raised."""
    scan = Scan(file, file.path)
    try:
        if stat.S_IFMT(file.path.stat().st_mode) not in (stat.S_IFREG, stat.S_IFDIR):
            scan.fault("it is no file; a pipe or a device cannot be read twice")
            return scan
        with file.path.open("rb", buffering=0) as stream:
            status = os.fstat(stream.fileno())
            scan.size, scan.modified_ns = status.st_size, status.st_mtime_ns
            if not file.is_compressed:
                scan.sha256 = _read(stream, scan)
                return scan
        scan.path = folder / file.path.stem
        scan.sha256 = sha256_of(file.path)
        _unpack(scan)
        if not scan.faults:
            with scan.path.open("rb", buffering=0) as stream:
                _read(stream, scan)
    except FileNotFoundError:
        scan.fault("there is no such file")
    except IsADirectoryError:
        scan.fault("it is a folder, not a file")
    except OSError as error:
        scan.fault(f"it cannot be read: {error.strerror}")
    return scan


def _unpack(scan: Scan) -> None:
    """Write what a compressed file holds to the path of the scan."""
    try:
        with gzip.open(scan.file.path) as packed, scan.path.open("wb") as target:
            shutil.copyfileobj(packed, target, CHUNK)
    except gzip.BadGzipFile:
        scan.fault("its name ends in .gz, and it is not compressed with gzip or damaged")
    except (EOFError, zlib.error):
        scan.fault("what is compressed in it is not whole or damaged; fetch it anew")


def _read(stream: BinaryIO, scan: Scan) -> str:
    """Read a file to its end and note what there is; its SHA-256."""
    chunk = stream.read(CHUNK)
    while chunk.isspace() and (more := stream.read(CHUNK)):
        chunk += more
    for magic, reason in MAGIC.items():
        if chunk.startswith(magic):
            scan.fault(reason)
            return ""
    read_header(chunk, scan)
    if not scan.header and not scan.faults:
        scan.fault("it is empty; a file without rows still has a header")
        return ""
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
            if len(hashing) > MAX_PENDING_CHUNKS:
                hashing.popleft().result()
    counter.close()
    return sha256.hexdigest()


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
        marks = chunk.translate(None, ORDINARY)
        lines, commas = marks.count(b"\n"), marks.count(b",")
        if lines + commas == len(marks) and not self.inside and not self.decoder.getstate()[0]:
            self.records += lines
            self.commas += commas
        else:
            self._scan_marks(chunk, marks)
        self._check_plain(self.last + chunk[:3])
        self.lines += lines
        self.scan.text_size += len(chunk)
        self.last = chunk[-3:]

    def _scan_marks(self, chunk: bytes, marks: bytes) -> None:
        """Look closer at a chunk that has more than commas and line ends."""
        scan = self.scan
        if b"\0" in marks:
            scan.fault("a NUL byte; this is not text", line=self._line_of(chunk, chunk.index(b"\0")))
        if not marks.isascii() or self.decoder.getstate()[0]:
            self._decode(chunk)
            # What has to be trimmed or composed is not for the typed reader; the first mark of a file is no part of it.
            is_first = not self.last
            scan.is_plain &= not INVISIBLE_BYTES.search(marks.removeprefix(codecs.BOM_UTF8) if is_first else marks)
        if b"\r" in marks:
            self.returns += chunk.count(b"\r\n")
            scan.is_plain &= marks.count(b"\r") == chunk.count(b"\r\n")
        scan.has_blanks |= b" " in marks or not marks.isascii()
        scan.is_plain &= not any(blank in marks for blank in CONTROL_BLANKS)
        if b"_" in marks or b'"' in marks or b"+" in marks:
            self._check_plain(chunk)
        parts = marks.split(b'"')
        outside = parts[1 if self.inside else 0 :: 2]
        self.records += sum(part.count(b"\n") for part in outside)
        self.commas += sum(part.count(b",") for part in outside)
        self.inside ^= len(parts) % 2 == 0

    def _check_plain(self, text: bytes) -> None:
        """Marks that the typed reader would read otherwise than we do; also across two chunks."""
        patterns = (DIGITS_JOINED, STRAY_QUOTE, CUT_SHORT)
        self.scan.is_plain &= not any(pattern.search(text) for pattern in patterns)

    def _decode(self, chunk: bytes) -> None:
        pending = len(self.decoder.getstate()[0])
        try:
            text = self.decoder.decode(chunk)
            is_composed = unicodedata.is_normalized("NFC", text) and not unicodedata.combining(text[:1] or " ")
            self.scan.is_plain &= is_composed
        except UnicodeDecodeError as error:
            offset = max(error.start - pending, 0)
            reason = f"the byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
            self.scan.fault(reason, line=self._line_of(chunk, offset))
            self.decoder.reset()

    def _line_of(self, chunk: bytes, offset: int) -> int:
        return self.lines + chunk.count(b"\n", 0, offset) + 1

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
