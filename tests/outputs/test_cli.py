"""The command line: what goes where, what the exit codes say."""

import json
import os
import shlex
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT, Project, interaction
from warehouse.cli import main
from warehouse.engine import sources


def test_a_second_build_has_nothing_to_do_and_says_so(project: Project) -> None:
    project.built()
    before = project.database.read_bytes()
    assert project.built().stderr == "Nothing new: the warehouse is up to date.\n"
    assert project.database.read_bytes() == before


def test_two_steps_give_the_same_bytes_as_one(new_project: Callable[[str], Project]) -> None:
    projects = [new_project("one"), new_project("two")]
    for project in projects:
        project.extract.delta(
            "interactions", "202502", [interaction("I2") + ",add", interaction(channel="web") + ",update"]
        )
        project.extract.delta("interactions", "202503", [interaction("I2", satisfaction_rating="1") + ",update"])
    projects[0].built()
    projects[1].built("--months", "202502")
    projects[1].built("--months", "202503")
    for name in ("fact_interactions", "support_report", "dim_agents"):
        assert projects[0].exported(name) == projects[1].exported(name)


@pytest.mark.all_reports
def test_a_changed_report_is_rebuilt_without_reading_a_file(project: Project, sql: Path) -> None:
    project.built()
    (sql / "5_reports" / "mine.sql").write_text("-- Mine.\nselect 42 as answer\n")
    with (sql / "columns.csv").open("a") as dictionary:
        dictionary.write("mine,,One row per question.\nmine,answer,What it is.\n")
    sources.forget_files()
    assert "No new files; views were rebuilt." in project.built().stderr
    assert project.rows("from mine") == [(42,)]
    assert "Nothing new" in project.built().stderr


def test_another_zone_needs_a_full_refresh(project: Project) -> None:
    project.built()
    assert "has local times in America/New_York, not EST" in project.refused("--timezone", "EST")
    project.built("--timezone", "EST", "--full-refresh")
    assert project.rows("select zone from ops.warehouse") == [("EST",)]
    assert project.rows("select interaction_start_local::varchar from fact_interactions") == [("2025-01-05 09:30:00",)]


def test_a_full_refresh_keeps_the_zone_of_the_warehouse_unless_another_is_given(project: Project) -> None:
    project.built("--timezone", "America/Chicago")
    project.built("--full-refresh")
    assert project.rows("select zone from ops.warehouse") == [("America/Chicago",)]
    project.built("--full-refresh", "--timezone", "UTC")
    assert project.rows("select zone from ops.warehouse") == [("UTC",)]


@pytest.mark.all_reports
def test_local_times_are_those_of_the_zone_and_their_meaning_names_it(project: Project) -> None:
    project.built("--timezone", "Europe/Berlin")
    meaning = project.run("describe", "fact_interactions", "--database", project.database).stdout
    assert "When the interaction started, in local time (Europe/Berlin)." in meaning
    assert project.rows("select interaction_start_local::varchar from fact_interactions") == [("2025-01-05 15:30:00",)]


def test_an_unknown_zone_is_refused(project: Project) -> None:
    assert "Error: Mars/Olympus is not a time zone." in project.refused("--timezone", "Mars/Olympus")


def test_query_prints_a_table(project: Project) -> None:
    project.built()
    sql = "select agent_id, hire_date, null as nothing, 1.50 as number from dim_agents"
    assert project.run("query", sql, "--database", project.database).stdout == (
        "agent_id  hire_date   nothing  number\n"
        "--------  ----------  -------  ------\n"
        "A1        2024-01-15     NULL     1.5\n"
        "(1 row)\n"
    )


def test_query_prints_csv_and_json(project: Project) -> None:
    project.built()
    sql = "select agent_id, hire_date, [1, 2] as list, 'nan'::double as number, true as yes from dim_agents"
    csv = project.run("query", sql, "--database", project.database, "--format", "csv").stdout
    assert csv == 'agent_id,hire_date,list,number,yes\nA1,2024-01-15,"[1, 2]",nan,true\n'
    rows = json.loads(project.run("query", sql, "--database", project.database, "--format", "json").stdout)
    assert rows == [{"agent_id": "A1", "hire_date": "2024-01-15", "list": [1, 2], "number": None, "yes": True}]


