"""A small world of captures, made in a few words, and a store filled page by page; imported by the tests beside it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from jsiq_scrape.demo.site import Response
from jsiq_scrape.evidence.store import ArchiveRecord, Capture, Snapshots
from jsiq_scrape.history.histories import OfficeHistory, history
from jsiq_scrape.history.identities import Identities
from jsiq_scrape.readings.comparable import State, shown, state_of
from jsiq_scrape.readings.judged import JudgedCapture
from jsiq_scrape.records import Contact, Extra, FieldKind, FundingArea, Profile, Project, Reading, Verdict, names_of
from jsiq_scrape.workspace import Workspace

START = datetime(2018, 1, 1, 10, tzinfo=UTC)
URL = "http://www.programm.invalid/details/landkreis-musterau.html"
SITE = "http://www.programm.invalid"

Event = tuple[str, str, str | None, str | None, str | None]


def day(number: float) -> datetime:
    """That many days after the first of all."""
    return START + timedelta(days=number)


def project(title: str = "Wegweiser", **values: object) -> Project:
    """A project with all that a page says of one."""
    page: dict[str, object] = {
        "title": title,
        "institutions": ("Verein Lernwege e. V.",),
        "period_start": date(2015, 1, 1),
        "period_end": date(2018, 12, 31),
        "period_precision": "day",
        "target_group": f"Junge Menschen von 12 bis 26 Jahren, die {title} brauchen - auch ohne Abschluss.",
        "services": f"Das Angebot „{title}“ ist offen.\nEs gibt Beratung, Begleitung und Hilfe bei Bewerbungen.",
        "case_management": True,
        "counselling": False,
        "outreach": None,
    }
    return Project.model_validate({**page, **values})


def reading(**values: object) -> Reading:
    """The page of an invented office."""
    page: dict[str, object] = {
        "verdict": Verdict.PROFILE,
        "profile": Profile(
            office="Fachdienst Jugend Musterau",
            municipality="Landkreis Musterau",
            street="Beispielweg 16",
            postal_code="19999",
            city="Musterau",
            state="Mecklenburg-Vorpommern",
            **dict.fromkeys(names_of(Profile, FieldKind.YES_NO), False),
            areas_text='Der Landkreis hat zwei Gebiete - "Nord" und "Süd".',
        ),
        "contacts": (
            Contact(name="Dr. Änne Beispiel", email="a.beispiel@musterau.example", phone="+4938177701"),
            Contact(email="jugend@musterau.example", phone="+4938177700", website="http://www.musterau.example"),
        ),
        "funding_areas": (
            FundingArea(number=1, name="Altstadt", description="Die Straßen um den Markt - und die „Höfe“ dahinter."),
            FundingArea(number=2, name="Hafenviertel", description="Das Viertel zwischen Bahn und Wasser."),
        ),
        "projects": (
            project(),
            project("Brückenbau", institutions=("Werkstatt Süd gGmbH", "Landkreis Musterau"), counselling=True,
                    target_group="Schulverweigernde der Klassen 7 bis 9.",
                    services="Streetwork auf Plätzen; Fahrten, Sport und Gespräche am Abend."),
        ),
        "extras": (Extra(label="Sprachkurse", text="ja, drei im Jahr"),),
    }  # fmt: skip
    return Reading.model_validate({**page, **values})


@dataclass
class World:
    """Captures as they were made; `offices` and `events` give their history, whatever their order here."""

    captures: list[JudgedCapture] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)

    def show(self, number: float, page: Reading, url: str = URL, **about: object) -> None:
        """A capture of that day that shows the page."""
        body = sha256(page.model_dump_json().encode()).hexdigest()
        state = state_of(page)
        self.states[body] = state
        self._capture(number, Verdict.PROFILE, url, body=body, state=state.fingerprint, **about)

    def miss(self, number: float, verdict: Verdict, url: str = URL, **about: object) -> None:
        """A capture of that day that shows no profile."""
        self._capture(number, verdict, url, **about)

    def offices(self, identities: Identities | None = None, **more: object) -> list[OfficeHistory]:
        """The history of all captures."""
        return history(self.captures, self.states, identities, **more)  # type: ignore[arg-type]

    def events(self, identities: Identities | None = None) -> list[tuple[str, Event]]:
        """Each change: whose, and entity, kind, field, old, new; sorted."""
        return sorted((office.id, event) for office in self.offices(identities) for event in events_of(office))

    def _capture(self, number: float, verdict: Verdict, url: str, **about: object) -> None:
        final = str(about.pop("final", url))
        archive = None if about.pop("own", True) else ArchiveRecord("archive", "20180101000000", url, url)
        at, body = day(number), about.pop("body", None)
        capture = Capture(
            source="test",
            url=url,
            final_url=final,
            asked_at=at,
            captured_at=at,
            retrieved_at=at,
            archive=archive,
            digest=body if isinstance(body, str) else None,
            error=None if body else str(verdict),
        )
        self.captures.append(JudgedCapture(capture, verdict, **about))  # type: ignore[arg-type]


def events_of(office: OfficeHistory) -> list[Event]:
    """The events of one office as texts."""
    return [
        (event.timeline.entity, event.kind, event.field, shown(event.old), shown(event.new))
        for event in office.timelines.events
    ]


def content(offices: list[OfficeHistory]) -> list[object]:
    """All that a history says, as plain values that can be compared."""
    found: list[object] = []
    for office in offices:
        found.append(
            (office.id, office.url, sorted(office.addresses), office.aliases, sorted(office.timelines.counted.items()))
        )
        found.append([(one.other, one.outcome, one.reason, one.score) for one in office.judgements])
        for timeline in (office.timelines.profile, *office.timelines.parts):
            found.append((timeline.entity, timeline.id, timeline.removed and timeline.removed.id))
            for version in timeline.versions:
                captures = (version.before, version.first, version.last, version.ended)
                found.append((version.part.print, [capture and capture.id for capture in captures]))
        for event in office.timelines.events:
            captures = (event.before, event.after, event.confirmed)
            found.append((event.timeline.id, event.kind, event.field, [capture.id for capture in captures if capture]))
    return found


@dataclass(frozen=True)
class Store:
    """A workspace with its snapshots, filled capture by capture."""

    workspace: Workspace

    def collect(self, number: float, answers: dict[str, Response | bytes | int], **about: object) -> None:
        """One run at that day; a body alone is an answer with status 200, a number a status without body."""
        with Snapshots(self.workspace.snapshots).run("live", day(number)) as run:
            for path, answer in answers.items():
                run.add(fetched(number, path, answer, **about))


def fetched(number: float, path: str, answer: Response | bytes | int, **about: object) -> Capture:
    """One capture of a page of the demo's site."""
    if isinstance(answer, bytes):
        answer = Response(200, (("content-type", "text/html; charset=utf-8"),), answer)
    elif isinstance(answer, int):
        answer = Response(answer, (), b"")
    url = SITE + path
    values: dict[str, object] = {
        "source": "test",
        "url": url,
        "final_url": url,
        "asked_at": day(number),
        "captured_at": day(number),
        "retrieved_at": day(number),
        "status": answer.status,
        "headers": tuple((name.lower(), value) for name, value in answer.headers),
        "body": answer.body or None,
    }
    return Capture(**{**values, **about})  # type: ignore[arg-type]
