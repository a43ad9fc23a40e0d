"""Short answers whose label got another spelling that nobody knows: told by the place of the label on a form.

"ja" under one label is not "ja" under another, so words prove nothing.  But the projects of a page are made with one
form: where at least two of them show all labels in the order of the look before, one of them in other words with the
same answers, and no project has the old words any more or had the new ones before, the form calls it something else.
On a page with one project it may as well be another question that is answered alike, so there it stays a change.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jsiq_scrape.load.cache import ClaimLine
from jsiq_scrape.load.forms import compared_text

#: So many entries have to show the other spelling.
ENTRIES = 2
#: So many labels beside the respelled ones have to stand where they stood, or their order says too little.
ANCHORS = 2

_ENTRY = re.compile(r"projects\[\d+\]")

Fields = frozenset[str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One label of an entry with what it gave: a period gives three fields."""

    fields: Fields
    text: str

    @property
    def unknown(self) -> bool:
        """Is its label one that the vocabulary does not know?"""
        return any(name.startswith("extras[") for name in self.fields)


@dataclass(frozen=True, slots=True)
class Entry:
    """One project in two looks: its labels in both, and the numbers of its fields that are gone and that came."""

    before: Sequence[Slot]
    after: Sequence[Slot]
    gone: dict[str, int] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)


def slots(claims: Sequence[ClaimLine]) -> dict[str, list[Slot]]:
    """The labels of each project of a page that have a value, in their order, by the path of the project."""
    found: dict[str, dict[tuple[int, int, str], tuple[set[str], str]]] = {}
    for name, label, text, first, last, *_ in sorted(claims, key=lambda claim: claim[3:5]):
        entry = _ENTRY.match(name)
        if entry is not None and label is not None and text.strip():
            inside = name[entry.end() + 1 :]
            column = f"extras[{compared_text(label)}]" if inside.startswith("extras[") else inside
            fields, _ = found.setdefault(entry[0], {}).setdefault((first, last, label), (set(), text))
            fields.add(column)
    return {place: [Slot(frozenset(fields), text) for fields, text in each.values()] for place, each in found.items()}


def respelled(
    entries: Collection[Entry], before: Iterable[Slot], after: Iterable[Slot], letters: Callable[[str], str]
) -> set[int]:
    """The numbers of what is one field under another label; `before` and `after` are all labels of the pages."""
    found: dict[tuple[Fields, Fields], list[Entry]] = {}
    for entry in entries:
        for old, new in _exchanged(entry, letters):
            found.setdefault((old.fields, new.fields), []).append(entry)
    had = {name for slot in before for name in slot.fields}
    has = {name for slot in after for name in slot.fields}
    numbers: set[int] = set()
    for (old_fields, new_fields), of in found.items():
        where = sum(bool(old_fields & entry.gone.keys() or new_fields & entry.came.keys()) for entry in entries)
        if len(of) >= ENTRIES and len(of) == where and not old_fields & has and not new_fields & had:
            numbers |= {entry.gone[name] for entry in of for name in old_fields & entry.gone.keys()}
            numbers |= {entry.came[name] for entry in of for name in new_fields & entry.came.keys()}
    return numbers


def _exchanged(entry: Entry, letters: Callable[[str], str]) -> Iterator[tuple[Slot, Slot]]:
    """Labels of one project in whose place another stands, with the same answer, while all others stayed."""
    left = [None if slot.fields & entry.gone.keys() else slot.fields for slot in entry.before]
    right = [None if slot.fields & entry.came.keys() else slot.fields for slot in entry.after]
    if left != right or sum(fields is not None for fields in left) < ANCHORS:
        return
    for old, new, fields in zip(entry.before, entry.after, left, strict=True):
        if fields is None and (old.unknown or new.unknown) and letters(old.text) == letters(new.text):
            yield old, new
