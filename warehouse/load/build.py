"""Builds the warehouse: decides what is new, has it loaded, and stops at what is wrong."""

import contextlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.engine.atomic import copying
from warehouse.engine.workspace import BuildDirectory, build_directory, dry_directory
from warehouse.errors import DataWarning, Fault, WarehouseError
from warehouse.extract.inputs import InputFile, Inputs, choose, find_inputs, gaps, pending
from warehouse.extract.prescan import prescan
from warehouse.extract.scan import Scan
from warehouse.load.checks import findings, keep_warnings, kept_warnings
from warehouse.load.damage import naming_damage
from warehouse.load.decisions import Decisions, decide
from warehouse.load.ledger import Ledger, read_ledger, recorded, refuse_changed
from warehouse.load.month import LoadedFile
from warehouse.load.pipeline import Job, faulty, find_row_faults, repeated_keys, run_job, timed
from warehouse.load.schema import views_digest
from warehouse.load.session import Session
from warehouse.progress import Progress


@dataclass(frozen=True)
class Options:
    """What a build is asked to do."""

    data_dir: Path
    database: Path
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


@dataclass
class Result:
    """What a build did, or would do: each file that it loaded, and what its reader should know."""

    files: list[LoadedFile] = field(default_factory=list)
    warnings: list[DataWarning] = field(default_factory=list)
    is_changed: bool = True
    is_dry: bool = False
    seconds: float = 0.0

    @property
    def rejected(self) -> int:
        """How many rows were quarantined."""
        return sum(file.ledger["rows_rejected"] for file in self.files)


@dataclass(frozen=True)
class Plan:
    """What there is, what was decided, and which files are to be loaded."""

    ledger: Ledger
    decisions: Decisions
    inputs: Inputs
    chosen: list[InputFile]

    @property
    def has_nothing_new(self) -> bool:
        is_new = self.chosen or self.inputs.faults or self.ledger.views_sha256 != views_digest()
        return not is_new

    @property
    def first_month(self) -> int:
        """The first month of the files to load; 0 where everything is new, or nothing but the reports."""
        months = [int(file.month) for file in self.chosen if self.ledger.decisions]
        return min(months, default=0)


def build(options: Options, progress: Progress | None = None) -> Result:
    """Bring the warehouse up to date with the CSV files.

    The warehouse lands whole or stays as it was. progress is told what goes on. Raises WarehouseError
    for anything the user can correct.
    """
    started = time.perf_counter()
    result = _without_a_change(options) or _build(options, progress or Progress())
    result.seconds = time.perf_counter() - started
    return result


def _without_a_change(options: Options) -> Result | None:
    """What a build has to say that could not write and need not; nothing for any other."""
    database = options.database.resolve()
    if options.dry_run or not database.is_file() or os.access(database.parent, os.W_OK):
        return None
    plan = _plan(options, database)
    return nothing_new(options, plan) if plan.has_nothing_new else None


def _plan(options: Options, database: Path) -> Plan:
    """What there is to do; raises WarehouseError where the files and the warehouse do not go together."""
    with naming_damage(database):
        ledger = Ledger() if options.full_refresh else read_ledger(database)
    asked = {name: getattr(options, name) for name in Decisions._fields}
    on_record = ledger.decisions._asdict() if ledger.decisions else recorded(database)
    decisions = decide(asked, on_record, is_new=ledger.decisions is None)
    inputs = find_inputs(options.data_dir, decisions.initial_month)
    if inputs.faults:
        return Plan(ledger, decisions, inputs, pending(inputs, ledger.loaded))
    refuse_changed(inputs, ledger)
    return Plan(ledger, decisions, inputs, choose(inputs, ledger.loaded, options.months))


def nothing_new(options: Options, plan: Plan) -> Result:
    result = Result(warnings=plan.inputs.warnings + plan.ledger.warnings(), is_changed=False, is_dry=options.dry_run)
    stop_at_warnings(options, result)
    return result


