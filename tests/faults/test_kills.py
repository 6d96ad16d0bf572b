"""Builds that are killed: SIGKILL at random instants over the whole run, and before every change of a file."""

import random
import re
import shutil
import signal
import time
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from tests.conftest import Project
from tests.support.sample import (
    SIGNALLED,
    Sample,
    assert_next_build_completes,
    build_arguments,
    fingerprint,
    finished,
    names,
    ran,
    started,
    with_a_month_to_come,
)


@dataclass
class Tally:
    """What became of the builds of a run of kills."""

    killed: int = 0
    finished_first: int = 0
    left_something: int = 0
    warehouse_before: int = 0
    warehouse_after: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, field.name)} {field.name.replace('_', ' ')}" for field in fields(self))


def kill_builds(sample: Sample, folder: Path, times: int, *, is_built: bool) -> Tally:
    """Kill builds, one after the other in each of so many equal parts of a build's length."""
    chance = random.Random(times)
    length = max(undisturbed(sample, folder / f"undisturbed{turn}", is_built=is_built) for turn in range(2))
    tally = Tally()
    for turn in range(times):
        project = sample.project(folder / str(turn), is_built=is_built)
        instant = length * (turn + chance.random()) / times
        with started(*build_arguments(project)) as process:
            time.sleep(instant)
            process.kill()
            code = finished(process).returncode
        assert code in (0, -signal.SIGKILL)
        tally.killed += code != 0
        tally.finished_first += code == 0
        tally.left_something += bool(leftovers(project))
        is_before = is_as_before(project, sample, is_built=is_built)
        assert is_before or fingerprint(project) == sample.after, f"killed after {instant:.4f} s"
        tally.warehouse_before += is_before
        tally.warehouse_after += not is_before
        assert_next_build_completes(project, sample.after)
        shutil.rmtree(project.folder)
    return tally


def undisturbed(sample: Sample, folder: Path, *, is_built: bool) -> float:
    project = sample.project(folder, is_built=is_built)
    begun = time.perf_counter()
    assert ran(*build_arguments(project)).returncode == 0
    return time.perf_counter() - begun


def leftovers(project: Project) -> list[str]:
    return [name for name in names(project.database.parent) if name != project.database.name]


def is_as_before(project: Project, sample: Sample, *, is_built: bool) -> bool:
    if not is_built:
        return not project.database.exists()
    project.rows("select count(*) from fact_interactions")  # it opens
    return project.database.read_bytes() == sample.warehouse.read_bytes()


def assert_was_a_test(tally: Tally, times: int) -> None:
    """Many builds were killed, some of them at work, or the test has shown nothing."""
    assert tally.killed >= times // 4, tally
    assert tally.left_something, tally
    assert tally.warehouse_before, tally


@pytest.mark.harness
@pytest.mark.slow
@pytest.mark.parametrize("is_built", [False, True], ids=["cold", "month"])
def test_a_kill_at_any_of_200_instants_leaves_the_warehouse_before_or_after_and_the_next_build_completes_it(
    sample: Sample, tmp_path: Path, is_built: bool
) -> None:
    tally = kill_builds(sample, tmp_path, 100, is_built=is_built)
    print(f"kills of {'a month' if is_built else 'a cold build'}: {tally}")
    assert_was_a_test(tally, 100)


def test_a_kill_before_any_change_of_a_file_leaves_the_warehouse_before_or_after_and_the_next_build_completes_it(
    project: Project,
) -> None:
    before = with_a_month_to_come(project)
    project.built()
    after = fingerprint(project)
    states, nth = [], 0
    while True:
        nth += 1
        project.database.write_bytes(before)
        folder = project.database.parent
        result = ran(folder, signal.SIGKILL.value, nth, *build_arguments(project), program=SIGNALLED)
        if result.returncode == 0:
            break
        assert result.returncode == -signal.SIGKILL, result.stderr
        is_before = project.database.read_bytes() == before
        assert is_before or fingerprint(project) == after, f"killed before change {nth}"
        states.append(is_before)
        assert_next_build_completes(project, after)
    print(
        f"kills before a change of a file: {len(states)}, {states.count(False)} of them with the new warehouse in place"
    )
    assert int(re.search(r"(\d+) steps", result.stderr)[1]) == len(states)
    assert states == sorted(states, reverse=True)
    assert len(set(states)) == 2
