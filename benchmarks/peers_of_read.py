"""The same record by parsel and by BeautifulSoup with lxml, written as one writes a scraper for pages one has seen.

Both know the eight markups of the demo by tag and class: they select headings and labels of the page's content in
order, take what stands behind each, and hand (tag, label, texts behind it) to `record`, which is the same for both.  It
gives the typed fields that `read` gives (profile, contacts, funding areas, projects with periods, answers, institutions
and extras; numbers through phonenumbers, records through pydantic).  They do not give what a scraper of known pages
does without: claims, findings, a ledger of lines, a judgement, places; nor do they read a markup not named here.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

import phonenumbers
from bs4 import BeautifulSoup, Tag
from parsel import Selector

from jsiq_scrape.records import Contact, Extra, FundingArea, Profile, Project, Reading, Verdict

Event = tuple[str, str, list[str]]

CONTENT = "#content, main, article, .node, #main"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "legend")
LABELS = "h1, h2, h3, h4, h5, legend, dt, th, p > strong, p > b, p.gebiet, .field-label, .sb-label, [class^='c-label']"

SECTIONS = {"kontakt": "contact", "kontaktdaten": "contact", "fördergebiete": "areas", "projekte": "projects"}
PERSONS = ("ansprechpartner", "ansprechperson")
FIELDS = {
    "umsetzende institution(en)": "institutions", "durchführender träger": "institutions",
    "zeitraum": "period", "projektzeitraum": "period", "förderzeitraum": "period", "laufzeit": "period",
    "zielgruppe": "target_group", "zielgruppen": "target_group", "angebote": "services",
    "casemanagement": "case_management", "case-management": "case_management", "case management": "case_management",
    "beratung/clearing": "counselling", "beratung / clearing": "counselling",
    "niedrigschwellige beratung/clearing": "counselling", "aufsuchende jugendsozialarbeit": "outreach",
}  # fmt: skip
REACH = {
    "telefon": "phone", "telefonnummer": "phone", "tel.": "phone", "t": "phone", "telefax": "fax", "fax": "fax",
    "mobil": "mobile", "e-mail": "email", "email": "email", "mail": "email", "internet": "website", "www": "website",
}  # fmt: skip
STATES = (
    "Baden-Württemberg Bayern Berlin Brandenburg Bremen Hamburg Hessen Mecklenburg-Vorpommern Niedersachsen "
    "Nordrhein-Westfalen Rheinland-Pfalz Saarland Sachsen Sachsen-Anhalt Schleswig-Holstein Thüringen"
).split()
MONTHS = "januar februar märz april mai juni juli august september oktober november dezember".split()

TOWN = re.compile(r"(\d{5})\s+(.+)")
AREA = re.compile(r"(?:(?:FG|Fördergebiet)\s*)?(\d+)[.:]\s*(.+)")
MAIL = re.compile(r"[\w.+-]+(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[\w.-]+\.\w+")
NUMBER = re.compile(r"[+(\d][\d\s/()-]{5,}\d")
DAY = re.compile(r"(?:(?:(\d{1,2})\.\s?)?(\d{1,2}|[A-Za-zä]+)[./\s]\s?)?(\d{4})")
SITE = re.compile(r"(?:https?://|www\.)\S+")


def by_parsel(body: bytes) -> Reading:
    page = Selector(text=body.decode("utf-8", "replace"), type="html")  # it takes XHTML for XML otherwise
    content = page.css(CONTENT)[0]
    return record((node.root.tag, " ".join(_texts(node)), _behind_parsel(node)) for node in content.css(LABELS))


def _texts(node: Selector) -> list[str]:
    return [text for each in node.css("::text").getall() if (text := " ".join(each.split()))]


def _behind_parsel(node: Selector) -> list[str]:
    tag = node.root.tag
    if tag in ("strong", "b"):
        return _texts(node.xpath("..")[0])[len(_texts(node)) :]
    start = node.xpath("..")[0] if node.root.get("class", "").startswith("c-label") else node
    found: list[str] = []
    following = start.xpath("following-sibling::*[1]")
    while following and following[0].root.tag not in (*HEADINGS, "dt", "th"):
        found += _texts(following[0])
        if tag not in ("dt", *HEADINGS):
            break
        following = following[0].xpath("following-sibling::*[1]")
    return found


def by_soup(body: bytes) -> Reading:
    page = BeautifulSoup(body, "lxml")
    content = page.select(CONTENT)[0]
    events = ((node.name, " ".join(node.stripped_strings), _behind_soup(node)) for node in content.select(LABELS))
    return record(events)


def _behind_soup(node: Tag) -> list[str]:
    if node.name in ("strong", "b"):
        return [" ".join(text.split()) for text in node.parent.stripped_strings][len(list(node.stripped_strings)) :]
    start = node.parent if (node.get("class") or [""])[0].startswith("c-label") else node
    found: list[str] = []
    following = start.find_next_sibling()
    while following is not None and following.name not in (*HEADINGS, "dt", "th"):
        found += [" ".join(text.split()) for text in following.stripped_strings]
        if node.name not in ("dt", *HEADINGS):
            break
        following = following.find_next_sibling()
    return found


def record(events: Iterator[Event]) -> Reading:
    """The typed record of a page from its headings and labels in order, each with the texts behind it."""
    profile: dict[str, object] = {}
    contacts: list[dict[str, str]] = []
    areas: list[FundingArea] = []
    projects: list[dict[str, object]] = []
    section = ""
    for tag, printed, behind in events:
        label = printed.rstrip(": ").lower()
        if tag == "h1":
            profile["office"] = printed
        elif label in SECTIONS:
            section = SECTIONS[label]
            if section == "contact":
                _address(behind, profile)
            elif section == "areas":
                profile["areas_text"] = _joined(list(takewhile(lambda text: not AREA.match(text), behind)))
        elif label.startswith(PERSONS):
            contacts.append({})
            _reach(behind, contacts[-1])
        elif label in REACH:
            if not contacts:
                contacts.append({})
            _reach([f"{printed} {' '.join(behind)}"], contacts[-1])
        elif section == "areas" and (area := AREA.match(printed)):
            areas.append(FundingArea(number=int(area[1]), name=area[2].strip('"„“”»«'), description=_joined(behind)))
        elif "soziale stadt" in label:
            profile["soziale_stadt"] = _answer(" ".join(behind))
        elif label in FIELDS:
            section = "projects"
            if not projects or (FIELDS[label] == "institutions" and "institutions" in projects[-1]):
                projects.append({})
            _field(projects[-1], FIELDS[label], behind)
        elif tag in (*HEADINGS, "b") and (section == "projects" or tag == "legend"):
            projects.append({"title": printed})
            for line in behind if tag == "b" else ():
                name = next((name for name in FIELDS if line.lower().startswith(name)), None)
                if name is not None:
                    _field(projects[-1], FIELDS[name], [line[len(name) :].strip(": ")])
        elif projects and behind and tag not in HEADINGS:
            extras = projects[-1].setdefault("extras", [])
            extras.append(Extra(label=printed.rstrip(": "), text="\n".join(behind)))  # type: ignore[attr-defined]
    return Reading(
        verdict=Verdict.PROFILE,
        profile=Profile.model_validate(profile),
        contacts=tuple(Contact.model_validate(each) for each in contacts),
        funding_areas=tuple(areas),
        projects=tuple(Project.model_validate(each) for each in projects),
    )


def _joined(texts: list[str]) -> str | None:
    return "\n".join(texts) or None


def _address(lines: list[str], profile: dict[str, object]) -> None:
    lines = " \n".join(lines).replace(" \n", "\n").split("\n")
    town = next((number for number, line in enumerate(lines) if re.match(r"\d{5}\b", line)), None)
    if town is None:
        return
    both = TOWN.match(" ".join(lines[town : town + 2]) if lines[town].isdigit() else lines[town])
    if both is not None:
        profile |= {"postal_code": both[1], "city": both[2]}
    profile |= {"municipality": lines[0], "street": lines[town - 1]}
    profile["state"] = next((line for line in lines if line in STATES), None)


def _reach(lines: list[str], contact: dict[str, str]) -> None:
    for line in lines:
        if mail := MAIL.search(line):
            contact["email"] = re.sub(r"\s?[(\[]at[)\]]\s?", "@", mail[0]).lower()
        elif site := SITE.search(line):
            contact["website"] = site[0] if site[0].startswith("http") else f"http://{site[0]}"
        elif number := NUMBER.search(line):
            kind = REACH.get(line[: number.start()].strip(" :").lower(), "phone")
            parsed = phonenumbers.parse(number[0], "DE")
            contact[kind] = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        elif not contact.get("name"):
            contact["name"] = line.removeprefix("Herr ").removeprefix("Frau ")


def _field(project: dict[str, object], name: str, texts: list[str]) -> None:
    text = "\n".join(texts)
    if name == "period":
        project |= _period(text)
    elif name == "institutions":
        project[name] = tuple(part.strip() for line in texts for part in line.split(";") if part.strip())
    elif name in ("target_group", "services"):
        project[name] = text or None
    else:
        project[name] = _answer(text)


def _answer(text: str) -> bool | None:
    return {"ja": True, "nein": False}.get(re.split(r"\W", text.strip().lower(), maxsplit=1)[0])


def _period(text: str) -> dict[str, object]:
    sides = [(match[1], match[2], int(match[3])) for match in DAY.finditer(text)]
    if not sides or len(sides) > 2:
        return {}
    first, last = sides[0], sides[-1]
    precision = "day" if all(side[0] for side in sides) else "month" if all(side[1] for side in sides) else "year"
    start = date(first[2], _month(first[1]) or 1, int(first[0] or 1))
    month = _month(last[1]) or 12
    end = date(last[2], month, int(last[0] or monthrange(last[2], month)[1]))
    return {"period_start": start, "period_end": end, "period_precision": precision}


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else MONTHS.index(text.lower()) + 1
