"""Exports, queries, templates and local times."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import pytest

import warehouse.engine.sources
from tests.conftest import HEADERS, Project, interaction

FORMATS = ("csv", "json", "parquet")
SPECIAL = ["o'clock", 'a "quote"', "br[ab]", "s*t?", "{a,b}", "semi;colon", "a=1", "$HOME ~", "-- x"]


def everything(project: Project, *formats: str) -> dict[str, bytes]:
    """Every export in these formats, by file name."""
    folder = project.folder / "everything"
    for file_format in formats:
        arguments = ("--all", "--format", file_format, "--database", project.database, "--output-dir", folder)
        assert project.run("export", *arguments).exit_code == 0
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def strict(text: str | bytes) -> Any:
    """JSON as the standard has it: no NaN, no Infinity, no name twice, no bare control character."""

    def no_constant(name: str) -> NoReturn:
        raise AssertionError(f"{name} is not JSON")

    def no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({name for name, _ in pairs}) == len(pairs)
        return dict(pairs)

    text = text.decode("utf-8") if isinstance(text, bytes) else text
    return json.loads(text, parse_constant=no_constant, object_pairs_hook=no_repeats, strict=True)


@pytest.mark.harness
@pytest.mark.slow
@pytest.mark.all_reports
def test_builds_with_1_and_4_threads_export_the_same_bytes(new_project: Callable[[str], Project]) -> None:
    minutes = [f"{number * 7919 % 99991 / 1000:.3f}" for number in range(125_000)]
    rows = [
        interaction(f"I{number * 31 % 125_000}", contact_center_id=f"C{number % 7}", call_duration_minutes=duration)
        for number, duration in enumerate(minutes)
    ]
    changes = [f"{interaction(f'I{number}', channel='web')},update" for number in range(0, 9000, 3)]
    exports = []
    for threads in ("1", "4"):
        project = new_project(threads)
        project.extract.initial("contact_centers", [f"C{number},Same name,IL" for number in range(6)])
        project.extract.initial("interactions", rows)
        project.extract.delta("interactions", "202502", changes)
        project.built("--threads", threads)
        reports = {kind: project.exported("support_report", kind) for kind in ("json", "parquet")}
        exports.append(everything(project, "csv") | reports)
    assert len(exports[0]["fact_interactions.csv"].splitlines()) == 125_001
    assert exports[0] == exports[1]


@pytest.mark.all_reports
def test_json_passes_a_strict_parser(project: Project) -> None:
    name = 'tab\t "quote" back\\slash \u2028 \x01 \x7f ü 🙂\nline'
    quoted = name.replace('"', '""')
    project.extract.initial("contact_centers", [f'C1,"{quoted}",', "C2,NaN,null"])
    project.extract.initial(
        "interactions", [interaction(), interaction("I2", interaction_start="", satisfaction_rating="")]
    )
    project.built()
    exports = {name: strict(data) for name, data in everything(project, "json").items()}
    assert [row["contact_center_name"] for row in exports["dim_contact_centers.json"]] == [name, "NaN"]
    assert [row["location"] for row in exports["dim_contact_centers.json"]] == [None, "null"]
    assert [row["satisfaction_rating"] for row in exports["fact_interactions.json"]] == [4.0, None]
    assert [row["total_call_duration"] for row in exports["support_report.json"]] == [14.0, 14.0]
    sql = "select 'nan'::double as a, 'inf'::double as b, contact_center_name as c from dim_contact_centers order by c"
    result = project.run("query", sql, "--format", "json", "--database", project.database)
    assert strict(result.stdout) == [{"a": None, "b": None, "c": "NaN"}, {"a": None, "b": None, "c": name}]


def test_json_of_no_rows_is_an_empty_list(project: Project) -> None:
    project.extract.initial("interactions", [])
    project.built()
    assert strict(project.exported("support_report", "json")) == []


def test_a_name_that_a_spreadsheet_would_run_is_defused_in_csv_alone(project: Project) -> None:
    names = ["+1", "-1", '=HYPERLINK("x,y")', "=a\nb", "@SUM(A1)", "a=b", "|x"]
    defused = [f"'{name}" if name[0] in "=+-@" else name for name in names]
    cells = [f'"{name.replace(chr(34), 2 * chr(34))}"' for name in names]
    project.extract.initial("contact_centers", [f"C{n},{cell},IL" for n, cell in enumerate(cells)])
    project.extract.initial(
        "interactions", [interaction(f"I{n}", contact_center_id=f"C{n}") for n in range(len(names))]
    )
    project.built()
    for relation in ("dim_contact_centers", "support_report"):
        rows = csv.DictReader(io.StringIO(project.exported(relation, "csv").decode(), newline=""))
        assert [row["contact_center_name"] for row in rows] == defused
        assert [row["contact_center_name"] for row in strict(project.exported(relation, "json"))] == names
        project.exported(relation, "parquet")
        path = str(project.folder / "exported" / f"{relation}.parquet")
        raw = duckdb.sql("select contact_center_name from read_parquet(?)", params=[path]).fetchall()
        assert [name for (name,) in raw] == names


@pytest.mark.parametrize("name", SPECIAL)
def test_a_path_of_special_characters_is_the_right_file(tmp_path: Path, name: str) -> None:
    for decoy in ("bra", "satx", "a", "b", "semi", "a=2"):
        Project(tmp_path / decoy).extract.initial("contact_centers", ["C1,Decoy,Decoy"])
    project = Project(tmp_path / name)
    project.database = tmp_path / "warehouse.duckdb"
    project.extract.initial("contact_centers", ["C1,Springfield,IL"])
    project.extract.delta("agents", "202502", ["A2,Bea,C1,2024-01-15,K1,add"])
    project.built()
    assert project.rows("select contact_center_name, location from dim_contact_centers") == [("Springfield", "IL")]
    assert project.rows("select count(*) from dim_agents") == [(2,)]
    for file_format in FORMATS:
        assert project.exported("dim_agents", file_format)
    assert sorted(path.name for path in (project.folder / "exported").iterdir()) == [
        f"dim_agents.{file_format}" for file_format in FORMATS
    ]


@pytest.mark.parametrize("name", SPECIAL)
def test_a_warehouse_of_special_characters_is_the_right_file(project: Project, name: str) -> None:
    project.database = project.folder / name / f"{name}.duckdb"
    project.database.parent.mkdir()
    project.built()
    project.extract.delta("agents", "202502", ['A2,"Bea\nB.",C1,2024-01-15,K1,add'])
    project.built()
    assert list(project.database.parent.iterdir()) == [project.database]
    result = project.run(
        "query", "select count(*) as n from dim_agents", "--database", project.database, "--format", "csv"
    )
    assert result.stdout == "n\n2\n"


@pytest.fixture
def built_project(smallest: Path) -> Project:
    return Project(smallest.parent)


@pytest.mark.parametrize(
    "sql",
    [
        "copy dim_agents to 'stolen.csv'",
        "attach 'stolen.csv'",
        "export database 'stolen.csv'",
        "from read_csv('/etc/passwd')",
        "select content from read_text('/etc/passwd')",
        "from glob('/etc/*')",
        "set threads = 1",
        "set enable_external_access = true",
        "pragma threads = 1",
        "install httpfs",
        "load httpfs",
        "select 1; select 2",
        "delete from dim_agents",
        "with gone as (delete from dim_agents returning *) from gone",
        "",
    ],
)
def test_a_query_reads_the_warehouse_and_does_nothing_else(
    built_project: Project, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = built_project.database.read_bytes()
    result = built_project.run("query", sql, "--database", built_project.database)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []
    assert built_project.database.read_bytes() == before


@pytest.fixture
def sql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the SQL to break."""
    folder = tmp_path / "sql"
    shutil.copytree(warehouse.engine.sources.SQL, folder)
    monkeypatch.setattr(warehouse.engine.sources, "SQL", folder)
    return folder


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{{ no_such_variable | literal }}", "'no_such_variable' is undefined"),
        ("{{ zone }}", "the value 'America/New_York' was not quoted: pass it through literal, identifier or number"),
        ("{{ zone | number }}", "'America/New_York' is not a number"),
        ("{{ zone | literal", "expected token 'end of print statement', got 'as'"),
    ],
)
def test_a_value_that_is_undefined_or_not_quoted_stops_a_build_with_its_line(
    project: Project, sql: Path, template: str, what: str
) -> None:
    (sql / "1_tables" / "zone_offsets.sql").write_text(f"-- Broken.\nselect\n    {template} as one\n")
    assert project.refused().startswith(f"Error: sql/1_tables/zone_offsets.sql:3: {what}\n")


