"""Creates a folder for a user's own SQL."""

import shutil
from pathlib import Path

from warehouse.engine.sources import PACKAGE
from warehouse.errors import WarehouseError

#: What a new folder holds: an example report, its description, its case, and the program that tests it.
EXAMPLE = PACKAGE / "own_sql"


def create_folder(folder: Path) -> list[Path]:
    """Copy the example to a folder that is new or empty, and return the paths of its files.

    Raises WarehouseError for any other folder, and where it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WarehouseError(f"{folder} is not an empty folder.", advice="Name a new one.")
    files = sorted(path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(EXAMPLE / file, folder / file)
    return [folder / file for file in files]
