"""The tables of a release as Parquet files, typed; needs the extra `parquet`."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from jsiq_scrape.release.formats.table_files import columns, rows, typed
from jsiq_scrape.tables import Column, Kind, Table

if TYPE_CHECKING:
    import pyarrow


def write_parquet(connection: sqlite3.Connection, one: Table, path: Path) -> None:
    """One file a table: days, moments in UTC, booleans and lists as such; what a column means is in its metadata."""
    import pyarrow
    import pyarrow.parquet

    given = columns(one)
    by_column = list(zip(*rows(connection, one), strict=True)) or [()] * len(given)
    arrays = [
        pyarrow.array([typed(column, cell) for cell in cells]).cast(_type(column))
        for column, cells in zip(given, by_column, strict=True)
    ]
    made = pyarrow.Table.from_arrays(arrays, schema=_schema(one))
    pyarrow.parquet.write_table(made, path, compression="zstd")


def _schema(one: Table) -> "pyarrow.Schema":
    import pyarrow

    return pyarrow.schema(
        [
            pyarrow.field(
                column.name,
                _type(column),
                nullable=column.null is not None,
                metadata={"description": f"{column.german} | {column.english}"},
            )
            for column in columns(one)
        ],
        metadata={"description": f"{one.german} | {one.english}"},
    )


def _type(column: Column) -> "pyarrow.DataType":
    import pyarrow

    if column.kind is Kind.JSON:  # unknown labels are pairs of label and value
        return pyarrow.list_(pyarrow.list_(pyarrow.string()) if column.name == "extras" else pyarrow.string())
    types = {
        Kind.INTEGER: pyarrow.int64(),
        Kind.REAL: pyarrow.float64(),
        Kind.BOOLEAN: pyarrow.bool_(),
        Kind.DATE: pyarrow.date32(),
        Kind.MOMENT: pyarrow.timestamp("s", tz="UTC"),
    }
    return types.get(column.kind, pyarrow.string())
