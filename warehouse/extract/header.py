"""The first line of an input file: its columns, and what they show about how it was written."""

import codecs
import re

from warehouse.extract.csv_format import cells_of
from warehouse.extract.scan import Scan

TIME = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ])[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|\+00:00)?")
#: Other delimiters than the comma, by what people call them.
DELIMITERS = (("semicolons", ";"), ("tabs", "\t"), ("pipes", "|"))


def read_header(block: bytes, scan: Scan) -> None:
    """Note the columns of a file, from the block that it begins with; what is wrong with them is a fault."""
    text = block.removeprefix(codecs.BOM_UTF8)
    start = text.rfind(b"\n", 0, len(text) - len(text.lstrip())) + 1
    line = text[start:].partition(b"\n")[0].removesuffix(b"\r")
    if not line.strip():
        return
    if b"\r" in line:
        scan.fault("its lines end with a carriage return alone; save it with line feeds", line=1)
        return
    if time := TIME.search(block):
        scan.time_format = f"%Y-%m-%d{time[1].decode()}%H:%M:%S{(time[2] or b'').decode()}"
    scan.is_plain &= start == 0
    try:
        scan.header = [cell.lower() for cell in cells_of(line)]
    except ValueError:
        scan.fault("the header is damaged: a quote is out of place", line=1)
        return
    for name, delimiter in DELIMITERS:
        if len(scan.header) == 1 and delimiter in line.decode("utf-8", "replace"):
            scan.fault(f"its cells are separated by {name}; save it with commas", line=1)
            return
    _compare_columns(scan)


def _compare_columns(scan: Scan) -> None:
    wanted = [str(column) for column in scan.file.table.header(scan.file.is_delta)]
    if not set(scan.header) & set(wanted):
        scan.fault(f"it has no header; the first line must name {', '.join(wanted)}", line=1)
        return
    for column in wanted:
        if column not in scan.header:
            scan.fault("the column is missing from the header", line=1, column=column)
    for column in sorted({name for name in scan.header if scan.header.count(name) > 1}):
        scan.fault("the column is in the header twice", line=1, column=column)
    for column in scan.header:
        if column not in wanted:
            scan.warnings.append(f"{scan.file.name}:1: {column or '(no name)'}: an extra column, ignored")
