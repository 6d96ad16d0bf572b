"""What a record of a CSV file is (RFC 4180), for the code that reads one without DuckDB."""

import re

#: White space at the edge of a cell is not part of it: what DuckDB's trim takes away, and control
#: characters that a person would call blank.
BLANKS = " \t\v\f\r\n" + "".join(map(chr, [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]))

QUOTED = rb'[ \t]*+"(?:[^"]++|"")*+"[ \t]*+'
CELL = re.compile(QUOTED + rb"|[^\",\r\n]*+")
#: Cells with commas between and a line end: no match where a quote is out of place.
RECORD = re.compile(rb"(?:%s)(?:,(?:%s))*+(?:\r?\n|\r?\Z)" % (CELL.pattern, CELL.pattern))


def cells_of(record: bytes) -> list[str]:
    """The cells of a well-formed record, trimmed and without their quotes."""
    text = record.rstrip(b"\r\n")
    cells, place = [], 0
    while place <= len(text):
        match = CELL.match(text, place)
        if match is None or text[match.end() : match.end() + 1] not in (b",", b""):
            raise ValueError(f"this is no record: {record!r}")
        cell = match[0].decode("utf-8", "replace").strip(BLANKS)
        if cell.startswith('"'):
            cell = cell[1:-1].replace('""', '"').strip(BLANKS)
        cells.append(cell)
        place = match.end() + 1
    return cells
