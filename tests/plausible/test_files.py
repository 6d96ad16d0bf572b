"""Files that are hardly those of their month, names that are passed over, compressed files, another first month."""

import gzip
from pathlib import Path

import pytest

from tests.conftest import HEADERS, Project, interaction, interactions
from tests.inputs.test_files import fault_lines

AGENTS = "initial/agents.csv"


def centers(project: Project, month: str, *rows: str) -> Path:
    return project.extract.delta("contact_centers", month, list(rows))


# The same file again, a file cut off.


def test_a_file_with_the_bytes_of_an_earlier_month_is_warned_of(project: Project) -> None:
    for month in ("202502", "202503", "202504"):
        centers(project, month, "C2,Shelbyville,IL,update")
    again = "rows are the same, byte for byte, as those of an earlier file"
    found = [warning for warning in project.warned() if again in warning]
    assert found == [
        f"delta/contact_centers_delta_{month}.csv: {again}: delta/contact_centers_delta_202502.csv;"
        " was an old file sent again?"
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
    old = f"rows of the file, most of them, say nothing new: {same}; was an old file sent again?"
    assert project.warned() == ([f"delta/contact_centers_delta_202502.csv: {old}"] if is_warned else [])


@pytest.mark.parametrize(("rows", "is_warned"), [(9, True), (10, False)])
def test_a_month_with_far_fewer_rows_than_those_before_is_warned_of(
    project: Project, rows: int, is_warned: bool
) -> None:
    for month, number in (("202502", 40), ("202503", 50), ("202504", 60), ("202505", rows)):
        centers(project, month, *(f"C{month}{key},Center {month} {key},IL,add" for key in range(number)))
    few = f"rows are far fewer than in the months before: {rows}; the median before is 50; is the file whole?"
    assert project.warned() == ([f"delta/contact_centers_delta_202505.csv: {few}"] if is_warned else [])


def test_small_tables_may_shrink(project: Project) -> None:
    for month, number in (("202502", 19), ("202503", 1)):
        centers(project, month, *(f"C{month}{key},Center {month} {key},IL,add" for key in range(number)))
    assert project.warned() == []


# Names and first lines.


def test_a_gap_of_many_months_is_one_warning(project: Project) -> None:
    centers(project, "202512", "C1,Shelbyville,IL,update")
    months = "there is no file for the 10 months 202502 to 202511, though there is one for 202512"
    assert project.warned() == [f"delta/: {months}"]


def test_many_extra_columns_are_one_warning(project: Project) -> None:
    extra = [f"x{number}" for number in range(400)]
    header = ",".join([HEADERS["contact_centers"], *extra])
    project.extract.write("initial/contact_centers.csv", f"{header}\nC1,Springfield,IL{',' * 400}\n")
    assert project.warned() == ["initial/contact_centers.csv: extra columns, ignored: 400, such as x0, x1, x2"]


@pytest.mark.parametrize("name", ["AGENTS.CSV", "Agents.csv"])
def test_an_initial_file_may_have_capitals_in_its_name(project: Project, name: str) -> None:
    (project.extract.folder / AGENTS).rename(project.extract.folder / "initial" / name)
    assert project.warned() == []
    assert project.rows("select file_name from ops.processed_files where table_name = 'agents'") == [
        (f"initial/{name}",)
    ]
    assert "Nothing new" in project.built().stderr


def test_two_initial_files_of_a_table_are_named(project: Project) -> None:
    project.extract.write("initial/AGENTS.CSV", HEADERS["agents"] + "\n")
    assert fault_lines(project.refused()) == [
        "initial/AGENTS.CSV and initial/agents.csv: two files for agents in 202501; keep one of them"
    ]


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ("sep=,", "sep=, is a hint for Excel, and no header; remove the line"),
        ("\ufeffsep=;", "sep=; is a hint for Excel, and no header; remove the line"),
        ('"sep=,"', "sep=, is a hint for Excel, and no header; remove the line"),
        ("<!DOCTYPE html>", "it is a page of HTML or XML, perhaps an error of the download; fetch the file anew"),
        (
            "\n<?xml version='1.0'?>",
            "it is a page of HTML or XML, perhaps an error of the download; fetch the file anew",
        ),
        ('agent_id,"full\nname",x', "a line break in the name of a column"),
        ('agent_id,"full', "the header is damaged: a quote is out of place"),
    ],
)
def test_a_first_line_that_is_no_header_is_named_for_what_it_is(project: Project, first: str, why: str) -> None:
    project.extract.write(AGENTS, f"{first}\n{HEADERS['agents']}\nA1,Ada,C1,2024-01-15,K1\n")
    assert fault_lines(project.refused()) == [f"{AGENTS}:1: {why}"]


