"""Known labels that stand around a profile and are none of its own: in menus, above its title, in an area's text."""

from functools import partial
from itertools import islice, pairwise, takewhile

from jsiq_scrape.parse.marks import PLACE, Mark
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.vocabulary import compact

_LISTS = ("ul", "ol", "dd")
_MOST_SIBLINGS = 200  # terms of a list that are looked at for the one before a description
_NEAR = 4  # elements between a word and the list it stands in


def of_profile(page: Page, marks: list[Mark], teasers: tuple[str, ...]) -> list[Mark]:
    """The labels that can be a profile's own by where they stand; `teasers` are how headings over other pages begin."""
    placed = [mark for mark in marks if mark.value >= 0]  # labels of what stands behind them
    marks = [mark for mark in marks if mark.value < 0 and not _in_menu(page, mark)]
    kept = _outside_areas(_below_title(page, _outside_teasers(page, _outside_lists(page, marks), teasers)))
    return sorted([*kept, *placed], key=PLACE) if placed else kept


def main_part(page: Page, marks: list[Mark]) -> range:
    """The atoms where a profile's labels stand: those of <main> where it holds all that prove one, else all."""
    everywhere = range(len(page.texts))
    if page.tags.count("main") != 1:
        return everywhere
    main = page.atoms_in(page.tags.index("main"))
    known = [(mark.term, mark.atom in main) for mark in marks if mark.term is not None]
    if not all(inside for term, inside in known if term.proof or term.scope in ("section", "office")):
        return everywhere
    # Who can be reached may stand beside it, unless it has a heading of its own inside.
    has_contact = any(inside and term.name == "contact" for term, inside in known)
    has_project = any(inside and term.scope == "project" for term, inside in known)
    return main if has_contact and has_project else everywhere


def _outside_lists(page: Page, marks: list[Mark]) -> list[Mark]:
    """Without the names of building blocks that are a value: all that a list or a description says."""
    bare = {mark.atom: mark for mark in marks if page.html and mark.alone and not mark.colon}
    listed: set[int] = set()
    for mark in bare.values():
        element = page.holders[mark.atom]
        for _ in range(_NEAR):
            if element <= 0 or page.tags[element] in _LISTS:
                break
            element = page.parents[element]
        inside = page.atoms_in(element)
        if element <= 0 or page.tags[element] not in _LISTS or inside.start != mark.atom:
            continue
        atom, held = inside.start, []
        while atom in bare and atom < inside.stop:
            held.append(atom)
            atom = bare[atom].last + 1
        if atom >= inside.stop and (len(held) > 1 or _describes(page, element)):
            listed.update(held)
    labels = {mark.own for mark in marks if mark.own >= 0 and mark.term is not None and mark.term.scope == "project"}
    listed.update(atom for atom in bare if atom not in listed and _in_value(page, atom, bare[atom], labels))
    return [mark for mark in marks if mark.atom not in listed] if listed else marks


def _in_value(page: Page, atom: int, mark: Mark, labels: set[int]) -> bool:
    """Whether a name stands among other text in the description or cell beside a known label."""
    element = page.holders[atom]
    for _ in range(_NEAR):
        if element <= 0 or page.tags[element] in ("dd", "td"):
            break
        element = page.parents[element]
    if element <= 0 or page.tags[element] not in ("dd", "td") or mark.own == element:
        return False
    before = None
    for sibling in islice(page.children(page.parents[element]), _MOST_SIBLINGS):
        if sibling == element:
            break
        before = sibling if page.tags[sibling] != "dd" else before
    return before in labels and page.stops[element] - page.starts[element] > 1


def _describes(page: Page, element: int) -> bool:
    """Whether an element is the description of a term."""
    terms = [child for child in page.children(page.parents[element]) if page.tags[child] == "dt" and child < element]
    return page.tags[element] == "dd" and bool(terms) and bool(page.atoms_in(terms[-1]))


def _outside_teasers(page: Page, marks: list[Mark], teasers: tuple[str, ...]) -> list[Mark]:
    """Without the labels below a heading such as "Weitere Projekte" whose titles all lead to other pages."""
    barred: list[range] = []
    for number, line in enumerate(page.headings):
        if (barred and line in barred[-1]) or not compact(page.text_of(line)).startswith(teasers):
            continue
        level = page.level(line)
        below = list(takewhile(partial(_is_below, page, level), page.headings[number + 1 :]))
        behind = page.headings[number + 1 + len(below) :]
        stop = behind[0] if behind else page.count
        titles = below or range(line + 1, min(line + 2, stop))
        if titles and all(page.target(page.holders[page.first_atoms[title]]) for title in titles):
            barred.append(range(line, stop))
    return [mark for mark in marks if not any(mark.line in lines for lines in barred)] if barred else marks


def _is_below(page: Page, level: int, line: int) -> bool:
    return page.level(line) > level


def _in_menu(page: Page, mark: Mark) -> bool:
    """Whether a label is all a link says, with a line beside it that is a link too: an entry of a menu."""
    if not (mark.link and mark.alone and mark.leads) or mark.level:
        return False
    beside = [line for line in (mark.line - 1, mark.line + 1) if 0 <= line < page.count]
    return any(all(page.target(page.holders[atom]) for atom in page.atoms_of(line)) for line in beside)


def _below_title(page: Page, marks: list[Mark]) -> list[Mark]:
    """Without the labels above the page's title, where banners and menus stand."""
    title = next(
        (line for line in page.headings if page.level(line) == 1 and not page.of_site[page.first_atoms[line]]), None
    )
    if title is None or not marks or marks[0].line >= title:
        return marks
    below = [mark for mark in marks if mark.line >= title]
    if any(mark.term is not None and (mark.term.proof or mark.term.scope == "section") for mark in below):
        return below
    above = marks[: len(marks) - len(below)]
    # Label words one below the other and nothing beside them are a menu too, linked or not.
    menu = all(mark.alone for mark in above) and all(
        later.line - earlier.line == 1 for earlier, later in pairwise(above)
    )
    return below if menu else marks


def _outside_areas(marks: list[Mark]) -> list[Mark]:
    """Without the fields of projects above the heading of the projects: there they begin sentences of an area."""
    names = [mark.term.name if mark.term is not None else "" for mark in marks]
    if "projects" not in names or "areas" not in names:
        return marks
    areas, heading = names.index("areas"), names.index("projects")
    if not any(map(_of_project, marks[areas:heading])) or not any(map(_of_project, marks[heading:])):
        return marks
    return [mark for at, mark in enumerate(marks) if not (areas < at < heading and _of_project(mark))]


def _of_project(mark: Mark) -> bool:
    return mark.term is not None and mark.term.scope == "project"
