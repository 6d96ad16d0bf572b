"""What Spark says is what DuckDB says: every table and view, every warning, every rejected row."""

import os
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, Project, interaction, interactions
from tests.spark.conftest import RemoteProject
from tests.support.generator import Generator

pytestmark = pytest.mark.all_reports

#: Spark puts no letters and accents together, see docs/scale.md.
DIFFERENT = "text_not_composed"
#: Every case with --full; without it those of warnings, which are many, and two of three others are left out.
CASES = [
    pytest.param(
        path.parent,
        id=f"{path.parent.parent.name}/{path.parent.name}",
        marks=[pytest.mark.slow] if path.parent.parent.name == "warnings" or number % 3 else [],
    )
    for number, path in enumerate(sorted(ROOT.glob("tests/cases/*/*/query.sql")))
    if path.parent.name != DIFFERENT
]
EXTRACT = os.environ.get("SUPPORTWH_EXTRACT")


def assert_equal(local: Project, remote: RemoteProject, *arguments: str, formats: tuple[str, ...] = ("csv",)) -> None:
    """Both export the same bytes of every table and view, as CSV and JSON; of Parquet the same rows."""
    folders = {}
    for name, project in (("local", local), ("remote", remote)):
        for file_format in formats:
            folder = folders[name] = project.folder / f"exported_{name}"
            command = ("export", "--all", "--format", file_format, "--output-dir", folder, *arguments)
            result = project.run(*command, "--database", project.database)
            assert result.exit_code == 0, result.stderr
    files = sorted(path.name for path in folders["local"].iterdir())
    assert files == sorted(path.name for path in folders["remote"].iterdir())
    assert len(files) >= 38 * len(formats)
    texts = [name for name in files if not name.endswith(".parquet")]
    assert [
        name for name in texts if (folders["local"] / name).read_bytes() != (folders["remote"] / name).read_bytes()
    ] == []
    for name in files:
        if name.endswith(".parquet"):
            rows = [local_rows(folder / name) for folder in folders.values()]
            assert rows[0] == rows[1], name


def local_rows(path: Path) -> list[object]:
    import duckdb

    relation = duckdb.sql(f"from read_parquet('{path}')")
    return [relation.columns, relation.types, relation.fetchall()]


def warnings(stderr: str) -> list[str]:
    """The warnings of a build; a text of a quarter of a second has one zero more on Sail."""
    said = [line for line in stderr.splitlines() if line.startswith("Warning: ")]
    return [re.sub(r"(:\d\d\.\d*[1-9])0+\b", r"\1", line) for line in said]


def built_on_both(data: Path, tmp_path: Path, server: str, *arguments: str) -> tuple[Project, RemoteProject]:
    local, remote = Project(tmp_path / "duckdb"), RemoteProject(tmp_path / "server", server)
    said = []
    for project in (local, remote):
        result = project.run("build", "--data-dir", data, "--database", project.database, *arguments)
        assert result.exit_code == 0, result.stderr
        said.append(warnings(result.stderr))
    assert said[0] == said[1]
    return local, remote


@pytest.mark.parametrize(
    "data",
    [
        ROOT / "data",
        pytest.param(
            Path(EXTRACT or "-"), marks=pytest.mark.skipif(not EXTRACT, reason="SUPPORTWH_EXTRACT names no extract")
        ),
    ],
    ids=["the bundled sample", "the extract that SUPPORTWH_EXTRACT names"],
)
def test_every_table_and_view_is_equal_today_and_as_of_each_month(data: Path, tmp_path: Path, server: str) -> None:
    local, remote = built_on_both(data, tmp_path, server)
    assert_equal(local, remote, formats=("csv", "json", "parquet"))
    for month in ("202501", "202502"):
        assert_equal(local, remote, "--as-of", month)
    for command in (["analyze"], ["analyze", "--as-of", "202502"], ["check"], ["describe"], ["describe", "dim_agents"]):
        said = [project.run(*command, "--database", project.database).stdout for project in (local, remote)]
        assert said[0] == said[1], command


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_equal(case: Path, tmp_path: Path, server: str, request: pytest.FixtureRequest) -> None:
    extract = Project(tmp_path / "data").extract
    for path in case.glob("*/*.csv"):
        extract.write(path.relative_to(case).as_posix(), path.read_bytes())
    local, remote = built_on_both(extract.folder, tmp_path, server)
    query = (case / "query.sql").read_text("utf-8")
    for project in (local, remote):
        result = project.run("query", query, "--format", "csv", "--database", project.database)
        assert result.stdout == (case / "expected.csv").read_bytes().decode("utf-8"), result.stderr
    if request.config.getoption("--full"):  # takes longer than the build
        assert_equal(local, remote)


#: Extracts of the generator in which no letter is written in parts, which Spark cannot put together; some with --full.
SEEDS = [7, 42, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 15, 26, 32, 37, 54, 111))]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_generated_extract_is_equal_or_refused_by_both(seed: int, tmp_path: Path, server: str) -> None:
    Generator(seed, tmp_path / "data").write()
    local, remote = Project(tmp_path / "duckdb"), RemoteProject(tmp_path / "server", server)
    said = []
    for project in (local, remote):
        command = ("build", "--data-dir", tmp_path / "data", "--database", project.database, "--quarantine")
        said.append(project.run(*command))
    assert said[0].exit_code == said[1].exit_code, said[1].stderr
    assert warnings(said[0].stderr) == warnings(said[1].stderr)
    if said[0].exit_code == 0:
        assert rejected_rows(local) == rejected_rows(remote)
        assert_equal(local, remote)


def rejected_rows(project: Project) -> str:
    columns = "table_name, month, file_name, line, column_name, value, reason, raw_text"
    sql = f"select {columns} from ops.rejected_rows order by all"
    return str(project.run("query", sql, "--format", "csv", "--database", project.database).stdout)


