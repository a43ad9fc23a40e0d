"""A release built again from its evidence, and whether that gives the same."""

import filecmp
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from jsiq_scrape.database import build
from jsiq_scrape.database.file import check
from jsiq_scrape.errors import MissingFile, ReleaseError
from jsiq_scrape.explore.plain_text import counted
from jsiq_scrape.files.warc.warc_import import restore
from jsiq_scrape.privacy import suppressions
from jsiq_scrape.release.differences import compare, summary
from jsiq_scrape.release.formats.checksums import check_release
from jsiq_scrape.release.release import DATABASE, DECIDING, WARC
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace


class Sameness(StrEnum):
    """How alike the database of a release and the one built again are."""

    BYTES = "bytes"  # byte for byte
    CONTENT = "content"  # no row differs, the files do: another version of SQLite
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of building a release again."""

    sameness: Sameness
    evidence: str  # what it was built from
    captures: int
    unlike: Mapping[str, tuple[str, str]]  # what both were built with, where it differs: there and here
    differences: Mapping[str, Mapping[str, int]]  # by table and kind; only where the content differs


def verify(release: Path, holder: Workspace | None = None) -> Rebuilt:
    """Check every file of a release, build its database again, and compare.

    The evidence is the release's own WARC file, else what `holder` holds of the runs that the release names.
    Raises ReleaseError when the release, or the evidence, is damaged or incomplete.
    """
    check_release(release)
    database = release / DATABASE
    check(database)
    before = built_with(database)
    with TemporaryDirectory(prefix="jsiq-scrape-") as folder:
        workspace = Workspace(Path(folder))
        workspace.parsers.mkdir()
        for name in (*DECIDING, "expected.csv"):
            file = release / "parsers" / name
            if not file.is_file() and holder is not None and name in DECIDING:
                file = holder.resource(name)  # a release without contacts keeps back decisions on them
            if file.is_file():
                shutil.copyfile(file, workspace.parsers / name)
        if holder is not None:  # a release does not say who is left out of it
            shutil.copyfile(holder.resource(suppressions.FILE), workspace.parsers / suppressions.FILE)
        if (release / WARC).is_file():
            evidence = WARC
            restore(release / WARC, workspace.snapshots)
        elif holder is not None and holder.snapshots.is_dir():
            evidence = str(holder.snapshots)
            _borrow(holder, workspace, _runs(database))
        else:
            raise MissingFile(
                f"{release} holds digests of the pages only: name the folder of whoever holds them with --root"
            )
        report = build(workspace, contacts="contacts" not in before)
        if report.damages:
            raise ReleaseError(f"the evidence in {evidence} is damaged: {report.damages[0]}")
        here = built_with(report.path)
        unlike = {
            name: (before.get(name, "none"), here.get(name, "none"))
            for name in sorted(before.keys() | here.keys())
            if before.get(name) != here.get(name)
        }
        differences = {}
        if filecmp.cmp(report.path, database, shallow=False):
            sameness = Sameness.BYTES
        else:
            differences = summary(compare(database, report.path))
            same = not differences and _schema(database) == _schema(report.path)
            sameness = Sameness.CONTENT if same else Sameness.DIFFERENT
        return Rebuilt(sameness, evidence, report.counts["capture"], unlike, differences)


def _schema(database: Path) -> set[str]:
    """The statements that made the tables: a comparison looks only at columns that both databases have."""
    with closing(connect(database)) as connection:
        return {
            sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND sql NOT NULL")
        }


def built_with(database: Path) -> dict[str, str]:
    """The digests and versions that a database names."""
    with closing(connect(database)) as connection:
        return dict(connection.execute("SELECT key, value FROM build"))


def as_text(release: Path, done: Rebuilt) -> str:
    """For a person, in a few lines."""
    from jsiq_scrape.database.schema import USER_VERSION

    first = {
        Sameness.BYTES: "the same database, byte for byte",
        Sameness.CONTENT: f"the same content, in other bytes (SQLite here: {sqlite3.sqlite_version})",
        Sameness.DIFFERENT: f"another database (schema {USER_VERSION})",
    }[done.sameness]
    lines = [f"{release}: every file is whole; {counted(done.captures, 'capture')} from {done.evidence} give {first}"]
    lines += [f"  {name}: {there} there, {here} here" for name, (there, here) in done.unlike.items()]
    lines += [
        f"  table {table}: " + ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
        for table, kinds in done.differences.items()
    ]
    return "\n".join(lines)


def _runs(database: Path) -> list[str]:
    with closing(connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM run ORDER BY id")]


def _borrow(holder: Workspace, workspace: Workspace, runs: list[str]) -> None:
    """The runs that a release names, with all bodies; runs that came later are none of its evidence."""
    (workspace.snapshots / "runs").mkdir(parents=True)
    for run in runs:
        file = holder.snapshots / "runs" / f"{run}.jsonl"
        if not file.is_file():
            raise ReleaseError(f"the evidence in {holder.snapshots} is incomplete: run {run} is missing")
        shutil.copyfile(file, workspace.snapshots / "runs" / file.name)
    for name in ("bodies", "purges"):
        if (holder.snapshots / name).is_dir():
            (workspace.snapshots / name).symlink_to((holder.snapshots / name).resolve(), target_is_directory=True)
