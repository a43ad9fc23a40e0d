"""Saved pages of a folder, as captures of the pages they were saved from.

A page is known by its file's name, so that two versions of one page are two folders with the same names.  What urls.csv
says goes before that.  Where a page says itself where it comes from (a canonical link, a comment of the program that
saved it, the location in an MHTML file) and no other file of the folder says the same, that is taken as the URL that
answered, while the file's name stays what was asked for: the history then knows both as one page.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jsiq_scrape.captures import NOT_APPLICABLE, Capture, ErrorKind
from jsiq_scrape.clock import Clock
from jsiq_scrape.csv_files import rows_of
from jsiq_scrape.errors import FetchError, MissingFile, TooLarge, UsageError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch.addresses import canonical
from jsiq_scrape.fetch.exchange import ExchangeError, kind_of
from jsiq_scrape.fetch.sources import Sources
from jsiq_scrape.files import mhtml
from jsiq_scrape.files.file_kinds import by_name, grouped
from jsiq_scrape.files.intake import Intake, IntakeReport
from jsiq_scrape.files.saved_addresses import address_of_file, own_address, replayed_at, spelled
from jsiq_scrape.moments import written_moment
from jsiq_scrape.workspace import Workspace

SOURCE = "folder"
#: What a person knows of the pages in a folder.
SIDECAR = "urls.csv"
_COLUMNS = ("file", "url", "captured_at", "status")
ENDINGS = frozenset({".html", ".htm", ".xhtml", ".txt"}) | mhtml.ENDINGS
#: What browsers put beside a page that is saved whole: pictures, style sheets, frames.
_PARTS = ("_files", "-files", "_dateien", "-dateien", ".files")


@dataclass(frozen=True, slots=True)
class Row:
    """What urls.csv says of one page; None where it says nothing."""

    file: str | None  # None: a capture without a page, such as a 410
    url: str | None
    captured_at: datetime | None
    status: int | None


@dataclass(frozen=True, slots=True)
class _Page:
    """One file, or a capture without one, with all that is known of it."""

    name: str | None
    path: Path | None
    row: Row | None
    own: str | None = None  # the address that the page gives of itself


def collect(
    workspace: Workspace,
    folder: Path,
    clock: Clock,
    *,
    sources: Sources | None = None,
    captured_at: datetime | None = None,
) -> IntakeReport:
    """Take in every saved page of a folder; what was taken in before is not stored again.

    A page's time is `captured_at`, else what urls.csv says, else the Date of an MHTML file, else the file's time of
    change.  What is no page is named in the report.  Raises MissingFile when there is no such folder, UsageError when
    it holds no page or its urls.csv cannot be understood.
    """
    sources = sources or Sources()
    if not folder.exists():
        raise MissingFile(f"{folder}: no such folder")
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file; collect folder takes a folder")
    rows = load_rows(folder)
    now = clock.now()
    with Intake(Snapshots(workspace.snapshots), "folder", now) as intake:
        pages = _pages(folder, rows, sources, intake.report)
        if not pages:
            left_out = "".join(f"; left out {line}" for line in grouped(intake.report.left_out))
            raise UsageError(f"{folder} holds no saved page ({', '.join(sorted(ENDINGS))}){left_out}")
        shared = {url for url, count in Counter(page.own for page in pages if page.own).items() if count > 1}
        for url in sorted(shared):
            files = ", ".join(page.name or "" for page in pages if page.own == url)
            intake.report.incidents.append((url, f"several files say they are this page and are taken apart: {files}"))
        for page in pages:
            capture = _capture(page, shared, sources, captured_at, now, intake.report)
            if capture is not None:
                intake.add(capture)
    return intake.report


def _pages(folder: Path, rows: list[Row], sources: Sources, report: IntakeReport) -> list[_Page]:
    known = {row.file: row for row in rows if row.file}
    pages = []
    for name, path in _files(folder):
        row = known.pop(name, None)
        if path.suffix.lower() not in ENDINGS:
            report.left_out.append((name, str(by_name(name))))
            continue
        asked = row is not None and row.url is not None
        own = None if asked else _own(path, sources)
        pages.append(_Page(name, path, row, own))
    report.incidents += [(name, f"is named in {SIDECAR} and is not there") for name in sorted(filter(None, known))]
    return pages + [_Page(None, None, row) for row in rows if row.file is None]


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files that somebody put there, with their names below the folder, in the order of these; in one normal form.

    Hidden files are not given, and neither are the parts that a browser put beside a page.
    """
    found = {}
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        of_a_page = any(part.lower().endswith(_PARTS) for part in parts[:-1])
        if not hidden and not of_a_page and parts != (SIDECAR,) and path.is_file():
            found[unicodedata.normalize("NFC", "/".join(parts))] = path
    return iter(sorted(found.items()))


