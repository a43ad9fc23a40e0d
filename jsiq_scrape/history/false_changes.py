"""Events about unknown labels that are no changes: both pages have the lines, and only their markup differs.

A label that the vocabulary does not know is recognized in some markups and not in others.  Its event is dropped when
label and text stand on the other page as whole lines that no value was read from, exactly as often as they are missing.
An event about a field of the records is never dropped.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from jsiq_scrape.history.versions import Event
from jsiq_scrape.parse.folding import canonical

Lines = Sequence[str | None]
Words = tuple[str, str]  # an unknown label and its text, both as they are compared


class Pages(Protocol):
    """The stored pages."""

    def free_lines(self, body: str) -> Lines:
        """The lines of a page in their order; None for a line that a value was read from."""


def false_changes(events: Sequence[Event], before: str, after: str, pages: Pages) -> set[int]:
    """The indexes of the events between two bodies of one office that are no changes."""
    words: dict[int, set[Words]] = {}
    gone, came = Counter[Words](), Counter[Words]()
    for index, event in enumerate(events):
        if event.field is not None and event.field.startswith("extras["):
            old, new = (_words(event, version) for version in (-2, -1))
            words[index] = {*(old - new), *(new - old)}
            gone += old - new
            came += new - old
    if not words:
        return set()
    one, other = pages.free_lines(before), pages.free_lines(after)
    same = {
        each
        for each in gone.keys() ^ came.keys()  # what left one entry for another was moved
        if _count(each, other) - _count(each, one) == gone[each] - came[each]
    }
    return {index for index, each in words.items() if each <= same}


def _words(event: Event, version: int) -> Counter[Words]:
    """What stands under the label of an event in one version of its entry."""
    assert event.field is not None
    forms = event.timeline.versions[version].part.forms.get(event.field)
    label = event.field.removeprefix("extras[").removesuffix("]")
    return Counter((label, str(text)) for text in forms) if isinstance(forms, tuple) else Counter()


def _count(words: Words, lines: Lines) -> int:
    """How often label and text, with or without a colon between them, fill whole lines."""
    label, text = words
    wanted = {canonical(f"{label}{sign} {text}") for sign in ("", ":")}
    longest = max(map(len, wanted))
    return sum(any(block in wanted for block in _blocks(lines, start, longest)) for start in range(len(lines)))


def _blocks(lines: Lines, start: int, longest: int) -> Iterator[str]:
    """The line at `start`, then that with the next, and so on up to a length."""
    block = ""
    for number in range(start, len(lines)):
        line = lines[number]
        if line is None or len(block) > longest:
            return
        block = canonical(f"{block} {line}")
        yield block
