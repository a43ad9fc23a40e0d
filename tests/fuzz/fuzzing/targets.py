"""What must hold for every input, however broken: one function a target, from bytes to nothing, or a failed assertion.

Common to all: nothing but the named errors is raised, and the same input gives the same answer twice.
"""

import math
import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from datetime import UTC
from functools import cache
from html import unescape
from pathlib import Path
from types import FrameType
from urllib.parse import unquote, urlsplit

from fuzzing import seeds

from jsiq_scrape.archives import cdx
from jsiq_scrape.captures import Capture
from jsiq_scrape.errors import ConfigurationError, MissingFile, UsageError
from jsiq_scrape.evidence.run_lines import Closing, LineError, read_line
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch import sources
from jsiq_scrape.fetch.addresses import canonical
from jsiq_scrape.fetch.live import locations
from jsiq_scrape.fetch.robots import rules_of
from jsiq_scrape.files.folder import load_rows
from jsiq_scrape.files.warc.record_choice import RecordKind, WarcCapture, content_of, date_of, digest_holds
from jsiq_scrape.files.warc.warc_records import records
from jsiq_scrape.history import identities
from jsiq_scrape.parse import label_values, links, read
from jsiq_scrape.parse.document import Document, parse_document
from jsiq_scrape.parse.labels.vocabulary import Vocabulary, load_vocabulary
from jsiq_scrape.parse.profile.reading import examine
from jsiq_scrape.parse.values.address import address, postal_line, state_name
from jsiq_scrape.parse.values.mails import emails
from jsiq_scrape.parse.values.period import period
from jsiq_scrape.parse.values.persons import person_names
from jsiq_scrape.parse.values.phones import phones
from jsiq_scrape.parse.values.websites import websites
from jsiq_scrape.readings import corrections
from jsiq_scrape.records import FindingKind, Outcome, Reading
from jsiq_scrape.release import dataset

Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {}


def target(function: Target) -> Target:
    TARGETS[function.__name__.removeprefix("check_")] = function
    return function


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary(seeds.REPOSITORY / "parsers" / "office_page.toml")


_HEADING = 4  # words: "Fördergebiet 1:" opens an area without a name


# --- pages -----------------------------------------------------------------------------------------------------------
@target
def check_read(data: bytes) -> None:
    """Each line has exactly one role, the counts add up, and every value is null or stands on the page."""
    examined = examine(data, _vocabulary())
    reading, page, roles = examined.reading, examined.document, examined.roles
    assert len(roles) == page.count
    counts = reading.lines
    assert counts.total == page.count == counts.read + counts.boilerplate + counts.unread
    assert counts.unread == sum(role == "unread" for role in roles)
    unread = {found.line for found in reading.findings if found.kind is FindingKind.UNREAD}
    assert unread == {number + 1 for number, role in enumerate(roles) if role == "unread"}
    for claim in reading.claims:
        assert 1 <= claim.lines[0] <= claim.lines[1] <= page.count
        assert claim.outcome is not Outcome.EMPTY or len(claim.text.split()) <= _HEADING, claim
    for found in reading.findings:
        assert found.line is None or 1 <= found.line <= page.count
    _proven(reading, page, data)
    again = read(data, _vocabulary())
    assert again.model_dump() == reading.model_dump()
    assert Reading.model_validate(reading.model_dump()) == reading


def _proven(reading: Reading, page: Document, data: bytes) -> None:
    """Every text of the records is on the page, and every typed value has the letters or digits it was made of."""
    lines = [page.text_of(number) for number in range(page.count)]
    seen = _letters("".join(lines))
    behind = _letters(unquote(unescape(data.decode("utf-8", "replace") + data.decode("latin-1")))) + seen
    for claim in reading.claims:
        part = _letters("".join(lines[claim.lines[0] - 1 : claim.lines[1]]))
        assert _stands(claim.text, part + behind), claim
    claimed = {claim.field for claim in reading.claims if claim.outcome is Outcome.UNDERSTOOD}
    for number, project in enumerate(reading.projects):
        for text in (project.title, project.target_group, project.services, *project.institutions):
            assert _stands(text, seen), ("project", text)
        for name in ("period_start", "period_end"):
            day = getattr(project, name)
            assert day is None or str(day.year)[2:] in behind, (name, day)
            assert day is None or any(each.startswith(f"projects[{number}].period") for each in claimed), (
                name,
                claimed,
            )
        for name in ("case_management", "counselling", "outreach"):
            assert getattr(project, name) is None or f"projects[{number}].{name}" in claimed, (name, claimed)
        for extra in project.extras:
            assert _stands(extra.label, seen), extra
            assert _stands(extra.text, seen), extra
    for area in reading.funding_areas:
        for text in (area.name, area.description):
            assert _stands(text, seen), area
        assert area.number is None or str(area.number) in behind or area.number < 20, area  # Roman numbers
    for contact in reading.contacts:
        assert contact.name is None or all(_letters(word) in behind for word in contact.name.split()), contact
        for number_ in (contact.phone, contact.fax, contact.mobile):
            assert number_ is None or number_[-2:] in re.sub(r"\D", "", behind), contact
    if reading.profile is not None:
        for name in ("office", "municipality", "street", "postal_code", "city", "areas_text"):
            text = getattr(reading.profile, name)
            assert _stands(text, seen), (name, text)


