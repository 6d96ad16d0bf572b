"""A month is there whole or not at all, readers never wait, and of two builds at once one counts."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pyspark.errors import PySparkException

from tests.conftest import interaction, interactions
from tests.spark.conftest import RemoteProject
from warehouse.errors import WarehouseError
from warehouse.spark.commits import Commit, Part, chain, named_parts, parts_of
from warehouse.spark.storage import Storage

KILLS, DOUBLE_BUILDS = 50, 20


def commit(name: str, parent: str | None, utc: str = "1", generation: int = 1, month: int = 202501) -> Commit:
    return Commit(name, parent, generation, utc, (Part("core_agents", f"part-{name}", month, 1),))


def test_commits_are_a_chain_from_the_first_to_the_last() -> None:
    commits = [commit("c", "b"), commit("a", None), commit("b", "a")]
    assert [one.commit_id for one in chain(commits)] == ["a", "b", "c"]
    assert chain([]) == []


def test_of_two_commits_upon_the_same_one_the_earlier_counts() -> None:
    commits = [commit("a", None), commit("late", "a", "3"), commit("early", "a", "2")]
    assert [one.commit_id for one in chain(commits)] == ["a", "early"]


def test_what_others_were_built_upon_counts_whenever_it_came() -> None:
    commits = [commit("a", None), commit("late", "a", "3"), commit("early", "a", "2"), commit("upon", "late", "4")]
    assert [one.commit_id for one in chain(commits)] == ["a", "late", "upon"]


def test_a_full_refresh_is_a_generation_and_an_earlier_state_a_shorter_list() -> None:
    commits = chain([commit("a", None), commit("b", "a", generation=2), commit("c", "b", generation=2, month=202502)])
    assert [part.name for part in parts_of(commits)] == ["part-b", "part-c"]
    assert [part.name for part in parts_of(commits, 202501)] == ["part-b"]


def test_the_parts_of_an_old_generation_are_named_for_one_day_more() -> None:
    commits = chain([commit("a", None, "2025-01-01"), commit("b", "a", "2025-03-01", generation=2)])
    assert named_parts(commits, "2025-02-28") == {"core_agents/part-a", "core_agents/part-b"}
    assert named_parts(commits, "2025-03-02") == {"core_agents/part-b"}


def build_command(project: RemoteProject) -> list[str]:
    places = ["--data-dir", str(project.extract.folder), "--database", str(project.database)]
    return [sys.executable, "-m", "warehouse", "build", *places, "--remote", project.server]


def report(project: RemoteProject) -> str:
    sql = "select month, total_interactions, total_calls from support_report union all"
    sql += " select 'all', count(*), count(distinct interaction_id) from fact_interactions order by all"
    result = project.run("query", sql, "--format", "csv", "--database", project.database)
    assert result.exit_code == 0, result.stderr
    return str(result.stdout)


@pytest.fixture
def pending(remote_project: RemoteProject) -> RemoteProject:
    """A warehouse of January, and a file of February that is still to be loaded."""
    project = remote_project
    project.extract.initial("interactions", interactions(400))
    project.built()
    rows = [f"{interaction(f'I{n}', channel='chat')},update" for n in range(200)]
    rows += [f"{interaction(f'N{n}', interaction_start='2025-02-03T10:00:00Z')},add" for n in range(200)]
    project.extract.delta("interactions", "202502", rows)
    return project


def test_a_killed_build_changes_nothing_and_the_next_one_finishes(
    pending: RemoteProject, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before = report(pending)
    january = tmp_path / "january"
    shutil.copytree(pending.database, january)
    started = time.perf_counter()
    subprocess.run(build_command(pending), check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    takes, after = time.perf_counter() - started, report(pending)
    assert after != before
    chance, killed, landed = random.Random(7), 0, 0
    for _ in range(KILLS if request.config.getoption("--full") else 6):
        shutil.rmtree(pending.database)
        shutil.copytree(january, pending.database)
        process = subprocess.Popen(build_command(pending), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, takes))
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
        time.sleep(0.2)  # what the server was at when its client went
        said = report(pending)
        assert said in (before, after)
        landed += said == after
        pending.built()
        assert report(pending) == after
    print(f"{killed} kills, {landed} after the commit")
    assert landed < killed


def test_of_two_builds_at_once_one_is_refused_none_is_lost_none_doubled(
    pending: RemoteProject, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    january = tmp_path / "january"
    shutil.copytree(pending.database, january)
    pending.built()
    after, refused = report(pending), 0
    rounds = DOUBLE_BUILDS if request.config.getoption("--full") else 3
    for _ in range(rounds):
        shutil.rmtree(pending.database)
        shutil.copytree(january, pending.database)
        builds = [
            subprocess.Popen(build_command(pending), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
            for _ in range(2)
        ]
        said = [build.communicate()[1] for build in builds]
        codes = sorted(build.returncode for build in builds)
        assert codes in ([0, 1], [0, 0]), said
        if codes == [0, 0]:  # the second began when the first was there
            assert any("Nothing new" in text for text in said), said
        else:
            refused += 1
            assert any("another build was faster; nothing of this one counts." in text for text in said), said
        assert report(pending) == after
    print(f"{rounds} double builds, {refused} refused")
    assert refused


def test_readers_see_the_month_before_or_after_and_never_wait(pending: RemoteProject) -> None:
    before, seen = report(pending), []
    build = threading.Thread(target=lambda: subprocess.run(build_command(pending), check=True, capture_output=True))
    build.start()
    while build.is_alive():
        seen.append(report(pending))
    after = report(pending)
    assert after != before
    assert set(seen) <= {before, after}
    assert before in seen


def test_a_full_refresh_takes_the_place_of_what_was_there(pending: RemoteProject) -> None:
    pending.built()
    after = report(pending)
    pending.extract.delta("interactions", "202502", [f"{interaction('N1')},add"])
    assert "it has changed since it was processed" in pending.refused()
    assert report(pending) == after
    pending.built("--full-refresh")
    assert report(pending) != after
    pending.built()  # nothing new
    result = pending.run("status", "--data-dir", pending.extract.folder, "--database", pending.database)
    assert "1 added" in result.stdout


def test_a_faulty_build_and_a_dry_one_leave_no_rows_behind(pending: RemoteProject) -> None:
    before = report(pending)
    pending.built("--dry-run")
    assert report(pending) == before
    pending.extract.delta("agents", "202502", ["A9,Eve,C1,never,K1,add"])
    assert "agents_delta_202502.csv:2: hire_date" in pending.refused()
    assert report(pending) == before
    assert sum(path.stat().st_size for path in (pending.database / "work").rglob("*.parquet")) < 4096 * 4


def test_what_fails_after_the_commit_takes_nothing_back(
    pending: RemoteProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = report(pending)

    def failing(*_: object) -> None:
        raise WarehouseError("The network is gone.")

    monkeypatch.setattr("warehouse.spark.storage.Storage.abandoned", failing)
    assert "The network is gone." in pending.build().stderr
    assert report(pending) != before


def test_a_build_that_cannot_look_for_leftovers_is_there_all_the_same(
    pending: RemoteProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(storage: Storage, *_: object) -> None:
        raise PySparkException("another build has just freed a file")

    before = report(pending)
    monkeypatch.setattr("warehouse.spark.storage.Storage.abandoned", failing)
    pending.built()
    assert report(pending) != before


def test_what_the_server_says_in_a_build_is_a_sentence(pending: RemoteProject, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(storage: Storage) -> None:
        storage.spark.sql("select no_such_column").collect()

    monkeypatch.setattr("warehouse.spark.storage.Storage.commits", failing)
    said = pending.refused()
    assert said.startswith("Error: ")
    assert "no_such_column" in said
    assert len(said.splitlines()) <= 3


def test_parts_that_nobody_names_are_removed_when_they_are_older_than_a_day(pending: RemoteProject) -> None:
    part = next((pending.database / "core_interactions").iterdir())
    old, young = part.with_name("202502-dead-old"), part.with_name("202502-dead-young")
    for folder, age in ((old, 2 * 86_400), (young, 3_600)):
        shutil.copytree(part, folder)
        for path in folder.rglob("*.parquet"):
            path.write_bytes(path.read_bytes() + b" " * 8192)
            os.utime(path, (time.time() - age, time.time() - age))
    pending.built()
    sizes = [sum(path.stat().st_size for path in folder.rglob("*.parquet")) for folder in (old, young, part)]
    assert sizes[0] < 4096
    assert min(sizes[1:]) > 4096


def test_a_part_that_is_gone_is_an_error_and_not_fewer_rows(pending: RemoteProject) -> None:
    [part] = (pending.database / "core_interactions").iterdir()
    for path in part.rglob("*.parquet"):
        path.unlink()
    result = pending.run("export", "--database", pending.database, "--output-dir", pending.folder)
    assert result.exit_code == 1
    assert "parts of the warehouse are gone" in result.stderr or "does not exist" in result.stderr


def test_months_load_one_at_a_time_as_they_are_asked_for(pending: RemoteProject) -> None:
    pending.extract.delta("interactions", "202503", [f"{interaction('M1')},add"])
    pending.built("--months", "202502")
    assert "202503" not in report(pending)
    result = pending.run("export", "--as-of", "202503", "--database", pending.database)
    assert "The month 202503 was not loaded." in result.stderr
    pending.built()
    assert pending.refused("--months", "202502,202509").startswith("delta/: there is no file for 202509")
