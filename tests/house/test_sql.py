"""The SQL as a product: every file reads well as it runs, and a report is one plain select."""

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from sqlfluff.core import FluffConfig, Linter

from tests.conftest import ROOT, Project
from warehouse.commands.render import every_script, rendered
from warehouse.engine.quoting import Quoted
from warehouse.engine.render import render
from warehouse.engine.sources import SQL, digest, scripts
from warehouse.load.schema import RULES as RULE_FILES

SCRIPTS = every_script()
#: Statements on Delta tables, in Spark's SQL.
DELTA = scripts("spark/delta")
VIEWS = [*scripts("4_core"), *scripts("5_reports")]
TEMPLATES = scripts("templates")


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter(config=FluffConfig.from_path(str(ROOT), overrides={"templater": "raw"}))


@pytest.mark.linter
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_passes_sqlfluff_as_it_runs(script: str, linter: Linter) -> None:
    # sqlfluff knows no parameters by name.
    text = re.sub(r"\$[a-z_0-9]+", "'bound'", "\n".join(rendered(script)))
    found = linter.lint_string(text, fname=script).get_violations()
    if " as table\n" in text:  # sqlfluff takes a table macro for a table, and wants its body indented
        found = [violation for violation in found if violation.rule_code() != "LT02"]
    assert [f"{script}:{v.line_no}: {v.rule_code()} {v.desc()}" for v in found] == []


@pytest.mark.linter
@pytest.mark.parametrize("script", DELTA)
def test_a_statement_on_delta_tables_passes_sqlfluff_as_it_runs(script: str) -> None:
    # RF05: a table is named by its path. ST05: a merge has no place for a CTE.
    excluded = FluffConfig.from_path(str(ROOT)).get("exclude_rules") + ",RF05,ST05"
    settings = {"templater": "raw", "dialect": "sparksql", "exclude_rules": excluded}
    config = FluffConfig.from_path(str(ROOT), overrides=settings)
    table, columns = Quoted("delta.`/w/agents`"), {Quoted("agent_id"): Quoted("string"), Quoted("n"): Quoted("int")}
    names = {"added": Quoted("added"), "ended": Quoted("ended"), "key": Quoted("agent_id"), "columns": columns}
    text = render(script, stored=table, builds=table, build=2, first_foreign=2, published=(1, 2), **names)
    found = Linter(config=config).lint_string(text, fname=script).get_violations()
    assert [f"{script}:{v.line_no}: {v.rule_code()} {v.desc()}" for v in found] == []


@pytest.mark.parametrize("script", [*SCRIPTS, *DELTA, *TEMPLATES])
def test_a_script_opens_with_a_comment_and_is_short(script: str) -> None:
    lines = (SQL / script).read_text("utf-8").splitlines()
    assert lines[0].startswith("-- ")
    # A panel has three statements: its staging, its finding and its rows.
    longest = {"3_load/merge.sql": 165, "erase.sql": 130, "templates/by_month.sql": 160}
    assert len(lines) <= longest.get(script, 150 if script.startswith("dashboard/") else 120)


@pytest.mark.parametrize("script", VIEWS)
def test_a_view_is_a_plain_select_or_one_that_it_shares_with_its_neighbors(script: str) -> None:
    text = (SQL / script).read_text("utf-8")
    is_shared = re.fullmatch(r"(-- .*\n)+\{% set .* %\}\n\{% include 'templates/\w+.sql' %\}\n", text)
    assert is_shared or not re.search(r"\{[{%#]", text)
    text = render(script)
    assert "comment on" not in text
    assert not Path(script).stem[0].isdigit()
    if Path(script).stem not in (*RULE_FILES, "as_of"):
        assert len(duckdb.extract_statements(text)) == 1
        assert duckdb.extract_statements(text)[0].type == duckdb.StatementType.SELECT


@pytest.mark.parametrize("script", scripts("5_reports"))
def test_a_report_runs_as_it_is_rendered_in_a_plain_session(script: str, bundled: Path) -> None:
    with duckdb.connect(str(bundled), read_only=True) as con:
        rows = con.execute(render(script)).fetchall()
        assert sorted(map(str, rows)) == sorted(map(str, con.execute(f"from {Path(script).stem}").fetchall()))


def test_every_folder_of_sql_is_shown_by_render() -> None:
    shown = {script.rpartition("/")[0] for script in SCRIPTS} - {""}
    assert shown == {path.name for path in SQL.iterdir() if path.is_dir()} - {"templates"}
    assert len(SCRIPTS) == len(list(SQL.rglob("*.sql"))) - len(TEMPLATES) - len(DELTA)


def test_a_view_comes_after_those_that_it_refers_to() -> None:
    order = [Path(script).stem for script in SCRIPTS if script in VIEWS]
    assert order[: len(RULE_FILES)] == list(RULE_FILES)
    assert order.index("dim_agents_history") < order.index("dim_agents") < order.index("interactions_wide")
    assert order.index("support_report_history") < order.index("support_report_restatements")
    assert order.index("support_report_history") < order.index("as_of")


@pytest.mark.all_reports
def test_views_that_refer_to_each_other_in_a_circle_are_named(project: Project, sql: Path) -> None:
    for one, other in (("hen", "egg"), ("egg", "hen")):
        (sql / "5_reports" / f"{one}.sql").write_text(f"-- One row per {one}.\nselect *\nfrom {other}\n")
    said = project.refused()
    assert "circular references between views" in said
    assert "hen" in said
    assert "egg" in said


