"""Extracts made up from a seed: small, and written as unexpectedly as real ones ever were."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.support.oracle import COLUMNS, TIMES

CENTERS = ("C1", "C2", "c1", "Zürich 7")
CATEGORIES = ("K1", "K2", "007", "7", "NULL")
AGENTS = ("A1", "A2", "a1", "A 3", "N/A")
KEYS = {
    "contact_centers": CENTERS,
    "service_categories": CATEGORIES,
    "agents": AGENTS,
    "interactions": ("I1", "i1", "I2", "I 3", "I04", "4", "04", "1e3", "1000", "é5", 'I"6', "I,7", "I8", "I9"),
}
NAMES = (
    "Springfield",
    "springfield",
    "Boston, MA",
    'The "Hub"',
    "Zürich",
    "Łódź 東京 🙂",
    "e\u0301te\u0301",
    "\u00a0no-break space\u00a0",
    "\u3000wide space\u3000",
    "O'Brien",
    "=SUM(A1)",
    "NULL",
    "N/A",
    "Unknown",
    "back\\slash; a|bar",
    "{{ braces }}",
    "a  b",
    "",
)
LONG_NAMES = ("two\nlines", "a\r\nCRLF", "a\rCR", '"', ',"\n",', "\n\nblank lines\n\n.", "tab\there")
CHANNELS = ("phone", "Phone", "PHONE", "web", "E-Mail", "chat", "")
DURATIONS = ("14.0", "10", "0", "", "7.25", "1.00005", "2.00004", "12.34565", ".5", "5.", "+3", "1e1", "007.5", "0.1")
LONG_DURATIONS = ("99999999.9999", "99999999.99994", "525600", "1e-5", "-0", "0.00005")
RATINGS = ("", "1", "2", "3", "4", "5", "5.0", "4.5", "4.005", "4.995", "0", "6", "-1", "2.5e0")
DATES = ("2024-01-15", "2025-02-28", "2024-02-29", "1999-12-31", "1970-01-01", "1900-01-01", "2099-12-31", "")

#: Both changes of New York's clock in two years, and ends of its months.
EDGES = (
    "2024-03-10T07:00:00",
    "2024-11-03T06:00:00",
    "2025-03-09T07:00:00",
    "2025-11-02T06:00:00",
    "2025-01-01T05:00:00",
    "2025-02-01T05:00:00",
    "2025-03-01T05:00:00",
    "2025-04-01T04:00:00",
    "2025-11-01T04:00:00",
    "2025-12-01T05:00:00",
)
#: Far from today: the ends of what is allowed, and years with other rules.
FAR = (
    "2000-01-01T00:00:00",
    "2006-04-02T07:00:00",
    "2006-10-29T06:00:00",
    "2019-12-31T23:59:59",
    "2024-01-01T05:00:00",
    "2031-12-31T23:59:59",
    "2032-01-01T05:00:00",
    "2063-07-04T12:00:00",
    "2099-12-31T23:59:58",
)
OFFSETS = {"Z": 0, "": 0, "+00:00": 0, "-05:00": -300, "-04:00": -240, "+0530": 330, "-05": -300, "+14:00": 840}

BAD_TIMES = (
    "yesterday",
    "2025-02-30T10:00:00Z",
    "2025-13-01T00:00:00Z",
    "2025-01-05T25:00:00Z",
    "05/01/2025 14:30",
    "1736087400",
    "infinity",
    "-infinity",
    "epoch",
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "1999-12-31T23:59:59Z",
    "2000-01-01T00:00:00+00:01",
    "2100-01-01T00:00:00Z",
    "2099-12-31T23:59:59-00:01",
    "NULL",
    "N/A",
)
BAD_NUMBERS = ("1,234", "NULL", "N/A", "NaN", "inf", "1e400", "1_000", "12:30", "--1", "0x10", "٣", "$5", "1 2")
BAD_DATES = ("2024-02-30", "15.01.2024", "infinity", "epoch", "1899-12-31", "2100-01-01", "N/A", "20240115")
BAD_ACTIONS = ("", "remove", "N/A", "addd", "add update", "insert")


@dataclass
class Style:
    """How one file is written."""

    columns: list[str]
    plain: bool
    bom: bool
    line_ends: tuple[str, ...]
    blanks: str
    quoted: float
    blank_lines: bool
    time: tuple[str, str] | None  # the one separator and offset of its times
    final_line_end: bool


class Generator:
    """Writes one extract below a folder; months are those of its deltas."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.is_plain = self.random.random() < 0.6
        self.fault_rate = self.random.choice((0.2, 0.4, 0.7)) if self.random.random() < 0.35 else 0.0
        self.months = sorted(
            self.random.sample(("202502", "202503", "202504", "202512"), self.random.choice((1, 1, 2, 2, 3)))
        )

    def write(self) -> "Generator":
        for table in COLUMNS:
            self._write_file(f"initial/{table}.csv", table, None)
        for month in self.months:
            tables = [table for table in COLUMNS if self.chance(0.5)] or ["interactions"]
            for table in tables:
                self._write_file(f"delta/{table}_delta_{month}.csv", table, month)
        return self

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def any_of(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    # Rows

    def _rows(self, table: str, month: str | None) -> list[dict[str, str]]:
        keys: Sequence[str] = KEYS[table]
        if self.chance(0.1):
            return []
        most = 8 if table == "interactions" else 3
        if month is None:
            keys = self.random.sample(keys, self.any_of(0, min(most, len(keys))))
        else:
            keys = self.random.choices(keys[: self.any_of(1, len(keys))], k=self.any_of(0, most))
        return [self._row(table, key, month) for key in keys]

    def _row(self, table: str, key: str, month: str | None) -> dict[str, str]:
        # A few versions of a row for each key, so that some of them come again unchanged.
        version = random.Random(f"{table} {key} {self.any_of(1, 2) if self.chance(0.7) else self.random.random()}")
        row = {column: self._cell(column, version) for column in COLUMNS[table]} | {COLUMNS[table][0]: key}
        if month:
            action = self.random.choice(("add", "update", "update", "delete"))
            row["action"] = self.random.choice((action, action.upper(), action.title()))
            if action == "delete" and self.chance(0.5):
                row |= dict.fromkeys(COLUMNS[table][1:], "")
        return row

    def _cell(self, column: str, version: random.Random) -> str:
        pools = {
            "contact_center_id": (*CENTERS, "C404", ""),
            "category_id": (*CATEGORIES, "K404", ""),
            "agent_id": (*AGENTS, "A404", ""),
            "channel": CHANNELS,
            "call_duration_minutes": DURATIONS + (LONG_DURATIONS if version.random() < 0.1 else ()),
            "satisfaction_rating": RATINGS,
            "hire_date": DATES,
        }
        if column in pools:
            return version.choice(pools[column])
        if column in TIMES:
            return "" if version.random() < 0.06 else instant(version).isoformat()
        return version.choice(NAMES if self.is_plain else NAMES + LONG_NAMES)

    def _damaged(self, row: dict[str, str], table: str) -> dict[str, str]:
        bad: dict[str, Sequence[str]] = {
            COLUMNS[table][0]: ("",),
            "hire_date": BAD_DATES,
            "action": BAD_ACTIONS,
            "call_duration_minutes": (*BAD_NUMBERS, "-1", "-0.0001", "100000000"),
            "satisfaction_rating": BAD_NUMBERS,
        } | dict.fromkeys(TIMES, BAD_TIMES)
        column = self.random.choice([column for column in row if column in bad])
        return row | {column: self.random.choice(bad[column])}

    # Files

    def _style(self, table: str, month: str | None) -> Style:
        columns = [*COLUMNS[table], *(["action"] if month else []), *(["note"] if self.chance(0.1) else [])]
        if self.chance(0.4):
            self.random.shuffle(columns)
        plain = self.is_plain or self.chance(0.3)
        ends = [("\n",), ("\r\n",)] if plain else [("\n",), ("\r\n",), ("\n", "\r\n")]
        return Style(
            columns=columns,
            plain=plain,
            bom=self.chance(0.2),
            line_ends=self.random.choice(ends),
            blanks=self.random.choice(("", "", " ") if plain else ("", " ", " \t", " \t\v\f")),
            quoted=self.random.choice((0.0, 0.0, 0.2, 1.0)),
            blank_lines=not plain and self.chance(0.3),
            time=self.random.choice((("T", "Z"), ("T", "Z"), ("T", ""), (" ", ""), (" ", "+00:00"))) if plain else None,
            final_line_end=self.chance(0.7),
        )

    def _write_file(self, name: str, table: str, month: str | None) -> None:
        style = self._style(table, month)
        names = [self.random.choice((column, column.upper(), column.title())) for column in style.columns]
        lines = [",".join(self._written(name, style, on_one_line=True) for name in names)]
        rows = self._rows(table, month)
        # A file with nothing but faults is refused: mostly, one row is spared.
        spared = self.any_of(1, max(len(rows), 1)) - 1 if self.chance(0.95) else None
        for number, row in enumerate(rows):
            row |= {time: self._time_text(row[time], style) for time in TIMES if row.get(time)}
            cells = [row.get(column, self.random.choice(NAMES)) for column in style.columns]
            if number != spared and self.chance(self.fault_rate):
                cells = self._faulty(row, table, style)
            lines.append(",".join(self._written(cell, style) for cell in cells))
            while style.blank_lines and self.chance(0.3):
                lines.append(self._padding(style.blanks))
        text = "".join(line + self.random.choice(style.line_ends) for line in lines)
        if not style.final_line_end:
            text = text.removesuffix("\n").removesuffix("\r")
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(("\ufeff" * style.bom + text).encode())

    def _time_text(self, cell: str, style: Style) -> str:
        """An instant as one program writes it, or as some program may have written it."""
        moment = datetime.fromisoformat(cell)
        if style.time:
            separator, offset = style.time
            return moment.replace(microsecond=0).isoformat(separator) + offset
        offset, minutes = self.random.choice(list(OFFSETS.items()))
        local = moment + timedelta(minutes=minutes)
        text = local.strftime(f"%Y-%m-%d{self.random.choice('T ')}%H:%M")
        if local.second or local.microsecond or self.chance(0.9):
            text += local.strftime(":%S")
            text += local.strftime(".%f") if local.microsecond else self.random.choice(("", "", "", ".0", ".000000"))
            text += self.random.choice(("", "9", "123")) if local.microsecond else ""
        return text + offset

    def _faulty(self, row: dict[str, str], table: str, style: Style) -> list[str]:
        kind = self.any_of(1, 10)
        if kind == 1:
            return self.random.choice((style.columns, [column.upper() for column in style.columns]))
        cells = [self._damaged(row, table).get(column, "") for column in style.columns]
        if kind == 2:
            return cells[: self.any_of(1, len(cells) - 1)]
        return [*cells, *[""] * self.any_of(1, 2)] if kind == 3 else cells

    def _written(self, cell: str, style: Style, *, on_one_line: bool = False) -> str:
        if not any(mark in cell for mark in ',"\r\n') and not self.chance(style.quoted):
            return self._padding(style.blanks) + cell + self._padding(style.blanks)
        inside = style.blanks if style.plain or on_one_line else style.blanks + "\n" * self.chance(0.1)
        cell = self._padding(inside) + cell.replace('"', '""') + self._padding(inside)
        around = style.blanks.rstrip("\v\f")
        return f'{self._padding(around)}"{cell}"{self._padding(around)}'

    def _padding(self, blanks: str) -> str:
        return "".join(self.random.choices(blanks, k=self.any_of(0, 2))) if blanks and self.chance(0.5) else ""


def instant(version: random.Random) -> datetime:
    """A time in UTC, often one at which a clock or a month changes."""
    share = version.random()
    if share < 0.4:
        moment = datetime.fromisoformat(version.choice(EDGES))
        return moment + timedelta(microseconds=version.choice((-1_000_000, -1, 0, 1, 1_000_000, 3_600_000_000)))
    if share < 0.5:
        moment = datetime.fromisoformat(version.choice(FAR))
        return moment + timedelta(microseconds=version.choice((0, 1, 999_999)))
    return datetime(2025, 1, 1) + timedelta(seconds=version.randrange(100 * 86_400))
