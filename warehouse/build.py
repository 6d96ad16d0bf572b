"""Builds the warehouse: decides what is new, applies it month by month, checks, puts it in place."""

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from warehouse import __version__
from warehouse.apply import Applied, Session, apply_month
from warehouse.catalogue import INTERACTIONS
from warehouse.checks import run_checks
from warehouse.create import DEFAULT_ZONE, create_reports, create_tables
from warehouse.errors import Fault, WarehouseError
from warehouse.files import REFRESH, InputFile, choose, find_inputs, gaps, not_processed
from warehouse.known import Known, read_known, refuse_changed
from warehouse.prescan import Scan, prescan
from warehouse.render import digest, prepare_templates
from warehouse.salvage import salvage
from warehouse.storage import (
    Workplace,
    copy_file,
    open_to_write,
    put_in_place,
    sync,
    workplace,
    write_out,
)

log = logging.getLogger("supportwh")

#: Below so many bytes of CSV files and warehouse a second thread costs more time than it saves.
LITTLE = 8 << 20


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
    """What a build did: each file that it applied, and what its reader should know."""

    files: list[Applied] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rejected: int = 0
    is_changed: bool = True
    seconds: float = 0.0


def build(options: Options, progress: Callable[[str, int, int], None] = lambda *_: None) -> Result:
    """Bring the warehouse up to date with the CSV files.

    The warehouse lands whole or stays as it was. progress is told a file's name, its number and
    how many there are. Raises WarehouseError for anything the user can mend.
    """
    started = time.perf_counter()
    inputs = find_inputs(options.data_dir)
    with workplace(options.database) as place:
        known = Known() if options.full_refresh else read_known(place.database)
        zone = _zone(options, known)
        result = Result(warnings=list(inputs.warnings))
        if inputs.faults:
            scans = _prescan_all(not_processed(inputs, known.months), result)
            _refuse_faulty(options, place, zone, scans, inputs.faults)
        refuse_changed(inputs, known)
        chosen = choose(inputs, known.months, options.months)
        if not chosen and known.reports_sha256 == digest("4_reports"):
            result.is_changed = False
            _refuse_warnings(options, result)
            return result
        scans = _prescan_all(chosen, result)
        _refuse_faulty(options, place, zone, scans)
        result.warnings += gaps({file.month for file in chosen} | {month for _, month in known.months})
        _work(options, place, known, zone, scans, progress, result)
    result.seconds = time.perf_counter() - started
    return result


def _zone(options: Options, known: Known) -> str:
    zone = options.zone or known.zone or DEFAULT_ZONE
    if known.zone and zone != known.zone:
        raise WarehouseError(
            f"The warehouse keeps its local times in {known.zone}, not {zone}; they cannot be mixed.",
            advice=f"{REFRESH} --timezone {zone}",
        )
    return zone


def _prescan_all(chosen: list[InputFile], result: Result) -> list[Scan]:
    started = time.perf_counter()
    scans = [prescan(file) for file in chosen]
    log.debug("%-40s %7.3f s", "prescan", time.perf_counter() - started)
    result.warnings += [warning for scan in scans for warning in scan.warnings]
    return scans


def _refuse_faulty(
    options: Options, place: Workplace, zone: str, scans: list[Scan], faults: Sequence[Fault] = ()
) -> None:
    """Stop at faults of whole files, before the warehouse is touched; with them, those of single rows."""
    found = [*faults, *(fault for scan in scans for fault in scan.faults)]
    if not found:
        return
    session = _session(options, place, [scan for scan in scans if not scan.faults])
    with session.con:
        _prepare(session, zone, is_new=True)
        list(_apply(session))
        found += session.faults + _repeated_keys(session)
    raise WarehouseError(
        "The files above cannot be loaded; the warehouse is as it was.",
        faults=found,
        advice="Mend or replace them, then build again.",
    )


def _work(
    options: Options,
    place: Workplace,
    known: Known,
    zone: str,
    scans: list[Scan],
    progress: Callable[[str, int, int], None],
    result: Result,
) -> None:
    """Everything that happens on the copy, up to the moment when it takes the warehouse's place.

    Beside it go the import of what renders the SQL; the reports, which need the tables but not their
    rows; and the writing of what is finished to the disk.
    """
    is_new = known.zone is None
    beside = ThreadPoolExecutor(max_workers=1)
    jobs = [beside.submit(prepare_templates)]
    if not is_new:
        copy_file(place.database, place.copy)
    session = _session(options, place, scans, progress)
    with session.con as con:
        with beside:
            _prepare(session, zone, is_new=is_new)
            reports = beside.submit(_make_reports, con.cursor(), zone, known)
            jobs += [reports, beside.submit(sync, place.copy)]
            for applied in _apply(session):
                result.files += applied
                jobs.append(beside.submit(sync, place.copy))
            reports.result()
            _settle(options, session, result)
            result.warnings += _checked(session, is_new=is_new)
            _refuse_warnings(options, result)
        for job in jobs:
            job.result()
        started = time.perf_counter()
        write_out(con, INTERACTIONS.target)
    log.debug("%-40s %7.3f s", "checkpoint", time.perf_counter() - started)
    started = time.perf_counter()
    # What another program left unfinished belongs to the file that goes: the new one would not open.
    wal = place.database.with_name(place.database.name + ".wal")
    put_in_place({place.database: place.delivered()}, outdated=wal)
    log.debug("%-40s %7.3f s", "put in place", time.perf_counter() - started)


