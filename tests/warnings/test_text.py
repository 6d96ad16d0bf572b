"""Characters nobody sees, names that look alike, rows that are none."""

import unicodedata

import pytest

from tests.conftest import HEADERS, ROWS, Project, interaction

pytestmark = pytest.mark.warnings

CENTERS = "initial/contact_centers.csv"
CATEGORIES = "initial/service_categories.csv"
UNSEEN = ["\u200b", "\ufeff", "\u2060", "\u00ad", "\u200e"]


def quarantined(project: Project) -> list[tuple[int, str | None, str]]:
    """Line, column and kind of what --quarantine sets aside."""
    project.built("--quarantine")
    return project.rows("select line, column_name, kind from ops.rejected_rows")


# Characters.


@pytest.mark.parametrize(
    ("unseen", "cell"), [*((unseen, "C1{}") for unseen in UNSEEN), ("\u200b", "{}C1"), ("\ufeff", ' "{}C1{}"')]
)
def test_what_nobody_sees_at_the_edge_of_a_cell_is_no_part_of_it(project: Project, unseen: str, cell: str) -> None:
    project.extract.initial("contact_centers", [f"{cell.replace('{}', unseen)},{unseen} Springfield{unseen},IL"])
    assert project.warned() == []
    assert project.rows("select contact_center_id, contact_center_name from dim_contact_centers") == [
        ("C1", "Springfield")
    ]


@pytest.mark.parametrize("unseen", UNSEEN[:3])
def test_what_nobody_sees_at_the_edge_of_a_column_is_no_part_of_its_name(project: Project, unseen: str) -> None:
    project.extract.write(
        CENTERS, f"{unseen}contact_center_id{unseen},contact_center_name,location\nC1,Springfield,IL\n"
    )
    assert project.warned() == []


def test_a_joiner_inside_a_name_is_part_of_it(project: Project) -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    project.extract.initial("contact_centers", [f"C1,{family},IL"])
    assert project.warned() == []
    assert project.rows("select contact_center_name from dim_contact_centers") == [(family,)]


