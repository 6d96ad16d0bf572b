"""What a data directory means, worked out in plain Python: the answer that a warehouse is held against.

It shares nothing with the product: no SQL, no DuckDB, no module of `warehouse/`. It is written to
be read beside the rules, a row and a cell at a time, and is as slow as that.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

#: Characters of no width: hyphen, joiners, marks of direction, byte order mark.
UNSEEN = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff" + "".join(
    chr(code) for code in range(0x2060, 0x206A)
)
#: Every Unicode space, what moves the cursor, and what nobody sees.
BLANKS = "\t\v\f\r\n" + "".join(chr(code) for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs") + UNSEEN
ZONE = ZoneInfo("America/New_York")
FIRST_MONTH = "202501"
ACTIONS = ("add", "update", "delete")
TOTALS = {"sum", *(before + word for before in ("", "sub", "grand ") for word in ("total", "totals"))}

#: Each table's columns as the files name them; the first is the key.
COLUMNS = {
    "contact_centers": ("contact_center_id", "contact_center_name", "location"),
    "service_categories": ("category_id", "category_name", "department"),
    "agents": ("agent_id", "full_name", "contact_center_id", "hire_date", "category_id"),
    "interactions": (
        "interaction_id",
        "timestamp",
        "channel",
        "category_id",
        "agent_id",
        "contact_center_id",
        "interaction_start",
        "agent_resolution_timestamp",
        "interaction_end",
        "call_duration_minutes",
        "satisfaction_rating",
    ),
}
TIMES = ("timestamp", "interaction_start", "agent_resolution_timestamp", "interaction_end")
DECIMALS = {"call_duration_minutes": 4, "satisfaction_rating": 2}

Row = dict[str, Any]


class RefusedError(Exception):
    """A file that cannot be loaded, with or without its faulty rows."""


class RejectedError(Exception):
    """A row that cannot be loaded."""


@dataclass
class Account:
    """What one file did: the numbers of its row in the ledger."""

    table: str
    month: str
    name: str
    read: int = 0
    added: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0
    superseded: int = 0
    deletes_of_missing_keys: int = 0
    rejected: int = 0
    before: int = 0
    after: int = 0


@dataclass
class Expected:
    """What a build with --quarantine must give. With refusals (file: why) it gives nothing.

    tables has the rows by key; history the versions that were replaced, by key and the month that did it.
    """

    refusals: dict[str, str] = field(default_factory=dict)
    tables: dict[str, dict[str, Row]] = field(default_factory=lambda: {table: {} for table in COLUMNS})
    history: dict[str, dict[tuple[str, int], Row]] = field(default_factory=lambda: {table: {} for table in COLUMNS})
    accounts: list[Account] = field(default_factory=list)
    rejected: dict[tuple[str, int], str] = field(default_factory=dict)
    report: list[tuple[str, str, str, int, int, float]] = field(default_factory=list)
    causes: dict[tuple[Any, ...], tuple[Any, ...]] = field(default_factory=dict)
    measures: dict[tuple[str, ...], dict[str, Fraction | int | None]] = field(default_factory=dict)


def expect(folder: Path, last_month: str = "999912", *, lenient: bool = False) -> Expected:
    """What the files below a folder mean, up to and with a month.

    lenient also takes times and dates that are written untidily, but have one meaning only.
    """
    expected = Expected()
    loaded: list[str] = []
    places: dict[str, Location] = {}
    for month, table, path in _files(folder, expected):
        if month > last_month:
            continue
        if month not in loaded:
            places = _close_month(expected, loaded, places)
            loaded.append(month)
        account = Account(table, month, f"{path.parent.name}/{path.name}")
        try:
            rows = _rows(path, account, expected, lenient)
            _apply(expected, account, rows)
        except RefusedError as refused:
            expected.refusals[account.name] = str(refused)
        expected.accounts.append(account)
    _close_month(expected, loaded, places)
    if not expected.refusals:
        expected.report = _report(expected.tables)
        expected.measures = _measures(expected.tables)
    return expected


def _files(folder: Path, expected: Expected) -> list[tuple[str, str, Path]]:
    """The files in the order in which they apply, as month, table and path."""
    files = []
    for table in COLUMNS:
        named = [path for path in sorted((folder / "initial").iterdir()) if path.name.lower() == f"{table}.csv"]
        files.append((FIRST_MONTH, table, named[0] if named else folder / "initial" / f"{table}.csv"))
        if len(named) > 1:
            expected.refusals[f"initial/{named[1].name}"] = "a second file of the same table"
    deltas: dict[tuple[str, str], Path] = {}
    for path in sorted((folder / "delta").iterdir()) if (folder / "delta").is_dir() else []:
        match = re.fullmatch(r"([a-z_]+)_delta_([0-9]{4}(?:0[1-9]|1[0-2]))\.csv", path.name, re.IGNORECASE | re.ASCII)
        if not match or match[1].lower() not in COLUMNS:
            continue
        month, table = match[2], match[1].lower()
        if month <= FIRST_MONTH:
            expected.refusals[f"delta/{path.name}"] = "a delta of the first month or before it"
        if (month, table) in deltas:
            expected.refusals[f"delta/{path.name}"] = "a second file of the same table and month"
        deltas[month, table] = path
    order = list(COLUMNS)
    return files + [(*at, deltas[at]) for at in sorted(deltas, key=lambda at: (at[0], order.index(at[1])))]


# A file: its rows, and which of them are rejected.


def _rows(path: Path, account: Account, expected: Expected, lenient: bool) -> list[Row]:
    text = _text(path)
    columns = COLUMNS[account.table] + (("action",) if account.month != FIRST_MONTH else ())
    records = _records(text)
    header_line, header, problem = next(records, (0, [], ""))
    header = [name.lower() for name in header]
    if problem or not header:
        raise RefusedError("no header")
    if missing := set(columns) - set(header):
        raise RefusedError(f"line {header_line}: no column {', '.join(sorted(missing))}")
    if len(set(header)) < len(header):
        raise RefusedError("a column twice")
    good: list[Row] = []
    first_lines: dict[str, int] = {}
    for line, cells, problem in records:
        account.read += 1
        try:
            if problem:
                raise RejectedError(problem)
            if len(cells) != len(header):
                raise RejectedError(f"{len(cells)} cells for {len(header)} columns")
            row = dict(zip(header, cells, strict=True))
            key = _key(row[columns[0]], columns[0])
            if "action" not in columns and first_lines.setdefault(key, line) != line:
                raise RefusedError(f"line {line}: the key {key!r} is on line {first_lines[key]} already")
            good.append(_typed(row, columns, lenient))
        except RejectedError as rejected:
            account.rejected += 1
            expected.rejected[account.name, line] = str(rejected)
    if account.read and not good:
        raise RefusedError("every row is rejected")
    return good


def _text(path: Path) -> str:
    if not path.is_file():
        raise RefusedError("no such file")
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError("not UTF-8") from error
    if "\0" in text:
        raise RefusedError("a NUL")
    return text.removeprefix("\ufeff")


def _records(text: str) -> Any:
    """Each record that is not blank: its first line, its trimmed cells, and what is wrong with its shape."""
    place, line = 0, 1
    while place < len(text):
        cells, end = _well_formed(text, place)
        problem = ""
        if end is None:
            cells = []
            end = text.find("\n", place) + 1 or len(text)
            record = text[place:end]
            if record.count('"') % 2:
                problem = "a quote that is never closed"
            else:
                problem = "a quote inside a cell" if '"' in record else "a carriage return inside a row"
        record = text[place:end]
        if record.strip(BLANKS) and (problem or any(cells)):
            if problem == "a quote that is never closed":
                raise RefusedError(f"line {line}: {problem}")
            yield line, cells, problem
        line += record.count("\n")
        place = end


def _well_formed(text: str, place: int) -> tuple[list[str], int | None]:
    """The cells of the record at a place and where the next one begins; None if it is malformed."""
    cells = []
    while True:
        start = place
        while text[start : start + 1] in (" ", "\t"):
            start += 1
        if text[start : start + 1] == '"':
            cell, place = _quoted_cell(text, start + 1)
            while place > 0 and text[place : place + 1] in (" ", "\t"):
                place += 1
        else:
            end = place
            while end < len(text) and text[end] not in ',"\r\n':
                end += 1
            cell, place = text[place:end], end
        if place < 0:
            return [], None
        cells.append(unicodedata.normalize("NFC", cell.strip(BLANKS)))
        if text[place : place + 1] == ",":
            place += 1
            continue
        for line_end in ("\r\n", "\n"):
            if text.startswith(line_end, place):
                return cells, place + len(line_end)
        rest = text[place:]
        return (cells, len(text)) if rest in ("", "\r") else ([], None)


def _quoted_cell(text: str, place: int) -> tuple[str, int]:
    """What stands between quotes, and the place after the closing one; -1 if there is none."""
    cell = ""
    while (end := text.find('"', place)) >= 0:
        cell += text[place:end]
        if text[end + 1 : end + 2] != '"':
            return cell, end + 1
        cell += '"'
        place = end + 2
    return "", -1


# A row: its cells as values.


def _key(cell: str, column: str) -> str:
    if not cell:
        raise RejectedError("the key is empty")
    if cell.lower() == column:
        raise RejectedError("the header again")
    if len(cell) <= 12 and cell.lower().removesuffix(":") in TOTALS:
        raise RejectedError("a total")
    if re.fullmatch(r"\d+([.,]\d+)?[Ee]\+\d+", cell, re.ASCII):
        raise RejectedError("a number that was cut short")
    return cell


def _typed(cells: dict[str, str], columns: tuple[str, ...], lenient: bool) -> Row:
    row: Row = {}
    if cells.get("action", "").lower() == "delete":
        return {columns[0]: cells[columns[0]], "action": "delete"}
    for column in columns:
        cell = cells[column]
        if column in TIMES:
            row[f"{column}_utc"] = parse_time(cell, lenient) if cell else None
        elif column == "hire_date":
            row[column] = parse_date(cell, lenient) if cell else None
        elif column in DECIMALS:
            row[column] = parse_number(cell, DECIMALS[column]) if cell else None
        elif column == "action":
            if cell.lower() not in ACTIONS:
                raise RejectedError(f"{cell!r} is not an action")
            row[column] = cell.lower()
        else:
            row[column] = (cell.lower() if column == "channel" else cell) or None
    if "interaction_id" in row:
        if (row["call_duration_minutes"] or 0) < 0:
            raise RejectedError("a negative duration")
        row |= _derived(row)
    return row


TIDY_DATE = r"(?P<date>\d{4}-\d\d-\d\d)"
TIDY_TIME = TIDY_DATE + r"[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d+)?)?(?P<zone>.*)"
UNTIDY_DATE = r"(?P<date>0*\d{4}(?P<by>[-/ \\])\d\d?(?P=by)\d\d?)"
UNTIDY_TIME = (
    r"(?P<date>\d{4}-\d\d?-\d\d?)"
    r"(?:[T ](?P<hour>\d\d?):(?P<minute>\d\d?)(?::(?P<second>\d\d?)(?P<fraction>\.\d+)?)?(?P<zone>.*))?"
)
OFFSET = r"(?P<sign>[+-])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?"


def parse_time(cell: str, lenient: bool = False) -> datetime:
    """A time as a UTC instant; digits after the microsecond are left out."""
    match = re.fullmatch(UNTIDY_TIME if lenient else TIDY_TIME, cell, re.ASCII)
    if not match:
        raise RejectedError(f"{cell!r} is not a time")
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    next_day = lenient and (hour, minute, second) == (24, 0, 0)
    micro = int(((match["fraction"] or ".")[1:] + "000000")[:6])
    try:
        day = _day(match["date"])
        moment = datetime(day.year, day.month, day.day, 0 if next_day else hour, minute, second, micro)
        moment += timedelta(days=next_day) - _offset(match["zone"] or "")
    except (ValueError, OverflowError) as error:
        raise RejectedError(f"{cell!r} is not a time") from error
    if not 2000 <= moment.year <= 2099:
        raise RejectedError(f"{cell!r} is not between 2000 and 2099")
    return moment


def _offset(zone: str) -> timedelta:
    if zone in ("", "Z"):
        return timedelta()
    match = re.fullmatch(OFFSET, zone, re.ASCII)
    if not match or int(match["hours"]) > 15 or int(match["minutes"] or 0) > 59:
        raise ValueError(zone)
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return offset if match["sign"] == "+" else -offset


def _day(text: str) -> date:
    return date(*(int(part) for part in re.split(r"[-/ \\]", text)))


def parse_date(cell: str, lenient: bool = False) -> date:
    """A day; leniently also one that is followed by a time of day."""
    match = re.fullmatch(UNTIDY_DATE + r"(?:[T\s].*)?" if lenient else TIDY_DATE, cell, re.ASCII)
    if not match:
        raise RejectedError(f"{cell!r} is not a date")
    try:
        day = _day(match["date"])
    except ValueError as error:
        raise RejectedError(f"{cell!r} is not a date") from error
    if not 1900 <= day.year <= 2099:
        raise RejectedError(f"{cell!r} is not between 1900 and 2099")
    return day


def parse_number(cell: str, decimals: int) -> Decimal:
    """A number of at most twelve digits, rounded half away from zero."""
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?", cell, re.ASCII):
        raise RejectedError(f"{cell!r} is not a number")
    value = Decimal(cell)
    if value.adjusted() > 12:
        raise RejectedError(f"{cell!r} is too large")
    value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0
    if abs(value) >= Decimal(10) ** (12 - decimals):
        raise RejectedError(f"{cell!r} is too large")
    return value


def _derived(row: Row) -> Row:
    """What the fact says on top of the file: local times, the month, and minutes between times."""
    derived: Row = {"is_call": row["channel"] == "phone"}
    for name in TIMES:
        instant = row[f"{name}_utc"]
        local = instant.replace(tzinfo=UTC).astimezone(ZONE) if instant else None
        derived[f"{name}_local"] = local.replace(tzinfo=None) if local else None
    start = derived["interaction_start_local"]
    derived["month"] = f"{start.year:04}-{start.month:02}" if start else "Unknown"
    started, *later = (row[f"{name}_utc"] for name in TIMES[1:])
    longest = timedelta(hours=12) if derived["is_call"] else timedelta(days=28)
    is_plausible = all(started is None or time is None or started <= time <= started + longest for time in later)
    stretches = pairwise([started, *later])
    for name, (since, until) in zip(("minutes_to_resolution", "minutes_after_resolution"), stretches, strict=True):
        known = is_plausible and since is not None and until is not None
        derived[name] = _minutes(until - since) if known else None
    return derived


def _minutes(stretch: timedelta) -> Decimal:
    minutes = Decimal(stretch // timedelta(microseconds=1)) / 60_000_000
    return minutes.quantize(Decimal("0.0001"), ROUND_HALF_UP) + 0


# A month: what the rows of a file do to their table.


def _apply(expected: Expected, account: Account, rows: list[Row]) -> None:
    table, key = expected.tables[account.table], COLUMNS[account.table][0]
    account.before = len(table)
    last = {row[key]: row for row in rows}
    account.superseded = len(rows) - len(last)
    for name, row in last.items():
        action = row.pop("action", "add")
        before = table.get(name)
        if action == "delete":
            account.deleted += before is not None
            account.deletes_of_missing_keys += before is None
            table.pop(name, None)
        elif before is None:
            account.added += 1
        elif before == row | {"valid_from_month": before["valid_from_month"]}:
            account.unchanged += 1
            continue
        else:
            account.updated += 1
        if before is not None:
            ended = {"valid_to_month": int(account.month), "superseded_by": account.name}
            ended["ended_as"] = "deleted" if action == "delete" else "updated"
            expected.history[account.table][name, int(account.month)] = before | ended
        if action != "delete":
            table[name] = row | {"valid_from_month": int(account.month)}
    account.after = len(table)


# The report.


def _report(tables: dict[str, dict[str, Row]]) -> list[tuple[str, str, str, int, int, float]]:
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for place in _places(tables).values():
        groups[place.names].append(place.row)
    report = []
    for names, rows in sorted(groups.items()):
        calls = [row for row in rows if row["channel"] == "phone"]
        minutes = sum((row["call_duration_minutes"] or Decimal(0) for row in calls), Decimal(0))
        report.append((*names, len(rows), len(calls), float(minutes)))
    return report


# The operations report: exact values, which the views round.


def _measures(tables: dict[str, dict[str, Row]]) -> dict[tuple[str, ...], dict[str, Fraction | int | None]]:
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in tables["interactions"].values():
        names = {
            "contact_centers_by_month": (_name(tables, "contact_centers", row, "contact_center_name"),),
            "departments_by_month": (_name(tables, "service_categories", row, "department"),),
            "categories_by_month": (_name(tables, "service_categories", row, "category_name"),),
            "agents_by_month": (row["agent_id"] or "", _name(tables, "agents", row, "full_name")),
            "interactions_by_month": (),
        }
        for view, key in names.items():
            groups[view, row["month"], *key].append(row)
    return {group: _measured(rows) for group, rows in groups.items()}


def _name(tables: dict[str, dict[str, Row]], table: str, row: Row, column: str) -> str:
    return (tables[table].get(row[COLUMNS[table][0]] or "") or {}).get(column) or "Unknown"


def _measured(rows: list[Row]) -> dict[str, Fraction | int | None]:
    calls = [row for row in rows if row["channel"] == "phone"]
    answered = [row for row in calls if row["agent_id"]]
    handled = sorted(
        Fraction(row["minutes_to_resolution"]) for row in answered if row["minutes_to_resolution"] is not None
    )
    lengths = [row["call_duration_minutes"] for row in answered if row["call_duration_minutes"] is not None]
    ratings = [row["satisfaction_rating"] for row in rows if row["satisfaction_rating"] is not None]
    ratings = [rating for rating in ratings if 1 <= rating <= 5]
    return {
        "total_interactions": len(rows),
        "total_calls": len(calls),
        "answered_calls": len(answered),
        "abandoned_calls": len(calls) - len(answered),
        "abandonment_rate": Fraction(len(calls) - len(answered), len(calls)) if calls else None,
        "average_handle_minutes": sum(handled) / len(handled) if handled else None,
        "median_handle_minutes": _quantile(handled, Fraction(1, 2)),
        "p90_handle_minutes": _quantile(handled, Fraction(9, 10)),
        "average_call_minutes": Fraction(sum(lengths)) / len(lengths) if lengths else None,
        "ratings": len(ratings),
        "average_rating": Fraction(sum(ratings)) / len(ratings) if ratings else None,
        "share_rated_4_or_5": Fraction(sum(rating >= 4 for rating in ratings), len(ratings)) if ratings else None,
        "response_rate": Fraction(len(ratings), len(rows)),
    }


def _quantile(values: list[Fraction], share: Fraction) -> Fraction | None:
    """Between the two values next to it, in proportion."""
    if not values:
        return None
    place = (len(values) - 1) * share
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


# Why the report changed.


@dataclass
class Location:
    """An interaction as it is after a month, and the row of the report that it is in."""

    row: Row
    center: str
    department: str

    @property
    def names(self) -> tuple[str, str, str]:
        return self.row["month"], self.center, self.department

    @property
    def counts(self) -> tuple[int, int, Decimal]:
        is_call = self.row["channel"] == "phone"
        return 1, int(is_call), (self.row["call_duration_minutes"] or Decimal(0)) if is_call else Decimal(0)


def _places(tables: dict[str, dict[str, Row]]) -> dict[str, Location]:
    """Where each interaction is now."""
    places = {}
    for key, row in tables["interactions"].items():
        center = tables["contact_centers"].get(row["contact_center_id"], {}).get("contact_center_name")
        department = tables["service_categories"].get(row["category_id"], {}).get("department")
        places[key] = Location(row, center or "Unknown", department or "Unknown")
    return places


def _close_month(expected: Expected, loaded: list[str], before: dict[str, Location]) -> dict[str, Location]:
    """Where each interaction is now that a month has been loaded; notes why it is not where it was."""
    after = _places(expected.tables)
    if len(loaded) < 2:
        return after
    totals: dict[tuple[Any, ...], list[Any]] = {}
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        cause, *names = _cause(expected, key, loaded, old, new)
        if not cause:
            continue
        sides = {place.names for place in (old, new) if place}
        for side in sides:
            change = [0, 0, 0, Decimal(0)]
            for place, sign in ((old, -1), (new, 1)):
                if place and place.names == side:
                    change[1:] = [one + sign * other for one, other in zip(change[1:], place.counts, strict=True)]
            total = totals.setdefault((int(loaded[-1]), *side, cause, *names), [0, 0, 0, Decimal(0), key])
            total[:4] = [one + other for one, other in zip(total[:4], [1, *change[1:]], strict=True)]
    expected.causes |= {at: (*total[:3], float(total[3]), total[4]) for at, total in totals.items()}
    return after


def _cause(
    expected: Expected, key: str, loaded: list[str], old: Location | None, new: Location | None
) -> tuple[str, str | None, str | None]:
    """Why an interaction counts otherwise than before a month, with a name before and since; an empty one if not."""
    if new is None:
        return "deleted", None, None
    if old is None:
        if any(ended == key for ended, month in expected.history["interactions"] if month < int(loaded[-1])):
            return "restored", None, None
        is_late = new.row["month"] == "Unknown" or new.row["month"].replace("-", "") <= loaded[-2]
        return "came late" if is_late else "new", None, None
    for name, key_column in (("center", "contact_center_id"), ("department", "category_id")):
        was, now = getattr(old, name), getattr(new, name)
        if was != now and old.row[key_column] != new.row[key_column]:
            return f"moved to another {name}", was, now
    for name, thing in (("center", "center"), ("department", "category")):
        was, now = getattr(old, name), getattr(new, name)
        if was != now and now == "Unknown":
            return f"{thing} deleted", was, now
        if was != now and was == "Unknown":
            return f"{thing} added", was, now
        if was != now:
            return f"{name} renamed", was, now
    was_call, is_call = old.counts[1], new.counts[1]
    if was_call != is_call:
        return "became a call" if is_call else "ceased to be a call", None, None
    minutes = old.row["call_duration_minutes"], new.row["call_duration_minutes"]
    if old.row["month"] != new.row["month"] or (is_call and minutes[0] != minutes[1]):
        return "corrected", None, None
    return "", None, None