FAULTY = [
    interaction("I2", call_duration_minutes="-1"),
    interaction("I3", interaction_start="yesterday", satisfaction_rating="good"),
    interaction("I4", interaction_start="2025-01-05T14:30:00+02:00", channel=" Phone "),
    interaction("I5", interaction_end="1999-01-05T14:30:00Z"),
    interaction("I6") + ",one more",
    "I7,too,few",
    interaction('"I8"', channel='"e, mail"'),
    'I9,a "quote" in the middle,' + interaction("")[2:],
    interaction("total"),
    interaction("1.2E+10"),
    interaction("interaction_id"),
    interaction(""),
    ",,,,,,,,,,",
    "",
    interaction("I10", interaction_start="2025-01-05 14:30", agent_id="\u200bA1"),
    interaction("I11", interaction_start="2025-01-05", timestamp="2025-01-05T14:30:00.123456789Z"),
    interaction("\u00a0I12\u00a0", call_duration_minutes="1_000"),
    interaction("I13", interaction_start="2025-03-09T07:30:00Z"),
]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_rejected_rows_are_equal_with_file_line_column_value_reason_and_text(
    end: str, tmp_path: Path, server: str
) -> None:
    extract = Project(tmp_path / "data").extract
    text = extract.initial("interactions", FAULTY).read_text("utf-8").replace("\n", end)
    extract.write("initial/interactions.csv", "\ufeff" + text)
    extract.delta("agents", "202502", ["A1,Ada,C1,never,K1,update", "A2,Bea,C1,2024-01-15,K1,upsert", "A3,,,,,delete"])
    local, remote = built_on_both(extract.folder, tmp_path, server, "--quarantine")
    said = [rejected_rows(project) for project in (local, remote)]
    assert said[0].count("\n") >= 12
    assert said[0] == said[1]
    assert_equal(local, remote)


def test_faulty_rows_stop_a_build_with_the_same_sentences(tmp_path: Path, server: str) -> None:
    extract = Project(tmp_path / "data").extract
    extract.initial("interactions", FAULTY)
    said = []
    for project in (Project(tmp_path / "duckdb"), RemoteProject(tmp_path / "server", server)):
        result = project.run("build", "--data-dir", extract.folder, "--database", project.database)
        assert result.exit_code == 1
        said.append([line for line in result.stderr.splitlines() if line.startswith("initial/")])
    assert said[0] == said[1] != []


def test_line_ends_in_cells_are_equal(tmp_path: Path, server: str) -> None:
    extract = Project(tmp_path / "data").extract
    rows = ['C1,"Spring\nfield","a, ""b"""', "C2,Two,", "C2,,,", 'C3,"x\r\n\r\ny",z']
    extract.initial("contact_centers", rows)
    local, remote = built_on_both(extract.folder, tmp_path, server, "--quarantine")
    assert_equal(local, remote)


def test_a_key_twice_in_an_initial_file_is_named_with_both_lines(tmp_path: Path, server: str) -> None:
    remote = RemoteProject(tmp_path, server)
    remote.extract.initial("interactions", interactions(3) + interactions(2)[1:])
    said = remote.refused()
    assert "initial/interactions.csv:5: interaction_id: duplicate key, first seen on line 3 " in said


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\n", "empty file"),
        (b"agent_id,full_name\nA1,Ada\n", "missing column"),
        (b"a;b\n1;2\n", "semicolon-separated; expected commas"),
        (b"PK\x03\x04xxxx\n", "zip or Excel file"),
    ],
)
def test_an_invalid_file_stops_a_build(content: bytes, reason: str, remote_project: RemoteProject) -> None:
    remote_project.extract.write("initial/agents.csv", content)
    assert reason in remote_project.refused()


def test_bytes_that_are_not_utf_8_stop_a_build_with_their_line(remote_project: RemoteProject) -> None:
    path = remote_project.extract.initial("agents", ["A1,Ada,C1,2024-01-15,K1", "A2,B\u00e9a,C1,2024-01-15,K1"])
    path.write_bytes(path.read_bytes().replace("\u00e9".encode(), b"\xe9"))
    # Sail's own reader finds it, and knows the line.
    assert re.search(r"initial/agents\.csv(:3: .*not UTF-8|: .*UTF-8 data at line 3)", remote_project.refused())


def test_partial_updates_keep_the_values_of_empty_cells(tmp_path: Path, server: str) -> None:
    extract = Project(tmp_path / "data").extract
    extract.delta("agents", "202502", ["A1,,,,K1,update", "A1,Ada King,,,,update", "A2,Bea,C1,2024-02-02,K1,add"])
    extract.delta("agents", "202503", ["A2,,,2024-03-03,,update", "A1,,,,,delete", "A1,New,,,,add", "A1,,C1,,,update"])
    local, remote = built_on_both(extract.folder, tmp_path, server, "--partial-updates", "keep")
    assert_equal(local, remote)


def test_tables_outside_of_main_are_equal(tmp_path: Path, server: str) -> None:
    extract = Project(tmp_path / "data").extract
    extract.delta("agents", "202502", ["A1,Ada King,C1,2024-01-15,K1,update"])
    exported = []
    for project in built_on_both(extract.folder, tmp_path, server):
        folder = project.folder / "exported"
        names = ("core.agents", "history.agents", "core.interactions")
        result = project.run("export", *names, "--database", project.database, "--output-dir", folder)
        assert result.exit_code == 0, result.stderr
        exported.append({path.name: sorted(path.read_text("utf-8").splitlines()) for path in folder.iterdir()})
    assert exported[0] == exported[1]
    assert len(exported[0]["history.agents.csv"]) == 2
