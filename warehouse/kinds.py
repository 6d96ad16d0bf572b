"""What can be wrong with an input or be implausible about it, by its kind: `sql/kinds.csv`.

Programs decide by these codes, people read the words that go with them.
"""

from typing import NamedTuple

from warehouse.engine.sources import rows_of
from warehouse.errors import WarehouseError

KINDS = "kinds.csv"


class Kind(NamedTuple):
    """A kind of fault, failed check or warning.

    severity is `error` or `warning`. A fatal one cannot be quarantined: it stops a build even with --quarantine.
    explains has the kinds that are not reported of a file of which this one is.
    """

    kind: str
    severity: str
    is_fatal: bool
    explains: tuple[str, ...]


def kinds() -> dict[str, Kind]:
    """Every kind by its name."""
    return {
        row["kind"]: Kind(row["kind"], row["severity"], row["is_fatal"] == "true", tuple(row["explains"].split()))
        for _, _, row in rows_of(KINDS, ("kind",))
    }


def kind_of(name: str) -> Kind:
    """The kind of a name; WarehouseError where `sql/kinds.csv` has none."""
    if name not in kinds():
        raise WarehouseError(f"sql/{KINDS} has no row for {name}.", advice="Add one with its severity and meaning.")
    return kinds()[name]
