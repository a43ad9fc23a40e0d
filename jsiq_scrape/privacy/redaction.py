"""What is shown and was not built: one reading, or what differs between databases, without suppressed persons."""

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from jsiq_scrape.parse.document import Document
from jsiq_scrape.privacy.erasure import each_text, is_raw
from jsiq_scrape.privacy.identifiers import MARK, Identifiers
from jsiq_scrape.privacy.name_detection import detect_persons, known_by
from jsiq_scrape.privacy.suppressions import KINDS, Suppressions
from jsiq_scrape.privacy.withheld import OWN_WORDS
from jsiq_scrape.records import Claim, Contact, Reading, fields_of
from jsiq_scrape.tables.connection import connect


def identifiers_in(databases: Iterable[Path], suppressions: Suppressions) -> Identifiers:
    """The suppressed persons that databases still name: those that were built before somebody was suppressed."""
    if not suppressions:
        return Identifiers()
    out: list[Contact] = []
    for database in databases:
        with closing(connect(database)) as connection:
            rows = connection.execute("SELECT * FROM contact_version")
            columns = [description[0] for description in rows.description]
            contacts = {
                Contact(**{name: value for name, value in zip(columns, row, strict=True) if name in fields_of(Contact)})
                for row in rows
            }
            out += [contact for contact in contacts if suppressions.suppresses(contact)]
    known = known_by(out, (), suppressions)
    return Identifiers(known["name"], known["email"], known["phone"], salt=suppressions.salt)


def redacted(reading: Reading, suppressions: Suppressions, page: Document | None = None) -> tuple[Reading, set[int]]:
    """The reading without the suppressed persons that it names itself, and which lines of its page are about them."""
    out = [contact for contact in reading.contacts if suppressions.suppresses(contact)]
    texts = [claim.text for claim in reading.claims] + [finding.text for finding in reading.findings]
    prose = detect_persons((line for text in texts for line in text.splitlines()), suppressions)
    if not out and not any(prose.values()):
        return reading, set()
    left = [index for index, contact in enumerate(reading.contacts) if contact not in out]
    places = {f"contacts[{old}]": f"contacts[{new}]" for new, old in enumerate(left)}
    others = [contact for contact in reading.contacts if contact not in out]
    claims: list[Claim] = []
    raw: list[str] = []
    beside: set[int] = set()
    for claim in reading.claims:
        place, dot, field = claim.field.partition(".")
        if place.startswith("contacts[") and place not in places:
            beside.update(range(claim.lines[0], claim.lines[1] + 1))
            raw += [claim.text] if is_raw(claim) else []
        else:
            claims.append(claim.model_copy(update={"field": f"{places.get(place, place)}{dot}{field}"}))
    known = known_by(out, others, suppressions)
    names, mails, numbers = (prose[kind] | known[kind] for kind in KINDS)
    identifiers = Identifiers(names, mails, numbers, raw, suppressions.salt)
    findings = [
        one.model_copy(update={"text": MARK}) if one.line in beside and one.kind not in OWN_WORDS else one
        for one in reading.findings
    ]
    kept = reading.model_copy(update={"contacts": tuple(others), "claims": tuple(claims), "findings": tuple(findings)})
    left_over = Reading.model_validate_json(json.dumps(each_text(kept.model_dump(mode="json"), identifiers.text)))
    lines = [line.text for line in page.lines()] if page is not None else []
    return left_over, beside | identifiers.lines(lines)
