"""Protects existing files: without --force, commands replace only files of their own format."""

from collections.abc import Iterable
from pathlib import Path

from warehouse.engine.location import Location
from warehouse.engine.targets import refuse_unreplaceable
from warehouse.errors import WarehouseError
from warehouse.extract.inputs import is_input

#: The first bytes of each format, in lower case, after blanks.
STARTS = {
    "eml": (b"subject:",),
    "html": (b"<!doctype html", b"<html"),
    "json": (b"[", b"{"),
    "parquet": (b"par1",),
    "xlsx": (b"pk\x03\x04",),
}
#: Number of bytes that are read.
HEAD = 4096


def refuse_targets(targets: Iterable[Path], file_format: str, database: Location, *, is_forced: bool) -> None:
    """Raise WarehouseError if a file of this format would replace something else.

    That is the warehouse, an input, or a file of another format. is_forced allows it.
    """
    for target in targets:
        refuse_unreplaceable(target)
        if not is_forced and (found := _found_at(target, file_format, database)):
            raise WarehouseError(
                f"{target} is {found}; it was not replaced.", advice="Name another file, or add --force."
            )


def _found_at(target: Path, file_format: str, database: Location) -> str:
    """Return what a target is if it must not be replaced; empty if it may be."""
    if isinstance(database, Path) and target.resolve() == database.resolve():
        return "the warehouse"
    if not target.exists():
        return ""
    if isinstance(database, Path) and database.exists() and target.samefile(database):
        return "the warehouse"
    if is_input(target):
        return "an input file"
    return "" if _is_of(target, file_format) else f"a file of another type than {file_format}"


def _is_of(path: Path, file_format: str) -> bool:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head or file_format in STARTS:
        return not head or start.startswith(STARTS[file_format])
    is_other = start.startswith(tuple(one for starts in STARTS.values() for one in starts))
    return not is_other and b"\0" not in head
