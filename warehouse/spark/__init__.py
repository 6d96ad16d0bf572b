"""The warehouse on Spark: transpiles the SQL of `sql/` and runs it on a Spark Connect server."""
