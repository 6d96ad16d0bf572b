"""The kinds of faults, failed checks and warnings, from `sql/kinds.csv`.

Programs decide by these codes; the messages are for people.
"""

import csv
import functools
from typing import NamedTuple

from warehouse.engine.render import text_of
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


@functools.cache
def kinds() -> dict[str, Kind]:
    """Return every kind by its name."""
    rows = csv.DictReader(text_of(KINDS).splitlines())
    return {
        row["kind"]: Kind(row["kind"], row["severity"], row["is_fatal"] == "true", tuple(row["explains"].split()))
        for row in rows
    }


def kind_of(name: str) -> Kind:
    """Return the kind with a name; raise WarehouseError if `sql/kinds.csv` does not have it."""
    if name not in kinds():
        raise WarehouseError(f"sql/{KINDS} has no row for {name}.", advice="Add one with its severity and meaning.")
    return kinds()[name]
