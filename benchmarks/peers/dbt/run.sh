#!/bin/sh
# run.sh DATA OUT: builds and tests the models. Both paths are absolute.
# The environment variable DBT names the dbt program (default: the dbt on the PATH).
set -eu
cd "$(dirname "$0")"
mkdir -p "$2"
export BENCH_DATA="$1" BENCH_OUT="$2"
exec "${DBT:-dbt}" build --profiles-dir . --target-path "$2/target" --log-path "$2/logs"
