"""ro-crate-metadata.json of a release (RO-Crate 1.1): the files, who compiled them, and the runs as actions."""

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import JsonValue

from jsiq_scrape.database.demo_data import NOTE, is_demo
from jsiq_scrape.programme import programme
from jsiq_scrape.release.dataset import Author, Dataset
from jsiq_scrape.release.formats.datapackage import DEMO
from jsiq_scrape.release.formats.registry import FORMATS
from jsiq_scrape.release.formats.release_texts import UNNAMED, rights

Entity = dict[str, JsonValue]

_VERSION = "https://w3id.org/ro/crate/1.1"
#: The profile for provenance of this kind: single programs that were run.
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_TYPES = {
    ".json": "application/json",
    ".db": "application/vnd.sqlite3",
    ".md": "text/markdown",
    ".cff": "application/yaml",
    ".yaml": "application/yaml",
    ".toml": "application/toml",
    ".gz": "application/warc",
} | {one.suffix: one.media_type for one in FORMATS}


def crate(
    folder: Path,
    files: Iterable[str],
    dataset: Dataset,
    released: str,
    built: Mapping[str, str],
    connection: sqlite3.Connection,
) -> Entity:
    """The graph; `files` are the paths of the release in `folder` that exist already."""
    parts = list(files)
    origin = _origin(demo=is_demo(connection))
    evidence = "snapshots.warc.gz" if "snapshots.warc.gz" in parts else None
    authors = [_author(number, author) for number, author in enumerate(dataset.authors or (Author(name=UNNAMED),), 1)]
    agent = _refer(authors[:1])
    actions = [
        action | {"agent": agent}
        for action in (
            *_runs(connection, origin["@id"], evidence or "jsiq.db"),
            _build(evidence or origin["@id"], built),
        )
    ]
    licence = dataset.licence
    rights_id = licence.url if licence else "#rights"
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": dataset.title,
        "description": dataset.description,
        "version": dataset.version,
        "datePublished": released,
        "license": {"@id": rights_id},
        "usageInfo": rights(dataset, warc=evidence is not None),
        "author": _refer(authors),
        "keywords": ", ".join(dataset.keywords),
        "inLanguage": "de",
        "hasPart": [{"@id": part} for part in parts],
        "mentions": _refer(actions),
        "conformsTo": {"@id": _PROFILE},
    }
    if dataset.identifier:
        root["identifier"] = dataset.identifier
    graph: list[JsonValue] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": _VERSION},
            "about": {"@id": "./"},
        },
        root,
        *(_file(folder, part) for part in parts),
        *authors,
        {
            "@id": rights_id,
            "@type": "CreativeWork",
            "name": licence.name if licence else "Rights in this dataset",
            "description": rights(dataset, warc=evidence is not None),
        },
        {"@id": _PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        origin,
        {"@id": "#jsiq_scrape", "@type": "SoftwareApplication", "name": "jsiq_scrape", "version": built["program"]},
        *actions,
    ]
    return {"@context": f"{_VERSION}/context", "@graph": graph}


def _origin(*, demo: bool) -> Entity:
    """Where the pages come from."""
    if demo:
        return {"@id": "#demo", "@type": "CreativeWork", "name": DEMO, "description": NOTE}
    facts = programme()
    return {"@id": facts.site, "@type": ["WebSite", "CreativeWork"], "name": facts.name, "url": facts.site}


def _runs(connection: sqlite3.Connection, origin: JsonValue, result: str) -> list[Entity]:
    query = (
        "SELECT run.id, run.kind, run.started_at, max(capture.retrieved_at), run.captures FROM run "
        "LEFT JOIN capture ON capture.run = run.id GROUP BY run.id ORDER BY run.id"
    )
    return [
        {
            "@id": f"#run-{run}",
            "@type": "CreateAction",
            "name": f"Run {run}",
            "description": f"{captures} captures of pages, kind of run: {kind}",
            "startTime": begun.replace("Z", "+00:00"),
            "endTime": max(begun, ended or begun).replace("Z", "+00:00"),
            "instrument": {"@id": "#jsiq_scrape"},
            "object": {"@id": origin},
            "result": {"@id": result},
        }
        for run, kind, begun, ended, captures in connection.execute(query)
    ]


def _build(evidence: JsonValue, built: Mapping[str, str]) -> Entity:
    described = ", ".join(f"{name} {value}" for name, value in sorted(built.items()))
    return {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "The database built from the captures",
        "description": f"Built with {described}",
        "instrument": {"@id": "#jsiq_scrape"},
        "object": [{"@id": evidence}, {"@id": "parsers/office_page.toml"}],
        "result": {"@id": "jsiq.db"},
    }


def _file(folder: Path, part: str) -> Entity:
    path = folder / part
    described: Entity = {"@id": part, "@type": "File", "name": part}
    if path.is_file():  # SHA256SUMS is written when all else is
        described["contentSize"] = str(path.stat().st_size)
    kind = _TYPES.get(path.suffix, "text/plain")
    return described | {"encodingFormat": kind}


def _author(number: int, author: Author) -> Entity:
    described: Entity = {
        "@id": f"https://orcid.org/{author.orcid}" if author.orcid else f"#author-{number}",
        "@type": "Person" if author.person else "Organization",
        "name": author.name,
    }
    return described | ({"affiliation": author.affiliation} if author.affiliation else {})


def _refer(entities: Iterable[Entity]) -> JsonValue:
    """References to entities; one alone is no list, as the standard recommends."""
    referred: list[JsonValue] = [{"@id": entity["@id"]} for entity in entities]
    return referred[0] if len(referred) == 1 else referred
