"""The reader over many WARC files at once, on Apache Spark, and what it leaves as Parquet."""

import sys


def find_data_frames() -> None:
    """Let pyarrow and pyspark import pandas and numpy, which `cli` hides from sqlite_utils."""
    for name in ("numpy", "pandas"):
        if sys.modules.get(name, sys) is None:
            del sys.modules[name]
