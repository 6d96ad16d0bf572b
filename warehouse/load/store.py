"""What a build asks of the place where a warehouse is: a file of DuckDB, or a folder of a cluster."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from warehouse.engine.connection import Connection
from warehouse.engine.sources import digest
from warehouse.errors import DataWarning, Fault
from warehouse.extract.inputs import InputFile, Inputs
from warehouse.extract.scan import Scan
from warehouse.extract.settings import Settings
from warehouse.load.ledger import LOAD_RULES, Decisions, Ledger, ProcessedFile, Replaced, Vocabulary
from warehouse.progress import Progress


@dataclass(frozen=True)
class Options:
    """What a build is asked to do. data_dir and the database are the store's."""

    months: list[str] | None = None
    full_refresh: bool = False
    timezone: str | None = None
    initial_month: str | None = None
    partial_updates: str | None = None
    quarantine: bool = False
    strict: bool = False
    dry_run: bool = False
    threads: int | None = None
    memory_limit: str | None = None
    allow_missing: bool = False
    title: str | None = None
    audience: str | None = None


@dataclass(frozen=True)
class Plan:
    """What an existing warehouse says of itself, what was decided, what there is, and which files are to be loaded."""

    ledger: Ledger
    decisions: Decisions
    inputs: Inputs
    chosen: list[InputFile]
    views_sha256: str
    erasures: tuple[dict[str, Any], ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    settings: Settings = field(default_factory=Settings)

    @property
    def has_new_settings(self) -> bool:
        return self.ledger.settings_sha256 != self.settings.sha256

    @property
    def has_new_vocabulary(self) -> bool:
        return self.ledger.vocabulary != self.vocabulary

    @property
    def has_new_views(self) -> bool:
        return self.ledger.views_sha256 != self.views_sha256

    @property
    def has_nothing_new(self) -> bool:
        return not (
            self.chosen or self.faults or self.has_new_views or self.has_new_vocabulary or self.has_new_settings
        )

    @property
    def faults(self) -> list[Fault]:
        """What is wrong before a file of the extract is read."""
        return [*self.inputs.faults, *self.settings.faults]

    @property
    def warnings(self) -> list[DataWarning]:
        """What is passed over, before a file is read."""
        return [*self.inputs.warnings, *self.settings.warnings, *self.ledger.warnings()]


def now_utc() -> str:
    """This moment in UTC, to the microsecond."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@dataclass
class Build:
    """One build: its plan, its connection to what will be the warehouse, and what it stamps on each file."""

    plan: Plan
    con: Connection
    progress: Progress
    processed_by: str
    processed_utc: str = field(default_factory=now_utc)
    load_rules_sha256: str = field(default_factory=lambda: digest(*LOAD_RULES))


class Store(Protocol):
    """A warehouse and the extract that it is built from, where they are. Errors are those of WarehouseError."""

    def read_ledger(self) -> Ledger:
        """What the warehouse says of itself; nothing where there is none."""

    def read_replaced(self, asked: Mapping[str, str | None]) -> Replaced:
        """What a warehouse that is to be replaced says of itself; asked are the settings of the build.

        Raises WarehouseError where it cannot be read and not all settings are asked for.
        """

    def find_inputs(self, initial_month: str) -> Inputs: ...

    def read_settings(self) -> Settings:
        """What the files of `settings/` say."""

    def changed_files(self, inputs: Inputs, processed: Sequence[ProcessedFile]) -> list[Fault]:
        """The files that are no longer what was loaded."""

    def building(self, *, is_dry: bool) -> AbstractContextManager[None]:
        """Hold the store for one build; what that leaves behind is removed."""

    def scan(self, plan: Plan) -> list[Scan]:
        """Look at the chosen files; what is wrong with one as a whole is in its scan."""

    def begin(
        self, plan: Plan, scans: list[Scan], options: Options, progress: Progress
    ) -> AbstractContextManager[Build]:
        """What will be the warehouse, with its tables, ready to load files into."""

    def stage(self, build: Build, scan: Scan) -> "Staged":
        """Bring the valid rows of a file to where they are merged from, and the others into `ops.rejected_rows`."""

    def find_repeated_keys(self, build: Build, scan: Scan) -> None:
        """Bring the rows of an initial file whose key it has before into `ops.rejected_rows`."""

    def finish_views(self, build: Build) -> None:
        """Wait for the views, which may be made while files are loaded."""

    def publish(self, build: Build) -> None:
        """Make what was built the warehouse: completely, or not at all."""


@dataclass(frozen=True)
class Staged:
    """What became of the rows of a file: how many it has, how many are invalid, whether it cannot be loaded at all.

    is_text says that it was read line by line, has_lines that at least a part of it was.
    """

    rows: int
    rejected: int = 0
    is_fatal: bool = False
    is_text: bool = False
    has_lines: bool = False


@dataclass(frozen=True)
class LoadedFile:
    """What one file did: its row of the ledger, empty where it was not merged; invalid rows; the seconds it took."""

    name: str
    month: str
    counts: dict[str, Any]
    rejected: int = 0
    seconds: float = 0.0
