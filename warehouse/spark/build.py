"""Builds a warehouse on Spark: the plan, the rules and the checks of any build, and a commit in the place of a file."""

import contextlib
import time
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from pyspark.errors import PySparkException

from warehouse import __version__
from warehouse.engine.remote import Remote
from warehouse.engine.render import run
from warehouse.errors import REBUILD, WarehouseError
from warehouse.extract.inputs import choose, gaps, pending
from warehouse.load.build import Options, Plan, Result, nothing_new, stop_at_warnings
from warehouse.load.checks import findings, keep_warnings, kept_warnings
from warehouse.load.decisions import Decisions, decide
from warehouse.load.ledger import Ledger, decided, processed_files
from warehouse.load.month import LoadedFile
from warehouse.load.pipeline import faulty
from warehouse.load.session import Session
from warehouse.progress import Progress
from warehouse.spark.commits import Commit, named_parts, parts_of
from warehouse.spark.connection import SparkConnection
from warehouse.spark.home import OPS
from warehouse.spark.load import SparkFile, load_file, prepare, repeated_keys
from warehouse.spark.session import connect_to, define, read_definitions
from warehouse.spark.source import RemoteFile, changed, find
from warehouse.spark.storage import ABANDONED, Storage, spoken


def build(options: Options, remote: Remote, data_dir: str, progress: Progress) -> Result:
    """Bring a warehouse up to date with the CSV files that the server sees in data_dir.

    It lands whole or stays as it was. Raises WarehouseError for anything the user can correct.
    """
    started = time.perf_counter()
    spark = connect_to(remote)
    storage = Storage(spark, remote.folder)
    with spoken(), SparkConnection(spark, storage) as con:
        known = storage.commits()
        if not known:
            storage.require_own_folder()
        result = _build(options, con, known, data_dir, progress)
    result.seconds = time.perf_counter() - started
    return result


def _build(options: Options, con: SparkConnection, known: list[Commit], data_dir: str, progress: Progress) -> Result:
    plan, listed = _plan(options, con, known, data_dir)
    if not plan.chosen and not plan.inputs.faults:
        return nothing_new(options, plan)
    is_new = plan.ledger.decisions is None
    session = Session(con, Path(), progress, plan.decisions.keeps_empty_cells, processed_by=_maker(con))
    try:
        files = [prepare(con, file, listed.get(file.name)) for file in plan.chosen]
        _refuse_faulty(plan, files)
        if is_new:
            define(con, plan.decisions, session.processed_utc, session.processed_by)
        with progress.watch(con.home.con, sum(file.scan.size for file in files)):
            loaded = _load(session, files)
            progress.start("checks", 0)
            result = _approved(options, plan, session, files, loaded)
        if not options.dry_run:
            _commit(session, known, is_new=is_new)
    finally:
        _clean_up(con)
    return result


def _clean_up(con: SparkConnection) -> None:
    """Free what served this build only, and what it wrote, unless a commit may name it: whatever failed since."""
    if con.home.temporary:
        con.storage.empty_work()
    for part in [] if con.storage.may_have_committed else con.written:
        con.storage.empty(con.storage.path(part))


def _maker(con: SparkConnection) -> str:
    return f"supportwh {__version__}, Spark {con.server.spark.version}"


def _plan(
    options: Options, con: SparkConnection, known: list[Commit], data_dir: str
) -> tuple[Plan, dict[str, RemoteFile]]:
    """What there is to do, and what the storage says of each file."""
    ledger, on_record = Ledger(), {}
    if known and options.full_refresh:
        with SparkConnection(con.server.spark, con.storage, owns_session=False) as old:
            read_definitions(old, parts_of(known))
            on_record = recorded_in(old)
    elif known:
        read_definitions(con, parts_of(known))
        on_record = recorded_in(con)
        ledger = Ledger(Decisions(**on_record), None, processed_files(con))
        for part in parts_of(known):
            con.server.add_part(part)
        con.server.require_all_rows()
    asked = {name: getattr(options, name) for name in Decisions._fields}
    decisions = decide(asked, on_record, is_new=ledger.decisions is None)
    inputs, listed = find(con.server.spark, data_dir, decisions.initial_month)
    if inputs.faults:
        return Plan(ledger, decisions, inputs, pending(inputs, ledger.loaded)), listed
    if faults := changed(con.server.spark, inputs, ledger.files, listed):
        raise WarehouseError("A processed file cannot be taken back.", details=faults, **REBUILD)
    return Plan(ledger, decisions, inputs, choose(inputs, ledger.loaded, options.months)), listed


