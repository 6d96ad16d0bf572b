"""Who else is there: lock files of others, other writers, other users of the machine, other containers."""

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Project
from tests.support.sample import (
    AT_EVENT,
    COPIES_THE_WAREHOUSE,
    PUTS_IT_IN_PLACE,
    Sample,
    assert_next_build_completes,
    assert_refused,
    build_arguments,
    content,
    go_on,
    names,
    ran,
    started,
    stopped_build,
)
from warehouse.engine import targets
from warehouse.engine.database import open_to_read
from warehouse.engine.workspace import LOCK, PREFIX, SUFFIX, temporary_folder

#: Opens a database for writing, says so, and writes into it when it is told to.
WRITER = """
import sys, duckdb
con = duckdb.connect(sys.argv[1])
print("open", flush=True)
for line in sys.stdin:
    con.execute("create or replace table precious as select 42 as answer")
    con.close()
    print("written", flush=True)
"""


@pytest.mark.parametrize("kind", ["symbolic link", "hard link", "pipe", "folder"])
def test_a_planted_file_at_the_path_of_the_lock_is_not_changed(project: Project, kind: str) -> None:
    victim = project.folder / "victim"
    victim.write_text("precious")
    lock = project.folder / ".warehouse.duckdb.lock"
    if kind == "symbolic link":
        lock.symlink_to(victim)
    elif kind == "hard link":
        lock.hardlink_to(victim)
    elif kind == "pipe":
        os.mkfifo(lock)
    else:
        lock.mkdir()
    assert f"Error: {lock} " in (said := project.refused())
    assert "so it cannot be used as the lock file.\nIf no other build is running, remove it" in said
    assert victim.read_text() == "precious"
    assert lock.lstat()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_lock_file_of_another_user_is_refused(project: Project) -> None:
    lock = project.folder / ".warehouse.duckdb.lock"
    lock.write_text("")
    os.chown(lock, 12_345, -1)
    assert f"{lock} belongs to another user (ID 12345)" in project.refused()


def modes(folder: Path) -> dict[str, int]:
    paths = [folder, *folder.rglob("*")]
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in paths if path.name != "data"}


