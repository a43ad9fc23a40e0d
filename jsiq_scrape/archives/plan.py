"""What is left to do in an archive: what it lists, less what the snapshots hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from jsiq_scrape.archives.served import OUTAGES, Key, Listed
from jsiq_scrape.captures import Capture, Held
from jsiq_scrape.errors import DamagedBody
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.files.warc.warc_records import sha1_of

MOST_TRIES = 3  # runs in which an archive may fail over one capture; after that it is not asked for it any more


@dataclass(slots=True)
class Group:
    """Captures that an archive lists with one digest: one of them is fetched, and confirms the others."""

    captures: list[Listed]
    held: Held | None = None  # then none is


class Ledger:
    """What the snapshots know of archives: captures fetched, digests held, failures so far."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._whole: dict[str, str | None] = {}  # sha256 of a body -> its SHA-1, None when it is not whole
        self._done: set[Key] = set()
        self._failed: dict[Key, set[str]] = {}
        self._held: dict[str, Held] = {}
        for capture in snapshots.captures():
            if capture.purpose == "profile":
                self._note(capture)

    def plan(self, listed: Iterable[Listed]) -> tuple[list[Group], int]:
        """What these captures leave to do, in the order of time, and how many of them earlier runs fetched.

        Each is taken once, however often it is listed.
        """
        by_key: dict[Key, list[Listed]] = {}
        for capture in listed:
            twins = by_key.setdefault(capture.key, [])
            # The same second may have seen http and https, a redirect and a page.
            if all(_identity(twin) != _identity(capture) for twin in twins):
                twins.append(capture)
        wanted, known = [], 0
        for key, twins in by_key.items():
            if key in self._done:
                known += len(twins)
            else:
                wanted += twins
        groups: dict[object, Group] = {}
        for capture in sorted(wanted, key=lambda capture: (capture.row.timestamp, capture.url, capture.row.original)):
            group = groups.setdefault(capture.digest or id(capture), Group([]))
            group.captures.append(capture)
            group.held = self._held.get(capture.digest) if capture.digest else None
        return list(groups.values()), known

    def tries(self, capture: Listed) -> int:
        """In how many earlier runs the archive failed over this capture."""
        return len(self._failed.get(capture.key, ()))

    def _note(self, capture: Capture) -> None:
        digest = capture.content_digest
        payload = self._payload(digest) if digest is not None else None
        record = capture.archive
        if digest is not None and payload is not None and capture.error is None and capture.digest:
            held = self._held.setdefault(payload, Held(digest, capture.status))
            if record is not None and record.digest is not None:  # of the payload as it was archived: compressed
                self._held.setdefault(record.digest, held)
        if record is None:
            return
        key = (record.service, record.timestamp, capture.url, record.digest)
        if capture.error_kind in OUTAGES:
            self._failed.setdefault(key, set()).add(capture.run)
            if len(self._failed[key]) < MOST_TRIES:
                return
        # A body that was lost is fetched again, one that was purged is not.
        if digest is None or payload is not None or digest in self._snapshots.purges:
            self._done.add(key)

    def _payload(self, digest: str) -> str | None:
        if digest not in self._whole:
            try:
                self._whole[digest] = sha1_of(self._snapshots.body(digest))
            except DamagedBody:  # `verify` names it; here it is one more to fetch
                self._whole[digest] = None
        return self._whole[digest]


def _identity(capture: Listed) -> tuple[object, ...]:
    return capture.row.original, capture.row.status
