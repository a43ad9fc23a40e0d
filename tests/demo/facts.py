"""What a reader has to find on each page of the demo site, and which offices the second edition leaves as they were."""

from jsiq_scrape.demo.facts import Office

#: One moves (an alias, no change), one is down (an outage ends nothing), and the words of the others mean the same.
UNCHANGED = (
    "be-bezirk-musterfelde-von-berlin",
    "bw-stadt-musterbach",
    "mv-landkreis-musterau",
    "nw-kreis-beispielaue",
    "nw-kreis-dueren",
    "nw-stadt-musterhausen",
    "nw-stadt-neu-exempelheim",
    "rp-landkreis-probenheim",
    "sh-stadt-mustermuende",
)


def facts_of(office: Office) -> dict[str, object]:
    """The records that the page of an office states, in the shape of `jsiq-scrape read --json`."""
    return {
        "profile": office.profile.model_dump(mode="json"),
        "contacts": [person.record.model_dump(mode="json") for person in office.people],
        "funding_areas": [area.record.model_dump(mode="json") for area in office.areas],
        "projects": [work.record.model_dump(mode="json") for work in office.projects],
        "extras": [extra.model_dump(mode="json") for extra in office.extras],
    }
