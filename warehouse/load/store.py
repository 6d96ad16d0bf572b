"""The interface of a store, which holds a warehouse: a DuckDB file, or a folder of a cluster."""

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
    """The options of a build, except for the database and the data directory, which belong to the store."""

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
    """The plan of a build: the state of the warehouse, the settings, the inputs, and the files to load."""

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
        """The faults that are known before a file of the extract is read."""
        return [*self.inputs.faults, *self.settings.faults]

    @property
    def warnings(self) -> list[DataWarning]:
        """The warnings that are known before a file of the extract is read."""
        return [*self.inputs.warnings, *self.settings.warnings, *self.ledger.warnings()]


def now_utc() -> str:
    """Return the current time in UTC, to the microsecond."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@dataclass
class Build:
    """A build: its plan, its connection to the new warehouse, and the values that it records for each file."""

    plan: Plan
    con: Connection
    progress: Progress
    processed_by: str
    processed_utc: str = field(default_factory=now_utc)
    load_rules_sha256: str = field(default_factory=lambda: digest(*LOAD_RULES))


class Store(Protocol):
    """A warehouse and the extract that it is built from. Its methods raise WarehouseError."""

    def read_ledger(self) -> Ledger:
        """Return the state of the warehouse; empty if there is none."""

    def read_replaced(self, asked: Mapping[str, str | None]) -> Replaced:
        """Return the state of a warehouse that a build will replace; asked has the settings of the build.

        Raises WarehouseError if it cannot be read and not all settings are given.
        """

    def find_inputs(self, initial_month: str) -> Inputs:
        """Return the input files."""

    def read_settings(self) -> Settings:
        """Return the content of the files of `settings/`."""

    def changed_files(self, inputs: Inputs, processed: Sequence[ProcessedFile]) -> list[Fault]:
        """Return a fault for each loaded file that has changed."""

    def building(self, *, is_dry: bool) -> AbstractContextManager[None]:
        """Reserve the store for one build, and clean up afterwards."""

    def scan(self, plan: Plan) -> list[Scan]:
        """Scan the chosen files; faults of a whole file are in its scan."""

    def begin(
        self, plan: Plan, scans: list[Scan], options: Options, progress: Progress
    ) -> AbstractContextManager[Build]:
        """Open the new warehouse with its tables, ready to load files."""

    def stage(self, build: Build, scan: Scan) -> "Staged":
        """Stage the valid rows of a file for the merge, and record the invalid rows in `ops.rejected_rows`."""

    def find_repeated_keys(self, build: Build, scan: Scan) -> None:
        """Record the rows of an initial file with a duplicate key in `ops.rejected_rows`."""

    def finish_views(self, build: Build) -> None:
        """Wait for the views, which may be created while files are loaded."""

    def publish(self, build: Build) -> None:
        """Replace the warehouse by the new one, atomically."""


@dataclass(frozen=True)
class Staged:
    """The result of staging a file: how many rows it has, how many are invalid, and whether it cannot be loaded at all.

    is_text says that the file was read line by line, has_lines that at least a part of it was.
    """

    rows: int
    rejected: int = 0
    is_fatal: bool = False
    is_text: bool = False
    has_lines: bool = False


@dataclass(frozen=True)
class LoadedFile:
    """The result of loading a file: its row of the ledger, empty if it was not merged, invalid rows and seconds."""

    name: str
    month: str
    counts: dict[str, Any]
    rejected: int = 0
    seconds: float = 0.0
