"""The reader over many WARC files at once, on Apache Spark, and what it leaves as Parquet."""
