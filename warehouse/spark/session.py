"""A session with a Spark Connect server, with time limits for its responses."""

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

#: The required settings of a session: times are in UTC, and overflows are errors.
SETTINGS = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}
#: Optional settings, which a server may refuse. Java does not compile methods of more than 8,000 bytes, which then take
#: twice the time. A million keys are 10 MB of Parquet, but 128 MB in the memory of every worker, so that broadcasts are
#: limited. The log of a table with one commit a month is short: reading it does not take 50 tasks.
PREFERRED_SETTINGS = {
    "spark.sql.codegen.hugeMethodLimit": "8000",
    "spark.sql.autoBroadcastJoinThreshold": "1MB",
    "spark.databricks.delta.snapshotPartitions": "1",
}
#: How long a server may take to respond, in seconds: at first, and while it works, twice in a row.
CONNECT_SECONDS, SILENT_SECONDS = 20.0, 20.0
#: The maximum length of a message of the server; some contain a plan.
MAX_MESSAGE = 500
#: The description in an error of the network.
DETAILS = re.compile(r'details = "(.*?)"\n')
#: The retries after an error of the network: for about ten seconds, instead of ten minutes by default.
RETRIES = {"max_retries": 5, "initial_backoff": 200, "max_backoff": 5_000}


def server_message(error: PySparkException) -> str:
    """Return the beginning of a message of the server, without its stack trace."""
    details = DETAILS.search(str(error))
    return (details[1] if details else first_line(error).split(" SQLSTATE")[0])[:MAX_MESSAGE]


def is_lost(error: BaseException | None) -> bool:
    """Return whether an error means that the server is gone."""
    code = getattr(error, "_grpc_status_code", None)
    return code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED)


def lost_server_error() -> WarehouseError:
    """Return the error for a server that is gone."""
    return WarehouseError(
        "The server no longer responds.", advice="Check the server and its logs, then run the command again."
    )


class Session:
    """A separate session with a server; it ends if the server does not respond for too long."""

    def __init__(self, target: SparkTarget) -> None:
        """Connect; raise WarehouseError if there is no server, or it refuses a required setting."""
        _require_server(target)
        self.target, self.is_gone = target, False
        self.spark = _connect(target)
        self._ended = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def close(self) -> None:
        """End the session, without calling a server that is gone."""
        if not self.is_gone:
            self.spark.stop()
        self._ended.set()

    def _watch(self) -> None:
        """Close the channel if the server does not respond twice in a row."""
        silences = 0
        while not self._ended.wait(SILENT_SECONDS / 2):
            silences = 0 if _is_answering(self.target.url, SILENT_SECONDS) else silences + 1
            if silences == 2:
                self.is_gone = True
                self.spark.client._channel.close()  # calls that wait for it end with an error
                return


def _connect(target: SparkTarget) -> SparkSession:
    """Return a session with a server that responds; raise WarehouseError if it refuses a required setting."""
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
    """Raise WarehouseError if no server responds in time."""
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
    """Return whether a server at an address responds with HTTP/2, over TLS if the address asks for it."""
    # a separate connection: by default gRPC shares the existing one, which does not respond
    channel = DefaultChannelBuilder(url, channelOptions=[("grpc.use_local_subchannel_pool", 1)]).toChannel()
    try:
        grpc.channel_ready_future(channel).result(timeout=seconds)
    except grpc.FutureTimeoutError:
        return False
    finally:
        channel.close()
    return True
