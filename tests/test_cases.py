"""Each folder of `cases/` is a rule: CSV files as they come, a query, and what it must return.

What a case does not say is the smallest extract. A case that has no expected.csv fails.
"""

from pathlib import Path

import pytest

from tests.conftest import Shop

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/query.sql"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_rule_holds(case: Path, shop: Shop) -> None:
    for path in case.glob("*/*.csv"):
        shop.extract.write(path.relative_to(case).as_posix(), path.read_bytes())
    shop.built()
    query = (case / "query.sql").read_text("utf-8")
    result = shop.run("query", query, "--format", "csv", "--database", shop.database)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == (case / "expected.csv").read_bytes().decode("utf-8")


def test_there_are_cases() -> None:
    assert len(CASES) >= 15
