"""Labels that no vocabulary knows: marked up like those it knows or, in flat text, ended by a colon."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import zip_longest

from jsiq_scrape.parse.known_labels import LONGEST_LABEL
from jsiq_scrape.parse.likeness import Likeness, alike_at
from jsiq_scrape.parse.marks import CELLS, COLONS, Mark, complete, lead, style_counts, unknown_label
from jsiq_scrape.parse.page import BLOCKS, Page

_UNKNOWN = re.compile(
    r"(?=[^\W_])(?!https?:|mailto:)([^:\uff1a\u2236\ufe55\n]{1,60}?)(?:\s?[:\u2236](?=[\s*]|$)|[\uff1a\ufe55])"
)
_BEHIND_DIVIDER = re.compile(r"[;|]\s+([^\W\d_a-z][^:;|]{0,50}?)\s?:(?=\s)")
_SENTENCE_END = re.compile(r"[.!?]\s+\S")


def unknown_marks(page: Page, marks: list[Mark], kinds: list[Likeness], within: range) -> list[Mark]:
    """Labels that the vocabulary does not know, marked up like those it knows or, in flat text, ended by a colon."""
    taken = {atom for mark in marks for atom in range(mark.atom, mark.last + 1)}
    telling: dict[str, list[Likeness]] = {}
    # The smaller element first: the larger may hold label and value.
    for kind in sorted(kinds, key=lambda kind: len(kind.chain)):
        if kind.telling:
            telling.setdefault(kind.chain[-1], []).append(kind)
    flat = [mark for mark in marks if mark.leads and style_counts(mark)]
    colons = sum(mark.colon and mark.own < 0 for mark in flat) * 2 > len(flat)
    leads = {page.texts[mark.atom][: mark.start] for mark in flat if mark.own < 0 and mark.colon}
    furthest = max((page.indents[mark.line] for mark in flat), default=0) if page.indents else 0
    sign = leads.pop() if len(leads) == 1 else ""  # what all of them begin with: "**", "- "
    heads = {
        _shelf(page, mark.atom) for mark in marks if page.html and mark.own < 0 and mark.alone and style_counts(mark)
    }
    spoken = any(mark.atom in page.unseen for mark in marks)
    in_terms = any(kind.chain[0] == "dt" for kind in kinds)
    found: list[Mark] = []
    for atom in page.own[bisect_left(page.own, within.start) : bisect_left(page.own, within.stop)]:
        if atom in taken:
            continue
        tag = page.tags[page.holders[atom]]
        alike = telling.get(tag, ())
        may_be_term = in_terms and (tag == "dt" or tag not in BLOCKS)
        said = spoken and atom in page.unseen and atom not in page.pictures and tag != "input"
        if not (alike or may_be_term or heads or colons or said):
            continue
        line = page.line_of[atom]
        atoms = page.atoms_of(line)
        for kind in alike:
            if kind.leads and atom != atoms.start:
                continue
            element = alike_at(page, kind, atom)
            if element < 0 and kind.colon and page.texts[page.atoms_in(page.holders[atom]).stop - 1].endswith(COLONS):
                element = alike_at(page, kind, atom, by_colon=True)
            if element < 0:
                continue
            inside = page.atoms_in(element)
            text = page.join(range(inside.start, min(inside.stop, atoms.stop)))
            if len(text) > LONGEST_LABEL or inside.stop > atoms.stop or _SENTENCE_END.search(text):
                continue
            mark = unknown_label(page, text, atom, inside.stop - 1)
            if kind.colon and not mark.colon:
                continue
            # Where labels have their values beside them, one with text below it in the same element is none.
            if mark.alone and kind.beside and page.atoms_in(page.parents[element]).stop > inside.stop:
                continue
            # A cell that fills its row stands for the row; elsewhere the kind says how large a label's element is.
            if page.tags[element] not in CELLS or mark.own < 0:
                mark.own = element
            mark.chain = kind.chain
            found.append(mark)
            taken.update(inside)
            break
        else:
            if may_be_term and (term := _term(page, atom, atoms)) is not None:
                found.append(term)
                taken.update(range(atom, term.last + 1))
            elif (over := _over_values(page, heads, atom, atoms)) is not None:
                found.append(over)
                taken.add(atom)
            elif said and len(atoms) == 1:
                found.append(unknown_label(page, page.texts[atom], atom, atom))
                taken.add(atom)
            elif colons and atom == atoms.start and not page.level(line) and page.texts[atom].startswith(sign):
                if page.indents and page.indents[line] > furthest:
                    continue  # part of a value that is set in
                flat_mark = colon_mark(page, line, atom)
                if flat_mark is not None:
                    found.append(flat_mark)
                    taken.add(atom)
    # Where each known label begins its line, what stands behind a divider is a part of the value.
    running = [mark for mark in marks if mark.colon and mark.own < 0]
    if all(mark.leads and mark.start == lead(page.texts[mark.atom]) for mark in running):
        return found
    for mark, following in zip_longest(marks, marks[1:]):
        if mark.colon and mark.own < 0:
            found.extend(_in_run(page, mark, following))
    return found


def _in_run(page: Page, mark: Mark, following: Mark | None) -> Iterator[Mark]:
    """Further labels in the text behind one with a colon, each behind a divider: `Label: value; Label: value`."""
    text = page.texts[mark.last]
    if ";" not in text and "|" not in text:
        return
    stop = following.start if following is not None and following.atom == mark.last else len(text)
    atoms = page.atoms_of(mark.line)
    for match in _BEHIND_DIVIDER.finditer(text, mark.end, stop):
        start, end = match.span(1)
        yield complete(page, mark.line, atoms, Mark(None, match[1], mark.last, start, mark.last, end, mark.line, False))


def _is_sentence(match: re.Match[str]) -> bool:
    """Whether a colon stands inside a sentence that goes on behind it: "Bonn ist eine Stadt: sie liegt am Rhein."."""
    before, behind = match[1].split(), match.string[match.end() :].split()
    goes_on = bool(behind) and behind[0][0].islower() and behind[-1].endswith((".", "!", "?"))
    return goes_on and (len(before) > 2 or (len(before) == 2 and len(behind) > 2))


def _term(page: Page, atom: int, atoms: range) -> Mark | None:
    """The term of a definition list, whatever elements its words stand in: <dt><abbr>CM</abbr></dt>."""
    element = page.holders[atom]
    while element > 0 and page.tags[element] != "dt" and not page.is_block(element):
        element = page.parents[element]
    inside = page.atoms_in(element)
    if page.tags[element] != "dt" or inside.start != atom or inside.stop > atoms.stop:
        return None
    text = page.join(inside)
    last = inside.stop - 1
    if len(text) > LONGEST_LABEL:
        return None
    return unknown_label(page, text, atom, last)


def _shelf(page: Page, atom: int) -> tuple[str, frozenset[str], int]:
    holder = page.holders[atom]
    return page.tags[holder], page.classes(holder), page.depth(holder)


def _over_values(page: Page, heads: set[tuple[str, frozenset[str], int]], atom: int, atoms: range) -> Mark | None:
    """A label that begins an element and has its value in blocks inside: <li>Label<ul><li>value</li></ul></li>."""
    if not heads or len(atoms) != 1 or _shelf(page, atom) not in heads:
        return None
    inside = page.atoms_in(page.holders[atom])
    text = page.texts[atom]
    below = page.holders[atom + 1] if inside.stop > atom + 1 else page.holders[atom]
    nested = inside.start == atom and below != page.holders[atom] and page.is_block(below)
    if not nested or len(text) > LONGEST_LABEL or text.endswith(".") or _SENTENCE_END.search(text):
        return None
    return unknown_label(page, text, atom, atom)


def colon_mark(page: Page, line: int, atom: int, *, small: bool = False) -> Mark | None:
    """The unknown label of a line such as `Mikroprojekte: ja`; `small` where labels may begin with a small letter."""
    start = lead(page.texts[atom])
    match = _UNKNOWN.match(page.texts[atom], start)
    if match is None or len(match[1].split()) > 6 or _SENTENCE_END.search(match[1]):
        return None
    if not match[1][0].isalpha() or (match[1][0].islower() and not small) or _is_sentence(match):
        return None
    atoms = page.atoms_of(line)
    return complete(page, line, atoms, Mark(None, match[1], atom, start, atom, match.end(1), line, False))
