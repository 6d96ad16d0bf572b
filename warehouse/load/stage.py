"""Stages the rows of a file in DuckDB: with the typed reader if it is strict CSV, otherwise line by line.

The typed reader is fast, and skips the rows that it cannot read. These rows, and those that a rule rejects, are parsed
separately. If one of them is valid after all, such as a delete with an invalid cell that is not used, or if the file is
not strict CSV, the whole file is read as lines: `sql/2_staging/` splits them into records and validates the cells.
"""

from collections.abc import Iterator
from typing import Any

from warehouse.catalogue import TYPED_RULES
from warehouse.engine.quoting import Quoted
from warehouse.engine.render import run
from warehouse.extract.csv_format import BLANKS, MAX_ROW_BYTES, csv_source, lines_source
from warehouse.extract.parts import read_parts
from warehouse.extract.scan import Scan
from warehouse.kinds import kinds
from warehouse.load.rejected import MAX_REJECTED, reject_invalid_file, rejection_values, save_rejected_rows
from warehouse.load.store import Build, Staged

#: How many lines of the typed reader are parsed separately; if there are very many, it loses rows.
MAX_LEFT = 10_000
#: The size of a part that is read as lines, in bytes and in lines; the size for long lines, and the length of those.
PART, PART_LINES, LONG_LINES, LONG_LINE = 32 << 20, 1 << 20, 4 << 20, 1 << 16
#: From this size on the head of a file is checked first: its size, and the rows per invalid row that are accepted.
LARGE, HEAD, VALID_PER_INVALID = 64 << 20, 1 << 20, 20


def create_macros(build: Build) -> None:
    """Create the macros of `sql/2_staging/`, once per build."""
    for script in ("cells", "rules", "reasons"):
        run(build.con, f"2_staging/{script}.sql", blanks=BLANKS)


def stage(build: Build, scan: Scan) -> Staged:
    """Stage the valid rows of a file for the merge, and record the invalid rows in `ops.rejected_rows`."""
    is_typed = scan.is_strict_csv and scan.bytes_per_line < LONG_LINE and not _is_mostly_invalid(build, scan)
    return (is_typed and _stage_typed(build, scan)) or _stage_lines(build, scan)


def template_values(scan: Scan) -> dict[str, Any]:
    """Return the values of the templates of `sql/2_staging/` for a file."""
    table, is_delta = scan.file.table, scan.file.is_delta
    return {
        "table": table,
        "is_delta": is_delta,
        "target": Quoted("delta" if is_delta else f"core.{table.name}"),
        "columns": scan.columns,
        "places": {column: scan.position_of(column) for column in scan.columns},
        "readers": table.readers,
        "has_action_column": scan.has_action_column,
        "field_count": len(scan.header),
        "header_line": scan.header_line,
        "place": Quoted("line"),
        "has_blocks": False,
        "most_bytes": MAX_ROW_BYTES,
        "most_bytes_shown": f"{MAX_ROW_BYTES:,}",
        "blanks": BLANKS,
        "fatal_kinds": [kind.kind for kind in kinds().values() if kind.is_fatal],
    }


def _is_mostly_invalid(build: Build, scan: Scan) -> bool:
    """Return whether many rows at the start of a large file are invalid, e.g. if a column has another format."""
    if scan.text_size < LARGE:
        return False
    _create_lines(build, next(read_parts(scan, HEAD)), first_line=scan.header_line)
    found = _parse_records(build, template_values(scan), lines=Quoted("lines"))
    return found["rejected"] * VALID_PER_INVALID > found["records"]


def _stage_typed(build: Build, scan: Scan) -> Staged | None:
    """Stage a file with the typed reader; return None if that reader cannot read it after all."""
    con: Any = build.con
    con.begin()
    staged = _typed(build, scan)
    if staged is None:
        con.rollback()
        return None
    con.commit()
    if staged.rejected:
        # Only after the commit, which would rewrite rows deleted before it. The commit changes the row IDs.
        _find_suspects(build, scan)
        run(con, "2_staging/drop_suspects.sql", **template_values(scan))
    return staged


