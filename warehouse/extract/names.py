"""The names of input files: recognizes them, and warns of files with other names."""

import re
from collections.abc import Collection, Iterator, Mapping

from warehouse.catalogue import TABLES, Table
from warehouse.errors import DataWarning
from warehouse.text import escape_control

#: How the input files are named.
MONTH = re.compile(r"[0-9]{4}(0[1-9]|1[0-2])")
NAMES = {
    "initial": re.compile(r"(?P<table>\w+)\.csv(\.gz)?", re.IGNORECASE),
    "delta": re.compile(r"(?P<table>\w+)_delta_(?P<month>[0-9]{6})\.csv(\.gz)?", re.IGNORECASE),
}
#: The files of the folder `settings`.
SETTINGS = ("targets.csv", "business_hours.csv", "holidays.csv")
#: Files of operating systems and office programs, and hidden files.
LITTER = re.compile(r"\..*|thumbs\.db|ehthumbs\.db|desktop\.ini|~\$.*|icon\r|__macosx", re.IGNORECASE)


def parse_name(folder: str, name: str) -> tuple[Table, str] | None:
    """Return the table of a file, and the month (YYYYMM) of a delta, by its folder and name; None for other files."""
    match = NAMES[folder].fullmatch(name) if folder in NAMES else None
    table = next((table for table in TABLES if match and table.name == match["table"].lower()), None)
    month = match["month"] if match and folder == "delta" else ""
    return (table, month) if table and (folder == "initial" or MONTH.fullmatch(month)) else None


def ignored_file_warnings(names: Mapping[str, Collection[str]]) -> Iterator[DataWarning]:
    """Yield a warning for each ignored file and folder, except for litter.

    names has those in each folder of the data directory, and under "" the files of the root.
    """
    for folder in ("delta", "initial"):
        for name in sorted(names.get(folder, ())):
            if not parse_name(folder, name) and not LITTER.fullmatch(name):
                yield _ignored(f"{folder}/{name}", _proper_folder(name) or _expected(folder))
    for name in sorted(names.get("settings", ())):
        if name not in SETTINGS and not LITTER.fullmatch(name):
            yield _ignored(f"settings/{name}", f"expected {', '.join(SETTINGS)}")
    for name in sorted(names.get("", ())):
        if folder := _proper_folder(name):
            yield _ignored(name, folder)
        elif name.lower().startswith("delta"):
            yield _ignored(name, "delta files belong in delta/")
    for name in sorted(names.keys() - {"", "initial", "delta", "settings"}):
        if name.lower().startswith(("delta", "initial")):
            yield _ignored(name, f"expected a folder called {'delta' if name.lower()[0] == 'd' else 'initial'}")


def _proper_folder(name: str) -> str:
    """Return which folder a file with the name of an input belongs in; an empty text for other names."""
    for folder in ("delta", "initial"):
        if parse_name(folder, name):
            return f"{folder} files belong in {folder}/"
    return ""


def _expected(folder: str) -> str:
    pattern = {"initial": "TABLE.csv", "delta": "TABLE_delta_YYYYMM.csv"}[folder]
    return f"expected {pattern}, where TABLE is {', '.join(str(table.name) for table in TABLES)}"


def _ignored(name: str, why: str) -> DataWarning:
    return DataWarning(escape_control(name), "ignored_files", f"ignored: {why}")
