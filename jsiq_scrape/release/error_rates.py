"""A sample of values for a person to check against the pages, and the error rates that the checked sample shows."""

import csv
import io
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, zip_longest
from math import sqrt
from pathlib import Path

from jsiq_scrape.csv_files import rows_of
from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.formula import harmless_cell
from jsiq_scrape.tables import table

COLUMNS = (
    "field", "value", "text", "label", "link", "stored_page", "lines", "entry", "body", "place", "verdict", "note",
)  # fmt: skip
#: What a checker writes behind a value; German and English, in whatever case.
VERDICTS = {"right": True, "richtig": True, "wrong": False, "falsch": False, "unsure": None, "unklar": None}
#: What a spreadsheet takes for a number, a day or a time.
_CONVERTED = re.compile(
    r"^[\s+-]*[\d.,:/ -]*\d[\d.,:/ %-]*$|^\d+(?:\.\d+)?[eE][+-]?\d+$|^(?:true|false|wahr|falsch)$", re.I
)
#: The most that a cell of a spreadsheet holds.
_LONGEST_CELL = 32_767
#: The normal quantile of a two-sided interval of 95 %.
_QUANTILE = 1.959964

_CLAIMS = """SELECT claim.entity, claim.variable, claim.id, claim.body, claim.field, coalesce(claim.label, ''),
        claim.text, claim.first_line, claim.last_line, body.digest,
        (SELECT coalesce(capture.archive_url, page.url) FROM capture JOIN page ON page.id = capture.page
         WHERE capture.body = claim.body ORDER BY capture.archive_url IS NULL, capture.captured_at, capture.id LIMIT 1)
    FROM claim JOIN body ON body.id = claim.body ORDER BY claim.body, claim.field"""


@dataclass(frozen=True, slots=True)
class Rate:
    """How often the values of one field are wrong, with the 95 % interval of Wilson."""

    field: str
    wrong: int
    judged: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        return self.wrong / self.judged


def sample(connection: sqlite3.Connection, number: int, seed: int) -> str:
    """A CSV table of that many claims, for a spreadsheet; the same database and seed give the same.

    Each field gets as many as the others while it has any, because a rate is wanted for each.
    """
    by_field: dict[str, list[tuple[bytes, tuple[object, ...]]]] = {}
    for claim in connection.execute(_CLAIMS):
        lot = sha256(f"{seed}\n{claim[3]}\n{claim[4]}".encode()).digest()
        by_field.setdefault(f"{claim[0]}.{claim[1]}", []).append((lot, claim))
    drawn = [[claim for _, claim in sorted(claims)] for _, claims in sorted(by_field.items())]
    chosen = [claim for claim in chain.from_iterable(zip_longest(*drawn)) if claim is not None][:number]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in sorted(_row(connection, claim) for claim in chosen):
        writer.writerow(map(kept_as_text, row))
    return "\ufeff" + out.getvalue()


def kept_as_text(cell: str) -> str:
    """A cell that a spreadsheet keeps as it is: an apostrophe stands before what it would calculate or convert."""
    safe = f"'{cell}" if _CONVERTED.search(cell) else harmless_cell(cell)
    return safe if len(safe) <= _LONGEST_CELL else safe[: _LONGEST_CELL - 1] + "…"


def _row(connection: sqlite3.Connection, claim: tuple[object, ...]) -> tuple[str, ...]:
    entity, variable, id_, body, place, label, text, first, last, digest, link = claim
    stored = f"snapshots/bodies/{str(digest)[:2]}/{digest}.html"
    value = _value(connection, str(entity), str(variable), str(id_), str(body))
    values = (f"{entity}.{variable}", value, text, label, link, stored, f"{first}-{last}", id_, body, place, "", "")
    return tuple("" if cell is None else str(cell) for cell in values)


def _value(connection: sqlite3.Connection, entity: str, variable: str, id_: str, body: str) -> object:
    """What the version that rests on this body has in that column; lists as JSON."""
    name = "extras" if variable.startswith("extras") else variable.partition("[")[0]
    if name not in table(f"{entity}_version").names:
        return None
    row = connection.execute(
        f'SELECT version."{name}" FROM "{entity}_version" AS version JOIN capture ON capture.id = version.capture '  # noqa: S608
        f'WHERE version."{entity}" = ? AND capture.body = ? ORDER BY version.version LIMIT 1',
        (id_, body),
    ).fetchone()
    return row[0] if row else None


def rates(path: Path) -> list[Rate]:
    """The error rate of each field, from a sample that somebody filled in.

    Rows without a verdict and those that are unsure do not count.  Raises MissingFile, or UsageError that names the
    line which cannot be read.
    """
    counted: dict[str, list[bool]] = {}
    for place, row in rows_of(path, ("field", "verdict")):
        word = row.get("verdict", "").lower()
        if word not in VERDICTS and word:
            raise UsageError(f"{place}: verdict {word!r} is none of {', '.join(VERDICTS)}")
        verdict = VERDICTS.get(word)
        if verdict is not None:
            counted.setdefault(row.get("field", "").lstrip("'"), []).append(verdict)
    if not counted:
        raise UsageError(f"{path}: no row has a verdict: write right, wrong or unsure into that column")
    return [_rate(field, verdicts) for field, verdicts in sorted(counted.items())]


def wilson(wrong: int, judged: int) -> tuple[float, float]:
    """The interval of Wilson (1927) for a share: holds for few cases, and for none that is wrong."""
    share, square = wrong / judged, _QUANTILE**2
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    half = _QUANTILE / (1 + square / judged) * sqrt(share * (1 - share) / judged + square / (4 * judged**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def as_text(values: Sequence[Rate]) -> str:
    """A line for each field."""
    width = max(len(rate.field) for rate in values)
    return "\n".join(
        f"{rate.field:<{width}}  {rate.wrong} of {rate.judged} wrong: {rate.rate:.1%}"
        f" (95 %: {rate.low:.1%} to {rate.high:.1%})"
        for rate in values
    )


def _rate(field: str, verdicts: Sequence[bool]) -> Rate:
    wrong = sum(not verdict for verdict in verdicts)
    return Rate(field, wrong, len(verdicts), *wilson(wrong, len(verdicts)))
