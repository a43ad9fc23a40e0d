"""What the second edition does to the offices: one real edit to an office at most, and idle typography."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from jsiq_scrape.demo.facts import Edition, Office, Person, Work, offices
from jsiq_scrape.records import Project

GONE = "bb-stadt-beispielow"  # its address answers 410 in the second edition
DOWN = "sh-stadt-mustermuende"  # its address answers 503 in the second edition, every time it is asked


@cache
def edition_of(edition: Edition) -> tuple[Office, ...]:
    """The offices whose pages exist in an edition, ordered by id; an office that is down still exists."""
    if edition == 1:
        return offices()
    return tuple(EDITS.get(office.id, _same)(office) for office in offices() if office.id != GONE)


def typography(office: Office, edition: Edition, markup: str) -> str:
    """The markup of a page with signs that look the same, or nearly, and mean the same."""
    if edition == 1 or office.id not in TYPOGRAPHY:
        return markup
    return TYPOGRAPHY[office.id](markup)


def _same(office: Office) -> Office:
    return office


# --- real edits: each of them is one line of PLAN ---


def _phone(office: Office) -> Office:
    first, second = office.people
    record = second.record.model_copy(update={"phone": "+492214710125"})
    return replace(office, people=(first, Person(record, {"phone": "0221 / 4710-125"})))


def _answer(office: Office) -> Office:
    return _project(office, 0, {"counselling": False})


def _period(office: Office) -> Office:
    return _project(office, 0, {"period_end": date(2022, 6, 30)}, period="1. Januar 2015 bis 30. Juni 2022")


def _project_added(office: Office) -> Office:
    """The new project stands first, so that the old one changes its place."""
    record = Project(
        title="Südhang unterwegs",
        institutions=("Mobile Jugendarbeit Südhang e. V.",),
        period_start=date(2018, 4, 1),
        period_end=date(2018, 12, 31),
        period_precision="day",
        target_group="Jugendliche zwischen 14 und 21 Jahren, die sich an der Bahnstrecke treffen.",
        services="Streetwork, Graffitiwand, Sportgeräte zum Ausleihen.",
        case_management=False,
        counselling=False,
        outreach=True,
    )
    return replace(office, projects=(Work(record, {"period": "01.04.2018 - 31.12.2018"}), *office.projects))


def _project_removed(office: Office) -> Office:
    """The middle one of three goes, so that the last one changes its place."""
    first, _, last = office.projects
    return replace(office, projects=(first, last))


def _renamed(office: Office) -> Office:
    return _project(office, 0, {"title": "Talwärts - Wege in Ausbildung"})


def _moved(office: Office) -> Office:
    path, template = office.moved_path or office.path, office.moved_template or office.template
    return replace(office, path=path, template=template, moved_path=None, moved_template=None)


# --- edits of the words only: none of them is an event ---


def _quotes(office: Office) -> Office:
    """Kreis Düren: typographic quotes and dashes, and the mail address hidden in another way."""
    areas = tuple(replace(area, heading=_typographic(area.heading)) for area in office.areas)
    person = replace(office.people[0], spelling={"phone": "02421 / 22 - 1111", "email": "amt51 [at] kreis-dueren.de"})
    office = replace(office, areas=areas, people=(person,))
    services = office.projects[0].record.services or ""
    office = _project(office, 0, {"services": _typographic(services)}, period="01.01.2015 – 31.12.2018")
    return _project(office, 1, {}, period="01.01.2015–31.12.2018")


def _order(office: Office) -> Office:
    return replace(office, projects=tuple(reversed(office.projects)))


def _dialled(office: Office) -> Office:
    person = office.people[0]
    spelling = {**person.spelling, "phone": "+49 221 4710150", "email": "jugendbuero@neu-exempelheim.example"}
    return replace(office, people=(replace(person, spelling=spelling),))


def _courteous(office: Office) -> Office:
    person = office.people[0]
    return replace(office, people=(replace(person, spelling={**person.spelling, "name": "Frau Sabine Beispiel"}),))


def _project(office: Office, position: int, update: dict[str, object], **spelling: str) -> Office:
    works = list(office.projects)
    work = works[position]
    works[position] = Work(work.record.model_copy(update=update), {**work.spelling, **spelling})
    return replace(office, projects=tuple(works))


def _typographic(text: str) -> str:
    """Straight quotes become an opening and a closing one in turn."""
    pieces = text.split('"')
    return pieces[0] + "".join(("„", "“")[position % 2] + piece for position, piece in enumerate(pieces[1:]))


def _soft_hyphens(markup: str) -> str:
    """Words divided for narrow screens, and dates and units kept on one line."""
    for word, divided in (("Bewährungshilfe", "Bewährungs\u00adhilfe"), ("Ausbildungsplatz", "Ausbildungs\u00adplatz")):
        markup = markup.replace(word, divided)
    return markup.replace(" Jahre ", "\u00a0Jahre ")


EDITS: dict[str, Callable[[Office], Office]] = {
    "nw-stadt-beispielstadt": _phone,
    "by-landkreis-beispielland": _answer,
    "th-stadt-musterfurt": _period,
    "sn-stadt-exempelberg": _project_added,
    "ni-landkreis-neu-beispiel": _project_removed,
    "he-kreis-musterwald": _renamed,
    "mv-landkreis-musterau": _moved,
    "nw-kreis-dueren": _quotes,
    "rp-landkreis-probenheim": _order,
    "nw-stadt-neu-exempelheim": _dialled,
    "nw-kreis-beispielaue": _courteous,
}

TYPOGRAPHY: dict[str, Callable[[str], str]] = {
    "be-bezirk-musterfelde-von-berlin": lambda markup: unicodedata.normalize("NFD", markup),
    "bw-stadt-musterbach": _soft_hyphens,
}


class PlannedChange(NamedTuple):
    """One row of `changes`: whose, what, and from which value to which."""

    profile: str
    entity: str  # profile, contact, funding_area, project
    kind: str  # added, removed, changed, renamed, reappeared
    field: str | None  # None for added and removed
    old: str | None  # as it stands in table `change`: dates ISO, phones E.164, booleans false and true
    new: str | None


#: The changes that the edits make, as the database has to show them.
PLAN = (
    # 410 takes the profile away: one row. Its areas, contacts and projects go with it and are not listed one by one.
    PlannedChange("bb-stadt-beispielow", "profile", "removed", None, None, None),
    PlannedChange("by-landkreis-beispielland", "project", "changed", "counselling", "true", "false"),
    PlannedChange(
        "he-kreis-musterwald", "project", "renamed", "title", "Wegweiser Wald", "Talwärts - Wege in Ausbildung"
    ),
    PlannedChange("ni-landkreis-neu-beispiel", "project", "removed", None, None, None),
    PlannedChange("nw-stadt-beispielstadt", "contact", "changed", "phone", "+492214710121", "+492214710125"),
    PlannedChange("sn-stadt-exempelberg", "project", "added", None, None, None),
    PlannedChange("th-stadt-musterfurt", "project", "changed", "period_end", "2018-12-31", "2022-06-30"),
)
