"""The rules of a build, one sentence each."""

import pytest

from tests.conftest import Project, interaction


def test_a_build_loads_every_month_and_prints_the_counts_of_each_file(project: Project) -> None:
    project.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    result = project.built()
    assert "2025-01" in result.stderr
    assert "delta/interactions_delta_202502.csv" in result.stderr
    assert "1 added" in result.stderr
    assert result.stdout == f"{project.database}\n"
    assert project.rows("select count(*) from fact_interactions") == [(2,)]


@pytest.mark.parametrize("name", ["ops.duckdb", "HISTORY.duckdb"])
def test_a_name_that_a_client_would_take_for_a_schema_is_refused(project: Project, name: str) -> None:
    project.database = project.folder / name
    assert "this name is reserved" in project.refused()
