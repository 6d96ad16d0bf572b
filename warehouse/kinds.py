"""The kinds of faults, failed checks and warnings, from `sql/kinds.csv`.

Programs decide by these codes; the messages are for people.
"""

from typing import NamedTuple

from warehouse.engine.sources import rows_of
from warehouse.errors import WarehouseError

KINDS = "kinds.csv"


class Kind(NamedTuple):
    """A kind of fault, failed check or warning.

    severity is `error` or `warning`. A fatal kind cannot be quarantined: it stops a build even with --quarantine.
    explains has the kinds that this one causes: for the same file they are not reported.
    """

    kind: str
    severity: str
    is_fatal: bool
    explains: tuple[str, ...]


def kinds() -> dict[str, Kind]:
    """Return every kind by its name."""
    return {
        row["kind"]: Kind(row["kind"], row["severity"], row["is_fatal"] == "true", tuple(row["explains"].split()))
        for _, _, row in rows_of(KINDS, ("kind",))
    }


def kind_of(name: str) -> Kind:
    """Return the kind with a name; raise WarehouseError if `sql/kinds.csv` does not have it."""
    if name not in kinds():
        raise WarehouseError(f"sql/{KINDS} has no row for {name}.", advice="Add one with its severity and meaning.")
    return kinds()[name]
