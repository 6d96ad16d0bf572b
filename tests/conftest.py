"""What every test shares: an extract to write, the command line to run, the warehouse to read."""

import functools
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from warehouse.cli import main
from warehouse.engine import sources
from warehouse.engine.sources import SQL, relation_name, scripts
from warehouse.kinds import kind_of
from warehouse.load import checks, local, schema

if TYPE_CHECKING:
    from tests.support.sample import Sample

ROOT = Path(__file__).parents[1]

HEADERS = {
    "contact_centers": "contact_center_id,contact_center_name,location",
    "service_categories": "category_id,category_name,department",
    "agents": "agent_id,full_name,contact_center_id,hire_date,category_id",
    "interactions": "interaction_id,timestamp,channel,category_id,agent_id,contact_center_id,interaction_start,"
    "agent_resolution_timestamp,interaction_end,call_duration_minutes,satisfaction_rating",
}

#: The views that a test may build without the mark `all_reports`: the fact, the dimensions, and what tests look at.
FEW_REPORTS = {
    *(*schema.RULES, "processed_files", "support_report", "data_quality_by_file", "fact_interactions"),
    *("fact_interactions_history", "interactions_wide", "month_coverage", "dim_months"),
    *(f"dim_{table}{end}" for table in ("agents", "contact_centers", "service_categories") for end in ("", "_history")),
}

#: The smallest extract that has one of everything.
ROWS = {
    "contact_centers": ["C1,Springfield,Springfield IL"],
    "service_categories": ["K1,Billing,Finance"],
    "agents": ["A1,Ada Lovelace,C1,2024-01-15,K1"],
    "interactions": [
        "I1,2025-01-05T14:30:00Z,phone,K1,A1,C1,2025-01-05T14:30:00Z,2025-01-05T14:39:00Z,2025-01-05T14:44:00Z,14.0,4"
    ],
}


def interaction(key: str = "I1", **cells: str) -> str:
    """A row of interactions with some of its cells changed."""
    row = dict(zip(HEADERS["interactions"].split(","), ROWS["interactions"][0].split(","), strict=True))
    return ",".join((row | {"interaction_id": key} | cells).values())


def interactions(number: int) -> list[str]:
    """So many rows of interactions, alike but for their keys and the second of their record, from I0 on."""
    _, _, rest = interaction().partition("T14:30:00Z")
    starts = [f"I{key},2025-01-05T15:{key // 60 % 60:02}:{key % 60:02}Z" for key in range(number)]
    return [f"{start}{rest}" for start in starts]


class Extract:
    """A data directory that a test writes file by file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for table in HEADERS:
            self.initial(table, ROWS[table])

    def initial(self, table: str, rows: list[str]) -> Path:
        return self.write(f"initial/{table}.csv", "\n".join([HEADERS[table], *rows]) + "\n")

    def delta(self, table: str, month: str, rows: list[str]) -> Path:
        return self.write(f"delta/{table}_delta_{month}.csv", "\n".join([HEADERS[table] + ",action", *rows]) + "\n")

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


class Project:
    """A warehouse under test: its extract, its file, and the commands on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.extract = Extract(folder / "data")
        self.database = folder / "warehouse.duckdb"

    def run(self, *arguments: str | Path) -> Result:
        """Run a command and hand back its exit code and what it said."""
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="supportwh")
        if not isinstance(result.exception, SystemExit | None):
            raise result.exception  # a person would see a traceback
        return result

    def build(self, *arguments: str) -> Result:
        return self.run("build", "--data-dir", self.extract.folder, "--database", self.database, *arguments)

    def built(self, *arguments: str) -> Result:
        """A build that must succeed."""
        result = self.build(*arguments)
        assert result.exit_code == 0, result.stderr
        return result

    def warned(self, *arguments: str) -> list[tuple[str, str, int | None, str | None]]:
        """The warnings of a build that succeeds: file, kind, how many, an example.

        Most tests write no interactions of a month; that these are missing is told by `test_months.py` alone.
        """
        events = told(self.built("--log-format", "json", *arguments))
        columns = ("file", "kind", "occurrences", "example")
        found = [tuple(event[name] for name in columns) for event in events if event.get("event") == "warning"]
        return [warning for warning in found if warning[1] != "months_have_interactions"]

    def kinds_warned(self, *arguments: str) -> list[str]:
        """The kinds of warnings of a build that succeeds."""
        return [kind for _, kind, *_ in self.warned(*arguments)]

    def refused(self, *arguments: str) -> str:
        """A build that must stop with exit code 1 and leave the warehouse unchanged; what it said."""
        before = self.database.read_bytes() if self.database.exists() else None
        result = self.build(*arguments)
        assert result.exit_code == 1, result.stderr
        assert "Traceback" not in result.stderr
        assert (self.database.read_bytes() if self.database.exists() else None) == before
        return result.stderr

    def faults(self, *arguments: str) -> list[tuple[str, int | None, str | None, str]]:
        """The faults that stop a build: file, line, column, kind."""
        events = [json.loads(line) for line in self.refused("--log-format", "json", *arguments).splitlines()]
        columns = ("file", "line", "column", "kind")
        return [tuple(event[name] for name in columns) for event in events if event.get("event") == "fault"]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.database), read_only=True) as con:
            con.execute("set TimeZone = 'UTC'")
            return con.execute(sql).fetchall()

    def exported(self, name: str = "support_report", file_format: str = "csv") -> bytes:
        folder = self.folder / "exported"
        result = self.run("export", name, "--format", file_format, "--database", self.database, "--output-dir", folder)
        assert result.exit_code == 0, result.stderr
        return (folder / f"{name}.{file_format}").read_bytes()


