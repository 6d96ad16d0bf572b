"""The same warehouse on Spark: the SQL of `sql/`, moved and sent to a Spark Connect server."""
