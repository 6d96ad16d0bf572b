"""Bad rows: which are quarantined and which stop a build."""

import re
from datetime import datetime
from decimal import Decimal

import pytest

from tests.conftest import HEADERS, ROWS, Project, interaction
from tests.inputs.test_files import CENTERS, HEADER, STORED, fault_lines

INTERACTIONS = "initial/interactions.csv"
AS_TIME = "not a time; write it like 2025-01-31T14:30:00Z"
REPEATED = "the key is there already, on line"
NEVER_CLOSED = "a quote that is never closed"


def quarantined(project: Project) -> list[tuple[int, str | None, str | None, str]]:
    """Line, column, value and reason of what --quarantine sets aside; a build without it tells all of it and stops."""
    told = fault_lines(project.refused())
    result = project.built("--quarantine")
    kept = project.rows(
        "select file_name, line, column_name, value, reason, raw_text from ops.rejected_rows order by 1, 2, 3"
    )
    assert told == [f"{file}:{line}: {f'{column}: ' if column else ''}{why}" for file, line, column, _, why, _ in kept]
    for file, line, *_, raw_text in kept:
        text = (project.extract.folder / file).read_bytes().decode()
        assert text.split("\n", line - 1)[-1].startswith(raw_text)
    rows = len({(file, line) for file, line, *_ in kept})
    assert re.search(rf"^{rows} rows? (was|were) quarantined: see ops.rejected_rows.$", result.stderr, re.MULTILINE)
    assert project.rows("select sum(rows_rejected) from ops.processed_files") == [(rows,)]
    [(run, *_)] = project.rows("select distinct build_utc, table_name, month from ops.rejected_rows")
    assert project.rows("select distinct processed_utc from ops.processed_files") == [(run,)]
    return [(line, column, value, why) for _, line, column, value, why, _ in kept]


def fatal(project: Project) -> list[str]:
    """The faults that stop a build with and without --quarantine."""
    told = fault_lines(project.refused("--quarantine"))
    assert set(told) <= set(fault_lines(project.refused()))
    return told


def cells(project: Project, column: str) -> list[object]:
    return [value for (value,) in project.rows(f"select {column} from fact_interactions order by interaction_id")]


