"""The whole way from the snapshots to the published database."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from jsiq_scrape import __version__, toml_files
from jsiq_scrape.captures import Capture
from jsiq_scrape.database import file as files
from jsiq_scrape.database.codebook import codebook_rows
from jsiq_scrape.database.evidence_rows import by_hand_rows, claim_rows, evidence_rows, versions_by_body
from jsiq_scrape.database.expected import expected_rows, load_expected
from jsiq_scrape.database.gates import KINDS, Bounds, Gate, accepted, examine
from jsiq_scrape.database.history_rows import history_rows
from jsiq_scrape.database.metadata import write_beside
from jsiq_scrape.database.schema import USER_VERSION
from jsiq_scrape.errors import DatabaseError, GateFailed, MissingFile, UsageError, naming
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.history import identities
from jsiq_scrape.history.histories import OfficeHistory, history
from jsiq_scrape.parse import reader_digest
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.privacy import suppressions
from jsiq_scrape.programme import programme
from jsiq_scrape.readings import corrections
from jsiq_scrape.readings.cache import ReadingCache
from jsiq_scrape.readings.judged import TECHNICAL, Evidence, gather
from jsiq_scrape.readings.readings import Readings
from jsiq_scrape.tables import TABLES
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.tables.rows import Row, Rows
from jsiq_scrape.workspace import Workspace

if TYPE_CHECKING:
    from jsiq_scrape.privacy.erasure import Erasure
    from jsiq_scrape.privacy.withheld import Withholding

Progress = Callable[[int, int], None]

#: Tables that are made of rows already inserted, or that are too large to hold as rows.
_MADE_LAST = frozenset({"claim", "build", "codebook"})


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made and what its checks said."""

    path: Path
    counts: dict[str, int]  # rows by table
    damages: tuple[str, ...]  # what of the store could not be used
    gates: tuple[Gate, ...]  # empty when there was nothing to compare with
    accepted: tuple[Gate, ...] = field(default=())  # failed, and accepted by the user
    replaced: bool = True  # False: the file was already there, byte for byte
    superseded: tuple[str, ...] = ()  # decisions by hand that no longer hold for the last page
    purged: int = 0  # stored pages that somebody took out for good; what they alone said is in no table