def test_other_users_cannot_read_the_files_of_a_build(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    project.extract.folder = tmp_path / "data"
    shutil.copytree(sample.data, project.extract.folder, dirs_exist_ok=True)
    delta = project.extract.folder / "delta" / "interactions_delta_202503.csv"
    subprocess.run(["gzip", delta], check=True)
    with stopped_build(project, *PUTS_IT_IN_PLACE) as process:
        folder = project.database.with_name(f".{project.database.name}.building")
        found = modes(folder)
        assert delta.name in found  # what was unpacked
        assert found.pop(folder.name) == 0o700
        found.pop("warehouse.duckdb")  # has the mode of what it replaces in a moment
        assert set(found.values()) <= {0o600, 0o700}
        assert go_on(process).returncode == 0


def test_commands_never_spill_to_files_that_other_users_can_read(smallest: Path) -> None:
    with open_to_read(smallest) as con:
        assert con.execute("select current_setting('temp_directory')").fetchall() == [("",)]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_new_warehouse_keeps_the_mode_of_the_old_one(sample: Sample, tmp_path: Path, mode: int) -> None:
    project = sample.project(tmp_path)
    project.database.chmod(mode)
    with stopped_build(project, *COPIES_THE_WAREHOUSE) as process:
        assert go_on(process).returncode == 0
    assert stat.S_IMODE(project.database.stat().st_mode) == mode


def test_a_first_warehouse_and_an_export_have_the_mode_that_any_new_file_has(project: Project) -> None:
    previous = os.umask(0o027)
    try:
        project.built()
        project.exported()
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(previous)
    for path in (project.database, project.folder / "exported" / "support_report.csv"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_keeps_the_extended_attributes_of_the_old_one(project: Project) -> None:
    project.built()
    try:
        os.setxattr(project.database, "user.comment", b"the one of finance")
    except OSError as error:
        pytest.skip(f"this filesystem has no such attributes: {error}")
    project.built("--full-refresh")
    assert os.getxattr(project.database, "user.comment") == b"the one of finance"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_new_file_keeps_the_owner_and_the_group_of_the_old_one(project: Project) -> None:
    project.built()
    os.chown(project.database, 12_345, 54_321)
    project.built("--full-refresh")
    assert (project.database.stat().st_uid, project.database.stat().st_gid) == (12_345, 54_321)


def test_lost_metadata_is_reported_and_another_group_gets_no_access(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.built()
    project.database.chmod(0o664)

    def refused(path: Path, owner: int, group: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(targets.os, "chown", refused)
    result = project.built("--full-refresh", "--quiet")
    user, group = os.geteuid(), project.database.stat().st_gid
    lost = f"owner (ID {user}) and group (ID {group})"
    assert f"Note: {project.database}: the new file could not keep the {lost} of the old one.\n" in result.stderr
    assert stat.S_IMODE(project.database.stat().st_mode) == 0o604


@pytest.mark.parametrize("arguments", [[], ["--full-refresh"], ["--dry-run"]])
def test_a_build_is_refused_while_another_program_writes_the_warehouse(
    sample: Sample, tmp_path: Path, arguments: list[str]
) -> None:
    project = sample.project(tmp_path)
    with started(project.database, program=WRITER) as writer:
        assert writer.stdout.readline() == "open\n"
        result = ran(*build_arguments(project), *arguments)
        assert_refused(result, f"{project.database} is open for writing by process {writer.pid}.")
        writer.stdin.write("\n")
        writer.stdin.flush()
        assert writer.stdout.readline() == "written\n"
    assert project.rows("from precious") == [(42,)]
    project.built(*arguments, *(["--allow-missing"] if "--full-refresh" in arguments else []))


@pytest.mark.parametrize("event", [COPIES_THE_WAREHOUSE, PUTS_IT_IN_PLACE])
def test_no_other_program_can_write_the_warehouse_during_a_build(
    sample: Sample, tmp_path: Path, event: tuple[str, str]
) -> None:
    project = sample.project(tmp_path)
    with stopped_build(project, *event) as process:
        with pytest.raises(duckdb.IOException, match="lock"):
            duckdb.connect(str(project.database))
        assert project.rows("select 1") == [(1,)]
        assert go_on(process).returncode == 0
    with duckdb.connect(str(project.database)) as con:
        con.execute("create table precious as select 42 as answer")


@pytest.mark.parametrize("change", ["written", "replaced", "gone", "new"])
@pytest.mark.parametrize("arguments", [[], ["--full-refresh"]])
def test_a_warehouse_that_was_changed_during_the_build_is_not_replaced(
    sample: Sample, tmp_path: Path, change: str, arguments: list[str]
) -> None:
    project = sample.project(tmp_path, is_built=change != "new")
    at = ("import", "jinja2")
    command = [*build_arguments(project), *arguments]
    with started(*at, signal.SIGSTOP.value, *command, program=AT_EVENT) as process:
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        if change == "written":
            with project.database.open("r+b") as stream:
                stream.write(stream.read(1))
            os.utime(project.database, ns=(0, 1))
        elif change == "gone":
            project.database.unlink()
        else:
            other = project.folder / "other"
            shutil.copyfile(sample.warehouse, other)
            other.replace(project.database)
        before = content(project.folder / "place")
        before = {name: value for name, value in before.items() if not name.startswith(".")}
        assert_refused(go_on(process), f"Another program changed {project.database} in the meantime.")
    assert content(project.folder / "place") == before


def test_a_partial_folder_is_removed_only_if_no_process_holds_its_lock(tmp_path: Path) -> None:
    with temporary_folder(tmp_path) as held:
        # Such a process ID exists in no other container, and may be somebody else's on this host.
        (left := tmp_path / f"{PREFIX}1{SUFFIX}").mkdir()
        (left / LOCK).write_text("1")
        (unlocked := tmp_path / f"{PREFIX}2{SUFFIX}").mkdir()
        with temporary_folder(tmp_path) as other:
            assert sorted(tmp_path.iterdir()) == sorted([held, other])
    assert not unlocked.exists()
    assert list(tmp_path.iterdir()) == []


def test_an_export_in_another_container_keeps_its_partial_folder(sample: Sample, tmp_path: Path) -> None:
    project, folder = sample.project(tmp_path), tmp_path / "exports"
    export = ["export", "--all", "--database", str(project.database), "--output-dir", str(folder)]
    event = ("os.rename", "exports", signal.SIGSTOP.value)
    isolated = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"] if shutil.which("unshare") else []
    if isolated and subprocess.run([*isolated, "true"], check=False, capture_output=True).returncode:
        isolated = []  # without the right to make a namespace, a process beside this one has to do
    with started(*event, *export, program=AT_EVENT) as process:
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        command = [*isolated, sys.executable, "-m", "warehouse", *export]
        other = subprocess.run(command, check=False, capture_output=True, text=True)
        assert other.returncode == 0, other.stderr
        result = go_on(process)
    assert result.returncode == 0, result.stderr
    assert not [name for name in names(folder) if name.startswith(".")]


def test_the_next_dry_run_removes_the_files_of_a_killed_one(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = sample.project(tmp_path)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    at = ("import", "jinja2", signal.SIGKILL.value)
    assert ran(*at, *build_arguments(project), "--dry-run", program=AT_EVENT).returncode == -signal.SIGKILL
    assert (temporary / names(temporary)[0] / "warehouse.duckdb").exists()
    assert ran(*build_arguments(project), "--dry-run").returncode == 0
    assert names(temporary) == []


def test_an_abandoned_lock_file_is_reused(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    lock = project.database.with_name(f".{project.database.name}.lock")
    lock.write_text("99999")
    with lock.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_SH)
        assert "is being built by process 99999." in project.refused()
    assert_next_build_completes(project, sample.after)
