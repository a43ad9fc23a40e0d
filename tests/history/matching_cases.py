"""Pairs of pages whose projects are known to be the same or not; made by rules that know nothing of the matching."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from jsiq_scrape.records import Contact, FundingArea, Project

Entry = Project | Contact | FundingArea

TITLES = (
    "Wegweiser", "Brückenbau", "Talwärts", "Kurs halten", "Rückenwind", "Startklar", "Lernküche", "Hafenwache",
    "Aufwind", "Kompass", "Zweite Chance", "Straßenfußball für alle", "Werkstatt Neuer Weg", "Kiezläufer", "Anker",
    "Mobile Beratung Süd", "Jugendberatungshaus", "Kontaktstelle Nord", "Treffpunkt Park", "Schule - was nun?",
)  # fmt: skip
CARRIERS = (
    "Verein Lernwege e. V.", "Werkstatt Süd gGmbH", "Kreis Musterau", "Sozialdienst Linde gGmbH", "Jugendhilfe Muster",
    "Kirchenkreis Beispielau", "Internationaler Bund Musterau", "Bildungswerk Probenheim",
)  # fmt: skip
GROUPS = (
    "Junge Menschen von 12 bis 26 Jahren mit Unterstützungsbedarf.",
    "Schülerinnen und Schüler, die den Unterricht meiden.",
    "Jugendliche ohne Abschluss und ohne Ausbildungsplatz.",
    "Junge Erwachsene, die von anderen Angeboten nicht mehr erreicht werden.",
    "Neu zugewanderte Jugendliche und ihre Familien.",
    "Cliquen und Einzelne, die sich auf öffentlichen Plätzen aufhalten.",
    "Mädchen und junge Frauen aus den Fördergebieten.",
    "Abbrecherinnen und Abbrecher einer Ausbildung oder Maßnahme.",
    "Junge Menschen in Wohnungsnot.",
    "Alle zwischen 14 und 21, die beim Übergang in den Beruf Hilfe suchen.",
)
SERVICES = (
    "Streetwork auf Plätzen und in Parks.", "Einzelfallberatung und Begleitung zu Ämtern.",
    "Ein offener Treff an drei Nachmittagen der Woche.", "Hilfe bei Bewerbungen und Probegespräche.",
    "Individuelle Förderpläne und Kompetenzchecks.", "Sport, Musik und Fahrten am Wochenende.",
    "Sprechstunden in den Schulen des Gebiets.", "Hausbesuche nach Absprache mit den Familien.",
    "Werkstatttage in Holz, Metall und Küche.", "Vermittlung von Praktika in Betrieben der Region.",
    "Clearing: Was ist los, und wer kann helfen?", "Ein Bus fährt abends die Treffpunkte an.",
    "Gespräche mit Eltern und Lehrkräften.", "Nachhilfe und Lernpatenschaften.",
    "Beratung zu Schulden, Sucht und Wohnen.", "Training für den Alltag in kleinen Gruppen.",
    "Begleitung bis in das erste Jahr der Ausbildung.", "Projekte, die Jugendliche selbst planen und leiten.",
    "Ein wöchentliches Frühstück mit Beratung.", "Kurse zu digitalen Bewerbungen.",
)  # fmt: skip
FILLERS = ("künftig", "auch", "jetzt", "gemeinsam", "kostenlos", "vor Ort", "regelmäßig", "zusätzlich")


@dataclass(frozen=True)
class Case:
    """Two states of a page, and which entry of the first is which of the second."""

    kind: str
    old: tuple[Entry, ...]
    new: tuple[Entry, ...]
    truth: frozenset[tuple[int, int]]


def cases(seed: int, times: int, entity: str = "project") -> Iterator[Case]:
    """So many cases of each kind."""
    chance = random.Random(seed)
    for _ in range(times):
        for name, make in ALL[entity].items():
            yield replace(make(chance), kind=name)


def _project(chance: random.Random, title: str, *, texts: bool = True) -> Project:
    start = chance.choice((date(2015, 1, 1), date(2015, 1, 1), date(2015, 1, 1), date(2016, 4, 1)))
    return Project(
        title=title,
        institutions=(chance.choice(CARRIERS),),
        period_start=start,
        period_end=date(2018, 12, 31),
        period_precision="day",
        target_group=" ".join(chance.sample(GROUPS, chance.randint(1, 2))) if texts else None,
        services=" ".join(chance.sample(SERVICES, chance.randint(2, 5))) if texts else None,
        case_management=chance.random() < 0.5,
        counselling=chance.random() < 0.5,
        outreach=chance.random() < 0.5,
    )


def _page(chance: random.Random, size: int) -> list[Project]:
    return [_project(chance, title) for title in chance.sample(TITLES, size)]


def _other_title(chance: random.Random, page: list[Project]) -> str:
    return chance.choice([title for title in TITLES if title not in {project.title for project in page}])


def _edited(chance: random.Random, text: str | None, share: float) -> str:
    """A text of which about this share of the words was dropped or got a companion."""
    words: list[str] = []
    for word in (text or "").split():
        if chance.random() < share:
            words += [] if chance.random() < 0.5 else [chance.choice(FILLERS), word]
        else:
            words.append(word)
    return " ".join(words)


def _renaming(chance: random.Random, share: float = 0.0, **more: object) -> Case:
    old = _page(chance, chance.randint(1, 4))
    index = chance.randrange(len(old))
    project = old[index]
    update: dict[str, object] = {"title": _other_title(chance, old), **more}
    if share:
        update |= {name: _edited(chance, getattr(project, name), share) for name in ("target_group", "services")}
    new = [*old[:index], project.model_copy(update=update), *old[index + 1 :]]
    order = list(range(len(new)))
    chance.shuffle(order)
    truth = frozenset((place, order.index(place)) for place in range(len(old)))
    return Case("renamed", tuple(old), tuple(new[place] for place in order), truth)


def _replacing(chance: random.Random, keep: tuple[str, ...]) -> Case:
    old = _page(chance, chance.randint(1, 4))
    index = chance.randrange(len(old))
    fresh = _project(chance, _other_title(chance, old))
    used = set((old[index].services or "").split(". "))
    while set((fresh.services or "").split(". ")) & used:
        fresh = _project(chance, fresh.title or "")
    fresh = fresh.model_copy(update={name: getattr(old[index], name) for name in keep})
    new = [*old[:index], fresh, *old[index + 1 :]]
    truth = frozenset((place, place) for place in range(len(old)) if place != index)
    return Case("replaced", tuple(old), tuple(new), truth)


def _title_and_text(chance: random.Random) -> Case:
    """The title keeps a word and the texts change a good deal."""
    old = _page(chance, 2)
    renamed = old[0].model_copy(
        update={
            "title": f"{old[0].title} {chance.choice(('2.0', 'plus', 'mobil', '- die Zweite', 'Nord'))}",
            "services": _edited(chance, old[0].services, 0.3),
        }
    )
    return Case("title extended", tuple(old), (renamed, old[1]), frozenset({(0, 0), (1, 1)}))


def _twins(chance: random.Random) -> Case:
    """Two projects that say the same but for their titles, both renamed: nobody can tell which is which."""
    titles = chance.sample(TITLES, 4)
    twin = _project(chance, titles[0])
    old = (twin, twin.model_copy(update={"title": titles[1]}))
    new = tuple(twin.model_copy(update={"title": title}) for title in titles[2:])
    return Case("twins", old, new, frozenset())


_FRAME = ("institutions", "period_start", "period_end", "case_management", "counselling", "outreach")

KINDS = {
    "renamed": _renaming,
    "renamed, texts edited a little": lambda chance: _renaming(chance, 0.08),
    "renamed, texts edited": lambda chance: _renaming(chance, 0.15),
    "renamed and extended": lambda chance: _renaming(chance, 0.0, period_end=date(2022, 6, 30)),
    "renamed under another carrier": lambda chance: _renaming(chance, 0.0, institutions=("Neuer Träger gGmbH",)),
    "renamed with another answer": lambda chance: _renaming(chance, 0.05, outreach=None),
    "title extended": _title_and_text,
    "replaced": lambda chance: _replacing(chance, ()),
    "replaced by one of the same carrier": lambda chance: _replacing(
        chance, ("institutions", "period_start", "period_end")
    ),
    "replaced by one of the same frame": lambda chance: _replacing(chance, _FRAME),
    "replaced by one for the same people": lambda chance: _replacing(chance, (*_FRAME[:3], "target_group")),
    "twins": _twins,
}


# Contacts: the persons of an office, who share its switchboard, its fax and its website.

FIRST = ("Anna", "Bernd", "Carla", "Dieter", "Esra", "Frank", "Gül", "Heike", "Ilona", "Jens", "Katrin", "Lars")
LAST = (
    "Muster",
    "Beispiel",
    "Probe",
    "Linde",
    "Kessler",
    "Öztürk",
    "Brandt",
    "Sommer",
    "Vogt",
    "Haase",
    "Wendt",
    "Zorn",
)


def _number(chance: random.Random, start: str) -> str:
    return f"{start}{chance.randint(10_000, 99_999)}"


def _mail(name: str) -> str:
    plain = name.casefold().translate(str.maketrans({"ö": "oe", "ü": "ue", "ä": "ae", "ß": "ss"}))
    return f"{plain.replace(' ', '.')}@musterau.example"


def _persons(chance: random.Random, size: int, *, shared: bool) -> list[Contact]:
    """Persons of one office; `shared`: they have its number, and no direct one."""
    office = {"fax": _number(chance, "+4938199"), "website": "http://www.musterau.example"}
    switchboard = _number(chance, "+4938170")
    names = [
        f"{first} {last}" for first, last in zip(chance.sample(FIRST, size), chance.sample(LAST, size), strict=True)
    ]
    return [
        Contact(
            name=name,
            email=_mail(name),
            phone=switchboard if shared else _number(chance, "+4938170"),
            mobile=_number(chance, "+49171") if chance.random() < 0.3 else None,
            **office,
        )
        for name in names
    ]


def _contact_edited(chance: random.Random, *fields: str) -> Case:
    """The same person with other values of these fields."""
    old = _persons(chance, chance.randint(1, 4), shared=chance.random() < 0.5)
    index = chance.randrange(len(old))
    update: dict[str, object] = {}
    for name in fields:
        person = str(old[index].name)
        first, last = person.split()
        update[name] = {
            "phone": _number(chance, "+4938171"),
            "fax": _number(chance, "+4938198"),
            "mobile": _number(chance, "+49151"),
            "website": "http://jugend.musterau.example",
            "email": _mail(person).replace("@musterau", "@jugendamt.musterau"),
            "married": f"{first} {last}-{chance.choice([one for one in LAST if one != last])}",
            "new name": f"{first} {chance.choice([one for one in LAST if one != last])}",
            "initial": f"{first[0]}. {last}",
            "order": f"{last}, {first}",
            "misspelt": f"{first} {last[:-1]}",
            "no name": None,
        }[name]
        if name in ("married", "new name", "initial", "order", "misspelt", "no name"):
            update["name"] = update.pop(name)
    new = [*old[:index], old[index].model_copy(update=update), *old[index + 1 :]]
    return _shuffled(chance, old, new)


def _contact_replaced(chance: random.Random, *kept: str, shared: bool = True) -> Case:
    """Another person in the place of one, with some of the ways to reach the one before."""
    old = _persons(chance, chance.randint(1, 4), shared=shared)
    index = chance.randrange(len(old))
    while True:
        fresh = _persons(chance, 1, shared=False)[0]
        parts = set(str(fresh.name).split())
        if not any(parts & set(str(one.name).split()) for one in old):
            break
    update = {name: getattr(old[index], name) for name in ("fax", "website", *kept)}
    new = [*old[:index], fresh.model_copy(update=update), *old[index + 1 :]]
    return _shuffled(chance, old, new, without=index)


def _shuffled(chance: random.Random, old: list[Entry], new: list[Entry], without: int | None = None) -> Case:
    """The case in which the entries of the second page stand in another order."""
    order = list(range(len(new)))
    chance.shuffle(order)
    truth = frozenset((place, order.index(place)) for place in range(len(old)) if place != without)
    return Case("", tuple(old), tuple(new[place] for place in order), truth)


CONTACT_KINDS = {
    "another phone": lambda chance: _contact_edited(chance, "phone"),
    "another mail address": lambda chance: _contact_edited(chance, "email"),
    "another fax and website": lambda chance: _contact_edited(chance, "fax", "website"),
    "everything but the name": lambda chance: _contact_edited(chance, "phone", "email", "fax", "mobile"),
    "married": lambda chance: _contact_edited(chance, "married"),
    "another last name, the same ways": lambda chance: _contact_edited(chance, "new name"),
    "initial": lambda chance: _contact_edited(chance, "initial"),
    "last name first": lambda chance: _contact_edited(chance, "order"),
    "misspelt": lambda chance: _contact_edited(chance, "misspelt"),
    "misspelt with another phone": lambda chance: _contact_edited(chance, "misspelt", "phone"),
    "replaced": lambda chance: _contact_replaced(chance, shared=False),
    "replaced at the same phone": lambda chance: _contact_replaced(chance, "phone", shared=False),
    "replaced at the switchboard": lambda chance: _contact_replaced(chance, "phone"),
}

# Funding areas: numbered or not, with names and descriptions of which many sound alike.

AREAS = (
    "Altstadt", "Neustadt", "Nordstadt", "Südstadt", "Hafenviertel", "Bahnhofsviertel", "Westpark", "Ostpark",
    "Nordkreis", "Südkreis", "Am Anger", "Lindenhof", "Siedlung am Wald", "Plattenbau Nord",
    "Gründerzeitviertel", "Umland",
)  # fmt: skip
PLACES = (
    "Die Straßen um den Markt und das Kloster.", "Das Viertel zwischen Bahn und Wasser.",
    "Hochhäuser aus den siebziger Jahren mit wenigen Läden.",
    "Dörfer im Umkreis von 15 km mit schlechter Busverbindung.",
    "Ein Gebiet mit hoher Arbeitslosigkeit unter 25 Jahren.", "Viele Familien wohnen hier erst seit wenigen Jahren.",
    "Zwei Schulen, ein Jugendclub und ein Sportplatz liegen im Gebiet.", "Die Gemeinden entlang der Landstraße.",
    "Altbauten, in denen viele Wohnungen leer stehen.", "Das frühere Kasernengelände und die Häuser daneben.",
    "Der Bezirk grenzt an das Gewerbegebiet.", "Das Gebiet gehört zum Programm der Städtebauförderung.",
)  # fmt: skip


def _areas(chance: random.Random, size: int) -> list[FundingArea]:
    numbered = chance.random() < 0.7
    described = chance.random() < 0.8
    return [
        FundingArea(
            number=place + 1 if numbered else None,
            name=name,
            description=" ".join(chance.sample(PLACES, chance.randint(1, 3))) if described else None,
        )
        for place, name in enumerate(chance.sample(AREAS, size))
    ]


def _area_edited(chance: random.Random, share: float, rename: str) -> Case:
    """The same area under another name, or with an edited description, or both."""
    old = _areas(chance, chance.randint(1, 4))
    index = chance.randrange(len(old))
    area = old[index]
    name = {
        "no": area.name,
        "extended": f"{area.name} und Umgebung",
        "shortened": (area.name or "")[: max(5, len(area.name or "") - 3)],
        "other": chance.choice([one for one in AREAS if one not in {other.name for other in old}]),
    }[rename]
    if rename == "other" and area.description is None:  # nothing would be left of it
        area = old[index] = area.model_copy(update={"description": " ".join(chance.sample(PLACES, 2))})
    text = _edited(chance, area.description, share) if area.description else None
    new = [*old[:index], area.model_copy(update={"name": name, "description": text}), *old[index + 1 :]]
    return _shuffled(chance, old, new)


def _area_replaced(chance: random.Random, *, number: bool) -> Case:
    """Another area in the place of one."""
    old = _areas(chance, chance.randint(1, 4))
    index = chance.randrange(len(old))
    used = {one.name for one in old}
    said = [text for text in PLACES if text not in (old[index].description or "")]
    fresh = FundingArea(
        number=old[index].number if number else None,
        name=chance.choice([one for one in AREAS if one not in used]),
        description=" ".join(chance.sample(said, chance.randint(1, 2))),
    )
    return _shuffled(chance, old, [*old[:index], fresh, *old[index + 1 :]], without=index)


def _area_renumbered(chance: random.Random) -> Case:
    """A new area stands first, and all numbers move on."""
    old = _areas(chance, chance.randint(2, 4))
    name = chance.choice([one for one in AREAS if one not in {other.name for other in old}])
    moved = [one.model_copy(update={"number": one.number and one.number + 1}) for one in old]
    first = FundingArea(number=1 if old[0].number else None, name=name, description=chance.choice(PLACES))
    return Case("", tuple(old), (first, *moved), frozenset((place, place + 1) for place in range(len(old))))


AREA_KINDS = {
    "description edited": lambda chance: _area_edited(chance, 0.15, "no"),
    "name extended": lambda chance: _area_edited(chance, 0.0, "extended"),
    "name shortened": lambda chance: _area_edited(chance, 0.0, "shortened"),
    "name extended, description edited": lambda chance: _area_edited(chance, 0.15, "extended"),
    "renamed": lambda chance: _area_edited(chance, 0.0, "other"),
    "renamed, description edited": lambda chance: _area_edited(chance, 0.08, "other"),
    "replaced": lambda chance: _area_replaced(chance, number=False),
    "replaced under the same number": lambda chance: _area_replaced(chance, number=True),
    "renumbered": _area_renumbered,
}

ALL = {"project": KINDS, "contact": CONTACT_KINDS, "funding_area": AREA_KINDS}
