"""Which input files there are, and which of them a build has to load."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.catalogue import TABLES, Table
from warehouse.errors import REBUILD, DataWarning, Fault, WarehouseError
from warehouse.text import shown

MONTH = re.compile(r"[0-9]{4}(0[1-9]|1[0-2])")
INITIAL_NAME = re.compile(r"(?P<table>\w+)\.csv(\.gz)?", re.IGNORECASE)
DELTA_NAME = re.compile(r"(?P<table>\w+)_delta_(?P<month>[0-9]{6})\.csv(\.gz)?", re.IGNORECASE)


@dataclass(frozen=True)
class InputFile:
    """One CSV file of the extract, or one that it must have. `name` is its path below the data directory."""

    table: Table
    month: str
    name: str
    path: Path
    is_delta: bool
    exists: bool = True

    @property
    def is_compressed(self) -> bool:
        return self.path.suffix.lower() == ".gz"


@dataclass(frozen=True)
class Inputs:
    """What lies in the data directory, in the order in which it is loaded; what is passed over is a warning."""

    initial_month: str
    files: list[InputFile]
    faults: list[Fault]
    warnings: list[DataWarning]


def is_input(path: Path) -> bool:
    """Whether a path is that of an input file, in whichever data directory."""
    path = path.resolve()
    patterns = {"initial": INITIAL_NAME, "delta": DELTA_NAME}
    pattern = patterns.get(path.parent.name)
    return pattern is not None and pattern.fullmatch(path.name) is not None


def parse_months(text: str) -> list[str]:
    """`202502,202503` as sorted months without repeats; ValueError for anything else."""
    months = [part.strip() for part in text.split(",")]
    for month in months:
        if not MONTH.fullmatch(month):
            raise ValueError(f"{month!r} is not a month; write YYYYMM, such as 202502, with commas between")
    return sorted(set(months))


def find_inputs(data_dir: Path, initial_month: str) -> Inputs:
    """Every input file below a data directory, with what is wrong about the names.

    initial_month (YYYYMM) is the one that the initial extract stands for. Raises WarehouseError where there is no
    such directory.
    """
    if not data_dir.is_dir():
        raise WarehouseError(
            f"{data_dir}: there is no such directory.",
            advice="Name the one that holds initial/ and delta/ with --data-dir.",
        )
    # To DuckDB a relative `~data` is another folder.
    return inputs_of(data_dir.absolute(), _names(data_dir), initial_month)


def _names(data_dir: Path) -> dict[str, list[str]]:
    """What lies in a data directory, as `inputs_of` wants it."""
    entries = sorted(data_dir.iterdir())
    names: dict[str, list[str]] = {path.name: [] for path in entries if path.is_dir()} | {
        "": [path.name for path in entries if not path.is_dir()]
    }
    for folder in {"initial", "delta"} & names.keys():
        names[folder] = [path.name for path in (data_dir / folder).iterdir()]
    return names


def inputs_of(data_dir: Path, names: Mapping[str, Collection[str]], initial_month: str) -> Inputs:
    """The same for what a listing has: the names in each folder of the data directory; its own files under nothing."""
    initial, ignored = _find(data_dir / "initial", names.get("initial", ()), INITIAL_NAME, initial_month)
    deltas, passed_over = _find(data_dir / "delta", names.get("delta", ()), DELTA_NAME)
    found = {file.table.name for file in initial}
    for table in TABLES:
        if table.name not in found:
            path = data_dir / "initial" / f"{table.name}.csv"
            initial.append(InputFile(table, initial_month, f"initial/{path.name}", path, is_delta=False, exists=False))
    order = [table.name for table in TABLES]
    files = sorted(initial, key=lambda file: order.index(file.table.name))
    files += sorted(deltas, key=lambda file: (file.month, order.index(file.table.name)))
    faults = _too_early(deltas, initial_month) + _doubled(initial) + _doubled(deltas)
    return Inputs(initial_month, files, faults, passed_over + _misnamed_folders(names) + ignored)


def _find(
    folder: Path, names: Collection[str], pattern: re.Pattern[str], month: str | None = None
) -> tuple[list[InputFile], list[DataWarning]]:
    """The files of a folder whose names are as they should be, and a warning for each other one.

    month is that of files whose name has none.
    """
    tables = {str(table.name): table for table in TABLES}
    files, warnings = [], []
    for file_name in sorted(names):
        if file_name.startswith("."):
            continue
        name, match = shown(f"{folder.name}/{file_name}"), pattern.fullmatch(file_name)
        table = tables.get(match["table"].lower()) if match else None
        of_month = month or (match["month"] if match else "")
        if table and MONTH.fullmatch(of_month):
            files.append(InputFile(table, of_month, name, folder / file_name, pattern is DELTA_NAME))
        else:
            wanted = "TABLE_delta_YYYYMM.csv" if pattern is DELTA_NAME else "TABLE.csv"
            what = f"ignored, its name is not {wanted} with TABLE one of {', '.join(tables)}"
            warnings.append(DataWarning(name, "ignored_files", what))
    return files, warnings


def _too_early(deltas: list[InputFile], initial_month: str) -> list[Fault]:
    reason = f"a delta must be of a month after the initial extract, {initial_month}"
    return [Fault(delta.name, "early_delta", reason) for delta in deltas if delta.month <= initial_month]


def _doubled(files: list[InputFile]) -> list[Fault]:
    """Two files for one table and month."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file in files:
        found[file.month, file.table.name].append(file.name)
    return [
        Fault(" and ".join(names), "two_files", f"two files for {table} in {month}; keep one of them")
        for (month, table), names in found.items()
        if len(names) > 1
    ]


def _misnamed_folders(names: Mapping[str, Collection[str]]) -> list[DataWarning]:
    """A warning for what may be meant for the folder `delta`, and is not it."""
    misnamed = [name for name in (*names.keys() - {"delta"}, *names.get("", ())) if name.lower().startswith("delta")]
    what = "ignored, deltas lie in the folder delta"
    return [DataWarning(shown(name), "ignored_files", what) for name in sorted(misnamed)]


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
    reason = f"its month is before {last}, the last one loaded"
    late = [Fault(file.name, "late_file", reason) for file in new if file.month < last]
    if late:
        raise WarehouseError("A month cannot be loaded after a later one.", details=late, **REBUILD)
    if months is None:
        return new
    available = {file.month for file in inputs.files if file.is_delta}
    absent = [
        Fault("delta/", "absent_month", f"there is no file for {month}") for month in months if month not in available
    ]
    if absent:
        passed_over = [str(warning) for warning in inputs.warnings]
        raise WarehouseError("A month that was asked for is not there.", details=[*absent, *passed_over])
    skipped = sorted({file.month for file in new if file.is_delta and file.month < max(months)} - set(months))
    if skipped:
        whole = ",".join(sorted({file.month for file in new if file.is_delta and file.month <= max(months)}))
        raise WarehouseError(
            f"--months would skip {', '.join(skipped)}, and the order cannot be corrected later.",
            advice=f"Use --months {whole}",
        )
    return [file for file in new if not file.is_delta or file.month in months]
