"""Builds the warehouse: decides what is new, applies it month by month, checks, puts it in place."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from warehouse import __version__
from warehouse.apply import Applied, Session, apply_month
from warehouse.catalogue import TABLES, TIMES
from warehouse.checks import run_checks
from warehouse.errors import Fault, WarehouseError
from warehouse.files import REFRESH, InputFile, Inputs, choose, find_inputs, gaps
from warehouse.prescan import Scan, prescan, sha256_of
from warehouse.render import digest, run, scripts
from warehouse.salvage import salvage
from warehouse.storage import (
    COPY,
    Workplace,
    connect,
    copy_file,
    open_to_read,
    put_in_place,
    start_writing_out,
    workplace,
)

DEFAULT_ZONE = "America/New_York"
#: Zones that an American calls Eastern; local columns of any other carry the zone's own name.
EASTERN = (DEFAULT_ZONE, "US/Eastern", "EST", "EST5EDT")

log = logging.getLogger("supportwh")


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


@dataclass(frozen=True)
class Known:
    """What an existing warehouse says of itself. Empty for one that is yet to be made."""

    zone: str | None = None
    tables_sha256: str | None = None
    reports_sha256: str | None = None
    processed: tuple[tuple[str, str, str, int, str, str], ...] = ()

    @property
    def months(self) -> set[tuple[str, str]]:
        return {(table, month) for table, month, *_ in self.processed}


def build(options: Options, progress: Callable[[str, int, int], None] = lambda *_: None) -> Result:
    """Bring the warehouse up to date with the CSV files.

    The warehouse lands whole or stays as it was. progress is told a file's name, its number and
    how many there are. Raises WarehouseError for anything the user can mend.
    """
    started = time.perf_counter()
    inputs = find_inputs(options.data_dir)
    with workplace(options.database) as place:
        known = Known() if options.full_refresh else _read_known(place.database)
        zone = _zone(options, known)
        result = Result(warnings=list(inputs.warnings))
        _refuse_changed(inputs, known)
        chosen = choose(inputs, known.months, options.months)
        if not chosen and known.reports_sha256 == digest("4_reports"):
            result.is_changed = False
            return result
        scans = _prescan_all(chosen, result)
        _refuse_faulty(options, place, zone, scans, inputs.faults)
        result.warnings += gaps({file.month for file in chosen} | {month for _, month in known.months})
        if known.zone:
            copy_file(place.database, place.copy)
            start_writing_out(place.copy)
        _work(options, place, known, zone, _session(options, place, scans, progress), result)
    result.seconds = time.perf_counter() - started
    return result


def _read_known(database: Path) -> Known:
    if not database.exists():
        return Known()
    wal = database.with_name(database.name + ".wal")
    if wal.exists():
        raise WarehouseError(
            f"{wal} holds changes that another program has not finished writing.",
            advice=f"Close that program, or open and close {database.name} once with it, then build again.",
        )
    with open_to_read(database) as con:
        [(zone, tables, reports)] = con.execute(
            "select zone, tables_sha256, reports_sha256 from ops.warehouse"
        ).fetchall()
        processed = con.execute(
            "select table_name, month, file_name, size_bytes, file_modified_utc::varchar, sha256"
            " from ops.processed_files"
        ).fetchall()
    if tables != digest("1_tables"):
        raise WarehouseError(f"{database} was made from another version of sql/1_tables.", advice=REFRESH)
    return Known(zone, tables, reports, tuple(processed))


def _zone(options: Options, known: Known) -> str:
    zone = options.zone or known.zone or DEFAULT_ZONE
    if known.zone and zone != known.zone:
        raise WarehouseError(
            f"The warehouse keeps its local times in {known.zone}, not {zone}; they cannot be mixed.",
            advice=f"{REFRESH} --timezone {zone}",
        )
    return zone


def _refuse_changed(inputs: Inputs, known: Known) -> None:
    """A file that was processed must be the same still; its bytes are read only if its time is not."""
    files = {(file.table.name, file.month): file for file in inputs.files}
    faults = []
    for table, month, name, size, modified, sha256 in known.processed:
        file = files.get((table, month))
        if file is None or not file.path.is_file():
            continue
        stat = file.path.stat()
        scan = Scan(file, size=stat.st_size, modified_ns=stat.st_mtime_ns)
        if file.name == name and (scan.size, scan.modified_utc) == (size, modified):
            continue
        if scan.size != size or sha256_of(file.path) != sha256:
            faults.append(Fault(file.name, "it has changed since it was processed"))
    if faults:
        raise WarehouseError("A processed file cannot be taken back.", faults=faults, advice=REFRESH)


def _prescan_all(chosen: list[InputFile], result: Result) -> list[Scan]:
    started = time.perf_counter()
    scans = [prescan(file) for file in chosen]
    log.debug("%-40s %7.3f s", "prescan", time.perf_counter() - started)
    result.warnings += [warning for scan in scans for warning in scan.warnings]
    return scans


def _refuse_faulty(options: Options, place: Workplace, zone: str, scans: list[Scan], faults: list[Fault]) -> None:
    """Stop at faults of whole files, before the warehouse is touched; with them, those of single rows."""
    faults = faults + [fault for scan in scans for fault in scan.faults]
    if not faults:
        return
    session = _session(options, place, [scan for scan in scans if not scan.faults])
    with session.con:
        _prepare(session, zone, is_new=True)
        _apply(session)
    raise WarehouseError(
        "The files above cannot be loaded; the warehouse is as it was.",
        faults=faults + session.faults,
        advice="Mend or replace them, then build again.",
    )


def _work(options: Options, place: Workplace, known: Known, zone: str, session: Session, result: Result) -> None:
    """Everything that happens on the copy, up to the moment when it takes the warehouse's place."""
    with session.con as con:
        _prepare(session, zone, is_new=known.zone is None)
        result.files = _apply(session)
        _settle(options, session, result)
        con.begin()
        create_reports(con, zone)
        con.commit()
        result.warnings += _checked(session, is_new=known.zone is None)
        if options.strict and result.warnings:
            raise WarehouseError(
                "With --strict every warning stops the build; the warehouse is as it was.",
                faults=[Fault("warning", warning) for warning in result.warnings],
            )
        started = time.perf_counter()
        con.execute("checkpoint")
    log.debug("%-40s %7.3f s", "checkpoint", time.perf_counter() - started)
    started = time.perf_counter()
    put_in_place({place.database: place.delivered()})
    log.debug("%-40s %7.3f s", "put in place", time.perf_counter() - started)


