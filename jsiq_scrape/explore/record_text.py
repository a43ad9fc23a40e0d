"""One reading, printed: as the JSON that others build on, or as a compact record for a person."""

import json
from collections.abc import Iterator

from jsiq_scrape.explore.plain_text import harmless, shortened
from jsiq_scrape.records import Contact, FieldKind, Project, Reading, Record, fields_of, names_of

#: The keys of one object of `read --json`, in this order; what else a reading knows is for the database.
PUBLIC = (
    "verdict",
    "profile",
    "contacts",
    "funding_areas",
    "projects",
    "extras",
    "place",
    "claims",
    "findings",
    "lines",
)
#: What has a place of its own in the text of a profile and of a project; all other fields follow by name.
_HEAD = ("municipality", "office", "street", "postal_code", "city", "state")
_TITLE = ("title", "institutions", "period_start", "period_end", "period_precision")
#: Characters of a text: a record shall fit on a screen.
_LONGEST = 90
ANSWERS = {True: "yes", False: "no", None: "?"}


def as_json(source: str, reading: Reading) -> str:
    """One line of JSON; `source` is the name under which the page was asked for."""
    values = reading.model_dump(mode="json", include=set(PUBLIC))
    return json.dumps({"source": source} | {key: values[key] for key in PUBLIC}, ensure_ascii=False)


def as_text(source: str, reading: Reading, note: str | None = None) -> str:
    """A record for a person: values first, then what was not understood; with a note on what the source is."""
    lines = [headline(source, reading, note), *(f"  {line}" for line in _record(reading))]
    return "\n".join(harmless(line) for line in lines)


def headline(source: str, reading: Reading, note: str | None) -> str:
    """What was read, and what it is: "page.pdf: other (a PDF document: ...)"."""
    return f"{source}: {reading.verdict.value}" + (f" ({note})" if note else "")


def _record(reading: Reading) -> Iterator[str]:
    profile, place, count = reading.profile, reading.place, reading.lines
    if profile is not None:
        yield _row("municipality", profile.municipality)
        yield _row("office", profile.office)
        town = " ".join(part for part in (profile.postal_code, profile.city) if part)
        yield _row("address", ", ".join(part for part in (profile.street, town, profile.state) if part))
        if place is not None and place.ags is not None:
            yield _row("place", f"AGS {place.ags}, {place.latitude}, {place.longitude} (by {place.matched_by})")
    yield from (_row("contact", _contact(contact)) for contact in reading.contacts)
    if profile is not None:
        yield _row("", _answers(profile))
        yield from _others(profile, _HEAD)
    for area in reading.funding_areas:
        yield _row("funding area", " ".join(str(part) for part in (area.number, area.name) if part is not None))
    for project in reading.projects:
        yield from _project(project)
    yield from (_row("extra", f"{extra.label}: {shortened(extra.text, _LONGEST)}") for extra in reading.extras)
    for finding in reading.findings:
        place_on_page = f" line {finding.line}" if finding.line is not None else ""
        yield _row(finding.severity.value, f"{finding.kind.value}{place_on_page}: {shortened(finding.text, _LONGEST)}")
    yield _row("lines", f"{count.total} ({count.read} read, {count.boilerplate} boilerplate, {count.unread} unread)")


def _project(project: Project) -> Iterator[str]:
    yield _row("project", project.title)
    yield _row("", ", ".join(project.institutions))
    yield _row("", f"{project.period_start or '?'} to {project.period_end or '?'}")
    yield _row("", _answers(project))
    yield from _others(project, _TITLE)
    yield from (_row("", f"{extra.label}: {shortened(extra.text, _LONGEST)}") for extra in project.extras)


def _answers(record: Record) -> str:
    """All yes/no values of a record, by name."""
    answers = {name: getattr(record, name) for name in names_of(type(record), FieldKind.YES_NO)}
    return ", ".join(f"{name.replace('_', ' ')} {ANSWERS[answer]}" for name, answer in answers.items())


def _others(record: Record, shown: tuple[str, ...]) -> Iterator[str]:
    """All values of a record that have no place of their own, by name."""
    for name, meaning in fields_of(type(record)).items():
        value = getattr(record, name)
        if name not in shown and meaning.kind is not FieldKind.YES_NO and value not in (None, ()):
            yield _row("", f"{name.replace('_', ' ')}: {shortened(str(value), _LONGEST)}")


def _contact(contact: Contact) -> str:
    return ", ".join(str(value) for value in contact.model_dump().values() if value)


def _row(name: str, value: str | None) -> str:
    return f"{name:<14}{value or '-'}"
