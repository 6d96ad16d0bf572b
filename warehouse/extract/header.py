"""Reads the header of an input file: its columns, and the format of its times."""

import codecs
import re
from collections import Counter

from warehouse.errors import DataWarning
from warehouse.extract.csv_format import BLANK_LINES, INVISIBLE, split_record
from warehouse.extract.scan import Scan

TIME = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ])[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|\+00:00)?")
ZONE = re.compile(rb"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[T ][0-9]{1,2}:[0-9:.]+(Z|[+-][0-9])?")
#: Delimiters other than the comma, and their names.
DELIMITERS = (("semicolon", ";"), ("tab", "\t"), ("pipe", "|"))
WITHOUT_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
#: How many extra columns a warning names.
MAX_NAMES = 3


def read_header(block: bytes, scan: Scan) -> None:
    """Read the columns of a file from its first block into its scan; errors become faults of the scan."""
    text = block.removeprefix(codecs.BOM_UTF8)
    blank = BLANK_LINES.match(text)
    start = text.rfind(b"\n", 0, blank.end() if blank else 0) + 1
    line = text[start:].partition(b"\n")[0].removesuffix(b"\r")
    if not line.strip():
        return
    scan.header_line = text.count(b"\n", 0, start) + 1
    scan.header_start = len(block) - len(text) + start
    if found := _other_format(line):
        scan.fault(*found, line=1)
        return
    if time := ZONE.search(block):
        scan.times_have_zone = time[1] is not None
    if time := TIME.search(block):
        scan.time_format = f"%Y-%m-%d{time[1].decode()}%H:%M:%S{(time[2] or b'').decode()}"
    scan.is_strict_csv &= start == 0
    try:
        spelled = split_record(line)
        scan.header = [cell.lower() for cell in spelled]
    except ValueError:
        is_open = line.count(b'"') % 2 and b'"' in text[start + len(line) :]
        reason = "a line break in the name of a column" if is_open else "damaged header: a quote is out of place"
        scan.fault("damaged_header", reason, line=1)
        return
    for name, delimiter in DELIMITERS:
        if len(scan.header) == 1 and delimiter in line.decode("utf-8", "replace"):
            scan.fault("other_delimiter", f"{name}-separated; expected commas", line=1)
            return
    _compare_columns(scan, spelled)


def _other_format(line: bytes) -> tuple[str, str] | None:
    """Return the kind and reason of a fault if the first line shows that the file is not CSV with a header."""
    first = line.strip().strip(b'"').lower()
    if b"\r" in line:
        return "lone_carriage_returns", "lines end with a carriage return alone; expected line feeds"
    if first.startswith(b"<"):
        return "other_format", "HTML or XML page, perhaps from a failed download; fetch the file again"
    if re.fullmatch(rb"sep=.?,*", first):
        hint = first.decode("utf-8", "replace")
        return "excel_hint", f"expected a header, found the Excel hint {hint}; remove the line"
    return None


def _compare_columns(scan: Scan, spelled: list[str]) -> None:
    """Report missing columns, with a similar name if there is one, and duplicate and extra columns."""
    wanted = [str(column) for column in scan.file.table.header(scan.file.is_delta)]
    there, alike = set(scan.header), {_normalized(name): name for name in spelled}
    if not there & set(wanted) and not any(_normalized(column) in alike for column in wanted):
        scan.fault("missing_header", f"missing header; expected {', '.join(wanted)}", line=1)
        return
    for column in wanted:
        if column not in there:
            other = alike.get(_normalized(column))
            found = f"; found '{_visible(other)}', rename it" if other else ""
            scan.fault("missing_column", f"missing column: {column}{found}", line=1, column=column)
    for column in sorted(name for name, number in Counter(scan.header).items() if number > 1):
        scan.fault("repeated_column", f"duplicate column: {column}", line=1, column=column)
    scan.is_strict_csv &= not scan.has_action_column
    if extra := [_visible(column) for column in scan.header if column not in wanted]:
        what = f"{len(extra):,} extra column{'s are' if len(extra) > 1 else ' is'} ignored"
        names = ", ".join(extra[:MAX_NAMES])
        scan.warnings.append(DataWarning(scan.file.name, "extra_columns", what, len(extra), names))


def _normalized(name: str) -> str:
    """Return the name of a column in lower case, without blanks and punctuation."""
    return re.sub(r"[\W_]", "", name.translate(WITHOUT_INVISIBLE).lower())


def _visible(column: str) -> str:
    """Return the name of a column with the code points of its invisible characters."""
    hidden = sorted({f"U+{ord(letter):04X}" for letter in column if letter in INVISIBLE})
    return f"{column} (with {' and '.join(hidden)} in it)" if hidden else column or "(no name)"
