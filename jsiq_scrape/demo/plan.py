"""The changes that the second edition of the demo site makes on purpose, as the database has to show them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class PlannedChange:
    """One row of `changes`: whose, what, and from which value to which."""

    profile: str
    entity: Literal["profile", "contact", "funding_area", "project"]
    kind: Literal["added", "removed", "changed", "renamed", "reappeared"]
    field: str | None  # None for added and removed
    old: str | None  # as it stands in table `change`: dates ISO, phones E.164, booleans false and true
    new: str | None
    title: str | None = None  # of the project, before the change; None for what has no title


PLAN: tuple[PlannedChange, ...] = (
    # 410 takes the profile away: one row. Its areas, contacts and projects go with it and are not listed one by one.
    PlannedChange("bb-stadt-beispielow", "profile", "removed", None, None, None),
    PlannedChange(
        "by-landkreis-beispielland",
        "project",
        "changed",
        "counselling",
        "true",
        "false",
        "Brückenschlag: Schule und Betrieb",
    ),
    PlannedChange(
        "he-kreis-musterwald",
        "project",
        "renamed",
        "title",
        "Wegweiser Wald",
        "Talwärts - Wege in Ausbildung",
        "Wegweiser Wald",
    ),
    PlannedChange("ni-landkreis-neu-beispiel", "project", "removed", None, None, None, "Moorkamp mischt mit"),
    PlannedChange("nw-stadt-beispielstadt", "contact", "changed", "phone", "+492214710121", "+492214710125"),
    PlannedChange("sn-stadt-exempelberg", "project", "added", None, None, None, "Südhang unterwegs"),
    PlannedChange(
        "th-stadt-musterfurt",
        "project",
        "changed",
        "period_end",
        "2018-12-31",
        "2022-06-30",
        "Werkstatt „Neuer Weg“",
    ),
)

#: Told by nothing: mv-landkreis-musterau moves (an alias, no change), sh-stadt-mustermuende is down (an outage ends
#: nothing), and every page has another teaser, session, date stamp, order of attributes and layout of its source.
SILENT: tuple[str, ...] = (
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
