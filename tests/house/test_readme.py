"""The transcripts in README.md are what the commands print, but for the time they take."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from warehouse.cli import main

README = (ROOT / "README.md").read_text("utf-8")


def transcripts(title: str) -> list[tuple[list[str], str]]:
    """The commands of the first transcript below a heading, each with what it prints."""
    block = README.split(title, 1)[1].split("```console\n", 1)[1].split("```", 1)[0]
    found = []
    for part in re.split(r"^\$ supportwh ", block, flags=re.MULTILINE)[1:]:
        # A command goes on to the next line while its quotes are open.
        lines, count = part.split("\n"), 1
        while "\n".join(lines[:count]).count('"') % 2:
            count += 1
        found.append((shlex.split(" ".join(lines[:count])), "\n".join(lines[count:]).strip() + "\n"))
    return found


def without_times(text: str) -> str:
    return re.sub(r" *\d+\.\d\d s", " 0.00 s", text)


def check(title: str) -> None:
    commands = transcripts(title)
    assert commands
    for command, printed in commands:
        result = CliRunner().invoke(main, command, prog_name="supportwh")
        assert without_times(result.stderr + result.stdout) == without_times(printed)


@pytest.fixture(autouse=True)
def _in_a_folder_with_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)


def test_the_first_screen_is_true() -> None:
    check("What you see")


def test_the_story_of_the_restated_january_is_true() -> None:
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    check("## As it was, and why it changed")


def test_the_story_of_the_bad_data_is_true(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "broken")
    path = tmp_path / "broken" / "initial" / "interactions.csv"
    lines = path.read_bytes().split(b"\r\n")
    lines[11] = lines[11].replace(b",15.0,", b",1h,")
    lines[29] = re.sub(rb"^(\w+),[^,]+", rb"\1,not a time", lines[29])
    path.write_bytes(b"\r\n".join(lines))
    check("## What happens when the data is bad")
    arguments = ["build", "--data-dir", "broken", "--quarantine"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    check("or there, and a check adds them up")


def test_the_dictionary_is_what_describe_prints() -> None:
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    check("## What is in the warehouse")


def test_every_command_is_in_the_table_of_the_readme() -> None:
    table = README.split("## Commands", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"`supportwh (\w+)", table)) >= set(main.commands)
