"""urls.csv: what a person knows of the saved pages in a folder."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jsiq_scrape.csv_files import rows_of
from jsiq_scrape.errors import UsageError
from jsiq_scrape.fetch.addresses import canonical
from jsiq_scrape.moments import written_moment

NAME = "urls.csv"
COLUMNS = ("file", "url", "captured_at", "status")


@dataclass(frozen=True, slots=True)
class Row:
    """What urls.csv says of one page; None where it says nothing."""

    file: str | None  # None: a capture without a page, such as a 410
    url: str | None
    captured_at: datetime | None
    status: int | None


def load_rows(folder: Path) -> list[Row]:
    """The rows of the folder's urls.csv; [] when there is none.  Raises UsageError, which names file and line."""
    path = folder / NAME
    rows: list[Row] = []
    for place, cells in rows_of(path, COLUMNS[:1]) if path.exists() else ():
        if unknown := cells.keys() - set(COLUMNS):
            raise UsageError(f"{path}: the first line names the columns {', '.join(COLUMNS)}; not {min(unknown)!r}")
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
