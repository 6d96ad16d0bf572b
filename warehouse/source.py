"""How a CSV file is read: the one place that knows DuckDB's reader and its traps."""

from pathlib import Path

from warehouse.render import Quoted, literal

INDENT = "    "


def csv_source(path: Path, columns: dict[str, str], *, parallel: bool, time_format: str = "") -> Quoted:
    """The `read_csv` call for a file whose columns, in the file's own order, are given with types.

    Nothing is detected and nothing is skipped: DuckDB maps `columns` by position, so they come
    from the file's header; paths are globs to it, so `[ * ?` are escaped; a folder named `a=1`
    would become a column. Without time_format a time may come in any shape, and its offset is
    dropped in silence. parallel must be false where a cell may hold a line end.
    """
    escaped = "".join(f"[{letter}]" if letter in "[*?" else letter for letter in str(path))
    types = ",\n".join(f"{INDENT * 2}{literal(name)}: {literal(kind)}" for name, kind in columns.items())
    settings = {
        "columns": f"{{\n{types}\n{INDENT}}}",
        "header": "true",
        "auto_detect": "false",
        "delim": "','",
        "quote": "'\"'",
        "escape": "'\"'",
        "nullstr": "['', ' ']",
        "timestampformat": literal(time_format),
        "strict_mode": "true",
        "hive_partitioning": "false",
        "parallel": "true" if parallel else "false",
    }
    if not time_format:
        del settings["timestampformat"]
    lines = [literal(escaped), *(f"{name} = {value}" for name, value in settings.items())]
    return Quoted("read_csv(\n" + ",\n".join(INDENT + line for line in lines) + "\n)")
