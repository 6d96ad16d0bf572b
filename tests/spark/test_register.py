"""Tables and views of a warehouse in the catalog of a server."""

import pytest

from tests.conftest import Project, interaction
from tests.spark.conftest import RemoteProject
from warehouse.engine.location import SparkTarget
from warehouse.spark.session import Session

#: A schema of a report, by the name that the test has registered.
SCHEMA = "supportwh_test"


def rows(server: str, sql: str) -> list[tuple[object, ...]]:
    """What another session of the server sees."""
    session = Session(SparkTarget(server, ""))
    try:
        return [tuple(row) for row in session.spark.sql(sql).collect()]
    finally:
        session.close()


@pytest.mark.all_reports
def test_every_session_finds_the_published_tables_and_views(
    remote_project: RemoteProject, request: pytest.FixtureRequest
) -> None:
    project = remote_project
    if not request.config.getoption("--remote"):  # Sail keeps a catalog as long as a session
        result = project.build("--register", SCHEMA)
        assert result.exit_code == 1
        assert f"Cannot register the warehouse in {SCHEMA}: " in result.stderr
        assert project.built().exit_code == 0
        return
    sql = f"select contact_center_name, total_interactions from {SCHEMA}.support_report order by 1, 2"
    project.built("--register", SCHEMA)
    before = rows(project.server, sql)
    project.extract.delta("interactions", "202502", [f"{interaction('N1')},add"])
    project.built()
    assert rows(project.server, sql) == before  # until it is registered again
    project.built("--register", SCHEMA)
    exported = project.run("query", sql.replace(f"{SCHEMA}.", ""), "--format", "csv", "--database", project.database)
    expected = [tuple(line.rsplit(",", 1)) for line in exported.stdout.splitlines()[1:]]
    assert [(name, str(number)) for name, number in rows(project.server, sql)] == expected
    [(count,)] = rows(project.server, f"select count(*) from {SCHEMA}.ops_processed_files")
    assert count == 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--register", "main.support"), "--register requires --remote, the Spark server."),
        (("--remote", "sc://127.0.0.1:1", "--register", "a; drop b"), "is not a schema name"),
    ],
)
def test_a_schema_is_named_where_there_is_a_catalog(arguments: tuple[str, ...], said: str, project: Project) -> None:
    result = project.run("build", *arguments, "--database", "/warehouse", "--data-dir", "/data")
    assert result.exit_code == 2
    assert said in result.stderr
