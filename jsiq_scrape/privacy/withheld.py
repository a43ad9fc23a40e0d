"""A database without contacts: what names or reaches a person is taken out of the rows before they are inserted.

Keys, versions and changes of everything else stay what they are with contacts.  Whole rows go where they are about a
contact; in the texts of all other rows mail addresses, telephone numbers, the names of contact persons and whoever
is called Frau or Herr give way to a mark.  What the reader did not understand is withheld whole, because nobody knows
what it holds.
"""

import json
import re
from collections.abc import Iterable
from typing import Self

from jsiq_scrape.parse.values.mails import emails
from jsiq_scrape.parse.values.persons import HERR_OR_FRAU, person_names
from jsiq_scrape.privacy.identifiers import MARK, Identifiers
from jsiq_scrape.privacy.suppressions import name_words
from jsiq_scrape.records import FindingKind, Outcome
from jsiq_scrape.tables import TABLES, Kind, Table, table
from jsiq_scrape.tables.rows import Cell, Row, Rows

_CONTACT_TABLES = ("contact", "contact_version")
#: Findings whose text is the program's own; the others quote the page.
OWN_WORDS = frozenset(
    {FindingKind.MISSING_SECTION, FindingKind.EMPTY_PROFILE, FindingKind.CHARSET, FindingKind.SECOND_PROFILE}
)
#: Findings that quote a label or an institution; withheld only where that names a person.
_QUOTING = frozenset({FindingKind.UNKNOWN_LABEL, FindingKind.UNPROVEN_SPLIT})
_MAIL = re.compile(
    r"(?<![\w.+'&%-])[\w.+'&%-]{1,80}\s?(?:@|\(at\)|\[at\]|\(ät\)|%40)\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]+)+",
    re.IGNORECASE,
)
# Begins as numbers do that are called from elsewhere; days and times of day have dots or colons between two digits.
_NUMBER = re.compile(r"(?<![\w.,])(?:\+|00?)(?:[\s()/.\-–]*\d){6,15}(?![\w])")
_DAY_OR_TIME = re.compile(
    r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|^\d\d[/.]\d{4}(?!\d)|^\d{1,2}[.:]\d\d\s*(?:-|–|bis)\s*\d{1,2}[.:]\d\d$"
)
_ADDRESSED = re.compile(
    rf"\b{HERR_OR_FRAU}\s+(?:(?:Prof\.|Dr\.|Dipl\.-\w+\.?)\s*)*[^\W\d_a-zäöüß][\w'’-]*"
    r"(?:\s+(?:von|van|de|zu)?\s*[^\W\d_a-zäöüß][\w'’-]+){0,2}"
)


class Withholding:
    """What is to be taken out of texts: what names or reaches anybody, and the names of these contacts."""

    def __init__(self, names: Iterable[str]) -> None:
        #: By a word that each of them ends with: most texts hold no such word, and the patterns are slow.
        self._by_word: dict[str, list[Identifiers]] = {}
        for name in sorted(set(names)):
            for word in name_words(name)[-1:]:
                self._by_word.setdefault(word, []).append(Identifiers([name]))

    @classmethod
    def of(cls, rows: Rows) -> Self:
        """Learnt from the contacts among the rows of one build."""
        column = table("contact_version").names.index("name")
        names = {row[column] for row in rows.by_table.get("contact_version", [])}
        return cls(str(name) for name in names if name)

    def apply(self, rows: Rows) -> None:
        """Take it out of all rows that are there."""
        for name in list(rows.by_table):
            if name in _CONTACT_TABLES:
                rows.by_table[name] = []
            else:
                rows.by_table[name] = list(self._rows(table(name), rows.by_table[name]))

    def text(self, text: str) -> str:
        """A text without what names or reaches a person."""
        words = set(name_words(text))
        for word in sorted(self._by_word.keys() & (words | {word.removesuffix("s") for word in words})):
            for identifiers in self._by_word[word]:
                text = identifiers.text(text)
        text = _ADDRESSED.sub(MARK, _MAIL.sub(MARK, text))
        return _NUMBER.sub(lambda match: match[0] if _DAY_OR_TIME.search(match[0]) else MARK, text)

    def changed(self, field: str | None, text: str | None) -> str | None:
        """A value of table `change` as `apply` leaves it."""
        if text is None or (_unknown_label(field) and self._named(text)):
            return None if text is None else MARK
        return self.text(text)

    def _rows(self, one: Table, rows: Iterable[Row]) -> Iterable[Row]:
        entity = one.names.index("entity") if "entity" in one.names else None
        for row in rows:
            about_contact = entity is not None and row[entity] == "contact"
            if one.name == "by_hand":
                about_contact = str(row[one.names.index("field")]).startswith("contacts[")
            if not about_contact:
                yield self._row(one, row)

    def _row(self, one: Table, row: Row) -> Row:
        values = dict(zip(one.names, row, strict=True))
        for name in FREE[one.name]:
            value = values[name]
            if isinstance(value, str):
                values[name] = self._list(value) if one.column(name).kind is Kind.JSON else self.text(value)
        for name in _unread(one.name, values):
            if isinstance(value := values[name], str) and (_whole(one.name, values) or self._named(value)):
                values[name] = MARK
        return tuple(values.values())

    def _list(self, text: str) -> str:
        """A JSON list of texts, or of labels with their texts."""
        entries = [
            [self.text(entry[0]), MARK if self._named(entry[1]) else self.text(entry[1])]
            if isinstance(entry, list)
            else self.text(entry)
            for entry in json.loads(text)
        ]
        return json.dumps(entries, ensure_ascii=False)

    def _named(self, text: str) -> bool:
        """Whether a text under an unknown label names or reaches a person."""
        return bool(person_names(text) or emails(text)) or MARK in self.text(text)


def _unread(name: str, values: dict[str, Cell]) -> tuple[str, ...]:
    """The columns of a row that quote what the reader does not know the meaning of."""
    if name == "finding":
        return () if values["kind"] in OWN_WORDS else ("text",)
    if name == "claim":
        doubtful = values["outcome"] == Outcome.NOT_UNDERSTOOD.value or values["variable"] == "extras"
        return ("text",) if doubtful else ()
    if name == "extra":
        return ("text",)
    if name == "change" and _unknown_label(values["field"]):
        return ("old", "new")
    return ()


def _unknown_label(field: Cell) -> bool:
    """Whether a change is one of a text under a label that the reader does not know."""
    return str(field).startswith("extras[")


def _whole(name: str, values: dict[str, Cell]) -> bool:
    """Whether such a text is withheld whatever it says: the reader does not know whose it is."""
    return name == "finding" and values["kind"] not in _QUOTING


def _free(one: Table) -> tuple[str, ...]:
    """The columns of a table that hold texts of a page, not keys, addresses or words of our own."""
    left = {*one.key, *_NO_TEXTS} - {"alias"}
    return tuple(
        column.name
        for column in one.columns
        if column.kind in (Kind.TEXT, Kind.JSON)
        and column.name not in left
        and not column.references
        and not column.allowed
    )


_NO_TEXTS = ("id", "url", "digest", "found_on", "archive_url", "path", "field", "postal_code", "ags")
FREE = {one.name: _free(one) for one in TABLES}
