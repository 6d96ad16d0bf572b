"""The SQL as a product: every file reads well as it runs, and every relation says what it means."""

from pathlib import Path

import pytest
from sqlfluff.core import FluffConfig, Linter

from tests.conftest import Shop
from warehouse.preview import FOLDERS, rendered
from warehouse.render import SQL, scripts

ROOT = Path(__file__).parents[1]
SCRIPTS = [script for folder in FOLDERS for script in scripts(folder)]


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter(config=FluffConfig.from_path(str(ROOT), overrides={"templater": "raw"}))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_passes_sqlfluff_as_it_runs(script: str, linter: Linter) -> None:
    text = "\n".join(rendered(script))
    found = linter.lint_string(text, fname=script).get_violations()
    if " as table\n" in text:  # sqlfluff takes a table macro for a table, and wants its body indented
        found = [violation for violation in found if violation.rule_code() != "LT02"]
    assert [f"{script}:{v.line_no}: {v.rule_code()} {v.desc()}" for v in found] == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_opens_with_a_comment_and_is_short(script: str) -> None:
    lines = (SQL / script).read_text("utf-8").splitlines()
    assert lines[0].startswith("-- ")
    assert len(lines) <= 120


def test_every_folder_of_sql_is_shown_by_render() -> None:
    assert sorted(FOLDERS) == sorted(path.name for path in SQL.iterdir() if path.is_dir())


def test_every_table_view_and_column_has_a_comment(shop: Shop) -> None:
    shop.built()
    silent = shop.rows(
        "select schema_name, table_name, column_name from duckdb_columns() where not internal and comment is null"
        " union all select schema_name, table_name, '' from duckdb_tables() where not internal and comment is null"
        " union all select schema_name, view_name, '' from duckdb_views() where not internal and comment is null"
    )
    assert silent == []


def test_a_finished_warehouse_holds_nothing_of_the_staging(shop: Shop) -> None:
    shop.extract.delta("agents", "202502", ["A1,Ada King,C1,2024-01-15,K1,update"])
    shop.built()
    relations = shop.rows("select table_schema, table_name from information_schema.tables order by all")
    assert [name for schema, name in relations if schema == "ops"] == [
        "interactions",
        "processed_files",
        "rejected_rows",
        "warehouse",
    ]
    assert [name for schema, name in relations if schema == "history"] == [
        "agents",
        "contact_centers",
        "interactions",
        "service_categories",
    ]
    assert not [name for _, name in relations if name.startswith(("stg_", "delta", "changes", "raw", "faults"))]


def test_render_prints_the_sql_of_one_relation(shop: Shop) -> None:
    result = shop.run("render", "support_report")
    assert result.stdout.startswith("-- sql/4_reports/support_report.sql\n-- One row per month")
    assert "{{" not in result.stdout


def test_render_prints_everything_in_the_order_in_which_it_runs(shop: Shop) -> None:
    result = shop.run("render")
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line.startswith("-- sql/")] == [
        f"-- sql/{script}" for script in SCRIPTS
    ]


def test_render_names_what_there_is_when_asked_for_something_else(shop: Shop) -> None:
    result = shop.run("render", "nonsense")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: There is no SQL named nonsense.\nThere is: ")
