"""A release of the dataset: one folder that explains itself, validates, and can be rebuilt from its evidence."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jsiq_scrape.database import build
from jsiq_scrape.database.codebook import markdown
from jsiq_scrape.database.demo_data import is_demo
from jsiq_scrape.errors import SnapshotError, UsageError, naming
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.privacy.erasure import erasure_of, refuse_suppressed
from jsiq_scrape.privacy.identifiers import Identifiers
from jsiq_scrape.readings import corrections
from jsiq_scrape.release import dataset as datasets
from jsiq_scrape.release.dataset import Dataset
from jsiq_scrape.release.formats import release_texts, table_files
from jsiq_scrape.release.formats.checksums import is_release, write_sums
from jsiq_scrape.release.formats.crate import crate
from jsiq_scrape.release.formats.datapackage import datapackage
from jsiq_scrape.release.formats.registry import FORMATS
from jsiq_scrape.release.output_folder import check_place, replacing
from jsiq_scrape.tables import table
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace

DATABASE = "jsiq.db"
WARC = "snapshots.warc.gz"
#: What decides a reading beside the program, so it is part of a release.
DECIDING = ("office_page.toml", "identities.toml", "decisions.toml")
_DESCRIPTION = "ro-crate-metadata.json"


@dataclass(frozen=True, slots=True)
class Released:
    """What was written."""

    folder: Path
    files: int
    counts: dict[str, int]
    notes: tuple[str, ...]  # what its maker should know


def write(
    workspace: Workspace,
    folder: Path,
    *,
    contacts: bool = False,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Released:
    """Build the dataset anew from the snapshots and write it to `folder`, which is wholly old or wholly new.

    Raises UsageError when something stands there already: an earlier release gives way with `force`, anything else
    never does.  Raises SnapshotError when the evidence is damaged.
    """
    check_place(folder, "release", "export", is_release, force=force)
    described = datasets.load_dataset(datasets.file_of(workspace))
    identifiers = erasure_of(workspace).identifiers if not contacts else refuse_suppressed(workspace)
    with replacing(folder) as new:
        report = build(workspace, new / DATABASE, progress=progress, contacts=contacts)
        if report.damages:
            raise SnapshotError(
                f"the evidence is damaged and was not released: {report.damages[0]} (jsiq-scrape verify)"
            )
        (new / "datasette.yaml").unlink()
        _copy_deciding(workspace, new, identifiers, contacts=contacts)
        if contacts:
            from jsiq_scrape.files.warc.warc_export import export

            export(Snapshots(workspace.snapshots), new / WARC)
        with closing(connect(new / DATABASE)) as connection:
            if is_demo(connection):
                described = datasets.marked_as_demo(described)
            released = described.released or date.fromisoformat(_last_capture(connection))
            counts = {name: report.counts[name] for name in release_texts.COUNTED}
            _write_files(connection, new, described, counts, released, contacts=contacts)
        files = write_sums(new)
    return Released(folder, files, counts, tuple(_notes(described)))


def _copy_deciding(workspace: Workspace, new: Path, identifiers: Identifiers, *, contacts: bool) -> None:
    """Decisions on contacts stay with whoever holds the pages, when contacts are left out; so does what names a
    suppressed person."""
    (new / "parsers").mkdir()
    for name in DECIDING:
        file = workspace.resource(name)
        with naming(file):
            content = file.read_bytes()
        named = identifiers.found(content.decode("utf-8"))
        if not named and (contacts or name != "decisions.toml" or not corrections.load_decisions(file).about_contacts):
            (new / "parsers" / name).write_bytes(content)
    if workspace.expected is not None:
        with naming(workspace.expected):
            (new / "parsers" / "expected.csv").write_bytes(workspace.expected.read_bytes())


def _write_files(
    connection: sqlite3.Connection,
    new: Path,
    described: Dataset,
    counts: dict[str, int],
    released: date,
    *,
    contacts: bool,
) -> None:
    """The tables in each format, and what describes them."""
    given = table_files.released(contacts=contacts)
    formats = [one for one in FORMATS if one.is_available]
    for one in formats:
        one.write(connection, given, new / one.path, released)
    table_files.write_csv(connection, table("codebook"), new / "codebook.csv")
    built = dict(connection.execute("SELECT key, value FROM build ORDER BY key"))
    fills = {
        (row[0], row[1]): (row[2], row[3])
        for row in connection.execute('SELECT "table", "column", "rows", "filled" FROM codebook')
    }
    package = datapackage(new, described, given, built, contacts=contacts, demo=is_demo(connection))
    texts = {
        "codebook.md": markdown(fills),
        "CITATION.cff": release_texts.citation(described, str(released)),
        "README.md": release_texts.readme(
            described, str(released), counts, connection, built, contacts=contacts, formats=formats
        ),
        "datapackage.json": _json(package),
    }
    for name, text in texts.items():
        (new / name).write_text(text, encoding="utf-8", newline="\n")
    files = sorted(path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file())
    graph = crate(new, [*files, "SHA256SUMS"], described, str(released), built, connection)
    (new / _DESCRIPTION).write_text(_json(graph), encoding="utf-8", newline="\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _last_capture(connection: sqlite3.Connection) -> str:
    """No clock decides what a release holds: it is of the day on which we learned the last thing in it."""
    moment: str | None = connection.execute("SELECT max(retrieved_at) FROM capture").fetchone()[0]
    if moment is None:
        raise UsageError("no captures: there is nothing to release")
    return moment[:10]


def _notes(described: Dataset) -> list[str]:
    notes = []
    if not described.authors:
        notes.append("dataset.toml names no authors, so the citation names nobody")
    if described.licence is None:
        notes.append("dataset.toml names no licence, so none is granted for what you added")
    return notes + [
        f"{one.name} was left out: it needs the extra '{one.extra}' ({one.package})"
        for one in FORMATS
        if not one.is_available
    ]
