"""Builds a warehouse in a Store: plans, scans, loads month by month, checks and publishes."""

import time
from dataclasses import dataclass, field

from warehouse.catalogue import REFERENCES, TABLES
from warehouse.engine.render import run
from warehouse.engine.sources import custom_files
from warehouse.errors import REBUILD, DataWarning, Fault, FaultCount, WarehouseError
from warehouse.extract.inputs import Inputs, choose_files, find_pending
from warehouse.extract.scan import Scan
from warehouse.kinds import kind_of
from warehouse.load.checks import has_unique_keys, read_warnings, run_checks, save_warnings
from warehouse.load.ledger import Decisions, Ledger, Replaced, Vocabulary, is_initial, missing_files, resolve_decisions
from warehouse.load.load import load_file
from warehouse.load.schema import views_digest
from warehouse.load.store import Build, LoadedFile, Options, Plan, Store
from warehouse.log import notify
from warehouse.progress import Progress


@dataclass
class Result:
    """The result of a build or a dry run: the loaded files and the warnings."""

    files: list[LoadedFile] = field(default_factory=list)
    warnings: list[DataWarning] = field(default_factory=list)
    has_new_settings: bool = False
    is_changed: bool = True
    is_dry: bool = False
    seconds: float = 0.0

    @property
    def rejected(self) -> int:
        """The number of quarantined rows."""
        return sum(file.rejected for file in self.files)


def build(options: Options, store: Store, progress: Progress) -> Result:
    """Bring a warehouse up to date with the CSV files of its store.

    The warehouse is replaced as a whole or stays unchanged. progress shows the current file. Raises WarehouseError for
    every error that users can correct.
    """
    started = time.perf_counter()
    with store.building(is_dry=options.dry_run):
        plan = make_plan(options, store)
        if plan.has_nothing_new:
            return _up_to_date(options, plan)
        scans = store.scan(plan)
        _refuse_invalid_files(plan, scans)
        with store.begin(plan, scans, options, progress) as job:
            save_warnings(job, plan.warnings + [warning for scan in scans for warning in scan.warnings])
            with progress.watch(job.con, sum(scan.text_size for scan in scans)):
                files = _load_files(job, store, scans, options)
                _refuse_invalid_rows(job, options)
                warnings = _check(job, store, options)
            if not options.dry_run:
                store.publish(job)
    seconds = time.perf_counter() - started
    return Result(files, warnings, plan.has_new_settings, is_dry=options.dry_run, seconds=seconds)


def make_plan(options: Options, store: Store) -> Plan:
    """Return the plan of a build; raise WarehouseError if the files do not match the warehouse."""
    asked = {name: getattr(options, name) for name in Decisions._fields}
    ledger = Ledger() if options.full_refresh else store.read_ledger()
    replaced = store.read_replaced(asked) if options.full_refresh else Replaced()
    recorded = ledger.decisions._asdict() if ledger.decisions else replaced.decisions
    decisions = resolve_decisions(asked, recorded, is_new=ledger.decisions is None)
    words = {name: value for name in Vocabulary._fields if (value := getattr(options, name))}
    vocabulary = (replaced if options.full_refresh else ledger).vocabulary._replace(**words)
    inputs = store.find_inputs(decisions.initial_month)
    if not options.allow_missing:
        _refuse_missing_files(replaced, inputs)
    if options.dry_run and (missing := missing_files([file.key for file in ledger.files], inputs)):
        names = ", ".join(fault.file for fault in missing)
        notify(f"{_describe_missing(missing)}: {names}. A full refresh requires --allow-missing.")
    if unused := sorted(set(ledger.custom_sql) - set(custom_files())):
        notify(f"The last build used {', '.join(unused)} from a --sql-dir; this build does not.")
    if inputs.faults:
        return Plan(ledger, decisions, inputs, find_pending(inputs, ledger.loaded), views_digest())
    settings = store.read_settings()
    if changed := store.changed_files(inputs, ledger.files):
        message = "A loaded file has changed." if len(changed) == 1 else f"{len(changed):,} loaded files have changed."
        raise WarehouseError(message, details=changed, **REBUILD)
    chosen = choose_files(inputs, ledger.loaded, options.months)
    return Plan(ledger, decisions, inputs, chosen, views_digest(), replaced.erasures, vocabulary, settings)


def _refuse_missing_files(replaced: Replaced, inputs: Inputs) -> None:
    """Raise WarehouseError if a full refresh would lose loaded deltas, or tables and views that others have added.

    A missing file of the initial extract is a fault in itself.
    """
    if replaced.additions:
        raise WarehouseError(
            f"A full refresh would drop tables or views that others created: {', '.join(replaced.additions)}.",
            advice="Copy them elsewhere, then rebuild without them",
            command=f"{REBUILD['command']} --allow-missing",
        )
    deltas = [(table, month, name) for table, month, name in replaced.files if not is_initial(name)]
    if missing := missing_files(deltas, inputs):
        them, their = ("it", "its") if len(missing) == 1 else ("them", "their")
        raise WarehouseError(
            f"{_describe_missing(missing)}; a full refresh would lose {their} rows.",
            details=missing,
            advice=f"Restore {them}, or rebuild without {them}",
            command=f"{REBUILD['command']} --allow-missing",
        )


