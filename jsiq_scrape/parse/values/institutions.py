"""Lists of institutions, divided only where the page proves the parts.

"A und B" may be one name or two.  Each list item, line and ";" divides; "und", "sowie", "&", "," and "/" divide only
around a name that is proven: the municipality, or a name that stands alone elsewhere on the page.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jsiq_scrape.parse.folding import clean, fold

_DIVIDER = re.compile(r"[;\n\r]+")
_BULLET = re.compile(r"^(?:[-–—•·▪●*◦‣]\s+|\d{1,2}[.)]\s+)")
_SEPARATOR = re.compile(r"\s+(?:und|sowie|u\.|&)\s+|\s*,\s*(?:und\s+|sowie\s+)?|\s*/\s*")
_BRACKETED = re.compile(r"\([^()]*\)|\"[^\"]*\"|„[^„“”\"]*[“”\"]|»[^»«]*«|«[^«»]*»")
_LEGAL_FORM = re.compile(
    r"(?:e\.?\s?V\.?|(?:g?GmbH|gUG|UG|AG|e\.?\s?G\.?|KdöR|AöR|mbH|Co\.?\s?KG)\b.*|\(.*\))", re.IGNORECASE
)
_FORM = r"(?:e\.?\s?V\.?|g?GmbH(?: & Co\. KG)?|gUG|e\.?\s?G\.?|KdöR|AöR|mbH)"
_ONLY_LEGAL_FORM = re.compile(_FORM, re.IGNORECASE)
_FINISHED = re.compile(rf"\b{_FORM}\s*$", re.IGNORECASE)
_SMALL = r"und|sowie|für|des|zum|zur"  # nothing begins or ends with one
_UNFINISHED = re.compile(rf"\b(?:{_SMALL}|der|im|in|am)\s*$")
_GOES_ON = re.compile(rf"\s*(?:{_SMALL})\s")
_MAY_GO_ON = re.compile(r"\s*(?:(?:der|im|in|am)\s|[a-z]\.\s)")
_ABBREVIATED = re.compile(r"\b[a-z]\.\s*$")
_TAIL = 40  # characters at the end of a line, enough to see whether it is finished
_SLACK = 8  # characters by which folding may change the length of a name
_MOST_PIECES = 5  # of one proven name: "Verein für Jugend, Bildung und Arbeit" has three


def institutions(parts: Sequence[str], proven: Collection[str]) -> tuple[list[str], list[str]]:
    """The names in `parts` (list items or lines) once each, and those that may be several but are not proven to be.

    `proven` holds names as the page has them; they are compared folded.  Not reported, because no division is
    possible there: marks inside brackets or quotes, a part that goes on with a small letter ("und soziale Arbeit"),
    a word cut by a hyphen ("Kinder- und Jugendhilfe"), a legal form behind a comma, and "&", which belongs to names.
    """
    known = _folded(frozenset(proven))
    names: dict[str, str] = {}
    unproven: list[str] = []
    for part in parts:
        for entry in _DIVIDER.split(part):
            entry_text = _BULLET.sub("", clean(entry)).strip(" ,")
            if not entry_text:
                continue
            found, open_texts = _divided(entry_text, known)
            for name in found:
                names.setdefault(fold(name), name)
            unproven += [text for text in open_texts if text not in unproven]
    return list(names.values()), unproven


def goes_on(above: str, line: str, *, broken: bool) -> bool:
    """Whether a line goes on with the name on the line above: it is a legal form, or an "und" or "für" parts them.

    Where a line is `broken` and begins no block, "der" or "im" may do so too, unless the name has its legal form.
    """
    end = above[-_TAIL:]
    if _ONLY_LEGAL_FORM.fullmatch(line.strip()) or _GOES_ON.match(line) or _UNFINISHED.search(end):
        return True
    return broken and not _FINISHED.search(end) and bool(_MAY_GO_ON.match(line) or _ABBREVIATED.search(end))


@dataclass(frozen=True, slots=True)
class _Known:
    """The proven names, folded, the length of the longest, and the most pieces that one of them has."""

    names: frozenset[str]
    longest: int
    pieces: int


@lru_cache(maxsize=4)  # every project of a page asks for the same names
def _folded(proven: frozenset[str]) -> _Known:
    pieces = {name: len(_separators(name)) + 1 for name in proven}
    names = frozenset(fold(name) for name, count in pieces.items() if count <= _MOST_PIECES)
    return _Known(names, max(map(len, names), default=0), min(max(pieces.values(), default=0), _MOST_PIECES))


def _divided(entry: str, known: _Known) -> tuple[list[str], list[str]]:
    """The names in one entry, and those of them that remain undecided."""
    separators = _separators(entry)
    if not separators:
        return [entry], []
    bounds = [0, *(edge for match in separators for edge in match.span()), len(entry)]
    pieces = list(zip(bounds[::2], bounds[1::2], strict=True))
    names: list[str] = []
    undecided: list[str] = []
    rest: list[tuple[int, int]] = []  # neighbouring pieces that nothing proves stay one text

    def close_rest() -> None:
        if rest and (text := entry[rest[0][0] : rest[-1][1]].strip()):
            names.append(text)
            undecided.append(text)
        rest.clear()

    at = 0
    while at < len(pieces):
        length = _proven_length(entry, pieces, at, known)
        if length:
            close_rest()
            names.append(entry[pieces[at][0] : pieces[at + length - 1][1]].strip())
            at += length
        else:
            rest.append(pieces[at])
            at += 1
    close_rest()
    return names, [name for name in undecided if _may_be_several(name) and fold(name) not in known.names]


def _proven_length(entry: str, pieces: list[tuple[int, int]], at: int, known: _Known) -> int:
    """How many pieces from `at` on are one proven name, the longest; the whole entry proves nothing of its parts."""
    longest = known.longest + _SLACK
    proven = 0
    for length in range(1, min(len(pieces) - at, len(pieces) - 1, known.pieces) + 1):
        start, end = pieces[at][0], pieces[at + length - 1][1]
        if end - start > longest:
            break
        if fold(entry[start:end]) in known.names:
            proven = length
    return proven


def _separators(entry: str) -> list[re.Match[str]]:
    hidden = _BRACKETED.sub(lambda match: "_" * len(match[0]), entry)
    return [match for match in _SEPARATOR.finditer(hidden) if match.start() > 0 and match.end() < len(entry)]


def _may_be_several(name: str) -> bool:
    for match in _separators(name):
        before, after = name[: match.start()], name[match.end() :]
        if "&" in match[0] or before.endswith("-") or after.startswith("-"):
            continue
        if not (after[0].isupper() or after[0].isdigit() or after[0] in "\"„»«“'‚"):
            continue
        if not _LEGAL_FORM.fullmatch(after):
            return True
    return False
