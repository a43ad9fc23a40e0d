"""What came of a collection from an archive."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from jsiq_scrape.captures import Capture, ErrorKind


@dataclass(slots=True)
class ArchiveReport:
    """What one collection from an archive did.  checked = fetched + confirmed + mismatched + unavailable + failed."""

    run: str | None = None  # id of the run; None when nothing was asked
    listed: int = 0  # captures of our pages that the archive lists
    pages: int = 0  # URLs that they are captures of
    known: int = 0  # captures that earlier runs fetched
    playbacks: int = 0  # captures that had to be fetched, when the listing was complete
    seconds: float = 0.0  # that so many take at the archive's limit
    checked: int = 0
    fetched: int = 0  # with new bytes, or bytes that no digest distinguishes from others
    confirmed: int = 0  # listed with the digest of bytes we hold: not fetched
    mismatched: int = 0  # the archive served something else than it listed
    unavailable: int = 0  # the archive lists it and does not serve it, or not in a form that can be kept
    failed: int = 0  # the archive failed over it again and again, and answered others
    left: int = 0  # captures that running again takes up
    answered: int = 0  # searches that gave their whole listing, which may be empty
    unlisted: int = 0  # searches that gave no listing; running again asks again
    excluded: int = 0  # searches for what the archive leaves out for good; running again does not help
    resume_after: datetime | None = None  # when the archive wants to be left alone until then
    incidents: list[tuple[str, str]] = field(default_factory=list)  # (URL, what went wrong)

    @property
    def unanswered(self) -> bool:
        """True if nothing is known of what the archive holds: no search was answered, not even in part."""
        return not self.listed and not self.answered

    @property
    def new(self) -> int:
        """What the report of a scheduled run calls new, without a database: bytes that were not here before."""
        return self.fetched

    @property
    def unchanged(self) -> int:
        return self.confirmed

    @property
    def unreachable(self) -> int:
        return self.mismatched + self.unavailable + self.failed

    @property
    def incomplete(self) -> bool:
        """Is work left over that running again would take up?"""
        return self.left > 0 or self.unlisted > 0 or self.resume_after is not None

    def count(self, capture: Capture) -> None:
        """Count a capture that is stored."""
        self.checked += 1
        self.left -= 1
        word = decision(capture)
        setattr(self, word, getattr(self, word) + 1)
        if capture.error_kind is None:
            return
        self.incidents.append((capture.archive.requested_url if capture.archive else capture.url, capture.error or ""))


def decision(capture: Capture) -> Literal["fetched", "confirmed", "mismatched", "unavailable"]:
    """What became of a capture: the count of the report that it belongs to."""
    if capture.error_kind is None:
        return "fetched" if capture.confirms is None else "confirmed"
    return "mismatched" if capture.error_kind is ErrorKind.MISMATCH else "unavailable"
