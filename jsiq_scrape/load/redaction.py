"""One reading without the suppressed persons that it names: what `read` prints in a workspace that suppresses some."""

import json

from jsiq_scrape.load.erasure import each_text, is_raw, numbers_of
from jsiq_scrape.load.suppressions import Suppressions
from jsiq_scrape.load.traces import MARK, Traces
from jsiq_scrape.load.withheld import OWN_WORDS
from jsiq_scrape.records import Claim, Reading


def redacted(reading: Reading, suppressions: Suppressions) -> tuple[Reading, Traces]:
    """The reading without them, and their traces, for the lines of its page."""
    out = [contact for contact in reading.contacts if suppressions.suppresses(contact)]
    if not out:
        return reading, Traces()
    left = [index for index, contact in enumerate(reading.contacts) if contact not in out]
    places = {f"contacts[{old}]": f"contacts[{new}]" for new, old in enumerate(left)}
    others = [contact for contact in reading.contacts if contact not in out]
    claims: list[Claim] = []
    raw: list[str] = []
    beside: set[int | None] = set()
    for claim in reading.claims:
        place, dot, field = claim.field.partition(".")
        if place.startswith("contacts[") and place not in places:
            beside.update(range(claim.lines[0], claim.lines[1] + 1))
            raw += [claim.text] if is_raw(claim) else []
        else:
            claims.append(claim.model_copy(update={"field": f"{places.get(place, place)}{dot}{field}"}))
    numbers = {number for one in out for number in numbers_of(one)}
    traces = Traces(
        [one.name for one in out if one.name],
        {one.email for one in out if one.email} - {one.email for one in others},
        numbers - {number for one in others for number in numbers_of(one)},
        raw,
        suppressions.salt,
    )
    findings = [
        one.model_copy(update={"text": MARK}) if one.line in beside and one.kind not in OWN_WORDS else one
        for one in reading.findings
    ]
    kept = reading.model_copy(update={"contacts": tuple(others), "claims": tuple(claims), "findings": tuple(findings)})
    return Reading.model_validate_json(json.dumps(each_text(kept.model_dump(mode="json"), traces.text))), traces
