"""parsers/decisions.toml: a person's value for one field of one stored page, which counts before the reader's."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from jsiq_scrape import toml_files
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.readings.cache import ClaimLine
from jsiq_scrape.records import Claim, Contact, FundingArea, Outcome, Profile, Project, Reading
from jsiq_scrape.toml_files import TomlTable

Value = str | bool | int | date | tuple[str, ...] | None

_FIELD = re.compile(r"(?:(profile)|(contacts|funding_areas|projects)\[(\d+)\])\.([a-z_]+)", re.ASCII)
_RECORDS: dict[str, type[BaseModel]] = {
    "profile": Profile,
    "contacts": Contact,
    "funding_areas": FundingArea,
    "projects": Project,
}


class Decided(TomlTable):
    """One decision."""

    body: str = Field(pattern=r"^[0-9a-f]{64}$")
    field: str
    value: Value = None
    who: str = Field(min_length=1)
    why: str = Field(min_length=1)


class _File(TomlTable):
    claim: tuple[Decided, ...] = ()


class Decisions:
    """All decisions, by body."""

    def __init__(self, decided: Iterable[Decided] = ()) -> None:
        self.by_body: dict[str, dict[str, Decided]] = {}
        for one in decided:
            self.by_body.setdefault(one.body, {})[one.field] = one

    @property
    def about_contacts(self) -> bool:
        """Whether one of them is about a contact, which makes them personal data."""
        return any(field.startswith("contacts[") for fields in self.by_body.values() for field in fields)

    def reading(self, digest: str, reading: Reading) -> Reading:
        """The reading of a body with the values that a person decided.

        Raises ConfigurationError when a field is none of that page, or a value none of that field.
        """
        for one in self.by_body.get(digest, {}).values():
            reading = _with(reading, one)
        return reading

    def claims(self, digest: str, claims: Iterable[ClaimLine]) -> list[ClaimLine]:
        """The claims of a body, those that a person decided marked as such."""
        if digest not in self.by_body:
            return list(claims)
        left = dict(self.by_body[digest])
        found = [(*claim[:-1], Outcome.BY_HAND.value) if left.pop(claim[0], None) else claim for claim in claims]
        return found + [(field, None, "", 1, 1, "", Outcome.BY_HAND.value) for field in sorted(left)]


def load_decisions(path: Path) -> Decisions:
    """Read the file.  Raises ConfigurationError, which names file and key."""
    claims = toml_files.load_toml(path, _File).claim
    seen = set()
    for number, one in enumerate(claims):
        if _model(one.field) is None:
            raise ConfigurationError(f"{path}: claim.{number}.field: no field of a page: {one.field}")
        if (one.body, one.field) in seen:
            raise ConfigurationError(f"{path}: claim.{number}: {one.field} of body {one.body[:16]} is decided twice")
        seen.add((one.body, one.field))
    return Decisions(claims)


def _model(field: str) -> tuple[str, int | None, str] | None:
    """Which record, which of them, and which field of it a path names; None when there is none such."""
    match = _FIELD.fullmatch(field)
    if match is None:
        return None
    name, variable = match[1] or match[2], match[4]
    known = variable in _RECORDS[name].model_fields and variable != "extras"
    return (name, None if match[1] else int(match[3]), variable) if known else None


def _with(reading: Reading, one: Decided) -> Reading:
    path = _model(one.field)
    assert path is not None
    name, index, variable = path
    held = getattr(reading, name)
    try:
        record = held if index is None else held[index]
        if record is None:
            raise IndexError
        # Validated anew: what a person writes is held to the same types as what the reader says.
        changed = type(record).model_validate({**record.model_dump(), variable: one.value})
    except IndexError:
        raise ConfigurationError(f"decisions.toml: body {one.body[:16]} has no {one.field}") from None
    except ValidationError as error:
        what = error.errors(include_url=False)[0]["msg"]
        raise ConfigurationError(f"decisions.toml: {one.field} of body {one.body[:16]}: {what}") from error
    records = changed if index is None else (*held[:index], changed, *held[index + 1 :])
    claims = [claim for claim in reading.claims if claim.field != one.field]
    before = next((claim for claim in reading.claims if claim.field == one.field), None)
    decided = (
        before.model_copy(update={"outcome": Outcome.BY_HAND})
        if before
        else Claim(field=one.field, label=None, text="", lines=(1, 1), path="", outcome=Outcome.BY_HAND)
    )
    return reading.model_copy(update={name: records, "claims": (*claims, decided)})
