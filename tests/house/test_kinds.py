"""What a program decides by is a code: every kind of fault and warning is in `sql/kinds.csv`, and nothing else is."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, Project
from warehouse.engine.sources import relation_name, scripts, text_of
from warehouse.extract.prescan import MAGIC
from warehouse.kinds import kinds

#: Where the SQL names kinds.
SCRIPTS = [
    *(f"2_staging/{name}.sql" for name in ("rules", "reasons", "records", "notices", "time_notices")),
    *scripts("3_load"),
]
#: Calls whose argument at this place is a kind.
CALLS = {"Fault": 1, "DataWarning": 1, "fault": 0, "_fault": 1, "reject_file": 2}


def named_in_python() -> set[str]:
    found = set()
    for path in (ROOT / "warehouse").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                arguments = node.args[CALLS.get(name, len(node.args)) :][:1]
                found |= {one.value for one in arguments if isinstance(one, ast.Constant) and one.value}
    header = ROOT / "warehouse" / "extract" / "header.py"
    found |= set(re.findall(r'return "([a-z_]+)", f?"', header.read_text("utf-8")))
    return found | {kind for kind, _ in MAGIC.values()}


def named_in_sql() -> set[str]:
    pattern = r"(?:then|else|when) '([a-z]+(?:_[a-z0-9]+)+)'|'([a-z]+(?:_[a-z0-9]+)+)' as kind"
    return {one or other for script in SCRIPTS for one, other in re.findall(pattern, text_of(script))}


def test_every_kind_that_is_named_is_listed_and_every_kind_that_is_listed_is_named() -> None:
    checks = {relation_name(script) for script in scripts("6_checks")}
    helpers = {"times_with_zone"}  # a reason for a warning, and none
    assert named_in_python() | named_in_sql() | checks == kinds().keys() | helpers


def test_only_warnings_explain_other_kinds_and_are_explained() -> None:
    for kind in kinds().values():
        assert {kinds()[effect].severity for effect in kind.explains} <= {"warning"}
        assert not kind.explains or kind.severity == "warning"


def test_every_kind_has_a_severity_and_a_meaning() -> None:
    rows = (ROOT / "sql" / "kinds.csv").read_text("utf-8").splitlines()[1:]
    assert all((row.count(",") >= 4 and row[-1] == ".") or row.endswith('."') for row in rows)
    assert {kind.severity for kind in kinds().values()} == {"error", "warning"}


@pytest.mark.parametrize("kind", [kind.kind for kind in kinds().values() if kind.severity == "warning"])
def test_every_kind_of_warning_has_a_case(kind: str) -> None:
    folder = ROOT / "tests" / "cases" / "warnings"
    # These need another version, or a command beside the build, and have a test of their own.
    has_own_test = kind in ("load_rules_changed", "erased_records_are_back", "targets_are_met")
    assert (folder / kind / "expected.csv").exists() or has_own_test


@pytest.mark.all_reports
def test_a_check_without_a_kind_is_named(project: Project, sql: Path) -> None:
    (sql / "6_checks" / "nobody_knows_it.sql").write_text("-- Nothing.\nselect 1 where false\n", "utf-8")
    assert "sql/kinds.csv has no row for nobody_knows_it" in project.refused()
