"""README.md and CITATION.cff of a release."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from jsiq_scrape.database.codebook import RIGHTS
from jsiq_scrape.explore.plain_text import counted
from jsiq_scrape.release.coverage import bias, coverage
from jsiq_scrape.release.dataset import Dataset
from jsiq_scrape.release.formats.registry import Format

UNNAMED = "Unnamed compilers"


def citation(dataset: Dataset, released: str) -> str:
    """CITATION.cff (version 1.2.0)."""
    return "\n".join(_citation(dataset, released)) + "\n"


def _citation(dataset: Dataset, released: str) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield 'message: "Please cite the dataset with its version and the digest of jsiq.db in SHA256SUMS."'
    yield "type: dataset"
    yield f"title: {_quoted(dataset.title)}"
    yield f"abstract: {_quoted(dataset.description)}"
    yield "authors:"
    for author in dataset.authors:
        if author.person:
            yield f"  - family-names: {_quoted(author.person[0])}"
            yield f"    given-names: {_quoted(author.person[1])}"
            if author.affiliation:
                yield f"    affiliation: {_quoted(author.affiliation)}"
        else:
            yield f"  - name: {_quoted(author.name)}"
        if author.orcid:
            yield f"    orcid: {_quoted(f'https://orcid.org/{author.orcid}')}"
    if not dataset.authors:
        yield f"  - name: {_quoted(UNNAMED)}"
    yield f"version: {_quoted(dataset.version)}"
    yield f"date-released: {released}"
    if dataset.identifier and "doi.org/" in dataset.identifier:
        yield f"doi: {_quoted(dataset.identifier.partition('doi.org/')[2])}"
    elif dataset.identifier:
        yield f"url: {_quoted(dataset.identifier)}"
    if dataset.licence and dataset.licence.spdx:
        yield f"license: {dataset.licence.spdx}"
    if dataset.keywords:
        yield "keywords:"
        for keyword in dataset.keywords:
            yield f"  - {_quoted(keyword)}"


def cited(dataset: Dataset, released: str) -> str:
    """The dataset in one line, as a list of references has it."""
    authors = "; ".join(author.name for author in dataset.authors) or UNNAMED
    where = f" {dataset.identifier}" if dataset.identifier else ""
    return f"{authors} ({released[:4]}): {dataset.title}. Version {dataset.version} [data set].{where}"


def rights(dataset: Dataset, *, warc: bool) -> str:
    """Whose what is, in plain words."""
    licence = dataset.licence
    ours = (
        f"What the compilers added (selection, arrangement, keys, codebook) is given under "
        f"[{licence.name}]({licence.url}); that licence covers nothing else."
        if licence
        else "No licence is given for what the compilers added; ask them."
    )
    pages = (
        " `snapshots.warc.gz` holds whole pages: keep it for research, and do not put it on the open web."
        if warc
        else ""
    )
    return f"{RIGHTS} {ours}{pages}"


def readme(
    dataset: Dataset,
    released: str,
    counts: Mapping[str, int],
    connection: sqlite3.Connection,
    built: Mapping[str, str],
    *,
    contacts: bool,
    formats: Iterable[Format],
) -> str:
    """README.md: what the release holds and what it lacks."""
    nouns = {name: name.replace("_", " ") for name in counts} | {"body": "stored page"}
    lines = [
        f"# {dataset.title}",
        "",
        dataset.description,
        "",
        f"Version {dataset.version}, {released}. Cite it as:",
        "",
        f"> {cited(dataset, released)}",
        "",
        "## What is in it",
        "",
        ", ".join(counted(number, nouns[name]) for name, number in counts.items() if number) + ".",
        "",
        *_files(contacts, formats),
        "",
        "## Contacts",
        "",
        *_contacts(contacts),
        "",
        "## Coverage and gaps",
        "",
        *coverage(connection),
        "",
        "## Bias by the time of the captures",
        "",
        *bias(connection),
        "",
        "## Rights",
        "",
        rights(dataset, warc=contacts),
        "",
        "## How it was made",
        "",
        "Read and built by jsiq_scrape with:",
        "",
        *(f"- {name}: `{value}`" for name, value in sorted(built.items())),
        "",
        "`jsiq-scrape rebuild --verify FOLDER` checks every file and builds the database again: from the evidence in",
        "this folder, or from the snapshots of whoever holds them (`--root`).",
        "",
    ]
    return "\n".join(lines)


def _files(contacts: bool, formats: Iterable[Format]) -> Iterator[str]:
    yield "| file | what it is |"
    yield "|---|---|"
    yield "| `jsiq.db` | all tables and views as SQLite, with full-text search |"
    yield "| `metadata.yaml` | describes it to Datasette: `datasette jsiq.db --metadata metadata.yaml` |"
    yield from (f"| `{one.path}{'' if Path(one.path).suffix else '/'}` | {one.what} |" for one in formats)
    yield "| `codebook.md`, `codebook.csv` | what each column means, in German and English, and how full it is |"
    yield "| `parsers/` | the vocabulary and the decisions that the pages were read with |"
    if contacts:
        yield "| `snapshots.warc.gz` | the evidence: every page and every capture |"
    yield "| `ro-crate-metadata.json` | where all this comes from, run by run, as RO-Crate |"
    yield "| `SHA256SUMS` | digests of all files: `sha256sum -c SHA256SUMS` |"
    yield ""
    yield "`project_overview` is the flat table to begin with."
    yield "CSV cannot distinguish an empty text from no value; the others do."


def _contacts(contacts: bool) -> Iterator[str]:
    if contacts:
        yield "**This release holds personal data**: names, addresses and numbers of contact persons, in the tables"
        yield "`contact` and `contact_version`, in `change` and `claim`, and on the pages. Keep it to yourselves."
    else:
        yield "Contact persons are left out: tables `contact` and `contact_version` are empty, and in all texts names,"
        yield "mail addresses and telephone numbers of persons give way to `[…]`. Of the pages there are digests only."


def _quoted(text: str) -> str:
    """A YAML string: what JSON calls one is one there too."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
