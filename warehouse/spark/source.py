"""The CSV files on the storage of a cluster: lists them, reads their lines in order, and reads their headers."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import expr, monotonically_increasing_id

from warehouse.errors import Fault, WarehouseError
from warehouse.extract.header import read_header
from warehouse.extract.inputs import InputFile, Inputs, inputs_of
from warehouse.extract.prescan import MAGIC
from warehouse.extract.scan import Scan
from warehouse.extract.settings import COLUMNS, FOLDER
from warehouse.load.ledger import ProcessedFile
from warehouse.spark.session import server_message
from warehouse.spark.storage import listing

#: How many lines are read for the header and the format of times.
HEAD_LINES = 1000
#: Up to ONE_BATCH bytes a file is one batch of rows in order on every engine; up to SMALL bytes it has a SHA-256.
ONE_BATCH, SMALL = 8192, 8 << 20


class RemoteFile(NamedTuple):
    """A file of the data directory: its size in bytes, and when it was written (UTC)."""

    url: str
    size: int
    written: datetime


def find_remote_inputs(spark: SparkSession, data_dir: str, initial_month: str) -> tuple[Inputs, dict[str, RemoteFile]]:
    """Return the input files in a folder, and the file of the storage for each name.

    Raises WarehouseError if the folder does not exist or is empty.
    """
    files: dict[str, RemoteFile] = {}
    names: dict[str, list[str]] = {}
    for path, size, written in listing(spark, data_dir):
        folder, _, name = path.rpartition("/")
        folder = folder.rpartition("/")[2]
        names.setdefault(folder, []).append(name)
        files[f"{folder}/{name}"] = RemoteFile(f"{data_dir.rstrip('/')}/{folder}/{name}", size, written)
    if not files:
        raise WarehouseError(
            f"No files at {data_dir} on the server.",
            advice="Name the directory that holds initial/ and delta/ with --data-dir.",
        )
    return inputs_of(Path(data_dir), names, initial_month), files


def read_settings(spark: SparkSession, listed: Mapping[str, RemoteFile]) -> dict[str, bytes | str]:
    """Return the files of `settings/` by their names without `.csv`; a text is the reason why one cannot be read."""
    contents: dict[str, bytes | str] = {}
    for name in COLUMNS:
        file = listed.get(f"{FOLDER}/{name}.csv")
        if file is not None:
            try:
                contents[name] = read_content(spark, file)
            except PySparkException as error:
                contents[name] = server_message(error)
    return contents


def read_lines(spark: SparkSession, file: RemoteFile) -> DataFrame:
    """Return the lines of a file with their position: block_start and row_id.

    Spark reports the start of the block that a task reads in order. Sail does not report it; its CSV reader reads a
    file in one task if cells may have line ends. The row IDs are assigned directly after the reader, because later
    steps run in several tasks. This reader skips empty lines, so that a file of one batch is read by the
    text reader instead.
    """
    text = spark.read.option("lineSep", "\n").text(file.url)
    row_id = monotonically_increasing_id().alias("row_id")
    try:
        frame = text.select("value", expr("_metadata.file_block_start as block_start"), row_id)
        frame.schema  # noqa: B018 - raises an error if the server has no such column
        return frame
    except PySparkException:
        if file.size > ONE_BATCH:
            reader = spark.read.schema("value string").options(header="false", sep="\x01", quote="\x02")
            text = reader.option("multiLine", "true").csv(file.url)
        return text.select("value", expr("cast(0 as bigint) as block_start"), row_id)


def read_head(file: InputFile, remote: RemoteFile | None, lines: DataFrame | None) -> Scan:
    """Return the scan of the first lines of a file; faults are in the scan."""
    scan = Scan(file, file.path)
    if remote is None or lines is None:
        scan.fault("missing_file", "the file does not exist")
        return scan
    scan.size = remote.size
    scan.modified_ns = int(remote.written.replace(tzinfo=UTC).timestamp() * 10**6) * 1000
    try:
        head = [bytes(value) for (value,) in lines.limit(HEAD_LINES).selectExpr("cast(value as binary)").collect()]
    except PySparkException as error:
        scan.fault("unreadable_file", f"the server cannot read it: {server_message(error)}")
        return scan
    for magic, found in MAGIC.items():
        if head and head[0].startswith(magic):
            scan.fault(*found)
            return scan
    read_header(b"\n".join(head), scan)
    if not scan.header and not scan.faults:
        scan.fault("empty_file", "empty file; expected a header")
    return scan


def read_content(spark: SparkSession, file: RemoteFile) -> bytes:
    """Return the bytes of a small file. Sail returns it once per task, so that the result is limited to one row."""
    return bytes(spark.read.format("binaryFile").load(file.url).select("content").limit(1).collect()[0][0])


def digest(spark: SparkSession, remote: RemoteFile, lines: DataFrame) -> str:
    """Return the SHA-256 of a small file, or a combined hash of the lines of a large one, which is read in parts."""
    if remote.size <= SMALL:
        return hashlib.sha256(read_content(spark, remote)).hexdigest()
    [(total, count)] = lines.selectExpr("hex(bit_xor(xxhash64(value)))", "count(*)").collect()
    return f"lines:{total}:{count}"


def find_changed_files(
    spark: SparkSession, inputs: Inputs, processed_files: Iterable[ProcessedFile], listed: dict[str, RemoteFile]
) -> list[Fault]:
    """Return a fault for each loaded file that has changed; a file is read only if name, size or time differ."""
    names = {(str(file.table.name), file.month): file.name for file in inputs.files}
    faults = []
    for processed in processed_files:
        name = names.get((processed.table, processed.month), "")
        file = listed.get(name)
        if file is None:
            continue
        written = file.written.isoformat(" ", "microseconds")
        if (name, file.size, written) == (processed.name, processed.size, processed.modified_utc):
            continue
        if file.size != processed.size or digest(spark, file, read_lines(spark, file)) != processed.sha256:
            faults.append(Fault(name, "changed_file", "changed since it was loaded"))
    return faults
