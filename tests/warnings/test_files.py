"""Files that are hardly those of their month, names that are passed over, compressed files, another first month."""

import gzip
from pathlib import Path

import pytest

from tests.conftest import HEADERS, Project, interaction, interactions, told

pytestmark = pytest.mark.warnings

AGENTS = "initial/agents.csv"
FEBRUARY = "delta/contact_centers_delta_202502.csv"


def centers(project: Project, month: str, *rows: str) -> Path:
    return project.extract.delta("contact_centers", month, list(rows))


def has_nothing_new(project: Project) -> bool:
    return told(project.built("--log-format", "json"))[-1]["event"] == "nothing_new"


def numbers(project: Project, column: str, condition: str = "true") -> list[list[str]]:
    """The numbers that the warnings of a warehouse name in a column."""
    query = f"select regexp_extract_all({column}, '[0-9]+') from ops.warnings where {condition}"
    return [found for (found,) in project.rows(query)]


# The same file again, a file cut off.


def test_a_file_with_the_bytes_of_an_earlier_month_is_warned_of(project: Project) -> None:
    for month in ("202502", "202503", "202504"):
        centers(project, month, "C2,Shelbyville,IL,update")
    assert [warning for warning in project.warned() if warning[0] != FEBRUARY] == [
        (f"delta/contact_centers_delta_{month}.csv", "files_are_not_repeated", 1, FEBRUARY)
        for month in ("202503", "202504")
    ]


def test_two_months_with_nothing_but_a_header_are_not_the_same_file_again(project: Project) -> None:
    for month in ("202502", "202503"):
        centers(project, month)
    assert project.warned() == []


@pytest.mark.parametrize(("same", "is_warned"), [(10, True), (9, False)])
def test_a_file_most_of_whose_rows_say_nothing_new_is_warned_of(project: Project, same: int, is_warned: bool) -> None:
    rows = [f"C{key},Center {key},IL" for key in range(same + 9)]
    project.extract.initial(
        "contact_centers", ["C1,Springfield,IL", *(row for row in rows if not row.startswith("C1,"))]
    )
    centers(project, "202502", *(f"{row},update" for row in rows[2 : same + 2]), "C1,Ogdenville,IL,update")
    assert project.warned() == ([(FEBRUARY, "files_say_something_new", same, None)] if is_warned else [])


@pytest.mark.parametrize(("rows", "is_warned"), [(9, True), (10, False)])
def test_a_month_with_far_fewer_rows_than_those_before_is_warned_of(
    project: Project, rows: int, is_warned: bool
) -> None:
    for month, number in (("202502", 40), ("202503", 50), ("202504", 60), ("202505", rows)):
        centers(project, month, *(f"C{month}{key},Center {month} {key},IL,add" for key in range(number)))
    few = ("delta/contact_centers_delta_202505.csv", "files_are_not_far_smaller", rows, None)
    assert project.warned() == ([few] if is_warned else [])
    assert numbers(project, "advice", "kind = 'files_are_not_far_smaller'") == (
        [["50"]] if is_warned else []
    )  # the median of the months before


def test_small_tables_may_shrink(project: Project) -> None:
    for month, number in (("202502", 19), ("202503", 1)):
        centers(project, month, *(f"C{month}{key},Center {month} {key},IL,add" for key in range(number)))
    assert project.warned() == []


# Names and first lines.


def test_a_gap_of_many_months_is_one_warning(project: Project) -> None:
    centers(project, "202512", "C1,Shelbyville,IL,update")
    assert project.warned() == [("delta/", "missing_months", None, None)]
    gaps = "kind = 'missing_months'"
    assert numbers(project, "what", gaps) == [["10", "202502", "202511", "202512"]]


def test_many_extra_columns_are_one_warning(project: Project) -> None:
    extra = [f"x{number}" for number in range(400)]
    header = ",".join([HEADERS["contact_centers"], *extra])
    project.extract.write("initial/contact_centers.csv", f"{header}\nC1,Springfield,IL{',' * 400}\n")
    assert project.warned() == [("initial/contact_centers.csv", "extra_columns", 400, "x0, x1, x2")]


@pytest.mark.parametrize("name", ["AGENTS.CSV", "Agents.csv"])
def test_an_initial_file_may_have_capitals_in_its_name(project: Project, name: str) -> None:
    (project.extract.folder / AGENTS).rename(project.extract.folder / "initial" / name)
    assert project.warned() == []
    assert project.rows("select file_name from ops.processed_files where table_name = 'agents'") == [
        (f"initial/{name}",)
    ]
    assert has_nothing_new(project)


def test_two_initial_files_of_a_table_are_named(project: Project) -> None:
    project.extract.write("initial/AGENTS.CSV", HEADERS["agents"] + "\n")
    assert project.faults() == [("initial/AGENTS.CSV and initial/agents.csv", None, None, "two_files")]


@pytest.mark.parametrize(
    ("first", "kind", "what"),
    [
        ("sep=,", "excel_hint", "sep=,"),
        ("\ufeffsep=;", "excel_hint", "sep=;"),
        ('"sep=,"', "excel_hint", "sep=,"),
        ("<!DOCTYPE html>", "other_format", "HTML"),
        ("\n<?xml version='1.0'?>", "other_format", "XML"),
        ('agent_id,"full\nname",x', "damaged_header", "a line break"),
        ('agent_id,"full', "damaged_header", "a quote"),
    ],
)
def test_a_first_line_that_is_no_header_is_named_for_what_it_is(
    project: Project, first: str, kind: str, what: str
) -> None:
    project.extract.write(AGENTS, f"{first}\n{HEADERS['agents']}\nA1,Ada,C1,2024-01-15,K1\n")
    assert project.faults() == [(AGENTS, 1, None, kind)]
    assert what in project.refused()


