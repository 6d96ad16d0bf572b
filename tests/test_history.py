"""History: the warehouse as it was after an earlier month, and why it changed since."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Shop, interaction
from tests.generator import Generator

ROOT = Path(__file__).parents[1]


def test_the_report_as_of_a_month_has_the_bytes_of_a_warehouse_built_up_to_it(new_shop: Callable[[str], Shop]) -> None:
    whole, part = new_shop("whole"), new_shop("part")
    for shop, arguments in ((whole, []), (part, ["--months", "202502"])):
        result = shop.run("build", "--data-dir", ROOT / "data", "--database", shop.database, *arguments)
        assert result.exit_code == 0, result.stderr
    assert whole.exported() != part.exported()
    assert exported_as_of(whole, "202502") == exported_as_of(part, None)
    assert exported_as_of(whole, "202502")["support_report.csv"] == part.exported()


def exported_as_of(shop: Shop, month: str | None) -> dict[str, bytes]:
    """Every relation of `main`, as it was after a month or as it is."""
    folder = shop.folder / f"as_of_{month}"
    past = ["--as-of", month] if month else []
    result = shop.run("export", "--all", *past, "--database", shop.database, "--output-dir", folder)
    assert result.exit_code == 0, result.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("seed", range(1000, 1012), ids=lambda seed: f"seeds_from_{seed}")
def test_as_of_every_month_equals_a_build_of_that_prefix(seed: int, new_shop: Callable[[str], Shop]) -> None:
    whole = new_shop("whole")
    months = Generator(seed, whole.extract.folder).write().months
    whole.built("--quarantine")
    for last, month in enumerate(months):
        part = new_shop(f"up_to_{month}")
        Generator(seed, part.extract.folder).write()
        part.built("--quarantine", "--months", ",".join(months[: last + 1]))
        assert exported_as_of(whole, month) == exported_as_of(part, None)
        for name in ("support_report", "fact_interactions", "dim_agents"):
            macro = whole.rows(f"from {name}_as_of('{month}') order by all")
            assert macro == part.rows(f"from {name} order by all")


def test_a_query_as_of_a_month_sees_the_warehouse_of_that_month(shop: Shop) -> None:
    shop.extract.delta("agents", "202502", ["A1,,,,,delete"])
    shop.built()
    asked = ["query", "select count(*) from dim_agents", "--format", "csv", "--database", shop.database]
    assert shop.run(*asked).stdout == "count_star()\n0\n"
    assert shop.run(*asked, "--as-of", "202501").stdout == "count_star()\n1\n"


def test_as_of_the_initial_extract_is_possible(shop: Shop) -> None:
    shop.extract.delta("agents", "202502", ["A1,,,,,delete"])
    shop.built()
    assert shop.rows("select agent_id from dim_agents_as_of('202501')") == [("A1",)]
    assert shop.rows("select agent_id from dim_agents_as_of('202502')") == []


def test_a_month_that_was_not_applied_is_refused_with_those_that_were(shop: Shop) -> None:
    shop.built()
    result = shop.run("export", "--as-of", "202507", "--database", shop.database, "--output-dir", shop.folder)
    assert result.exit_code == 1
    assert result.stderr == "Error: The month 202507 was not applied.\nThere are: 202501.\n"


def test_a_dimension_of_type_2_has_a_row_for_every_version(shop: Shop) -> None:
    shop.extract.delta("agents", "202502", ["A1,Ada King,C1,2024-01-15,K1,update"])
    shop.extract.delta("agents", "202503", ["A1,,,,,delete"])
    shop.extract.delta("agents", "202504", ["A1,Ada again,C1,2024-01-15,K1,add"])
    shop.built()
    assert shop.rows(
        "select full_name, valid_from_month, valid_to_month, is_current from dim_agents_history order by 2"
    ) == [
        ("Ada Lovelace", 202501, 202502, False),
        ("Ada King", 202502, 202503, False),
        ("Ada again", 202504, None, True),
    ]


def test_a_restatement_says_what_changed_since_when_and_by_how_many_interactions(shop: Shop) -> None:
    shop.extract.initial("interactions", [interaction("I1"), interaction("I2"), interaction("I3")])
    longer = interaction("I1", call_duration_minutes="19.0") + ",update"
    late = interaction("I4") + ",add"
    february = {"interaction_start": "2025-02-05T14:30:00Z"}
    shop.extract.delta("interactions", "202502", [longer, late, interaction("I9", **february) + ",add"])
    shop.extract.delta("interactions", "202503", [interaction("I2", satisfaction_rating="1") + ",update"])
    shop.extract.delta("service_categories", "202504", ["K1,Billing,Treasury,update"])
    shop.built()
    january = "since_month, department, total_interactions_before, total_interactions_after"
    minutes = "total_call_duration_before, total_call_duration_after, interactions_changed"
    assert shop.rows(
        f"select {january}, {minutes} from support_report_restatements where month = '2025-01' order by all"
    ) == [
        (202502, "Finance", 3, 4, 42.0, 61.0, 2),
        (202504, "Finance", 4, 0, 61.0, 0.0, 4),
        (202504, "Treasury", 0, 4, 0.0, 61.0, 4),
    ]
    assert shop.rows("select distinct since_month from support_report_restatements where month = '2025-02'") == [
        (202504,)
    ]


RESTATED = (
    "select since_month, month, total_interactions_before, total_interactions_after, total_calls_before,"
    " total_calls_after, interactions_changed from support_report_restatements order by all"
)


def test_a_report_row_of_no_month_is_restated_only_where_it_changes(shop: Shop) -> None:
    shop.extract.initial("interactions", [interaction("I1"), interaction("I2", interaction_start="")])
    shop.extract.delta("agents", "202502", ["A1,Ada King,C1,2024-01-15,K1,update"])
    shop.extract.delta("interactions", "202503", [interaction("I3", interaction_start="") + ",add"])
    shop.built()
    assert shop.rows(RESTATED) == [(202503, "Unknown", 1, 2, 1, 2, 1)]


def test_a_report_row_of_a_month_to_come_is_restated_when_that_month_adds_to_it(shop: Shop) -> None:
    february = {"interaction_start": "2025-02-03T14:30:00Z"}
    march = {"interaction_start": "2025-03-03T14:30:00Z"}
    shop.extract.initial("interactions", [interaction("I1"), interaction("I2", **february)])
    shop.extract.delta("interactions", "202502", [interaction(f"I{n}", **february) + ",add" for n in (3, 4)])
    shop.extract.delta("interactions", "202503", [interaction("I5", **march) + ",add"])
    shop.built()
    assert shop.rows(RESTATED) == [(202502, "2025-02", 1, 3, 1, 3, 2)]


def test_an_interaction_that_is_no_call_any_more_causes_a_restatement(shop: Shop) -> None:
    shop.extract.initial("interactions", [interaction("I1", call_duration_minutes="")])
    shop.extract.delta(
        "interactions", "202502", [interaction("I1", call_duration_minutes="", channel="web") + ",update"]
    )
    shop.built()
    assert shop.rows(RESTATED) == [(202502, "2025-01", 1, 1, 1, 0, 1)]


def test_the_report_history_is_every_report_that_was_ever_sent(shop: Shop) -> None:
    shop.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    shop.built()
    for month in ("202501", "202502"):
        assert shop.rows(
            f"select * exclude (as_of_month) from support_report_history where as_of_month = '{month}'"
        ) == shop.rows(f"from support_report_as_of('{month}')")
