"""Bad files: what each of them gets, and that everything stays as it was."""

import contextlib
import ctypes
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import HEADERS, Project

CENTERS = "initial/contact_centers.csv"
HEADER = HEADERS["contact_centers"]
STORED = "select contact_center_id, contact_center_name, location from dim_contact_centers order by 1"
READ = "select rows_read, rows_added from ops.processed_files where table_name = 'contact_centers'"


@pytest.fixture(scope="module")
def old_warehouse(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    project = Project(tmp_path_factory.mktemp("old"))
    project.built()
    return project.database.read_bytes()


@pytest.fixture
def standing(project: Project, old_warehouse: bytes) -> Project:
    """A project with a warehouse and an export of an earlier day."""
    project.database.write_bytes(old_warehouse)
    project.exported()
    return project


def fault_lines(said: str) -> list[str]:
    """What a refused command says before its closing sentence."""
    return said.partition("Error: ")[0].splitlines()


def faults(project: Project, *arguments: str) -> list[tuple[str, int | None, str | None, str]]:
    """The faults of a rebuild that must stop, set no row aside, and leave each file as it was."""

    def state() -> dict[Path, tuple[int, ...]]:
        stats = {path: path.stat() for path in project.folder.rglob("*")}
        return {path: (s.st_ino, s.st_size, s.st_mtime_ns) for path, s in stats.items() if path != project.folder}

    before = state()
    found = project.faults("--full-refresh", *arguments)
    assert project.faults("--full-refresh", "--quarantine", *arguments) == found
    assert state() == before
    return found


def said(project: Project) -> str:
    """What that rebuild says: only where it is more than a kind."""
    return project.refused("--full-refresh")


@contextlib.contextmanager
def without_privileges() -> Iterator[None]:
    """Root too obeys the permissions of files here: a thread without capabilities does."""

    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    libc = ctypes.CDLL(None, use_errno=True)
    header = Header(0x20080522, 0)
    held = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable, twice
    assert libc.capget(ctypes.byref(header), held) == 0
    none = (ctypes.c_uint32 * 6)(*held)
    none[0] = none[3] = 0
    assert libc.capset(ctypes.byref(header), none) == 0
    try:
        yield
    finally:
        assert libc.capset(ctypes.byref(header), held) == 0


def test_an_initial_file_that_is_missing_is_named(standing: Project) -> None:
    (standing.extract.folder / CENTERS).unlink()
    assert faults(standing) == [(CENTERS, None, None, "missing_file")]


@pytest.mark.parametrize("name", [CENTERS, "delta/agents_delta_202502.csv"])
def test_a_folder_with_the_name_of_a_file_is_named(standing: Project, name: str) -> None:
    path = standing.extract.folder / name
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)
    assert faults(standing) == [(name, None, None, "not_a_file")]
    assert "expected a file, found a folder" in said(standing)


def test_a_file_that_may_not_be_read_is_named(standing: Project) -> None:
    (standing.extract.folder / CENTERS).chmod(0o000)
    with without_privileges():
        assert faults(standing) == [(CENTERS, None, None, "unreadable_file")]
        assert "Permission denied" in said(standing)


def test_a_file_of_zero_bytes_is_not_a_table_without_rows(standing: Project) -> None:
    standing.extract.write(CENTERS, b"")
    assert faults(standing) == [(CENTERS, None, None, "empty_file")]


@pytest.mark.parametrize("content", ["\n", "\r\n", "\n\n\n", "\ufeff\n"])
def test_a_file_of_line_ends_alone_is_empty(standing: Project, content: str) -> None:
    standing.extract.write(CENTERS, content)
    assert faults(standing) == [(CENTERS, None, None, "empty_file")]


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_header_alone_is_a_table_without_rows(project: Project, end: str) -> None:
    project.extract.write(CENTERS, HEADER + end)
    project.extract.write("delta/contact_centers_delta_202502.csv", HEADER + ",action" + end)
    project.built()
    assert project.rows(STORED) == []
    assert project.rows(READ) == [(0, 0), (0, 0)]


def test_every_missing_column_is_named(standing: Project) -> None:
    standing.extract.write(CENTERS, "contact_center_id,place\nC1,Springfield\n")
    standing.extract.write("delta/contact_centers_delta_202502.csv", HEADER + "\nC1,S,L\n")
    assert faults(standing) == [
        (CENTERS, 1, "contact_center_name", "missing_column"),
        (CENTERS, 1, "location", "missing_column"),
        ("delta/contact_centers_delta_202502.csv", 1, "action", "missing_column"),
    ]


