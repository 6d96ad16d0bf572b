#!/usr/bin/env bash
# A standalone Spark cluster on this machine: one master, two workers, and a Connect server at
# sc://127.0.0.1:15002 until it is stopped (Ctrl-C). Then, elsewhere:
#
#     pytest -m spark --remote sc://127.0.0.1:15002
#
# Wants Java 17 (Debian: apt-get install openjdk-17-jre-headless) and Spark itself, which PyPI has (0.9 GB):
#
#     python3 -m venv build/spark && build/spark/bin/pip install 'pyspark[connect]'
#     SPARK_HOME=$(build/spark/bin/python -c 'import pyspark; print(pyspark.__path__[0])') tests/spark/cluster.sh
set -euo pipefail
: "${SPARK_HOME:?names the folder of a Spark distribution}"
command -v java >/dev/null || { echo "There is no Java: install a JRE of version 17 or newer." >&2; exit 1; }

export SPARK_LOCAL_IP=127.0.0.1 SPARK_NO_DAEMONIZE=1
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$work"' EXIT

run() { # a class of Spark's, with its arguments; the log is in the folder
    "$SPARK_HOME/bin/spark-class" "$@" >"$work/${1##*.}-$RANDOM.log" 2>&1 &
}
answers() { # wait until a port of this machine does
    for _ in $(seq 600); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.2
    done
    tail -n 20 "$work"/*.log >&2
    exit 1
}

master=spark://127.0.0.1:17077
run org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 17077 --webui-port 18080
answers 17077
for number in 1 2; do
    run org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 2g \
        --webui-port "1808$number" --work-dir "$work/worker$number" "$master"
done
"$SPARK_HOME/bin/spark-submit" --master "$master" \
    --class org.apache.spark.sql.connect.service.SparkConnectServer \
    --conf spark.connect.grpc.binding.address=127.0.0.1 --conf spark.connect.grpc.binding.port=15002 \
    --conf spark.driver.memory=2g --conf spark.executor.memory=1536m --conf spark.sql.shuffle.partitions=4 \
    spark-internal >"$work/connect.log" 2>&1 &
answers 15002
echo "Spark answers at sc://127.0.0.1:15002; its logs are in $work."
wait
