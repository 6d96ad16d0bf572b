"""The month as of which a session sees the warehouse: one variable, in any client, for every view."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import ROOT, Project, interaction

pytestmark = pytest.mark.all_reports

MONTHS = ("202501", "202502", "202503")


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample, built up to each of its months."""
    built = {}
    for last, month in enumerate(MONTHS):
        project = Project(tmp_path_factory.mktemp(month))
        months = ["--months", ",".join(MONTHS[1 : last + 1])] if last else []
        data = project.folder / "sample"
        data.symlink_to(ROOT / "data")
        if not last:  # --months needs a delta: without one there are none to load
            data.unlink()
            data.mkdir()
            (data / "initial").symlink_to(ROOT / "data" / "initial")
        result = project.run("build", "--data-dir", data, "--database", project.database, *months)
        assert result.exit_code == 0, result.stderr
        built[month] = project.database
    return built


def views(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """What every view of `main` shows, as text."""
    names = con.execute("select view_name from duckdb_views() where schema_name = 'main' and not internal").fetchall()
    return {name: sorted(map(str, con.execute(f"from {name}").fetchall())) for (name,) in names}


@pytest.mark.parametrize("month", MONTHS)
def test_a_plain_session_that_sets_the_variable_sees_every_view_as_it_was(
    warehouses: dict[str, Path], month: str
) -> None:
    with duckdb.connect(str(warehouses["202503"]), read_only=True) as con:
        con.execute(f"set variable as_of_month = {month}")
        past = views(con)
    with duckdb.connect(str(warehouses[month]), read_only=True) as con:
        assert views(con) == past
    assert len(past) > 25


def test_a_session_without_the_variable_sees_today(warehouses: dict[str, Path]) -> None:
    with duckdb.connect(str(warehouses["202503"]), read_only=True) as con:
        today = views(con)
        con.execute("set variable as_of_month = 202501")
        assert views(con) != today
        con.execute("reset variable as_of_month")
        assert views(con) == today
        assert views(con.cursor()) == today


def test_the_variable_may_be_text(warehouses: dict[str, Path]) -> None:
    with duckdb.connect(str(warehouses["202503"]), read_only=True) as con:
        con.execute("set variable as_of_month = '202501'")
        assert con.execute("select max(month) from processed_files").fetchall() == [(202501,)]


@pytest.mark.parametrize("month", MONTHS)
def test_each_macro_shows_one_relation_as_it_was_beside_those_of_today(warehouses: dict[str, Path], month: str) -> None:
    names = ("dim_agents", "dim_contact_centers", "dim_service_categories", "fact_interactions", "support_report")
    with (
        duckdb.connect(str(warehouses["202503"]), read_only=True) as whole,
        duckdb.connect(str(warehouses[month]), read_only=True) as part,
    ):
        for name in names:
            there = part.execute(f"from {name} order by all").fetchall()
            assert whole.execute(f"from {name}_as_of({month}) order by all").fetchall() == there
            assert whole.execute(f"from {name}_as_of('{month}') order by all").fetchall() == there


def test_the_report_after_a_month_without_a_file_is_that_of_the_month_before(project: Project) -> None:
    project.extract.delta("interactions", "202504", [interaction("I2") + ",add"])
    project.built()
    assert project.rows("from support_report_as_of(202503)") == project.rows("from support_report_as_of(202501)")
    assert project.rows("from support_report_as_of(202504)") == project.rows("from support_report")
    assert project.rows("from support_report_as_of(202412)") == []


def scanned(node: dict[str, Any]) -> list[str]:
    """The tables that the scans of a plan read."""
    here = [str(node["extra_info"].get("Table", ""))] if "SCAN" in node["name"].upper() else []
    return here + [table for child in node["children"] for table in scanned(child)]


#: What reads no table of a warehouse without settings.
WITHOUT_TABLES = ("dim_metrics", "target_periods", "targets_by_month")
#: What is of the past by its meaning.
OF_THE_PAST = (
    "_history",
    "_changes",
    "support_report_causes",
    "support_report_transitions",
    "support_report_restatements",
    "support_report_original_names",
    "agent_moves",
)


def test_the_present_reads_no_table_of_history(warehouses: dict[str, Path]) -> None:
    with duckdb.connect(str(warehouses["202503"]), read_only=True) as con:
        names = con.execute(
            "select view_name from duckdb_views() where schema_name = 'main' and not internal"
        ).fetchall()
        present = [name for (name,) in names if not name.endswith(OF_THE_PAST) and name not in WITHOUT_TABLES]
        assert len(present) > 20
        for name in present:
            [(_, plan)] = con.execute(f"explain (format json) from {name}").fetchall()
            tables = [table for node in json.loads(plan) for table in scanned(node)]
            assert [table for table in tables if "history" in table] == [], name
            assert tables, name
        con.execute("set variable as_of_month = 202501")
        [(_, plan)] = con.execute("explain (format json) from support_report").fetchall()
        assert [table for node in json.loads(plan) for table in scanned(node) if "history" in table]
