"""Where a warehouse is: a file, or a folder that a Spark Connect server sees."""

import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import WarehouseError


@dataclass(frozen=True)
class SparkTarget:
    """The server of a warehouse (`sc://host:port`), and the folder of its storage that holds it."""

    url: str
    folder: str

    def __str__(self) -> str:
        return self.folder


#: The path of a file, or a folder of a server's.
Location = Path | SparkTarget


def require_spark() -> None:
    """Raise WarehouseError where the packages of the extra `spark` are not there."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # what goes wrong, we say
    try:
        import pyspark.sql.connect  # noqa: F401
        import sqlglot  # noqa: F401
    except ImportError as error:
        raise WarehouseError(
            "--remote needs packages that are not installed.",
            advice="Install them with: pip install 'supportwh[spark]'",
        ) from error
