"""History: the warehouse as it was after an earlier month, and why it changed since."""

from collections.abc import Callable

import pytest

from tests.conftest import ROOT, Project, interaction
from tests.support.generator import Generator

pytestmark = pytest.mark.all_reports


def test_the_report_as_of_a_month_has_the_bytes_of_a_warehouse_built_up_to_it(
    new_project: Callable[[str], Project],
) -> None:
    whole, part = new_project("whole"), new_project("part")
    for project, arguments in ((whole, []), (part, ["--months", "202502"])):
        result = project.run("build", "--data-dir", ROOT / "data", "--database", project.database, *arguments)
        assert result.exit_code == 0, result.stderr
    assert whole.exported() != part.exported()
    assert exported_as_of(whole, "202502") == exported_as_of(part, None)
    assert exported_as_of(whole, "202502")["support_report.csv"] == part.exported()


def exported_as_of(project: Project, month: str | None) -> dict[str, bytes]:
    """Every relation of `main`, as it was after a month or as it is."""
    folder = project.folder / f"as_of_{month}"
    past = ["--as-of", month] if month else []
    result = project.run("export", "--all", *past, "--database", project.database, "--output-dir", folder)
    assert result.exit_code == 0, result.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.harness
@pytest.mark.parametrize("seed", range(1000, 1012), ids=lambda seed: f"seeds_from_{seed}")
def test_as_of_every_month_equals_a_build_of_that_prefix(seed: int, new_project: Callable[[str], Project]) -> None:
    whole = new_project("whole")
    months = Generator(seed, whole.extract.folder).write().months
    whole.built("--quarantine")
    for last, month in enumerate(months):
        part = new_project(f"up_to_{month}")
        Generator(seed, part.extract.folder).write()
        part.built("--quarantine", "--months", ",".join(months[: last + 1]))
        assert exported_as_of(whole, month) == exported_as_of(part, None)
        for name in ("support_report", "fact_interactions", "dim_agents"):
            macro = whole.rows(f"from {name}_as_of('{month}') order by all")
            assert macro == part.rows(f"from {name} order by all")


