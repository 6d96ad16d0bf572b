"""The location of a warehouse: a file, or a folder that a Spark Connect server sees."""

import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import WarehouseError


@dataclass(frozen=True)
class SparkTarget:
    """A warehouse on Spark: the address of the server (`sc://host:port`), and the folder that holds the warehouse."""

    url: str
    folder: str

    def __str__(self) -> str:
        return self.folder


#: The path of a file, or a folder on a server.
Location = Path | SparkTarget


def require_spark() -> None:
    """Raise WarehouseError if the packages of the extra `spark` are not installed."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # keep gRPC from printing errors that we report
    try:
        import pyspark.sql.connect  # noqa: F401
        import sqlglot  # noqa: F401
    except ImportError as error:
        raise WarehouseError(
            "--remote needs packages that are not installed.",
            advice="Install them with: pip install 'supportwh[spark]'",
        ) from error
