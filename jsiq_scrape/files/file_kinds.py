"""Files that hold no page: what they are, by their names or first bytes, and what to do with them instead."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is not read as a page."""

    noun: str
    endings: tuple[str, ...]
    beginnings: tuple[bytes, ...]  # one of them is what each such file begins with
    remedy: str

    def __str__(self) -> str:
        return f"{self.noun}: {self.remedy}"


_ZIP = b"PK\x03\x04"
_OTHER = FileKind("no page by its name", ("",), (), "a saved page ends with .html, .mhtml or .txt")
#: Where two begin with the same bytes, the one that such a file more often is comes first.
_KINDS = (
    FileKind("a PDF document", (".pdf",), (b"%PDF-",), "save the page itself as HTML, or its text as .txt"),
    FileKind("a WARC file", (".warc", ".warc.gz"), (b"WARC/",), "`jsiq-scrape collect warc` takes it"),
    FileKind("a ZIP file", (".zip", ".maff"), (_ZIP,), "unpack it; `jsiq-scrape collect warc` takes a WACZ as it is"),
    FileKind("a WACZ file", (".wacz",), (_ZIP,), "`jsiq-scrape collect warc` takes it"),
    FileKind(
        "an office document",
        (".docx", ".odt", ".xlsx", ".ods", ".pptx", ".doc", ".xls", ".rtf"),
        (_ZIP, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"),
        "save it as HTML or text",
    ),
    FileKind("a web archive of Safari", (".webarchive",), (b"bplist00",), "save the page as its source (HTML)"),
    FileKind(
        "a gzip file",
        (".gz",),
        (b"\x1f\x8b",),
        "unpack it; `jsiq-scrape collect warc` takes a WARC file as it is",
    ),
    FileKind(
        "a picture",
        (".png", ".jpg", ".jpeg", ".gif", ".webp"),
        (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8"),
        "save the page as HTML",
    ),
)


def by_name(name: str) -> FileKind:
    """The kind of a file that is no page, by its name."""
    small = name.lower()
    return next((kind for kind in _KINDS if small.endswith(kind.endings)), _OTHER)


def by_content(content: bytes, name: str = "") -> FileKind | None:
    """The kind of a file by its first bytes; None for what may be a page.  The name decides between equal ones."""
    found = [kind for kind in _KINDS if content.startswith(kind.beginnings)]
    small = name.lower()
    return next((kind for kind in found if small.endswith(kind.endings)), found[0] if found else None)


def grouped(reasons: Iterable[tuple[str, str]], most: int = 5) -> list[str]:
    """One line for all files or URLs with the same reason; so many of them are named."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in reasons:
        by_reason.setdefault(reason, []).append(name)
    lines = []
    for reason, names in by_reason.items():
        more = f" and {len(names) - most} more" if len(names) > most else ""
        lines.append(f"{', '.join(names[:most])}{more}: {reason}")
    return lines
