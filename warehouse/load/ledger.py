"""The ledger of a warehouse: its loaded files, and the settings that it was created with."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from warehouse.catalogue import INITIAL_MONTH
from warehouse.engine.connection import Connection
from warehouse.engine.render import run
from warehouse.engine.sources import digest
from warehouse.errors import REBUILD, DataWarning, Fault, WarehouseError
from warehouse.extract.inputs import Inputs

#: The folders of SQL that load rows.
LOAD_RULES = ("2_staging", "3_load")

#: The meaning of an empty cell in an update: the value becomes empty, or it is kept.
PARTIAL_UPDATES = ("empty", "keep")


class Decisions(NamedTuple):
    """The settings that a warehouse keeps from its creation on.

    These are the zone of local times, the month (YYYYMM) of the initial extract, and the meaning of empty cells in
    updates.
    """

    timezone: str = "America/New_York"
    initial_month: str = INITIAL_MONTH
    partial_updates: str = PARTIAL_UPDATES[0]

    @property
    def keeps_empty_cells(self) -> bool:
        return self.partial_updates == "keep"


class Vocabulary(NamedTuple):
    """The title of the dashboard and the name of the people who are supported; each build can change them."""

    title: str = "Member support"
    audience: str = "members"


#: The message for each option that differs from the setting of the warehouse.
MISMATCHES = {
    "timezone": "The warehouse has local times in {}, not {}; they cannot be mixed.",
    "initial_month": "The initial extract of the warehouse is for {}, not {}.",
    "partial_updates": "The warehouse was built with --partial-updates {}, not {}; they cannot be mixed.",
}


class ProcessedFile(NamedTuple):
    """A loaded file: a row of `sql/ops/ledger.sql`."""

    table: str
    month: str
    name: str
    size: int
    modified_utc: str
    sha256: str
    load_rules_sha256: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.table, self.month, self.name


class Ledger(NamedTuple):
    """The state of a warehouse; empty if it does not exist yet."""

    decisions: Decisions | None = None
    vocabulary: Vocabulary = Vocabulary()
    views_sha256: str | None = None
    tables_sha256: str | None = None
    settings_sha256: str = ""
    custom_sql: tuple[str, ...] = ()
    files: tuple[ProcessedFile, ...] = ()

    @property
    def loaded(self) -> set[tuple[str, str]]:
        """The table and month of each loaded file."""
        return {(file.table, file.month) for file in self.files}

    def warnings(self) -> list[DataWarning]:
        """Return a warning if files were loaded by other SQL than the current one."""
        today = digest(*LOAD_RULES)
        months = [file.month for file in self.files if file.load_rules_sha256 != today]
        if not months:
            return []
        files = f"{len(months):,} file{'s' if len(months) > 1 else ''} up to {max(months)}"
        what = f"{files} {'were' if len(months) > 1 else 'was'} loaded before sql/2_staging or sql/3_load changed"
        advice = "Load them again with supportwh build --full-refresh."
        return [DataWarning("sql/", "load_rules_changed", what, len(months), advice=advice)]


class Replaced(NamedTuple):
    """The state of a warehouse that a full refresh will replace.

    It has the settings, the files by table, month and name, the erasures, which are kept, and the tables and views that
    others have added.
    """

    decisions: Mapping[str, str] = {}
    vocabulary: Vocabulary = Vocabulary()
    files: tuple[tuple[str, str, str], ...] = ()
    erasures: tuple[dict[str, Any], ...] = ()
    additions: tuple[str, ...] = ()


def is_initial(name: str) -> bool:
    """Return whether a loaded file belongs to the initial extract."""
    return name.startswith("initial/")


def missing_files(files: Iterable[tuple[str, str, str]], inputs: Inputs) -> list[Fault]:
    """Return a fault for each loaded file (table, month, name) that no longer exists, compressed or not."""
    there = {(str(file.table.name), file.month if file.is_delta else "") for file in inputs.files if file.exists}
    reason = "loaded, but no longer exists"
    return [
        Fault(name, "missing_loaded_file", reason)
        for table, month, name in files
        if (table, "" if is_initial(name) else month) not in there
    ]


def resolve_decisions(asked: Mapping[str, str | None], recorded: Mapping[str, str], *, is_new: bool) -> Decisions:
    """Return the settings of a build: the recorded ones, for a new warehouse the requested ones, or the defaults.

    Raises WarehouseError if an option differs from the setting of an existing warehouse.
    """
    chosen = {name: value for name, value in asked.items() if value is not None}
    for name, value in chosen.items():
        if not is_new and recorded[name] != value:
            raise WarehouseError(
                MISMATCHES[name].format(recorded[name], value),
                advice=REBUILD["advice"],
                command=f"{REBUILD['command']} --{name.replace('_', '-')} {value}",
            )
    return Decisions(**{**recorded, **chosen})


def unreadable_settings_error(database: object) -> WarehouseError:
    """Return the error for a warehouse that will be replaced and whose settings cannot be read."""
    settings = [f"--{name.replace('_', '-')} {value}" for name, value in Decisions()._asdict().items()]
    return WarehouseError(
        f"{database} is damaged: its settings cannot be read.",
        advice="Rebuild it with its settings; the defaults are",
        command=" ".join([REBUILD["command"], *settings]),
    )


def ledger_of(con: Connection) -> Ledger:
    """Return the ledger of an open warehouse."""
    [warehouse] = run(con, "ops/warehouse.sql").records
    digests = warehouse["views_sha256"], warehouse["tables_sha256"], warehouse["settings_sha256"] or ""
    custom_sql = tuple((warehouse["custom_sql"] or "").splitlines())
    decisions = Decisions(**decisions_of(warehouse))
    return Ledger(decisions, vocabulary_of(warehouse), *digests, custom_sql, processed_files(con))


def vocabulary_of(warehouse: Mapping[str, Any]) -> Vocabulary:
    """Return the vocabulary of a row of `ops.warehouse`; the defaults for a version that had none."""
    recorded = {name: warehouse.get(name) for name in Vocabulary._fields}
    return Vocabulary(**{name: value for name, value in recorded.items() if value})


def processed_files(con: Connection) -> tuple[ProcessedFile, ...]:
    """Return the files of a warehouse, in the order in which they were loaded."""
    return tuple(ProcessedFile(*row) for row in run(con, "ops/ledger.sql").rows)


def decisions_of(warehouse: dict[str, Any]) -> dict[str, str]:
    """Return the settings of a row of `ops.warehouse`, by the names of their options."""
    columns = {"timezone": "zone", "initial_month": "initial_month", "partial_updates": "partial_updates"}
    return {name: str(warehouse[column]) for name, column in columns.items() if warehouse.get(column) is not None}
