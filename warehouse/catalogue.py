"""The four tables of the extract: their columns as the CSV files name them.

The types are those the reader of the CSV is asked for. Durations keep four decimals (6 ms) and
ratings two; further digits are rounded. A name of the catalogue may stand in SQL as it is.
"""

from dataclasses import dataclass, replace

from warehouse.engine.quoting import Quoted, plain_name

#: The month that the initial extract stands for, unless a build is told another: it was drawn at the end of January
#: 2025.
INITIAL_MONTH = "202501"

#: Which rule of `sql/2_staging/rules.sql` says whether a cell is valid, which macro reads it from text, and which
#: macro, if any, says whether it is valid once it is typed.
RULES = {
    "timestamp": plain_name("time"),
    "date": plain_name("day"),
    "decimal(12, 4)": plain_name("duration"),
    "decimal(12, 2)": plain_name("rating"),
}
READERS = {
    "timestamp": plain_name("as_utc"),
    "date": plain_name("as_day"),
    "decimal(12, 4)": plain_name("as_duration"),
    "decimal(12, 2)": plain_name("as_rating"),
}
TYPED_RULES = {
    "time": plain_name("is_instant"),
    "day": plain_name("is_certain_day"),
    "duration": plain_name("is_duration"),
}

#: The column that a delta has on top of the table's own.
ACTION = plain_name("action")


@dataclass(frozen=True)
class Table:
    """A table of the extract, and its files' columns with their types; the first is the key.

    Its live rows are in `core.NAME`, the versions that were replaced in `history.NAME`. derived are the columns of
    `core.NAME` that staging works out from the others, written_at is the one that says when a row was written.
    """

    name: Quoted
    columns: dict[Quoted, str]
    derived: tuple[Quoted, ...] = ()
    written_at: Quoted | None = None

    @property
    def key(self) -> Quoted:
        return next(iter(self.columns))

    @property
    def stored(self) -> list[Quoted]:
        """The columns of `core.NAME` that come from a file."""
        return [self.stored_name(name) for name in self.columns]

    @property
    def staged(self) -> list[Quoted]:
        """The columns of `stg_NAME`, but for the action of a delta."""
        return [*self.stored, *self.derived]

    @property
    def rules(self) -> dict[Quoted, Quoted]:
        """The columns whose cells can be invalid, besides the key, and the rule that says so: `fault_of_RULE`."""
        return {name: RULES[kind] for name, kind in self.columns.items() if kind in RULES}

    @property
    def readers(self) -> dict[Quoted, Quoted]:
        """The columns that are no text, and the macro that reads a cell of them."""
        return {name: READERS[kind] for name, kind in self.columns.items() if kind in READERS}

    def stored_name(self, column: Quoted) -> Quoted:
        """What a column of a file is called in `core.NAME`: a time is stored in UTC, and says so."""
        return Quoted(f"{column}_utc") if self.columns[column] == "timestamp" else column

    @property
    def keys(self) -> list[Quoted]:
        """The columns that are compared with others: the keys of this table and of those it refers to, the channel."""
        return [name for name in self.columns if name.endswith("_id") or name == "channel"]

    @property
    def texts(self) -> list[Quoted]:
        """The columns that are text and no key: the names of what a row is about."""
        return [name for name, kind in self.columns.items() if kind == "varchar" and name not in self.keys]

    @property
    def times(self) -> list[Quoted]:
        """The columns of a file that hold a time."""
        return [name for name, kind in self.columns.items() if kind == "timestamp"]

    def header(self, is_delta: bool) -> dict[Quoted, str]:
        """The columns that a file of this table must have, with their types."""
        return self.columns | ({ACTION: "varchar"} if is_delta else {})


def _table(name: str, **columns: str) -> Table:
    return Table(plain_name(name), {plain_name(column): kind for column, kind in columns.items()})


#: What the fact is made of; the other tables are what it refers to.
INTERACTIONS = replace(
    _table(
        "interactions",
        interaction_id="varchar",
        contact_center_id="varchar",
        category_id="varchar",
        agent_id="varchar",
        channel="varchar",
        call_duration_minutes="decimal(12, 4)",
        satisfaction_rating="decimal(12, 2)",
        timestamp="timestamp",
        interaction_start="timestamp",
        agent_resolution_timestamp="timestamp",
        interaction_end="timestamp",
    ),
    derived=(plain_name("month_start"),),
    written_at=plain_name("timestamp_utc"),
)

#: The schemas that have each table: its live rows, and the versions that were replaced.
SCHEMAS = (plain_name("core"), plain_name("history"))

#: In the order in which a month is loaded.
TABLES = (
    _table("contact_centers", contact_center_id="varchar", contact_center_name="varchar", location="varchar"),
    _table("service_categories", category_id="varchar", category_name="varchar", department="varchar"),
    _table(
        "agents",
        agent_id="varchar",
        contact_center_id="varchar",
        category_id="varchar",
        full_name="varchar",
        hire_date="date",
    ),
    INTERACTIONS,
)

#: The tables that an interaction refers to by their keys.
REFERENCES = tuple(table for table in TABLES if table is not INTERACTIONS and table.key in INTERACTIONS.columns)
