"""What builds, readers and leftovers get that meet."""

import re
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

from tests.support.sample import (
    AT_EVENT,
    COPIES_THE_WAREHOUSE,
    LAST_MONTH,
    MAKES_ITS_FOLDER,
    PUTS_EXPORTS_IN_PLACE,
    PUTS_IT_IN_PLACE,
    READER,
    READERS,
    Sample,
    assert_next_build_completes,
    assert_refused,
    build_arguments,
    fingerprint,
    finished,
    go_on,
    names,
    ran,
    started,
    stopped_build,
)


def test_a_second_build_at_the_same_time_is_refused_and_names_the_process(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    before = project.database.read_bytes()
    with stopped_build(project, *MAKES_ITS_FOLDER) as process:
        second = ran(*build_arguments(project))
        assert_refused(second, f"{project.database} is being built by process {process.pid}.")
        assert project.database.read_bytes() == before
        assert go_on(process).returncode == 0
    assert fingerprint(project) == sample.after
    assert names(project.database.parent) == [project.database.name]


def test_a_second_build_by_another_name_of_the_same_warehouse_is_refused(sample: Sample, tmp_path: Path) -> None:
    project, other = sample.project(tmp_path / "one"), sample.project(tmp_path / "other", is_built=False)
    other.database.symlink_to(project.database)
    with stopped_build(project, *PUTS_IT_IN_PLACE) as process:
        assert_refused(ran(*build_arguments(other)), f"is being built by process {process.pid}.")
        assert go_on(process).returncode == 0
    assert fingerprint(other) == sample.after


def test_of_many_builds_that_start_at_once_each_builds_or_names_the_one_that_does(
    sample: Sample, tmp_path: Path
) -> None:
    project = sample.project(tmp_path)
    results: list[subprocess.CompletedProcess[str]] = []
    threads = [threading.Thread(target=lambda: results.append(ran(*build_arguments(project)))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(threads)
    assert 0 in [result.returncode for result in results]
    for result in results:
        if result.returncode:
            assert_refused(result)
            assert re.search(r"is being built by process \d+\.", result.stderr), result.stderr
    assert fingerprint(project) == sample.after
    assert names(project.database.parent) == [project.database.name]


def test_a_reader_that_has_the_warehouse_open_neither_blocks_a_build_nor_is_blocked(
    sample: Sample, tmp_path: Path
) -> None:
    project = sample.project(tmp_path)
    [(before,)] = project.rows("select count(*) from fact_interactions")
    with started(project.database, program=READER) as early:

        def seen_by(reader: subprocess.Popen[str]) -> int:
            reader.stdin.write("\n")
            reader.stdin.flush()
            return int(reader.stdout.readline())

        assert seen_by(early) == before
        with stopped_build(project, *PUTS_IT_IN_PLACE) as build, started(project.database, program=READER) as during:
            assert seen_by(early) == seen_by(during) == before
            result = go_on(build)
            assert result.returncode == 0, result.stderr
            assert seen_by(early) == seen_by(during) == before
            with started(project.database, program=READER) as late:
                [(after,)] = project.rows("select count(*) from fact_interactions")
                assert seen_by(late) == after != before
                assert "Nothing new" in project.built().stderr
                project.built("--full-refresh")
                assert seen_by(late) == after
                assert seen_by(early) == before
    assert fingerprint(project) == sample.after
    assert names(project.database.parent) == [project.database.name]


def test_readers_that_come_and_go_during_a_build_see_the_one_warehouse_or_the_other(
    sample: Sample, tmp_path: Path
) -> None:
    project = sample.project(tmp_path)
    [(before,)] = project.rows("select count(*) from fact_interactions")
    with started(project.database, program=READERS) as reader:
        assert reader.stdout.readline() == f"{before}\n"
        result = ran(*build_arguments(project))
        assert result.returncode == 0, result.stderr
        [(after,)] = project.rows("select count(*) from fact_interactions")
        time.sleep(0.2)
        counts = finished(reader)
    assert counts.returncode == 0, counts.stderr
    assert counts.stdout == f"{after}\n"


def test_the_next_build_removes_the_files_of_a_killed_one(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    before = project.database.read_bytes()
    for event in (COPIES_THE_WAREHOUSE, PUTS_IT_IN_PLACE):
        project.database.write_bytes(before)
        result = ran(*event, signal.SIGKILL.value, *build_arguments(project), program=AT_EVENT)
        assert result.returncode == -signal.SIGKILL
        assert project.database.read_bytes() == before
        assert len(names(project.database.parent)) > 1
        assert_next_build_completes(project, sample.after)


def test_leftovers_are_cleaned_too_where_nothing_is_new_or_the_build_fails(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    project.extract.folder = tmp_path / "data"
    shutil.copytree(sample.data, project.extract.folder, dirs_exist_ok=True)
    event = (*PUTS_IT_IN_PLACE, signal.SIGKILL.value)
    assert ran(*event, *build_arguments(project), program=AT_EVENT).returncode == -signal.SIGKILL
    project.extract.delta("agents", LAST_MONTH, ["A1,Ada,C1,never,K1,add"])
    assert "hire_date" in project.refused()
    assert names(project.database.parent) == [project.database.name]
    shutil.copytree(sample.data, project.extract.folder, dirs_exist_ok=True)
    assert ran(*event, *build_arguments(project), program=AT_EVENT).returncode == -signal.SIGKILL
    project.built()
    assert ran(*event, *build_arguments(project), "--full-refresh", program=AT_EVENT).returncode == -signal.SIGKILL
    assert "Nothing new" in project.built().stderr
    assert names(project.database.parent) == [project.database.name]


def test_the_next_export_removes_the_files_of_a_killed_one(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    folder = tmp_path / "exports"
    export = ["export", "--all", "--database", project.database, "--output-dir", folder]
    assert ran(*PUTS_EXPORTS_IN_PLACE, signal.SIGKILL.value, *export, program=AT_EVENT).returncode == -signal.SIGKILL
    assert [name for name in names(folder) if name.startswith(".")]
    assert ran(*export).returncode == 0
    assert not [name for name in names(folder) if name.startswith(".")]
    assert names(project.database.parent) == [project.database.name]