def _checked(session: Session, *, is_new: bool) -> list[str]:
    """The warnings of the checks. An error of a new warehouse may be a key twice in an initial file."""
    months = [] if is_new else sorted({scan.file.month for scan in session.scans})
    try:
        return run_checks(session.con, months)
    except WarehouseError:
        initial = [scan for scan in session.scans if not scan.file.is_delta and scan.is_plain]
        faults = [fault for scan in initial for fault in salvage(session.con, scan, session.folder).faults]
        if faults:
            raise _faulty(faults, faults) from None
        raise


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
        con=_connect(options, place),
        folder=place.folder,
        scans=scans,
        built=datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "microseconds"),
        version=f"supportwh {__version__}, DuckDB {duckdb.__version__}",
        progress=progress,
    )


def _prepare(session: Session, zone: str, *, is_new: bool) -> None:
    if is_new:
        session.con.begin()
        _create_tables(session, zone)
        session.con.commit()


def _apply(session: Session) -> list[Applied]:
    applied = []
    for _, scans in groupby(session.scans, key=lambda scan: scan.file.month):
        applied += apply_month(session, list(scans))
        start_writing_out(session.folder / COPY)
    return applied


def _connect(options: Options, place: Workplace) -> duckdb.DuckDBPyConnection:
    settings: dict[str, Any] = {"temp_directory": str(place.folder / "spill")}
    if options.threads:
        settings["threads"] = options.threads
    if options.memory_limit:
        settings["memory_limit"] = options.memory_limit
    return connect(place.copy, **settings)


def zone_label(zone: str) -> str:
    """How the name of a local column ends: eastern, or the zone's own name."""
    return "eastern" if zone in EASTERN else "".join(c if c.isalnum() else "_" for c in zone.lower())


def _create_tables(session: Session, zone: str) -> None:
    con = session.con
    if not con.execute("select 1 from pg_timezone_names() where name = ?", [zone]).fetchall():
        raise WarehouseError(
            f"{zone} is not a time zone.", advice="Use a name such as America/New_York, UTC, or EST for fixed UTC-5."
        )
    values: dict[str, Any] = {"zone": zone}
    for script in scripts("1_tables"):
        if script.endswith("zone_offsets.sql"):
            values["offsets"] = [
                {"ends_utc": ends, "offset_minutes": minutes} for ends, minutes in run(con, script, **values)
            ]
        elif script.endswith("history_tables.sql"):
            for table in TABLES:
                run(con, script, table=table)
        else:
            run(con, script, table=TABLES[-1], **values)
    con.execute(
        "insert into ops.warehouse values (?, ?, null, ?, ?)",
        [zone, digest("1_tables"), session.built, session.version],
    )


def _settle(options: Options, session: Session, result: Result) -> None:
    """Stop at faulty rows, or say how many were set aside."""
    result.warnings += [warning for file in result.files for warning in file.warnings]
    faults = session.faults
    result.rejected = sum(file.rejected for file in result.files)
    if not faults or (options.quarantine and not any(fault.fatal for fault in faults)):
        return
    fatal = [fault for fault in faults if fault.fatal]
    raise _faulty(fatal if options.quarantine else faults, fatal)


def create_reports(con: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Make every view of `sql/4_reports/` anew."""
    for script in scripts("4_reports"):
        run(con, script, zone=zone, zone_label=zone_label(zone), local_times=TIMES, relations=TABLES)
    con.execute("update ops.warehouse set reports_sha256 = ?", [digest("4_reports")])
