"""What damaged, changing and linked files get, and a report that fails."""

import errno
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Project, interaction
from tests.support.sample import (
    HAS_READ_ALL_FILES,
    LAST_MONTH,
    PUTS_IT_IN_PLACE,
    ROOT,
    Sample,
    assert_refused,
    build_arguments,
    content,
    export_before_the_last_month,
    fingerprint,
    finished,
    go_on,
    names,
    ran,
    started,
    stopped_build,
)

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "half": lambda good: good[: len(good) // 2],
    "headers alone": lambda good: good[:12_288],
    "blocks lost": lambda good: good[:12_288] + bytes(len(good) - 12_288),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_corrupt_warehouse_file_is_an_error_with_advice_and_nothing_is_deleted(
    sample: Sample, tmp_path: Path, kind: str
) -> None:
    project = sample.project(tmp_path)
    damaged = DAMAGES[kind](sample.warehouse.read_bytes())
    project.database.write_bytes(damaged)
    exports = tmp_path / "exports"
    for command in (
        ["build", "--data-dir", project.extract.folder],
        ["export", "--all", "--output-dir", exports],
        ["query", "select count(*), max(satisfaction_rating), max(interaction_end_utc) from fact_interactions"],
        ["status", "--data-dir", project.extract.folder],
        ["check"],
    ):
        result = project.run(*command, "--database", project.database)
        assert result.exit_code == 1, command
        assert f"{project.database} is damaged: " in result.stderr, command
        assert re.search("supportwh build .*--full-refresh", result.stderr), command
        assert content(project.database.parent) == {project.database.name: damaged}
        assert not exports.exists() or not names(exports)


def test_the_advice_on_a_corrupt_warehouse_file_helps(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    project.database.write_bytes(DAMAGES["blocks lost"](sample.warehouse.read_bytes()))
    command = f"supportwh build --data-dir {project.extract.folder} --database {project.database}"
    settings = "--timezone America/New_York --initial-month 202501 --partial-updates empty"
    assert f"{command} --full-refresh" in project.refused()
    # Nothing in it shows that it is not another program's.
    for arguments in ([], settings.split()):
        said = project.refused("--full-refresh", *arguments)
        assert "Move it away, then build with the settings of the lost warehouse" in said
        assert f"{command} {settings}\n" in said
    with project.database.open("ab") as stream:
        stream.write(b"... supportwh 2.0.0, DuckDB 2.0.1 ...")
    assert f"{command} --full-refresh {settings}\n" in project.refused("--full-refresh")
    assert f"{command} --full-refresh {settings}\n" in project.refused("--full-refresh", *settings.split()[:4])
    project.built("--full-refresh", *settings.split())
    assert fingerprint(project) == sample.after


def test_a_damaged_byte_anywhere_is_an_error_with_advice_or_without_effect(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    good = sample.warehouse.read_bytes()
    chance = random.Random(6565)
    refusals = 0
    for turn in range(8):
        damaged = bytearray(good)
        place = chance.randrange(len(good)) if turn % 2 else chance.randrange(12_288)
        damaged[place] ^= 1 << chance.randrange(8)
        project.database.write_bytes(damaged)
        result = project.build()
        if result.exit_code:
            assert content(project.database.parent) == {project.database.name: bytes(damaged)}
        else:
            result = project.run(
                "export", "--all", "--database", project.database, "--output-dir", tmp_path / "exports"
            )
        if result.exit_code:
            refusals += 1
            assert result.exit_code == 1, (place, result.stderr)
            if place not in range(8, 12):  # where it says that it is a database
                assert re.search("supportwh build .*--full-refresh", result.stderr), (place, result.stderr)
        else:
            assert fingerprint(project) == sample.after, place
    assert refusals


@pytest.mark.parametrize("file", ["empty", "text", "noise", "headers lost", "input", "of another program", "folder"])
def test_no_build_replaces_a_file_that_is_not_a_warehouse(project: Project, smallest: Path, file: str) -> None:
    good, found = smallest.read_bytes(), "is not a DuckDB database."
    if file == "folder":
        project.database.mkdir()
        found = "is a folder, pipe or device, not a file."
    elif file == "of another program":
        with duckdb.connect(str(project.database)) as con:
            con.execute("create schema ops; create table ops.warehouse as select 42 as answer")
        found = "is a DuckDB database, but not a supportwh warehouse."
    elif file == "input":
        project.database = project.extract.folder / "initial" / "agents.csv"
    else:
        contents = {
            "empty": b"",
            "text": b"My thesis.\n",
            "noise": random.Random(65).randbytes(len(good)),
            "headers lost": bytes(12_288) + good[12_288:],
        }
        project.database.write_bytes(contents[file])
    before = content(project.folder)
    settings = ["--timezone", "UTC", "--initial-month", "202501", "--partial-updates", "empty"]
    for arguments in ([], ["--full-refresh"], ["--full-refresh", *settings]):
        result = project.build(*arguments)
        assert result.exit_code == 1
        assert f"{project.database} {found}" in result.stderr
        assert "--full-refresh" not in result.stderr
        assert content(project.folder) == before


@pytest.mark.parametrize("change", ["longer", "shorter", "same size", "another file", "gone"])
def test_a_file_that_changes_while_it_is_read_is_an_error(sample: Sample, tmp_path: Path, change: str) -> None:
    project = sample.project(tmp_path)
    project.extract.folder = tmp_path / "data"
    shutil.copytree(sample.data, project.extract.folder, dirs_exist_ok=True)
    before = content(project.database.parent)
    path = project.extract.folder / "delta" / f"interactions_delta_{LAST_MONTH}.csv"
    whole = path.read_bytes()
    with stopped_build(project, *HAS_READ_ALL_FILES) as process:
        if change == "longer":
            path.write_bytes(whole + f"{interaction('I999999')},add\n".encode())
        elif change == "shorter":
            path.write_bytes(whole[: whole.rindex(b"\n", 0, -1) + 1])
        elif change == "same size":
            path.write_bytes(whole.replace(b"phone", b"email", 1))
        else:
            path.unlink()
            if change == "another file":
                path.write_bytes(whole)
        assert_refused(go_on(process), f"delta/{path.name}")
    assert content(project.database.parent) == before


def test_a_file_that_grows_during_the_whole_build_is_an_error(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    project.extract.folder = tmp_path / "data"
    shutil.copytree(sample.data, project.extract.folder, dirs_exist_ok=True)
    before = content(project.database.parent)
    path = project.extract.folder / "delta" / f"interactions_delta_{LAST_MONTH}.csv"
    row = f"{interaction('I999999')},add\n".encode()
    with started(*build_arguments(project)) as process, path.open("ab", buffering=0) as stream:
        while process.poll() is None:
            stream.write(row)
            time.sleep(0.001)
        assert_refused(finished(process), f"delta/{path.name}", "changed while it was read")
    assert content(project.database.parent) == before


@pytest.mark.parametrize("kind", ["absolute", "relative", "chain", "dangling", "in a linked folder"])
def test_where_the_warehouse_is_a_symlink_its_target_is_replaced(sample: Sample, tmp_path: Path, kind: str) -> None:
    project = sample.project(tmp_path / "project", is_built=kind != "dangling")
    target, links = project.database, tmp_path / "links"
    if kind == "in a linked folder":
        links.symlink_to(target.parent)
    else:
        links.mkdir()
        (links / "first").symlink_to(Path("../project/place", target.name) if kind == "relative" else target)
        (links / target.name).symlink_to("first" if kind == "chain" else (links / "first").readlink())
    project.database = links / target.name
    before = content(tmp_path / "links") if kind != "in a linked folder" else {}
    with stopped_build(project, *PUTS_IT_IN_PLACE) as process:
        assert kind == "in a linked folder" or content(links) == before
        assert go_on(process).returncode == 0
    if kind == "in a linked folder":
        assert links.readlink() == target.parent
    else:
        assert content(links) == before
    assert not target.is_symlink()
    assert names(target.parent) == [target.name]
    assert fingerprint(project) == sample.after
    assert "Nothing new" in project.built().stderr


def test_a_report_that_fails_while_it_is_exported_changes_no_export(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    folder = tmp_path / "exports"
    export, old = export_before_the_last_month(project, folder)
    with duckdb.connect(str(project.database)) as con:
        con.execute("create or replace view support_report as select error('the report failed') as failure")
    for file_format in ("csv", "json", "parquet"):
        assert_refused(ran(*export, "--format", file_format), "the report failed")
        assert content(folder) == old


def test_an_export_that_cannot_be_put_in_place_changes_no_other(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    folder = tmp_path / "exports"
    export = ["export", "--all", "--database", project.database, "--output-dir", folder]
    assert project.run(*export).exit_code == 0
    (folder / "support_report.csv").unlink()
    (folder / "support_report.csv").mkdir()
    old = content(folder)
    project.built()
    assert_refused(ran(*export), "support_report.csv")
    assert content(folder) == old


@pytest.mark.parametrize("fault", ["select no_such_column from fact_interactions", "select {{ nothing }}"])
def test_a_report_that_cannot_be_made_changes_neither_warehouse_nor_export(
    sample: Sample, tmp_path: Path, fault: str
) -> None:
    project = sample.project(tmp_path)
    folder = tmp_path / "exports"
    export = ["export", "--all", "--database", project.database, "--output-dir", folder]
    assert project.run(*export).exit_code == 0
    old, before = content(folder), content(project.database.parent)
    program = tmp_path / "program"
    for part in ("sql", "warehouse"):
        shutil.copytree(ROOT / part, program / part)
    shutil.copy(ROOT / "cli.py", program)
    report = program / "sql" / "5_reports" / "interactions_by_month.sql"
    report.write_text(f"-- Broken.\n{fault}\n")
    command = [sys.executable, program / "cli.py", *build_arguments(project)]
    result = subprocess.run(command, cwd=program, capture_output=True, text=True, check=False)
    assert_refused(result, "sql/5_reports/interactions_by_month.sql")
    assert content(project.database.parent) == before
    assert content(folder) == old


@pytest.mark.parametrize("arguments", [[], ["--full-refresh"]])
def test_no_build_replaces_a_file_with_unfinished_changes_of_another_program(
    project: Project, arguments: list[str]
) -> None:
    project.built()
    wal = project.database.with_name(project.database.name + ".wal")
    wal.write_bytes(b"unfinished")
    assert f"{wal} holds changes that another program has not finished writing." in project.refused(*arguments)
    assert wal.read_bytes() == b"unfinished"


@pytest.mark.parametrize("module", ["load.local", "engine.atomic"])
def test_a_disk_that_fails_stops_the_build(project: Project, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    project.built()
    before = project.database.read_bytes()

    def fails(path: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("warehouse.load.local.SINGLE_THREAD_BYTES", 0)
    monkeypatch.setattr(f"warehouse.{module}.sync", fails)
    assert "Input/output error" in project.refused("--full-refresh")
    assert project.database.read_bytes() == before
    assert names(project.database.parent) == ["data", project.database.name]


def test_a_link_in_the_place_of_the_lock_is_not_followed(project: Project) -> None:
    victim = project.folder / "victim"
    victim.write_text("precious")
    lock = project.folder / ".warehouse.duckdb.lock"
    lock.symlink_to(victim)
    assert f"{lock} is a symbolic link" in project.refused()
    assert victim.read_text() == "precious"
    assert lock.is_symlink()


def test_nothing_that_lies_where_partial_files_go_is_written_or_removed(project: Project) -> None:
    project.built()
    victim = project.folder / "victim"
    victim.mkdir()
    (victim / "precious").write_text("precious")
    dead = subprocess.Popen(["true"])
    dead.wait()
    folder = project.folder / "out"
    folder.mkdir()
    planted = [
        *(folder / f".support_report.csv.{process}.partial" for process in (os.getpid(), dead.pid)),
        *(folder / f".supportwh.{process}.abc.partial" for process in (os.getpid(), dead.pid)),
    ]
    for link in planted:
        link.symlink_to(victim)
    assert project.run("export", "--database", project.database, "--output-dir", folder).exit_code == 0
    assert [path.name for path in victim.iterdir()] == ["precious"]
    assert names(folder) == sorted(["support_report.csv", *(link.name for link in planted)])
