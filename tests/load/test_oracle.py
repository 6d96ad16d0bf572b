"""Holds the warehouse against the oracle, on extracts made up from seeds."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import Result

from tests.conftest import SQL, Project
from tests.support.generator import Generator
from tests.support.oracle import COLUMNS, TIMES, Expected, expect
from warehouse.engine.render import render

EXTRACTS, CHUNK = 300, 10
#: One extract in so many is built in two steps as well; of two in three the operations report is looked at, too.
STEPS_EVERY = 6

RELATIONS = {"interactions": "fact_interactions"} | {
    name: f"dim_{name}" for name in ("agents", "contact_centers", "service_categories")
}
FACT = (
    *("interaction_id", "contact_center_id", "category_id", "agent_id", "channel", "month", "is_call"),
    *("call_duration_minutes", "satisfaction_rating", "minutes_to_resolution", "minutes_after_resolution"),
    *(f"{time}_{zone}" for time in TIMES for zone in ("utc", "local")),
    "valid_from_month",
)
LEDGER = (
    *("table_name", "month", "file_name", "rows_read", "rows_added", "rows_updated", "rows_deleted", "rows_unchanged"),
    *("rows_superseded", "deletes_of_missing_keys", "rows_rejected", "table_rows_before", "table_rows_after"),
)

#: The causes of each change of the report, and the views that they are made from.
OF_CAUSES = (
    "4_core/load_steps.sql",
    *(
        f"5_reports/{name}.sql"
        for name in (
            *("contact_center_changes", "service_category_changes", "interaction_changes"),
            *("support_report_transitions", "support_report_causes"),
        )
    ),
)

#: The operations report, and the views that it is made from.
OF_MEASURES = {
    "interactions_by_month": (),
    "contact_centers_by_month": ("contact_center_name",),
    "departments_by_month": ("department",),
    "categories_by_month": ("category_name",),
    "agents_by_month": ("coalesce(agent_id, '')", "agent_name"),
}
BELOW_MEASURES = [
    f"4_core/{name}.sql"
    for name in ("interactions_wide", "month_coverage", "dim_months", "dim_dates", "month_comparisons")
] + ["4_core/target_periods.sql"]
MEASURES = (
    *("total_interactions", "total_calls", "answered_calls", "abandoned_calls", "abandonment_rate"),
    *("average_handle_minutes", "median_handle_minutes", "p90_handle_minutes", "average_call_minutes"),
    *("ratings", "average_rating", "share_rated_4_or_5", "response_rate"),
)
#: A value is rounded to so many digits.
DIGITS = {"minutes": 2, "rating": 2}

#: What became of the extracts of a chunk.
counts: Counter[str] = Counter()


def columns_of(table: str) -> tuple[str, ...]:
    return FACT if table == "interactions" else (*COLUMNS[table], "valid_from_month")


def columns_of_history(table: str) -> tuple[str, ...]:
    loaded = tuple(f"{column}_utc" if column in TIMES else column for column in COLUMNS[table])
    return (*loaded, "valid_from_month", "valid_to_month", "superseded_by", "ended_as")


def wanted(expected: Expected) -> dict[str, Any]:
    """What the oracle says of each part of a warehouse."""
    parts: dict[str, Any] = {
        table: {key: tuple(row[column] for column in columns_of(table)) for key, row in rows.items()}
        for table, rows in expected.tables.items()
    }
    for table, versions in expected.history.items():
        columns = columns_of_history(table)
        parts[f"history of {table}"] = {at: tuple(row[column] for column in columns) for at, row in versions.items()}
    parts["ledger"] = {
        account.name: tuple((vars(account) | {"month": int(account.month)}).values()) for account in expected.accounts
    }
    parts["rejected rows"] = dict.fromkeys(expected.rejected, 1)
    parts["report"] = dict(enumerate(expected.report))
    parts["causes"] = expected.causes
    return parts


def found(database: Path, *, with_measures: bool = False) -> dict[str, Any]:
    """The same parts as they are in a warehouse."""
    with duckdb.connect(str(database), read_only=True) as con:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return con.execute(sql).fetchall()

        con.execute("set TimeZone = 'UTC'")
        parts: dict[str, Any] = {}
        for table, relation in RELATIONS.items():
            columns = columns_of(table)
            all_rows = rows(f"select {', '.join(columns)} from {relation}")
            parts[table] = {row[0]: row for row in all_rows}
            assert len(parts[table]) == len(all_rows), f"{relation} has a key twice"
        for table in COLUMNS:
            versions = rows(f"select {', '.join(columns_of_history(table))} from history.{table}")
            parts[f"history of {table}"] = {(row[0], row[-3]): row for row in versions}
        parts["ledger"] = {row[2]: row for row in rows(f"select {', '.join(LEDGER)} from ops.processed_files")}
        parts["rejected rows"] = dict.fromkeys(rows("select distinct file_name, line from ops.rejected_rows"), 1)
        parts["report"] = dict(enumerate(rows("from support_report")))
        for script in OF_CAUSES:
            con.execute(f"create or replace temp view {Path(script).stem} as {(SQL / script).read_text('utf-8')}")
        parts["causes"] = {
            row[:7]: row[7:] for row in rows("select * exclude (month_start) from support_report_causes")
        }
        if not with_measures:
            return parts
        for script in (*BELOW_MEASURES, *(f"5_reports/{view}.sql" for view in OF_MEASURES)):
            con.execute(f"create or replace temp view {Path(script).stem} as {render(script)}")
        parts["measures"] = {
            (view, month, *key): dict(zip(MEASURES, figures, strict=True))
            for view, columns in OF_MEASURES.items()
            for month, key, figures in rows(
                f"select month, [{', '.join(columns)}], [{', '.join(MEASURES)}] from {view}"
                " where total_interactions > 0"
            )
        }
        return parts


def differences(expected: Expected, warehouse: dict[str, Any]) -> list[str]:
    """Where a warehouse is not what the oracle says, a sentence each."""
    told = []
    for part, want in wanted(expected).items():
        have = warehouse[part]
        told += [
            f"{part} {key!r}: {have.get(key)} instead of {want.get(key)}"
            for key in sorted({*want, *have}, key=str)
            if have.get(key) != want.get(key)
        ]
    return told + (wrong_measures(expected.measures, warehouse["measures"]) if "measures" in warehouse else [])


def wrong_measures(want: dict[Any, dict[str, Any]], have: dict[Any, dict[str, Any]]) -> list[str]:
    """Where a figure of the operations report is not the exact value, rounded."""
    told = [f"measures {key!r}: this row does not exist on one side" for key in want.keys() ^ have.keys()]
    for key in want.keys() & have.keys():
        for measure, exact in want[key].items():
            value = have[key][measure]
            digits = DIGITS.get(measure.rpartition("_")[2], 4)
            is_near = None not in (exact, value) and abs(value - exact) <= 0.5001 * 10**-digits
            if not is_near and (exact, value) != (None, None):
                told.append(f"measures {key!r}: {measure} is {value} instead of {exact and float(exact)}")
    return told


def outcome(result: Result) -> list[str]:
    """What is wrong with the way in which a command ended, whatever it was asked."""
    told = []
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        told.append(f"it raised {result.exception!r}")
    if "Traceback" in result.stderr:
        told.append("it printed a traceback")
    if result.exit_code not in (0, 1):
        told.append(f"exit code {result.exit_code}")
    if result.exit_code == 1 and not any(line.startswith("Error: ") for line in result.stderr.splitlines()):
        told.append(f"it failed without a sentence: {result.stderr!r}")
    return told


EXPORTED = ("fact_interactions", "dim_agents", "dim_contact_centers", "dim_service_categories", "support_report")


def exports(project: Project, name: str) -> dict[str, bytes]:
    folder = project.folder / name
    result = project.run("export", *EXPORTED, "--database", project.database, "--output-dir", folder)
    assert result.exit_code == 0, result.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def compare(project: Project, seed: int) -> list[str]:
    """Build the extract of a seed, and say where the warehouse is not what the oracle says."""
    extract = Generator(seed, project.extract.folder).write()
    expected = expect(project.extract.folder)
    counts["compared"] += 1
    result = project.build("--quarantine")
    told = outcome(result)
    if expected.refusals:
        counts["refused"] += 1
        named = any(name in result.stderr for name in expected.refusals)
        if result.exit_code == 0 or not named or project.database.exists():
            told.append(f"it should have been refused for {expected.refusals}, and was not: {result.stderr}")
        return told
    counts["rejected"] += bool(expected.rejected)
    if result.exit_code:
        return [*told, f"it should have been built: {result.stderr}"]
    told += differences(expected, found(project.database, with_measures=seed % 3 == 0))
    if not told and seed % STEPS_EVERY == 0 and len(extract.months) > 1:
        told += compare_steps(project, extract.months, expected)
    return told


def compare_steps(project: Project, months: list[str], expected: Expected) -> list[str]:
    """Build in two steps what was built in one, and say what differs."""
    counts["steps"] += 1
    at_once = exports(project, "at_once")
    project.database.unlink()
    available = {path.stem[-6:] for path in (project.extract.folder / "delta").iterdir()}
    first = [month for month in months if month in available][:-1]
    told = []
    for arguments in ("--months", ",".join(first), "--quarantine"), ("--quarantine",):
        result = project.build(*arguments)
        told += outcome(result)
        if result.exit_code:
            return [*told, f"a step should have been built: {result.stderr}"]
        last_month = first[-1] if "--months" in arguments else months[-1]
        told += differences(expect(project.extract.folder, last_month), found(project.database))
    in_steps = exports(project, "in_steps")
    return told + [
        f"{name} differs when it is built in two steps" for name in at_once if in_steps[name] != at_once[name]
    ]


@pytest.mark.harness
@pytest.mark.parametrize("first", range(0, EXTRACTS, CHUNK), ids=lambda first: f"seeds_from_{first}")
def test_a_warehouse_is_what_the_oracle_says(first: int, new_project: Callable[[str], Project]) -> None:
    counts.clear()
    told = []
    for seed in range(first, first + CHUNK):
        told += [f"seed {seed}: {difference}" for difference in compare(new_project(str(seed)), seed)]
    assert not told, "\n".join(told)
    print(dict(counts))
    assert counts["compared"] == CHUNK
    assert counts["refused"] < CHUNK // 2, "most extracts must be built, or little was compared"