def told(result: Result) -> list[dict[str, Any]]:
    """What a command said on stderr with --log-format json."""
    return [json.loads(line) for line in result.stderr.splitlines()]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> "Sample":
    """A generated extract of three months and its warehouse, made once a process."""
    from tests.support.sample import make_sample

    return make_sample(tmp_path_factory.getbasetemp() / "sample")


@pytest.fixture(scope="session")
def smallest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the smallest extract, made once a process: to read, or to copy."""
    project = Project(tmp_path_factory.mktemp("smallest"))
    project.built()
    return project.database


@pytest.fixture
def smallest_project(project: Project, smallest: Path) -> Project:
    """A project with a copy of that warehouse."""
    shutil.copy(smallest, project.database)
    return project


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the sample in `data/`, made once a process: to read, or to copy."""
    database = tmp_path_factory.mktemp("bundled") / "warehouse.duckdb"
    result = Project(database.parent).run("build", "--data-dir", ROOT / "data", "--database", database)
    assert result.exit_code == 0, result.stderr
    return database


@pytest.fixture
def new_project(tmp_path: Path) -> Callable[[str], Project]:
    """More than one warehouse in a test, each in a folder of its own."""
    return lambda name: Project(tmp_path / name)


@pytest.fixture
def sql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the SQL to edit."""
    folder = tmp_path / "sql"
    shutil.copytree(SQL, folder)
    monkeypatch.setattr("warehouse.engine.sources.SQL", folder)
    sources.forget_files()
    yield folder
    sources.forget_files()


@pytest.fixture
def edited(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, str, str], None]:
    """Replaces a text in a file, which must be there."""

    def edit(path: Path, old: str, new: str) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        sources.forget_files()

    return edit


@functools.cache
def views_named_in(path: Path) -> set[str]:
    """Of the few views those that a file of tests names, and what they refer to; all for commands that read them."""
    text = path.read_text("utf-8")
    if re.search(r'"(check|status|describe)"|support.sample|subprocess', text):
        return FEW_REPORTS
    files = {relation_name(script): script for script in schema.view_scripts()}
    named = {name for name in FEW_REPORTS if re.search(rf"\b{name}\b", text)}
    found = named | {*schema.RULES} | ({"support_report"} if "exported(" in text else set())
    while more := {name for view in found for name in schema._references(files[view]) if name in files} - found:
        found |= more
    return found


@pytest.fixture(autouse=True)
def _few_reports(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds make the views that the test's file names, and no comments, but where it is marked `all_reports`."""
    if "all_reports" in request.keywords:
        return
    few = FEW_REPORTS if "warnings" in request.keywords else views_named_in(request.path)
    chosen = [script for script in schema.view_scripts() if relation_name(script) in few]
    monkeypatch.setattr(schema, "view_scripts", lambda: chosen)
    monkeypatch.setattr(schema, "check_dictionary", lambda con, relations: None)
    for module in (schema, local):
        monkeypatch.setattr(module, "write_comments", lambda con, zone, relations, *, is_read=False: None)
    # A check of a report that is not made has nothing to look at; most tests ask for no warning.
    missing = {relation_name(script) for folder in ("4_core", "5_reports") for script in scripts(folder)} - few
    missing.add("support_report")  # that its totals are those of the fact takes as long as all the others
    names = re.compile(rf"(?<!\.)\b({'|'.join(missing)})\b")
    with_warnings = "warnings" in request.keywords

    def few_checks(folder: str) -> list[str]:
        found = [script for script in scripts(folder) if not names.search(sources.code_of(script))]
        return [one for one in found if with_warnings or kind_of(relation_name(one)).severity == "error"]

    monkeypatch.setattr(checks, "scripts", few_checks)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SUPPORTWH_") and name != "SUPPORTWH_EXTRACT"]:
        monkeypatch.delenv(name)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="Run the harnesses in full: every seed, 200 kills.")
    parser.addoption("--remote", help="A Spark Connect server for `-m spark`; without one Sail is started.")
    parser.addoption("--update", action="store_true", help="Write the expected.csv of every case anew.")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What needs a Spark server and its packages is only read where `-m spark` asks for it."""
    is_on_spark = collection_path == ROOT / "tests" / "spark"
    return True if is_on_spark and "spark" not in config.getoption("-m") else None


#: Of the seeds of a harness one in so many is tried, unless all are asked for.
THIN = 40


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the linter of SQL unless -m asks for it, most of the seeds and all that is slow unless --full does."""
    left_out = {item for item in items if item.get_closest_marker("linter") and "linter" not in config.getoption("-m")}
    if not config.getoption("--full"):
        seeds = [item for item in items if "seeds_from_" in item.name]
        left_out |= {item for number, item in enumerate(seeds) if number % THIN}
        left_out |= {item for item in items if item.get_closest_marker("slow")}
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]