def test_status_and_months_name_the_files_that_are_passed_over(project: Project) -> None:
    name = "delta/interactions_delta_2025-02.csv"
    project.extract.write(name, HEADERS["interactions"] + ",action\n")
    assert project.warned() == [(name, "ignored_files", None, None)]
    said = project.run("status", "--data-dir", project.extract.folder, "--database", project.database).stdout
    assert f"\n  {name}: ignored: expected TABLE_delta_YYYYMM.csv" in said
    assert project.faults("--months", "202502") == [("delta/", None, None, "absent_month")]
    assert f"delta/: no file for 202502\n{name}: ignored" in project.refused("--months", "202502")


def test_status_names_a_processed_file_that_has_changed(project: Project) -> None:
    project.built()
    project.extract.initial("agents", [])
    said = project.run("status", "--data-dir", project.extract.folder, "--database", project.database).stdout
    assert said.endswith("\n  nothing\n  initial/agents.csv: changed since it was loaded\n")


# Compressed files.


def compress(project: Project) -> None:
    """Compress every file of the extract."""
    for path in project.extract.folder.rglob("*.csv"):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()


def test_compressed_files_are_read_like_plain_ones(project: Project) -> None:
    rows = [interaction("I1"), interaction("I2", contact_center_id='"C\n9"'), "", interaction("I3")]
    project.extract.initial("interactions", rows)
    centers(project, "202502", "C1,Shelbyville,IL,update")
    project.built()
    report, facts = project.exported(), project.rows("from fact_interactions order by all")
    counts = "select * exclude (file_name, sha256, size_bytes) from processed_files order by all"
    account = project.rows(counts)
    project.database.unlink()
    compress(project)
    project.built()
    assert (project.exported(), project.rows("from fact_interactions order by all")) == (report, facts)
    assert project.rows(counts) == account
    [(size,)] = project.rows("select size_bytes from ops.processed_files where file_name = 'initial/agents.csv.gz'")
    assert size == (project.extract.folder / "initial" / "agents.csv.gz").stat().st_size
    assert has_nothing_new(project)


def test_a_fault_in_a_compressed_file_has_its_line(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", timestamp="NULL")])
    compress(project)
    assert project.faults() == [("initial/interactions.csv.gz", 3, "timestamp", "not_a_time")]


def test_a_compressed_file_that_has_changed_is_named(project: Project) -> None:
    compress(project)
    project.built()
    project.extract.write(f"{AGENTS}.gz", gzip.compress((HEADERS["agents"] + "\n").encode()))
    assert project.faults() == [(f"{AGENTS}.gz", None, None, "changed_file")]


def test_a_file_and_its_compressed_one_are_two(project: Project) -> None:
    path = project.extract.folder / AGENTS
    project.extract.write(f"{AGENTS}.gz", gzip.compress(path.read_bytes()))
    assert project.faults() == [(f"{AGENTS} and {AGENTS}.gz", None, None, "two_files")]
    assert "two files for agents in 202501;" in project.refused()


@pytest.mark.parametrize(
    ("damage", "kind", "what"),
    [
        ("cut", "damaged_archive", "truncated or damaged"),
        ("plain", "damaged_archive", "damaged or not compressed"),
        ("bits", "damaged_archive", "damaged"),
        ("empty", "empty_file", "empty"),
    ],
)
def test_a_compressed_file_that_is_damaged_is_named(project: Project, damage: str, kind: str, what: str) -> None:
    plain = "\n".join([HEADERS["interactions"], *interactions(2000)]).encode()
    packed = bytearray(gzip.compress(plain))
    if damage == "cut":
        packed = packed[: len(packed) // 2]
    elif damage == "bits":
        packed[len(packed) // 2] ^= 255
    project.extract.write("initial/interactions.csv.gz", {"plain": plain, "empty": b""}.get(damage, bytes(packed)))
    (project.extract.folder / "initial" / "interactions.csv").unlink()
    assert project.faults() == [("initial/interactions.csv.gz", None, None, kind)]
    assert what in project.refused()


# Another first month.


def test_an_extract_may_begin_with_another_month(project: Project) -> None:
    centers(project, "202412", "C1,Shelbyville,IL,update")
    project.extract.initial("interactions", [interaction().replace("2025-01", "2024-11")])
    assert project.warned("--initial-month", "202411") == []
    assert project.rows("select valid_from_month from dim_agents") == [(202411,)]
    assert project.rows("select initial_month from ops.warehouse") == [(202411,)]
    assert has_nothing_new(project)
    assert project.refused("--initial-month", "202501").startswith(
        "Error: The initial extract of the warehouse is for 202411, not 202501.\n"
    )
    centers(project, "202502", "C1,Ogdenville,IL,update")
    assert project.warned() == [("delta/", "missing_months", None, None)]
    assert numbers(project, "what", "kind = 'missing_months'") == [["1", "202501", "202502"]]
    project.built("--full-refresh")
    assert project.rows("select distinct initial_month from ops.warehouse") == [(202411,)]


def test_a_delta_must_be_after_the_first_month(project: Project) -> None:
    centers(project, "202502", "C1,Shelbyville,IL,update")
    assert project.faults("--initial-month", "202502") == [(FEBRUARY, None, None, "early_delta")]
    assert "expected a month after 202502, the month of the initial extract" in project.refused(
        "--initial-month", "202502"
    )


@pytest.mark.parametrize("month", ["2025-1", "202513", "", "january"])
def test_a_first_month_that_is_none_is_wrong_usage(project: Project, month: str) -> None:
    assert project.build("--initial-month", month).exit_code == 2