def test_a_character_nobody_sees_inside_a_key_is_named(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,Springfield,IL", "C\u200b2,Shelbyville,IL"])
    assert project.warned() == [(CENTERS, "invisible_characters_in_keys", 1, "line 3: U+200B in C\u200b2")]


def test_a_character_nobody_sees_inside_the_name_of_a_column_is_named(project: Project) -> None:
    project.extract.write(CENTERS, "contact\u2060_center_id,contact_center_name,location\nC1,Springfield,IL\n")
    assert project.faults() == [(CENTERS, 1, "contact_center_id", "missing_column")]
    assert (
        "missing column: contact_center_id; found 'contact\\u2060_center_id (with U+2060 in it)', rename it\n"
        in project.refused()
    )


def test_files_joined_with_their_byte_order_marks_have_a_header_for_a_row(project: Project) -> None:
    table = f"\ufeff{HEADERS['contact_centers']}\nC1,Springfield,IL\n"
    project.extract.write(CENTERS, table + table.replace("C1", "C2"))
    assert project.faults() == [(CENTERS, 3, "contact_center_id", "repeated_header")]
    assert quarantined(project) == [(3, "contact_center_id", "repeated_header")]


@pytest.mark.parametrize("quote", ["", '"'])
def test_text_is_composed_and_a_warning_says_so(project: Project, quote: str) -> None:
    names = [f"{quote}{unicodedata.normalize(form, 'Genève')}{quote}" for form in ("NFC", "NFD")]
    project.extract.initial("service_categories", [f"K{key},Billing {key},{name}" for key, name in enumerate(names, 1)])
    assert project.warned() == [(CATEGORIES, "text_not_composed", 1, "line 3: Genève")]
    assert project.rows("select distinct department from dim_service_categories") == [("Genève",)]


def test_a_mark_is_composed_with_the_letter_before_it_though_a_block_of_the_file_ends_between(project: Project) -> None:
    start = HEADERS["contact_centers"] + "\nC1,"
    filler = "x" * ((1 << 20) - len(start) - 1)
    project.extract.write(CENTERS, f"{start}{filler}e\u0300,IL\n")
    project.built()
    assert project.rows("select right(contact_center_name, 2) from dim_contact_centers") == [("xè",)]


def test_keys_that_differ_in_form_only_are_one(project: Project) -> None:
    project.extract.initial("contact_centers", ["Gené,A,IL", "Gene\u0301,B,IL"])
    assert project.faults() == [(CENTERS, 3, "contact_center_id", "duplicate_key")]


# Names.


@pytest.mark.parametrize(
    "other", ["billing", "Bil ling", "BILLING", "\u0412illing", "Billing\u00a0", "Bìlling", "Bil\u200bling", "Bi11ing"]
)
def test_names_that_only_look_alike_are_warned_of(project: Project, other: str) -> None:
    project.extract.initial(
        "service_categories", [f"K1,Billing,{name}" for name in ["Billing"]] + [f"K2,Claims,{other}"]
    )
    alike = [warning for warning in project.warned() if warning[1] == "names_do_not_look_alike"]
    if other.strip() == "Billing" or other == "Bi11ing":  # the same name; another word
        assert alike == []
    else:
        example = " and ".join(sorted(["Billing", other]))
        assert alike == [("dim_service_categories", "names_do_not_look_alike", 2, example)]


def test_two_centers_of_one_name_are_warned_of(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,Springfield,IL", "C2,Springfield,MA", "C3,Ogdenville,IL"])
    assert project.warned() == [("dim_contact_centers", "names_are_unique", 2, "Springfield: C1, C2")]
    project.extract.delta("agents", "202502", ["A2,Bea,C1,2024-01-15,K1,add"])
    assert project.warned() == []  # told once, with the file that brought it


def test_two_categories_of_one_name_and_department_are_warned_of(project: Project) -> None:
    project.extract.initial("service_categories", ["K1,Billing,Finance", "K2,Billing,Finance", "K3,Billing,Sales"])
    assert project.warned() == [("dim_service_categories", "names_are_unique", 2, "Billing of Finance: K1, K2")]


def test_names_that_are_empty_are_warned_of(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,,Springfield IL"])
    project.extract.initial("service_categories", ["K1,,", "K2,Claims,"])
    project.extract.initial("agents", ["A1, ,C1,2024-01-15,K1"])
    assert project.warned() == [
        ("dim_agents", "names_are_not_empty", 1, "A1"),
        ("dim_contact_centers", "names_are_not_empty", 1, "C1"),
        ("dim_service_categories", "names_are_not_empty", 1, "K1"),
        ("dim_service_categories", "names_are_not_empty", 2, "K1"),
    ]
    columns = "select regexp_extract(what, '[a-z]+_?[a-z]*_?name|department') from ops.warnings order by rowid"
    assert project.rows(columns) == [("full_name",), ("contact_center_name",), ("category_name",), ("department",)]


@pytest.mark.parametrize("name", ["NULL", "N/A", "-", "None", "nan", "#REF!", "#NAME?", "(blank)", "undefined"])
def test_what_a_system_writes_for_no_name_is_none(project: Project, name: str) -> None:
    project.extract.initial("agents", [f"A1,{name},C1,2024-01-15,K1", "A2,Null,C1,2024-01-15,K1"])
    assert project.warned() == [("dim_agents", "names_are_not_empty", 1, f"A1: {name}")]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *(("JosÃ©", "José"), ("Ãœnal", "Ünal"), ("StraÃŸe", "Straße"), ("itâ€™s", "it\u2019s"), ("ZoÃ\u00ab", "Zoë")),
        *(("R&amp;D", "R&D"), ("O&#39;Hara", "O'Hara"), ("&lt;VIP&gt;", "<VIP>"), ("Moli\\u00e8re", "Molière")),
        *(("Help%20Desk", "Help Desk"), ("Caf%C3%A9", "Café"), ("C%2B+", "C++"), ("Zo\ufffd", None)),
    ],
)
def test_a_name_that_is_escaped_or_lost_its_letters_is_warned_of_with_what_was_meant(
    project: Project, name: str, meant: str | None
) -> None:
    project.extract.initial("agents", [f"A1,{name},C1,2024-01-15,K1"])
    example = f"A1: {name} for {meant}" if meant else f"A1: {name}"
    assert project.warned() == [("dim_agents", "names_are_readable", 1, example)]


@pytest.mark.parametrize("name", ["José", "ÃO PAULO", "Q&A; Help", "50% off", "100%", "A&B", "MAÇÃ", "\\user"])
def test_a_name_with_signs_of_its_own_is_not_warned_of(project: Project, name: str) -> None:
    project.extract.initial("agents", [f"A1,{name},C1,2024-01-15,K1"])
    assert project.warned() == []


def test_a_name_unknown_is_warned_of_and_what_is_missing_is_counted_apart(project: Project) -> None:
    project.extract.initial("service_categories", ["K1,Billing,Finance", "K2,Other,Unknown"])
    rows = [interaction("I1", category_id="K2"), interaction("I2", category_id="K9")]
    project.extract.initial("interactions", rows)
    assert [warning for warning in project.warned() if warning[1] == "names_are_not_unknown"] == [
        ("dim_service_categories", "names_are_not_unknown", 1, "K2")
    ]
    assert project.rows("select sum(unknown_categories) from data_quality_by_file") == [(1,)]
    assert project.rows("select department, has_category from interactions_wide order by interaction_id") == [
        ("Unknown", True),
        ("Unknown", False),
    ]


# Keys and rows that are none.


def test_a_character_nobody_sees_inside_a_reference_or_a_channel_is_named(project: Project) -> None:
    rows = [interaction("I1", contact_center_id="C\u200b1"), interaction("I2", channel="pho\u00adne")]
    project.extract.initial("interactions", rows)
    hidden = [warning for warning in project.warned() if warning[1] == "invisible_characters_in_keys"]
    example = "line 2: U+200B in C\u200b1"
    assert hidden == [("initial/interactions.csv", "invisible_characters_in_keys", 2, example)]


@pytest.mark.parametrize(("table", "keys"), [("agents", ("0120", "120")), ("interactions", ("0044", "44"))])
def test_keys_whose_zeros_a_spreadsheet_has_cut_are_warned_of(
    project: Project, table: str, keys: tuple[str, str]
) -> None:
    if table == "interactions":
        rows = [interaction(key, satisfaction_rating=str(rating)) for rating, key in enumerate(keys, 1)]
    else:
        rows = [ROWS[table][0].replace(ROWS[table][0].split(",")[0], key, 1) for key in keys]
    project.extract.initial(table, [ROWS[table][0], *rows])
    assert project.warned() == [(f"core.{table}", "keys_do_not_look_alike", 2, " and ".join(keys))]


def test_keys_that_differ_in_case_are_warned_of_only_if_they_have_one_name(project: Project) -> None:
    rows = ["500000000a0BcAA,Billing,Finance", "500000000a0BCAA,Claims,Finance"]
    project.extract.initial("service_categories", ["K1,Cards,Finance", *rows])
    assert project.warned() == []
    project.extract.initial("service_categories", ["K1,Cards,Finance", "k1,cards,Finance"])
    warned = [warning for warning in project.warned("--full-refresh") if warning[1] == "keys_do_not_look_alike"]
    assert warned == [("core.service_categories", "keys_do_not_look_alike", 2, "K1 and k1")]


@pytest.mark.parametrize("key", ["1.23E+10", "1E+05", "1,5e+12"])
def test_a_key_that_a_spreadsheet_has_cut_short_is_a_fault(project: Project, key: str) -> None:
    project.extract.initial("interactions", [interaction("I1"), interaction(f'"{key}"')])
    assert project.faults() == [("initial/interactions.csv", 3, "interaction_id", "truncated_key")]
    assert quarantined(project) == [(3, "interaction_id", "truncated_key")]


@pytest.mark.parametrize("key", ["1E10", "E+10", "1.2.3E+10", "AB1E+10"])
def test_a_key_that_only_resembles_such_a_number_is_one(project: Project, key: str) -> None:
    project.extract.initial("interactions", [interaction(key)])
    project.built()


def test_a_key_that_was_cut_short_is_found_where_two_blocks_of_the_file_meet(project: Project) -> None:
    head = HEADERS["contact_centers"] + "\nC1,"
    for split in (1, 3, 4, 6):
        filler = "x" * ((1 << 20) - len(head) - len(",IL\n") - split)
        project.extract.write(CENTERS, f"{head}{filler},IL\n1.23E+10,S,IL\n")
        assert project.faults() == [(CENTERS, 3, "contact_center_id", "truncated_key")]


@pytest.mark.parametrize(
    ("word", "name"),
    [*((word, "") for word in ("Total", "Grand total", "SUM", "totals", "Subtotal:")), ("Sum:", '"Spring\nfield"')],
)
def test_a_row_of_totals_is_a_fault(project: Project, word: str, name: str) -> None:
    project.extract.initial("contact_centers", [ROWS["contact_centers"][0], f"{word},{name},"])
    assert project.faults() == [(CENTERS, 3, "contact_center_id", "totals_row")]


@pytest.mark.parametrize("key", ["Totally", "SUM1", "Total 1", "Summer"])
def test_a_key_that_begins_like_a_total_is_a_key(project: Project, key: str) -> None:
    project.extract.initial("contact_centers", [f"{key},Springfield,IL"])
    project.built()


@pytest.mark.parametrize("blank", [",,", ",,,,,", " , ,", '"","",""', "\u00a0,,"])
def test_a_row_of_nothing_but_commas_is_a_blank_line(project: Project, blank: str) -> None:
    project.extract.initial("contact_centers", ["C1,Springfield,IL", blank, "C2,Shelbyville,IL", blank, blank])
    project.built()
    assert project.rows(
        "select rows_read, rows_added, rows_rejected from ops.processed_files where table_name = 'contact_centers'"
    ) == [(2, 2, 0)]


def test_rows_of_commas_above_the_header_are_blank_lines(project: Project) -> None:
    project.extract.write(CENTERS, f",,\n , ,\n{HEADERS['contact_centers']}\nC1,Springfield,IL\n,Nobody,\n")
    assert project.faults() == [(CENTERS, 5, "contact_center_id", "empty_key")]


def test_rows_marked_as_deleted_in_an_initial_file_are_warned_of(project: Project) -> None:
    rows = ["C1,Springfield,IL,add", "C2,Shelbyville,IL,Delete "]
    project.extract.write(CENTERS, "\n".join([HEADERS["contact_centers"] + ",Action", *rows, ""]))
    assert project.warned() == [
        (CENTERS, "extra_columns", 1, "action"),
        (CENTERS, "marked_rows_of_an_initial_file", 1, "line 3: C2"),
    ]
    assert project.rows("select count(*) from dim_contact_centers") == [(2,)]
