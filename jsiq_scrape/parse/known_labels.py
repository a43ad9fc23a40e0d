"""The labels of a vocabulary on a page: where their words stand and a label can stand."""

import re
from collections.abc import Iterator

from jsiq_scrape.parse.folding import DOUBLE_QUOTES, SINGLE_QUOTES
from jsiq_scrape.parse.glosses import with_gloss
from jsiq_scrape.parse.marks import COLONS, NOTE, PLACE, Mark, complete, lead, only_leads, style_counts
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.prose import CONTINUES, OPENS_SENTENCE
from jsiq_scrape.parse.stressed import fits, without_stressed
from jsiq_scrape.parse.vocabulary import Begun, Openings, Term, Vocabulary, compact

_BOUNDARY = re.compile(rf"\s+|[{''.join(COLONS)}]|{NOTE}|$")
_COLON = re.compile(rf"\s?[{''.join(COLONS)}](?=\s|$|\w)")
_HEAD_END = re.compile(rf"[{''.join(COLONS)}]|{NOTE}|$")
_WORD = re.compile(r"\S+")
_MOST_BEGUN = 20_000  # texts that a vocabulary remembers
_MOST_LINES = 4  # that a label is broken over
_FEWEST_LINKS = 3  # of a menu
_QUOTES = f"\"'{DOUBLE_QUOTES}{SINGLE_QUOTES}"
LONGEST_LABEL = 80  # characters; the longest real one has 52


def known_marks(page: Page, vocabulary: Vocabulary, candidates: list[tuple[int, int]]) -> list[Mark]:
    """All places where a label of the vocabulary can stand, in the order of the page; see `openings` for candidates."""
    marks: list[Mark] = []
    line, atoms, before, covered, led = -1, range(0), 0, -1, -1
    for atom, may_be in candidates:
        if not may_be & Openings.LABEL or page.of_site[atom]:
            continue
        if page.line_of[atom] != line:
            if len(marks) > before and marks[before].own < 0:
                marks.extend(_inside_text(page, vocabulary, line, marks[before:]))
            line, before = page.line_of[atom], len(marks)
            atoms = page.atoms_of(line)
            covered = atoms.start
            led = atoms.start + 1 if len(atoms) > 1 and only_leads(page.texts[atoms.start]) else atoms.start
        if atom == led:
            found = _match(page, vocabulary, line, atoms, atom)
            if found is not None:
                marks.append(with_gloss(page, vocabulary, found, atoms))
                covered = found.last
        elif atom > max(covered, led) and atom not in page.glued:
            found = _match(page, vocabulary, line, atoms, atom)
            # Inside a line a label is an element of its own, or has its colon.
            if found is not None and (found.colon or (found.own >= 0 and _differs(page, found, atoms))):
                marks.append(found)
                covered = found.last
    if len(marks) > before and marks[before].own < 0:
        marks.extend(_inside_text(page, vocabulary, line, marks[before:]))
    marks.sort(key=PLACE)
    return _plausible(page, marks)


def _match(page: Page, vocabulary: Vocabulary, line: int, atoms: range, atom: int) -> Mark | None:
    """The longest label that begins with an atom."""
    text = page.texts[atom]
    # Pages of a site have the same labels, and each has them once for every project: half the time of this module.
    known = vocabulary.begun.get(text)
    start, longest, goes_on = known if known is not None else _begun(vocabulary, text)
    last = atom
    best = None if longest is None else (longest[0], longest[1], atom, longest[2])
    prefix = text[start:]
    while goes_on:
        last += 1
        if last not in atoms:
            if best is None and page.html:
                return _broken(page, vocabulary, line, atom)
            break
        piece = page.texts[last]
        longest, goes_on = _longest(vocabulary, piece, 0, f"{prefix} ", compact(best[1]) if best else "")
        if longest is not None:
            best = (longest[0], longest[1], last, longest[2])
        prefix = f"{prefix} {piece}"
    return _finish(page, line, atoms, atom, start, best)


def _begun(vocabulary: Vocabulary, text: str) -> Begun:
    """Where the words of a text begin, the longest label they begin with, and whether a label may go on behind it."""
    start = lead(text)
    first = _WORD.match(text, start)
    found: Begun = (start, None, False)
    if first is not None:
        word = first[0]
        head = compact(word if word.isalpha() else word[: _HEAD_END.search(word).start()])  # type: ignore[union-attr]
        if head in vocabulary.prefixes:
            found = (start, *_longest(vocabulary, text, start, "", ""))
    if len(text) <= LONGEST_LABEL:
        if len(vocabulary.begun) >= _MOST_BEGUN:
            vocabulary.begun.clear()
        vocabulary.begun[text] = found
    return found


def _longest(
    vocabulary: Vocabulary, piece: str, offset: int, prefix: str, shorter: str
) -> tuple[tuple[Term, str, int] | None, bool]:
    """The longest label that ends in a piece of text (term, label, end), and whether a label may go on behind it."""
    best = None
    for boundary in _BOUNDARY.finditer(piece, offset):
        stop = boundary.start()
        if boundary[0] == ":" and piece[stop + 1 : stop + 2].islower():
            continue  # a gender mark: "Ansprechpartner:in"
        candidate = prefix + piece[offset:stop]
        form = compact(candidate)
        if form and form in vocabulary.terms and form != shorter:
            best, shorter = (vocabulary.terms[form], candidate, stop), form
        ended = boundary[0] != "" and not boundary[0].isspace()
        if ended or (form and form not in vocabulary.prefixes) or len(candidate) > LONGEST_LABEL:
            return best, False
    return best, True


