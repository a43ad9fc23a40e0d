"""From a body to all that it says: the one function the rest of the program reads pages with."""

from collections import Counter
from dataclasses import dataclass

from pydantic import BaseModel

from jsiq_scrape.parse.document import Document, parse_document
from jsiq_scrape.parse.judge import judge_text
from jsiq_scrape.parse.labels.extents import Field, Span
from jsiq_scrape.parse.labels.prose import VERBS
from jsiq_scrape.parse.labels.slots import Slot
from jsiq_scrape.parse.labels.vocabulary import Term, Vocabulary, compact, load_vocabulary
from jsiq_scrape.parse.profile.drafts import OfficeDraft, ProjectDraft
from jsiq_scrape.parse.profile.ledger import Ledger, Role
from jsiq_scrape.parse.profile.office import read_office
from jsiq_scrape.parse.profile.outline import Outline, leads_nowhere, outline_of
from jsiq_scrape.parse.profile.project_fields import read_extra, read_project, whole_names
from jsiq_scrape.parse.profile.projects import gather
from jsiq_scrape.parse.values import period, yes_no
from jsiq_scrape.records import Extra, Finding, FindingKind, Profile, Project, Reading, Severity, Verdict

_SHORT_ANSWER = 2  # words: "geplant", "noch offen", nothing
_FEW_PROOFS = 2
_MOST_WORDS = 6  # of a label that only its colon shows
_SEVERAL = (" und ", ",", "/", " u. ")  # a name with one of these may be several


@dataclass(frozen=True, slots=True)
class Examination:
    """A reading together with all that it was made of."""

    reading: Reading
    document: Document
    roles: list[Role]  # of each line
    outline: Outline


def read(body: bytes | str, vocabulary: Vocabulary | None = None, *, content_type: str | None = None) -> Reading:
    """All that one page says, with the evidence of each value; a function of its arguments, never raises on content.

    `body` is the page itself, never a file's name: bytes as they were served or saved, whose charset is found out, or
    text that is decoded already.  Without a `vocabulary` the packaged one is used.  `content_type` is that of the
    answer.  Raises TypeError when the body is anything else.
    """
    return examine(body, load_vocabulary() if vocabulary is None else vocabulary, content_type=content_type).reading


def examine(body: bytes | str, vocabulary: Vocabulary, *, content_type: str | None = None) -> Examination:
    """The reading of a page with its lines, their roles and its labels."""
    document = parse_document(body, content_type=content_type)
    outline = outline_of(document, vocabulary)
    ledger = Ledger(document)
    if document.problem:
        ledger.find(FindingKind.CHARSET, Severity.WARNING, None, document.problem)
    if document.truncated:
        ledger.find(FindingKind.TRUNCATED, Severity.ERROR, None, document.truncated)
    if not proves_profile(outline):
        verdict = judge_text(document, vocabulary)
        roles = [Role.BOILERPLATE] * document.count
        ledger.roles = list(roles)
        reading = Reading(
            verdict=verdict,
            findings=tuple(ledger.findings),
            lines=ledger.counts(),
            charset=document.charset,
            title=document.title,
        )
        return Examination(reading, document, roles, outline)
    reading = _read_profile(document, outline, vocabulary, ledger)
    unread = Role.UNREAD
    return Examination(reading, document, [unread if role is None else role for role in ledger.roles], outline)


def proves_profile(outline: Outline) -> bool:
    """Whether a page has a label that only profiles have, with a value such a label can have."""
    proofs = [found for found in outline.fields if found.slot.term is not None and found.slot.term.proof]
    if any(found.slot.term is not None and found.slot.term.name == "institutions" for found in proofs):
        return True
    names = {found.slot.term.name for found in outline.fields if found.slot.term is not None}
    if any(found.slot.area for found in outline.fields):
        names.add("area")
    for found in proofs:
        term = found.slot.term
        assert term is not None
        text = " ".join(piece for _, piece in found.lines(outline.document))
        if term.yes_no and yes_no(text) is not None:
            return True
        # A page about the programme explains its building blocks; only a profile also has a period and a target group.
        short = len(text.split()) <= _SHORT_ANSWER and not text.endswith(".")
        if term.yes_no and short and names >= {"period", "target_group"}:
            return True
        # A list of offices has the areas of each.
        if (
            term.name == "areas"
            and (text or "area" in names)
            and sum(each.slot.term == term for each in proofs) <= _FEW_PROOFS
            and names & {"area", "contact", "persons", "period", "projects", "phone", "email"}
        ):
            return True
    return False


