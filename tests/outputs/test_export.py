"""The bytes of every export format are a contract."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Project, interaction


@pytest.fixture
def built(project: Project) -> Project:
    project.extract.initial("contact_centers", ["C1,Springfield,IL", '=C2,"North, ""Old"" Town",IL', "C3,Zürich,CH"])
    rows = [interaction(), interaction("I2", contact_center_id="=C2", call_duration_minutes="0.25")]
    project.extract.initial("interactions", [*rows, interaction("I3", channel="web", call_duration_minutes="3")])
    project.built()
    return project


def test_csv_has_a_header_and_lf_and_durations_like_14_0(built: Project) -> None:
    assert built.exported() == (
        b"month,contact_center_name,department,total_interactions,total_calls,total_call_duration\n"
        b'2025-01,"North, ""Old"" Town",Finance,1,1,0.25\n'
        b"2025-01,Springfield,Finance,2,1,14.0\n"
    )


def test_csv_escapes_formulas(built: Project) -> None:
    assert built.exported("dim_contact_centers").decode() == (
        "contact_center_id,contact_center_name,location,valid_from_month\n"
        '\'=C2,"North, ""Old"" Town",IL,202501\n'
        "C1,Springfield,IL,202501\n"
        "C3,Zürich,CH,202501\n"
    )


def test_json_is_one_array(built: Project) -> None:
    content = built.exported(file_format="json")
    assert content == (
        b'[\n\t{"month":"2025-01","contact_center_name":"North, \\"Old\\" Town","department":"Finance",'
        b'"total_interactions":1,"total_calls":1,"total_call_duration":0.25},\n'
        b'\t{"month":"2025-01","contact_center_name":"Springfield","department":"Finance",'
        b'"total_interactions":2,"total_calls":1,"total_call_duration":14.0}\n]\n'
    )
    assert len(json.loads(content)) == 2


def test_parquet_keeps_the_types_and_the_raw_text(built: Project, tmp_path: Path) -> None:
    path = tmp_path / "centers.parquet"
    path.write_bytes(built.exported("dim_contact_centers", "parquet"))
    assert duckdb.execute("select contact_center_id from read_parquet(?)", [str(path)]).fetchall()[0] == ("=C2",)
    path.write_bytes(built.exported("fact_interactions", "parquet"))
    types = dict(duckdb.execute("select name, duckdb_type from parquet_schema(?)", [str(path)]).fetchall())
    assert types["call_duration_minutes"] == "DECIMAL(12,4)"
    assert types["interaction_start_local"] == "TIMESTAMP"


def test_the_paths_of_the_files_go_to_stdout(built: Project) -> None:
    folder = built.folder / "out"
    result = built.run("export", "dim_agents", "support_report", "--database", built.database, "--output-dir", folder)
    assert result.stdout == f"{folder}/dim_agents.csv\n{folder}/support_report.csv\n"
    assert sorted(path.name for path in folder.iterdir()) == ["dim_agents.csv", "support_report.csv"]


def test_all_exports_every_table_and_view_of_main(built: Project) -> None:
    folder = built.folder / "out"
    result = built.run("export", "--all", "--format", "json", "--database", built.database, "--output-dir", folder)
    names = [
        name for (name,) in built.rows("select table_name from information_schema.tables where table_schema = 'main'")
    ]
    assert sorted(Path(line).stem for line in result.stdout.splitlines()) == sorted(names)


def test_an_unknown_name_is_refused_with_similar_ones(built: Project) -> None:
    for name, said in (("suport_report", "Did you mean support_report"), ("nonsense", "All names: supportwh describe")):
        result = built.run("export", name, "--database", built.database, "--output-dir", built.folder)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"Error: No table or view is named {name}.\n{said}")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ops.processed_files", "ops.processed_files.csv"),
        ("OPS.Rejected_Rows", "ops.rejected_rows.csv"),
        ("rejected_rows", "ops.rejected_rows.csv"),
        ("core.agents", "core.agents.csv"),
        ("main.dim_agents", "dim_agents.csv"),
        ("Support_Report", "support_report.csv"),
    ],
)
def test_a_name_may_be_in_any_case_with_its_schema_or_without(name: str, file: str, built: Project) -> None:
    folder = built.folder / "out"
    result = built.run("export", name, "--database", built.database, "--output-dir", folder)
    assert result.exit_code == 0, result.stderr
    assert [path.name for path in folder.iterdir()] == [file]


def test_every_name_that_describe_lists_can_be_exported(built: Project) -> None:
    relations = "select schema_name, table_name from duckdb_tables() union all"
    relations += " select schema_name, view_name from duckdb_views() where not internal"
    names = [name if schema == "main" else f"{schema}.{name}" for schema, name in built.rows(relations)]
    folder = built.folder / "out"
    result = built.run("export", *names, "--database", built.database, "--output-dir", folder)
    assert result.exit_code == 0, result.stderr
    assert sorted(path.stem for path in folder.iterdir()) == sorted(names)


def test_a_month_may_be_written_with_a_hyphen(built: Project) -> None:
    folder = built.folder / "out"
    for month in ("202501", "2025-01"):
        result = built.run("export", "--as-of", month, "--database", built.database, "--output-dir", folder)
        assert result.exit_code == 0, result.stderr
    result = built.run("export", "--as-of", "2025-1", "--database", built.database)
    assert result.exit_code == 2


def test_without_a_warehouse_an_export_says_how_to_make_one(project: Project) -> None:
    result = project.run("export", "--database", project.database)
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: No warehouse at {project.database}.\nCreate it with: supportwh build --database {project.database}\n"
    )


def test_names_and_all_together_are_wrong_usage(project: Project) -> None:
    result = project.run("export", "--all", "dim_agents", "--database", project.database)
    assert result.exit_code == 2
    assert "Give names or --all, not both." in result.stderr


GUARDED = {
    "=1+1": "'=1+1",
    "'=1+1": "''=1+1",
    "''=1+1": "'''=1+1",
    "'til Monday": "'til Monday",
    "+49 30": "'+49 30",
    "-5": "'-5",
    "@all": "'@all",
    "\uff1dSUM(A1)": "'\uff1dSUM(A1)",
    "\uff0b1": "'\uff0b1",
    "\uff0d1": "'\uff0d1",
    "\uff20all": "'\uff20all",
    "a=b": "a=b",
}


def test_the_guard_against_formulas_is_one_to_one_and_can_be_left_out(project: Project) -> None:
    project.extract.initial("contact_centers", [f"C{n},{name},IL" for n, name in enumerate(GUARDED)])
    project.built()
    sql = "select contact_center_name from dim_contact_centers order by cast(contact_center_id[2:] as integer)"
    asked = ["query", sql, "--format", "csv", "--database", project.database]
    assert project.run(*asked).stdout.splitlines()[1:] == list(GUARDED.values())
    assert project.run(*asked, "--raw").stdout.splitlines()[1:] == list(GUARDED)
    exported = project.exported("dim_contact_centers").decode().splitlines()
    assert sorted(line.split(",")[1] for line in exported[1:]) == sorted(GUARDED.values())
    folder = project.folder / "raw"
    arguments = ["export", "dim_contact_centers", "--raw", "--database", project.database, "--output-dir", folder]
    assert project.run(*arguments).exit_code == 0
    lines = (folder / "dim_contact_centers.csv").read_text("utf-8").splitlines()
    assert sorted(line.split(",")[1] for line in lines[1:]) == sorted(GUARDED)
