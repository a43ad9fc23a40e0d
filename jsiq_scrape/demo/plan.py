"""The changes that the second edition of the demo site makes on purpose, as the database has to show them."""

from typing import NamedTuple


class PlannedChange(NamedTuple):
    """One row of `changes`: whose, what, and from which value to which."""

    profile: str
    entity: str  # profile, contact, funding_area, project
    kind: str  # added, removed, changed, renamed, reappeared
    field: str | None  # None for added and removed
    old: str | None  # as it stands in table `change`: dates ISO, phones E.164, booleans false and true
    new: str | None


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
