"""What a full disk and too little memory get."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Project, interactions
from tests.support.sample import (
    LIMITED,
    Sample,
    assert_refused,
    build_arguments,
    content,
    export_before_the_last_month,
    fingerprint,
    names,
    ran,
)

DISK_IS_FULL = ("File too large", "No space left on device")


def assert_no_room(result: subprocess.CompletedProcess[str]) -> None:
    assert_refused(result)
    assert any(words in result.stderr for words in DISK_IS_FULL), result.stderr


@pytest.mark.parametrize("part", [0, 0.05, 0.6])
@pytest.mark.parametrize("is_built", [False, True], ids=["cold", "month"])
def test_a_disk_that_fills_up_during_a_build_leaves_the_warehouse_and_no_temporary_file(
    sample: Sample, tmp_path: Path, is_built: bool, part: float
) -> None:
    project = sample.project(tmp_path, is_built=is_built)
    before = content(project.database.parent)
    assert_no_room(ran(int(sample.size * part), *build_arguments(project), program=LIMITED))
    assert content(project.database.parent) == before


def test_a_disk_that_fills_up_while_memory_is_spilled_to_it_leaves_no_temporary_file(project: Project) -> None:
    # A delta of many times the memory, onto next to nothing: it has to be spilled before anything is written.
    project.extract.delta("interactions", "202502", [f"{row},add" for row in interactions(600_000)])
    before = names(project.folder)
    result = ran(4_000_000, *build_arguments(project), "--memory-limit", "64MB", "--threads", 1, program=LIMITED)
    assert_refused(result)
    # DuckDB may say that it could not write to the folder "spill", or that its memory is full therefore.
    assert re.search("/spill/|memory", result.stderr, re.IGNORECASE), result.stderr
    assert names(project.folder) == before


@pytest.mark.parametrize("file_format", ["csv", "json", "parquet"])
def test_a_disk_that_fills_up_during_an_export_leaves_every_old_file_and_no_temporary_one(
    sample: Sample, tmp_path: Path, file_format: str
) -> None:
    project = sample.project(tmp_path)
    folder = tmp_path / "exports"
    export, old = export_before_the_last_month(project, folder, "--format", file_format)
    largest = max(map(len, old.values()))
    for limit in (0, 1_000, largest - 1_000):
        assert_no_room(ran(limit, *export, program=LIMITED))
        assert content(folder) == old


def test_a_memory_limit_is_kept_or_the_error_names_the_setting(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path, is_built=False)
    codes = []
    for limit in ("1MB", "8MB", "64MB"):
        result = ran(*build_arguments(project), "--memory-limit", limit)
        codes.append(result.returncode)
        if result.returncode:
            assert_refused(result, "--memory-limit")
            assert names(project.database.parent) == []
        else:
            assert fingerprint(project) == sample.after
            project.database.unlink()
    assert codes[0] == 1
    assert codes[-1] == 0
