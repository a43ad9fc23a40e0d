"""Vocabulary and records, both ways: every spelling fills its field, and every field has a spelling that fills it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from corpus.traps import page

from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary, load_vocabulary
from jsiq_scrape.records import Contact, FieldKind, FundingArea, Profile, Project, Reading, fields_of, names_of

WORDS = load_vocabulary(Path(__file__).resolve().parents[2] / "parsers" / "office_page.toml")
HEADS = "<h1>Amt</h1><h2>Kreis X</h2>"
AREAS = "<h3>Fördergebiete</h3><p>FG 1: Nord</p>"
PROJECT = "<h3>Projekte</h3><h4>Brücke</h4><dl><dt>Umsetzende Institution</dt><dd>AWO</dd>{}</dl>"
INSTITUTION = "<dt>Umsetzende Institution</dt><dd>AWO</dd>"

#: A value of each kind, and of what a kind does not say enough about.
OF_KIND = {
    FieldKind.TEXT: "Hilfe.",
    FieldKind.NAME: "Fachdienst",
    FieldKind.YES_NO: "ja",
    FieldKind.INSTITUTIONS: "Linde e.V.",
    FieldKind.STREET: "Weg 1",
    FieldKind.POSTAL_CODE: "52351",
    FieldKind.CITY: "Düren",
    FieldKind.STATE: "Hessen",
    FieldKind.NUMBER: "12",
    FieldKind.PHONE: "030 23125001",
    FieldKind.EMAIL: "a@b.example",
    FieldKind.WEBSITE: "www.b.example",
}
OTHERS = {
    "municipality": "Kreis Y",
    "address": "Weg 1<br>52351 Düren",
    "name": "Rosa Beispiel",
    "mobile": "0171 3920010",
    "period": "01.01.2015 - 31.12.2018",
}
#: For each thing a label can mean, a value it can have.
VALUES = {
    name: OF_KIND[meaning.kind]
    for record in (Profile, Contact, Project)
    for name, meaning in fields_of(record).items()
    if name in (meaning.labels or ())
} | OTHERS
#: The fields that a value fills under another name, or several of them.
FILLS = {
    "address": ("street", "postal_code", "city"),
    "period": ("period_start", "period_end", "period_precision"),
    "areas": ("areas_text",),
}
#: What no label of its own fills: it comes from the lines of an area and from labels that nobody knows.
OTHERWISE = {*FundingArea.model_fields, "extras"}


def _page(name: str, label: str) -> str:
    pair = f"<dt>{label}</dt><dd>{VALUES[name]}</dd>"
    scope = WORDS.terms[next(key for key, term in WORDS.terms.items() if term.name == name)].scope
    if scope == "project":
        own = pair + INSTITUTION if name == "title" else pair if name == "institutions" else INSTITUTION + pair
        return f"{HEADS}{AREAS}<h3>Projekte</h3><dl>{own}</dl>"
    rest = AREAS + PROJECT.format("")
    if name in names_of(Profile, FieldKind.YES_NO):
        return f"{HEADS}{rest.replace('<h3>Projekte', f'<dl>{pair}</dl><h3>Projekte')}"
    return f"{HEADS}<h3>Kontakt</h3><dl>{pair}</dl>{rest}"


def _filled(reading: Reading) -> dict[str, object]:
    assert reading.profile is not None
    contacts = [contact.model_dump(exclude_none=True) for contact in reading.contacts]
    (project,) = reading.projects
    found = {**project.model_dump(exclude_none=True), **reading.profile.model_dump(exclude_none=True)}
    for contact in contacts:
        found |= contact
    return found


SPELLINGS = [(name, label) for name, labels in WORDS.spellings.items() if name in VALUES for label in labels]


@pytest.mark.parametrize(("name", "label"), SPELLINGS)
def test_every_spelling_fills_the_fields_it_means(name: str, label: str, vocabulary: Vocabulary) -> None:
    filled = _filled(read(page(_page(name, label)), vocabulary))
    expected = _filled(read(page(_page(name, WORDS.spellings[name][0])), vocabulary))
    for field in FILLS.get(name, (name,)):
        assert filled[field] == expected[field]
        assert filled[field] not in (None, "", [])


SECTIONS: dict[str, tuple[str, Callable[[Reading], object], object]] = {
    "contact": (
        f"<h3>{{}}</h3><p>Stadt Y<br>Weg 1<br>52351 Düren</p>{AREAS}{PROJECT.format('')}",
        lambda reading: reading.profile and reading.profile.street,
        "Weg 1",
    ),
    "persons": (
        f"<h3>Kontakt</h3><p>Weg 1<br>52351 Düren</p><h3>{{}}</h3><p>Rosa Beispiel</p>{AREAS}{PROJECT.format('')}",
        lambda reading: [contact.name for contact in reading.contacts],
        ["Rosa Beispiel"],
    ),
    "areas": (
        f"<h3>{{}}</h3><p>Zwei Gebiete.</p>{PROJECT.format('')}",
        lambda reading: reading.profile and reading.profile.areas_text,
        "Zwei Gebiete.",
    ),
    "projects": (
        f"{AREAS}<h3>{{}}</h3><h4>Brücke</h4><dl>{INSTITUTION}</dl>",
        lambda reading: ([project.title for project in reading.projects], reading.funding_areas[0].description),
        (["Brücke"], None),
    ),
}
TITLES = [(name, label) for name in SECTIONS for label in WORDS.spellings[name]]


@pytest.mark.parametrize(("name", "label"), TITLES)
def test_every_title_of_a_part_opens_it(name: str, label: str, vocabulary: Vocabulary) -> None:
    markup, told, expected = SECTIONS[name]
    assert told(read(page(HEADS + markup.format(label)), vocabulary)) == expected


def test_every_field_of_the_records_has_a_spelling_and_every_meaning_a_field() -> None:
    fields = {*Profile.model_fields, *Contact.model_fields, *Project.model_fields} - OTHERWISE | {"name"}
    meanings = {term.name for term in WORDS.terms.values()} - {"contact", "persons", "projects"}
    filled = {field for meaning in meanings for field in FILLS.get(meaning, (meaning,))}
    assert filled == fields
    assert meanings == {*VALUES, "areas"}


@pytest.mark.parametrize("entry", ["[fields.colour]\nlabels = ['Farbe']", "[sections.news]\nlabels = ['Neues']"])
def test_a_meaning_without_a_field_is_refused(entry: str, tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text(
        f"format = 1\n[sections.contact]\nlabels = ['Kontakt']\n[fields.title]\nlabels = ['Projekt']\n{entry}\n"
    )
    with pytest.raises(ConfigurationError, match="no such field"):
        load_vocabulary(tmp_path / "words.toml")


def test_every_line_of_the_site_is_known_as_one(vocabulary: Vocabulary) -> None:
    assert vocabulary.dated
    assert vocabulary.linked
    lines = [*vocabulary.boilerplate, *(f"{beginning} 12.03.2017" for beginning in vocabulary.dated)]
    lines += [f"{beginning}: www.kreis.example" for beginning in vocabulary.linked]
    assert vocabulary.terms.keys().isdisjoint([*vocabulary.boilerplate, *vocabulary.dated, *vocabulary.linked])
    assert [line for line in lines if not vocabulary.is_boilerplate(line)] == []
