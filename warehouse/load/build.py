"""Builds the warehouse: decides what is new, has it loaded, and stops at what is wrong."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.engine.workspace import build_directory
from warehouse.errors import REBUILD, Fault, WarehouseError
from warehouse.extract.inputs import InputFile, Inputs, choose, find_inputs, gaps, pending
from warehouse.extract.prescan import prescan
from warehouse.extract.scan import Scan
from warehouse.load.checks import run_checks
from warehouse.load.ledger import Ledger, read_ledger, recorded_zone, refuse_changed
from warehouse.load.month import LoadedFile
from warehouse.load.pipeline import Job, faulty, find_row_faults, repeated_keys, run_job, timed
from warehouse.load.schema import DEFAULT_ZONE, views_digest
from warehouse.load.session import Session
from warehouse.progress import Progress


@dataclass(frozen=True)
class Options:
    """What a build is asked to do."""

    data_dir: Path
    database: Path
    months: list[str] | None = None
    full_refresh: bool = False
    zone: str | None = None
    quarantine: bool = False
    strict: bool = False
    threads: int | None = None
    memory_limit: str | None = None


@dataclass
class Result:
    """What a build did: each file that it loaded, and what its reader should know."""

    files: list[LoadedFile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_changed: bool = True
    seconds: float = 0.0

    @property
    def rejected(self) -> int:
        """How many rows were quarantined."""
        return sum(file.ledger["rows_rejected"] for file in self.files)


def build(options: Options, progress: Progress | None = None) -> Result:
    """Bring the warehouse up to date with the CSV files.

    The warehouse lands whole or stays as it was. progress is told what goes on. Raises WarehouseError
    for anything the user can correct.
    """
    started = time.perf_counter()
    inputs = find_inputs(options.data_dir)
    with build_directory(options.database) as directory:
        ledger = Ledger() if options.full_refresh else read_ledger(directory.database)
        zone = _zone(options, ledger, directory.database)
        job = Job(directory, ledger, zone, progress or Progress(), options.threads, options.memory_limit)
        result = _build(options, inputs, job)
    result.seconds = time.perf_counter() - started
    return result


def _build(options: Options, inputs: Inputs, job: Job) -> Result:
    ledger = job.ledger
    result = Result(warnings=inputs.warnings + ledger.warnings())
    if inputs.faults:
        _refuse_faulty(job, _scan(pending(inputs, ledger.loaded), result), inputs.faults)
    refuse_changed(inputs, ledger)
    chosen = choose(inputs, ledger.loaded, options.months)
    if not chosen and ledger.views_sha256 == views_digest():
        result.is_changed = False
        _stop_at_warnings(options, result)
        return result
    scans = _scan(chosen, result)
    _refuse_faulty(job, scans)
    result.warnings += gaps({file.month for file in chosen} | {month for _, month in ledger.loaded})

    def approve(session: Session, files: list[LoadedFile]) -> None:
        _stop_at_faults(options, session, scans, files)
        result.warnings += [warning for file in files for warning in file.warnings]
        result.warnings += _check(job, session, scans, files)
        _stop_at_warnings(options, result)

    result.files = run_job(job, scans, approve)
    return result


def _zone(options: Options, ledger: Ledger, database: Path) -> str:
    """The zone of local times: the one asked for, else that of the warehouse, also where it is made anew."""
    zone = options.zone or ledger.zone or recorded_zone(database) or DEFAULT_ZONE
    if ledger.zone and zone != ledger.zone:
        raise WarehouseError(
            f"The warehouse keeps its local times in {ledger.zone}, not {zone}; they cannot be mixed.",
            advice=REBUILD["advice"],
            command=f"{REBUILD['command']} --timezone {zone}",
        )
    return zone


def _scan(chosen: list[InputFile], result: Result) -> list[Scan]:
    with timed("prescan"):
        scans = [prescan(file) for file in chosen]
    result.warnings += [warning for scan in scans for warning in scan.warnings]
    return scans


def _refuse_faulty(job: Job, scans: list[Scan], faults: Sequence[Fault] = ()) -> None:
    """Stop at faults of whole files, before the warehouse is touched; with them, those of single rows."""
    found = [*faults, *(fault for scan in scans for fault in scan.faults)]
    if found:
        raise WarehouseError(
            "The files above cannot be loaded; the warehouse is as it was.",
            details=found + find_row_faults(job, [scan for scan in scans if not scan.faults]),
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


def _check(job: Job, session: Session, scans: list[Scan], files: list[LoadedFile]) -> list[str]:
    """The warnings of the checks. An error of a new warehouse may be a key twice in an initial file."""
    months = [] if job.is_new else sorted({int(scan.file.month) for scan in scans})
    try:
        return run_checks(session.con, months)
    except WarehouseError:
        if faults := repeated_keys(session, scans, files):
            raise faulty(faults, can_be_quarantined=False) from None
        raise


def _stop_at_warnings(options: Options, result: Result) -> None:
    if options.strict and result.warnings:
        raise WarehouseError(
            "With --strict every warning stops the build; the warehouse is as it was.",
            details=[f"warning: {warning}" for warning in result.warnings],
        )
