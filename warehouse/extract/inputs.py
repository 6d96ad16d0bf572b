"""Which input files there are, and which of them a build has to load."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from warehouse.catalogue import INITIAL_MONTH, TABLES, Table
from warehouse.errors import REBUILD, Fault, WarehouseError

MONTH = re.compile(r"[0-9]{4}(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class InputFile:
    """One CSV file of the extract. `name` is its path below the data directory."""

    table: Table
    month: str
    name: str
    path: Path
    is_delta: bool


@dataclass(frozen=True)
class Inputs:
    """What lies in the data directory, in the order in which it is loaded."""

    files: list[InputFile]
    faults: list[Fault]
    warnings: list[str]


def parse_months(text: str) -> list[str]:
    """`202502,202503` as sorted months without repeats; ValueError for anything else."""
    months = [part.strip() for part in text.split(",")]
    for month in months:
        if not MONTH.fullmatch(month):
            raise ValueError(f"{month!r} is not a month; write YYYYMM, such as 202502, with commas between")
    return sorted(set(months))


def find_inputs(data_dir: Path) -> Inputs:
    """Every input file below a data directory, with what is wrong about the names.

    Raises WarehouseError where there is no such directory.
    """
    if not data_dir.is_dir():
        raise WarehouseError(
            f"{data_dir}: there is no such directory.",
            advice="Name the one that holds initial/ and delta/ with --data-dir.",
        )
    data_dir = data_dir.absolute()  # to DuckDB a relative `~data` is another folder
    files = []
    for table in TABLES:
        path = data_dir / "initial" / f"{table.name}.csv"
        files.append(InputFile(table, INITIAL_MONTH, f"initial/{path.name}", path, False))
    deltas, warnings = _find_deltas(data_dir / "delta")
    order = [table.name for table in TABLES]
    files += sorted(deltas, key=lambda file: (file.month, order.index(file.table.name)))
    warnings += _misnamed_folders(data_dir) + _unexpected_initial(data_dir / "initial")
    return Inputs(files, _misplaced(deltas), warnings)


def _misplaced(deltas: list[InputFile]) -> list[Fault]:
    """Deltas of a month that cannot be, and two for one table and month."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for delta in deltas:
        found[delta.month, delta.table.name].append(delta.name)
    reason = f"a delta must be of a month after the initial extract, {INITIAL_MONTH}"
    faults = [Fault(delta.name, reason) for delta in deltas if delta.month <= INITIAL_MONTH]
    return faults + [
        Fault(" and ".join(names), f"two files for {table} in {month}; keep one of them")
        for (month, table), names in found.items()
        if len(names) > 1
    ]


def _misnamed_folders(data_dir: Path) -> list[str]:
    """A warning for what may be meant for the folder `delta`, and is not it."""
    return [
        f"{path.name}: ignored, deltas lie in the folder delta"
        for path in sorted(data_dir.iterdir())
        if path.name.lower().startswith("delta") and not (path.name == "delta" and path.is_dir())
    ]


def _find_deltas(folder: Path) -> tuple[list[InputFile], list[str]]:
    tables = {str(table.name): table for table in TABLES}
    files, warnings = [], []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name.startswith("."):
            continue
        match = re.fullmatch(r"(\w+)_delta_([0-9]{6})\.csv", path.name, re.IGNORECASE)
        table = tables.get(match[1].lower()) if match else None
        if match and table and MONTH.fullmatch(match[2]):
            files.append(InputFile(table, match[2], f"delta/{path.name}", path, True))
        else:
            known = ", ".join(tables)
            warnings.append(
                f"delta/{path.name}: ignored, its name is not TABLE_delta_YYYYMM.csv with TABLE one of {known}"
            )
    return files, warnings


def _unexpected_initial(folder: Path) -> list[str]:
    expected = {f"{table.name}.csv" for table in TABLES}
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        f"initial/{path.name}: ignored, it is not one of {', '.join(sorted(expected))}"
        for path in paths
        if path.name not in expected and not path.name.startswith(".")
    ]


def gaps(months: Collection[str]) -> list[str]:
    """A warning for every month between the first and the last that has no file at all."""
    warnings = []
    for before, after in pairwise(sorted({INITIAL_MONTH, *months})):
        if (missing := next_month(before)) < after:
            warnings.append(f"delta/: there is no file for {missing}, though there is one for {after}")
    return warnings


def next_month(month: str) -> str:
    year, number = int(month[:4]), int(month[4:])
    return f"{year + number // 12:04}{number % 12 + 1:02}"


def pending(inputs: Inputs, processed: Collection[tuple[str, str]]) -> list[InputFile]:
    """The files that the warehouse does not have; processed holds (table, month) of those it has."""
    return [file for file in inputs.files if (file.table.name, file.month) not in processed]


def choose(inputs: Inputs, processed: Collection[tuple[str, str]], months: list[str] | None) -> list[InputFile]:
    """The files to load: all that were not processed, or those of the months asked for.

    processed holds (table, month) of what the warehouse has. Raises WarehouseError where a
    choice would break the order of the months.
    """
    new = pending(inputs, processed)
    last = max((month for _, month in processed), default="")
    late = [Fault(file.name, f"its month is before {last}, the last one loaded") for file in new if file.month < last]
    if late:
        raise WarehouseError("A month cannot be loaded after a later one.", details=late, **REBUILD)
    if months is None:
        return new
    available = {file.month for file in inputs.files if file.is_delta}
    absent = [Fault("delta/", f"there is no file for {month}") for month in months if month not in available]
    if absent:
        raise WarehouseError("A month that was asked for is not there.", details=absent)
    skipped = sorted({file.month for file in new if file.is_delta and file.month < max(months)} - set(months))
    if skipped:
        whole = ",".join(sorted({file.month for file in new if file.is_delta and file.month <= max(months)}))
        raise WarehouseError(
            f"--months would skip {', '.join(skipped)}, and the order cannot be corrected later.",
            advice=f"Use --months {whole}",
        )
    return [file for file in new if not file.is_delta or file.month in months]