INSTANTS = {  # UTC: the clock in New York, the month
    "2025-03-09T06:59:59Z": ("2025-03-09 01:59:59", "2025-03"),
    "2025-03-09T07:00:00Z": ("2025-03-09 03:00:00", "2025-03"),
    "2025-11-02T05:59:59Z": ("2025-11-02 01:59:59", "2025-11"),
    "2025-11-02T06:00:00Z": ("2025-11-02 01:00:00", "2025-11"),
    "2025-02-01T04:59:59.999999Z": ("2025-01-31 23:59:59.999999", "2025-01"),
    "2025-02-01T05:00:00Z": ("2025-02-01 00:00:00", "2025-02"),
    "2025-07-01T03:59:59Z": ("2025-06-30 23:59:59", "2025-06"),
    "2025-07-01T04:00:00Z": ("2025-07-01 00:00:00", "2025-07"),
    "2024-03-10T06:59:59Z": ("2024-03-10 01:59:59", "2024-03"),
    "2024-03-10T07:00:00Z": ("2024-03-10 03:00:00", "2024-03"),
    "2006-04-02T06:59:59Z": ("2006-04-02 01:59:59", "2006-04"),
    "2006-04-02T07:00:00Z": ("2006-04-02 03:00:00", "2006-04"),
    "2025-01-01T04:59:59Z": ("2024-12-31 23:59:59", "2024-12"),
}