def _stands(text: str | None, seen: str) -> bool:
    """Whether each line of a text is there; lines of others may stand between."""
    return text is None or all(_letters(line) in seen for line in text.split("\n"))


def _letters(text: str) -> str:
    """The letters and digits of a text, which folding, quotes, blanks and hyphens leave alone."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


@target
def check_label_values(data: bytes) -> None:
    """Labels are not empty, places are lines of the page, and both texts stand there."""
    page = parse_document(data)
    beside = page.attribute_texts | page.controls  # in a line of text they are no part of it
    shown = [number for number in range(len(page.texts)) if number not in beside]
    seen = "\n".join(_letters("".join(map(page.texts.__getitem__, some))) for some in (range(len(page.texts)), shown))
    for labels in (None, ["Projekttitel", "Zeitraum", "Straße", "E-Mail"]):
        pairs = label_values(data, labels)
        for pair in pairs:
            assert pair.label.strip()
            assert 1 <= pair.lines[0] <= pair.lines[1] <= page.count
            assert _letters(pair.label) in seen
            assert _stands(pair.text, seen)
            assert "  " not in (pair.text or ""), pair
        assert label_values(data, labels) == pairs


@target
def check_growth(data: bytes) -> None:
    """A page repeated in a page costs in proportion: steps of the interpreter are counted, not seconds."""
    text = data.decode("utf-8", "replace")[:3000]
    for work in (lambda body: read(body, _vocabulary()), label_values):
        work(text)  # what is cached for good is paid for before
        few, many = (_steps(work, text * times) for times in (4, 12))
        # Three times the text is three times the work; half as much again is left to sorting and to what repeats.
        assert many <= 4.5 * few + 20_000, (few, many)


def _steps(work: Callable[[str], object], text: str) -> int:
    """How many calls, of Python and of C, the work takes."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work(text)
    finally:
        sys.setprofile(before)
    return count


@target
def check_links(data: bytes) -> None:
    found = links(data, "http://www.programm.invalid/a/b.html")
    for url in found:
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert not parts.fragment
        spelled = canonical(url)
        assert spelled is None or canonical(spelled) == spelled, url
    assert len(set(found)) == len(found)


# --- the store -------------------------------------------------------------------------------------------------------
@target
def check_run_file(data: bytes) -> None:
    """What is read from a damaged run file was written so; what is lost is named."""
    with tempfile.TemporaryDirectory() as folder:
        whole = _captures(Path(folder) / "whole", seeds.run_file())[0]
        found, damages, complete = _captures(Path(folder) / "damaged", data)
        again = _captures(Path(folder) / "again", data)
    assert all(capture in whole for capture in found)
    assert len(set(map(repr, found))) == len(found)
    assert len(found) == len(whole) or damages or not complete
    assert again == (found, damages, complete)


def _captures(folder: Path, data: bytes) -> tuple[list[Capture], list[str], bool]:
    (folder / "runs").mkdir(parents=True)
    (folder / "runs" / f"{seeds.RUN}.jsonl").write_bytes(data)
    snapshots = Snapshots(folder)
    captures = list(snapshots.captures())
    damages = [str(damage) for damage in snapshots.damages]
    return captures, damages, all(run.complete for run in snapshots.runs())


@target
def check_run_line(data: bytes) -> None:
    """A line with a right check is a capture of the right types, or a LineError."""
    try:
        found = read_line(seeds.sealed(data), seeds.RUN)
    except LineError:
        return
    if isinstance(found, Closing):
        return
    for at in (found.asked_at, found.captured_at, found.retrieved_at):
        assert at.tzinfo == UTC
    assert isinstance(found.url, str)
    assert isinstance(found.source, str)
    assert all(isinstance(part, str) for header in found.headers for part in header)
    assert read_line(seeds.sealed(data), seeds.RUN) == found


# --- what hosts and archives say --------------------------------------------------------------------------------------
@target
def check_cdx(data: bytes) -> None:
    try:
        page = cdx.read(data)
    except cdx.NoListing:
        return
    for row in page.rows:
        assert row.captured_at.tzinfo == UTC
        assert "://" in row.original
        assert row.digest is None or re.fullmatch("[A-Z2-7]{32}", row.digest)
        assert all(number is None or number >= 0 for number in (row.status, row.length, row.offset))
    assert (
        len(page.rows) + len(page.malformed)
        <= data.count(b"\n") + len(data.decode("utf-8", "replace").splitlines()) + 1
    )
    assert cdx.read(data) == page


