"""How each body reads: from the cache or anew, in this process or in several."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.readings.cache import ClaimLine, Packed, ReadingCache, claim_lines, packed
from jsiq_scrape.readings.comparable import State, state_of
from jsiq_scrape.readings.corrections import Decisions
from jsiq_scrape.readings.processes import ReadingAhead, Wanted, number_of_processes
from jsiq_scrape.records import Contact, Finding, FindingKind, LineCount, Reading, Verdict

#: States that are held in memory at a time, 15 kB each; more are taken from the cache again.  The history asks for each
#: three times and keeps most of what it gets, so those of a programme's pages should find room.
HELD = 2048

_CUT_OFF = frozenset({FindingKind.TRUNCATED, FindingKind.EMPTY_PROFILE})


@dataclass(slots=True)
class Body:
    """One stored body: how it was read, what its reading found; the reading itself stays in the cache."""

    digest: str
    content_type: str | None
    size: int | None = None  # None: the file is damaged, missing or purged
    charset: str | None = None
    title: str | None = None
    lines: LineCount | None = None
    profile: bool = False
    fingerprint: str | None = None
    whole: bool = True
    broke_off: bool = False  # it is not whole, and what it has may serve where nothing better is known
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        return self.digest[:16]


@dataclass(eq=False)
class Readings(Mapping[str, State]):
    """The reading and the state of each body, from the cache or read anew; few are held in memory."""

    snapshots: Snapshots
    vocabulary: Vocabulary
    cache: ReadingCache
    decisions: Decisions = field(default_factory=Decisions)
    is_suppressed: Callable[[Contact], bool] = lambda contact: False
    bodies: dict[str, Body] = field(default_factory=dict)
    _states: OrderedDict[str, State] = field(default_factory=OrderedDict)

    def prepare(self, wanted: Sequence[Wanted], processes: int | None, report: Callable[[int], None]) -> int:
        """Read what the cache lacks of these in several processes, as far as that pays; `take` then finds it there.

        `report` gets the number of bodies that were read so far; returned is that of all.
        """
        lacking = [(digest, kind) for digest, kind in wanted if not self.cache.has(digest, kind)]
        wished = number_of_processes(len(lacking)) if processes is None else processes
        if wished < 2:
            return 0
        with ReadingAhead(self.cache, self._packed, wished, report) as ahead:
            for one in lacking:
                ahead.add(one)
        return len(lacking)

    def ahead(self) -> ReadingAhead:
        """What reads bodies for the cache while others are fetched."""
        return ReadingAhead(self.cache, self._packed, number_of_processes())

    def _packed(self, wanted: Wanted) -> Packed | None:
        """What the cache keeps of a body; None when it keeps nothing."""
        digest, content_type = wanted
        reading = _read(self.snapshots.body(digest), self.vocabulary, content_type=content_type)
        if not self._may_be_kept(reading):
            return None
        return packed(reading, state_of(reading).fingerprint if reading.verdict is Verdict.PROFILE else None)

    def _may_be_kept(self, reading: Reading) -> bool:
        return not any(map(self.is_suppressed, reading.contacts))

    def take(self, body: Body, content: bytes) -> Reading:
        """Read a body for the first time in this build; notes on it what the build needs of the reading.

        The reading may come without the claims of what was understood.
        """
        self.bodies[body.digest] = body
        known = self.cache.get(body.digest, body.content_type)
        if known is None:
            reading = _read(content, self.vocabulary, content_type=body.content_type)
            fingerprint = None
            if reading.verdict is Verdict.PROFILE:
                fingerprint = self._hold(body.digest, state_of(reading)).fingerprint
            if self._may_be_kept(reading):
                self.cache.put(body.digest, body.content_type, packed(reading, fingerprint))
        else:
            fingerprint, reading = known
        if body.digest in self.decisions.by_body:  # the cache holds what the reader says
            reading = self.decisions.reading(body.digest, reading)
            fingerprint = self._hold(body.digest, state_of(reading)).fingerprint
        body.fingerprint = fingerprint
        body.charset, body.title, body.lines = reading.charset, reading.title, reading.lines
        body.profile = reading.verdict is Verdict.PROFILE
        if body.profile:
            if body.digest not in self._states:
                self._hold(body.digest, state_of(reading))
            cut = {finding.kind for finding in reading.findings if finding.kind in _CUT_OFF}
            body.whole, body.broke_off = not cut, cut == {FindingKind.TRUNCATED}
            body.findings = reading.findings
        return reading

    def claims(self, digest: str) -> list[ClaimLine]:
        """The claims of a body that was taken before."""
        known = self.cache.claims(digest, self.bodies[digest].content_type)
        return self.decisions.claims(digest, claim_lines(self._anew(digest)) if known is None else known)

    def __getitem__(self, digest: str) -> State:
        held = self._states.get(digest)
        if held is None:
            held = self._hold(digest, state_of(self.reading(digest)))
        return held

    def reading(self, digest: str) -> Reading:
        """The reading of a body that was taken before; it may lack the claims of what was understood."""
        known = self.cache.get(digest, self.bodies[digest].content_type)
        return self.decisions.reading(digest, known[1] if known else self._anew(digest))

    def whole(self, digest: str) -> Reading:
        """The same with all claims."""
        return self.decisions.reading(digest, self._anew(digest))

    def free_lines(self, digest: str) -> list[str | None]:
        """The lines of a body that was taken before; None for a line that a value was read from."""
        from jsiq_scrape.parse.document import parse_document  # few builds need it

        page = parse_document(self.snapshots.body(digest), content_type=self.bodies[digest].content_type)
        lines: list[str | None] = [page.text_of(line) for line in range(page.count)]
        for _, _, text, first, last, _, _ in self.claims(digest):
            if text:
                lines[first - 1 : last] = [None] * (last - first + 1)
        return lines

    def __iter__(self) -> Iterator[str]:
        return iter(self.bodies)

    def __len__(self) -> int:
        return len(self.bodies)

    def _anew(self, digest: str) -> Reading:
        content_type = self.bodies[digest].content_type
        return _read(self.snapshots.body(digest), self.vocabulary, content_type=content_type)

    def _hold(self, digest: str, state: State) -> State:
        self._states[digest] = state
        if len(self._states) > HELD:
            self._states.popitem(last=False)
        return state


def _read(content: bytes, vocabulary: Vocabulary, *, content_type: str | None) -> Reading:
    from jsiq_scrape.parse import read  # where all readings are in the cache, nothing waits for the reader

    return read(content, vocabulary, content_type=content_type)