def test_status_and_months_name_the_files_that_are_passed_over(project: Project) -> None:
    name = "delta/interactions_delta_2025-02.csv"
    project.extract.write(name, HEADERS["interactions"] + ",action\n")
    assert [warning.partition(":")[0] for warning in project.warned()] == [name]
    said = project.run("status", "--data-dir", project.extract.folder, "--database", project.database).stdout
    assert f"\n  {name}: ignored, its name is not TABLE_delta_YYYYMM.csv" in said
    lines = fault_lines(project.refused("--months", "202502"))
    assert lines[0] == "delta/: there is no file for 202502"
    assert lines[1].startswith(f"{name}: ignored")


def test_status_names_a_processed_file_that_has_changed(project: Project) -> None:
    project.built()
    project.extract.initial("agents", [])
    said = project.run("status", "--data-dir", project.extract.folder, "--database", project.database).stdout
    assert said.endswith("\n  nothing\n  initial/agents.csv: it has changed since it was processed\n")


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
    assert "Nothing new" in project.built().stderr


def test_a_fault_in_a_compressed_file_has_its_line(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", timestamp="NULL")])
    compress(project)
    said = fault_lines(project.refused())
    assert said == ["initial/interactions.csv.gz:3: timestamp: not a time; write it like 2025-01-31T14:30:00Z"]


def test_a_compressed_file_that_has_changed_is_named(project: Project) -> None:
    compress(project)
    project.built()
    project.extract.write(f"{AGENTS}.gz", gzip.compress((HEADERS["agents"] + "\n").encode()))
    assert fault_lines(project.refused()) == [f"{AGENTS}.gz: it has changed since it was processed"]


def test_a_file_and_its_compressed_one_are_two(project: Project) -> None:
    path = project.extract.folder / AGENTS
    project.extract.write(f"{AGENTS}.gz", gzip.compress(path.read_bytes()))
    said = "initial/agents.csv and initial/agents.csv.gz: two files for agents in 202501; keep one of them"
    assert fault_lines(project.refused()) == [said]


@pytest.mark.parametrize("damage", ["cut", "plain", "bits", "empty"])
def test_a_compressed_file_that_is_damaged_is_named(project: Project, damage: str) -> None:
    plain = "\n".join([HEADERS["interactions"], *interactions(2000)]).encode()
    packed = bytearray(gzip.compress(plain))
    if damage == "cut":
        packed = packed[: len(packed) // 2]
    elif damage == "bits":
        packed[len(packed) // 2] ^= 255
    project.extract.write("initial/interactions.csv.gz", {"plain": plain, "empty": b""}.get(damage, bytes(packed)))
    (project.extract.folder / "initial" / "interactions.csv").unlink()
    [line] = fault_lines(project.refused())
    said = {"plain": "not compressed with gzip", "empty": "it is empty"}.get(damage, "damaged")
    assert line.startswith("initial/interactions.csv.gz: ")
    assert said in line


# Another first month.


def test_an_extract_may_begin_with_another_month(project: Project) -> None:
    centers(project, "202412", "C1,Shelbyville,IL,update")
    project.extract.initial("interactions", [interaction().replace("2025-01", "2024-11")])
    assert project.warned("--initial-month", "202411") == []
    assert project.rows("select valid_from_month from dim_agents") == [(202411,)]
    assert project.rows("select initial_month from ops.warehouse") == [(202411,)]
    assert "Nothing new" in project.built().stderr
    assert project.refused("--initial-month", "202501").startswith(
        "Error: The initial extract of the warehouse stands for 202411, not 202501.\n"
    )
    centers(project, "202502", "C1,Ogdenville,IL,update")
    assert project.warned() == ["delta/: there is no file for 202501, though there is one for 202502"]
    project.built("--full-refresh")
    assert project.rows("select distinct initial_month from ops.warehouse") == [(202411,)]


def test_a_delta_must_be_after_the_first_month(project: Project) -> None:
    centers(project, "202502", "C1,Shelbyville,IL,update")
    said = fault_lines(project.refused("--initial-month", "202502"))
    assert said == [
        "delta/contact_centers_delta_202502.csv: a delta must be of a month after the initial extract, 202502"
    ]


@pytest.mark.parametrize("month", ["2025-01", "202513", "", "january"])
def test_a_first_month_that_is_none_is_wrong_usage(project: Project, month: str) -> None:
    assert project.build("--initial-month", month).exit_code == 2
