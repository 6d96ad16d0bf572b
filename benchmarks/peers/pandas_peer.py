"""Build the same tables and report with pandas on Arrow types, as Parquet: pandas_peer.py DATA OUT."""

import sys
from pathlib import Path

import pandas as pd

KEYS = {
    "contact_centers": "contact_center_id",
    "service_categories": "category_id",
    "agents": "agent_id",
    "interactions": "interaction_id",
}
TIMES = ("timestamp", "interaction_start", "agent_resolution_timestamp", "interaction_end")
NUMBERS = ("call_duration_minutes", "satisfaction_rating")


def read(path: Path) -> pd.DataFrame:
    """Read a file with trimmed and typed cells."""
    frame = pd.read_csv(path, engine="pyarrow", dtype_backend="pyarrow")
    for column in frame.columns:
        cells = frame[column]
        if pd.api.types.is_string_dtype(cells.dtype):
            cells = cells.str.strip()
            cells = cells if column in KEYS.values() else cells.where(cells != "")
        if column in NUMBERS:
            cells = pd.to_numeric(cells).astype("double[pyarrow]")
        elif column in TIMES and not pd.api.types.is_datetime64_any_dtype(cells.dtype):
            cells = pd.to_datetime(cells, utc=True, format="ISO8601").astype("timestamp[s, tz=UTC][pyarrow]")
        frame[column] = cells
    return frame


def current(data: Path, out: Path, table: str) -> pd.DataFrame:
    """Write the table as of the last delta, and return it."""
    key = KEYS[table]
    frame = read(data / "initial" / f"{table}.csv")
    deltas = sorted((data / "delta").glob(f"{table}_delta_*.csv"))
    if deltas:
        changes = pd.concat([read(path) for path in deltas], ignore_index=True).drop_duplicates(key, keep="last")
        live = changes[changes["action"].str.lower() != "delete"].drop(columns="action")
        frame = pd.concat([frame[~frame[key].isin(changes[key])], live], ignore_index=True)
    frame.to_parquet(out / f"{table}.parquet", index=False)
    return frame


def main(data: Path, out: Path) -> None:
    """Write the four tables and the report."""
    out.mkdir(parents=True, exist_ok=True)
    tables = {table: current(data, out, table) for table in KEYS}
    rows = tables["interactions"]
    is_call = rows["channel"] == "phone"
    counted = pd.DataFrame(
        {
            "month": rows["interaction_start"].dt.tz_convert("America/New_York").dt.strftime("%Y-%m"),
            "contact_center_id": rows["contact_center_id"],
            "category_id": rows["category_id"],
            "total_interactions": 1,
            "total_calls": is_call,
            "total_call_duration": rows["call_duration_minutes"].where(is_call),
        }
    )
    totals = ["total_interactions", "total_calls", "total_call_duration"]
    ids, names = ["month", "contact_center_id", "category_id"], ["month", "contact_center_name", "department"]
    counted = counted.groupby(ids, dropna=False, sort=False)[totals].sum().reset_index()
    for table, key, name in (
        ("contact_centers", "contact_center_id", "contact_center_name"),
        ("service_categories", "category_id", "department"),
    ):
        counted = counted.merge(tables[table][[key, name]], on=key, how="left")
        counted[name] = counted[name].fillna("Unknown")
    counted.groupby(names)[totals].sum().reset_index().to_csv(out / "support_report.csv", index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