def build(
    workspace: Workspace,
    target: str | os.PathLike[str] | None = None,
    *,
    accept: tuple[str, ...] = (),
    progress: Progress | None = None,
    contacts: bool | None = True,
    processes: int | None = None,
) -> BuildReport:
    """Build the database anew from all snapshots and put it in the place of the old one.

    Raises GateFailed when it would be poorer than the old one, DatabaseError when the file in its place is not ours,
    UsageError for a gate there is none of; the old file then stays as it is.  `accept` names gates that may fail.
    `progress` gets (bodies read, bodies); `processes` says how many read at a time, else as many as pay.
    Without `contacts` nothing in the file names or reaches a contact person, and all else is as with them; None: as in
    the database that is there.
    """
    path = workspace.database if target is None else Path(target)
    for name in accept:
        if name.partition(":")[0] not in KINDS:
            raise UsageError(f"no gate is named {name}; there are {', '.join(KINDS)}")
    if not workspace.snapshots.is_dir():
        raise MissingFile(f"no folder {workspace.snapshots}: nothing was collected there yet")
    comparable = _comparable(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    if contacts is None:
        contacts = not comparable or _has_contacts(path)
    try:
        evidence = _make(workspace, new, progress, contacts, processes)
        gates = tuple(examine(new, path, bounds(workspace), evidence.purged)) if comparable else ()
        failed = tuple(gate for gate in gates if not gate.passed)
        refused = [gate for gate in failed if not accepted(gate, accept)]
        if refused:
            raise GateFailed(_refusal(path, refused, evidence.damages))
        counts = files.counts(new)
        superseded = _superseded(new)
        replaced = files.publish(new, path)
    finally:
        new.unlink(missing_ok=True)
    write_beside(path)
    return BuildReport(path, counts, tuple(evidence.damages), gates, failed, replaced, superseded, len(evidence.purged))


@contextmanager
def reading_ahead(workspace: Workspace) -> Iterator[Callable[[Capture], None]]:
    """Call what it gives with each stored capture: other processes read it meanwhile, and the next build need not."""
    suppressed = suppressions.load_suppressions(workspace.resource(suppressions.FILE))
    with _readings(workspace, suppressed, corrections.Decisions()) as readings, readings.ahead() as ahead:

        def read(capture: Capture) -> None:
            if capture.digest is not None and capture.purpose not in TECHNICAL:
                ahead.add((capture.digest, capture.header("content-type")))

        yield read


@contextmanager
def _readings(
    workspace: Workspace, suppressed: suppressions.Suppressions, decisions: corrections.Decisions
) -> Iterator[Readings]:
    """How the bodies of a workspace read, by its own vocabulary."""
    office_page = workspace.resource("office_page.toml")
    words = vocabulary.load_vocabulary(office_page)
    with ReadingCache(workspace.root / ".cache", reader_digest(office_page)) as cache:
        yield Readings(Snapshots(workspace.snapshots), words, cache, decisions, suppressed.suppresses)


def _superseded(path: Path) -> tuple[str, ...]:
    with closing(connect(path)) as connection:
        rows = connection.execute(
            "SELECT field, digest, state FROM by_hand WHERE state <> 'in use' ORDER BY digest, field"
        )
        return tuple(f"{field} of body {digest[:16]}: {state}" for field, digest, state in rows)


def bounds(workspace: Workspace) -> Bounds:
    """The bounds of the gates: section [gates] of sources.toml, else the defaults.  Raises ConfigurationError."""
    try:
        return toml_files.load_toml(workspace.resource("sources.toml"), _Sources).gates
    except MissingFile:
        return Bounds()


class _Sources(BaseModel):
    """What a build needs of sources.toml."""

    gates: Bounds = Bounds()


def as_before(path: Path) -> bool:
    """Whether a database is built with contacts when nobody says: unless the one there was built without them."""
    try:
        files.check(path)
    except DatabaseError:
        return True  # none there, or not a database of ours
    return _has_contacts(path)


def _has_contacts(path: Path) -> bool:
    with closing(connect(path)) as connection:
        return connection.execute("SELECT 1 FROM build WHERE key = 'contacts'").fetchone() is None


def _comparable(path: Path) -> bool:
    """Whether there is a last build to compare with.  Raises DatabaseError when something else is in its place."""
    if not path.exists():
        return False
    try:
        files.check(path)
    except files.OlderDatabase:
        return False
    return True


def _make(
    workspace: Workspace, new: Path, progress: Progress | None, contacts: bool, processes: int | None
) -> Evidence:
    known = identities.load_identities(workspace.resource("identities.toml"))
    decisions = corrections.load_decisions(workspace.resource("decisions.toml"))
    suppressed = suppressions.load_suppressions(workspace.resource(suppressions.FILE))
    with _readings(workspace, suppressed, decisions) as readings:
        evidence = gather(readings.snapshots, readings, progress, processes)
        offices = history(evidence.captures, readings, known, evidence.first_named(), readings)
        erased = None
        if suppressed:
            from jsiq_scrape.privacy.erasure import erasure  # with most of the reader

            erased = erasure(suppressed, readings, evidence)
            readings.cache.forget(erased.identifiers.found)
            erased.from_history(offices)
        facts = _facts(workspace, readings.vocabulary.digest) | {"suppressions": suppressed.digest}
        if not contacts:
            facts["contacts"] = "left out"
        if evidence.purged:
            facts["purged"] = str(len(evidence.purged))
        rows = _rows(workspace, evidence, offices, readings, erased)
        withholding = None
        if not contacts:
            from jsiq_scrape.privacy.withheld import Withholding  # with all values

            withholding = Withholding.of(rows)
            withholding.apply(rows)
        with files.new_database(new) as database:
            for one in TABLES:
                if one.name not in _MADE_LAST:
                    files.insert(database, one.name, rows.sorted(one.name))
            files.insert(database, "claim", _claims(offices, readings, erased, withholding))
            files.insert(database, "build", sorted(facts.items()))
            files.insert(database, "codebook", codebook_rows(database, readings.vocabulary))
    return evidence


def _rows(
    workspace: Workspace, evidence: Evidence, offices: list[OfficeHistory], readings: Readings, erased: "Erasure | None"
) -> Rows:
    """All rows but those of _MADE_LAST."""
    rows = Rows()
    history_rows(offices, rows)
    evidence_rows(evidence, offices, rows)
    expected_rows(load_expected(workspace.expected), rows)
    for phase in programme().phases:
        rows.add("phase", {"phase": phase.number, **phase.model_dump(exclude={"number"})})
    by_hand_rows(readings.decisions, evidence, offices, rows)
    if erased is not None:
        erased.from_rows(rows)
        erased.withheld_lines(evidence.bodies, rows)
    return rows


def _claims(
    offices: list[OfficeHistory], readings: Readings, erased: "Erasure | None", withholding: "Withholding | None"
) -> Iterator[Row]:
    """The rows of table claim, body by body: all at once they would be the most that a build holds."""
    for body, entries in sorted(versions_by_body(offices).items()):
        claims = Rows()
        claim_rows(body, readings.claims(body), entries, claims)
        if erased is not None:
            erased.from_rows(claims)
        if withholding is not None:
            withholding.apply(claims)
        yield from claims.sorted("claim")


def _facts(workspace: Workspace, vocabulary_digest: str) -> dict[str, str]:
    """What the database was built with: digests and versions, no time and no place."""
    import sqlite3

    return {
        "program": __version__,
        "schema": str(USER_VERSION),
        "reader": reader_digest(workspace.resource("office_page.toml")),
        "vocabulary": vocabulary_digest,
        "identities": _digest(workspace.resource("identities.toml")),
        "decisions": _digest(workspace.resource("decisions.toml")),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in ("selectolax", "pydantic", "phonenumberslite")},
    }


def _digest(path: Path) -> str:
    with naming(path):
        return sha256(path.read_bytes()).hexdigest()


def _refusal(path: Path, refused: list[Gate], damages: list[str]) -> str:
    failures = "; ".join(
        f"{gate.name}: {gate.message} (bound {gate.bound:g}, measured {gate.measured:.3g})" for gate in refused
    )
    damaged = f"; damaged: {'; '.join(damages[:3])}" + (" ..." if len(damages) > 3 else "") if damages else ""
    accept = " ".join(f"--accept {name}" for name in dict.fromkeys(gate.name.partition(":")[0] for gate in refused))
    return f"{path} stays as it is: {failures}{damaged}; to publish all the same: build {accept}"
