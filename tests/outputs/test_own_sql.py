"""A user's own SQL: what replaces ours, what is added, and the folder to begin with."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Project, told

pytestmark = pytest.mark.all_reports


@pytest.fixture
def own(project: Project) -> Path:
    """The folder that `supportwh init` creates."""
    folder = project.folder / "own"
    result = project.run("init", folder)
    assert result.exit_code == 0, result.stderr
    return folder


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def add(folder: Path, name: str, text: str) -> None:
    with (folder / name).open("a") as file:
        file.write(text)


def test_the_example_of_a_new_folder_passes_its_own_test(own: Path) -> None:
    command = [sys.executable, str(own / "test.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "calls_by_weekday: passed\n"), done.stderr
    shutil.copy(own / "columns.csv", own / "cases/calls_by_weekday/expected.csv")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_a_folder_that_is_not_empty_is_left_alone(own: Path, project: Project) -> None:
    before = sorted(own.rglob("*"))
    result = project.run("init", own)
    assert result.exit_code == 1
    assert sorted(own.rglob("*")) == before


def test_a_report_is_a_view_with_its_description_and_on_record(own: Path, project: Project) -> None:
    project.built("--sql-dir", str(own))
    assert project.rows("select * from calls_by_weekday") == [("Sunday", 1, 14.0)]
    described = project.run("describe", "calls_by_weekday", "--database", project.database)
    assert "The number of calls that started on the weekday." in described.stdout
    assert project.rows("select custom_sql from ops.warehouse") == [("5_reports/calls_by_weekday.sql\ncolumns.csv",)]


def test_a_file_of_the_same_name_replaces_ours(own: Path, project: Project) -> None:
    write(own, "5_reports/handle_time_by_agent.sql", "-- Mine.\nselect 'mine' as agent_name\n")
    add(own, "columns.csv", "handle_time_by_agent,,My agents. One row per agent.\n*,agent_name,My name of the agent.\n")
    project.built("--sql-dir", str(own))
    assert project.rows("from handle_time_by_agent") == [("mine",)]
    described = project.run("describe", "handle_time_by_agent", "--database", project.database).stdout
    assert "My agents." in described
    assert "My name of the agent." in described


def test_render_marks_what_is_replaced_and_what_is_added(own: Path, project: Project) -> None:
    write(own, "5_reports/handle_time_by_agent.sql", "-- Mine.\nselect 'mine' as agent_name\n")
    for name, mark in (
        ("handle_time_by_agent", "replaces sql/5_reports/handle_time_by_agent.sql"),
        ("calls_by_weekday", "added"),
    ):
        first = project.run("render", name, "--sql-dir", own).stdout.splitlines()[0]
        assert first == f"-- {own}/5_reports/{name}.sql ({mark})"
    assert project.run("render", "support_report").stdout.startswith("-- sql/5_reports/support_report.sql\n")


@pytest.mark.warnings
def test_a_check_is_added_with_its_kind(own: Path, project: Project) -> None:
    check = "-- No center is in Boston.\nselect 'dim_contact_centers' as file_name, 'a center' as what, count(*) as "
    check += "occurrences, min(location) as example, '' as advice from dim_contact_centers having count(*) > 0\n"
    write(own, "6_checks/no_center_exists.sql", check)
    refused = project.refused("--sql-dir", str(own))
    assert "has no row for no_center_exists" in refused
    write(own, "kinds.csv", "kind,severity,is_fatal,explains,meaning\nno_center_exists,warning,false,,There is none.\n")
    assert "no_center_exists" in project.kinds_warned("--sql-dir", str(own))


def test_a_panel_is_added_to_the_dashboard(own: Path, project: Project) -> None:
    sql = "-- How many centers are there?\nselect 'Centers: ' || count(*) as finding, '' as scope, '' as query"
    write(own, "dashboard/3_centers.sql", f"{sql} from dim_contact_centers;\n\nselect 42 as answer\n")
    write(own, "dashboard/3_centers.html", "<p>{{ panel.records[0].answer }} is the answer</p>\n")
    project.built("--sql-dir", str(own))
    path = project.folder / "dashboard.html"
    arguments = ("dashboard", "--database", project.database, "--output", path)
    assert project.run(*arguments, "--sql-dir", own).exit_code == 0
    text = path.read_text("utf-8")
    assert text.index('id="headline"') < text.index('id="centers"') < text.index('id="contact_centers"')
    assert "<p>42 is the answer</p>" in text
    assert project.run(*arguments).exit_code == 0
    assert 'id="centers"' not in path.read_text("utf-8")


def test_a_build_without_the_folder_removes_its_views_and_says_so(own: Path, project: Project) -> None:
    project.built("--sql-dir", str(own))
    events = told(project.built("--log-format", "json"))
    assert [event["message"] for event in events if "calls_by_weekday.sql" in event.get("message", "")]
    assert project.rows("select 1 from duckdb_views() where view_name = 'calls_by_weekday'") == []
    assert project.rows("select custom_sql from ops.warehouse") == [("",)]


def test_a_script_that_would_never_run_is_an_error(own: Path, project: Project) -> None:
    write(own, "5_report/mistyped.sql", "-- Mine.\nselect 1 as one\n")
    assert "5_report/mistyped.sql" in project.refused("--sql-dir", str(own))


def test_an_error_in_own_sql_names_the_users_file(own: Path, project: Project) -> None:
    write(own, "5_reports/broken.sql", "-- Mine.\nselect no_such from support_report\n")
    assert f"{own}/5_reports/broken.sql" in project.refused("--sql-dir", str(own))
    write(own, "5_reports/broken.sql", "-- Mine.\nselect {{ 1 }} as one\n")
    assert f"{own}/5_reports/broken.sql:2" in project.refused("--sql-dir", str(own))


def test_a_description_that_is_missing_or_names_nothing_is_named_with_its_file(own: Path, project: Project) -> None:
    write(own, "columns.csv", "relation,column,meaning\ncalls_by_day,,Nothing.\n")
    refused = project.refused("--sql-dir", str(own))
    assert "calls_by_weekday has no meaning" in refused
    assert f"{own}/columns.csv:2: no such table or view: calls_by_day" in refused


def test_the_folder_can_be_named_in_the_environment(
    own: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTWH_SQL_DIR", str(own))
    project.built()
    assert project.rows("select count(*) from calls_by_weekday") == [(1,)]
    monkeypatch.setenv("SUPPORTWH_SQL_DIR", str(own / "no_such"))
    assert project.build().exit_code == 2