def test_an_extra_column_is_ignored_with_a_warning(project: Project) -> None:
    project.extract.write(CENTERS, "contact_center_id,fax,contact_center_name,location\nC1,555,S,L\n")
    assert project.warned() == [(CENTERS, "extra_columns", 1, "fax")]
    assert project.rows(STORED) == [("C1", "S", "L")]


def test_an_extra_column_stops_a_strict_build(standing: Project) -> None:
    standing.extract.write(CENTERS, HEADER + ",fax\nC1,S,L,555\n")
    assert faults(standing, "--strict") == []
    stopped = standing.refused("--full-refresh", "--strict")
    assert fault_lines(stopped) == [f"warning: {CENTERS}: 1 extra column is ignored (fax)."]


@pytest.mark.parametrize("again", ["location", " Location"])
def test_a_column_that_is_there_twice_is_named(standing: Project, again: str) -> None:
    standing.extract.write(CENTERS, f"{HEADER},{again}\nC1,S,L,M\n")
    assert faults(standing) == [(CENTERS, 1, "location", "repeated_column")]


@pytest.mark.parametrize("name", ["S", '"S"', '"S ""x"" \n T"'])
def test_columns_may_come_in_another_order(project: Project, name: str) -> None:
    project.extract.write(CENTERS, f"location,contact_center_id,contact_center_name\nL,C1,{name}\n")
    project.built()
    assert project.rows(STORED) == [("C1", name.strip('"').replace('""', '"'), "L")]


@pytest.mark.parametrize("row", ["C1,S,L", 'C1,"S",L'])
def test_a_header_may_be_in_another_case_and_have_spaces(project: Project, row: str) -> None:
    project.extract.write(CENTERS, f'CONTACT_CENTER_ID, Contact_Center_Name ,"Location "\n{row}\n')
    project.built()
    assert project.rows(STORED) == [("C1", "S", "L")]


def test_a_file_without_a_header_is_not_read_as_if_it_had_one(standing: Project) -> None:
    standing.extract.write(CENTERS, "C1,S,L\nC2,T,M\n")
    assert faults(standing) == [(CENTERS, 1, None, "missing_header")]
    assert "missing header; expected contact_center_id, contact_center_name, location\n" in said(standing)


@pytest.mark.parametrize(("delimiter", "name"), [(";", "semicolon"), ("\t", "tab")])
def test_another_delimiter_is_named(standing: Project, delimiter: str, name: str) -> None:
    standing.extract.write(CENTERS, f"{HEADER}\nC1,S,L\n".replace(",", delimiter))
    assert faults(standing) == [(CENTERS, 1, None, "other_delimiter")]
    assert f"{name}-separated; expected commas" in said(standing)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_named(standing: Project, encoding: str) -> None:
    standing.extract.write(CENTERS, f"\ufeff{HEADER}\nC1,S,L\n".encode(encoding))
    assert faults(standing) == [(CENTERS, None, None, "other_encoding")]


def test_utf_16_without_a_byte_order_mark_is_refused(standing: Project) -> None:
    standing.extract.write(CENTERS, f"{HEADER}\nC1,S,L\n".encode("utf-16-le"))
    assert (CENTERS, 1, None, "nul_byte") in faults(standing)


def test_a_latin_1_byte_stops_the_build_and_names_its_line(standing: Project) -> None:
    standing.extract.write(CENTERS, f'{HEADER}\nC1,"S\nS",L\nC2,Café,M\nC3,U,N\n'.encode("latin-1"))
    assert faults(standing) == [(CENTERS, 4, None, "not_utf8")]
    assert "the byte 0xe9 is not UTF-8;" in said(standing)


def test_a_latin_1_byte_is_found_in_a_large_file_too(standing: Project) -> None:
    rows = [f"D{number},Café {number} {'x' * 990},L" for number in range(9000)]
    content = "\n".join([HEADER, *rows]).encode() + b"\nC2,Caf\xe9,M\n"
    standing.extract.write(CENTERS, content)
    assert faults(standing) == [(CENTERS, 9002, None, "not_utf8")]


def test_a_character_that_is_cut_off_stops_the_build(standing: Project) -> None:
    standing.extract.write(CENTERS, f"{HEADER}\nC1,S,L\nC2,T,Café".encode()[:-1])
    assert faults(standing) == [(CENTERS, 3, None, "truncated_file")]


@pytest.mark.parametrize("name", ["a\0b", '"a\0b"', "\0"])
def test_a_nul_byte_stops_the_build_and_names_its_line(standing: Project, name: str) -> None:
    standing.extract.write(CENTERS, f"{HEADER}\nC1,S,L\nC2,{name},M\nC3,U,N\n")
    assert faults(standing) == [(CENTERS, 3, None, "nul_byte")]


