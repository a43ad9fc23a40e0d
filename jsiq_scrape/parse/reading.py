"""From a body to all that it says: the one function the rest of the program reads pages with."""

from pydantic import BaseModel

from jsiq_scrape.parse.drafts import OfficeDraft, ProjectDraft
from jsiq_scrape.parse.judge import judge_text
from jsiq_scrape.parse.ledger import Ledger, Role, assemble
from jsiq_scrape.parse.leftovers import left_field
from jsiq_scrape.parse.office import read_office
from jsiq_scrape.parse.outline import divide
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.project_fields import read_extra, read_project
from jsiq_scrape.parse.projects import gather
from jsiq_scrape.parse.spans import Outline
from jsiq_scrape.parse.values import period, yes_no
from jsiq_scrape.parse.vocabulary import Vocabulary, compact, load
from jsiq_scrape.parse.walk import read_page
from jsiq_scrape.records import Extra, Finding, FindingKind, Profile, Project, Reading, Severity, Verdict

_SHORT_ANSWER = 2  # words: "geplant", "noch offen", nothing
_FEW_PROOFS = 2


def read(body: bytes | str, vocabulary: Vocabulary | None = None, *, content_type: str | None = None) -> Reading:
    """All that one page says, with the evidence of each value; a function of its arguments, never raises on content.

    `body` is the page itself, never a file's name: bytes as they were served or saved, whose charset is found out, or
    text that is decoded already.  Without a `vocabulary` the packaged one is used.  `content_type` is that of the
    answer.  Raises TypeError when the body is anything else.
    """
    return examine(body, load() if vocabulary is None else vocabulary, content_type=content_type)[0]


def examine(
    body: bytes | str, vocabulary: Vocabulary, *, content_type: str | None = None
) -> tuple[Reading, Page, list[Role]]:
    """The reading of a page together with its lines and their roles."""
    page = read_page(body, content_type=content_type, menus=False)
    outline = divide(page, vocabulary)
    ledger = Ledger(page)
    if page.problem:
        ledger.find(FindingKind.CHARSET, Severity.WARNING, None, page.problem)
    if page.truncated:
        ledger.find(FindingKind.TRUNCATED, Severity.ERROR, None, page.truncated)
    if not proves_profile(outline):
        verdict = judge_text(page, vocabulary)
        roles = [Role.FURNITURE] * page.count
        ledger.roles = list(roles)
        return (
            Reading.model_construct(
                verdict=verdict,
                findings=tuple(ledger.findings),
                lines=ledger.counts(),
                charset=page.charset,
                title=page.title,
            ),
            page,
            roles,
        )
    reading = _read_profile(page, outline, vocabulary, ledger)
    unread = Role.UNREAD
    return reading, page, [unread if role is None else role for role in ledger.roles]


def proves_profile(outline: Outline) -> bool:
    """Whether a page has a label that only profiles have, with a value such a label can have."""
    proofs = [found for found in outline.fields if found.mark.term is not None and found.mark.term.proof]
    if any(found.mark.term is not None and found.mark.term.name == "institutions" for found in proofs):
        return True
    names = {found.mark.term.name for found in outline.fields if found.mark.term is not None}
    if any(found.mark.area for found in outline.fields):
        names.add("area")
    for found in proofs:
        term = found.mark.term
        assert term is not None
        text = " ".join(piece for _, piece in found.lines(outline.page))
        if term.yes_no and yes_no(text) is not None:
            return True
        # A page about the programme explains its building blocks; only a profile also has a period and a target group.
        short = len(text.split()) <= _SHORT_ANSWER and not text.endswith(".")
        if term.yes_no and short and names >= {"period", "target_group"}:
            return True
        # A list of offices has the areas of each.
        if (
            term.name == "areas"
            and len(proofs) <= _FEW_PROOFS
            and names & {"area", "contact", "persons", "period", "projects", "phone", "email"}
        ):
            return True
    return False


def _read_profile(page: Page, outline: Outline, vocabulary: Vocabulary, ledger: Ledger) -> Reading:
    barred = outline.barred
    roles = (None, Role.FURNITURE)
    ledger.roles = [roles[barred[atom]] for atom in page.first_atoms]
    for found in outline.fields:
        ledger.roles[found.mark.line] = None
    drafts, loose = gather(outline, vocabulary, ledger)
    drafts = [draft for draft in drafts if _says_something(page, draft)]
    office = read_office(outline, vocabulary, ledger)
    proven = _proven(outline, drafts, office)
    projects = tuple(read_project(number, draft, ledger, proven) for number, draft in enumerate(drafts))
    extras = [read_extra(f"extras[{nth}]", found, ledger) for nth, found in enumerate(loose)]
    extras += _leftover_labels(page, ledger, office.first_line, len(extras))
    _close(page, outline, ledger, office.first_line)
    profile = Profile.model_validate(office.values)
    from jsiq_scrape.places import find

    place = find(profile.municipality, profile.state, profile.postal_code, profile.city, profile.office)
    _missing(outline, office, projects, profile, ledger, vocabulary)
    return assemble(
        Reading,
        {
            "verdict": Verdict.PROFILE,
            "profile": profile,
            "contacts": tuple(office.contacts),
            "funding_areas": tuple(office.areas),
            "projects": projects,
            "extras": tuple(extras),
            "place": place,
            "claims": tuple(ledger.claims),
            "findings": _in_order(ledger.findings),
            "lines": ledger.counts(),
            "charset": page.charset,
            "title": page.title,
        },
    )


