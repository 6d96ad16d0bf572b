"""A session with a Spark Connect server, and how long it may be silent."""

import contextlib
import logging
import re
import socket
import threading
from urllib.parse import urlsplit

import grpc
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.connect.client import DefaultChannelBuilder
from pyspark.sql.connect.client.retries import DefaultPolicy

from warehouse.engine.location import SparkTarget
from warehouse.errors import WarehouseError, first_line

#: What a session must be set to: times have no zone or UTC, and what overflows is an error.
SETTINGS = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}
#: What is better for a warehouse, and a server may forbid. Java compiles no method of more than 8,000 bytes, and what
#: it does not takes twice the time. A million keys are 10 MB of Parquet, and 128 MB in the memory of every worker.
#: The log of a table that has one commit a month is short: it takes no 50 tasks to read it.
PREFERRED_SETTINGS = {
    "spark.sql.codegen.hugeMethodLimit": "8000",
    "spark.sql.autoBroadcastJoinThreshold": "1MB",
    "spark.databricks.delta.snapshotPartitions": "1",
}
#: How long a server may take to answer, in seconds: at first, and while it works, twice in a row.
CONNECT_SECONDS, SILENT_SECONDS = 20.0, 20.0
#: How much of an error of the server is said, in characters; some have a plan in them.
MAX_MESSAGE = 500
#: What an error of the network says of itself.
DETAILS = re.compile(r'details = "(.*?)"\n')
#: How often a call is repeated that fails for the network: for some ten seconds, and not for ten minutes.
RETRIES = {"max_retries": 5, "initial_backoff": 200, "max_backoff": 5_000}


def server_message(error: PySparkException) -> str:
    """The beginning of what the server said, without its stack."""
    details = DETAILS.search(str(error))
    return (details[1] if details else first_line(error).split(" SQLSTATE")[0])[:MAX_MESSAGE]


def is_lost(error: BaseException | None) -> bool:
    """Whether an error says that the server is gone."""
    code = getattr(error, "_grpc_status_code", None)
    return code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED)


def lost_server_error() -> WarehouseError:
    """What is said where the server is gone."""
    return WarehouseError(
        "The server no longer responds.", advice="Check the server and its logs, then run the command again."
    )


class Session:
    """A session of one's own with a server, which ends where the server is silent for too long."""

    def __init__(self, target: SparkTarget) -> None:
        """Connect; raises WarehouseError where there is no server, or it cannot be set as it must be."""
        _require_server(target)
        self.target, self.is_gone = target, False
        self.spark = _connect(target)
        self._ended = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def close(self) -> None:
        """End the session; a server that is gone is not asked."""
        if not self.is_gone:
            self.spark.stop()
        self._ended.set()

    def _watch(self) -> None:
        silences = 0
        while not self._ended.wait(SILENT_SECONDS / 2):
            silences = 0 if _is_answering(self.target.url, SILENT_SECONDS) else silences + 1
            if silences == 2:
                self.is_gone = True
                self.spark.client._channel.close()  # what waits for it ends with an error
                return


def _connect(target: SparkTarget) -> SparkSession:
    """A session with a server that answers; WarehouseError where it cannot be set as it must be."""
    logging.getLogger("SQLQueryContextLogger").disabled = True  # it would print every error with its stack
    try:
        spark = SparkSession.builder.remote(target.url).create()
        spark.client.set_retry_policies([DefaultPolicy(**RETRIES)])
        for name, value in SETTINGS.items():
            spark.conf.set(name, value)
            if spark.conf.get(name) != value:
                raise WarehouseError(f"{target.url}: the server does not accept {name} = {value}.")
        for name, value in PREFERRED_SETTINGS.items():
            with contextlib.suppress(PySparkException):
                spark.conf.set(name, value)
    except PySparkException as error:
        raise WarehouseError(f"{target.url}: {server_message(error)}") from error
    return spark


def _require_server(target: SparkTarget) -> None:
    """Raise WarehouseError where no server answers in time."""
    try:
        parts = urlsplit(target.url)
        port = parts.port or DefaultChannelBuilder.default_port()
        socket.create_connection((parts.hostname, port), timeout=CONNECT_SECONDS).close()
    except OSError as error:
        reason = error.strerror or error
        raise WarehouseError(
            f"{target.url}: the server does not respond: {reason}.", advice="Check that it is running."
        ) from error
    if not _is_answering(target.url, CONNECT_SECONDS):
        raise WarehouseError(
            f"{target.url}: accepts connections, but does not respond as a Spark Connect server.",
            advice="Check the port. If the server uses TLS, add ';use_ssl=true' to the address; if not, remove it.",
        )


def _is_answering(url: str, seconds: float) -> bool:
    """Whether something at an address speaks HTTP/2, and TLS if that is asked for."""
    # a connection of its own: gRPC would share the one there is, which is silent
    channel = DefaultChannelBuilder(url, channelOptions=[("grpc.use_local_subchannel_pool", 1)]).toChannel()
    try:
        grpc.channel_ready_future(channel).result(timeout=seconds)
    except grpc.FutureTimeoutError:
        return False
    finally:
        channel.close()
    return True