def _broken(page: Page, vocabulary: Vocabulary, line: int, atom: int) -> Mark | None:
    """A label that a narrow column breaks over lines: all that its element says."""
    inside = page.atoms_in(page.holders[atom])
    if inside.start != atom or not 1 < len(inside) <= _MOST_LINES:
        return None
    label = " ".join(page.texts[part] for part in inside)
    term = vocabulary.find(label)
    if term is None:
        return None
    last = inside[-1]
    return complete(page, line, inside, Mark(term, label, atom, 0, last, len(page.texts[last]), line, False))


def _finish(
    page: Page, line: int, atoms: range, atom: int, start: int, best: tuple[Term, str, int, int] | None
) -> Mark | None:
    if best is None:
        return None
    term, label, last, stop = best
    if atom == atoms.start + 1 and only_leads(page.texts[atoms.start]):
        atom, start = atoms.start, len(page.texts[atoms.start])  # the pictogram in front is part of the label's element
    return complete(page, line, atoms, Mark(term, label.strip(), atom, start, last, stop, line, False))


def _differs(page: Page, mark: Mark, atoms: range) -> bool:
    """Whether a label inside a line is told from its surroundings by element, not only by text."""
    return page.holders[mark.atom] != page.holders[atoms.start] or page.is_block(mark.own) or mark.atom == atoms.start


def _inside_text(page: Page, vocabulary: Vocabulary, line: int, marks: list[Mark]) -> Iterator[Mark]:
    """`Label: value Label: value` in one run of text: known labels with a colon, after the first of the line."""
    atoms = page.atoms_of(line)
    taken = {(mark.last, mark.end) for mark in marks}
    ends: dict[int, int] = {}
    for mark in marks:
        ends[mark.last] = max(mark.end, ends.get(mark.last, 0))
    for atom in atoms:
        text = page.texts[atom]
        if ":" not in text and (text.isascii() or not any(colon in text for colon in COLONS)):
            continue
        low = ends.get(atom, 0)
        for colon in _COLON.finditer(text):
            if (atom, colon.end()) in taken or colon.start() <= low:
                continue
            starts = [
                match.start() for match in _WORD.finditer(text, max(low, colon.start() - LONGEST_LABEL), colon.start())
            ]
            for start in starts:
                label = text[start : colon.start()]
                term = vocabulary.find(label)
                if term is not None and label[:1].isupper():
                    yield complete(page, line, atoms, Mark(term, label, atom, start, atom, colon.start(), line, False))
                    low = colon.end()
                    break


def _plausible(page: Page, marks: list[Mark]) -> list[Mark]:
    """Drop what only begins like a label; where most labels of the page are marked up, bare words are prose."""
    kept = [mark for mark in marks if _can_stand(page, mark)]
    kept = without_stressed(page, kept)
    kept = [mark for mark in kept if not _office_name(page, mark, kept)]
    styled = [mark for mark in kept if style_counts(mark)]
    bare = {id(mark) for mark in styled if mark.own < 0 and not mark.colon}
    if bare and len(styled) > 2 * len(bare):
        kept = [mark for mark in kept if id(mark) not in bare or (mark.alone and not page.html)]
    return kept


def _office_name(page: Page, mark: Mark, marks: list[Mark]) -> bool:
    """Whether a word such as "Koordinierungsstelle" or "Stadt" is a title or a name here, and no label."""
    if mark.term is None or mark.term.scope != "office" or mark.term.name == "soziale_stadt" or mark.colon:
        return False
    if mark.own >= 0 and page.tags[mark.own] in ("dt", "th", "label"):
        return False
    return not any(
        other is not mark
        and other.chain == mark.chain
        and other.term
        and other.term.scope in ("contact", "office", "project")
        for other in marks
    )


def goes_on(text: str) -> bool:
    """Whether a line of flat text can only go on with what stands above it: no label begins like this."""
    words = text.split(None, 2)
    if "@" in words[0] or words[0].startswith(("www.", "http")):
        return False
    if text[0].islower() or text[0] in "•·▪►–—-*," or words[0].rstrip(",") in OPENS_SENTENCE:
        return True
    return (
        text.endswith(".") and len(words) > 2 and words[1] in CONTINUES
    )  # "Angebote der Jugendhilfe werden vermittelt."


def _can_stand(page: Page, mark: Mark) -> bool:
    term = mark.term
    if term is None:
        return True
    if not mark.label[:1].isalnum() and not (mark.own >= 0 and mark.colon and mark.label[:1] in _QUOTES):
        return False  # a word in quotes is spoken of, unless everything else says that it is the label
    if mark.link and not mark.colon and term.scope in ("section", "project") and _is_menu(page, mark.line):
        return False
    if mark.own >= 0 or mark.colon:
        return True
    if not mark.label[:1].isupper() or mark.level or (mark.link and not mark.alone):
        return False  # a heading or a link that only begins with the word
    if mark.alone:
        return term.scope != "office" or term.name == "soziale_stadt"
    return fits(page, mark, term)


def _is_menu(page: Page, line: int) -> bool:
    """Whether a line is nothing but links to several places."""
    targets = [page.target(page.holders[atom]) for atom in page.atoms_of(line)]
    return None not in targets and len(set(targets)) >= _FEWEST_LINKS