def test_a_file_that_gzip_made_is_named(standing: Project) -> None:
    standing.extract.write(CENTERS, gzip.compress(f"{HEADER}\nC1,S,L\n".encode()))
    assert faults(standing) == [(CENTERS, None, None, "other_format")]
    assert ": compressed with gzip;" in said(standing)


@pytest.mark.parametrize("name", ["S", '"S"', '"S\nT"'])
def test_a_byte_order_mark_is_not_part_of_the_header(project: Project, name: str) -> None:
    project.extract.write(CENTERS, f"\ufeff{HEADER}\nC1,{name},L\n")
    project.built()
    assert project.rows(STORED) == [("C1", name.strip('"'), "L")]


@pytest.mark.parametrize("name", ["S", '"S"', '"S\r\nT"'])
def test_lines_may_end_as_windows_ends_them(project: Project, name: str) -> None:
    project.extract.write(CENTERS, f"{HEADER}\r\nC1,{name},L\r\nC2,T,M\r\n")
    project.built()
    assert project.rows(STORED) == [("C1", name.strip('"'), "L"), ("C2", "T", "M")]
    assert project.rows(READ) == [(2, 2)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["M", '"M"'])
def test_the_last_row_counts_without_a_line_end(project: Project, end: str, last: str) -> None:
    project.extract.write(CENTERS, end.join([HEADER, "C1,S,L", f"C2,T,{last}"]))
    project.built()
    assert project.rows(STORED) == [("C1", "S", "L"), ("C2", "T", "M")]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [("\n", "\r\n", "\n"), ("\r\n", "\n", "\r\n"), ("\n", "\r\n", "\r\n"), ("\r\n", "\n", "\n")],
)
def test_mixed_line_ends_lose_no_row(project: Project, first: str, second: str, third: str) -> None:
    project.extract.write(CENTERS, f"{HEADER}{first}C1,S,L{second}C2,T,M{third}")
    project.built()
    assert project.rows(STORED) == [("C1", "S", "L"), ("C2", "T", "M")]


def test_a_carriage_return_alone_ends_no_row(standing: Project) -> None:
    standing.extract.write(CENTERS, f"{HEADER}\nC1,S,L\rC2,T,M\n")
    assert standing.faults("--full-refresh") == [
        (CENTERS, None, None, "all_rows_invalid"),
        (CENTERS, 2, None, "stray_carriage_return"),
    ]


def test_a_file_of_carriage_returns_alone_loses_no_row(standing: Project) -> None:
    standing.extract.write(CENTERS, f"{HEADER}\nC1,S,L\nC2,T,M\n".replace("\n", "\r"))
    assert faults(standing) == [(CENTERS, 1, None, "lone_carriage_returns")]


@pytest.mark.parametrize("name", ["T", '"T"'])
def test_blank_lines_are_not_rows(project: Project, name: str) -> None:
    project.extract.write(CENTERS, f"\n\r\n{HEADER}\n\n\nC1,S,L\n  \nC2,{name},M\n\r\n \t\n\n")
    project.built()
    assert project.rows(STORED) == [("C1", "S", "L"), ("C2", "T", "M")]
    assert project.rows(READ) == [(2, 2)]


@pytest.mark.parametrize("blank", ['""', '"",""', ', ," "', "\u00a0", '"\u3000"', ",,,,,,"])
def test_a_line_of_empty_cells_is_blank_above_the_header_and_below(project: Project, blank: str) -> None:
    project.extract.write(CENTERS, f"{blank}\n{HEADER}\n{blank}\nC1,S,L\n{blank}\n")
    project.built()
    assert project.rows(STORED) == [("C1", "S", "L")]
    assert project.rows(READ) == [(1, 1)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_at_the_end_are_not_rows(project: Project, end: str) -> None:
    project.extract.write(CENTERS, end.join([HEADER, "C1,S,L", "", "C2,T,M", "", ""]))
    project.built()
    assert project.rows(READ) == [(2, 2)]


def test_a_pipe_with_the_name_of_a_file_is_named(standing: Project) -> None:
    path = standing.extract.folder / CENTERS
    path.unlink()
    os.mkfifo(path)
    assert standing.faults("--full-refresh") == [(CENTERS, None, None, "not_a_file")]
    assert "found a pipe or device" in said(standing)


@pytest.mark.parametrize("number", [1, 100, 2_000_000])
def test_any_number_of_blank_lines_before_the_header_is_skipped(project: Project, number: int) -> None:
    project.extract.write(CENTERS, "\n" * number + f"{HEADER}\nC1,S,L\n")
    project.built()
    assert project.rows(READ) == [(1, 1)]
