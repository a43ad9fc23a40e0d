"""What a reader has to find on each page of the demo site, in the shape of `jsiq-scrape read --json`."""

from jsiq_scrape.demo.edits import edition_of
from jsiq_scrape.demo.offices import Edition, Office


def expected(office: Office) -> dict[str, object]:
    """The records that the page of an office states; offices of the second edition come edited from `edition_of`."""
    return {
        "profile": office.profile.model_dump(mode="json"),
        "contacts": [person.record.model_dump(mode="json") for person in office.people],
        "funding_areas": [area.record.model_dump(mode="json") for area in office.areas],
        "projects": [work.record.model_dump(mode="json") for work in office.projects],
        "extras": [extra.model_dump(mode="json") for extra in office.extras],
    }


def expectations(edition: Edition) -> dict[str, dict[str, object]]:
    """Path -> records, for every profile page that an edition serves or would serve."""
    return {office.path: expected(office) for office in edition_of(edition)}