def _says_something(page: Page, draft: ProjectDraft) -> bool:
    """Whether labels are a project and not one word of a banner ("Laufzeit: 13 Monate")."""
    terms = [found.mark.term for found in draft.fields if found.mark.term is not None]
    if len(terms) != 1 or terms[0].proof or terms[0].name != "period" or draft.extras:
        return True
    text = "\n".join(piece for _, piece in draft.fields[0].lines(page))
    return period(text).understood


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.line or 0, finding.kind)))


def _proven(outline: Outline, drafts: list[ProjectDraft], office: OfficeDraft) -> frozenset[str]:
    """What the page itself shows to be one institution: the municipality, and names that stand alone in their field."""
    page = outline.page
    municipality = office.values.get("municipality")
    names = {str(municipality)} if municipality else set()
    for draft in drafts:
        found = draft.get("institutions")
        if found is None:
            continue
        for _, text in found.lines(page):
            for part in text.split(";"):
                if not any(separator in part for separator in (" und ", ",", "/", " u. ")):
                    names.add(part.strip())
    return frozenset(name for name in names if name)


def _leftover_labels(page: Page, ledger: Ledger, first: int, before: int) -> list[Extra]:
    """Lines such as `Mikroprojekte: ja` that no label's value holds; so many extras were found before."""
    found: list[Extra] = []
    for line in range(first, _last_read(ledger.roles) + 1):
        if ledger.roles[line] is not None:
            continue
        atoms = page.atoms_of(line)
        if all(atom in page.unseen for atom in atoms):
            continue
        left = left_field(page, line, ledger.roles)
        if left is not None:
            found.append(read_extra(f"extras[{before + len(found)}]", left, ledger))
    return found


def _close(page: Page, outline: Outline, ledger: Ledger, first: int) -> None:
    """Give every line that is left its role: unread inside the profile, furniture outside."""
    roles = ledger.roles
    last = _end_of_profile(page, outline, _last_read(roles), roles)
    left = [line for line in range(first, last + 1) if roles[line] is None]
    controls = _controls(page) if left else frozenset()
    for line in left:
        atoms = page.atoms_of(line)
        if not all(atom in page.unseen for atom in atoms) and atoms.start not in controls:
            roles[line] = Role.UNREAD
            ledger.find(FindingKind.UNREAD, Severity.WARNING, line, page.text_of(line))
    furniture = Role.FURNITURE
    ledger.roles = [furniture if role is None else role for role in roles]


def _last_read(roles: list[Role | None]) -> int:
    """The last line that is a part of the profile, -1 for none."""
    furniture = Role.FURNITURE  # asking the enumeration for each line costs twice what the rest does
    for line in range(len(roles) - 1, -1, -1):
        role = roles[line]
        if role is not furniture and role is not None:
            return line
    return -1


def _end_of_profile(page: Page, outline: Outline, last: int, roles: list[Role | None]) -> int:
    """The last line of the profile: in HTML that of the element that holds all labels, in text before furniture."""
    if last < 0:
        return last
    if not page.html:
        return _before_furniture(page, last, roles)
    marks = [found.mark for found in outline.fields]
    box = page.holders[marks[-1].atom]
    while box > 0 and page.tags[page.parents[box]] not in ("body", "html") and page.parents[box] > 0:
        if page.atoms_in(box).start <= marks[0].atom:
            break
        box = page.parents[box]
    inside = page.atoms_in(box)
    if not inside or inside.start > marks[0].atom:
        return _before_furniture(page, last, roles)
    return max(last, page.line_of[inside.stop - 1])


def _before_furniture(page: Page, last: int, roles: list[Role | None]) -> int:
    for line in range(last + 1, page.count):
        if roles[line] is Role.FURNITURE:
            return line - 1
    return page.count - 1


def _controls(page: Page) -> frozenset[int]:
    """The atoms of buttons and forms."""
    controls = (element for element, tag in enumerate(page.tags) if tag in ("button", "form", "input"))
    return frozenset(atom for element in controls for atom in page.atoms_in(element))


def _missing(
    outline: Outline,
    office: OfficeDraft,
    projects: tuple[Project, ...],
    profile: Profile,
    ledger: Ledger,
    vocabulary: Vocabulary,
) -> None:
    names = {found.mark.term.name for found in outline.fields if found.mark.term is not None}
    if any(found.mark.area for found in outline.fields):
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
        failure = _failure(outline.page, ledger, vocabulary)
        if failure is not None:
            ledger.find(FindingKind.TRUNCATED, Severity.ERROR, failure, outline.page.text_of(failure))


def _tells(record: BaseModel) -> bool:
    """Whether a record has any value; labels with nothing behind them are none."""
    return any(
        any(extra.text for extra in value) if name == "extras" else value not in (None, ())
        for name, value in vars(record).items()
    )


def _failure(page: Page, ledger: Ledger, vocabulary: Vocabulary) -> int | None:
    """The line by which a content management system says that it could not make a part of the page."""
    claimed = (Role.LABEL, Role.VALUE, Role.HEADING)
    phrases = vocabulary.phrases.get("error", ())
    lines = (line for line, role in enumerate(ledger.roles) if role not in claimed)
    return next((line for line in lines if compact(page.text_of(line)).startswith(phrases)), None)
