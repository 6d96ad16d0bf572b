"""The documents are true: transcripts are what the commands print but for the time they take, queries run."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from warehouse.catalogue import TABLES, Table
from warehouse.cli import main
from warehouse.kinds import kinds

pytestmark = pytest.mark.all_reports

README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def transcripts(text: str) -> list[tuple[list[str], str]]:
    """The commands of the first transcript of a text, each with what it prints."""
    block = text.split("```console\n", 1)[1].split("\n```", 1)[0]
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


def check(text: str) -> None:
    commands = transcripts(text)
    assert commands
    for command, printed in commands:
        result = CliRunner().invoke(main, command, prog_name="supportwh")
        assert without_times(result.stderr + result.stdout).strip() == without_times(printed).strip()


def section(title: str) -> str:
    return README.split(title, 1)[1]


@pytest.fixture(autouse=True)
def _in_a_folder_with_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def warehouse(tmp_path: Path, bundled: Path) -> Path:
    return Path(shutil.copy(bundled, tmp_path))


def test_the_first_screen_is_true() -> None:
    check(section("## A first build"))


@pytest.mark.usefixtures("warehouse")
def test_the_story_of_the_restated_january_is_true() -> None:
    check(section("## Time travel and restatements"))


@pytest.mark.usefixtures("warehouse")
def test_the_answers_are_what_the_command_prints() -> None:
    check((ROOT / "ANALYSIS.md").read_text("utf-8"))


def test_the_story_of_the_bad_data_is_true(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "broken")
    path = tmp_path / "broken" / "initial" / "interactions.csv"
    lines = path.read_bytes().split(b"\r\n")
    lines[11] = lines[11].replace(b",15.0,", b",1h,")
    lines[29] = re.sub(rb"^(\w+),[^,]+", rb"\1,not a time", lines[29])
    path.write_bytes(b"\r\n".join(lines))
    check(section("## Handling bad data"))


def test_the_story_of_the_odd_data_is_true(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "odd")
    calls = tmp_path / "odd" / "delta" / "interactions_delta_202502.csv"
    lines = calls.read_bytes().split(b"\r\n")
    for number in (2, 3):
        cells = lines[number].split(b",")
        cells[8] = cells[8].replace(b"-02-", b"-01-")
        lines[number] = b",".join(cells)
    calls.write_bytes(b"\r\n".join(lines))
    categories = tmp_path / "odd" / "delta" / "service_categories_delta_202502.csv"
    lines = categories.read_bytes().split(b"\r\n")
    lines = [re.sub(rb"^(\w+,[^,]+),[^,]+,update", rb"\1,,update", line) for line in lines]
    categories.write_bytes(b"\r\n".join(lines))
    check(section("Rows that load but look implausible"))


def test_every_warning_is_in_the_documents() -> None:
    text = (ROOT / "docs" / "warnings.md").read_text("utf-8")
    warnings = {kind.kind for kind in kinds().values() if kind.severity == "warning"}
    assert set(re.findall(r"`([a-z_0-9]+)`", text)) >= warnings
    assert len(warnings) > 30


def test_every_command_is_in_the_table_of_the_readme() -> None:
    table = section("## Commands").split("\n## ", 1)[0]
    assert set(re.findall(r"`supportwh (\w+)", table)) >= set(main.commands)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_columns_of_every_file_are_in_the_table_of_the_readme(table: Table) -> None:
    [line] = re.findall(rf"^\| `initial/{table.name}.csv` \| (.*) \|$", README, re.MULTILINE)
    assert re.findall(r"`(\w+)`", line) == list(table.columns)
    assert f"`delta/{table.name}_delta_YYYYMM.csv`" in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_query_of_a_document_runs_and_finds_something(document: Path, warehouse: Path) -> None:
    for block in re.findall(r"^```sql\n(.*?)^```", document.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        with duckdb.connect(str(warehouse), read_only=True) as con:
            for statement in con.extract_statements(block):
                con.execute(statement)
                if statement.type == duckdb.StatementType.SELECT:
                    assert con.fetchall(), statement.query


def test_every_question_of_an_analyst_is_answered_in_five_lines() -> None:
    text = (ROOT / "docs" / "questions.md").read_text("utf-8")
    assert len(re.findall(r"^\*\*.+?\?\*\*", text, re.MULTILINE | re.DOTALL)) == 20
    blocks = re.findall(r"^```sql\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 19  # all but first-contact resolution
    assert max(block.count("\n") for block in blocks) <= 5


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*.sql")), ids=lambda path: path.name)
def test_every_example_in_sql_runs_in_a_plain_session(example: Path, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        assert con.execute(example.read_text("utf-8")).fetchall()


def test_the_example_in_python_shows_a_month(warehouse: Path) -> None:
    command = [sys.executable, ROOT / "examples" / "open.py", warehouse]
    today, past = (
        subprocess.run([*command, *month], capture_output=True, text=True, check=True).stdout
        for month in ([], ["202501"])
    )
    assert "2025-03" in today
    assert "2025-01" in past
    assert "2025-03" not in past


@pytest.mark.usefixtures("warehouse")
def test_the_python_of_the_clients_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    [block] = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "clients.md").read_text("utf-8"), re.M | re.S)
    exec(block, {})
    printed = capsys.readouterr().out
    assert "2025-02" in printed
    assert "2025-03" not in printed
