#!/usr/bin/env bash
# A standalone Spark cluster on this machine, with Delta Lake and S3A: one master, two workers, and a
# Connect server at sc://127.0.0.1:15002 until it is stopped (Ctrl-C). Then, elsewhere:
#
#     pytest -m spark --remote sc://127.0.0.1:15002
#
# Wants Java 17 or newer, Maven (Debian: apt-get install openjdk-17-jre-headless maven), and Spark
# itself, which PyPI has (0.9 GB with the jars for S3):
#
#     python3 -m venv build/spark && build/spark/bin/pip install 'pyspark[connect]==4.2.*'
#     SPARK_HOME=$(build/spark/bin/python -c 'import pyspark; print(pyspark.__path__[0])') tests/spark/cluster.sh
#
# S3A looks for its storage at port 5055 of this machine, where the tests start a server of S3.
set -euo pipefail
: "${SPARK_HOME:?names the folder of a Spark distribution}"
for program in java mvn; do
    command -v "$program" >/dev/null || { echo "There is no $program: see the head of this file." >&2; exit 1; }
done

export SPARK_LOCAL_IP=127.0.0.1 SPARK_NO_DAEMONIZE=1
patience=600 # seconds, on a slow machine
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$work"' EXIT

jars=${XDG_CACHE_HOME:-$HOME/.cache}/supportwh/jars
hadoop=$(ls "$SPARK_HOME"/jars/hadoop-client-api-*.jar)
hadoop=${hadoop##*-api-}
if [ ! -d "$jars" ]; then
    echo "Fetching Delta Lake and S3A."
    mkdir -p "$jars.new"
    cat >"$work/pom.xml" <<END
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>supportwh</groupId><artifactId>cluster</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.delta</groupId><artifactId>delta-spark_4.2_2.13</artifactId><version>4.4.0</version></dependency>
    <dependency><groupId>org.apache.hadoop</groupId><artifactId>hadoop-aws</artifactId><version>${hadoop%.jar}</version></dependency>
  </dependencies>
</project>
END
    for group in io.delta org.apache.hadoop,software.amazon.awssdk,software.amazon.s3.analyticsaccelerator; do
        mvn -B -q -f "$work/pom.xml" dependency:copy-dependencies -DincludeGroupIds=$group -DincludeScope=runtime \
            -DexcludeArtifactIds=hadoop-client-api,hadoop-client-runtime -DoutputDirectory="$jars.new"
    done
    mv "$jars.new" "$jars"
fi

run() { # a class of Spark's, with its arguments; the log is in the folder
    "$SPARK_HOME/bin/spark-class" "$@" >"$work/${1##*.}-$RANDOM.log" 2>&1 &
}
answers() { # wait until a port of this machine does
    for _ in $(seq $((patience * 5))); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.2
    done
    echo "Nothing answers at port $1 after $patience seconds; the logs are in $work:" >&2
    grep -h -m 3 -E "ERROR|Exception" "$work"/*.log >&2 || true
    trap - EXIT
    exit 1
}

master=spark://127.0.0.1:17077
run org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 17077 --webui-port 18080
answers 17077
for number in 1 2; do
    run org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 2g \
        --webui-port "1808$number" --work-dir "$work/worker$number" "$master"
done
s3a=spark.hadoop.fs.s3a
"$SPARK_HOME/bin/spark-submit" --master "$master" --jars "$(ls "$jars"/*.jar | paste -sd,)" \
    --class org.apache.spark.sql.connect.service.SparkConnectServer \
    --conf spark.connect.grpc.binding.address=127.0.0.1 --conf spark.connect.grpc.binding.port=15002 \
    --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension \
    --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog \
    --conf $s3a.endpoint=http://127.0.0.1:5055 --conf $s3a.path.style.access=true \
    --conf $s3a.access.key=x --conf $s3a.secret.key=y --conf $s3a.endpoint.region=us-east-1 \
    --conf spark.driver.memory=2g --conf spark.executor.memory=1536m --conf spark.sql.shuffle.partitions=4 \
    --conf spark.sql.warehouse.dir="$work/catalog" \
    spark-internal >"$work/connect.log" 2>&1 &
answers 15002
echo "Spark answers at sc://127.0.0.1:15002; its logs are in $work."
wait
