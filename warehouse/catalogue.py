"""The four tables of the extract, with the column names of the CSV files.

The types are those that the CSV reader uses. Durations keep four decimals (6 ms) and ratings two; further digits are
rounded. Names of the catalogue are safe to use in SQL without quotes.
"""

from dataclasses import dataclass, replace

from warehouse.engine.quoting import Quoted, plain_name

#: The default month of the initial extract, which was exported at the end of January 2025.
INITIAL_MONTH = "202501"

#: By type: the rule of `sql/2_staging/rules.sql` that validates a cell. READERS has the macro that converts its text,
#: TYPED_RULES the macro, if any, that validates the converted value.
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

#: The column that a delta has in addition to those of its table.
ACTION = plain_name("action")


@dataclass(frozen=True)
class Table:
    """A table of the extract, with the columns of its files and their types; the first column is the key.

    Its live rows are in `core.NAME`, superseded versions in `history.NAME`. derived has the columns of `core.NAME` that
    staging computes from the others; written_at is the column with the time at which a row was written.
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
        """The columns of `stg_NAME`, without the action of a delta."""
        return [*self.stored, *self.derived]

    @property
    def rules(self) -> dict[Quoted, Quoted]:
        """The columns, other than the key, that need validation, and the rule of each: `fault_of_RULE`."""
        return {name: RULES[kind] for name, kind in self.columns.items() if kind in RULES}

    @property
    def readers(self) -> dict[Quoted, Quoted]:
        """The columns that are not text, and the macro that converts their cells."""
        return {name: READERS[kind] for name, kind in self.columns.items() if kind in READERS}

    def stored_name(self, column: Quoted) -> Quoted:
        """Return the name of a file's column in `core.NAME`: times are stored in UTC and have the suffix `_utc`."""
        return Quoted(f"{column}_utc") if self.columns[column] == "timestamp" else column

    @property
    def keys(self) -> list[Quoted]:
        """The columns that are compared for equality: the key, the foreign keys and the channel."""
        return [name for name in self.columns if name.endswith("_id") or name == "channel"]

    @property
    def texts(self) -> list[Quoted]:
        """The text columns that are not keys, such as names."""
        return [name for name, kind in self.columns.items() if kind == "varchar" and name not in self.keys]

    @property
    def times(self) -> list[Quoted]:
        """The columns of a file that contain times."""
        return [name for name, kind in self.columns.items() if kind == "timestamp"]

    def header(self, is_delta: bool) -> dict[Quoted, str]:
        """Return the columns that a file of this table must have, with their types."""
        return self.columns | ({ACTION: "varchar"} if is_delta else {})


def _table(name: str, **columns: str) -> Table:
    return Table(plain_name(name), {plain_name(column): kind for column, kind in columns.items()})


#: The table of the fact; the other tables are its dimensions.
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

#: The schemas that have every table: the live rows, and the superseded versions.
SCHEMAS = (plain_name("core"), plain_name("history"))

#: All tables, in the order in which a month is loaded.
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
