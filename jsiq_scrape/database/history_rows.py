"""The rows that the history makes: current state, versions, changes, aliases, decisions."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

from jsiq_scrape.history.histories import OfficeHistory
from jsiq_scrape.history.slugs import code, slug
from jsiq_scrape.history.versions import Event, Timeline, Version
from jsiq_scrape.parse.folding import canonical, fold
from jsiq_scrape.readings.comparable import Part, shown
from jsiq_scrape.tables.rows import Rows, Values, cell, page_id

_json = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps makes an encoder for each value


def history_rows(offices: Iterable[OfficeHistory], rows: Rows) -> None:
    """Current state, versions, changes, aliases and decisions."""
    institutions: dict[str, set[str]] = {}
    for office in offices:
        timelines = office.timelines
        for timeline in (timelines.profile, *timelines.parts):
            _current(office, timeline, rows)
            for number, version in enumerate(timeline.versions, 1):
                _version(office, timeline, number, version, rows)
            if timeline.entity in ("profile", "project"):
                _extras(office, timeline, rows)
            if timeline.entity == "project":
                for name in _institutions(timeline.latest.part):
                    institutions.setdefault(fold(name), set()).add(name)
        occurrences: Counter[str] = Counter()
        for event in sorted(timelines.events, key=lambda event: event.after.order):
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
        for timeline in office.timelines.of("project"):
            positions: dict[str, int] = {}
            for position, name in enumerate(_institutions(timeline.latest.part), 1):
                positions.setdefault(keys[fold(name)], position)
            for key, position in positions.items():
                rows.add("project_institution", {"project": timeline.id, "institution": key, "position": position})


def _current(office: OfficeHistory, timeline: Timeline, rows: Rows) -> None:
    latest = timeline.latest
    values: dict[str, object] = dict(vars(latest.part.record))
    values |= _seen(timeline, len(timeline.versions) - 1)
    values |= {"id": timeline.id, "profile": office.id, "position": latest.part.position, "page": page_id(office.url)}
    if timeline.entity == "profile":
        values |= {**_place(latest), "earlier_profile": office.earlier and office.earlier.id}
    rows.add(timeline.entity, values)


def _seen(timeline: Timeline, since: int) -> Values:
    """The four times of an entry whose present state began with version number `since`."""
    while since and timeline.versions[since].reread:
        since -= 1
    return {
        "first_seen": timeline.versions[0].first.captured_at,
        "last_changed": timeline.versions[since].first.captured_at if since else None,
        "last_verified": timeline.latest.last.captured_at,
        "removed_at": timeline.removed and timeline.removed.captured_at,
    }


def _place(version: Version) -> Values:
    place = version.part.derived
    names = ("ags", "latitude", "longitude", "matched_by")
    return {name: getattr(place, name) if place else None for name in names}


def _version(office: OfficeHistory, timeline: Timeline, number: int, version: Version, rows: Rows) -> None:
    part = version.part
    values: dict[str, object] = {
        **vars(part.record),
        timeline.entity: timeline.id,
        "profile": office.id,
        "version": number,
        "position": part.position,
        "not_before": version.before and version.before.captured_at,
        "valid_from": version.first.captured_at,
        "valid_to": version.last.captured_at,
        "ended_at": version.ended and version.ended.captured_at,
        "capture": version.first.id,
        "last_capture": version.last.id,
        "extras": _json(sorted([extra.label, extra.text] for extra in part.extras)) if part.extras else "[]",
    }
    if timeline.entity == "profile":
        values |= _place(version)
    if timeline.entity == "project":
        values["institutions"] = _json(sorted(_institutions(part)))
    rows.add(f"{timeline.entity}_version", values)


def _extras(office: OfficeHistory, timeline: Timeline, rows: Rows) -> None:
    """One row for each unknown label of the present state, with the times of the label, not of its owner."""
    labels: dict[str, list[str]] = {}
    for extra in timeline.latest.part.extras:
        labels.setdefault(extra.label, []).append(extra.text)
    taken: dict[str, int] = {}
    for label, texts in sorted(labels.items()):
        name = f"extras[{canonical(label)}]"
        forms = [version.part.forms.get(name) for version in timeline.versions]
        since = len(forms) - 1
        while since and forms[since - 1] == forms[-1]:
            since -= 1
        begin = len(forms) - 1
        while begin and forms[begin - 1] is not None:
            begin -= 1
        key = f"{timeline.id}--extra-{slug(label) or code(label)}"
        taken[key] = taken.get(key, 0) + 1
        seen = {
            **_seen(timeline, 0),
            "first_seen": timeline.versions[begin].first.captured_at,
            "last_changed": timeline.versions[since].first.captured_at if since > begin else None,
        }
        rows.add(
            "extra",
            {
                **seen,
                "id": key if taken[key] == 1 else f"{key}-{code(label)}",
                "profile": office.id,
                "project": timeline.id if timeline.entity == "project" else None,
                "label": label,
                "text": "\n".join(texts),
            },
        )


def _change(office: OfficeHistory, event: Event, occurrences: Counter[str], rows: Rows) -> None:
    values: dict[str, object] = {
        "profile": office.id,
        "entity": event.timeline.entity,
        "id": event.timeline.id,
        "kind": event.kind,
        "field": event.field,
        "old": shown(event.old),
        "new": shown(event.new),
        "not_before": event.before.captured_at,
        "seen_at": event.after.captured_at,
    }
    # The key is what the row says and how often it was so before: a capture found later may narrow the bracket, and it
    # stays the same event.
    key = event.timeline.known_as or event.timeline.id
    content = json.dumps([key, *(cell(values[name]) for name in ("entity", "kind", "field", "old", "new"))])
    occurrences[content] += 1
    if event.suppressed:
        return
    event_id = sha256(f"{content}{occurrences[content]}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    confirmed = {"confirmed_at": event.confirmed.captured_at, "capture_before": event.before.id}
    rows.add("change", {**values, **confirmed, "capture": event.after.id, "event": event_id})


def _decisions(office: OfficeHistory, rows: Rows) -> None:
    decided: list[tuple[object, ...]] = [
        (office.id, "profile", office.id, one.other, one.outcome, one.score, one.threshold, one.reason, None)
        for one in office.judgements
    ]
    for choice in office.timelines.choices:
        entry = (office.id, choice.timeline.entity, choice.timeline.id, choice.other)
        reason = "likeness" if choice.outcome == "same" else "another entry is as alike"
        decided.append((*entry, choice.outcome, choice.score, choice.threshold, reason, choice.capture.id))
    names = ("profile", "entity", "id", "other", "outcome", "score", "threshold", "reason", "capture")
    for values in dict.fromkeys(decided):
        key = sha256(json.dumps([str(value) for value in values]).encode()).hexdigest()[:16]
        rows.add("decision", {"decision": key, **dict(zip(names, values, strict=True))})


def _institutions(part: Part) -> tuple[str, ...]:
    return tuple(getattr(part.record, "institutions", ()))


def _institution_keys(institutions: Mapping[str, set[str]]) -> dict[str, str]:
    """One key for each folded name; names with the same slug are distinguished by a code."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for folded in sorted(institutions):
        key = slug(folded) or code(folded)
        key = key if key not in taken else f"{key}-{code(folded)}"
        taken.add(key)
        keys[folded] = key
    return keys
