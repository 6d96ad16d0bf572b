"""Finds the SQL: the files of `sql/`, and those of a folder of the user, which replace or add files."""

import csv
import functools
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from warehouse.errors import WarehouseError

PACKAGE = Path(__file__).parents[1]
#: In a checkout `sql/` is beside this package, in an installation inside it.
SQL = PACKAGE / "sql" if (PACKAGE / "sql").is_dir() else PACKAGE.parent / "sql"

#: The user's folder, if there is one.
_own: list[Path] = []

#: Comments and white space, outside of quoted texts.
COMMENTS = re.compile(r"('(?:[^']|'')*')|(?:\s|--[^\n]*)+")


class Row(NamedTuple):
    """A row of a CSV file of the SQL folders, with its file and line."""

    file: str
    line: int
    cells: dict[str, str]


def use_folder(folder: Path | None) -> None:
    """Use a folder of the user before `sql/`, or only `sql/`.

    Raises WarehouseError if a script would never run, because `sql/` has no folder of that name.
    """
    _own[:] = [folder] if folder else []
    forget_files()
    known = {path.name for path in SQL.iterdir() if path.is_dir()}
    for path in sorted(folder.glob("*/*.sql")) if folder else ():
        if path.parent.name not in known:
            raise WarehouseError(
                f"{path}: scripts in {path.parent.name}/ never run.",
                advice=f"Move it to one of: {', '.join(sorted(known))}.",
            )


def forget_files() -> None:
    """Forget the files that were read, so that they are read again."""
    _read.cache_clear()
    rows_of.cache_clear()


def folders() -> tuple[Path, ...]:
    """Return the SQL folders; the first one that has a file takes precedence."""
    return (*_own, SQL)


def path_of(name: str) -> Path:
    """Return the path of a file of the SQL folders."""
    return next((path for folder in folders() if (path := folder / name).is_file()), SQL / name)


def has_file(name: str) -> bool:
    """Return whether one of the SQL folders has a file."""
    return path_of(name).is_file()


def display_name(name: str) -> str:
    """Return the name of a file in messages: `sql/FOLDER/FILE`, or its path in the folder of the user."""
    path = path_of(name)
    return f"sql/{name}" if path.is_relative_to(SQL) else str(path)


def custom_files() -> list[str]:
    """Return the files of the user's folder that are used, as `FOLDER/FILE`, in the order of their names."""
    names = {path.name for path in SQL.iterdir()}
    return sorted(
        path.relative_to(folder).as_posix()
        for folder in _own
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in (".sql", ".html", ".csv", ".css", ".txt")
        if path.relative_to(folder).parts[0] in names
    )


def scripts(folder: str) -> list[str]:
    """Return the SQL files of a folder in the order of their names, as `FOLDER/FILE.sql`."""
    return sorted({f"{folder}/{path.name}" for source in folders() for path in (source / folder).glob("*.sql")})


def relation_name(script: str) -> str:
    """Return the relation that a script creates: its file name, without the number of a panel or question."""
    return re.sub(r"^\d+_", "", Path(script).stem)


@functools.cache
def _read(path: Path) -> str:
    return path.read_text("utf-8")


def text_of(name: str) -> str:
    """Return the text of a file of the SQL folders, with its template tags."""
    return _read(path_of(name))


def code_of(name: str) -> str:
    """Return the text of a file without comments, and with single blanks for white space."""
    return code(text_of(name))


@functools.cache
def code(text: str) -> str:
    """Return SQL without comments, and with single blanks for white space."""
    return COMMENTS.sub(lambda match: match[1] or " ", text).strip()


def digest(*folders: str) -> str:
    """Return a SHA-256 of the SQL of folders; changes of comments do not change it."""
    names = [name for folder in folders for name in scripts(folder)]
    texts = [name + "\0" + code_of(name) for name in names]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


@functools.cache
def rows_of(name: str, key: tuple[str, ...]) -> list[Row]:
    """Return the rows of a CSV file of all SQL folders; for each key the rows of the first folder that has it.

    Raises WarehouseError if a file cannot be read.
    """
    own: list[Row] = []
    for folder in folders():
        path = folder / name
        if path.is_file():
            taken = {tuple(row.cells[column] for column in key) for row in own}
            file = f"sql/{name}" if folder == SQL else str(path)
            own += [row for row in _rows(path, file) if tuple(row.cells[column] for column in key) not in taken]
    return own


def _rows(path: Path, file: str) -> Iterator[Row]:
    reader = csv.DictReader(_read(path).splitlines(keepends=True), strict=True, restval="")
    try:
        for row in reader:
            yield Row(file, reader.line_num, row)
    except csv.Error as error:
        raise WarehouseError(f"{file}:{reader.line_num}: cannot be read: {error}") from error
