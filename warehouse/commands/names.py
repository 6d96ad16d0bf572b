"""Resolves names of tables, views and contact centers."""

import difflib
from collections.abc import Collection, Iterable

from warehouse.errors import WarehouseError

#: Maximum number of similar names in a message.
SUGGESTIONS = 3


def resolve(names: Iterable[str], available: Collection[str]) -> list[str]:
    """Return the relations that names refer to, without duplicates, in the order of the names.

    available has every relation, with its schema unless that is `main`. A name may be in any case, and may have its
    schema or not. Raises WarehouseError for an unknown name, with similar ones.
    """
    full = {relation.lower(): relation for relation in available}
    main = {f"main.{name}": relation for name, relation in full.items() if "." not in name}
    bare: dict[str, str] = {}
    for name, relation in full.items():
        bare.setdefault(name.rpartition(".")[2], relation)
    known, names = bare | main | full, list(names)
    if unknown := [name for name in names if name.lower() not in known]:
        raise _unknown(unknown, available)
    return list(dict.fromkeys(known[name.lower()] for name in names))


def contact_center_named(name: str, centers: Iterable[tuple[str, str]]) -> str:
    """Return the name of the contact center that a user means by its id or its name.

    centers has the id and the name of each. An id or a name may be in any case if only one is meant. Raises
    WarehouseError if none or several are meant, with similar names.
    """
    meant = {spelling: center for center in centers for spelling in center}
    if name in meant:
        return meant[name][1]
    found = {center[1] for spelling, center in meant.items() if spelling.casefold() == name.casefold()}
    if len(found) == 1:
        return found.pop()
    similar = difflib.get_close_matches(name, meant, SUGGESTIONS)
    raise WarehouseError(
        f"No contact center has the id or name {name!r}.",
        advice=f"Did you mean {' or '.join(similar)}?" if similar else "List them",
        command="" if similar else 'query "from dim_contact_centers"',
    )


def _unknown(names: list[str], available: Collection[str]) -> WarehouseError:
    similar = [
        match
        for name in names
        for match in difflib.get_close_matches(name.lower(), available, SUGGESTIONS, cutoff=0.65)
    ]
    advice = f"Did you mean {' or '.join(dict.fromkeys(similar))}? All names" if similar else "All names"
    return WarehouseError(f"No table or view is named {', '.join(names)}.", advice=advice, command="describe")
