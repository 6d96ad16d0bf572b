"""Counts the rows of a file from its bytes, and decides whether the typed reader can read it correctly."""

import codecs
import re
import unicodedata

from warehouse.extract.csv_format import INVISIBLE_BYTES, MAX_ROW_BYTES
from warehouse.extract.scan import Scan

#: Blanks that the typed reader does not trim.
CONTROL_BLANKS = (b"\t", b"\v", b"\f")
#: The bytes that do not affect how a file is read.
ORDINARY = bytes(set(range(128)) - set(b'\n\r\0\t\v\f_" ,+'))
#: A quote in the middle of a cell, which the typed reader treats as text, or a doubled quote that may be one.
#: The pattern begins with the quote itself, which makes the search fast; so do the next patterns with their marks.
STRAY_QUOTE = re.compile(rb'"(?:(?<=[^,\n"]")[^",\r\n]|(?<=[^,\n]")"|"[^,\r\n])')
#: DuckDB reads `1_000` as a thousand.
DIGITS_JOINED = re.compile(rb"_(?<=[0-9]_)[0-9]")
#: The end of a line, followed by an empty line.
BLANK_LINE = re.compile(rb"\n\r?\n")
#: A number that may be a key shortened by a spreadsheet, such as 1.23E+10.
CUT_SHORT = re.compile(rb"\+(?<=[0-9][Ee]\+)[0-9]")


class Counter:
    """Counts line ends and commas outside quotes, chunk by chunk, and updates the scan of the file."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.lines = 0  # all line ends
        self.records = 0  # line ends outside quotes
        self.commas = 0  # commas outside quotes
        self.returns = 0  # line ends that are CRLF
        self.inside = False  # a quoted cell is open
        self.last = b""
        self.open_line = 0  # bytes of the last, unfinished line

    def skip(self, blanks: bytes) -> None:
        """Count the lines of a blank chunk before the header."""
        self.scan.is_strict_csv = False
        self.scan.text_size += len(blanks)
        self.lines += blanks.count(b"\n")
        self.records = self.lines
        self.last = blanks[-3:]

    def add(self, chunk: bytes) -> None:
        """Count a chunk."""
        # One pass over the bytes removes the ordinary ones. Usually only commas and line ends are left.
        marks = chunk.translate(None, ORDINARY)
        lines, commas = marks.count(b"\n"), marks.count(b",")
        if lines + commas == len(marks) and not self.inside and not self.decoder.getstate()[0]:
            self.records += lines
            self.commas += commas
        else:
            self._scan_marks(chunk, marks)
        self._check_strict(self.last + chunk[:3])
        self._measure_lines(chunk)
        # A blank line has too few commas; the typed reader skips it silently.
        if abs(lines * (len(self.scan.header) - 1) - commas) >= len(self.scan.header) - 1:
            self.scan.is_strict_csv &= not BLANK_LINE.search(self.last + chunk)
        self.lines += lines
        self.scan.text_size += len(chunk)
        if not chunk.isspace():
            self.scan.content_size = self.scan.text_size
        self.last = chunk[-3:]

    def _scan_marks(self, chunk: bytes, marks: bytes) -> None:
        """Examine a chunk that has special bytes other than commas and line ends."""
        scan = self.scan
        if b"\0" in marks:
            scan.fault("nul_byte", "a NUL byte; this is not text", line=self._line_of(chunk, chunk.index(b"\0")))
        if not marks.isascii() or self.decoder.getstate()[0]:
            self._decode(chunk)
            # The typed reader neither trims nor composes text. The byte order mark is not part of the text.
            is_first = not self.last
            scan.is_strict_csv &= not INVISIBLE_BYTES.search(marks.removeprefix(codecs.BOM_UTF8) if is_first else marks)
        if b"\r" in marks:
            self.returns += chunk.count(b"\r\n")
            scan.is_strict_csv &= marks.count(b"\r") == chunk.count(b"\r\n")
        scan.has_blanks |= b" " in marks or not marks.isascii()
        scan.is_strict_csv &= not any(blank in marks for blank in CONTROL_BLANKS)
        if b"_" in marks or b'"' in marks or b"+" in marks:
            self._check_strict(chunk)
        parts = marks.split(b'"')
        outside = parts[1 if self.inside else 0 :: 2]
        self.records += sum(part.count(b"\n") for part in outside)
        self.commas += sum(part.count(b",") for part in outside)
        self.inside ^= len(parts) % 2 == 0

    def _check_strict(self, text: bytes) -> None:
        """Find patterns that the typed reader would misread, also across two chunks."""
        patterns = (DIGITS_JOINED, STRAY_QUOTE, CUT_SHORT)
        self.scan.is_strict_csv &= not any(pattern.search(text) for pattern in patterns)

    def _measure_lines(self, chunk: bytes) -> None:
        """Find lines that are too long for the typed reader; only a line of several chunks can be."""
        end = chunk.find(b"\n")
        self.scan.is_strict_csv &= self.open_line + (len(chunk) if end < 0 else end) <= MAX_ROW_BYTES
        self.open_line = self.open_line + len(chunk) if end < 0 else len(chunk) - chunk.rfind(b"\n") - 1

    def _decode(self, chunk: bytes) -> None:
        """Check that a chunk is UTF-8, and that its text is composed (NFC)."""
        pending = len(self.decoder.getstate()[0])
        try:
            text = self.decoder.decode(chunk)
            is_composed = unicodedata.is_normalized("NFC", text) and not unicodedata.combining(text[:1] or " ")
            self.scan.is_strict_csv &= is_composed
        except UnicodeDecodeError as error:
            offset = max(error.start - pending, 0)
            reason = f"the byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
            self.scan.fault("not_utf8", reason, line=self._line_of(chunk, offset))
            self.decoder.reset()

    def _line_of(self, chunk: bytes, offset: int) -> int:
        """Return the line of the file at an offset of a chunk."""
        return self.lines + chunk.count(b"\n", 0, offset) + 1

    def close(self) -> None:
        """Finish the count at the end of the file."""
        scan = self.scan
        if self.decoder.getstate()[0]:
            scan.fault("truncated_file", "the file is truncated: its last character is incomplete", line=self.lines + 1)
        # The typed reader supports neither line ends inside quotes nor mixed line ends.
        scan.has_line_ends = self.records != self.lines
        scan.is_strict_csv &= not scan.has_line_ends and self.returns in (0, self.lines)
        scan.is_strict_csv &= not BLANK_LINE.search(self.last)
        scan.rows = self.records + (not self.last.endswith(b"\n")) - 1
        scan.commas = self.commas - (len(scan.header) - 1)
