"""datapackage.json of a release: the CSV files with their schemas, keys and hashes, as Frictionless v1 has it."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from pydantic import JsonValue

from jsiq_scrape.database.codebook import RIGHTS
from jsiq_scrape.programme import programme
from jsiq_scrape.release.dataset import Dataset
from jsiq_scrape.release.formats.table_files import columns
from jsiq_scrape.tables import Column, Kind, Table

Described = dict[str, JsonValue]

#: Where invented data come from.
DEMO = "jsiq_scrape demo"
#: By this a folder is known as a release of this program.
MADE_BY = "jsiq_scrape"

_TYPES = {
    Kind.TEXT: "string",
    Kind.INTEGER: "integer",
    Kind.REAL: "number",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.MOMENT: "datetime",
    Kind.JSON: "array",
}


def datapackage(
    folder: Path, dataset: Dataset, tables: Iterable[Table], built: Mapping[str, str], *, contacts: bool, demo: bool
) -> Described:
    """The descriptor of the files csv/TABLE.csv in `folder`; `built` says what the database was built with."""
    listed = list(tables)
    names = {one.name for one in listed}
    described: Described = {
        "profile": "tabular-data-package",
        "name": programme().key,
        "title": dataset.title,
        "description": f"{dataset.description}\n\n{RIGHTS}",
        "version": dataset.version,
        "keywords": list(dataset.keywords),
        "contributors": [_contributor(author.name, author.affiliation) for author in dataset.authors]
        or [_contributor("unnamed compilers", None)],
        "sources": [{"title": DEMO} if demo else {"title": programme().host, "path": programme().site}],
        MADE_BY: {"contacts": contacts, "built_with": dict(built)},
        "resources": [_resource(folder, one, names) for one in listed],
    }
    if dataset.identifier:
        described["id"] = dataset.identifier
    if dataset.licence:
        licence: Described = {"title": dataset.licence.name, "path": dataset.licence.url}
        described["licenses"] = [licence | ({"name": dataset.licence.spdx} if dataset.licence.spdx else {})]
    return described


def _contributor(name: str, affiliation: str | None) -> Described:
    return {"title": name, "role": "author", **({"organization": affiliation} if affiliation else {})}


def _resource(folder: Path, one: Table, names: set[str]) -> Described:
    path = f"csv/{one.name}.csv"
    content = (folder / path).read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": one.name,
        "title": one.english,
        "description": one.german,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": _schema(one, names),
    }


def _schema(one: Table, names: set[str]) -> Described:
    keys: list[JsonValue] = [
        {"fields": column.name, "reference": {"resource": "" if column.references == one.name else column.references,
                                              "fields": "id"}}
        for column in columns(one)
        if column.references in names
    ]  # fmt: skip
    schema: Described = {
        "fields": [_field(one, column) for column in columns(one)],
        "missingValues": [""],
        "primaryKey": list(one.key),
    }
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(one: Table, column: Column) -> Described:
    field: Described = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.german,
        "description": column.english
        + (f" [{column.unit}]" if column.unit else "")
        + (f" (empty: {column.null})" if column.null else ""),
    }
    # CSV cannot distinguish an empty text from no value, so only what is never an empty text is required.
    filled = column.kind is not Kind.TEXT or column.name in one.key or column.references or column.allowed
    constraints: Described = {}
    if column.null is None and filled:
        constraints["required"] = True
    if column.allowed and column.kind is Kind.TEXT:
        constraints["enum"] = list(column.allowed)
    return field | ({"constraints": constraints} if constraints else {})
