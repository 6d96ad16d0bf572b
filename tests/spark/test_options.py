"""What `--remote` takes and refuses."""

import sys

import pytest

from tests.conftest import Project
from tests.spark.conftest import RemoteProject


def test_missing_packages_are_reported_with_the_command_to_install_them(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    result = project.run("status", "--remote", "sc://127.0.0.1:1", "--database", "/warehouse")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "Error: --remote needs packages that are not installed.",
        "Install them with: pip install 'supportwh[spark]'",
    ]


@pytest.mark.parametrize("option", [("--threads", "2"), ("--memory-limit", "1GB")])
def test_options_that_the_server_decides_are_refused(option: tuple[str, str], project: Project) -> None:
    result = project.run("build", *option, "--remote", "sc://127.0.0.1:1", "--database", "/warehouse")
    assert result.exit_code == 2
    assert f"{option[0]} cannot be used with --remote: the server decides." in result.stderr


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sc://127.0.0.1:1", "the server does not respond"),
        ("sc://host.invalid:15002", "the server does not respond"),
    ],
)
def test_a_server_that_does_not_respond_is_reported(address: str, said: str, project: Project) -> None:
    result = project.run("check", "--remote", address, "--database", "/warehouse")
    assert result.exit_code == 1
    assert said in result.stderr


@pytest.mark.parametrize("address", ["http://127.0.0.1", "127.0.0.1:15002", "sc://"])
def test_an_invalid_address_is_reported(address: str, project: Project) -> None:
    result = project.run("check", "--remote", address, "--database", "/warehouse")
    assert result.exit_code == 2
    assert "is not a server address; expected one like sc://host:15002" in result.stderr


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (("--data-dir", "/data"), "requires --database: a folder as the server sees it."),
        (("--database", "/warehouse"), "requires --data-dir: a folder as the server sees it."),
        (("--database", "warehouse"), "'warehouse' is relative; expected an absolute path, as the server sees it"),
        (("--database", "s3a://a/b", "--data-dir", "data"), "'data' is relative; expected an absolute path"),
    ],
)
def test_folders_are_named_in_full(places: tuple[str, ...], said: str, project: Project) -> None:
    result = project.run("build", "--remote", "sc://127.0.0.1:1", *places)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_new_warehouse_has_a_folder_of_its_own(remote_project: RemoteProject) -> None:
    remote_project.database.mkdir()
    (remote_project.database / "notes.txt").write_text("mine\n", "utf-8")
    said = remote_project.refused()
    assert "contains other files (e.g. notes.txt)." in said
    assert [path.name for path in remote_project.database.iterdir()] == ["notes.txt"]


def test_nothing_of_it_is_imported_unless_asked_for(project: Project) -> None:
    import subprocess

    code = "import sys, warehouse.cli as c; c.main(['build', '--help'], standalone_mode=False); "
    code += "sys.exit(any(name in sys.modules for name in ('pyspark', 'sqlglot', 'pandas', 'pyarrow')))"
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL).returncode == 0


def test_a_missing_warehouse_or_data_directory_is_reported(remote_project: RemoteProject) -> None:
    result = remote_project.run("export", "--database", remote_project.database)
    assert result.exit_code == 1
    assert "No warehouse at " in result.stderr
    assert f"supportwh build --remote {remote_project.server} --database {remote_project.database}" in result.stderr
    nowhere = remote_project.folder / "nowhere"
    result = remote_project.run("build", "--data-dir", nowhere, "--database", remote_project.database)
    assert result.exit_code == 1
    assert f"No files at {nowhere} on the server." in result.stderr


def test_a_query_reads_the_warehouse_and_nothing_else(remote_project: RemoteProject) -> None:
    remote_project.built()
    for sql in (
        "drop table core.agents",
        'from parquet."/tmp"',
        "from fact_interactions, read_csv('/etc/passwd')",
        'from fact_interactions cross join csv."/etc/passwd"',
        "insert into fact_interactions values (1)",
    ):
        result = remote_project.run("query", sql, "--database", remote_project.database)
        assert result.exit_code == 1, sql
        assert result.stderr.startswith("Error: "), sql
