"""What an attack once achieved: each of these lost, exposed or replaced something."""

import os
import shutil
import stat
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import Project
from tests.support.sample import content
from warehouse.engine import atomic, targets, workspace
from warehouse.errors import WarehouseError
from warehouse.load import existing

SETTINGS = ["--timezone", "America/New_York", "--initial-month", "202501", "--partial-updates", "empty"]
#: An access list (acl(5)) in Linux's form: version 2; owner rw, user 12345 r, group rw, mask rw, others nothing.
ACCESS_LIST = b"\x02\0\0\0" + b"".join(
    tag.to_bytes(2, "little") + rights.to_bytes(2, "little") + who.to_bytes(4, "little")
    for tag, rights, who in (
        (1, 6, 2**32 - 1),
        (2, 4, 12_345),
        (4, 6, 2**32 - 1),
        (16, 6, 2**32 - 1),
        (32, 0, 2**32 - 1),
    )
)


def assert_refused_and_kept(project: Project, *words: str) -> None:
    before = project.database.read_bytes()
    for arguments in (
        [],
        ["--full-refresh"],
        ["--full-refresh", *SETTINGS],
        ["--full-refresh", "--allow-missing", *SETTINGS],
    ):
        result = project.build(*arguments)
        assert result.exit_code == 1, arguments
        assert all(word in result.stderr for word in words), result.stderr
        assert project.database.read_bytes() == before


@pytest.mark.parametrize("folder", ["corrupted-2024", "checksum", "could not read"])
def test_a_word_in_a_path_does_not_mean_damage(project: Project, folder: str) -> None:
    (project.folder / folder).mkdir()
    project.database = project.folder / folder / "encrypted.duckdb"
    with duckdb.connect(config={"force_mbedtls_unsafe": "true"}) as con:
        con.execute(
            f"attach '{project.database}' as e (encryption_key 'abc'); create table e.t as select 7 as x; detach e"
        )
    assert_refused_and_kept(project, f"Cannot open {project.database}: ")


@pytest.mark.parametrize("file", ["DUCK in a text", "damaged database of another program"])
def test_a_file_that_is_not_a_recognizable_warehouse_is_not_replaced(project: Project, file: str) -> None:
    if file == "DUCK in a text":
        project.database.write_bytes(b"My old  DUCK notes: precious text\n" * 1000)
    else:
        with duckdb.connect(str(project.database)) as con:
            con.execute("create table customers as select range as id, hash(range) as name from range(100000)")
        data = bytearray(project.database.read_bytes())
        data[12_288:] = bytes(len(data) - 12_288)
        project.database.write_bytes(data)
    before = project.database.read_bytes()
    for arguments in (["--full-refresh"], ["--full-refresh", *SETTINGS]):
        assert "Move it away" in project.refused(*arguments)
    assert project.database.read_bytes() == before


def test_tables_of_our_names_do_not_make_a_warehouse(project: Project) -> None:
    with duckdb.connect(str(project.database)) as con:
        con.execute("create schema ops; create table ops.warehouse as select 1 as id, 'Berlin' as name")
        con.execute("create table ops.processed_files (table_name text, month int, file_name text)")
    assert_refused_and_kept(project, "is a DuckDB database, but not a supportwh warehouse.")


@pytest.mark.parametrize(
    "change", ["delete from", "insert into ops.warehouse from", "update ops.warehouse set zone = null; from"]
)
def test_settings_that_are_not_one_row_are_not_guessed(project: Project, change: str) -> None:
    project.built("--timezone", "UTC", "--partial-updates", "keep")
    with duckdb.connect(str(project.database)) as con:
        con.execute(f"{change} ops.warehouse")
    for command in (["status"], ["query", "select 1"], ["export"], ["erase", "agents", "A1"]):
        result = project.run(*command, "--database", project.database)
        assert result.exit_code == 1
        assert "is damaged: expected one complete row in ops.warehouse." in result.stderr
    assert "its settings cannot be read" in project.refused("--full-refresh")
    project.built("--full-refresh", *SETTINGS)


