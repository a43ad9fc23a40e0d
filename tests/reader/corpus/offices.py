"""Office pages made up at random, each with the record that a reader should give for it."""

from random import Random

from corpus import shapes, words
from corpus.shown import ANY, Abilities, Area, ContactLine, JsonObject, Pair, Person, Project, Shown

CONTACT_FIELDS = ("name", "email", "phone", "fax", "mobile", "website")


def make(rng: Random, abilities: Abilities = ANY, *, projects: int | None = None, unknown: int = 30) -> Shown:
    """One page; `unknown` is the percentage of projects that carry labels outside the vocabulary."""
    municipality = rng.choice(words.MUNICIPALITIES)
    office = rng.choice(words.OFFICES)
    address, profile = _address(rng, municipality, office)
    persons, contacts = _persons(rng, abilities)
    notes = tuple(Pair("unknown", label, (text,)) for label, text in rng.sample(words.NOTES, rng.random() < 0.15))
    intro = tuple(rng.sample(words.INTROS, rng.randint(0, 2 if abilities.parts else 1)))
    areas, area_records = _areas(rng, abilities)
    if not intro and not areas:
        intro = (words.INTROS[0],)
    stadt_text, stadt = shapes.answer(rng, empty=False)
    count = rng.choice((0, 1, 1, 2, 2, 3, 4, 5)) if projects is None else projects
    shown, records = _projects(rng, abilities, count, municipality, unknown)
    profile |= {"soziale_stadt": stadt, "areas_text": "\n".join(intro) or None}
    return Shown(
        office=office,
        municipality=municipality,
        contact_label=rng.choice(words.LABELS["contact"]),
        address=address,
        persons_label=rng.choice(words.LABELS["persons"]),
        persons=persons,
        notes=notes,
        areas_label=rng.choice(words.LABELS["areas"]),
        intro=intro,
        areas=areas,
        stadt=Pair("soziale_stadt", rng.choice(words.LABELS["stadt"]), (stadt_text,)),
        projects_label=rng.choice(words.LABELS["projects"]),
        projects=shown,
        expected={
            "profile": profile,
            "contacts": contacts,
            "funding_areas": area_records,
            "projects": records,
            "extras": [{"label": note.label, "text": note.parts[0]} for note in notes],
        },
    )


def _address(rng: Random, municipality: str, office: str) -> tuple[tuple[str, ...], JsonObject]:
    number = rng.randint(1, 99)
    street = (
        rng.choice(words.STREETS).format(n=number, m=number + 1, d=rng.randint(1, 9)) if rng.random() < 0.95 else None
    )
    code, city = f"{rng.choice((1, 4, 6, 23, 52, 99)):02}{rng.randint(100, 999)}", rng.choice(words.CITIES)
    code = min(code, "99998")  # the last there is
    state = rng.choice(words.STATES) if rng.random() < 0.9 else None
    lines = [municipality, office, street, f"{code} {city}", state]
    return tuple(line for line in lines if line), {
        "office": office,
        "municipality": municipality,
        "street": street,
        "postal_code": code,
        "city": city,
        "state": state,
    }


def _persons(rng: Random, abilities: Abilities) -> tuple[tuple[Person, ...], list[JsonObject]]:
    count = rng.choice((0, 0, 1, 1, 2, 3)) if abilities.several else rng.choice((0, 0, 1))
    shown, records = [], []
    named = rng.sample(words.NAMES, count) if count else [None]
    for name in named:
        record: JsonObject = dict.fromkeys(CONTACT_FIELDS)
        printed = None
        if name:
            polite, first, last = name
            record["name"] = f"{rng.choice(words.TITLES_OF_PERSONS)}{first} {last}"
            printed = f"{polite} {record['name']}" if rng.random() < 0.6 else record["name"]
        lines = _contact_lines(rng, record, several=len(named) > 1)
        shown.append(Person(printed, tuple(lines)))
        records.append(record)
    return tuple(shown), records


def _contact_lines(rng: Random, record: JsonObject, *, several: bool) -> list[ContactLine]:
    labelled = rng.random() < 0.4
    host = f"{rng.choice(('musterau', 'beispielbach', 'neuenmuster'))}.example"
    text, href, record["email"] = shapes.mail(rng, rng.choice(("jugend", "amt51", "j.muster", "just-buero")), host)
    label = rng.choice(words.LABELS["email"]) if labelled else None
    lines = [ContactLine(label, text, href, "email")]
    if rng.random() < 0.9:
        text, record["phone"] = shapes.phone(rng)
        lines.append(ContactLine(rng.choice(words.LABELS["phone"]), text, None, "phone"))
    if rng.random() < 0.25:
        text, record["fax"] = shapes.phone(rng)
        lines.append(ContactLine(rng.choice(words.LABELS["fax"]), text, None, "fax"))
    if rng.random() < 0.25:
        text, record["mobile"] = shapes.mobile(rng)
        lines.append(ContactLine(rng.choice(words.LABELS["mobile"]), text, None, "mobile"))
    if not several and rng.random() < 0.8:
        text, href, record["website"] = shapes.website(rng, host)
        label = rng.choice(words.LABELS["website"]) if labelled else None
        lines.append(ContactLine(label, text, href, "website"))
    return lines


