"""Saved pages of a folder, as looks at the pages they were saved from.

A page is known by its file's name, so that two versions of one page are two folders with the same names.  What urls.csv
says goes before that.  Where a page says itself where it comes from (a canonical link, a comment of the program that
saved it) and no other file of the folder says the same, that is taken as the URL that answered, while the file's name
stays what was asked for: the history then knows both as one page.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jsiq_scrape.clock import Clock
from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.fetch import sidecar
from jsiq_scrape.fetch.intake import Intake, IntakeReport
from jsiq_scrape.fetch.names import address_of_file, own_address, spelled
from jsiq_scrape.fetch.sources import Sources
from jsiq_scrape.looks import ErrorKind, Fetched, RobotsDecision
from jsiq_scrape.snapshots import Snapshots
from jsiq_scrape.workspace import Workspace

SOURCE = "folder"
ENDINGS = frozenset({".html", ".htm", ".xhtml", ".txt"})
#: What browsers put beside a page that is saved whole: pictures, style sheets, frames.
_PARTS = ("_files", "-files", "_dateien", "-dateien", ".files")
_ROBOTS = RobotsDecision(True, "not applicable")


@dataclass(frozen=True, slots=True)
class _Page:
    """One file, or a look without one, with all that is known of it."""

    name: str | None
    path: Path | None
    row: sidecar.Row | None
    own: str | None = None  # the address that the page gives of itself


def collect(
    workspace: Workspace,
    folder: Path,
    clock: Clock,
    *,
    sources: Sources | None = None,
    captured_at: datetime | None = None,
    suffix: str | None = None,
) -> IntakeReport:
    """Take in every saved page of a folder; what was taken in before is not stored again.

    A page's time is `captured_at`, else what urls.csv says, else the file's time of change.  Raises MissingFile when
    there is no such folder, UsageError when it holds no page or its urls.csv cannot be understood.
    """
    sources = sources or Sources()
    if not folder.exists():
        raise MissingFile(f"{folder}: no such folder")
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file; collect folder takes a folder")
    rows = sidecar.load(folder)
    now = clock.now()
    with Intake(Snapshots(workspace.snapshots), "folder", now, suffix=suffix) as intake:
        pages = _pages(folder, rows, sources, intake.report)
        if not pages:
            raise UsageError(f"{folder} holds no saved page ({', '.join(sorted(ENDINGS))})")
        shared = {url for url, count in Counter(page.own for page in pages if page.own).items() if count > 1}
        for url in sorted(shared):
            files = ", ".join(page.name or "" for page in pages if page.own == url)
            intake.report.troubles.append((url, f"several files say they are this page and are taken apart: {files}"))
        for page in pages:
            intake.add(_look(page, shared, sources, captured_at, now))
    return intake.report


def _pages(folder: Path, rows: list[sidecar.Row], sources: Sources, report: IntakeReport) -> list[_Page]:
    known = {row.file: row for row in rows if row.file}
    pages = []
    for name, path in _files(folder):
        row = known.pop(name, None)
        asked = row is not None and row.url is not None
        own = None if asked else _own(path, sources)
        pages.append(_Page(name, path, row, own))
    report.troubles += [(name, f"is named in {sidecar.NAME} and is not there") for name in sorted(filter(None, known))]
    return pages + [_Page(None, None, row) for row in rows if row.file is None]


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The saved pages with their names below the folder, in the order of their names; names in one normal form."""
    found = {}
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        of_a_page = any(part.lower().endswith(_PARTS) for part in parts[:-1])
        if not hidden and not of_a_page and path.suffix.lower() in ENDINGS and path.is_file():
            found[unicodedata.normalize("NFC", "/".join(parts))] = path
    return iter(sorted(found.items()))


def _own(path: Path, sources: Sources) -> str | None:
    from jsiq_scrape.parse.charset import decode

    if path.suffix.lower() == ".txt":
        return None
    try:
        if path.stat().st_size > sources.client.max_bytes:
            return None
        body = path.read_bytes()
    except OSError:
        return None  # told when the page itself is taken in
    found = own_address(decode(body, None).text)
    return found and spelled(found, sources.source)


def _look(page: _Page, shared: set[str], sources: Sources, captured_at: datetime | None, now: datetime) -> Fetched:
    row, body, error, kind = page.row, None, None, None
    changed_at = now
    if page.path is not None:
        try:
            about = page.path.stat()
            changed_at = datetime.fromtimestamp(int(about.st_mtime), UTC)
            if about.st_size > sources.client.max_bytes:
                error, kind = f"larger than {sources.client.max_bytes} bytes, so it is no page", ErrorKind.TOO_LARGE
            else:
                body = page.path.read_bytes()
        except OSError as raised:
            error, kind = f"the file cannot be read: {raised.strerror}", ErrorKind.UNREADABLE
    if row is not None and row.url is not None:
        url = final_url = spelled(row.url, sources.source) or row.url
    else:
        assert page.name is not None
        url = address_of_file(page.name)
        final_url = page.own if page.own and page.own not in shared else url
    purposes = (source.purpose(final_url) for source in sources.source)
    return Fetched(
        source=SOURCE,
        url=url,
        asked_at=now,
        captured_at=captured_at or (row.captured_at if row else None) or changed_at,
        retrieved_at=now,
        final_url=None if error else final_url,
        status=row.status if row else None,
        robots=_ROBOTS,
        error=error,
        error_kind=kind,
        found_on=page.name if row is None or row.url is None else sidecar.NAME,
        purpose=next(filter(None, purposes), "profile"),
        body=body,
    )