def _describe_missing(missing: list[Fault]) -> str:
    return "1 loaded file no longer exists" if len(missing) == 1 else f"{len(missing):,} loaded files no longer exist"


def _up_to_date(options: Options, plan: Plan) -> Result:
    """Return the result of a build that has nothing to do."""
    _stop_at_warnings(options, plan.warnings)
    return Result(warnings=plan.warnings, is_changed=False, is_dry=options.dry_run)


def _refuse_invalid_files(plan: Plan, scans: list[Scan]) -> None:
    """Raise WarehouseError if files are invalid as a whole, before the warehouse is copied."""
    if faults := [*plan.faults, *(fault for scan in scans for fault in scan.faults)]:
        # A missing file may exist under another name, which a warning tells.
        is_missing = any(fault.kind == "missing_file" for fault in faults)
        number = len({fault.file for fault in faults})
        raise WarehouseError(
            f"Nothing was loaded: {number:,} {'file is' if number == 1 else 'files are'} invalid (see above).",
            details=[*faults, *(plan.inputs.warnings if is_missing else [])],
            advice=f"Fix or replace the file{'' if number == 1 else 's'}, then build again.",
        )


def _load_files(job: Build, store: Store, scans: list[Scan], options: Options) -> list[LoadedFile]:
    """Load all files in order; stop after an initial extract with duplicate keys, to which no delta can be applied."""
    files = []
    initial = [scan for scan in scans if not scan.file.is_delta]
    merges = True
    for scan in scans:
        files.append(load_file(job, store, scan, merges=merges))
        # After an invalid row the build only validates the other files. A file with a fatal fault has no counts.
        merges = bool(files[-1].counts) and (options.quarantine or not files[-1].rejected)
        if initial and scan is initial[-1] and not has_unique_keys(job.con, TABLES):
            for one in initial:
                store.find_repeated_keys(job, one)
            break
    return files


def _refuse_invalid_rows(job: Build, options: Options) -> None:
    """Raise WarehouseError if there are invalid rows, unless all of them are quarantined."""
    parameters = {"build_utc": job.processed_utc, "most": WarehouseError.MAX_DETAILS}
    counts = [FaultCount(*row) for row in run(job.con, "ops/rejected_kinds.sql", parameters).rows]
    has_fatal = any(kind_of(count.kind).is_fatal for count in counts)
    if not has_fatal and (options.quarantine or not counts):
        return
    shown = [count for count in counts if kind_of(count.kind).is_fatal or not options.quarantine]
    number = sum(count.number for count in shown)
    kinds = list({count.kind for count in shown})
    faults = [Fault(**row) for row in run(job.con, "ops/rejected_rows.sql", parameters | {"kinds": kinds}).records]
    noun = "invalid value" if all(count.column for count in shown) else "error"
    message = f"Nothing was loaded: found {number:,} {noun}{'' if number == 1 else 's'}."
    if has_fatal:
        raise WarehouseError(message, details=faults, counts=shown, advice="Fix the files, then build again.")
    advice = "Fix the files, or load the valid rows with"
    raise WarehouseError(message, details=faults, counts=shown, advice=advice, command="build --quarantine")


def _check(job: Build, store: Store, options: Options) -> list[DataWarning]:
    """Run the checks on the new warehouse and return its warnings; raise WarehouseError if a check fails."""
    job.progress.start("checks", 0)
    store.finish_views(job)
    plan, is_new = job.plan, job.plan.ledger.decisions is None
    months = [int(file.month) for file in plan.chosen]
    first_month = 0 if is_new else min(months, default=0)
    is_full = is_new or plan.has_new_views
    stages = {"", "full"} if is_full else {""}
    errors = run_checks(
        job.con, "ops.warnings", job.processed_utc, first_month, stages=stages, unique_tables=REFERENCES
    )
    if errors:
        number = "1 check" if len(errors) == 1 else f"{len(errors):,} checks"
        raise WarehouseError(f"The warehouse is unchanged: {number} failed (see above).", details=errors)
    warnings = [warning for _, warning in read_warnings(job.con, job.processed_utc)]
    _stop_at_warnings(options, warnings)
    return warnings


def _stop_at_warnings(options: Options, warnings: list[DataWarning]) -> None:
    """Raise WarehouseError if there are warnings and --strict is set."""
    if options.strict and warnings:
        number = "1 warning" if len(warnings) == 1 else f"{len(warnings):,} warnings"
        raise WarehouseError(f"The warehouse is unchanged: found {number} with --strict (see above).", details=warnings)
