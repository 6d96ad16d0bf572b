"""What belongs to the user is not written over: no output replaces the warehouse, an input or another kind of file."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Project
from tests.support.sample import content
from warehouse.engine import targets

PAGE = b"<!DOCTYPE html>\n<title>An older page</title>\n"


def dashboard(project: Project, output: Path, *arguments: str) -> tuple[int, str]:
    result = project.run("dashboard", "--database", project.database, "--output", output, *arguments)
    return result.exit_code, result.stderr


PLANTED: dict[str, Callable[[Project], Path]] = {
    "is the warehouse": lambda project: project.database,
    "is an input file": lambda project: project.extract.folder / "initial" / "agents.csv",
    "is a file of another type than html": lambda project: project.extract.write("thesis.txt", "My thesis.\n"),
}


@pytest.mark.all_reports
@pytest.mark.parametrize("found", PLANTED)
@pytest.mark.parametrize("link", ["none", "symbolic", "hard"])
def test_a_page_replaces_nothing_but_a_page(project: Project, found: str, link: str) -> None:
    project.built()
    target = planted = PLANTED[found](project)
    if link != "none":
        target = project.folder / "page.html"
        target.symlink_to(planted) if link == "symbolic" else target.hardlink_to(planted)
    if link == "hard" and found == "is an input file":
        found = "is a file of another type than html"
    before = content(project.folder)
    code, said = dashboard(project, target)
    assert code == 1
    assert f"{target} {found}; it was not replaced." in said
    assert content(project.folder) == before


@pytest.mark.all_reports
def test_a_page_replaces_a_page_and_with_force_any_file(project: Project) -> None:
    project.built()
    page = project.extract.write("page.html", PAGE)
    assert dashboard(project, page)[0] == 0
    assert page.read_bytes() != PAGE
    text = project.extract.write("thesis.txt", "My thesis.\n")
    assert dashboard(project, text, "--force")[0] == 0
    assert text.read_bytes() == page.read_bytes()


@pytest.mark.parametrize(
    ("file_format", "other"),
    [("csv", b"PAR1"), ("csv", b"<html>"), ("csv", b"a\0b"), ("json", b"a,b\n"), ("parquet", b"[]\n")],
)
def test_an_export_replaces_no_file_of_another_type(project: Project, file_format: str, other: bytes) -> None:
    project.built()
    target = project.extract.write(f"support_report.{file_format}", other)
    export = ["export", "--format", file_format, "--database", project.database, "--output-dir", target.parent]
    result = project.run(*export)
    assert (result.exit_code, target.read_bytes()) == (1, other)
    assert f"{target} is a file of another type than {file_format}" in result.stderr
    assert project.run(*export, "--force").exit_code == 0
    assert target.read_bytes() != other
    assert project.run(*export).exit_code == 0


def test_an_export_replaces_neither_an_input_nor_the_warehouse_of_its_name(project: Project) -> None:
    project.database = project.folder / "agents.csv"
    project.built()
    with duckdb.connect(str(project.database)) as con:
        con.execute("create view agents as from dim_agents")
    before = content(project.folder)
    for folder in (project.extract.folder / "initial", project.folder):
        result = project.run("export", "agents", "--database", project.database, "--output-dir", folder)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"Error: {folder / 'agents.csv'} is ")
    assert content(project.folder) == before


def test_a_file_that_is_mounted_by_itself_is_refused_before_anything_is_done(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.database = project.folder / "a warehouse.duckdb"
    project.built()
    mounts = project.folder / "mountinfo"
    place = str(project.database).replace(" ", "\\040")
    mounts.write_text(f"36 35 98:0 / / rw - ext4 /dev/root rw\n37 36 98:0 /w {place} rw - ext4 /dev/root rw\n")
    monkeypatch.setattr(targets, "MOUNTS", mounts)
    monkeypatch.setattr("warehouse.load.local.LocalStore.scan", lambda *_: pytest.fail("it went to work"))
    assert f"{project.database} is a mount point, so it cannot be replaced." in project.refused("--full-refresh")


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root of Linux can mount a file")
def test_a_real_mount_of_one_file_is_seen(project: Project) -> None:
    project.built()
    inside = project.folder / "container.duckdb"
    inside.touch()
    mounted = subprocess.run(["mount", "--bind", project.database, inside], check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"this container may not mount: {mounted.stderr}")
    try:
        project.database = inside
        assert "is a mount point" in project.refused("--full-refresh")
    finally:
        subprocess.run(["umount", inside], check=True)