def test_the_next_build_drops_a_view_whose_file_was_removed(
    project: Project, sql: Path, edited: Callable[[Path, str, str], None]
) -> None:
    project.built()
    (sql / "5_reports" / "agents_by_month.sql").unlink()
    edited(
        sql / "columns.csv",
        'agents_by_month,,"One row per month and agent with interactions, by id: the operations report by agent. Agents'
        ' with the same name are separate."\n',
        "",
    )
    assert "No new files; views were rebuilt." in project.built().stderr
    assert project.rows("select 1 from duckdb_views() where view_name = 'agents_by_month'") == []


RULES = "loaded before sql/2_staging or sql/3_load changed"


@pytest.mark.parametrize(
    ("script", "old", "new"),
    [
        ("2_staging/rules.sql", "date '1900-01-01'", "date '1950-01-01'"),
        ("2_staging/stg_agents.sql", "trimmed(full_name)", "upper(trimmed(full_name))"),
        ("3_load/merge.sql", "change <> 'unchanged'", "change not in ('unchanged')"),
    ],
)
def test_a_build_warns_that_earlier_months_were_loaded_by_other_rules(
    project: Project, sql: Path, edited: Callable[[Path, str, str], None], script: str, old: str, new: str
) -> None:
    project.built()
    edited(sql / script, old, new)
    said = project.built().stderr
    assert f"4 files up to 202501 were {RULES}" in said
    assert "supportwh build --full-refresh" in said
    assert RULES in project.refused("--strict")
    project.extract.delta("agents", "202502", ["A2,Alan Turing,C1,2024-01-15,K1,add"])
    assert f"4 files up to 202501 were {RULES}" in project.built().stderr
    assert RULES not in project.built("--full-refresh").stderr
    assert RULES not in project.built().stderr


@pytest.mark.parametrize("script", ["1_tables/core.sql", "2_staging/rules.sql", "3_load/delta.sql", "4_core/rules.sql"])
def test_an_edited_comment_changes_nothing(
    project: Project, sql: Path, edited: Callable[[Path, str, str], None], script: str
) -> None:
    project.built()
    before = project.database.read_bytes()
    edited(sql / script, "-- ", "--  It's said otherwise: ")
    assert project.built().stderr == "Nothing new: the warehouse is up to date.\n"
    assert project.database.read_bytes() == before


def test_an_edited_table_asks_for_a_full_refresh(
    project: Project, sql: Path, edited: Callable[[Path, str, str], None]
) -> None:
    project.built()
    edited(sql / "1_tables" / "core.sql", "decimal(12, 4)", "decimal(14, 4)")
    assert "whose tables differ from those of this version.\nRebuild from the CSV files: supp" in project.refused()


def test_a_quoted_text_is_not_a_comment(sql: Path, edited: Callable[[Path, str, str], None]) -> None:
    before = digest("2_staging")
    edited(sql / "2_staging" / "reasons.sql", "'the key is empty'", "'the key is -- empty'")
    assert digest("2_staging") != before


def test_a_finished_warehouse_holds_nothing_of_the_staging(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A1,Ada King,C1,2024-01-15,K1,update"])
    project.built()
    relations = project.rows("select table_schema, table_name from information_schema.tables order by all")
    machinery = ["erasures", "processed_files", "rejected_rows", "warehouse", "warnings"]
    assert [name for schema, name in relations if schema == "ops"] == machinery
    for schema in ("core", "history"):
        assert [name for other, name in relations if other == schema] == [
            "agents",
            "contact_centers",
            "interactions",
            "service_categories",
        ]
    assert not [name for _, name in relations if name.startswith(("stg_", "delta", "changes", "raw", "faults"))]


def test_render_prints_the_sql_of_one_relation(project: Project) -> None:
    result = project.run("render", "support_report")
    assert result.stdout.startswith("-- sql/5_reports/support_report.sql\n-- The monthly report: one row per month")
    assert "{{" not in result.stdout


def test_render_prints_everything_in_the_order_in_which_it_runs(project: Project) -> None:
    result = project.run("render")
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line.startswith("-- sql/")] == [
        f"-- sql/{script}" for script in SCRIPTS
    ]


def test_render_lists_the_names_after_an_unknown_one(project: Project) -> None:
    result = project.run("render", "nonsense")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: No SQL is named nonsense.\nNames: ")


@pytest.mark.all_reports
@pytest.mark.parametrize(
    ("select", "details"),
    [
        ("select month total calls\nfrom support_report", ["LINE 2: select month total calls"]),
        ("select *\nfrom suport_report", ["LINE 3: from suport_report"]),
        ("select no_such\nfrom support_report", ["LINE 2: select no_such"]),
    ],
)
def test_a_report_that_duckdb_refuses_is_shown_with_its_line(
    project: Project, sql: Path, select: str, details: list[str]
) -> None:
    (sql / "5_reports" / "mine.sql").write_text(f"-- One row per something.\n{select}\n")
    said = project.refused().splitlines()
    assert [detail for detail in details if detail not in said] == []
    assert said[0].startswith("Error: sql/5_reports/mine.sql: ")
