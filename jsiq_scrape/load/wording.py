"""Whether what one look shows and another does not is a change, or the same words that were read in another way.

A label that the vocabulary does not know is taken for one in some markups and spellings and not in others.  So what
stands under an unknown label comes, goes or moves between fields without any change of the page.  What the page says
decides: where its words stand on both pages, as often, nothing changed.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from jsiq_scrape.load.cache import ClaimLine
from jsiq_scrape.load.forms import Value, compared_text
from jsiq_scrape.load.matching import names_alike
from jsiq_scrape.load.slots import ENTRIES, Entry, Slot, respelled, slots
from jsiq_scrape.parse.folding import fold

#: Texts of so many letters and digits tell themselves apart; "ja" under one label is not "ja" under another.
TELLING = 8
#: Two labels that share this much of their letter triples may be two spellings of one.
SAME_LABEL = 0.4


class Wording(Protocol):
    """What the pages themselves say."""

    def words(self, body: str) -> str:
        """The letters and digits of all visible text of a body."""

    def claims(self, body: str) -> list[ClaimLine]:
        """What each value of a body was read from."""


@dataclass(frozen=True, slots=True)
class Side:
    """Where one of two looks shows an entry."""

    body: str
    place: str  # path of the entry in its reading


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which two looks at one entry differ."""

    entry: str  # equal for differences of one entry; "" for the profile, to which fields of its parts may slip
    field: str
    old: Value
    new: Value
    before: Side
    after: Side

    @property
    def unknown(self) -> bool:
        """Is it of a label that the vocabulary does not know?"""
        return self.field.startswith("extras[")

    @property
    def value(self) -> Value:
        """The value of the side that has one."""
        return self.new if self.old is None else self.old


def letters(text: str) -> str:
    """What of a text no markup and no typography alters."""
    return "".join(filter(str.isalnum, fold(text)))


def same_words(differences: Sequence[Difference], wording: Wording) -> set[int]:
    """Which of the differences between two looks at an office are none, by their numbers."""
    found = {number for number, one in enumerate(differences) if _is_respelled(one)}
    gone = {number: one for number, one in enumerate(differences) if one.new is None and one.old is not None}
    came = {number: one for number, one in enumerate(differences) if one.old is None and one.new is not None}
    read_from = _reading_of(wording)
    found |= _on_both_pages(gone, came, read_from, wording)
    for before, old in gone.items():
        for after, new in came.items():
            near = old.entry == new.entry or "" in (old.entry, new.entry)
            if near and (old.unknown or new.unknown) and _are_one(old, read_from(old), new, read_from(new)):
                found |= {before, after}
    return found | _respelled_labels(differences, found, wording)


def _respelled_labels(differences: Sequence[Difference], found: Collection[int], wording: Wording) -> set[int]:
    """Short answers under another label, told by its place in several projects."""
    left = {number: one for number, one in enumerate(differences) if number not in found}
    if not any(one.unknown for one in left.values()):
        return set()
    labels: dict[str, dict[str, list[Slot]]] = {}
    entries: dict[str, Entry] = {}
    for number, one in left.items():
        if one.before.place.startswith("projects[") and (one.old is None) != (one.new is None):
            for side in (one.before, one.after):
                if side.body not in labels:
                    labels[side.body] = slots(wording.claims(side.body))
            before, after = (labels[side.body].get(side.place, []) for side in (one.before, one.after))
            entry = entries.setdefault(one.entry, Entry(before, after))
            (entry.came if one.old is None else entry.gone)[one.field] = number
    if sum(bool(entry.gone and entry.came) for entry in entries.values()) < ENTRIES:
        return set()
    had, has = (
        [slot for body in labels.keys() & bodies for each in labels[body].values() for slot in each]
        for bodies in ({one.before.body for one in left.values()}, {one.after.body for one in left.values()})
    )
    return respelled(entries.values(), had, has, letters)


Read = tuple[str | None, str]  # label and text