def _content(path: Path, most: int) -> mhtml.SavedPage:
    """The page in a file, of at most so many bytes.  Raises mhtml.NoPage, and FetchError when it cannot be had."""
    is_mhtml = path.suffix.lower() in mhtml.ENDINGS
    limit = mhtml.LARGEST if is_mhtml else most
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= limit else b""
    except OSError as error:
        raise ExchangeError(ErrorKind.UNREADABLE, f"the file cannot be read: {error.strerror}") from error
    if size > limit:
        raise TooLarge(f"larger than {limit} bytes, so it is no page")
    page = mhtml.read(content) if is_mhtml else mhtml.SavedPage(content)
    if len(page.body) > most:
        raise TooLarge(f"larger than {most} bytes, so it is no page")
    return page


def _own(path: Path, sources: Sources) -> str | None:
    from jsiq_scrape.parse.document.charset import decode

    if path.suffix.lower() == ".txt":
        return None
    try:
        content = _content(path, sources.client.max_bytes)
    except (mhtml.NoPage, FetchError):
        return None  # reported when the page itself is taken in
    found = own_address(decode(content.body, content.content_type).text, content.location)
    return found and spelled(found, sources.source)


def _capture(
    page: _Page, shared: set[str], sources: Sources, captured_at: datetime | None, now: datetime, report: IntakeReport
) -> Capture | None:
    """The capture that a file is; None, and a word in the report, for one that turns out to hold no page."""
    row, changed_at = page.row, now
    content: mhtml.SavedPage | None = None
    error: FetchError | None = None
    if page.path is not None:
        try:
            content = _content(page.path, sources.client.max_bytes)
        except mhtml.NoPage as reason:
            report.left_out.append((page.name or "", str(reason)))
            return None
        except FetchError as raised:
            error = raised
        with suppress(OSError):  # the content says so already
            changed_at = datetime.fromtimestamp(int(page.path.stat().st_mtime), UTC)
        if content and content.damage:
            report.damages.append((page.name or "", content.damage))
    if row is not None and row.url is not None:
        url = final_url = spelled(row.url, sources.source) or row.url
    else:
        assert page.name is not None
        url = address_of_file(page.name)
        final_url = page.own if page.own and page.own not in shared else url
    # A page that was saved out of a web archive was like this when the archive saw it.
    seen_at = content and (replayed_at(content.location) or content.saved_at)
    purposes = (source.purpose(final_url) for source in sources.source)
    return Capture(
        source=SOURCE,
        url=url,
        asked_at=now,
        captured_at=captured_at or (row and row.captured_at) or seen_at or changed_at,
        retrieved_at=now,
        final_url=None if error else final_url,
        status=row.status if row else None,
        headers=(("content-type", content.content_type),) if content and content.content_type else (),
        robots=NOT_APPLICABLE,
        error=str(error) if error else None,
        error_kind=kind_of(error) if error else None,
        found_on=page.name if row is None or row.url is None else SIDECAR,
        purpose=next(filter(None, purposes), "profile"),
        body=content.body if content else None,
    )


def load_rows(folder: Path) -> list[Row]:
    """The rows of the folder's urls.csv; [] when there is none.  Raises UsageError, which names file and line."""
    path = folder / SIDECAR
    rows: list[Row] = []
    for place, cells in rows_of(path, _COLUMNS[:1]) if path.exists() else ():
        if unknown := cells.keys() - set(_COLUMNS):
            raise UsageError(f"{path}: the first line names the columns {', '.join(_COLUMNS)}; not {min(unknown)!r}")
        rows.append(_row(cells, place))
    files = [row.file for row in rows if row.file]
    for file in files:
        if files.count(file) > 1:
            raise UsageError(f"{path}: {file} stands there twice; a file is one page at one time")
    return rows


def _row(cells: dict[str, str], place: str) -> Row:
    url = cells.get("url") or None
    if url is not None and canonical(url) is None:
        raise UsageError(f"{place}: {url} is no http or https URL")
    try:
        captured_at = written_moment(cells["captured_at"]) if cells.get("captured_at") else None
    except ValueError as error:
        raise UsageError(f"{place}: captured_at: {error}") from None
    status = cells.get("status") or None
    if status is not None and not re.fullmatch("[1-5][0-9]{2}", status, re.ASCII):
        raise UsageError(f"{place}: status {status} is no HTTP status such as 200")
    file = unicodedata.normalize("NFC", cells.get("file", "").replace("\\", "/").removeprefix("./")) or None
    if file is None and (url is None or status is None):
        raise UsageError(f"{place}: a line without a file needs a url and a status")
    return Row(file, url, captured_at, int(status) if status else None)
