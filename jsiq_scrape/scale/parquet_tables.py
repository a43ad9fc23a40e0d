"""The Parquet tables `captures` and `readings`: their columns, and their rows from our values and back."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Union, get_args, get_origin

import pyarrow
from pyarrow import dataset
from pydantic import BaseModel, TypeAdapter, ValidationError

from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.files.warc.record_choice import WarcCapture
from jsiq_scrape.records import Reading
from jsiq_scrape.scale.inputs import Input

if TYPE_CHECKING:
    from pyarrow import DataType, Schema

CAPTURES, READINGS = "captures", "readings"
PART = "part"  # the column that divides both tables into folders: one for each WARC file that gave something

_TEXT, _MOMENT = pyarrow.string(), pyarrow.timestamp("us", tz="UTC")
_PAIRS = pyarrow.list_(pyarrow.struct([("name", _TEXT), ("value", _TEXT)]))

_WHERE = [(PART, _TEXT), ("origin", _TEXT), ("file", _TEXT), ("offset", pyarrow.int64())]
#: The columns that `readings` has of the captures.
READING_COLUMNS = (PART, "origin", "file", "offset", "url", "captured_at", "digest")
#: `origin` is the address of the WARC file, `file` what the evidence calls it, `digest` the SHA-256 of the body.
CAPTURE_SCHEMA = pyarrow.schema(
    [
        *_WHERE,
        ("kind", _TEXT),
        ("url", _TEXT),
        ("captured_at", _MOMENT),
        ("status", pyarrow.int32()),
        ("headers", _PAIRS),
        ("body", pyarrow.binary()),
        ("digest", _TEXT),
        ("purpose", _TEXT),
        ("target", _TEXT),
        ("error", _TEXT),
        ("error_kind", _TEXT),
        ("payload_digest", _TEXT),
        ("names", pyarrow.list_(_TEXT)),
        ("refers_to", pyarrow.list_(_TEXT)),
        ("block", pyarrow.binary()),
    ]
)

_SCALARS: Mapping[object, "DataType"] = {
    str: _TEXT,
    bool: pyarrow.bool_(),
    int: pyarrow.int32(),
    float: pyarrow.float64(),
    date: pyarrow.date32(),
}


def seen_schema() -> "Schema":
    """What a task gives: captures, each with its reading, which says what `records` declares and by which reader."""
    own = [(name, _type(field.annotation)) for name, field in Reading.model_fields.items() if name != "claims"]
    return CAPTURE_SCHEMA.append(pyarrow.field("reading", pyarrow.struct([("reader", _TEXT), ("error", _TEXT), *own])))


def _type(annotation: object) -> "DataType":
    """The column type of a field of a record."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        (annotation,) = (one for one in inner if one is not types.NoneType)
        return _type(annotation)
    if origin is tuple:
        return pyarrow.list_(_type(inner[0]))
    if origin is Literal or (isinstance(annotation, type) and issubclass(annotation, Enum)):
        return _TEXT
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pyarrow.struct([(name, _type(field.annotation)) for name, field in annotation.model_fields.items()])
    return _SCALARS[annotation]


def capture_row(capture: WarcCapture, given: Input) -> dict[str, object]:
    """The row of a capture."""
    return asdict(capture) | {
        PART: given.part,
        "origin": capture.place,
        "headers": [{"name": name, "value": value} for name, value in capture.headers],
        "digest": sha256(capture.body).hexdigest() if capture.body is not None else None,
    }


_HEADERS = TypeAdapter(list[dict[str, str]])
_CAPTURES: TypeAdapter[WarcCapture] = TypeAdapter(WarcCapture)


def capture_of(row: Mapping[str, object]) -> WarcCapture:
    """The capture of a row again.  Raises ValidationError."""
    pairs = _HEADERS.validate_python(row["headers"])
    return _CAPTURES.validate_python(
        {**row, "place": row["origin"], "headers": [(x["name"], x["value"]) for x in pairs]}
    )


def captures_in(folder: Path) -> Iterator[WarcCapture]:
    """The captures that sieves left in a folder, file by file and in the order of each.

    Raises MissingFile when there are none, UsageError when the table is another.
    """
    if not (folder / CAPTURES).is_dir():
        raise MissingFile(f"{folder / CAPTURES}: no such folder (jsiq-scrape sieve makes it)")
    for part in sorted(one for one in (folder / CAPTURES).iterdir() if one.name.startswith(f"{PART}=")):
        try:
            table = dataset.dataset(part, format="parquet", exclude_invalid_files=False)
            columns = [name for name in CAPTURE_SCHEMA.names if name not in (PART, "digest")]
            for batch in table.to_batches(columns=columns, batch_size=_ROWS, batch_readahead=1, fragment_readahead=1):
                yield from map(capture_of, batch.to_pylist())
        except (pyarrow.ArrowException, ValidationError, OSError) as error:
            reason = str(error).splitlines()[0]
            raise UsageError(f"{part} is not what jsiq-scrape sieve writes, or is damaged: {reason}") from error


_ROWS = 64  # that are held at a time; a body may have 10 MB
