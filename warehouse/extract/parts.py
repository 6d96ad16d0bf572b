"""Reads the text of a file in parts, each up to the end of a line outside of quotes, in bounded memory."""

from collections.abc import Iterator
from typing import BinaryIO

from warehouse.extract.csv_format import MAX_ROW_BYTES
from warehouse.extract.scan import Scan

#: What a line that is not blank has something else than.
EMPTY = b' \t\r\n,"'


def read_parts(scan: Scan, size: int) -> Iterator[str]:
    """The text of a file from its header on, about so many bytes at a time.

    A line that is longer than a row may be is cut off: it stays too long, and blank if it is. Where a quote stays open
    for longer than that, the row is fatal: the part is the last one. Neither the blanks at the end of the file nor
    what was added to it since it was scanned is read.
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
    """Add the rest of a line to a part, as much of it as a row may have; how many quotes the whole rest has."""
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
