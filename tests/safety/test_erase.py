"""`supportwh erase`: a record is gone from every block of the file, totals stay, and what comes back is told."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Project, interaction
from tests.support.sample import AT_EVENT, PUTS_IT_IN_PLACE, assert_refused, names, ran, stopped_build
from warehouse.commands.erase import erase as run_erase
from warehouse.engine.location import SparkTarget
from warehouse.errors import WarehouseError

KEY, NAMES = "AGENT-4711", ("Zacharias Querulant", "Zacharias Widerspruch")
#: What nothing may hold any more.
TEXTS = [text.encode() for text in (KEY, *NAMES)]


@pytest.fixture
def recorded(project: Project) -> Project:
    """A warehouse that has something of an agent in every table that can."""
    extract = project.extract
    extract.initial("agents", ["A1,Ada Lovelace,C1,2024-01-15,K1", f"{KEY},{NAMES[0]},C1,2024-01-15,K1"])
    extract.initial(
        "interactions", [interaction("I1"), interaction("I2", agent_id=KEY), interaction("I3", agent_id=KEY)]
    )
    bad = [f"{KEY},{NAMES[0]},C1,yesterday,K1,update", f"{KEY},{NAMES[1]},C1,2024-01-15,K1,update"]
    extract.delta("agents", "202502", bad)
    late = interaction("I4", agent_id=KEY, satisfaction_rating="bad")
    changed = interaction("I2", agent_id="A1", satisfaction_rating="1")
    extract.delta("interactions", "202502", [f"{late},add", f"{changed},update", f"{interaction('I5')},delete"])
    # The update that empties a cell, and the name of two agents, are warnings with an example.
    extract.delta("agents", "202503", [f"{KEY},{NAMES[1]},C1,,K1,update", f"A2,{NAMES[1]},C1,2024-01-15,K1,add"])
    project.database = project.folder / "place" / "warehouse.duckdb"
    project.database.parent.mkdir()
    project.built("--quarantine")
    return project


def erase(project: Project, table: str, key: str) -> str:
    result = project.run("erase", table, key, "--database", project.database)
    assert result.exit_code == 0, result.stderr
    return result.stderr


def found_in(project: Project) -> list[bytes]:
    data = project.database.read_bytes()
    return [text for text in TEXTS if text in data]


@pytest.mark.warnings
def test_no_block_of_the_file_has_an_erased_record(recorded: Project) -> None:
    recorded.extract.delta("agents", "202504", ["A2,Grace Hopper,C1,2024-01-15,K1,update"])
    recorded.built()  # else the name would be that of another agent, too
    erase(recorded, "agents", "A2")
    assert found_in(recorded) == TEXTS
    said = erase(recorded, "agents", KEY)
    assert said.startswith(
        "Erased from agents: 1 live row, 2 earlier versions, 2 references to it, 2 texts of rejected rows, "
    )
    assert found_in(recorded) == []
    assert names(recorded.database.parent) == [recorded.database.name]
    counts = "select live_rows, history_rows, references_removed, rejected_rows from ops.erasures order by all"
    assert recorded.rows(counts) == [(1, 1, 0, 0), (1, 2, 2, 2)]


def test_rejected_rows_and_warnings_are_kept_without_their_texts(recorded: Project) -> None:
    where = "select file_name, line, kind from ops.rejected_rows order by all"
    before, warnings = recorded.rows(where), recorded.rows("select count(*) from ops.warnings")
    erase(recorded, "agents", KEY)
    assert recorded.rows(where) == before
    assert recorded.rows("select count(*) from ops.warnings") == warnings
    assert recorded.rows("select value, raw_text from ops.rejected_rows") == [(None, None)] * len(before)


@pytest.mark.all_reports
def test_totals_and_unrelated_data_stay_the_same(recorded: Project) -> None:
    untouched = [
        "support_report",
        "support_report_restatements",
        "interactions_by_month",
        "dim_contact_centers_history",
    ]
    before = [recorded.exported(name) for name in untouched]
    as_of = "from support_report_as_of(202501)"
    past = recorded.rows(as_of)
    erase(recorded, "agents", KEY)
    assert [recorded.exported(name) for name in untouched] == before
    assert recorded.rows(as_of) == past
    agents = "select agent_id, agent_name from interactions_wide order by interaction_id"
    assert recorded.rows(agents) == [("A1", "Ada Lovelace"), ("A1", "Ada Lovelace"), (None, "Unknown")]
    assert recorded.run("check", "--database", recorded.database).exit_code == 0
    assert recorded.rows("select full_name from dim_agents_as_of(202501)") == [("Ada Lovelace",)]


@pytest.mark.warnings
def test_a_warning_names_a_file_with_an_erased_record(recorded: Project) -> None:
    erase(recorded, "agents", KEY)
    erase(recorded, "contact_centers", "C1")
    recorded.extract.delta("agents", "202504", ["A3,Grace Hopper,C9,2024-01-15,K1,add"])
    assert "erased_records_are_back" not in recorded.kinds_warned()
    recorded.extract.delta("agents", "202505", [f"{KEY},Somebody,C9,2024-01-15,K1,add"])
    calls = [interaction(f"I{number}", agent_id=KEY, contact_center_id="C9") for number in (8, 9)]
    recorded.extract.delta("interactions", "202505", [f"{row},add" for row in calls])
    back = [warning for warning in recorded.warned() if warning[1] == "erased_records_are_back"]
    assert sorted(back) == [
        (f"delta/{table}_delta_202505.csv", "erased_records_are_back", 1, KEY) for table in ("agents", "interactions")
    ]
    erase(recorded, "agents", KEY)
    assert KEY.encode() not in recorded.database.read_bytes()


@pytest.mark.warnings
def test_a_full_refresh_keeps_the_erasures(recorded: Project) -> None:
    erase(recorded, "agents", KEY)
    [before] = recorded.rows("select erased_utc, table_name, key_sha256, salt from ops.erasures")
    assert "erased_records_are_back" in recorded.kinds_warned("--full-refresh", "--quarantine")
    assert recorded.rows("select erased_utc, table_name, key_sha256, salt from ops.erasures") == [before]
    assert recorded.run("check", "--database", recorded.database).exit_code == 0


@pytest.mark.parametrize(
    ("table", "key", "rows"),
    [
        ("contact_centers", "C1", 0),
        ("service_categories", "K1", 0),
        ("interactions", "I1", 1),
        ("interactions", "I2", 1),
    ],
)
def test_a_record_of_any_table_can_be_erased(recorded: Project, table: str, key: str, rows: int) -> None:
    [(before,)] = recorded.rows("select sum(total_interactions) from support_report")
    erase(recorded, table, key)
    assert recorded.rows("select sum(total_interactions) from support_report") == [(before - rows,)]
    column = recorded.rows(f"describe core.{table}")[0][0]
    for schema in ("core", "history"):
        assert recorded.rows(f"select 1 from {schema}.{table} where {column} = '{key}'") == []
    assert recorded.run("check", "--database", recorded.database).exit_code == 0
    recorded.extract.delta(
        "contact_centers", "202504", ["C1,Springfield,Springfield IL,add", "C2,Shelbyville,Shelbyville IL,add"]
    )
    recorded.built()


def test_however_a_rejected_row_spells_it_it_is_erased(project: Project) -> None:
    rows = ['"Q""5","Bob ""Zorro"" Quxley",C1,2024-01-15,K1', "Q2,Jos\u00e9 \u00c5ngstr\u00f6mski,C1,2024-01-15,K1"]
    project.extract.initial("agents", [*rows, '"Q7","Hans\nZeilenbruch",C1,2024-01-15,K1', "A1,Ada,C1,2024-01-15,K1"])
    spelled = ['"Q""5",Fritz,C1,gestern,K1', 'X1,"Bob ""Zorro"" Quxley",C1,gestern,K1']
    spelled += ["X2,Jose\u0301 A\u030angstro\u0308mski,C1,gestern,K1", 'X3,"Hans\r\nZeilenbruch",C1,gestern,K1']
    project.extract.delta("agents", "202502", [f"{row},add" for row in [*spelled, "A2,Bea,C1,2024-01-15,K1"]])
    project.extract.write("delta/leaver Jos\u00e9 \u00c5ngstr\u00f6mski Q2.csv", "")
    project.built("--quarantine")
    for key in ('Q"5', "Q2", "Q7"):
        erase(project, "agents", key)
    assert project.rows("select count(raw_text), count(*) from ops.rejected_rows") == [(0, 4)]
    assert project.rows("select file_name from ops.warnings where kind = 'ignored_files'") == [("erased",)]
    data = project.database.read_bytes()
    assert [word for word in (b"Zorro", b"ngstr", b"Zeilenbr", b'Q""5') if word in data] == []


@pytest.mark.warnings
def test_a_warning_names_an_erased_record_that_a_full_refresh_loads_into_the_history(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,2024-01-15,K1", f"{KEY},{NAMES[0]},C1,2024-01-15,K1"])
    project.extract.delta("agents", "202502", [f"{KEY},,,,,delete"])
    project.built()
    erase(project, "agents", KEY)
    assert ("initial/agents.csv", "erased_records_are_back", 1, KEY) in project.warned("--full-refresh")


@pytest.mark.warnings
def test_a_warning_names_an_erased_record_in_a_quarantined_row(recorded: Project) -> None:
    erase(recorded, "agents", KEY)
    recorded.extract.delta("agents", "202504", [f'"{KEY}",Somebody,C1,soon,K1,add', "A3,Grace,C1,2024-01-15,K1,add"])
    back = ("delta/agents_delta_202504.csv", "erased_records_are_back", 1, KEY)
    assert back in recorded.warned("--quarantine")


@pytest.mark.all_reports
def test_a_record_is_erased_even_if_the_output_cannot_be_written(recorded: Project) -> None:
    line = f"{sys.executable} -m warehouse erase agents A1 --database {recorded.database} > /dev/full 2>&1"
    subprocess.run(["bash", "-c", line], check=True)


def test_a_key_is_utf_8_in_the_locale_c_too(recorded: Project) -> None:
    settings = os.environ | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "warehouse", "erase", "agents"]
    for key, code in (("\u00c477".encode(), 1), (b"\xff", 2)):
        arguments = [*command, key, "--database", recorded.database]
        assert subprocess.run(arguments, env=settings, capture_output=True, check=False).returncode == code


def test_a_key_that_nothing_has_is_an_error_and_changes_nothing(recorded: Project) -> None:
    before = recorded.database.read_bytes()
    for key in ("agent-4711", "", "AGENT", "' or true --"):
        result = recorded.run("erase", "agents", key, "--database", recorded.database)
        assert result.exit_code == 1
        assert f"Error: No record {key} in agents." in result.stderr
    assert recorded.run("erase", "dim_agents", KEY, "--database", recorded.database).exit_code == 2
    assert recorded.database.read_bytes() == before


def test_tables_and_views_of_the_user_are_kept(recorded: Project) -> None:
    with duckdb.connect(str(recorded.database)) as con:
        con.execute("create table budget as select 42 as answer; create view doubled as select 2 * answer from budget")
        con.execute("comment on table budget is 'of finance'")
    comments = "select comment from duckdb_columns() where not internal order by all"
    before = recorded.rows(comments)
    erase(recorded, "agents", KEY)
    assert recorded.rows("from doubled") == [(84,)]
    assert recorded.rows(comments) == before
    assert recorded.rows("select comment from duckdb_tables() where table_name = 'budget'") == [("of finance",)]


def test_a_name_of_a_megabyte_is_erased_as_well(project: Project) -> None:
    name = "x" * 1_000_000
    project.extract.initial("agents", [f"{KEY},{name},C1,2024-01-15,K1", *[f"A{n},Ada,C1,soon,K1" for n in range(50)]])
    project.built("--quarantine")
    started = time.perf_counter()
    erase(project, "agents", KEY)
    assert time.perf_counter() - started < 10
    assert name[:1000].encode() not in project.database.read_bytes()


def test_macros_that_cannot_be_copied_are_named_and_nothing_is_changed(recorded: Project) -> None:
    with duckdb.connect(str(recorded.database)) as con:
        con.execute("create macro inner_one(a) as a + 1; create macro outer_one(a) as inner_one(a)")
        con.execute("create table counted (a integer default 1)")
        con.execute("drop macro inner_one; create macro inner_one(a) as a + 2")
    before = recorded.database.read_bytes()
    result = recorded.run("erase", "agents", KEY, "--database", recorded.database)
    if result.exit_code:
        assert "Error: The warehouse cannot be rewritten: " in result.stderr
        assert recorded.database.read_bytes() == before
    else:
        assert recorded.rows("select outer_one(1)") == [(3,)]


@pytest.mark.all_reports
def test_a_kill_during_an_erasure_leaves_the_warehouse_unchanged(recorded: Project) -> None:
    before = recorded.database.read_bytes()
    command = ["erase", "agents", KEY, "--database", str(recorded.database)]
    killed = ran(*PUTS_IT_IN_PLACE, signal.SIGKILL.value, *command, program=AT_EVENT)
    assert killed.returncode == -signal.SIGKILL
    assert recorded.database.read_bytes() == before
    assert ran(*command).returncode == 0
    assert names(recorded.database.parent) == [recorded.database.name]


def test_nothing_is_erased_while_the_warehouse_is_built(recorded: Project) -> None:
    recorded.extract.delta("agents", "202504", ["A3,Grace Hopper,C1,2024-01-15,K1,add"])
    with stopped_build(recorded, *PUTS_IT_IN_PLACE) as process:
        result = ran("erase", "agents", KEY, "--database", recorded.database)
        assert_refused(result, f"is being built by process {process.pid}.")


def test_erasing_on_spark_is_refused_with_advice() -> None:
    with pytest.raises(WarehouseError) as refused:
        list(run_erase(SparkTarget("sc://nowhere", "/warehouse"), "agents", KEY))
    assert refused.value.command == "build --full-refresh"


def test_docs_say_where_personal_data_is(recorded: Project) -> None:
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")
    for table in ("core.agents", "history.agents", "ops.rejected_rows", "ops.warnings", "ops.erasures"):
        assert table in page
