"""The SQL as it is sent is what somebody has read: one file a script, written anew by `--update`."""

from pathlib import Path

import pytest

from tests.conftest import Project
from warehouse.commands.render import every_script, rendered
from warehouse.engine import render
from warehouse.errors import WarehouseError

pytestmark = pytest.mark.all_reports
MOVED = Path(__file__).parent / "moved"


def test_every_script_is_sent_as_it_was_reviewed(request: pytest.FixtureRequest) -> None:
    texts = dict(zip(every_script(), rendered(None, is_remote=True), strict=True))
    if request.config.getoption("--update"):
        for script, text in texts.items():
            path = MOVED / script
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    kept = {path.relative_to(MOVED).as_posix(): path.read_text("utf-8") for path in MOVED.rglob("*.sql")}
    assert sorted(kept) == sorted(texts), "run this test with --update, and read the difference"
    assert [script for script in texts if texts[script] != kept[script]] == [], "the same"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("select list(channel order by channel) from fact_interactions", "a list in an order"),
        ("select [1, 2][month(month_start)] as x from fact_interactions", "by a place that is not a number"),
    ],
)
def test_a_statement_that_cannot_be_moved_is_an_error_that_names_its_script(
    statement: str, said: str, sql: Path
) -> None:
    text = f"-- A check.\n-- severity: error\n{statement}\n"
    (sql / "6_checks" / "files_are_not_repeated.sql").write_text(text, "utf-8")
    render._read.cache_clear()
    with pytest.raises(WarehouseError, match=r"files_are_not_repeated\.sql") as caught:
        list(rendered("files_are_not_repeated", is_remote=True))
    assert said in caught.value.message


def test_render_shows_what_is_sent(project: Project) -> None:
    result = project.run("render", "support_report", "--remote", "sc://nowhere")
    assert result.exit_code == 0
    assert "create or replace temporary view support_report as" in result.stdout
    assert "date_format(counted.month_start, 'yyyy-MM')" in result.stdout