@target
def check_robots(data: bytes) -> None:
    fetched = Capture(
        source="fuzz", url="http://p.invalid/robots.txt", asked_at=seeds.NOW, captured_at=seeds.NOW,
        retrieved_at=seeds.NOW, status=200, body=data, purpose="robots",
    )  # fmt: skip
    rules = rules_of(fetched, "jsiq_scrape")
    assert math.isfinite(rules.delay)
    assert 0 <= rules.delay <= 60
    for path in ("/", "/details/a.html", "/intern/x?PHPSESSID=1", "/%C3%A4", "/a$b*c"):
        assert rules.decide(f"http://p.invalid{path}") == rules_of(fetched, "jsiq_scrape").decide(
            f"http://p.invalid{path}"
        )


@target
def check_sitemap(data: bytes) -> None:
    found = locations(data)
    assert all(isinstance(url, str) and url == url.strip(" \t\r\n") for url in found)
    if not data.startswith(b"\x1f\x8b"):
        assert sum(map(len, found)) <= len(data.decode("utf-8", "replace")) * 3
    assert locations(data) == found


@target
def check_warc(data: bytes) -> None:
    """Whole records only: a block is as long as its header says, and what is damaged is named."""
    with tempfile.NamedTemporaryFile(suffix=".warc") as file:
        file.write(data)
        file.flush()
        flaws: list[tuple[int, str]] = []
        found = list(records(Path(file.name), lambda headers: True, 100_000, flaws))
        again: list[tuple[int, str]] = []
        assert list(records(Path(file.name), lambda headers: True, 100_000, again)) == found
    assert again == flaws
    assert data or flaws
    for record in found:
        assert 0 <= record.offset < len(data)
        assert int(record.headers.get("content-length")) == record.size
        date_of(record.headers.get("warc-date"))
        if record.block is not None:
            assert len(record.block) == record.size
            about = WarcCapture(kind=RecordKind.PAGE, file="", place="", offset=0, target="", url="", captured_at=None)
            content = content_of(about, record, 100_000)
            assert content.body is None or len(content.body) <= 100_000
            digest_holds(record, content.body or b"")
    assert all(0 <= place <= len(data) for place, _ in flaws)


@target
def check_url(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    spelled = canonical(text)
    assert spelled is None or (canonical(spelled) == spelled and spelled.isascii()), text
    for path in sources.Sources().source:
        path.canonical(text)


# --- files of persons -------------------------------------------------------------------------------------------------
@target
def check_toml(data: bytes) -> None:
    """Every file of parsers/ is read, or refused by a message that names it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.toml"
        path.write_bytes(data)
        for load in (
            load_vocabulary,
            sources.load_sources,
            identities.load_identities,
            corrections.load_decisions,
            dataset.load_dataset,
        ):
            refusal = _refusal(load, path)
            assert refusal is None or "file.toml" in refusal


def _refusal(load: Callable[[Path], object], path: Path) -> str | None:
    try:
        load(path)
    except ConfigurationError as error:
        return str(error)
    return None


@target
def check_urls_csv(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "urls.csv").write_bytes(data)
        try:
            rows = load_rows(Path(folder))
        except (UsageError, MissingFile):
            return
    for row in rows:
        assert row.captured_at is None or row.captured_at.tzinfo == UTC
        assert row.file or (row.url and row.status)


# --- values -----------------------------------------------------------------------------------------------------------
@target
def check_period(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    found = period(text)
    assert found.start is None or found.end is None or found.start <= found.end
    assert found.understood == bool(found.start or found.end) or found.lost or not found.understood
    assert found.understood or (found.start is None and found.end is None and found.problem)
    for day in (found.start, found.end):
        assert day is None or str(day.year)[2:] in _digits(text), (text, day)
        assert day is None or 1900 <= day.year < 2100


@target
def check_phone(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for phone in phones(text):
        assert re.fullmatch(r"\+[1-9]\d{5,14}", phone.e164), phone
        # An extension may stand apart ("2-00 oder -12"), and the country's digits are those of the default.
        assert any(_in_order(phone.e164[start:], _digits(text)) for start in (1, 3)), phone
    assert len(set(phones(text))) == len(phones(text))


def _in_order(some: str, digits: str) -> bool:
    """Whether the digits stand there in this order, others between them or not."""
    rest = iter(digits)
    return all(digit in rest for digit in some)


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(letter, "")) for letter in unquote(text))


@target
def check_address(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    found = address(text)
    if found is not None:
        if found.postal_code is not None:
            assert re.fullmatch(r"[0-9]{5}", found.postal_code), found
            assert found.postal_code in text
        assert _letters(found.city) in _letters(text)
        assert found.street is None or _letters(found.street) in _letters(text)
    for line in text.splitlines():
        code = postal_line(line)
        assert code is None or ((code[0] is None or code[0] in line) and code[1])
        state_name(line)


@target
def check_mail(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for mail in emails(text):
        assert re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", mail), mail
    for url in websites(text):
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert "." in parts.hostname


@target
def check_person(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for name in person_names(text):
        assert name.strip() == name
        assert all(_letters(word) in _letters(text) for word in name.split()), name
