"""Finds the input files, and chooses those that a build has to load."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.catalogue import TABLES, Table
from warehouse.errors import REBUILD, DataWarning, Fault, WarehouseError
from warehouse.extract.names import MONTH, ignored_file_warnings, parse_name

#: How many bytes of a file are read for its columns.
MAX_HEADER = 4096


@dataclass(frozen=True)
class InputFile:
    """A CSV file that the extract has or must have. `name` is its path relative to the data directory."""

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
    """The files of the data directory, in the order in which they are loaded; ignored files are warnings."""

    initial_month: str
    files: list[InputFile]
    faults: list[Fault]
    warnings: list[DataWarning]


def is_input(path: Path) -> bool:
    """Return whether a file is an input of any data directory, by its folder and name, or by its name and columns."""
    real = path.resolve()
    if any(parse_name(one.parent.name, one.name) for one in (path.absolute(), real)):
        return True
    found = parse_name("delta", real.name) or parse_name("initial", real.name)
    if not found or real.suffix.lower() == ".gz":
        return found is not None
    with real.open("rb") as stream:
        header = stream.readline(MAX_HEADER).decode("utf-8", "replace")
    return {str(column) for column in found[0].columns} <= set(re.split(r"\W+", header.lower()))


def parse_months(text: str) -> list[str]:
    """Return the months of a text such as `202502,202503`, sorted, each once; raise ValueError for any other text."""
    months = [part.strip() for part in text.split(",")]
    for month in months:
        if not MONTH.fullmatch(month):
            raise ValueError(f"{month!r} is not a month; expected YYYYMM, such as 202502, separated by commas")
    return sorted(set(months))


def find_inputs(data_dir: Path, initial_month: str) -> Inputs:
    """Return the input files of a data directory, and the faults of their names.

    initial_month (YYYYMM) is the month of the initial extract. Raises WarehouseError if the directory does not exist.
    """
    if not data_dir.is_dir():
        raise WarehouseError(
            f"No directory at {data_dir}.",
            advice="Name the directory that holds initial/ and delta/ with --data-dir.",
        )
    # DuckDB expands a leading `~` of a relative path.
    return inputs_of(data_dir.absolute(), _list_names(data_dir), initial_month)


def _list_names(data_dir: Path) -> dict[str, list[str]]:
    """Return the names in each folder of a data directory, for `inputs_of`."""
    entries = sorted(data_dir.iterdir())
    names: dict[str, list[str]] = {path.name: [] for path in entries if path.is_dir()} | {
        "": [path.name for path in entries if not path.is_dir()]
    }
    for folder in {"initial", "delta", "settings"} & names.keys():
        names[folder] = [path.name for path in (data_dir / folder).iterdir()]
    return names


def inputs_of(data_dir: Path, names: Mapping[str, Collection[str]], initial_month: str) -> Inputs:
    """Return the input files of a listing: names has those in each folder, and under "" the files of the root."""
    if not {"initial", "delta"} & names.keys():
        raise WarehouseError(
            f"{data_dir} has neither initial/ nor delta/.",
            advice="Name the directory that holds them with --data-dir.",
        )
    initial, deltas = (list(_find(data_dir, names, folder, initial_month)) for folder in ("initial", "delta"))
    found = {file.table.name for file in initial}
    for table in TABLES:
        if table.name not in found:
            path = data_dir / "initial" / f"{table.name}.csv"
            initial.append(InputFile(table, initial_month, f"initial/{path.name}", path, is_delta=False, exists=False))
    order = [table.name for table in TABLES]
    files = sorted(initial, key=lambda file: order.index(file.table.name))
    files += sorted(deltas, key=lambda file: (file.month, order.index(file.table.name)))
    faults = _early_deltas(deltas, initial_month) + _duplicate_files(initial) + _duplicate_files(deltas)
    return Inputs(initial_month, files, faults, list(ignored_file_warnings(names)))


def _find(data_dir: Path, names: Mapping[str, Collection[str]], folder: str, initial_month: str) -> Iterator[InputFile]:
    """Yield the files of a folder that have the names of inputs."""
    for name in sorted(names.get(folder, ())):
        if found := parse_name(folder, name):
            table, month = found
            path = data_dir / folder / name
            yield InputFile(table, month or initial_month, f"{folder}/{name}", path, is_delta=folder == "delta")


def _early_deltas(deltas: list[InputFile], initial_month: str) -> list[Fault]:
    """Return a fault for each delta that is not after the initial extract."""
    reason = (
        f"expected a month after {initial_month}, the month of the initial extract; if the extract "
        "is older, set --initial-month"
    )
    return [Fault(delta.name, "early_delta", reason) for delta in deltas if delta.month <= initial_month]


def _duplicate_files(files: list[InputFile]) -> list[Fault]:
    """Return a fault for each table and month that has two files."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file in files:
        found[file.month, file.table.name].append(file.name)
    return [
        Fault(" and ".join(names), "two_files", f"two files for {table} in {month}; keep one of them")
        for (month, table), names in found.items()
        if len(names) > 1
    ]


def find_pending(inputs: Inputs, processed: Collection[tuple[str, str]]) -> list[InputFile]:
    """Return the files that are not loaded; processed has the (table, month) of those that are."""
    return [file for file in inputs.files if (file.table.name, file.month) not in processed]


def choose_files(inputs: Inputs, processed: Collection[tuple[str, str]], months: list[str] | None) -> list[InputFile]:
    """Return the files to load: all pending files, or those of the requested months.

    processed has the (table, month) of each loaded file. Raises WarehouseError if the files cannot be loaded in the
    order of their months.
    """
    new = find_pending(inputs, processed)
    last = max((month for _, month in processed), default="")
    reason = f"expected {last}, the last month loaded, or a later one"
    late = [Fault(file.name, "late_file", reason) for file in new if file.month < last]
    if late:
        raise WarehouseError("A month cannot be loaded after a later one.", details=late, **REBUILD)
    if months is None:
        return new
    available = {file.month for file in inputs.files if file.is_delta}
    absent = [Fault("delta/", "absent_month", f"no file for {month}") for month in months if month not in available]
    if absent:
        ignored = [str(warning) for warning in inputs.warnings]
        raise WarehouseError("Nothing was loaded: --months names a month without files.", details=[*absent, *ignored])
    skipped = sorted({file.month for file in new if file.is_delta and file.month < max(months)} - set(months))
    if skipped:
        whole = ",".join(sorted({file.month for file in new if file.is_delta and file.month <= max(months)}))
        raise WarehouseError(
            f"--months would skip {', '.join(skipped)}, which could not be loaded later.",
            advice=f"Use --months {whole}",
        )
    return [file for file in new if not file.is_delta or file.month in months]
