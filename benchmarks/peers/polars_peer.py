"""Build the same tables and report with Polars, as Parquet: polars_peer.py DATA OUT."""

import sys
from pathlib import Path

import polars as pl

TEXT = pl.String
TIMES = ("timestamp", "interaction_start", "agent_resolution_timestamp", "interaction_end")
TABLES = {
    "contact_centers": ["contact_center_id", "contact_center_name", "location"],
    "service_categories": ["category_id", "category_name", "department"],
    "agents": ["agent_id", "full_name", "contact_center_id", "hire_date", "category_id"],
    "interactions": [
        *("interaction_id", "timestamp", "channel", "category_id", "agent_id", "contact_center_id"),
        *("interaction_start", "agent_resolution_timestamp", "interaction_end"),
        *("call_duration_minutes", "satisfaction_rating"),
    ],
}
TYPES = {"hire_date": pl.Date, "call_duration_minutes": pl.Float64, "satisfaction_rating": pl.Float64}


def scan(path: Path, columns: list[str]) -> pl.LazyFrame:
    """Return a lazy scan of a file with trimmed and typed cells."""
    schema = {column: TYPES.get(column, TEXT) for column in columns}
    texts = [column for column in columns if column not in TYPES and column not in TIMES]
    times = [pl.col(c).str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC") for c in TIMES]
    frame = pl.scan_csv(path, schema=schema, null_values=["", " "])
    return frame.with_columns(pl.col(texts).str.strip_chars(), *(times if TIMES[0] in columns else ()))


def current(data: Path, out: Path, table: str) -> pl.LazyFrame:
    """Write the table as of the last delta, and return it."""
    columns = TABLES[table]
    key = columns[0]
    frame = scan(data / "initial" / f"{table}.csv", columns)
    deltas = sorted((data / "delta").glob(f"{table}_delta_*.csv"))
    if deltas:
        changes = pl.concat([scan(path, [*columns, "action"]) for path in deltas])
        last = changes.unique(key, keep="last", maintain_order=True).collect(engine="streaming").lazy()
        live = last.filter(pl.col("action").str.to_lowercase() != "delete").select(columns)
        frame = pl.concat([frame.join(last.select(key), on=key, how="anti"), live])
    target = out / f"{table}.parquet"
    frame.sink_parquet(target)
    return pl.scan_parquet(target)


def main(data: Path, out: Path) -> None:
    """Write the four tables and the report."""
    out.mkdir(parents=True, exist_ok=True)
    tables = {table: current(data, out, table) for table in TABLES}
    is_call = pl.col("channel") == "phone"
    start = pl.col("interaction_start")
    counted = (
        tables["interactions"]
        .group_by(
            start.dt.convert_time_zone("America/New_York").dt.truncate("1mo").alias("month"),
            "contact_center_id",
            "category_id",
        )
        .agg(
            pl.len().cast(pl.Int64).alias("total_interactions"),
            is_call.sum().cast(pl.Int64).alias("total_calls"),
            pl.col("call_duration_minutes").filter(is_call).sum().alias("total_call_duration"),
        )
    )
    names = ["month", "contact_center_name", "department"]
    (
        counted.join(tables["contact_centers"], on="contact_center_id", how="left")
        .join(tables["service_categories"], on="category_id", how="left")
        .with_columns(pl.col("month").dt.strftime("%Y-%m"), pl.col(names[1:]).fill_null("Unknown"))
        .group_by(names)
        .agg(pl.col("total_interactions", "total_calls", "total_call_duration").sum())
        .sort(names)
        .sink_csv(out / "support_report.csv", engine="streaming")
    )


if __name__ == "__main__":
    pl.Config.set_engine_affinity("streaming")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
