"""The values of a project: from the stretches of its labels to its record, claims and findings."""

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.labels.extents import Field
from jsiq_scrape.parse.profile.drafts import ProjectDraft
from jsiq_scrape.parse.profile.ledger import Ledger
from jsiq_scrape.parse.values import CONVERTERS, goes_on, institutions, period
from jsiq_scrape.records import Extra, FieldKind, FindingKind, Outcome, Project, Severity


def read_project(number: int, draft: ProjectDraft, ledger: Ledger, proven: frozenset[str]) -> Project:
    """The record of one project, its claims and findings."""
    base = f"projects[{number}]"
    document = ledger.document
    values: dict[str, object] = {}
    title = draft.title
    if title:
        values["title"] = "\n".join(text for _, text in title)
        ledger.claim(f"{base}.title", None, title, Outcome.UNDERSTOOD)
    seen: dict[str, Field] = {}
    for found in draft.fields:
        assert found.slot.term is not None
        name = found.slot.term.name
        earlier = seen.get(name)
        if earlier is not None and not (earlier.span.empty or not earlier.lines(document)):
            text = " ".join(text for _, text in found.lines(document))
            ledger.find(FindingKind.DUPLICATE_LABEL, Severity.WARNING, found.slot.line, f"{found.slot.label}: {text}")
            ledger.take_field(found)
            continue
        seen[name] = found
    for name, found in seen.items():
        ledger.take_field(found)
        _read_field(base, name, found, values, ledger, proven)
    extras = [read_extra(f"{base}.extras[{nth}]", found, ledger) for nth, found in enumerate(draft.extras)]
    return Project.model_validate({**values, "extras": extras})


def _read_field(
    base: str, name: str, found: Field, values: dict[str, object], ledger: Ledger, proven: frozenset[str]
) -> None:
    lines = found.lines(ledger.document)
    text = lines[0][1] if len(lines) == 1 else "\n".join(ledger.document.paragraphs(lines))
    line, kind = found.slot.line, found.slot.term.kind if found.slot.term is not None else None
    if kind is FieldKind.PERIOD:
        result = period(text) if text else None
        outcome = (
            Outcome.EMPTY if result is None else Outcome.UNDERSTOOD if result.understood else Outcome.NOT_UNDERSTOOD
        )
        if result is not None:
            parts = {"start": result.start, "end": result.end, "precision": result.precision}
            values |= {f"{name}_{part}": value for part, value in parts.items()}
            if not result.understood or result.problem:
                ledger.find(
                    FindingKind.NOT_UNDERSTOOD,
                    Severity.WARNING,
                    line,
                    f"{found.slot.label}: {text} ({result.problem or 'not a period'})",
                )
        for side in ("start", "end"):
            lost = result is not None and result.lost == side
            ledger.claim(f"{base}.{name}_{side}", found, lines, Outcome.NOT_UNDERSTOOD if lost else outcome)
    elif kind is FieldKind.INSTITUTIONS:
        names, unproven = institutions(whole_names(ledger.document, lines), proven)
        values[name] = names
        for part in unproven:
            ledger.find(FindingKind.UNPROVEN_SPLIT, Severity.INFO, line, part)
        ledger.claim(f"{base}.{name}", found, lines, Outcome.UNDERSTOOD if names else Outcome.EMPTY)
    elif kind is not None and (convert := CONVERTERS.get(kind)) is not None:
        value = values[name] = convert(text) if text else None
        outcome = Outcome.UNDERSTOOD if value is not None else Outcome.NOT_UNDERSTOOD if text else Outcome.EMPTY
        ledger.claim(f"{base}.{name}", found, lines, outcome)
        if outcome is Outcome.NOT_UNDERSTOOD:
            ledger.find(FindingKind.NOT_UNDERSTOOD, Severity.WARNING, line, f"{found.slot.label}: {text}")
    else:
        values[name] = text or None
        ledger.claim(f"{base}.{name}", found, lines, Outcome.UNDERSTOOD if text else Outcome.EMPTY)


def whole_names(document: Document, lines: list[tuple[int, str]]) -> list[str]:
    """The lines of a value that lists institutions; a name that a break has divided is one again."""
    found: list[str] = []
    for line, text in lines:
        if found and (line in document.filled or goes_on(found[-1], text, broken=line in document.soft)):
            found[-1] += f" {text}"
        else:
            found.append(text)
    return found


def read_extra(name: str, found: Field, ledger: Ledger) -> Extra:
    """An unknown label with its value, reported; `name` is the field of the claim: `extras[0]`."""
    ledger.take_field(found)
    lines = found.lines(ledger.document)
    text = "\n".join(ledger.document.paragraphs(lines))
    ledger.claim(name, found, lines, Outcome.UNDERSTOOD if text else Outcome.EMPTY)
    ledger.find(
        FindingKind.UNKNOWN_LABEL,
        Severity.WARNING,
        found.slot.line,
        f"{found.slot.label}: {text}" if text else found.slot.label,
    )
    return Extra(label=found.slot.label, text=text)