def _areas(rng: Random, abilities: Abilities) -> tuple[tuple[Area, ...], list[JsonObject]]:
    style = rng.choice(("FG {}: ", "Fördergebiet {}: ", *(("{}. ",) if abilities.numbered_areas else ())))
    quotes = rng.choice((("", ""), ("", ""), ('"', '"'), ("„", "“"), ("»", "«")))
    shown, records = [], []
    names = rng.sample(words.AREA_NAMES, rng.choice((0, 1, 2, 3)))
    for number, name in enumerate(names, 1):
        marks = ("", "") if '"' in name else quotes
        lines = rng.sample(words.AREA_SENTENCES, rng.randint(1, 2 if abilities.parts else 1))
        if abilities.parts and rng.random() < 0.3:
            lines.append(rng.choice(words.PSEUDO_LABELLED))
        shown.append(Area(f"{style.format(number)}{marks[0]}{name}{marks[1]}", tuple(lines)))
        records.append({"number": number, "name": name, "description": "\n".join(lines)})
    return tuple(shown), records


def _projects(
    rng: Random, abilities: Abilities, count: int, municipality: str, unknown: int
) -> tuple[tuple[Project, ...], list[JsonObject]]:
    titles = rng.sample(words.TITLES + (words.COLON_TITLES if abilities.colon_titles else ()), count)
    labels = {key: rng.choice(spellings) for key, spellings in words.LABELS.items()}
    strange = rng.sample(words.UNKNOWN, 2) if rng.randrange(100) < unknown and abilities.unknown else []
    alone = rng.choice(words.CARRIERS)
    shown, records = [], []
    for position, title in enumerate(titles):
        record: JsonObject = {"title": title, "extras": []}
        pairs = []
        parts, record["institutions"] = _institutions(rng, abilities, municipality, alone, first=position == 0)
        pairs.append(Pair("institutions", labels["institutions"], parts))
        span = shapes.period(rng)
        record["period_start"] = span.start.isoformat() if span.start else None
        record["period_end"] = span.end.isoformat() if span.end else None
        record["period_precision"] = span.precision
        pairs.append(Pair("period", labels["period"], (span.text,)))
        for key in ("target_group", "services"):
            texts = _texts(rng, abilities)
            record[key] = "\n".join(texts) or None
            pairs.append(Pair(key, labels[key], texts))
        for key in ("case_management", "counselling", "outreach"):
            text, record[key] = shapes.answer(rng, empty=abilities.empty)
            pairs.append(Pair(key, labels[key], (text,) if text else ()))
        if abilities.missing and rng.random() < 0.15:
            lost = pairs.pop(rng.randrange(1, len(pairs)))
            _forget(record, lost.key)
        for label in strange:
            texts = tuple(rng.sample(words.SENTENCES, 1)) if label != "Plätze" else (str(rng.randint(5, 40)),)
            # Never last where the next line may be a title, never first where the first label opens the project.
            pairs.insert(rng.randint(1, len(pairs) - 1), Pair("unknown", label, texts))
        if abilities.shuffle and rng.random() < 0.3:
            rng.shuffle(pairs)
        record["extras"] = [{"label": p.label, "text": "\n".join(p.parts)} for p in pairs if p.key == "unknown"]
        shown.append(Project(title, tuple(pairs)))
        records.append(record)
    return tuple(shown), records


def _forget(record: JsonObject, key: str) -> None:
    if key == "period":
        record |= {"period_start": None, "period_end": None, "period_precision": None}
    else:
        record[key] = None


def _texts(rng: Random, abilities: Abilities) -> tuple[str, ...]:
    if abilities.empty and rng.random() < 0.05:
        return ()
    count = rng.choice((1, 1, 2, 3))
    texts = rng.sample(words.SENTENCES, count)
    if not abilities.parts:
        return (" ".join(texts),)
    if abilities.traps and len(texts) > 1 and rng.random() < 0.3:
        texts[-1] = rng.choice(words.TRAPS)
    return tuple(texts)


def _institutions(
    rng: Random, abilities: Abilities, municipality: str, alone: str, *, first: bool
) -> tuple[tuple[str, ...], list[str]]:
    """Parts as printed and the institutions in them; `alone` stands alone in the first project and so is proven."""
    if first:
        return (alone,), [alone]
    others = [carrier for carrier in words.CARRIERS if carrier != alone]
    one, two = rng.sample(others, 2)
    shapes_: tuple[tuple[tuple[str, ...], list[str]], ...] = (
        ((one,), [one]),
        ((one,), [one]),
        ((f"{one}; {two}",), [one, two]),
        ((one, two) if abilities.parts else (f"{one}; {two}",), [one, two]),
        ((f"{municipality} und {one}",), [municipality, one]),
        ((f"{alone} und {two}",), [alone, two]),
        ((rng.choice(words.COMPOUND_CARRIERS),), []),
    )
    parts, expected = rng.choice(shapes_)
    return parts, expected or list(parts)
