"""Other programs read the database as what it is: dates, whole numbers, 0 and 1, keys as text."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jsiq_scrape.workspace import Workspace


@pytest.mark.sweep
def test_pandas_reads_types_dates_and_leading_zeros(small: Workspace) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: make sweeps installs it")
    with closing(sqlite3.connect(small.database)) as connection:
        projects = pandas.read_sql("SELECT * FROM project", connection, parse_dates=["period_start", "period_end"])
        profiles = pandas.read_sql("SELECT * FROM profile_overview", connection)
    assert str(projects["period_start"].dtype).startswith("datetime64")
    assert projects["period_end"].max() == pandas.Timestamp("2022-06-30")
    assert set(projects["case_management"].dropna()) == {0, 1}
    assert set(profiles["ags"].dropna().str.len()) == {5}
    assert "01002" in set(profiles["ags"])
    assert profiles["latitude"].dtype == "float64"
    joined = projects.merge(profiles, left_on="profile", right_on="id")
    assert len(joined) == len(projects)


@pytest.mark.sweep
def test_pandas_reads_the_served_csv(small_served) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: make sweeps installs it")
    address = f"{small_served.address}jsiq/profile_overview.csv?_size=max"
    profiles = pandas.read_csv(address, dtype={"ags": str, "postal_code": str})
    assert "04109" in set(profiles["postal_code"])
    assert "Stadt Köln" in set(profiles["municipality"])


@pytest.mark.sweep
def test_duckdb_reads_tables_and_views(small: Workspace) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: make install")
    scanner = pytest.importorskip("duckdb_extension_sqlite_scanner", reason="DuckDB's SQLite reader is not installed")
    (extension,) = Path(scanner.__file__).parent.rglob("*.duckdb_extension")
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{extension}'")
        connection.execute(f"ATTACH '{small.database}' AS jsiq (TYPE sqlite, READ_ONLY)")
        asked = "SELECT state, count(*), max(CAST(period_end AS DATE)) FROM jsiq.project_overview GROUP BY 1 ORDER BY 1"
        found = {state: (number, str(end)) for state, number, end in connection.execute(asked).fetchall()}
        described = dict(connection.execute("SELECT column_name, column_type FROM (DESCRIBE jsiq.project)").fetchall())
    assert found["Bayern"] == (4, "2022-06-30")
    assert described["id"] == "VARCHAR"
    assert described["case_management"] == "BIGINT"


def test_every_value_has_the_type_of_its_column(small: Workspace) -> None:
    types = {"TEXT": {"text", "null"}, "INTEGER": {"integer", "null"}, "REAL": {"real", "null"}}
    with closing(sqlite3.connect(small.database)) as connection:
        for (table,) in connection.execute("SELECT name FROM pragma_table_list WHERE strict").fetchall():
            for _, column, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
                stored = {name for (name,) in connection.execute(f'SELECT DISTINCT typeof("{column}") FROM "{table}"')}
                assert stored <= types[kind], (table, column)
