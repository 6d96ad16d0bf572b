"""The first line of an input file: its columns, and what they show about how it was written."""

import codecs
import re
from collections import Counter

from warehouse.errors import DataWarning
from warehouse.extract.csv_format import BLANK_LINES, INVISIBLE, cells_of
from warehouse.extract.scan import Scan

TIME = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ])[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|\+00:00)?")
ZONE = re.compile(rb"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[T ][0-9]{1,2}:[0-9:.]+(Z|[+-][0-9])?")
#: Other delimiters than the comma, by what people call them.
DELIMITERS = (("semicolons", ";"), ("tabs", "\t"), ("pipes", "|"))
WITHOUT_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
#: How many extra columns are named.
MAX_NAMES = 3


def read_header(block: bytes, scan: Scan) -> None:
    """Note the columns of a file, from the block that it begins with; what is wrong with them is a fault."""
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
    scan.is_plain &= start == 0
    try:
        spelled = cells_of(line)
        scan.header = [cell.lower() for cell in spelled]
    except ValueError:
        is_open = line.count(b'"') % 2 and b'"' in text[start + len(line) :]
        reason = "a line break in the name of a column" if is_open else "the header is damaged: a quote is out of place"
        scan.fault("damaged_header", reason, line=1)
        return
    for name, delimiter in DELIMITERS:
        if len(scan.header) == 1 and delimiter in line.decode("utf-8", "replace"):
            scan.fault("other_delimiter", f"its cells are separated by {name}; save it with commas", line=1)
            return
    _compare_columns(scan, spelled)


def _other_format(line: bytes) -> tuple[str, str] | None:
    """What a first line shows that is no CSV with commas, line feeds and a header: the kind of fault and its reason."""
    first = line.strip().strip(b'"').lower()
    if b"\r" in line:
        return "lone_carriage_returns", "its lines end with a carriage return alone; save it with line feeds"
    if first.startswith(b"<"):
        return "other_format", "it is a page of HTML or XML, perhaps an error of the download; fetch the file anew"
    if re.fullmatch(rb"sep=.?,*", first):
        return "excel_hint", f"{first.decode('utf-8', 'replace')} is a hint for Excel, and no header; remove the line"
    return None


def _compare_columns(scan: Scan, spelled: list[str]) -> None:
    """Note which columns are missing, perhaps since they are spelled otherwise, repeated or not asked for."""
    wanted = [str(column) for column in scan.file.table.header(scan.file.is_delta)]
    there, alike = set(scan.header), {_look(name): name for name in spelled}
    if not there & set(wanted) and not any(_look(column) in alike for column in wanted):
        scan.fault("missing_header", f"it has no header; the first line must name {', '.join(wanted)}", line=1)
        return
    for column in wanted:
        if column not in there:
            other = alike.get(_look(column))
            found = f"; found '{_seen(other)}' (rename it)" if other else ""
            scan.fault("missing_column", f"missing column{found}", line=1, column=column)
    for column in sorted(name for name, number in Counter(scan.header).items() if number > 1):
        scan.fault("repeated_column", "the column is in the header twice", line=1, column=column)
    scan.is_plain &= not scan.has_marks
    if extra := [_seen(column) for column in scan.header if column not in wanted]:
        what = f"{len(extra):,} extra column{'s are' if len(extra) > 1 else ' is'} ignored"
        names = ", ".join(extra[:MAX_NAMES])
        scan.warnings.append(DataWarning(scan.file.name, "extra_columns", what, len(extra), names))


def _look(name: str) -> str:
    """What is left of the name of a column without case, blanks and signs."""
    return re.sub(r"[\W_]", "", name.translate(WITHOUT_INVISIBLE).lower())


def _seen(column: str) -> str:
    """The name of a column as a person can tell it from another: what is invisible by its code point."""
    hidden = sorted({f"U+{ord(letter):04X}" for letter in column if letter in INVISIBLE})
    return f"{column} (with {' and '.join(hidden)} in it)" if hidden else column or "(no name)"