def test_every_fault_of_every_file_is_told_and_from_the_21st_on_counted(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,soon,K1", "A2,Bea,C1,2024-01-15,K1"])
    bad = [interaction(f"B{number}", satisfaction_rating="x") for number in range(30)]
    project.extract.delta("interactions", "202502", [row + ",add" for row in [interaction("I2"), *bad]])
    said = project.refused()
    file = "delta/interactions_delta_202502.csv"
    assert fault_lines(said) == [
        "initial/agents.csv:2: hire_date: not a date; write it like 2025-01-31",
        *[f"{file}:{line}: satisfaction_rating: not a number" for line in range(3, 22)],
        "... and 11 more",
    ]
    assert "\nError: 31 faults " in said


def test_the_fault_of_a_whole_file_does_not_hide_those_of_rows(project: Project) -> None:
    project.extract.write(CENTERS, "contact_center_id,contact_center_name\nC1,S\n")
    project.extract.initial("interactions", [interaction(satisfaction_rating="x"), interaction("I2")])
    assert fault_lines(project.refused()) == [
        f"{CENTERS}:1: location: the column is missing from the header",
        f"{INTERACTIONS}:2: satisfaction_rating: not a number",
    ]


def test_a_row_with_too_few_cells_is_quarantined(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,S", "C2,T,M", "C3"])
    width = "and the header has 3"
    assert quarantined(project) == [(2, None, None, f"2 cells, {width}"), (4, None, None, f"1 cells, {width}")]
    assert project.rows(STORED) == [("C2", "T", "M")]


def test_a_row_with_too_many_cells_is_quarantined(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,S,L,x", "C2,T,M"])
    assert quarantined(project) == [(2, None, None, "4 cells, and the header has 3")]
    assert project.rows(STORED) == [("C2", "T", "M")]


def test_an_empty_cell_too_many_is_the_same_whatever_rows_are_around_it(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,S,L,", "C2,T,M"])
    alone = project.build("--quarantine")
    rows = project.rows(STORED) if alone.exit_code == 0 else []
    project.extract.initial("contact_centers", ["C1,S,L,", "C2,T,M", "C3"])
    project.built("--full-refresh", "--quarantine")
    assert project.rows(STORED) == rows


def test_a_stray_quote_is_quarantined(project: Project) -> None:
    names = ['"S"x', 'S"x"y', 'S "x"', '"S" "x"']
    project.extract.initial("contact_centers", ["C2,T,M", *(f"C1,{name},L" for name in names)])
    assert quarantined(project) == [(line, None, None, "a quote in the middle of a cell") for line in (3, 4, 5, 6)]
    assert project.rows(STORED) == [("C2", "T", "M")]


def test_a_quote_in_a_cell_stops_the_build(project: Project) -> None:
    project.extract.initial("contact_centers", ['C1,5" pipe,L', "C2,T,M"])
    assert fatal(project) == [f"{CENTERS}:2: {NEVER_CLOSED}"]


@pytest.mark.parametrize("row", ['C2,"T,M', 'C2,T,"M', '"C2,T,M'])
def test_a_quote_that_is_never_closed_stops_the_build(project: Project, row: str) -> None:
    project.extract.initial("contact_centers", ["C1,S,L", row, "C3,U,N", "C4,V,O"])
    assert fatal(project) == [f"{CENTERS}:3: {NEVER_CLOSED}"]


def test_a_last_line_that_is_cut_off_is_quarantined(project: Project) -> None:
    whole = "\n".join([HEADERS["interactions"], interaction(), interaction("I2")])
    project.extract.write(INTERACTIONS, whole[:-20])
    assert quarantined(project) == [(3, None, None, "9 cells, and the header has 11")]
    assert cells(project, "interaction_id") == ["I1"]


def test_a_last_line_that_is_cut_off_inside_quotes_stops_the_build(project: Project) -> None:
    project.extract.write(CENTERS, f'{HEADER}\nC1,S,L\nC2,"T')
    assert fatal(project) == [f"{CENTERS}:3: {NEVER_CLOSED}"]


@pytest.mark.parametrize("name", ["x" * 2_000_000, f'"{"x" * 2_000_000}"'])
def test_a_line_of_more_than_2_mb_stops_the_build(project: Project, name: str) -> None:
    project.extract.initial("contact_centers", ["C1,S,L", f"C2,{name},M", "C3,U,N"])
    size = len(f"C2,{name},M\n")
    assert fatal(project) == [f"{CENTERS}:3: a row of {size:,} bytes; the longest there may be is 2,000,000"]


@pytest.mark.harness
@pytest.mark.slow
def test_80_mb_of_quoted_newlines_lose_no_row(project: Project) -> None:
    rows, name = 50, "x\n" * 800_000
    path = project.extract.initial("contact_centers", [f'D{number},"{name}x",L' for number in range(rows)])
    assert path.stat().st_size > 80_000_000
    project.built()
    assert project.rows("select count(*), sum(length(contact_center_name)) from dim_contact_centers") == [
        (rows, rows * (len(name) + 1))
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_bad_value_after_quoted_newlines_is_on_its_physical_line(project: Project, end: str) -> None:
    rows = ["", interaction("I1", channel=f'"a{end}b{end}c"'), "", interaction("I2", satisfaction_rating="x")]
    project.extract.write(INTERACTIONS, end.join([HEADERS["interactions"], *rows, ""]))
    assert quarantined(project) == [(7, "satisfaction_rating", "x", "not a number")]


def test_a_time_that_is_none_is_quarantined(project: Project) -> None:
    ends = ["yesterday", "2025-02-30T00:00:00Z", "2025-01-05T25:00:00Z", "1736087400", "05/01/2025"]
    rows = [interaction(f"X{end}", interaction_end=end) for end in ends]
    project.extract.initial("interactions", [interaction("I1"), *rows])
    assert quarantined(project) == [(line, "interaction_end", end, AS_TIME) for line, end in enumerate(ends, 3)]
    assert cells(project, "interaction_id") == ["I1"]


def test_an_offset_that_no_zone_has_makes_no_time(project: Project) -> None:
    cell = "2025-01-05T14:30:00+99:00"
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", interaction_end=cell)])
    assert quarantined(project) == [(3, "interaction_end", cell, AS_TIME)]


def test_a_day_that_is_none_is_quarantined(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,2025-02-30,K1", "A2,Bea,C1,1970-01-01,K1", "A3,Cem,C1,epoch,K1"])
    reason = "not a date; write it like 2025-01-31"
    assert quarantined(project) == [(2, "hire_date", "2025-02-30", reason), (4, "hire_date", "epoch", reason)]
    assert project.rows("select agent_id, hire_date::varchar from dim_agents") == [("A2", "1970-01-01")]


@pytest.mark.parametrize("channel", ["phone", '"pho\nne"'])
def test_a_time_with_an_offset_is_the_right_instant(project: Project, channel: str) -> None:
    instants = {
        "2025-01-05T14:30:00-05:00": datetime(2025, 1, 5, 19, 30),
        "2025-01-31T20:30:00-0500": datetime(2025, 2, 1, 1, 30),
        "2025-01-05T14:30:00.25+05:30": datetime(2025, 1, 5, 9, 0, 0, 250_000),
        "2025-01-01 00:30:00+01": datetime(2024, 12, 31, 23, 30),
    }
    starts = [interaction(f"I{n}", interaction_start=start, channel=channel) for n, start in enumerate(instants)]
    project.extract.initial("interactions", starts)
    project.built()
    assert cells(project, "interaction_start_utc") == list(instants.values())


@pytest.mark.parametrize("channel", ["phone", '"pho\nne"'])
def test_a_time_without_a_zone_is_utc(project: Project, channel: str) -> None:
    starts = ["2025-01-05T14:30:00Z", "2025-01-05T14:30:00", "2025-01-05 14:30:00"]
    rows = [interaction(f"I{n}", interaction_start=start, channel=channel) for n, start in enumerate(starts)]
    project.extract.initial("interactions", rows)
    project.built()
    assert cells(project, "interaction_start_utc") == [datetime(2025, 1, 5, 14, 30)] * 3


def test_a_time_outside_of_all_reason_is_quarantined(project: Project) -> None:
    faults = [
        (2, "timestamp", "infinity", AS_TIME),
        (3, "interaction_start", "epoch", AS_TIME),
        (4, "agent_resolution_timestamp", "0001-01-01T00:00:00Z", "not a time between the years 2000 and 2099"),
        (5, "interaction_end", "2100-01-01T00:00:00Z", "not a time between the years 2000 and 2099"),
    ]
    rows = [interaction(f"X{line}", **{column: cell}) for line, column, cell, _ in faults]
    project.extract.initial("interactions", [*rows, interaction("I2")])
    assert quarantined(project) == faults
    assert cells(project, "interaction_id") == ["I2"]


@pytest.mark.parametrize("column", ["call_duration_minutes", "satisfaction_rating"])
def test_a_number_that_is_none_is_quarantined(project: Project, column: str) -> None:
    numbers = ["NaN", "-inf", "1e400", "NULL", "N/A", "1_000", '"1,234"']
    rows = [interaction(f"X{n}", **{column: cell}) for n, cell in enumerate(numbers)]
    project.extract.initial("interactions", [*rows, interaction("I2")])
    assert quarantined(project) == [
        (line, column, cell.strip('"'), "not a number") for line, cell in enumerate(numbers, 2)
    ]
    assert cells(project, "interaction_id") == ["I2"]


def test_a_negative_duration_is_quarantined(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1", call_duration_minutes="-0.5"), interaction("I2")])
    assert quarantined(project) == [(2, "call_duration_minutes", "-0.5", "a negative duration")]


def test_ratings_outside_of_the_scale_are_kept_with_a_warning(project: Project) -> None:
    ratings = ["0", "0.99", "1", "5", "5.01", "-1"]
    rows = [interaction(f"I{n}", satisfaction_rating=rating) for n, rating in enumerate(ratings)]
    project.extract.initial("interactions", rows)
    [warning] = [line for line in project.built().stderr.splitlines() if line.startswith("Warning: ")]
    said = "ratings are not from 1 to 5, and are no part of an average: 4, such as I0"
    assert warning == f"Warning: {INTERACTIONS}: {said}"
    assert cells(project, "satisfaction_rating") == [Decimal(rating) for rating in ratings]


def test_what_is_no_number_is_text_in_a_name(project: Project) -> None:
    project.extract.initial("contact_centers", ['C1,"1,234",NULL', "C2,N/A,NaN"])
    project.built()
    assert project.rows(STORED) == [("C1", "1,234", "NULL"), ("C2", "N/A", "NaN")]


def test_rows_without_a_key_are_quarantined(project: Project) -> None:
    keys = ["", "\t", '" "', "\u00a0", ""]
    project.extract.initial("contact_centers", ["C2,T,M", *(f"{key},S,L" for key in keys)])
    assert [(line, column, why) for line, column, _, why in quarantined(project)] == [
        (line, "contact_center_id", "the key is empty") for line in (3, 4, 5, 6, 7)
    ]
    assert project.rows(STORED) == [("C2", "T", "M")]


@pytest.mark.parametrize("again", ["C1,S,L", " C1 ,U,N", '"C1",U,N'])
def test_a_key_that_is_twice_in_an_initial_file_stops_the_build_with_both_lines(project: Project, again: str) -> None:
    project.extract.initial("contact_centers", ["C1,S,L", "C2,T,M", again])
    assert fatal(project) == [f"{CENTERS}:4: contact_center_id: {REPEATED} 2"]


@pytest.mark.parametrize("name", ["new", '"new"'])
def test_an_action_may_have_spaces_and_capitals(project: Project, name: str) -> None:
    actions = ["update ", " update", "UPDATE", '"Update "', "update\t", "DELETE", "delete "]
    project.extract.initial("contact_centers", [f"C{n},old,old" for n in range(7)])
    project.extract.delta(
        "contact_centers", "202502", [f"C{n},{name},new,{action}" for n, action in enumerate(actions)]
    )
    project.built()
    assert project.rows(STORED) == [(f"C{n}", "new", "new") for n in range(5)]


@pytest.mark.parametrize(
    ("action", "why"),
    [("upsert", "not an action; it is add, update or delete"), ("", "the action is empty")],
)
def test_another_action_is_quarantined(project: Project, action: str, why: str) -> None:
    project.extract.delta("contact_centers", "202502", [f"C1,T,M,{action}", "C3,U,N,add"])
    assert quarantined(project) == [(2, "action", action or None, why)]
    assert project.rows(STORED) == [tuple(ROWS["contact_centers"][0].split(",")), ("C3", "U", "N")]


@pytest.mark.parametrize("header", [HEADER, HEADER.upper().replace(",", " , ")])
def test_a_header_that_is_repeated_as_a_row_is_quarantined(project: Project, header: str) -> None:
    project.extract.initial("contact_centers", ["C1,S,L", header, "C2,T,M"])
    cell = header.split(",")[0].strip()
    assert quarantined(project) == [(3, "contact_center_id", cell, "the header once more")]
    assert project.rows(STORED) == [("C1", "S", "L"), ("C2", "T", "M")]


@pytest.mark.parametrize("rows", [["C1,S", "C2"], [",S,L", ",T,M"], ["C1,S,L,x"]])
def test_a_file_all_of_whose_rows_are_at_fault_stops_the_build(project: Project, rows: list[str]) -> None:
    project.extract.initial("contact_centers", rows)
    assert fatal(project) == [f"{CENTERS}: every row of it is at fault"]


@pytest.mark.parametrize("mark", ["1_000", '5"6'])
def test_a_mark_across_two_chunks_of_the_prescan_is_seen(
    project: Project, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    row = interaction("I1", call_duration_minutes=mark)
    header = len(HEADERS["interactions"]) + 1
    for cut in range(1, len(mark)):
        monkeypatch.setattr("warehouse.extract.prescan.CHUNK", header + row.index(mark) + cut)
        project.extract.initial("interactions", [row, interaction("I2")])
        assert "initial/interactions.csv:2: " in project.refused()


def test_a_cell_of_a_megabyte_is_named_and_quarantined_like_any_other(project: Project) -> None:
    minutes = "x" * 1_200_000
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", call_duration_minutes=minutes)])
    assert "initial/interactions.csv:3: call_duration_minutes: not a number\n" in project.refused()
    project.built("--quarantine")
    [(line, value, raw)] = project.rows("select line, value, length(raw_text) from ops.rejected_rows")
    assert (line, value) == (3, minutes)
    assert raw > len(minutes)


def test_a_key_twice_is_told_beside_the_faults_of_other_files(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,S,L", "C1,T,M"])
    project.extract.initial("agents", ["A1,Ada,C1,nodate,K1"])
    said = project.refused()
    assert "initial/agents.csv:2: hire_date: not a date" in said
    assert "initial/contact_centers.csv:3: contact_center_id: the key is there already, on line 2" in said
    assert "--quarantine" not in said
