"""Reads a file in parts with bounded memory; each part ends with a line end outside quotes."""

from collections.abc import Iterator
from typing import BinaryIO

from warehouse.extract.csv_format import MAX_ROW_BYTES
from warehouse.extract.scan import Scan

#: The characters of a blank line.
EMPTY = b' \t\r\n,"'


def read_parts(scan: Scan, size: int) -> Iterator[str]:
    """Yield the text of a file from its header on, in parts of about size bytes.

    A line that exceeds the maximum size of a row is shortened, but stays too long, or blank if it is blank. If a quote
    stays open for longer than that, the row is fatal, and the part is the last one. Blanks at the end of the file are
    not read, nor is text that was added after the file was scanned.
    """
    with scan.path.open("rb") as stream:
        stream.seek(scan.header_start)
        is_open = False
        while not is_open and (part := bytearray(stream.read(max(min(size, scan.content_size - stream.tell()), 0)))):
            is_open = (part.count(b'"') + _finish_line(stream, part)) % 2 == 1
            end, has_more = len(part) + MAX_ROW_BYTES, True
            while is_open and has_more and len(part) <= end:
                before = len(part)
                is_open ^= _finish_line(stream, part) % 2 == 1
                has_more = len(part) > before
            yield part.decode("utf-8", "replace")


def _finish_line(stream: BinaryIO, part: bytearray) -> int:
    """Add the rest of a line to a part, up to the maximum size of a row; return the number of quotes in the rest."""
    line = stream.readline(MAX_ROW_BYTES + 1)
    part += line
    quotes, has_more, is_ended = line.count(b'"'), False, False
    while line and not line.endswith(b"\n"):
        if line := stream.readline(MAX_ROW_BYTES + 1):
            quotes += line.count(b'"')
            has_more |= bool(line.strip(EMPTY))
            is_ended = line.endswith(b"\n")
    if has_more:
        part += b"x"
    if is_ended:
        part += b"\n"
    return quotes