def test_a_query_as_of_a_month_sees_the_warehouse_of_that_month(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A1,,,,,delete"])
    project.built()
    asked = ["query", "select count(*) from dim_agents", "--format", "csv", "--database", project.database]
    assert project.run(*asked).stdout == "count_star()\n0\n"
    assert project.run(*asked, "--as-of", "202501").stdout == "count_star()\n1\n"


def test_as_of_the_initial_extract_is_possible(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A1,,,,,delete"])
    project.built()
    assert project.rows("select agent_id from dim_agents_as_of('202501')") == [("A1",)]
    assert project.rows("select agent_id from dim_agents_as_of('202502')") == []


def test_a_month_that_was_not_loaded_is_refused_with_those_that_were(project: Project) -> None:
    project.built()
    result = project.run("export", "--as-of", "202507", "--database", project.database, "--output-dir", project.folder)
    assert result.exit_code == 1
    assert result.stderr == "Error: Month 202507 is not loaded.\nChoose one of: 202501.\n"


def test_a_dimension_of_type_2_has_a_row_for_every_version(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A1,Ada King,C1,2024-01-15,K1,update"])
    project.extract.delta("agents", "202503", ["A1,,,,,delete"])
    project.extract.delta("agents", "202504", ["A1,Ada again,C1,2024-01-15,K1,add"])
    project.built()
    assert project.rows(
        "select full_name, valid_from_month, valid_to_month, is_current from dim_agents_history order by 2"
    ) == [
        ("Ada Lovelace", 202501, 202502, False),
        ("Ada King", 202502, 202503, False),
        ("Ada again", 202504, None, True),
    ]


def test_a_restatement_says_what_changed_since_when_and_by_how_many_interactions(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1"), interaction("I2"), interaction("I3")])
    longer = interaction("I1", call_duration_minutes="19.0") + ",update"
    late = interaction("I4") + ",add"
    february = {"interaction_start": "2025-02-05T14:30:00Z"}
    project.extract.delta("interactions", "202502", [longer, late, interaction("I9", **february) + ",add"])
    project.extract.delta("interactions", "202503", [interaction("I2", satisfaction_rating="1") + ",update"])
    project.extract.delta("service_categories", "202504", ["K1,Billing,Treasury,update"])
    project.built()
    january = "changed_in_month, department, total_interactions_before, total_interactions_after"
    minutes = "total_call_duration_before, total_call_duration_after, interactions_changed"
    assert project.rows(
        f"select {january}, {minutes} from support_report_restatements where month = '2025-01' order by all"
    ) == [
        (202502, "Finance", 3, 4, 42.0, 61.0, 2),
        (202504, "Finance", 4, 0, 61.0, 0.0, 4),
        (202504, "Treasury", 0, 4, 0.0, 61.0, 4),
    ]
    assert project.rows(
        "select distinct changed_in_month from support_report_restatements where month = '2025-02'"
    ) == [(202504,)]


RESTATED = (
    "select changed_in_month, month, total_interactions_before, total_interactions_after, total_calls_before,"
    " total_calls_after, interactions_changed from support_report_restatements order by all"
)


def test_a_report_row_of_no_month_is_restated_only_where_it_changes(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", interaction_start="")])
    project.extract.delta("agents", "202502", ["A1,Ada King,C1,2024-01-15,K1,update"])
    project.extract.delta("interactions", "202503", [interaction("I3", interaction_start="") + ",add"])
    project.built()
    assert project.rows(RESTATED) == [(202503, "Unknown", 1, 2, 1, 2, 1)]


def test_a_report_row_of_a_month_to_come_is_restated_when_that_month_adds_to_it(project: Project) -> None:
    february = {"interaction_start": "2025-02-03T14:30:00Z"}
    march = {"interaction_start": "2025-03-03T14:30:00Z"}
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", **february)])
    project.extract.delta("interactions", "202502", [interaction(f"I{n}", **february) + ",add" for n in (3, 4)])
    project.extract.delta("interactions", "202503", [interaction("I5", **march) + ",add"])
    project.built()
    assert project.rows(RESTATED) == [(202502, "2025-02", 1, 3, 1, 3, 2)]


def test_an_interaction_that_is_no_call_any_more_causes_a_restatement(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1", call_duration_minutes="")])
    project.extract.delta(
        "interactions", "202502", [interaction("I1", call_duration_minutes="", channel="web") + ",update"]
    )
    project.built()
    assert project.rows(RESTATED) == [(202502, "2025-01", 1, 1, 1, 0, 1)]


def test_the_report_history_is_every_report_that_was_ever_sent(project: Project) -> None:
    project.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    project.built()
    for month in ("202501", "202502"):
        assert project.rows(
            f"select * exclude (as_of_month, month_start) from support_report_history where as_of_month = '{month}'"
        ) == project.rows(f"from support_report_as_of('{month}')")


def test_a_report_has_the_names_of_its_month_beside_those_of_today(project: Project) -> None:
    february = interaction("I2", interaction_start="2025-02-05T14:30:00Z") + ",add"
    project.extract.delta("interactions", "202502", [february])
    project.extract.delta("contact_centers", "202502", ["C1,Shelbyville,S,update"])
    project.extract.delta("service_categories", "202503", ["K1,,,delete"])
    project.built()
    assert project.rows("select * exclude (month_start) from support_report_original_names") == [
        ("2025-01", "Springfield", "Finance", "Shelbyville", "Unknown", 1, 1, 14.0),
        ("2025-02", "Shelbyville", "Finance", "Shelbyville", "Unknown", 1, 1, 14.0),
    ]


def test_an_agent_who_moves_has_figures_before_and_after(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,Springfield,S", "C2,Tampa,T", "C3,Ogdenville,O"])
    project.extract.delta("agents", "202502", ["A1,Ada Lovelace,C2,2024-01-15,K1,update"])
    project.extract.delta("agents", "202503", ["A1,Ada King,C2,2024-01-15,K1,update"])
    project.extract.delta("agents", "202504", ["A1,Ada King,C3,2024-01-15,K1,update"])
    times = {"interaction_start": "2025-03-05T14:30:00Z", "interaction_end": "2025-03-05T14:44:00Z"}
    march = interaction("I2", **times, agent_resolution_timestamp="2025-03-05T14:35:00Z", satisfaction_rating="2")
    project.extract.delta("interactions", "202503", [march + ",add"])
    project.built()
    assert project.rows("from agent_moves") == [
        ("A1", "Ada King", 202502, "Springfield", "Tampa", 1, 1, 9.0, 5.0, 4.0, 2.0),
        ("A1", "Ada King", 202504, "Tampa", "Ogdenville", 1, 0, 5.0, None, 2.0, None),
    ]


def test_an_agent_who_stays_has_no_move(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A1,Ada King,C1,2024-01-15,K1,update"])
    project.built()
    assert project.rows("from agent_moves") == []


def test_the_history_says_how_a_version_ended_and_by_which_file(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A1,Ada King,C1,2024-01-15,K1,update"])
    project.extract.delta("agents", "202503", ["A1,,,,,delete"])
    project.built()
    assert project.rows("select full_name, ended_as, superseded_by from dim_agents_history order by 1 desc") == [
        ("Ada Lovelace", "updated", "delta/agents_delta_202502.csv"),
        ("Ada King", "deleted", "delta/agents_delta_202503.csv"),
    ]
    as_of = "set variable as_of_month = 202502; select full_name, ended_as from dim_agents_history order by 1"
    assert project.rows(as_of) == [("Ada King", None), ("Ada Lovelace", "updated")]
