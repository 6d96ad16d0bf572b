"""Builds a warehouse where it is: a file here, or a folder of a server's."""

from pathlib import Path
from typing import Any

from warehouse.engine.remote import Place, Remote
from warehouse.load.build import Options, Result
from warehouse.load.build import build as build_here
from warehouse.progress import Progress


def build(data_dir: Path | str, database: Place, progress: Progress, **settings: Any) -> Result:
    """Bring a warehouse up to date with the CSV files; settings are those of `Options`. Raises WarehouseError."""
    options = Options(Path(data_dir), Path(str(database)), **settings)
    if isinstance(database, Remote):
        from warehouse.spark.build import build as build_remotely

        return build_remotely(options, database, str(data_dir), progress)
    return build_here(options, progress)