def _read_profile(document: Document, outline: Outline, vocabulary: Vocabulary, ledger: Ledger) -> Reading:
    for line in outline.barred:
        ledger.roles[line] = Role.BOILERPLATE
    for found in outline.fields:
        ledger.roles[found.slot.line] = None
    drafts, loose = gather(outline, ledger)
    menu = _words_of_menu(outline, drafts)
    drafts = [draft for draft in drafts if _says_something(document, draft) and draft not in menu]
    office = read_office(outline, vocabulary, ledger)
    proven = _proven(outline, drafts, office)
    projects = tuple(
        read_project(number, draft, ledger, names)
        for number, (draft, names) in enumerate(zip(drafts, proven, strict=True))
    )
    extras = [read_extra(f"extras[{nth}]", found, ledger) for nth, found in enumerate(loose)]
    extras += _left_labels(outline, ledger, office.first_line, len(extras), vocabulary)
    _close(document, outline, ledger, office.first_line)
    profile = Profile.model_validate(office.values)
    from jsiq_scrape.places import find

    place = find(profile.municipality, profile.state, profile.postal_code, profile.city, profile.office)
    _missing(outline, office, projects, profile, ledger, vocabulary)
    return Reading(
        verdict=Verdict.PROFILE,
        profile=profile,
        contacts=tuple(office.contacts),
        funding_areas=tuple(office.areas),
        projects=projects,
        extras=tuple(extras),
        place=place,
        claims=tuple(ledger.claims),
        findings=_in_order(ledger.findings),
        lines=ledger.counts(),
        charset=document.charset,
        title=document.title,
    )


def _says_something(document: Document, draft: ProjectDraft) -> bool:
    """Whether labels are a project and not one word of a banner ("Laufzeit: 13 Monate")."""
    terms = _terms(draft)
    if len({term.name for term in terms}) != 1 or terms[0].proof or terms[0].name != "period" or draft.extras:
        return True
    text = "\n".join(piece for _, piece in draft.fields[0].lines(document))
    return period(text).understood


def _words_of_menu(outline: Outline, drafts: list[ProjectDraft]) -> set[ProjectDraft]:
    """Lone labels above all parts of a profile: in a copied text nothing else shows a menu."""
    parts = [found.slot for found in outline.fields if found.slot.term and found.slot.term.scope == "section"]
    if outline.document.html or not parts or not any(term.proof for draft in drafts for term in _terms(draft)):
        return set()
    lone = [draft for draft in drafts if len(draft.fields) == 1 and not draft.extras]
    above = [draft for draft in lone if draft.fields[0].slot.place < parts[0].place]
    return {draft for draft in above if not any(term.proof for term in _terms(draft))}


def _terms(draft: ProjectDraft) -> list[Term]:
    return [found.slot.term for found in draft.fields if found.slot.term is not None]


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.line or 0, finding.kind)))


def _proven(outline: Outline, drafts: list[ProjectDraft], office: OfficeDraft) -> list[frozenset[str]]:
    """What the page shows each project to be one institution: the municipality, and what stands alone in a field.

    A name that may be several ("Jugend und Beruf") proves nothing of the field in which it stands.
    """
    own: list[set[str]] = []
    for draft in drafts:
        lines = found.lines(outline.document) if (found := draft.get("institutions")) is not None else []
        texts = whole_names(outline.document, lines)
        own.append({name for text in texts for part in text.split(";") if (name := part.strip())})
    times = Counter(name for names in own for name in names)
    times[str(office.values.get("municipality") or "")] += 2
    everywhere = {name for name, count in times.items() if name and (count > 1 or not _may_be_several(name))}
    once = {name for name in times if name} - everywhere
    proven = frozenset(everywhere | once)
    return [proven - alone if (alone := once & names) else proven for names in own]


def _may_be_several(name: str) -> bool:
    return any(mark in name for mark in _SEVERAL)


def _left_labels(outline: Outline, ledger: Ledger, first: int, before: int, vocabulary: Vocabulary) -> list[Extra]:
    """Lines such as `Sprechzeiten: dienstags` that no value holds; so many extras were found before."""
    found: list[Extra] = []
    document, slots = outline.document, outline.slots
    for line in range(first, _last_read(ledger.roles) + 1):
        if ledger.roles[line] is not None or not document.visible(line) or line in document.skipped:
            continue
        slot = next(
            (slot for slot in slots.of_line(line) if slot.leads and (slot.colon or _heads(document, slot))), None
        )
        if slot is None or leads_nowhere(document, slot) or len(slot.label.split()) > _MOST_WORDS:
            continue
        if slot.own < 0 and not VERBS.isdisjoint(slot.label.split()):
            continue  # a sentence before a list, "Sie sind hier:"
        if _says_failure(document, line, vocabulary):
            continue
        stop = _end_of_left(document, slot, ledger.roles) if slot.alone else line + 1
        behind = document.nodes_of(stop - 1).stop
        inline = slot.end < len(document.texts[slot.last])
        left = Field(slot, Span(slot.last if inline else slot.last + 1, slot.end if inline else 0, behind))
        found.append(read_extra(f"extras[{before + len(found)}]", left, ledger))
    return found


def _heads(document: Document, slot: Slot) -> bool:
    """Whether a line in bold heads the lines of its block."""
    line = slot.line + 1
    below = line in document.soft and document.boxes[line] == document.boxes[slot.line]
    bold = document.emphasised(slot.first) and slot.alone and slot.line not in document.soft
    return bold and below and not document.emphasised(document.first_nodes[line])


