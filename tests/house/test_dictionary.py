"""`sql/columns.csv`: every table, view and column has a meaning, and every row of it names one."""

from pathlib import Path

import duckdb
import pytest

from tests.conftest import Project
from warehouse.engine import sources

pytestmark = pytest.mark.all_reports


@pytest.fixture
def dictionary(sql: Path) -> Path:
    """A copy of the dictionary to edit."""
    return sql / "columns.csv"


def without(dictionary: Path, start: str) -> None:
    lines = dictionary.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) < len(lines)
    dictionary.write_text("".join(kept), "utf-8")


def test_every_table_view_and_column_has_a_comment(project: Project) -> None:
    project.built()
    silent = project.rows(
        "select schema_name, table_name, column_name from duckdb_columns() where not internal and comment is null"
        " union all select schema_name, table_name, '' from duckdb_tables() where not internal and comment is null"
        " union all select schema_name, view_name, '' from duckdb_views() where not internal and comment is null"
    )
    assert silent == []


def test_no_meaning_sends_its_reader_to_another_relation(project: Project) -> None:
    project.built()
    assert project.rows("select comment from duckdb_columns() where comment like 'As in %'") == []


@pytest.mark.parametrize(
    ("start", "what"),
    [
        ("support_report,,", "support_report has no meaning; add a row for it"),
        ("*,total_call_duration,", "the column total_call_duration of support_report has no meaning; add a row for it"),
        ("core.agents,,", "core.agents has no meaning; add a row for it"),
        ("*,location,", "the column location of core.contact_centers has no meaning; add a row for it"),
    ],
)
def test_relations_and_columns_without_a_meaning_are_named(
    project: Project, dictionary: Path, start: str, what: str
) -> None:
    without(dictionary, start)
    assert f"sql/columns.csv: {what}\n" in project.refused()


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("nonsense,,One row per nothing.", "no such table or view: nonsense"),
        ("nonsense,month,Nothing.", "no such table or view: nonsense"),
        ("support_report,nonsense,Nothing.", "support_report has no column nonsense"),
        ("*,nonsense,Nothing.", "no relation has a column nonsense"),
        ("*,,Everything.", "no such table or view: *"),
        ("support_report,,Once more.", "duplicate row: support_report,"),
        ("support_report,total_calls", "expected a relation, a column (or none) and a meaning"),
        ("support_report,total_calls,", "expected a relation, a column (or none) and a meaning"),
        (',"month",No relation.', "expected a relation, a column (or none) and a meaning"),
    ],
)
def test_a_row_that_names_nothing_or_cannot_be_read_is_named(
    project: Project, dictionary: Path, row: str, what: str
) -> None:
    line = len(dictionary.read_text("utf-8").splitlines()) + 1
    with dictionary.open("a") as stream:
        stream.write(row + "\n")
    assert f"sql/columns.csv:{line}: {what}\n" in project.refused()


def test_a_quote_that_is_never_closed_is_named(project: Project, dictionary: Path) -> None:
    with dictionary.open("a") as stream:
        stream.write('support_report,month,"The month\n')
    assert "sql/columns.csv:" in project.refused()


def test_a_nearer_meaning_stands_before_one_that_holds_everywhere(project: Project, dictionary: Path) -> None:
    with dictionary.open("a") as stream:
        stream.write("support_report,department,The department that the manager asks for.\n")
    project.built()
    meanings = dict(
        project.rows(
            "select table_name, comment from duckdb_columns() where column_name = 'department' and not internal"
        )
    )
    assert meanings["support_report"] == "The department that the manager asks for."
    assert meanings["interactions_wide"] == meanings["departments_by_month"] != meanings["support_report"]


def test_an_edited_meaning_is_in_the_warehouse_after_the_next_build(project: Project, dictionary: Path) -> None:
    project.built()
    text = dictionary.read_text("utf-8")
    dictionary.write_text(text.replace("*,location,City and state", "*,location,Town and state"), "utf-8")
    sources.forget_files()
    assert "No new files; views were rebuilt." in project.built().stderr
    for relation in ("dim_contact_centers", "core.contact_centers", "history.contact_centers"):
        assert "Town and state of" in project.run("describe", relation, "--database", project.database).stdout
    assert "Nothing new" in project.built().stderr


def test_tables_of_the_user_are_kept_and_need_no_meaning(project: Project, dictionary: Path) -> None:
    project.built()
    with duckdb.connect(str(project.database)) as con:
        con.execute("create view mine as select 1 as one")
        con.execute("create view core.mine as select 2 as two")
        con.execute("create table notes as select 3 as three")
    with dictionary.open("a") as stream:
        stream.write("support_report,department,The department that the manager asks for.\n")
    sources.forget_files()
    assert "views were rebuilt" in project.built().stderr
    assert project.rows("select one, two, three from mine, core.mine, notes") == [(1, 2, 3)]