def test_an_instant_beside_a_change_of_the_clock_or_of_the_month_is_in_the_right_one(project: Project) -> None:
    rows = [interaction(f"I{number:02}", interaction_start=start) for number, start in enumerate(INSTANTS)]
    project.extract.initial("interactions", rows)
    project.built()
    found = project.rows("select interaction_start_local, month from fact_interactions order by interaction_id")
    assert found == [(datetime.fromisoformat(clock), month) for clock, month in INSTANTS.values()]


@pytest.mark.parametrize(
    ("zone", "clocks"),
    [
        ("EST", ["2025-03-29 19:59:59", "2025-03-29 20:00:00", "2025-10-25 20:00:00"]),
        ("Europe/Berlin", ["2025-03-30 01:59:59", "2025-03-30 03:00:00", "2025-10-26 02:00:00"]),
        ("Asia/Kolkata", ["2025-03-30 06:29:59", "2025-03-30 06:30:00", "2025-10-26 06:30:00"]),
    ],
)
def test_another_zone_has_its_own_changes(project: Project, zone: str, clocks: list[str]) -> None:
    starts = ["2025-03-30T00:59:59Z", "2025-03-30T01:00:00Z", "2025-10-26T01:00:00Z"]
    project.extract.initial("interactions", [interaction(f"I{n}", interaction_start=s) for n, s in enumerate(starts)])
    project.built("--timezone", zone)
    found = project.rows("select interaction_start_local from fact_interactions order by interaction_id")
    assert found == [(datetime.fromisoformat(clock),) for clock in clocks]


