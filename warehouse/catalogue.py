"""The four tables of the extract: their columns as the CSV files name them, and where they go.

The types are those the reader of the CSV is asked for. Durations keep four decimals (6 ms) and
ratings two; further digits are rounded.
"""

from dataclasses import dataclass, field

#: The month that the initial extract stands for: it was drawn at the end of January 2025.
INITIAL_MONTH = "202501"

#: The column that a delta has on top of the table's own.
ACTION = "action"

#: The times of an interaction, of which the fact has one column in UTC and one in local time.
TIMES = ("timestamp", "interaction_start", "agent_resolution_timestamp", "interaction_end")


@dataclass(frozen=True)
class Table:
    """A table of the extract: its files' columns (the first is the key), and where they go.

    relation is what analysts query, and where the rows are stored unless stored_in names a table
    below it. derived are stored columns that staging works out from the others.
    """

    name: str
    relation: str
    columns: dict[str, str]
    derived: dict[str, str] = field(default_factory=dict)
    stored_in: str = ""

    @property
    def target(self) -> str:
        """The table that the files are applied to."""
        return self.stored_in or self.relation

    @property
    def path(self) -> str:
        """The same with its schema, whichever it is."""
        return self.stored_in or f"main.{self.relation}"

    @property
    def key(self) -> str:
        return next(iter(self.columns))

    @property
    def staging(self) -> str:
        return f"stg_{self.name}"

    @property
    def loaded(self) -> dict[str, str]:
        """The columns of the relation that come from a file: a time is stored in UTC, and says so."""
        return {f"{name}_utc" if kind == "timestamp" else name: kind for name, kind in self.columns.items()}

    @property
    def stored(self) -> dict[str, str]:
        """All columns of the relation but those that are generated on reading."""
        return self.loaded | self.derived | {"valid_from_month": "integer"}

    def header(self, is_delta: bool) -> dict[str, str]:
        """The columns that a file of this table must have, with their types."""
        return self.columns | ({ACTION: "varchar"} if is_delta else {})

    def reader_types(self, is_delta: bool) -> dict[str, str]:
        """What the reader of the CSV is asked for: a date as text, since it takes `epoch` for one."""
        return {name: "varchar" if kind == "date" else kind for name, kind in self.header(is_delta).items()}


#: What the fact is made of; the other tables are what it refers to.
INTERACTIONS = Table(
    "interactions",
    "fact_interactions",
    {
        "interaction_id": "varchar",
        "contact_center_id": "varchar",
        "category_id": "varchar",
        "agent_id": "varchar",
        "channel": "varchar",
        "call_duration_minutes": "decimal(12, 4)",
        "satisfaction_rating": "decimal(12, 2)",
        "timestamp": "timestamp",
        "interaction_start": "timestamp",
        "agent_resolution_timestamp": "timestamp",
        "interaction_end": "timestamp",
    },
    derived={"month_start": "date"},
    stored_in="ops.interactions",
)

#: In the order in which a month is applied.
TABLES = (
    Table(
        "contact_centers",
        "dim_contact_centers",
        {"contact_center_id": "varchar", "contact_center_name": "varchar", "location": "varchar"},
    ),
    Table(
        "service_categories",
        "dim_service_categories",
        {"category_id": "varchar", "category_name": "varchar", "department": "varchar"},
    ),
    Table(
        "agents",
        "dim_agents",
        {
            "agent_id": "varchar",
            "contact_center_id": "varchar",
            "category_id": "varchar",
            "full_name": "varchar",
            "hire_date": "date",
        },
    ),
    INTERACTIONS,
)

#: The tables that an interaction refers to by their keys.
REFERENCES = tuple(table for table in TABLES if table is not INTERACTIONS and table.key in INTERACTIONS.columns)
