"""What an existing warehouse says of itself and its files, and what was decided when it was made."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from warehouse.catalogue import INITIAL_MONTH
from warehouse.engine.connection import Connection
from warehouse.engine.render import digest, run
from warehouse.errors import REBUILD, DataWarning, Fault, WarehouseError
from warehouse.extract.inputs import Inputs

#: The SQL that says what a row of a file becomes.
LOAD_RULES = ("2_staging", "3_load")

#: What an empty cell of an update says: that the value is empty, or that it is kept.
PARTIAL_UPDATES = ("empty", "keep")


class Decisions(NamedTuple):
    """What cannot change under a warehouse.

    The zone of local times, the month (YYYYMM) of the initial extract, and what an empty cell of an update says.
    """

    timezone: str = "America/New_York"
    initial_month: str = INITIAL_MONTH
    partial_updates: str = PARTIAL_UPDATES[0]

    @property
    def keeps_empty_cells(self) -> bool:
        return self.partial_updates == "keep"


class Vocabulary(NamedTuple):
    """What the dashboard calls the department and the people it supports; a build may change it."""

    title: str = "Member support"
    audience: str = "members"


#: How a warehouse says what was decided, by the name of the option that decides it.
SENTENCES = {
    "timezone": "The warehouse keeps its local times in {}, not {}; they cannot be mixed.",
    "initial_month": "The initial extract of the warehouse stands for {}, not {}.",
    "partial_updates": "The warehouse was made with --partial-updates {}, not {}; they cannot be mixed.",
}


class ProcessedFile(NamedTuple):
    """A file that was loaded, as `sql/ops/ledger.sql` has it."""

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
    """What an existing warehouse says of itself. Empty for one that is yet to be made."""

    decisions: Decisions | None = None
    vocabulary: Vocabulary = Vocabulary()
    views_sha256: str | None = None
    tables_sha256: str | None = None
    settings_sha256: str = ""
    files: tuple[ProcessedFile, ...] = ()

    @property
    def loaded(self) -> set[tuple[str, str]]:
        """The table and month of each file."""
        return {(file.table, file.month) for file in self.files}

    def warnings(self) -> list[DataWarning]:
        """A warning if files were loaded with other SQL than that of today."""
        today = digest(*LOAD_RULES)
        months = [file.month for file in self.files if file.load_rules_sha256 != today]
        if not months:
            return []
        files = f"{len(months):,} file{'s' if len(months) > 1 else ''} up to {max(months)}"
        what = f"{files} {'were' if len(months) > 1 else 'was'} loaded before sql/2_staging or sql/3_load changed"
        advice = "Load them again with supportwh build --full-refresh."
        return [DataWarning("sql/", "load_rules_changed", what, len(months), advice=advice)]


class Replaced(NamedTuple):
    """What a warehouse that is to be replaced says of itself.

    Its settings, its files by table, month and name, what was erased from it, which stays on record, and the tables
    and views that somebody has put into it.
    """

    decisions: Mapping[str, str] = {}
    vocabulary: Vocabulary = Vocabulary()
    files: tuple[tuple[str, str, str], ...] = ()
    erasures: tuple[dict[str, Any], ...] = ()
    additions: tuple[str, ...] = ()


def is_initial(name: str) -> bool:
    """Whether a loaded file is of the initial extract."""
    return name.startswith("initial/")


def missing_files(files: Iterable[tuple[str, str, str]], inputs: Inputs) -> list[Fault]:
    """The loaded files (table, month, name) that exist no more, whatever they are packed in."""
    there = {(str(file.table.name), file.month if file.is_delta else "") for file in inputs.files if file.exists}
    reason = "it was loaded, and no longer exists"
    return [
        Fault(name, "missing_loaded_file", reason)
        for table, month, name in files
        if (table, "" if is_initial(name) else month) not in there
    ]


def decide(asked: Mapping[str, str | None], recorded: Mapping[str, str], *, is_new: bool) -> Decisions:
    """What holds for a build: what is on record, for a new warehouse what is asked for, else the usual.

    Raises WarehouseError where something else is asked for than an existing warehouse was made with.
    """
    chosen = {name: value for name, value in asked.items() if value is not None}
    for name, value in chosen.items():
        if not is_new and recorded[name] != value:
            raise WarehouseError(
                SENTENCES[name].format(recorded[name], value),
                advice=REBUILD["advice"],
                command=f"{REBUILD['command']} --{name.replace('_', '-')} {value}",
            )
    return Decisions(**{**recorded, **chosen})


def unreadable_settings(place: object) -> WarehouseError:
    """What is said where a warehouse is to be replaced, and does not say how it was made."""
    settings = [f"--{name.replace('_', '-')} {value}" for name, value in Decisions()._asdict().items()]
    return WarehouseError(
        f"{place} is damaged: its settings cannot be read.",
        advice="Rebuild it with the settings that it had; the default ones are",
        command=" ".join([REBUILD["command"], *settings]),
    )


def ledger_of(con: Connection) -> Ledger:
    """The ledger of a warehouse that is open."""
    [warehouse] = run(con, "ops/warehouse.sql").records
    digests = warehouse["views_sha256"], warehouse["tables_sha256"], warehouse["settings_sha256"] or ""
    return Ledger(Decisions(**decided(warehouse)), vocabulary_of(warehouse), *digests, processed_files(con))


def vocabulary_of(warehouse: Mapping[str, Any]) -> Vocabulary:
    """What a row of `ops.warehouse` says of its words; the usual ones for one of a version that had no others."""
    said = {name: warehouse.get(name) for name in Vocabulary._fields}
    return Vocabulary(**{name: value for name, value in said.items() if value})


def processed_files(con: Connection) -> tuple[ProcessedFile, ...]:
    """The files of a warehouse, in the order in which they were loaded."""
    return tuple(ProcessedFile(*row) for row in run(con, "ops/ledger.sql").rows)


def decided(warehouse: dict[str, Any]) -> dict[str, str]:
    """What a row of `ops.warehouse` says that was decided."""
    columns = {"timezone": "zone", "initial_month": "initial_month", "partial_updates": "partial_updates"}
    return {name: str(warehouse[column]) for name, column in columns.items() if warehouse.get(column) is not None}
