"""The challenge's own extract, where the environment names it: what was checked by hand, and by other means."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import ROOT, Project

pytestmark = pytest.mark.all_reports

EXTRACT = os.environ.get("SUPPORTWH_EXTRACT")


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    project = Project(tmp_path_factory.mktemp("extract"))
    result = project.run("build", "--data-dir", str(EXTRACT), "--database", project.database)
    assert result.exit_code == 0, result.stderr
    with duckdb.connect(str(project.database), read_only=True) as con:
        yield con


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


#: The queries of the first part of ANALYSIS.md, each with the table that follows it.
ANSWERS = [
    (query, [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table.splitlines()[2:]])
    for query, table in re.findall(r"```sql\n([^`]*)```\n\n((?:\|.*\n)+)", (ROOT / "ANALYSIS.md").read_text("utf-8"))
]


def test_the_queries_of_the_analysis_run_on_the_sample(bundled: Path) -> None:
    assert len(ANSWERS) == 5
    with duckdb.connect(str(bundled), read_only=True) as con:
        assert all(rows(con, query) for query, _ in ANSWERS)


if EXTRACT:  # the challenge's files are not part of the project: without them there is nothing to test

    def test_the_extract_has_the_rows_that_were_counted_by_hand(extract: duckdb.DuckDBPyConnection) -> None:
        relations = ("fact_interactions", "dim_agents", "dim_contact_centers", "dim_service_categories")
        counts = [rows(extract, f"select count(*) from {name}") for name in relations]
        assert counts == [[(28,)], [(10,)], [(3,)], [(9,)]]

    def test_the_extract_has_the_report_that_was_checked_by_hand(extract: duckdb.DuckDBPyConnection) -> None:
        totals = "count(*), sum(total_interactions), sum(total_calls), sum(total_call_duration)"
        assert rows(extract, f"select {totals} from support_report") == [(25, 28, 21, 256.0)]
        assert rows(extract, "select * from support_report where department = 'Unknown'") == [
            ("2025-01", "Atlanta GA SE", "Unknown", 1, 0, 0.0)
        ]
        calls = "sum(total_calls), sum(total_call_duration)"
        assert rows(extract, f"select contact_center_name, {calls} from support_report group by 1 order by 3 desc") == [
            ("Boston MA NE", 11, 140.0),
            ("Richmond VA E", 5, 62.0),
            ("Atlanta GA SE", 5, 54.0),
        ]

    def test_the_extract_has_the_answers_that_were_worked_out_by_hand(extract: duckdb.DuckDBPyConnection) -> None:
        centers = "select contact_center_name, total_interactions from contact_centers_by_quarter"
        assert rows(extract, f"{centers} where quarter = '2025-Q1'") == [
            ("Boston MA NE", 13),
            ("Atlanta GA SE", 8),
            ("Richmond VA E", 7),
        ]
        by_month = rows(extract, "select month, total_interactions from interactions_by_month")
        assert by_month == [("2025-01", 9), ("2025-02", 10), ("2025-03", 9)]
        calls = "average_call_minutes, average_handle_minutes, calls_past_resolution, rated_calls_past_resolution"
        assert rows(extract, f"select contact_center_name, {calls} from handle_time_by_contact_center") == [
            ("Boston MA NE", 12.73, 10.0, 6, 6),
            ("Richmond VA E", 12.4, 12.4, 0, 0),
            ("Atlanta GA SE", 10.8, 10.8, 0, 0),
        ]

    @pytest.mark.parametrize(("query", "answer"), ANSWERS, ids=map(str, range(len(ANSWERS))))
    def test_the_queries_of_the_analysis_return_what_it_says(
        extract: duckdb.DuckDBPyConnection, query: str, answer: list[tuple[str, ...]]
    ) -> None:
        assert [tuple(map(str, row)) for row in rows(extract, query)] == answer

    def test_the_extract_in_two_steps_gives_the_same_bytes_as_in_one(tmp_path: Path) -> None:
        exports = []
        for name, steps in {"one": [[]], "two": [["--months", "202502"], ["--months", "202503"]]}.items():
            project = Project(tmp_path / name)
            for step in steps:
                result = project.run("build", "--data-dir", str(EXTRACT), "--database", project.database, *step)
                assert result.exit_code == 0, result.stderr
            folder = tmp_path / name / "out"
            result = project.run("export", "--all", "--database", project.database, "--output-dir", folder)
            exports.append({Path(path).name: Path(path).read_bytes() for path in result.stdout.split()})
        assert len(exports[0]) > 25
        assert exports[0] == exports[1]
