"""The rows of all tables, made of the history and the evidence; sorted, so that equal content gives equal bytes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from hashlib import sha256

from jsiq_scrape.load.addresses import address
from jsiq_scrape.load.evidence import Evidence, JudgedCapture
from jsiq_scrape.load.forms import Part, shown
from jsiq_scrape.load.history import OfficeHistory
from jsiq_scrape.load.naming import code, slug
from jsiq_scrape.load.timeline import Event, Thread, Version
from jsiq_scrape.parse.folding import canonical, fold
from jsiq_scrape.records import Reading
from jsiq_scrape.snapshots import RunSummary
from jsiq_scrape.tables import table

Cell = str | int | float | None
Row = tuple[Cell, ...]
Values = Mapping[str, object]

#: Named by nothing on the web: the configuration did.
BY_CONFIGURATION = "sources.toml"


class Rows:
    """Rows by table, in the order of the columns."""

    def __init__(self) -> None:
        self.by_table: dict[str, list[Row]] = {}

    def add(self, name: str, values: Values) -> None:
        """Add a row; every column has to be given, by name."""
        self.by_table.setdefault(name, []).append(tuple(_cell(values[column]) for column in table(name).names))

    def sorted(self, name: str) -> list[Row]:
        """The rows of a table by its key."""
        columns = table(name).names
        keys = [columns.index(column) for column in table(name).key]
        return sorted(self.by_table.get(name, []), key=lambda row: [row[key] for key in keys])


def page_id(url: str) -> str:
    """The key of a page: 12 hex digits made of its URL."""
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def history_rows(offices: Iterable[OfficeHistory], rows: Rows) -> None:
    """Current state, versions, changes, aliases and decisions."""
    institutions: dict[str, set[str]] = {}
    for office in offices:
        line = office.told
        for thread in (line.profile, *line.parts):
            _current(office, thread, rows)
            for number, version in enumerate(thread.versions, 1):
                _version(office, thread, number, version, rows)
            if thread.entity in ("profile", "project"):
                _extras(office, thread, rows)
            if thread.entity == "project":
                for name in _institutions(thread.latest.part):
                    institutions.setdefault(fold(name), set()).add(name)
        occurrences: Counter[str] = Counter()
        for event in sorted(line.events, key=lambda event: event.after.order):
            _change(office, event, occurrences, rows)
        for alias in office.aliases:
            values = {"id": alias.id, "kind": alias.kind, "alias": alias.alias}
            rows.add(
                "alias", {**values, "profile": office.id, "first_seen": alias.first_seen, "last_seen": alias.last_seen}
            )
        _decisions(office, rows)
    keys = _institution_keys(institutions)
    for folded, names in institutions.items():
        rows.add("institution", {"id": keys[folded], "name": min(names)})
    for office in offices:
        for thread in office.told.of("project"):
            told: dict[str, int] = {}
            for position, name in enumerate(_institutions(thread.latest.part), 1):
                told.setdefault(keys[fold(name)], position)
            for key, position in told.items():
                rows.add("project_institution", {"project": thread.id, "institution": key, "position": position})


def evidence_rows(evidence: Evidence, offices: Iterable[OfficeHistory], runs: Iterable[RunSummary], rows: Rows) -> None:
    """Pages, bodies, captures, findings, runs and the roster."""
    owners = _owners(offices)
    counted = {
        capture: (office.id, how) for office in reversed(list(offices)) for capture, how in office.told.counted.items()
    }
    looks: dict[str, list[JudgedCapture]] = {}
    for capture in evidence.captures:
        looks.setdefault(capture.url, []).append(capture)
        looks.setdefault(capture.final_url, [])
        _capture(capture, evidence, owners, counted, rows)
    for entry in _roster(evidence, owners):
        looks.setdefault(str(entry["url"]), [])
        rows.add("roster_entry", {**entry, "page": page_id(str(entry["url"]))})
    for url, own in looks.items():
        rows.add(
            "page",
            {
                "id": page_id(url),
                "url": url,
                "profile": owners.get(address(url)),
                "first_look": own[0].captured_at if own else None,
                "last_look": own[-1].captured_at if own else None,
                "captures": len(own),
            },
        )
    for body in evidence.bodies.values():
        lines = body.lines
        rows.add(
            "body",
            {
                "id": body.id,
                "digest": body.digest,
                "size": body.size,
                "content_type": body.content_type,
                "charset": body.charset,
                "title": body.title,
                "lines_total": lines and lines.total,
                "lines_read": lines and lines.read,
                "lines_furniture": lines and lines.furniture,
                "lines_unread": lines and lines.unread,
            },
        )
        for number, finding in enumerate(body.findings, 1):
            rows.add("finding", {**dict(finding), "body": body.id, "number": number})
    for run in runs:
        rows.add("run", {"id": run.id, "kind": run.kind, "started_at": run.started_at, "looks": run.looks})


def versions_by_body(offices: Iterable[OfficeHistory], evidence: Evidence) -> dict[str, list[tuple[str, Thread, Part]]]:
    """Which entries take their values from which body: (profile, thread, part)."""
    body_of = {capture.id: capture.body for capture in evidence.captures}
    found: dict[str, list[tuple[str, Thread, Part]]] = {}
    for office in offices:
        for thread in (office.told.profile, *office.told.parts):
            for version in thread.versions:
                body = body_of[version.first.capture]
                assert body is not None
                found.setdefault(body, []).append((office.id, thread, version.part))
    return found


def claim_rows(body: str, reading: Reading, entries: Iterable[tuple[str, Thread, Part]], rows: Rows) -> None:
    """The claims of one body that the values of a version rest on."""
    owner: dict[str, tuple[str, Thread]] = {}
    for profile, thread, part in entries:
        owner.setdefault(part.place, (profile, thread))
    told = set()
    for claim in reading.claims:
        place, _, variable = claim.field.partition(".")
        found = owner.get(place) or (owner.get("profile") if place.startswith(("extras", "profile")) else None)
        if found is None or claim.field in told:
            continue
        told.add(claim.field)
        profile, thread = found
        rows.add(
            "claim",
            {
                "body": body[:16],
                "field": claim.field,
                "profile": profile,
                "entity": thread.entity,
                "id": thread.id,
                "variable": variable or "extras",
                "label": claim.label,
                "text": claim.text,
                "first_line": claim.lines[0],
                "last_line": claim.lines[1],
                "path": claim.path,
                "outcome": claim.outcome,
            },
        )


def _current(office: OfficeHistory, thread: Thread, rows: Rows) -> None:
    latest = thread.latest
    values: dict[str, object] = {**latest.part.values, **dict(latest.part.record)}
    values |= _seen(thread, len(thread.versions) - 1)
    values |= {"id": thread.id, "profile": office.id, "position": latest.part.position, "page": page_id(office.url)}
    if thread.entity == "profile":
        values |= _place(latest)
    rows.add(thread.entity, values)


def _seen(thread: Thread, since: int) -> Values:
    """The four times of an entry whose present state began with version number `since`."""
    return {
        "first_seen": thread.versions[0].first.at,
        "last_changed": thread.versions[since].first.at if since else None,
        "last_verified": thread.latest.last.at,
        "removed_at": thread.removed and thread.removed.at,
    }


def _place(version: Version) -> Values:
    place = version.part.derived
    names = ("ags", "latitude", "longitude", "matched_by")
    return {name: getattr(place, name) if place else None for name in names}


def _version(office: OfficeHistory, thread: Thread, number: int, version: Version, rows: Rows) -> None:
    part = version.part
    values: dict[str, object] = {
        **dict(part.record),
        thread.entity: thread.id,
        "profile": office.id,
        "version": number,
        "position": part.position,
        "not_before": version.before and version.before.at,
        "valid_from": version.first.at,
        "valid_to": version.last.at,
        "ended_at": version.ended and version.ended.at,
        "capture": version.first.capture,
        "last_capture": version.last.capture,
        "extras": json.dumps(sorted([extra.label, extra.text] for extra in part.extras), ensure_ascii=False),
    }
    if thread.entity == "profile":
        values |= _place(version)
    if thread.entity == "project":
        values["institutions"] = json.dumps(sorted(_institutions(part)), ensure_ascii=False)
    rows.add(f"{thread.entity}_version", values)


def _extras(office: OfficeHistory, thread: Thread, rows: Rows) -> None:
    """One row for each unknown label of the present state, with the times of the label, not of its owner."""
    labels: dict[str, list[str]] = {}
    for extra in thread.latest.part.extras:
        labels.setdefault(extra.label, []).append(extra.text)
    taken: dict[str, int] = {}
    for label, texts in sorted(labels.items()):
        name = f"extras[{canonical(label)}]"
        forms = [version.part.forms.get(name) for version in thread.versions]
        since = len(forms) - 1
        while since and forms[since - 1] == forms[-1]:
            since -= 1
        begin = len(forms) - 1
        while begin and forms[begin - 1] is not None:
            begin -= 1
        key = f"{thread.id}--extra-{slug(label) or code(label)}"
        taken[key] = taken.get(key, 0) + 1
        seen = {
            **_seen(thread, 0),
            "first_seen": thread.versions[begin].first.at,
            "last_changed": thread.versions[since].first.at if since > begin else None,
        }
        rows.add(
            "extra",
            {
                **seen,
                "id": key if taken[key] == 1 else f"{key}-{code(label)}",
                "profile": office.id,
                "project": thread.id if thread.entity == "project" else None,
                "label": label,
                "text": "\n".join(texts),
            },
        )


def _change(office: OfficeHistory, event: Event, occurrences: Counter[str], rows: Rows) -> None:
    values: dict[str, object] = {
        "profile": office.id,
        "entity": event.thread.entity,
        "id": event.thread.id,
        "kind": event.kind,
        "field": event.field,
        "old": shown(event.old),
        "new": shown(event.new),
        "not_before": event.before.at,
        "seen_at": event.after.at,
    }
    # The key is what the row says and how often it was so before: a capture found later may narrow the bracket, and it
    # stays the same event.
    told = json.dumps([_cell(values[name]) for name in ("id", "entity", "kind", "field", "old", "new")])
    occurrences[told] += 1
    event_id = sha256(f"{told}{occurrences[told]}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    confirmed = {"confirmed_at": event.confirmed.at, "capture_before": event.before.capture}
    rows.add("change", {**values, **confirmed, "capture": event.after.capture, "event": event_id})


def _decisions(office: OfficeHistory, rows: Rows) -> None:
    found: dict[str, dict[str, object]] = {}
    for judgement in office.judgements:
        _decide(found, office.id, "profile", office.id, judgement.other, judgement.outcome, judgement.score,
                judgement.threshold, judgement.reason, None)  # fmt: skip
    for choice in office.told.choices:
        reason = "likeness" if choice.outcome == "same" else "another entry is as alike"
        _decide(found, office.id, choice.thread.entity, choice.thread.id, choice.other, choice.outcome, choice.score,
                choice.threshold, reason, choice.look.capture)  # fmt: skip
    for values in found.values():
        rows.add("decision", values)


def _decide(found: dict[str, dict[str, object]], *told: object) -> None:
    names = ("profile", "entity", "id", "other", "outcome", "score", "threshold", "reason", "capture")
    key = sha256(json.dumps([str(value) for value in told]).encode()).hexdigest()[:16]
    found[key] = {"decision": key, **dict(zip(names, told, strict=True))}


def _owners(offices: Iterable[OfficeHistory]) -> dict[str, str]:
    """Which profile an address belongs to; the one that stood there last."""
    last: dict[str, tuple[datetime, str]] = {}
    for office in offices:
        assert office.told.last_shown is not None
        for name in office.addresses:
            last[name] = max((office.told.last_shown.at, office.id), last.get(name, (office.told.last_shown.at, "")))
    return {name: office for name, (_, office) in last.items()}


def _capture(
    capture: JudgedCapture,
    evidence: Evidence,
    owners: Mapping[str, str],
    counted: Mapping[str, tuple[str, str]],
    rows: Rows,
) -> None:
    profile, how = counted.get(capture.id, (None, None))
    body = evidence.bodies.get(capture.body) if capture.body else None
    if how is None and body is not None and body.profile and not body.whole:
        profile, how = owners.get(address(capture.final_url)), "partial"
    values = {name: getattr(capture, name) for name in capture.__slots__}
    final = page_id(capture.final_url) if capture.final_url != capture.url else None
    about = {"page": page_id(capture.url), "final_page": final, "body": capture.body and capture.body[:16]}
    rows.add("capture", {**values, **about, "counted": how, "profile": profile})


def _roster(evidence: Evidence, owners: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """What named each profile page, also those that were never asked for: links beside links to profiles."""
    named: dict[tuple[str, str], list[datetime]] = {}
    asked: dict[str, set[str]] = {}
    folders = set()
    for capture in evidence.captures:
        if capture.purpose == "profile":
            named.setdefault((capture.url, capture.found_on or BY_CONFIGURATION), []).append(capture.captured_at)
            asked.setdefault(address(capture.url), set()).add(capture.url)
            if address(capture.final_url) in owners:
                folders.add(_folder(capture.final_url))
    for name, by_listing in evidence.named.items():
        for listing, (url, first, last) in by_listing.items():
            for known in asked.get(name) or ({url} if _folder(url) in folders else ()):
                named.setdefault((known, listing), []).extend((first, last))
    for (url, found_on), times in named.items():
        yield {"url": url, "found_on": found_on, "first_named": min(times), "last_named": max(times)}


def _folder(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[0]


def _institutions(part: Part) -> tuple[str, ...]:
    return tuple(getattr(part.record, "institutions", ()))


def _institution_keys(institutions: Mapping[str, set[str]]) -> dict[str, str]:
    """One key for each folded name; names with the same slug are told apart by a code."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for folded in sorted(institutions):
        key = slug(folded) or code(folded)
        key = key if key not in taken else f"{key}-{code(folded)}"
        taken.add(key)
        keys[folded] = key
    return keys


def _cell(value: object) -> Cell:
    if value is None or type(value) in (str, int, float):
        return value  # type: ignore[return-value]
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return f"{value.isoformat()[:19]}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    raise TypeError(f"no cell of a table: {value!r}")
