"""What changed in a text: the words that were removed and added, between those that stayed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from jsiq_scrape.explore.plain_text import harmless

#: Words of unchanged text shown on either side of a change where the whole text is not.
CONTEXT = 6
#: A removed or added passage with more words is shown by its beginning and its end.
LONGEST_PASSAGE = 60
#: The matcher is quadratic for texts made to be hard; this many words took at most 0.4 s.  The longest texts of
#: profiles have some 1,500.  Of longer ones only the equal beginning and end are found.
MOST_WORDS = 5_000
ELISION = "…"

# A word or a single sign, with the white space behind it: white space alone is no change.  Signs inside a word belong
# to it, so that a date, a number or an address is removed and added whole.
_WORDS = re.compile(r"(?:\+?\w+(?:[-–./:@&'’]+\w+)*|[^\w\s])\s*")


class Edit(StrEnum):
    """What became of a passage."""

    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive words that share their fate."""

    edit: Edit
    text: str

    @property
    def words(self) -> str:
        """The text in one line, without the white space behind it."""
        return " ".join(self.text.split())

    @property
    def gap(self) -> str:
        """What separates it from the next passage."""
        return " " if self.text[-1:].isspace() else ""


def word_diff(old: str, new: str) -> list[Passage]:
    """Both texts as one sequence of passages; a replaced passage is removed, then added.

    Without the added ones they give the old text, without the removed ones the new text, apart from white space.
    """
    before, after = _WORDS.findall(old.strip()), _WORDS.findall(new.strip())
    passages: list[Passage] = []
    for tag, first, last, first_new, last_new in _operations(before, after):
        removed, added = "".join(before[first:last]), "".join(after[first_new:last_new])
        if tag == "equal":
            passages.append(Passage(Edit.EQUAL, added))
            continue
        if removed:
            passages.append(Passage(Edit.REMOVED, removed))
        if added:
            passages.append(Passage(Edit.ADDED, added))
    return passages


def excerpt(passages: Sequence[Passage], context: int = CONTEXT) -> list[Passage]:
    """The changed passages with so many words around each; what was left out is an ellipsis."""
    last = len(passages) - 1
    return [
        replace(
            passage,
            text=_shortened(
                passage.text,
                before=0 if number == 0 else context,
                after=0 if number == last else context,
            )
            if passage.edit is Edit.EQUAL
            else _shortened(passage.text, before=LONGEST_PASSAGE // 2, after=LONGEST_PASSAGE // 2),
        )
        for number, passage in enumerate(passages)
    ]


def _operations(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """As `SequenceMatcher.get_opcodes` gives them: tag, range of old words, range of new words."""
    before, after = [word.rstrip() for word in old], [word.rstrip() for word in new]
    if max(len(before), len(after)) <= MOST_WORDS:
        return list(SequenceMatcher(None, before, after).get_opcodes())
    shorter = min(len(before), len(after))
    start = next((number for number in range(shorter) if before[number] != after[number]), shorter)
    rest = shorter - start
    end = next((number for number in range(rest) if before[-1 - number] != after[-1 - number]), rest)
    return [
        ("equal", 0, start, 0, start),
        ("replace", start, len(before) - end, start, len(after) - end),
        ("equal", len(before) - end, len(before), len(after) - end, len(after)),
    ]


def _shortened(text: str, *, before: int, after: int) -> str:
    """The first `before` and the last `after` words, where that leaves words out."""
    words = _WORDS.findall(text)
    if len(words) <= before + after + 1:
        return text
    head = "".join(words[:before]).rstrip()
    tail = "".join(words[len(words) - after :])
    return f"{head} {ELISION} {tail}" if head and tail else f"{head} {ELISION}" if head else f"{ELISION} {tail}"


def marked(
    passages: Sequence[Passage],
    removed: tuple[str, str] = ("[-", "-]"),
    added: tuple[str, str] = ("{+", "+}"),
    quoted: Callable[[str], str] = harmless,
) -> str:
    """The passages in one line, marked as `git diff --word-diff` does unless other marks are given."""
    marks = {Edit.EQUAL: ("", ""), Edit.REMOVED: removed, Edit.ADDED: added}
    parts = ""
    for passage in passages:
        begin, end = marks[passage.edit]
        parts += f"{begin}{quoted(passage.words)}{end}{passage.gap}"
    return parts.rstrip()


def has_common_words(passages: Sequence[Passage]) -> bool:
    """False where a value gave way to an altogether different one: then both are shown, not what differs in them."""
    return any(passage.edit is Edit.EQUAL for passage in passages)