def _end_of_left(document: Document, slot: Slot, roles: list[Role | None]) -> int:
    """The line behind the value of a label that stands alone: the rest of its block, or the element behind it."""
    line = document.line_of[slot.last] + 1
    if line == document.count:
        return line
    element = document.boxes[slot.line]
    if line not in document.soft:
        element = document.boxes[line]
        while document.starts[parent := document.parents[element]] > slot.last:
            element = parent
    while line < document.count and document.first_nodes[line] < document.stops[element] and roles[line] is None:
        line += 1
    return line


def _close(document: Document, outline: Outline, ledger: Ledger, first: int) -> None:
    """Give every line that is left its role: unread inside the profile, boilerplate outside."""
    roles = ledger.roles
    read = _last_read(roles)
    last = _end_of_profile(document, outline, read, roles)
    left = [
        line
        for line in range(first, last + 1)
        if roles[line] is None
        and line not in document.skipped
        and (line <= read or not document.boilerplate(document.boxes[line]))
    ]
    controls = _controls(document) if left else frozenset()
    for line in left:
        nodes = document.nodes_of(line)
        if not all(node in document.attribute_texts for node in nodes) and nodes.start not in controls:
            roles[line] = Role.UNREAD
            ledger.find(FindingKind.UNREAD, Severity.WARNING, line, document.text_of(line))
    boilerplate = Role.BOILERPLATE
    ledger.roles = [boilerplate if role is None else role for role in roles]


def _last_read(roles: list[Role | None]) -> int:
    """The last line that is a part of the profile, -1 for none."""
    boilerplate = Role.BOILERPLATE  # asking the enumeration for each line costs twice what the rest does
    for line in range(len(roles) - 1, -1, -1):
        role = roles[line]
        if role is not boilerplate and role is not None:
            return line
    return -1


def _end_of_profile(document: Document, outline: Outline, last: int, roles: list[Role | None]) -> int:
    """The last line of the profile: in HTML that of the element that holds all labels, in text before boilerplate."""
    if last < 0:
        return last
    if not document.html:
        return _before_boilerplate(document, last, roles)
    marks = [found.slot for found in outline.fields]
    box = document.owners[marks[-1].first]
    while box > 0 and document.tags[document.parents[box]] not in ("body", "html") and document.parents[box] > 0:
        if document.text_nodes(box).start <= marks[0].first:
            break
        box = document.parents[box]
    inside = document.text_nodes(box)
    if not inside or inside.start > marks[0].first:
        return _before_boilerplate(document, last, roles)
    return max(last, document.line_of[inside.stop - 1])


def _before_boilerplate(document: Document, last: int, roles: list[Role | None]) -> int:
    for line in range(last + 1, document.count):
        if roles[line] is Role.BOILERPLATE:
            return line - 1
    return document.count - 1


def _controls(document: Document) -> frozenset[int]:
    """The text nodes of forms and of what they consist of."""
    parts = ("button", "form", "input", "select")
    controls = (element for element, tag in enumerate(document.tags) if tag in parts)
    return frozenset(node for element in controls for node in document.text_nodes(element))


def _missing(
    outline: Outline,
    office: OfficeDraft,
    projects: tuple[Project, ...],
    profile: Profile,
    ledger: Ledger,
    vocabulary: Vocabulary,
) -> None:
    names = {found.slot.term.name for found in outline.fields if found.slot.term is not None}
    if any(found.slot.area for found in outline.fields):
        names.add("areas")
    if profile.postal_code or profile.street:
        names.add("contact")
    missing = [section for section in ("contact", "areas") if section not in names]
    for section in missing:
        ledger.find(FindingKind.MISSING_SECTION, Severity.WARNING, None, section)
    nameless = profile.municipality is None and profile.office is None
    if (not projects and nameless) or not any(map(_tells, (profile, *projects, *office.contacts, *office.areas))):
        ledger.find(FindingKind.EMPTY_PROFILE, Severity.ERROR, None, "labels without any value")
    if missing or not (projects and office.areas):
        failure = _failure(outline.document, ledger, vocabulary)
        if failure is not None:
            ledger.find(FindingKind.TRUNCATED, Severity.ERROR, failure, outline.document.text_of(failure))


def _tells(record: BaseModel) -> bool:
    """Whether a record has any value; labels with nothing behind them are none."""
    return any(
        any(extra.text for extra in value) if name == "extras" else value not in (None, ())
        for name, value in vars(record).items()
    )


def _failure(document: Document, ledger: Ledger, vocabulary: Vocabulary) -> int | None:
    """The line by which a content management system says that it could not make a part of the document."""
    claimed = (Role.LABEL, Role.VALUE, Role.HEADING)
    lines = (line for line, role in enumerate(ledger.roles) if role not in claimed)
    return next((line for line in lines if _says_failure(document, line, vocabulary)), None)


def _says_failure(document: Document, line: int, vocabulary: Vocabulary) -> bool:
    return compact(document.text_of(line)).startswith(vocabulary.phrases.get("error", ()))
