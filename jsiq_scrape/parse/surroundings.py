"""Known labels that stand around a profile and are none of its own: in menus, above its title, in an area's text."""

from itertools import pairwise

from jsiq_scrape.parse.marks import Mark
from jsiq_scrape.parse.page import Page


def of_profile(page: Page, marks: list[Mark]) -> list[Mark]:
    """The labels that can be a profile's own by where they stand."""
    marks = [mark for mark in marks if not _in_menu(page, mark)]
    return _outside_areas(_below_title(page, marks))


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
    heading = next((mark for mark in marks if mark.term is not None and mark.term.name == "projects"), None)
    areas = next((mark for mark in marks if mark.term is not None and mark.term.name == "areas"), None)
    if heading is None or areas is None or not areas.place < heading.place:
        return marks
    if not any(_of_project(mark) and mark.place > heading.place for mark in marks):
        return marks
    return [mark for mark in marks if not (_of_project(mark) and areas.place < mark.place < heading.place)]


def _of_project(mark: Mark) -> bool:
    return mark.term is not None and mark.term.scope == "project"
