"""Each folder of `cases/RELATION/` is a rule: CSV files as they come, a query, and what it must return.

What a case does not say is the smallest extract. `pytest tests/test_cases.py --update` writes what the
queries return now into every expected.csv: read the difference before you keep it.
"""

from pathlib import Path

import pytest

from tests.conftest import Project

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/*/query.sql"))
#: A case of a warning needs the checks, and any other the reports.
MARKS = {True: pytest.mark.warnings, False: pytest.mark.all_reports}
MARKED = [
    pytest.param(case, marks=MARKS[case.parent.name == "warnings"], id=f"{case.parent.name}/{case.name}")
    for case in CASES
]
#: The longest name that a rule may have.
LONGEST = 40


@pytest.mark.parametrize("case", MARKED)
def test_the_rule_holds(case: Path, project: Project, request: pytest.FixtureRequest) -> None:
    for path in case.glob("*/*.csv"):
        project.extract.write(path.relative_to(case).as_posix(), path.read_bytes())
    project.built()
    query = (case / "query.sql").read_text("utf-8")
    result = project.run("query", query, "--format", "csv", "--database", project.database)
    assert result.exit_code == 0, result.stderr
    if request.config.getoption("--update"):
        (case / "expected.csv").write_text(result.stdout, "utf-8", newline="")
    assert (case / "expected.csv").exists(), "there is no expected.csv: write it with --update, and read it"
    assert result.stdout == (case / "expected.csv").read_bytes().decode("utf-8")


@pytest.mark.all_reports
def test_there_are_cases_of_relations_that_there_are(project: Project) -> None:
    project.built()
    relations = project.rows("select table_name from information_schema.tables where table_schema in ('main', 'ops')")
    assert len(CASES) >= 25
    assert {case.parent.name for case in CASES} <= {name for (name,) in relations}


def test_a_rule_has_a_name_that_can_be_read() -> None:
    assert [case.name for case in CASES if len(case.name) > LONGEST] == []
