"""What a signal gets."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Project
from tests.support.sample import (
    AT_EVENT,
    PUTS_EXPORTS_IN_PLACE,
    ROOT,
    SIGNALLED,
    Sample,
    assert_next_build_completes,
    build_arguments,
    content,
    export_before_the_last_month,
    fingerprint,
    finished,
    names,
    ran,
    started,
    with_a_month_to_come,
)


def assert_interrupted(project: Project, sample: Sample, result: subprocess.CompletedProcess[str], number: int) -> bool:
    """Stopped with its code and nothing changed, or done and said so; whether it was stopped."""
    is_before = not project.database.exists() or project.database.read_bytes() == sample.warehouse.read_bytes()
    if result.returncode == 128 + number:
        assert "Traceback" not in result.stderr
        assert "Interrupted" in result.stderr
        assert is_before, "it said that it was interrupted, and has changed the warehouse"
        return True
    if is_before:  # Python had not yet given us the word, or had taken it back
        assert result.returncode == -number or "Could not import runpy" in result.stderr, result.stderr
        return True
    assert result.returncode in (0, -number), result.stderr
    assert result.stdout == f"{project.database}\n"
    assert fingerprint(project) == sample.after
    return False


#: The command line, with a signal to itself while Python executes a text, as it does to make a dataclass.
IN_A_TEXT = """
import sys
import warehouse.load.build
from warehouse.cli import main
text = f"import os; os.kill(os.getpid(), {sys.argv.pop(1)}); [None for _ in range(10**6)]"
warehouse.load.build.build = lambda *_: exec(text)
main(prog_name="supportwh")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_python_executes_a_text_exits_with_its_code(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "in_a_text.py").write_text(IN_A_TEXT)
    command = [sys.executable, "-m", "in_a_text", str(number.value), "build"]
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 128 + number
    assert result.stderr == "Interrupted; nothing was changed.\n"


@pytest.mark.harness
@pytest.mark.slow
@pytest.mark.parametrize("is_built", [False, True], ids=["cold", "month"])
def test_a_signal_at_any_time_exits_with_its_code_and_leaves_the_warehouse_as_before(
    sample: Sample, tmp_path: Path, is_built: bool
) -> None:
    chance = random.Random(59)
    undisturbed = sample.project(tmp_path / "undisturbed", is_built=is_built)
    begun = time.perf_counter()
    assert ran(*build_arguments(undisturbed)).returncode == 0
    length = time.perf_counter() - begun
    times, stops = 8, 0
    for turn in range(times):
        number = (signal.SIGINT, signal.SIGTERM)[turn % 2]
        project = sample.project(tmp_path / str(turn), is_built=is_built)
        with started(*build_arguments(project)) as process:
            time.sleep(length * (turn + chance.random()) / times)
            process.send_signal(number)
            stops += assert_interrupted(project, sample, finished(process), number)
    assert stops
    assert_next_build_completes(project, sample.after)


def test_a_signal_before_any_change_of_a_file_exits_with_its_code_and_changes_nothing(project: Project) -> None:
    before = with_a_month_to_come(project)
    steps, wrong = 0, []
    while True:
        steps += 1
        number = (signal.SIGINT, signal.SIGTERM)[steps % 2]
        project.database.write_bytes(before)
        result = ran(project.database.parent, number.value, steps, *build_arguments(project), program=SIGNALLED)
        if result.returncode == 0 and project.database.read_bytes() != before:
            if int(re.search(r"(\d+) steps", result.stderr)[1]) < steps:
                break
        elif result.returncode != 128 + number or project.database.read_bytes() != before:
            wrong.append((steps, result.returncode, result.stderr))
        if names(project.database.parent) != [project.database.name]:
            project.built()
            assert names(project.database.parent) == [project.database.name]
    assert steps > 5
    assert not wrong


def test_an_export_that_is_interrupted_changes_no_file(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    folder = tmp_path / "exports"
    export, old = export_before_the_last_month(project, folder)
    for number in (signal.SIGINT, signal.SIGTERM):
        result = ran("open", folder, number.value, *export, program=AT_EVENT)
        assert result.returncode == 128 + number, result.stderr
        assert content(folder) == old


def test_a_signal_while_exports_are_put_in_place_changes_all_of_them_or_none(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    folder = tmp_path / "exports"
    export, old = export_before_the_last_month(project, folder)
    result = ran(*PUTS_EXPORTS_IN_PLACE, signal.SIGTERM.value, *export, program=AT_EVENT)
    assert result.returncode in (0, 128 + signal.SIGTERM), result.stderr
    found = content(folder)
    assert list(found) == list(old)
    if result.returncode:
        assert found == old
    else:
        assert project.run(*export).exit_code == 0
        assert found == content(folder) != old
