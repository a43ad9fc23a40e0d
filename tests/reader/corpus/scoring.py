"""How near a reading comes to what a page shows: field by field, with the place of every miss."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.shown import JsonObject

RECORDS = ("profile", "contacts", "funding_areas", "projects", "extras")


@dataclass(frozen=True)
class Miss:
    path: str
    expected: str | None
    got: str | None


def flatten(record: JsonObject) -> dict[str, str]:
    """Every stated value by its path; what is null or an empty list is not stated."""
    found: dict[str, str] = {}

    def walk(path: str, value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{path}.{key}" if path else key, inner)
        elif isinstance(value, list | tuple):
            for position, inner in enumerate(value):
                walk(f"{path}[{position}]", inner)
        elif value is not None:
            found[path] = str(value)

    for name in RECORDS:
        walk(name, record.get(name))
    return found


def compare(expected: JsonObject, got: JsonObject) -> tuple[int, list[Miss]]:
    """The number of values that agree, and those that do not."""
    wanted, read = flatten(expected), flatten(got)
    agreed = sum(read.get(path) == value for path, value in wanted.items())
    paths = sorted(path for path in wanted.keys() | read.keys() if wanted.get(path) != read.get(path))
    return agreed, [Miss(path, wanted.get(path), read.get(path)) for path in paths]


def f1(agreed: int, misses: Iterable[Miss]) -> float:
    """Harmonic mean of precision and recall; a wrong value counts against both."""
    sides = Counter(side for miss in misses for side in ("expected", "got") if getattr(miss, side) is not None)
    whole = 2 * agreed + sides["expected"] + sides["got"]
    return 2 * agreed / whole if whole else 1.0


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """What differs between two flat records, a line each; short enough to be read in a failed test."""
    return [
        f"{path}: {one.get(path)!r} / {other.get(path)!r}"
        for path in sorted(one.keys() | other.keys())
        if one.get(path) != other.get(path)
    ]