def _build(options: Options, progress: Progress) -> Result:
    open_directory = dry_directory if options.dry_run else build_directory
    with open_directory(options.database) as directory:
        plan = _plan(options, directory.database)
        if plan.has_nothing_new:
            return nothing_new(options, plan)
        limits = options.threads, options.memory_limit
        job = Job(directory, plan.ledger, plan.decisions, progress, *limits, is_dry=options.dry_run)
        scans = _scan(plan, directory)
        _refuse_faulty(job, scans, plan.inputs.faults)
        return _load(options, plan, job, scans)


def _load(options: Options, plan: Plan, job: Job, scans: list[Scan]) -> Result:
    months = {plan.decisions.initial_month, *(file.month for file in plan.chosen)}
    noticed = plan.inputs.warnings + plan.ledger.warnings() + [warning for scan in scans for warning in scan.warnings]
    noticed += gaps(months | {month for _, month in plan.ledger.loaded})
    result = Result(is_dry=options.dry_run)

    def approve(session: Session, files: list[LoadedFile]) -> None:
        _stop_at_faults(options, session, scans, files)
        result.warnings = noticed + [warning for file in files for warning in file.warnings]
        by_the_merge = [warning for _, warning in kept_warnings(session.con, session.processed_utc)]
        by_checks = _check(plan, session, scans, files)
        keep_warnings(session.con, session.processed_utc, result.warnings + by_checks)
        result.warnings += by_the_merge + by_checks
        stop_at_warnings(options, result)

    result.files = run_job(job, scans, approve)
    return result


def _scan(plan: Plan, directory: BuildDirectory) -> list[Scan]:
    """Scan the files, while the warehouse that they change is copied."""
    copy = copying(directory.database, directory.copy) if plan.ledger.decisions else contextlib.nullcontext()
    with timed("prescan"), copy:
        return [prescan(file, directory.folder) for file in plan.chosen]


def _refuse_faulty(job: Job, scans: list[Scan], faults: Sequence[Fault] = ()) -> None:
    """Stop at faults of whole files, before the warehouse is touched; with them, those of single rows."""
    found = [*faults, *(fault for scan in scans for fault in scan.faults)]
    if found:
        # One of each, if doubled.
        whole = {(scan.file.table.name, scan.file.month): scan for scan in scans if not scan.faults}
        raise WarehouseError(
            "The files above cannot be loaded; the warehouse is as it was.",
            details=found + find_row_faults(job, list(whole.values())),
            advice="Correct or replace them, then build again.",
        )


def _stop_at_faults(options: Options, session: Session, scans: list[Scan], files: list[LoadedFile]) -> None:
    """Stop at faulty rows, unless all of them may be quarantined and shall be."""
    faults = [fault for file in files for fault in file.faults]
    is_fatal = any(fault.fatal for fault in faults)
    if is_fatal or (faults and not options.quarantine):
        faults += repeated_keys(session, scans, files)
        fatal = [fault for fault in faults if fault.fatal]
        raise faulty(fatal if options.quarantine else faults, can_be_quarantined=not fatal)


def _check(plan: Plan, session: Session, scans: list[Scan], files: list[LoadedFile]) -> list[DataWarning]:
    """The warnings of the checks. An error of a new warehouse may be a key twice in an initial file."""
    errors, warnings = findings(session.con, plan.first_month, in_a_build=True)
    if not errors:
        return warnings
    if faults := repeated_keys(session, scans, files):
        raise faulty(faults, can_be_quarantined=False)
    raise WarehouseError("The new warehouse does not pass its checks; the old one is as it was.", details=errors)


def stop_at_warnings(options: Options, result: Result) -> None:
    if options.strict and result.warnings:
        raise WarehouseError(
            "With --strict every warning stops the build; the warehouse is as it was.",
            details=[f"warning: {warning}" for warning in result.warnings],
        )