def _typed(build: Build, scan: Scan) -> Staged | None:
    values = template_values(scan)
    source = csv_source(scan.path, scan.reader_types, scan.time_format)
    _stage(build, scan, values, source, has_blanks=scan.has_blanks)
    _find_suspects(build, scan)
    [counts] = run(build.con, "2_staging/left_out.sql", **values).records
    left = counts["lines_rejected"] + counts["suspects"]
    commas = counts["rows_staged"] * (len(scan.header) - 1) + counts["commas_rejected"]
    is_whole = (counts["rows_staged"] + counts["lines_rejected"], commas) == (scan.rows, scan.commas)
    if not is_whole or left > MAX_LEFT:
        return None
    if not left:
        return Staged(scan.rows)
    values["lines_source"], values["key_place"] = lines_source(scan.path), scan.position_of(scan.file.table.key)
    run(build.con, "2_staging/leftovers.sql", has_suspects=counts["suspects"] > 0, **values)
    invalid = _parse_records(build, values, lines=Quoted("lines"))["rejected"]
    if invalid != left:
        return None
    save_rejected_rows(build, scan)
    return Staged(scan.rows, invalid, reject_invalid_file(build, scan, scan.rows, invalid), has_lines=True)


def collect_notices(build: Build, values: dict[str, Any]) -> None:
    """Collect implausible values among the cells parsed last, for `3_load/warn_cells.sql`."""
    if values["table"].times:
        run(build.con, "2_staging/time_notices.sql", **values)
    run(build.con, "2_staging/notices.sql", **values)


def _find_suspects(build: Build, scan: Scan) -> None:
    run(build.con, "2_staging/suspects.sql", typed_rules=TYPED_RULES, **template_values(scan))


def _stage_lines(build: Build, scan: Scan) -> Staged:
    """Stage a file line by line; stop at a fatal fault."""
    values = template_values(scan) | {"has_faults": True}
    rows, rejected, is_fatal = 0, 0, False
    for number, found in enumerate(_parsed_parts(build, scan, values)):
        source, is_first = Quoted(f"typed_{scan.file.table.name}"), number == 0
        _stage(build, scan, values, source, has_blanks=False, is_first=is_first)
        collect_notices(build, values | {"is_first": is_first})
        save_rejected_rows(build, scan)
        rows, rejected = rows + found["records"], rejected + found["rejected"]
        is_fatal = found["fatal"] > 0
        if is_fatal or rejected > MAX_REJECTED:
            break
    is_fatal = is_fatal or reject_invalid_file(build, scan, rows, rejected)
    return Staged(rows, rejected, is_fatal, is_text=True, has_lines=True)


def find_repeated_keys(build: Build, scan: Scan) -> None:
    """Record the rows of an initial file with a duplicate key in `ops.rejected_rows`."""
    values = template_values(scan) | {"has_faults": True}
    for number, _ in enumerate(_parsed_parts(build, scan, values)):
        run(build.con, "2_staging/keys.sql", is_first=number == 0, **values)
    run(build.con, "3_load/repeated_keys.sql", rejection_values(build, scan), table=scan.file.table)


def _parsed_parts(build: Build, scan: Scan, values: dict[str, Any]) -> Iterator[dict[str, int]]:
    """Parse each part of a file in turn into records, with a view of the valid ones; yield their counts."""
    line = scan.header_line
    size = min(PART, PART_LINES * scan.bytes_per_line) if scan.bytes_per_line < LONG_LINE else LONG_LINES
    for number, text in enumerate(read_parts(scan, size)):
        _create_lines(build, text, first_line=line)
        if scan.has_line_ends:
            run(build.con, "2_staging/joined.sql", **values)
        found = _parse_records(build, values, lines=Quoted("joined" if scan.has_line_ends else "lines"))
        if number == 0:
            run(build.con, "2_staging/valid.sql", **values)
        yield found
        line += text.count("\n")


def _create_lines(build: Build, text: str, first_line: int) -> None:
    run(build.con, "2_staging/lines.sql", {"text": text.removesuffix("\n"), "first_line": first_line})


def _stage(
    build: Build, scan: Scan, values: dict[str, Any], source: Quoted, *, has_blanks: bool, is_first: bool = True
) -> None:
    """Create the view `stg_TABLE` of a source, and stage its rows for the merge."""
    if is_first:
        run(build.con, "2_staging/trimmed.sql", has_blanks=has_blanks)
        script = f"2_staging/stg_{scan.file.table.name}.sql"
        run(build.con, script, source=source, is_delta=scan.file.is_delta)
    run(build.con, "2_staging/stage.sql", {"month": int(scan.file.month)}, is_first=is_first, **values)


def _parse_records(build: Build, values: dict[str, Any], lines: Quoted) -> dict[str, int]:
    """Parse lines into records, validate them, and return their counts."""
    run(build.con, "2_staging/records.sql", **values | {"lines": lines})
    run(build.con, "2_staging/numbered.sql", **values)
    run(build.con, "2_staging/faults.sql", **values)
    [counts] = run(build.con, "2_staging/counts.sql", **values).records
    return counts