def recorded_in(con: SparkConnection) -> dict[str, str]:
    """What was decided for a warehouse."""
    [warehouse] = run(con, "ops/warehouse.sql").records
    return decided(warehouse)


def _refuse_faulty(plan: Plan, files: list[SparkFile]) -> None:
    found = [*plan.inputs.faults, *(fault for file in files for fault in file.scan.faults)]
    if found:
        raise WarehouseError(
            "The files above cannot be loaded; the warehouse is as it was.",
            details=found,
            advice="Correct or replace them, then build again.",
        )


def _load(session: Session, files: list[SparkFile]) -> list[LoadedFile]:
    con: SparkConnection = session.con
    con.is_loading = True
    loaded = []
    for month, of_month in groupby(files, key=lambda file: file.scan.file.month):
        con.month = int(month)
        try:
            loaded += [load_file(session, file) for file in of_month]
        except WarehouseError:
            if faults := repeated_keys(session, files):
                raise faulty(faults, can_be_quarantined=False) from None
            raise
    con.is_loading = False
    return loaded


def _approved(
    options: Options, plan: Plan, session: Session, files: list[SparkFile], loaded: list[LoadedFile]
) -> Result:
    """The result of a build that may be committed; WarehouseError for any other."""
    faults = [fault for file in loaded for fault in file.faults]
    fatal = [fault for fault in faults if fault.fatal]
    if fatal or (faults and not options.quarantine):
        raise faulty(fatal if options.quarantine else faults, can_be_quarantined=not fatal)
    months = {plan.decisions.initial_month, *(file.month for file in plan.chosen)}
    noticed = plan.inputs.warnings + plan.ledger.warnings()
    noticed += [warning for file in files for warning in file.scan.warnings]
    noticed += gaps(months | {month for _, month in plan.ledger.loaded})
    noticed += [warning for file in loaded for warning in file.warnings]
    by_the_merge = [warning for _, warning in kept_warnings(session.con, session.processed_utc)]
    errors, by_checks = findings(session.con, plan.first_month, in_a_build=True)
    if errors:
        if repeated := repeated_keys(session, files):
            raise faulty(repeated, can_be_quarantined=False)
        raise WarehouseError("The new warehouse does not pass its checks; the old one is as it was.", details=errors)
    keep_warnings(session.con, session.processed_utc, noticed + by_checks)
    result = Result(loaded, noticed + by_the_merge + by_checks, is_dry=options.dry_run)
    stop_at_warnings(options, result)
    return result


def _commit(session: Session, known: list[Commit], *, is_new: bool) -> None:
    """Write what the machinery has to say of this build, name all its parts, and free what nobody names."""
    con: SparkConnection = session.con
    for name in OPS:
        stamp = {"warehouse": "created_utc", "processed_files": "processed_utc"}.get(name, "build_utc")
        sql = f"from ops.{name} where {stamp} = cast($moment as timestamp)"
        rows = con.home.con.sql(sql, params={"moment": session.processed_utc}).to_arrow_table()
        if rows.num_rows:
            part = con.storage.write(con.server.frame_of(rows).coalesce(1), f"ops_{name}", con.month)
            con.written.append(part)
    con.storage.commit(known, con.written, session.processed_by, is_new=is_new)
    now = datetime.now(UTC).replace(tzinfo=None)
    named = named_parts(con.storage.commits(), str(now - ABANDONED))
    with contextlib.suppress(PySparkException):  # a file that another build has just freed; the next one looks again
        for folder in con.storage.abandoned(named, now):
            con.storage.empty(f"{con.storage.folder}/{folder}")