@pytest.mark.harness
@pytest.mark.slow
def test_the_hosts_own_zone_has_no_effect_on_any_result(new_project: Callable[[str], Project]) -> None:
    starts = [start.removesuffix("Z") for start in INSTANTS]
    rows = [interaction(f"I{n}", interaction_start=s) + ",add" for n, s in enumerate(starts)]
    results = []
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        project = new_project(zone.replace("/", "_"))
        path = project.extract.write(
            "delta/interactions_delta_202502.csv", "\n".join([HEADERS["interactions"] + ",action", *rows])
        )
        os.utime(path, (1_740_000_000, 1_740_000_000))

        def run(*arguments: str | Path, project: Project = project, zone: str = zone) -> str:
            command = [sys.executable, "-m", "warehouse", *map(str, arguments), "--database", str(project.database)]
            done = subprocess.run(command, env=os.environ | {"TZ": zone}, capture_output=True, text=True, check=True)
            return done.stdout

        run("build", "--data-dir", project.extract.folder)
        run("export", "--all", "--output-dir", project.folder / "exported")
        exports = {path.name: path.read_bytes() for path in (project.folder / "exported").iterdir()}
        sql = (
            "select file_modified_utc, date_diff('minute', processed_utc, now()::timestamp) // 60 as hours"
            " from ops.processed_files where month = '202502'"
        )
        results.append((exports, run("query", sql, "--format", "csv")))
    assert results[0] == results[1]
    assert results[0][1] == "file_modified_utc,hours\n2025-02-19 21:20:00,0\n"
    assert b"2025-03-09 03:00:00" in results[0][0]["fact_interactions.csv"]


def test_a_relative_path_that_begins_with_a_tilde_is_the_right_file(
    new_project: Callable[[str], Project], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, decoy = new_project("~x"), new_project("homex")
    decoy.extract.initial("contact_centers", ["C1,Decoy,Decoy"])
    decoy.built()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    database = "~x/warehouse.duckdb"
    assert project.run("build", "--data-dir", "~x/data", "--database", database).exit_code == 0
    result = project.run("query", "select contact_center_name from dim_contact_centers", "--database", database)
    assert "Springfield" in result.stdout
    assert (
        project.run("export", "--database", database, "--output-dir", "~x/out").stdout == "~x/out/support_report.csv\n"
    )
    assert (tmp_path / "~x/out/support_report.csv").is_file()


@pytest.mark.parametrize("name", ["full", "select", "information_schema", "memory", "main"])
def test_a_warehouse_named_like_a_word_of_sql_can_be_read(project: Project, name: str) -> None:
    project.database = project.folder / f"{name}.duckdb"
    project.built()
    for options in ((), ("--as-of", "202501")):
        result = project.run(
            "export", "--all", "--database", project.database, "--output-dir", project.folder, *options
        )
        assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize(("sql", "code"), [("update extensions", 1), ("select '\udc80'", 2)])
def test_a_query_that_duckdb_cannot_name_is_an_error(built_project: Project, sql: str, code: int) -> None:
    result = built_project.run("query", sql, "--database", built_project.database)
    assert result.exit_code == code
    assert "Error: " in result.stderr


def test_a_query_prints_a_time_with_its_zone(built_project: Project) -> None:
    sql = "select interaction_start_utc at time zone 'UTC' as start from fact_interactions limit 1"
    result = built_project.run("query", sql, "--format", "csv", "--database", built_project.database)
    assert result.stdout == "start\n2025-01-05 14:30:00+00:00\n"


def test_only_regular_files_are_replaced(built_project: Project, tmp_path: Path) -> None:
    pipe = tmp_path / "support_report.csv"
    os.mkfifo(pipe)
    for command in (("export", "--output-dir", tmp_path), ("dashboard", "--output", pipe)):
        result = built_project.run(*command, "--database", built_project.database)
        assert result.exit_code == 1
        assert "is a folder, pipe or device, not a file." in result.stderr
    assert pipe.is_fifo()


@pytest.mark.parametrize("arguments", [("build", "--database", "/"), ("dashboard", "--output", "")])
def test_a_path_without_a_name_is_wrong_usage(project: Project, arguments: tuple[str, ...]) -> None:
    result = project.run(*arguments)
    assert result.exit_code == 2
    assert "is a folder; expected a file" in result.stderr


def test_the_error_of_a_query_that_sets_a_variable_names_as_of(project: Project) -> None:
    project.built()
    for sql in ("set variable as_of_month = 202502", "set variable as_of_month = 202502; from support_report"):
        result = project.run("query", sql, "--database", project.database)
        assert result.exit_code == 1
        assert "use --as-of 202502" in result.stderr
