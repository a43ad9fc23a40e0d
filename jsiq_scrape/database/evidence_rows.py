"""The rows that the evidence makes: pages, bodies, captures, claims, findings, runs, roster."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from jsiq_scrape.evidence.store import start_of
from jsiq_scrape.history.histories import OfficeHistory, joining
from jsiq_scrape.history.versions import Timeline
from jsiq_scrape.readings.cache import ClaimLine
from jsiq_scrape.readings.comparable import Part
from jsiq_scrape.readings.corrections import Decisions
from jsiq_scrape.readings.judged import Evidence, JudgedCapture
from jsiq_scrape.readings.page_address import address
from jsiq_scrape.records import Finding, FindingKind, LineCount, Severity
from jsiq_scrape.tables.rows import Rows, page_id

#: Named by nothing on the web: the configuration did.
BY_CONFIGURATION = "sources.toml"


def evidence_rows(evidence: Evidence, offices: Iterable[OfficeHistory], rows: Rows) -> None:
    """Pages, bodies, captures, findings, runs and the roster."""
    owners = _owners(offices)
    counted = {
        capture: (office.id, how)
        for office in reversed(list(offices))
        for capture, how in office.timelines.counted.items()
    }
    captures: dict[str, list[JudgedCapture]] = {}
    for capture in evidence.captures:
        captures.setdefault(capture.url, []).append(capture)
        captures.setdefault(capture.final_url, [])
    for judged in evidence.captures:
        rows.add("capture", _capture(judged, evidence, owners, counted))
    for entry in _roster(evidence, owners):
        captures.setdefault(str(entry["url"]), [])
        rows.add("roster_entry", {**entry, "page": page_id(str(entry["url"]))})
    for url, own in captures.items():
        rows.add(
            "page",
            {
                "id": page_id(url),
                "url": url,
                "profile": owners.get(address(url)),
                "first_capture": own[0].captured_at if own else None,
                "last_capture": own[-1].captured_at if own else None,
                "captures": len(own),
            },
        )
    doubtful = _second_profiles(offices)
    for body in evidence.bodies.values():
        values = {name: getattr(body, name) for name in ("id", "digest", "size", "content_type", "charset", "title")}
        lines = {f"lines_{name}": body.lines and getattr(body.lines, name) for name in LineCount.model_fields}
        rows.add("body", values | lines)
        findings = [*body.findings, *doubtful.get(body.digest, ())]
        for number, finding in enumerate(findings, 1):
            rows.add("finding", {**dict(finding), "body": body.id, "number": number})
    for run, number in evidence.runs.items():
        rows.add("run", {"id": run, "kind": run.split("-")[1], "started_at": start_of(run), "captures": number})


def _second_profiles(offices: Iterable[OfficeHistory]) -> dict[str, list[Finding]]:
    """A finding for each office that may be one with an earlier one, by the body that showed it last."""
    found: dict[str, list[Finding]] = {}
    for office in offices:
        if office.earlier is None or not office.doubtful:
            continue
        profile, last = office.timelines.profile.latest.part, office.timelines.last_shown
        assert last is not None
        assert last.body is not None
        name, ags = profile.value("municipality"), profile.derived and profile.derived.ags
        text = (
            f"{name} (AGS {ags or 'unknown'}) has two profiles, {office.earlier.id} and {office.id}. Two offices: list "
            "their urls under [[apart]] in parsers/identities.toml. One office: add there\n"
            f"{joining(office.earlier, office)}"
        )
        finding = Finding(kind=FindingKind.SECOND_PROFILE, severity=Severity.WARNING, line=None, text=text)
        found.setdefault(last.body, []).append(finding)
    return found


def versions_by_body(offices: Iterable[OfficeHistory]) -> dict[str, list[tuple[Timeline, Part]]]:
    """Which entries take the values of a version from which body."""
    found: dict[str, list[tuple[Timeline, Part]]] = {}
    for office in offices:
        for timeline in (office.timelines.profile, *office.timelines.parts):
            for version in timeline.versions:
                assert version.first.body is not None
                found.setdefault(version.first.body, []).append((timeline, version.part))
    return found


def claim_rows(body: str, claims: Iterable[ClaimLine], entries: Iterable[tuple[Timeline, Part]], rows: Rows) -> None:
    """The claims of one body that the values of a version rest on."""
    owner: dict[str, Timeline] = {}
    for timeline, part in entries:
        owner.setdefault(part.place, timeline)
    seen: set[str] = set()
    for name, label, text, first, last, path, outcome in claims:
        place, _, variable = name.partition(".")  # projects[1].extras[0], and extras[0] of the profile
        owning = owner.get("profile" if place.startswith("extras") else place)
        if owning is None or name in seen:
            continue
        seen.add(name)
        column = (variable or place).partition("[")[0]
        row = (body[:16], name, owning.entity, owning.id, column, label, text, first, last, path, outcome)
        rows.add_cells("claim", row)


def by_hand_rows(decisions: Decisions, evidence: Evidence, offices: Iterable[OfficeHistory], rows: Rows) -> None:
    """What persons decided, and whether it holds for the last page.

    A decision on an earlier page is in use as long as the same one stands on the last page of its office: `correct`
    writes one for each page that shows a state.
    """
    bodies = evidence.bodies
    last = {
        office.id: office.timelines.last_shown.body for office in offices if office.timelines.last_shown is not None
    }
    owner = {capture: office.id for office in offices for capture in office.timelines.counted}
    shown = {(one.body, owner[one.id]) for one in evidence.captures if one.id in owner}
    used = {
        (office, _variable(field), one.value)
        for office, body in last.items()
        for field, one in decisions.by_body.get(body or "", {}).items()
    }
    for digest, by_field in decisions.by_body.items():
        owners = [office for body, office in shown if body == digest]
        for field, one in by_field.items():
            holds = any((office, _variable(field), one.value) in used for office in owners)
            state = "unknown" if digest not in bodies else "in use" if holds else "superseded"
            values = {"digest": digest, "field": field, "value": json.dumps(one.value, ensure_ascii=False, default=str)}
            body = digest[:16] if digest in bodies else None
            rows.add("by_hand", {**values, "body": body, "state": state, "who": one.who, "why": one.why})


def _variable(field: str) -> str:
    """The field without the number of its entry, which may differ from page to page: "projects.title"."""
    return re.sub(r"\[\d+\]", "", field)


def _owners(offices: Iterable[OfficeHistory]) -> dict[str, str]:
    """Which profile an address belongs to; the one that stood there last."""
    last: dict[str, tuple[datetime, str]] = {}
    for office in offices:
        assert office.timelines.last_shown is not None
        for name in office.addresses:
            last[name] = max(
                (office.timelines.last_shown.captured_at, office.id),
                last.get(name, (office.timelines.last_shown.captured_at, "")),
            )
    return {name: office for name, (_, office) in last.items()}


#: Columns of table `capture` that a capture has under the same name.
_AS_THEY_ARE = (
    "captured_at", "retrieved_at", "status", "purpose", "source", "error_kind", "error", "found_on", "run", "line",
)  # fmt: skip


def _capture(
    judged: JudgedCapture, evidence: Evidence, owners: Mapping[str, str], counted: Mapping[str, tuple[str, str]]
) -> dict[str, object]:
    profile, how = counted.get(judged.id, (None, None))
    capture, digest = judged.capture, judged.body
    if how is None and digest is not None and not judged.whole:
        body = evidence.bodies.get(digest)
        if body is not None and body.profile:
            profile, how = owners.get(address(judged.final_url)), "partial"
    archive, robots = capture.archive, capture.robots
    return {
        **{name: getattr(capture, name) for name in _AS_THEY_ARE},
        "id": judged.id,
        "page": page_id(judged.url),
        "final_page": page_id(judged.final_url) if judged.final_url != judged.url else None,
        "verdict": judged.verdict,
        "counted": how,
        "profile": profile,
        "body": digest and digest[:16],
        "robots": f"{'allowed' if robots.allowed else 'refused'}: {robots.reason}" if robots else None,
        "archive": archive.service if archive else None,
        "archive_url": (archive.served_url or archive.requested_url) if archive else None,
    }


def _roster(evidence: Evidence, owners: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """What named each profile page, also those that were never asked for: links beside links to profiles."""
    named: dict[tuple[str, str], list[datetime]] = {}
    asked: dict[str, set[str]] = {}
    showing = {
        capture.final_url
        for capture in evidence.captures
        if capture.capture.purpose == "profile" and address(capture.final_url) in owners
    }
    folders = set(map(_folder, showing))
    for capture in evidence.captures:
        if capture.capture.purpose == "profile":
            named.setdefault((capture.url, capture.capture.found_on or BY_CONFIGURATION), []).append(
                capture.captured_at
            )
            asked.setdefault(address(capture.url), set()).add(capture.url)
    for name, by_listing in evidence.named.items():
        for listing, (url, first, last) in by_listing.items():
            for known in asked.get(name) or ({url} if _folder(url) in folders else ()):
                named.setdefault((known, listing), []).extend((first, last))
    for (url, found_on), times in named.items():
        yield {"url": url, "found_on": found_on, "first_named": min(times), "last_named": max(times)}


def _folder(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[0]
