"""A full refresh forgets nothing: neither settings nor files; and a file is what it holds, however it is packed."""

import gzip
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Project, interaction, told
from tests.support.sample import content

SETTINGS = {"--timezone": "America/Chicago", "--initial-month": "202412", "--partial-updates": "keep"}


def settings(project: Project) -> list[tuple[str, int, str]]:
    return project.rows("select zone, initial_month, partial_updates from ops.warehouse")


def test_a_full_refresh_keeps_all_settings_also_those_of_another_version(project: Project) -> None:
    arguments = [part for pair in SETTINGS.items() for part in pair]
    project.built(*arguments)
    project.built("--full-refresh")
    assert settings(project) == [("America/Chicago", 202412, "keep")]
    with duckdb.connect(str(project.database)) as con:
        con.execute("update ops.warehouse set tables_sha256 = 'of another version', created_by = 'supportwh 1.9'")
    assert f"{project.database} was created by supportwh 1.9, whose tables differ" in project.refused()
    project.built("--full-refresh")
    assert settings(project) == [("America/Chicago", 202412, "keep")]


@pytest.mark.parametrize("command", ["query", "status", "check", "export", "describe"])
def test_no_command_reads_a_warehouse_of_another_version(project: Project, command: str) -> None:
    project.built()
    with duckdb.connect(str(project.database)) as con:
        con.execute("update ops.warehouse set tables_sha256 = 'of another version', created_by = 'supportwh 1.9'")
    arguments = ["select 1"] if command == "query" else []
    result = project.run(command, *arguments, "--database", project.database)
    assert result.exit_code == 1
    assert "was created by supportwh 1.9" in result.stderr
    assert f"supportwh build --database {project.database} --full-refresh" in result.stderr


def test_a_full_refresh_loses_no_delta_that_no_longer_exists(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A2,Bea,C1,2024-01-15,K1,add"])
    gone = project.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    project.built()
    gone.unlink()
    for arguments in (["--full-refresh"], ["--full-refresh", "--dry-run"], ["--full-refresh", "--months", "202502"]):
        assert project.faults(*arguments) == [(f"delta/{gone.name}", None, None, "missing_loaded_file")]
    said = project.refused("--full-refresh")
    assert "Error: 1 loaded file no longer exists; a full refresh would lose its rows." in said
    assert "--full-refresh --allow-missing\n" in said
    project.built("--full-refresh", "--allow-missing")
    assert project.rows("select count(*) from fact_interactions") == [(1,)]
    project.built("--full-refresh")


def test_missing_loaded_files_are_reported_by_status_and_dry_runs_and_stop_no_month(
    project: Project,
) -> None:
    gone = project.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    project.built()
    gone.unlink()
    initial = project.extract.folder / "initial" / "agents.csv"
    moved = initial.rename(project.folder / "agents.csv")
    project.extract.delta("interactions", "202503", [interaction("I3") + ",add"])
    notice = f"Note: 2 loaded files no longer exist: initial/agents.csv, delta/{gone.name}."
    assert notice in project.built("--dry-run").stderr
    project.built()
    status = project.run("status", "--database", project.database, "--data-dir", project.extract.folder).stdout
    for name in ("initial/agents.csv", f"delta/{gone.name}"):
        assert f"\n  {name}: loaded, but no longer exists\n" in status
    moved.rename(initial)
    assert project.run("status", "--database", project.database, "--data-dir", project.extract.folder).exit_code == 0


def test_a_full_refresh_from_the_folder_of_another_department_is_refused(project: Project, tmp_path: Path) -> None:
    project.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    project.built()
    other = tmp_path / "other"
    shutil.copytree(project.extract.folder / "initial", other / "initial")
    project.extract.folder = other
    before = content(project.folder)
    assert "--allow-missing" in project.refused("--full-refresh")
    assert content(project.folder) == before


@pytest.mark.parametrize("is_packed_first", [False, True])
@pytest.mark.parametrize("folder", ["initial", "delta"])
def test_a_file_that_was_only_packed_or_unpacked_is_unchanged(
    project: Project, is_packed_first: bool, folder: str
) -> None:
    project.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    name = {"initial": "initial/interactions.csv", "delta": "delta/interactions_delta_202502.csv"}[folder]
    plain = project.extract.folder / name
    packed = plain.with_name(plain.name + ".gz")
    data = plain.read_bytes()
    if is_packed_first:
        packed.write_bytes(gzip.compress(data))
        plain.unlink()
    project.built()
    if is_packed_first:
        packed.unlink()
        plain.write_bytes(data)
    else:
        packed.write_bytes(gzip.compress(data))
        plain.unlink()
    assert told(project.built("--log-format", "json"))[-1]["event"] == "nothing_new"
    project.built("--full-refresh")
    here = packed if packed.exists() else plain
    here.write_bytes(gzip.compress(data + b"\n") if here == packed else data + b"\n")
    changed = [name + (".gz" if here == packed else "")]
    assert [(file, kind) for file, _, _, kind in project.faults()] == [(changed[0], "changed_file")]


def test_a_packed_file_that_was_damaged_since_has_changed(project: Project) -> None:
    project.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    project.built()
    plain = project.extract.folder / "delta" / "interactions_delta_202502.csv"
    packed = gzip.compress(plain.read_bytes())
    plain.unlink()
    for content_ in (packed[:-5], b"no archive", packed[:20] + bytes(4) + packed[24:]):
        plain.with_name(plain.name + ".gz").write_bytes(content_)
        assert [kind for *_, kind in project.faults()] == ["changed_file"]