def test_an_unreadable_ledger_is_replaced_if_all_settings_are_given(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.built()
    run = existing.run

    def damaged(con: Any, script: str, *arguments: Any) -> Any:
        if script == "ops/loaded_files.sql":
            error = duckdb.Error("Corrupt database file: computed checksum 1 does not match stored checksum 2")
            raise WarehouseError(f"sql/{script}: {error}") from error
        return run(con, script, *arguments)

    monkeypatch.setattr(existing, "run", damaged)
    assert "its settings cannot be read" in project.refused("--full-refresh")
    project.built("--full-refresh", *SETTINGS)


def test_a_full_refresh_does_not_drop_tables_of_others(project: Project) -> None:
    project.built()
    with duckdb.connect(str(project.database)) as con:
        con.execute(
            "create table notes as select 42 as answer; create schema mine; create view mine.twice as from notes"
        )
    said = project.refused("--full-refresh")
    assert "A full refresh would drop tables or views that others created: mine.twice, notes.\n" in said
    project.built("--full-refresh", "--allow-missing")
    project.built("--full-refresh")


@pytest.mark.all_reports
@pytest.mark.parametrize("is_dangling", [False, True])
def test_a_link_to_an_output_stays_one(project: Project, is_dangling: bool) -> None:
    project.built()
    (folder := project.folder / "www").mkdir()
    link = project.folder / "page.html"
    link.symlink_to("www/page.html")
    if not is_dangling:
        (folder / "page.html").write_text("<html></html>")
    result = project.run("dashboard", "--database", project.database, "--output", link)
    assert (result.exit_code, result.stdout) == (0, f"{link}\n")
    assert link.is_symlink()
    assert (folder / "page.html").read_text("utf-8").startswith("<!doctype html>")


def test_an_export_that_cannot_replace_all_files_replaces_none(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.built()
    folder = project.folder / "out"
    command = [
        "export",
        "dim_agents",
        "dim_contact_centers",
        "support_report",
        "--database",
        project.database,
        "--output-dir",
        folder,
    ]
    assert project.run(*command).exit_code == 0
    for path in folder.iterdir():
        path.write_text("old\n")
    (folder / "dim_agents.csv").unlink()
    before = content(folder)
    replace = Path.replace

    def immutable(path: Path, target: Path) -> Path:
        if path.name == "support_report.csv" and "partial" in str(path):
            raise PermissionError(1, "Operation not permitted", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", immutable)
    result = project.run(*command)
    assert result.exit_code == 1
    assert "support_report.csv: Operation not permitted." in result.stderr
    assert content(folder) == before


def test_a_writable_folder_need_not_be_readable(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = atomic.sync

    def unreadable(path: Path) -> None:
        if path.is_dir():
            raise PermissionError(13, "Permission denied", str(path))
        sync(path)

    monkeypatch.setattr(atomic, "sync", unreadable)
    project.built()
    assert project.rows("select count(*) from fact_interactions") == [(1,)]


def test_a_partial_folder_that_another_process_takes_for_abandoned_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, taken = workspace.locked, []

    def late(path: Path) -> Any:
        if not taken:
            taken.append(path.parent)
            workspace._remove_abandoned(path.parent)
        return locked(path)

    monkeypatch.setattr(workspace, "locked", late)
    with workspace.temporary_folder(tmp_path) as folder:
        assert folder not in taken
        assert sorted(tmp_path.iterdir()) == [folder]
        assert (folder / workspace.LOCK).exists()


@pytest.mark.parametrize("kind", ["a link", "another name"])
def test_an_input_is_known_by_any_name_of_its_folder(project: Project, kind: str) -> None:
    project.built()
    with duckdb.connect(str(project.database)) as con:
        con.execute("create view agents as select 1 as x")
    inputs = project.extract.folder / "initial"
    elsewhere = project.folder / "january"
    shutil.move(inputs, elsewhere)
    if kind == "a link":
        inputs.symlink_to(elsewhere)
    before = (elsewhere / "agents.csv").read_bytes()
    target = inputs if kind == "a link" else elsewhere
    result = project.run("export", "agents", "--database", project.database, "--output-dir", target)
    assert result.exit_code == 1
    assert "is an input file" in result.stderr
    assert (elsewhere / "agents.csv").read_bytes() == before


@pytest.mark.parametrize("is_lost", [False, True])
def test_an_access_list_goes_with_its_owner_and_group_only(
    project: Project, monkeypatch: pytest.MonkeyPatch, is_lost: bool
) -> None:
    project.built()
    try:
        os.setxattr(project.database, targets.ACCESS_LIST, ACCESS_LIST)
    except OSError as error:
        pytest.skip(f"this filesystem has no access lists: {error}")
    if is_lost:

        def refused(path: Path, owner: int, group: int) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(targets.os, "chown", refused)
    project.built("--full-refresh")
    assert (targets.ACCESS_LIST in os.listxattr(project.database)) != is_lost
    mode = stat.S_IMODE(project.database.stat().st_mode)
    assert mode == (0o600 if is_lost else 0o660)


def test_an_access_list_for_new_files_gives_nobody_the_right_to_read_a_replaced_one(project: Project) -> None:
    project.built()
    project.database.chmod(0o640)
    try:
        os.setxattr(project.folder, "system.posix_acl_default", ACCESS_LIST)
    except OSError as error:
        pytest.skip(f"this filesystem has no access lists: {error}")
    project.built("--full-refresh")
    assert targets.ACCESS_LIST not in os.listxattr(project.database)
    assert stat.S_IMODE(project.database.stat().st_mode) == 0o640


@pytest.mark.parametrize("arguments", [[], ["--full-refresh"], ["--dry-run"]])
def test_a_log_of_unfinished_changes_beside_a_link_is_seen(project: Project, arguments: list[str]) -> None:
    project.built()
    (folder := project.folder / "link").mkdir()
    real, project.database = project.database, folder / "l.duckdb"
    project.database.symlink_to(real)
    wal = folder / "l.duckdb.wal"
    wal.write_bytes(b"unfinished")
    assert f"{wal} holds changes that another program has not finished writing." in project.refused(*arguments)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_the_folder_of_another_user_in_the_place_of_that_of_a_build_stays(project: Project) -> None:
    folder = project.folder / ".warehouse.duckdb.building"
    folder.mkdir()
    (folder / "thesis").write_text("precious")
    os.chown(folder, 12_345, -1)
    assert f"{folder} belongs to another user" in project.refused()
    assert (folder / "thesis").read_text() == "precious"


@pytest.mark.parametrize(
    "error", [RuntimeError("can't start new thread"), MemoryError(), ImportError("x.so: failed to map")]
)
def test_a_limit_of_the_system_is_a_sentence(
    project: Project, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def limited(*_: object) -> None:
        raise error

    monkeypatch.setattr("warehouse.load.local.LocalStore.scan", limited)
    assert "Error: A system limit was reached: " in project.refused()
