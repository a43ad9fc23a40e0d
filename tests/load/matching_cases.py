"""Pairs of pages whose projects are known to be the same or not; made by rules that know nothing of the matching."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jsiq_scrape.records import Project

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
    """Two states of a page, and which project of the first is which of the second."""

    kind: str
    old: tuple[Project, ...]
    new: tuple[Project, ...]
    truth: frozenset[tuple[int, int]]


def cases(seed: int, times: int) -> Iterator[Case]:
    """So many cases of each kind."""
    chance = random.Random(seed)
    for _ in range(times):
        for make in KINDS.values():
            yield make(chance)


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