def test_status_shows_loaded_and_pending_files(project: Project) -> None:
    project.built()
    project.extract.delta("agents", "202502", ["A2,Alan Turing,C1,2024-01-15,K1,add"])
    lines = project.run(
        "status", "--database", project.database, "--data-dir", project.extract.folder
    ).stdout.splitlines()
    assert "local times in America/New_York" in lines[0]
    assert "  fact_interactions                  1 row" in lines
    assert "  initial/agents.csv                                   1 row:  1 added" in lines
    assert lines[-1] == "  delta/agents_delta_202502.csv"


def test_check_passes_on_a_good_warehouse_and_fails_on_a_tampered_one(project: Project) -> None:
    import duckdb

    project.built()
    assert project.run("check", "--database", project.database).exit_code == 0
    with duckdb.connect(str(project.database)) as con:
        con.execute("insert into core.agents (agent_id) values ('A1'), (null)")
    result = project.run("check", "--database", project.database)
    assert result.exit_code == 1
    assert "error: keys_are_unique: relation = core.agents, key = A1, number_of_rows = 2" in result.stdout
    assert "error: keys_are_not_null: relation = core.agents, rows_without_key = 1" in result.stdout
    assert "error: tables_are_accounted_for:" in result.stdout


def test_every_option_has_an_environment_variable(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTWH_DATA_DIR", str(project.extract.folder))
    monkeypatch.setenv("SUPPORTWH_DATABASE", str(project.database))
    assert project.run("build").exit_code == 0
    monkeypatch.setenv("SUPPORTWH_QUERY_FORMAT", "json")
    assert json.loads(project.run("query", "select 1 as one").stdout) == [{"one": 1}]


def test_a_variable_sets_options_of_one_kind_only() -> None:
    kinds: dict[str, set[str]] = {}
    for command in (main, *main.commands.values()):
        for option in command.params:
            if isinstance(option, click.Option) and option.name != "version":
                assert str(option.envvar).startswith("SUPPORTWH_"), option.name
                kinds.setdefault(str(option.envvar), set()).add(repr(option.type.to_info_dict()))
    assert [variable for variable, types in kinds.items() if len(types) > 1] == []


def test_columns_of_one_name_are_all_in_the_json(project: Project) -> None:
    project.built()
    result = project.run("query", "select 1 as a_2, 2 as a, 3 as a", "--database", project.database, "--format", "json")
    assert json.loads(result.stdout) == [{"a_2": 1, "a": 2, "a_3": 3}]


def test_the_log_says_how_long_each_script_took(project: Project) -> None:
    assert "3_load/initial.sql" in project.built("--verbose").stderr


def test_a_build_that_is_advised_is_one_of_the_files_that_were_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = project.folder / "it's here.duckdb"
    said = project.run("check", "--database", database).stderr
    advice = said.splitlines()[-1].partition(": ")[2]
    assert shlex.split(advice) == ["supportwh", "build", "--database", str(database)]
    monkeypatch.setenv("SUPPORTWH_DATABASE", str(database))
    assert project.run("check").stderr.endswith("Create it with: supportwh build\n")


@pytest.mark.parametrize("arguments", [("-v", "build"), ("build", "-v"), ("-v", "build", "-v")])
def test_a_verbose_build_logs_the_duration_of_each_step_once(project: Project, arguments: tuple[str, ...]) -> None:
    result = project.run(*arguments, "--data-dir", project.extract.folder, "--database", project.database)
    assert result.stderr.count(" checkpoint ") == 1


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_with_an_example(project: Project, command: str) -> None:
    result = project.run(command, "-h")
    assert result.exit_code == 0
    assert f"Example:\n    supportwh {command}" in result.stdout


def test_the_installed_wheel_runs_from_any_folder(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", wheels, ROOT], check=True)
    venv.create(tmp_path / "venv", with_pip=False)
    [site] = (tmp_path / "venv").glob("lib/*/site-packages")
    subprocess.run([*pip, "install", "--no-deps", "--target", site, *wheels.iterdir()], check=True)
    # The packages it depends on come from here, its own code only from the wheel.
    (site / "here.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")))
    project = Project(tmp_path / "project")
    command = [tmp_path / "venv/bin/python", "-m", "warehouse", "build", "--data-dir", project.extract.folder]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "warehouse.duckdb").is_file()
