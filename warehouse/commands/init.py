"""Creates a folder for a user's own SQL."""

import shutil
from pathlib import Path

from warehouse.engine.sources import PACKAGE
from warehouse.errors import WarehouseError

#: The content of a new folder: an example report, its description, its test case, and a script that runs it.
EXAMPLE = PACKAGE / "own_sql"


def create_folder(folder: Path) -> list[Path]:
    """Copy the example to a new or empty folder, and return the paths of its files.

    Raises WarehouseError for any other folder, and if it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WarehouseError(f"{folder} is not an empty folder.", advice="Name a new one.")
    files = sorted(path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(EXAMPLE / file, folder / file)
    return [folder / file for file in files]
