"""What is decided when a warehouse is made, and cannot change under it."""

from collections.abc import Mapping
from typing import NamedTuple

from warehouse.catalogue import INITIAL_MONTH
from warehouse.errors import REBUILD, WarehouseError

#: What an empty cell of an update says: that the value is empty, or that it is kept.
PARTIAL_UPDATES = ("empty", "keep")


class Decisions(NamedTuple):
    """The zone of local times, the month (YYYYMM) of the initial extract, and what an empty cell of an update says."""

    timezone: str = "America/New_York"
    initial_month: str = INITIAL_MONTH
    partial_updates: str = PARTIAL_UPDATES[0]

    @property
    def keeps_empty_cells(self) -> bool:
        return self.partial_updates == "keep"


#: How a warehouse says what was decided, by the name of the option that decides it.
SENTENCES = {
    "timezone": "The warehouse keeps its local times in {}, not {}; they cannot be mixed.",
    "initial_month": "The initial extract of the warehouse stands for {}, not {}.",
    "partial_updates": "The warehouse was made with --partial-updates {}, not {}; they cannot be mixed.",
}


def decide(asked: Mapping[str, str | None], recorded: Mapping[str, str], *, is_new: bool) -> Decisions:
    """What holds for a build: what is on record, for a new warehouse what is asked for, else the usual.

    Raises WarehouseError where something else is asked for than a warehouse that stands was made with.
    """
    chosen = {name: value for name, value in asked.items() if value is not None}
    for name, value in chosen.items():
        if not is_new and recorded[name] != value:
            raise WarehouseError(
                SENTENCES[name].format(recorded[name], value),
                advice=REBUILD["advice"],
                command=f"{REBUILD['command']} --{name.replace('_', '-')} {value}",
            )
    return Decisions(**{**recorded, **chosen})
