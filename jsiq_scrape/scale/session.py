"""The Spark that a sieve runs on: one on this machine, or the one that `spark-submit` or `--master` names."""

import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jsiq_scrape.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_OLDEST_JAVA = 17  # that Spark 4 runs on
_LOCAL = re.compile(r"local(?:\[(\d+|\*)\])?")
_ATTEMPTS = 4  # at a task, as on a cluster; a local Spark has one by default, and a killed worker would end the job
_SETTINGS = {
    "spark.app.name": "jsiq-scrape sieve",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",  # shuffled are counts of rows, nothing larger
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    # What a run writes replaces what earlier runs wrote about the same WARC files, and nothing else.
    "spark.sql.sources.partitionOverwriteMode": "dynamic",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}


def require() -> None:
    """Raise UsageError, which says what to install, when pyspark or Java is missing."""
    from importlib.util import find_spec

    if find_spec("pyspark") is None or find_spec("pyarrow") is None:
        raise UsageError("sieve needs Apache Spark: pip install 'jsiq-scrape[spark]'")
    version = java_version()
    if version is None or version < _OLDEST_JAVA:
        found = "none was found" if version is None else f"this is Java {version}"
        raise UsageError(
            f"sieve needs Java {_OLDEST_JAVA} or newer, and {found}: install it "
            f"(Debian: apt-get install openjdk-{_OLDEST_JAVA}-jre-headless), or let JAVA_HOME name it"
        )


def java_version() -> int | None:
    """Of the Java that Spark would start; None when there is none."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if java is None:
        return None
    try:
        done = subprocess.run([java, "-version"], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', done.stderr)
    return int(found[1]) if found else None


@contextmanager
def session(master: str | None = None) -> "Iterator[SparkSession]":
    """A Spark session, ended at the end.  Raises UsageError without Java or pyspark.

    `master` is Spark's; without one, that of spark-submit's settings, else all cores of this machine.
    """
    require()
    # It works with pandas 3 as far as it is used here: pandas is asked for, and no data frame is made.
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    SparkContext._ensure_initialized()  # noqa: SLF001  # before it, nothing is known of spark-submit's settings
    given = SparkConf()
    master = master or given.get("spark.master", "local[*]")
    assert master is not None
    local = _LOCAL.fullmatch(master)
    settings = dict(_SETTINGS)
    if local is not None:
        master = f"local[{local[1] or 1},{_ATTEMPTS}]"
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    shown = sys.stderr is not None and sys.stderr.isatty()
    builder = SparkSession.builder.master(master).config("spark.ui.showConsoleProgress", str(shown).lower())
    for name, value in settings.items():
        if not given.contains(name):
            builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()