def _on_both_pages(
    gone: Mapping[int, Difference],
    came: Mapping[int, Difference],
    read_from: Callable[[Difference], Read | None],
    wording: Wording,
) -> set[int]:
    """What one look shows, the other does not, and both pages have as often; what went to another entry did change."""
    found = {number: (one, read_from(one)) for number, one in {**gone, **came}.items()}
    texts = {number: letters(f"{read[0] or ''} {read[1]}") for number, (_, read) in found.items() if read is not None}
    sides = Counter((text, number in gone) for number, text in texts.items())
    return {
        number
        for number, (one, read) in found.items()
        if read is not None
        and sides[texts[number], True] != sides[texts[number], False]
        and _stands_on_both(one, *read, wording)
    }


def _stands_on_both(one: Difference, label: str | None, text: str, wording: Wording) -> bool:
    before, after = wording.words(one.before.body), wording.words(one.after.body)
    return any(before.count(needle) == after.count(needle) > 0 for needle in _needles(label, text))


def _needles(label: str | None, text: str) -> Iterator[str]:
    """The label with the text, then with fewer of its first words, and a long text alone: labels are respelled."""
    value = letters(text)
    words = [letters(word) for word in re.split(r"[\s/-]+", label)] if label else []
    for first in range(len(words)):
        beginning = "".join(words[first:])
        if first == 0 or len(beginning) >= TELLING:
            yield beginning + value
    if len(value) >= TELLING:
        yield value


def _reading_of(wording: Wording) -> Callable[[Difference], Read | None]:
    """What the value of a difference was read from, asked for once a body."""
    held: dict[str, dict[str, Read]] = {}

    def read(one: Difference) -> Read | None:
        if one.unknown:
            return one.field[7:-1], str(one.value)
        side = one.after if one.old is None else one.before
        if side.body not in held:
            held[side.body] = {name: (label, text) for name, label, text, *_ in wording.claims(side.body)}
        # The precision of a period has no words of its own.
        names = ("period_start", "period_end") if one.field == "period_precision" else (one.field,)
        return next((found for name in names if (found := held[side.body].get(f"{side.place}.{name}"))), None)

    return read


def _are_one(old: Difference, was: Read | None, new: Difference, now: Read | None) -> bool:
    """Whether two values, at least one of them under an unknown label, are one text of the page."""
    if was is None or now is None:
        return False
    texts = letters(was[1]), letters(now[1])
    if texts[0] != texts[1] and not _means(old, now[1]) and not _means(new, was[1]):
        return False
    if min(map(len, texts)) >= TELLING:
        return True
    return was[0] is not None and now[0] is not None and names_alike(was[0], now[0]) >= SAME_LABEL


def _means(one: Difference, text: str) -> bool:
    """Whether this text gives the value of a known field, written in another way."""
    value = one.value
    if one.unknown or not isinstance(value, str):
        return False
    return value in _mails(text) or value in _numbers(text)


def _is_respelled(one: Difference) -> bool:
    """Whether two texts are one number or address under an unknown label, or differ in colons that end lines only.

    Such colons belong to labels that were taken for text.
    """
    if not (isinstance(one.old, str) and isinstance(one.new, str)):
        return False
    if not one.unknown:
        return _without_colons(one.old) == _without_colons(one.new)
    for known in (_mails, _numbers):
        before = known(one.old)
        if before and before == known(one.new) and len(letters(one.old)) <= 2 * len(letters("".join(before))):
            return True
    return False


def _without_colons(text: str) -> str:
    return compared_text("\n".join(line.rstrip(" :") for line in text.splitlines()))


def _mails(text: str) -> list[str]:
    from jsiq_scrape.parse.values.mails import emails  # parts of the reader, for pages that are worded in another way

    return emails(text)


def _numbers(text: str) -> list[str]:
    from jsiq_scrape.parse.values.phones import phones

    return [phone.e164 for phone in phones(text)]
