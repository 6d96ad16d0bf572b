"""The command line: what goes where, what the exit codes say."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import cli
import warehouse.render
from tests.conftest import Shop, interaction

ROOT = Path(__file__).parents[1]


def test_a_second_build_has_nothing_to_do_and_says_so(shop: Shop) -> None:
    shop.built()
    before = shop.database.read_bytes()
    assert shop.built().stderr == "Nothing new: the warehouse is up to date.\n"
    assert shop.database.read_bytes() == before


def test_two_steps_give_the_same_bytes_as_one(new_shop: Callable[[str], Shop]) -> None:
    shops = [new_shop("one"), new_shop("two")]
    for shop in shops:
        shop.extract.delta(
            "interactions", "202502", [interaction("I2") + ",add", interaction(channel="web") + ",update"]
        )
        shop.extract.delta("interactions", "202503", [interaction("I2", satisfaction_rating="1") + ",update"])
    shops[0].built()
    shops[1].built("--months", "202502")
    shops[1].built("--months", "202503")
    for name in ("fact_interactions", "support_report", "dim_agents"):
        assert shops[0].exported(name) == shops[1].exported(name)


def test_a_changed_report_is_made_anew_without_reading_a_file(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.built()
    sql = shop.folder / "sql"
    shutil.copytree(warehouse.render.SQL, sql)
    (sql / "4_reports" / "mine.sql").write_text("-- Mine.\ncreate or replace view mine as select 42 as answer")
    monkeypatch.setattr("warehouse.render.SQL", sql)
    assert "No new files; the reports were made anew." in shop.built().stderr
    assert shop.rows("from mine") == [(42,)]
    assert "Nothing new" in shop.built().stderr


def test_another_zone_needs_a_full_refresh(shop: Shop) -> None:
    shop.built()
    assert "keeps its local times in America/New_York, not EST" in shop.refused("--timezone", "EST")
    shop.built("--timezone", "EST", "--full-refresh")
    assert shop.rows("select zone from ops.warehouse") == [("EST",)]
    assert shop.rows("select interaction_start_eastern::varchar from fact_interactions") == [("2025-01-05 09:30:00",)]


def test_a_zone_of_another_name_names_the_local_columns(shop: Shop) -> None:
    shop.built("--timezone", "Europe/Berlin")
    assert shop.rows("select interaction_start_europe_berlin::varchar from fact_interactions") == [
        ("2025-01-05 15:30:00",)
    ]


def test_a_zone_that_is_none_is_refused(shop: Shop) -> None:
    assert "Error: Mars/Olympus is not a time zone." in shop.refused("--timezone", "Mars/Olympus")


def test_query_prints_a_table(shop: Shop) -> None:
    shop.built()
    sql = "select agent_id, hire_date, null as nothing, 1.50 as number from dim_agents"
    assert shop.run("query", sql, "--database", shop.database).stdout == (
        "agent_id  hire_date   nothing  number\n"
        "--------  ----------  -------  ------\n"
        "A1        2024-01-15     NULL     1.5\n"
        "(1 row)\n"
    )


def test_query_prints_csv_and_json(shop: Shop) -> None:
    shop.built()
    sql = "select agent_id, hire_date, [1, 2] as list, 'nan'::double as number, true as yes from dim_agents"
    csv = shop.run("query", sql, "--database", shop.database, "--format", "csv").stdout
    assert csv == 'agent_id,hire_date,list,number,yes\nA1,2024-01-15,"[1, 2]",nan,true\n'
    rows = json.loads(shop.run("query", sql, "--database", shop.database, "--format", "json").stdout)
    assert rows == [{"agent_id": "A1", "hire_date": "2024-01-15", "list": [1, 2], "number": None, "yes": True}]


def test_status_tells_what_is_in_and_what_waits(shop: Shop) -> None:
    shop.built()
    shop.extract.delta("agents", "202502", ["A2,Alan Turing,C1,2024-01-15,K1,add"])
    lines = shop.run("status", "--database", shop.database, "--data-dir", shop.extract.folder).stdout.splitlines()
    assert "local times in America/New_York" in lines[0]
    assert "  fact_interactions                  1 rows" in lines
    assert "  initial/agents.csv                                   1 rows: 1 added" in lines
    assert lines[-1] == "  delta/agents_delta_202502.csv"


def test_check_passes_on_a_good_warehouse_and_fails_on_a_tampered_one(shop: Shop) -> None:
    import duckdb

    shop.built()
    assert shop.run("check", "--database", shop.database).exit_code == 0
    with duckdb.connect(str(shop.database)) as con:
        con.execute("insert into dim_agents (agent_id) values ('A1'), (null)")
    result = shop.run("check", "--database", shop.database)
    assert result.exit_code == 1
    assert "error: keys_are_unique: relation = dim_agents, key = A1, number_of_rows = 2" in result.stdout
    assert "error: keys_are_there: relation = dim_agents, rows_without_key = 1" in result.stdout
    assert "error: tables_are_accounted_for:" in result.stdout


def test_every_option_has_an_environment_variable(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTWH_DATA_DIR", str(shop.extract.folder))
    monkeypatch.setenv("SUPPORTWH_DATABASE", str(shop.database))
    assert shop.run("build").exit_code == 0
    monkeypatch.setenv("SUPPORTWH_QUERY_FORMAT", "json")
    assert json.loads(shop.run("query", "select 1 as one").stdout) == [{"one": 1}]


def test_a_variable_sets_options_of_one_kind_only() -> None:
    kinds: dict[str, set[str]] = {}
    for command in (cli.main, *cli.main.commands.values()):
        for option in command.params:
            if isinstance(option, click.Option) and option.name != "version":
                assert str(option.envvar).startswith("SUPPORTWH_"), option.name
                kinds.setdefault(str(option.envvar), set()).add(repr(option.type))
    assert [variable for variable, types in kinds.items() if len(types) > 1] == []


def test_columns_of_one_name_are_all_in_the_json(shop: Shop) -> None:
    shop.built()
    result = shop.run("query", "select 1 as a_2, 2 as a, 3 as a", "--database", shop.database, "--format", "json")
    assert json.loads(result.stdout) == [{"a_2": 1, "a": 2, "a_3": 3}]


def test_the_log_says_how_long_each_script_took(shop: Shop) -> None:
    log = shop.folder / "build.log"
    shop.run("--log-file", log, "build", "--data-dir", shop.extract.folder, "--database", shop.database)
    assert "3_apply/1_initial.sql" in log.read_text("utf-8")


def test_a_build_that_is_advised_is_one_of_the_files_that_were_named(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = shop.folder / "it's here.duckdb"
    said = shop.run("check", "--database", database).stderr
    advice = said.splitlines()[-1].partition(": ")[2]
    assert shlex.split(advice) == ["supportwh", "build", "--database", str(database)]
    monkeypatch.setenv("SUPPORTWH_DATABASE", str(database))
    assert shop.run("check").stderr.endswith("Make it with: supportwh build\n")


@pytest.mark.parametrize("arguments", [("-v", "build"), ("build", "-v"), ("-v", "build", "-v")])
def test_a_verbose_build_says_once_what_each_step_takes(shop: Shop, arguments: tuple[str, ...]) -> None:
    result = shop.run(*arguments, "--data-dir", shop.extract.folder, "--database", shop.database)
    assert result.stderr.count(" checkpoint ") == 1


@pytest.mark.parametrize("command", sorted(cli.main.commands))
def test_every_command_has_help_with_an_example(shop: Shop, command: str) -> None:
    result = shop.run(command, "-h")
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
    shop = Shop(tmp_path / "shop")
    command = [tmp_path / "venv/bin/python", "-m", "cli", "build", "--data-dir", shop.extract.folder]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "warehouse.duckdb").is_file()