def _make_reports(con: duckdb.DuckDBPyConnection, zone: str, known: Known) -> None:
    """Make the reports, unless those that are there were made from the same SQL."""
    with con:
        if known.reports_sha256 != digest("4_reports"):
            con.execute("use warehouse")
            con.begin()
            create_reports(con, zone)
            con.commit()


def _refuse_warnings(options: Options, result: Result) -> None:
    if options.strict and result.warnings:
        raise WarehouseError(
            "With --strict every warning stops the build; the warehouse is as it was.",
            faults=[Fault("warning", warning) for warning in result.warnings],
        )


def _checked(session: Session, *, is_new: bool) -> list[str]:
    """The warnings of the checks. An error of a new warehouse may be a key twice in an initial file."""
    months = [] if is_new else sorted({int(scan.file.month) for scan in session.scans})
    try:
        return run_checks(session.con, months)
    except WarehouseError:
        if faults := _repeated_keys(session):
            raise _faulty(faults, faults) from None
        raise


def _repeated_keys(session: Session) -> list[Fault]:
    """The keys that an initial file has twice, in both its lines; of a file that was salvaged they are known."""
    faults = []
    for scan in session.scans:
        table = scan.file.table
        if scan.file.is_delta or not scan.is_plain or any(fault.file == scan.file.name for fault in session.faults):
            continue
        rows = f"from {table.target} group by {table.key} having count(*) > 1"
        if session.con.execute(f"select 1 {rows} limit 1").fetchall():
            faults += salvage(session.con, scan, session.folder).faults
    return faults


def _faulty(faults: list[Fault], fatal: list[Fault]) -> WarehouseError:
    advice = "Mend the files."
    if not fatal:
        advice = "Mend the files, or set such rows aside and load the rest: supportwh build --quarantine"
    number = f"{len(faults):,} fault{'s' if len(faults) > 1 else ''}"
    return WarehouseError(f"{number} in the files above; the warehouse is as it was.", faults=faults, advice=advice)


def _session(
    options: Options, place: Workplace, scans: list[Scan], progress: Callable[[str, int, int], None] = lambda *_: None
) -> Session:
    return Session(
        con=_connect(options, place, scans),
        folder=place.folder,
        scans=scans,
        built=datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "microseconds"),
        version=f"supportwh {__version__}, DuckDB {duckdb.__version__}",
        progress=progress,
    )


def _prepare(session: Session, zone: str, *, is_new: bool) -> None:
    if is_new:
        session.con.begin()
        create_tables(session.con, zone, session.built, session.version)
        session.con.commit()


def _apply(session: Session) -> Iterator[list[Applied]]:
    """Bring in the files of one month after the other; what each did."""
    for _, scans in groupby(session.scans, key=lambda scan: scan.file.month):
        yield apply_month(session, list(scans))


def _threads(place: Workplace, scans: list[Scan]) -> int:
    """How many threads are worth it: one for little data, which is done before others are awake.

    With two DuckDB groups in one hash table that it has to make larger again and again; from three on
    in parts, which takes half the time (its `GROW_STRATEGY_THREAD_THRESHOLD`).
    """
    size = sum(scan.size for scan in scans) + (place.copy.stat().st_size if place.copy.exists() else 0)
    return max(3, os.cpu_count() or 1) if size > LITTLE else 1


def _connect(options: Options, place: Workplace, scans: list[Scan]) -> duckdb.DuckDBPyConnection:
    settings: dict[str, Any] = {"temp_directory": str(place.folder / "spill")}
    settings["threads"] = options.threads or _threads(place, scans)
    if options.memory_limit:
        settings["memory_limit"] = options.memory_limit
    return open_to_write(place.copy, **settings)


def _settle(options: Options, session: Session, result: Result) -> None:
    """Stop at faulty rows, or say how many were set aside."""
    result.warnings += [warning for file in result.files for warning in file.warnings]
    faults = session.faults
    result.rejected = sum(file.rejected for file in result.files)
    if not faults or (options.quarantine and not any(fault.fatal for fault in faults)):
        return
    faults = faults + _repeated_keys(session)
    fatal = [fault for fault in faults if fault.fatal]
    raise _faulty(fatal if options.quarantine else faults, fatal)
